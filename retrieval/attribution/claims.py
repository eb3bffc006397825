"""The claims of a sentence: each cue with its subject and the words said."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.attribution.lexicon import closed
from retrieval.attribution import lexicon, phrases
from retrieval.attribution.content import begins, next_comma
from retrieval.attribution.cues import ACCORDING, OWNED, Cue, cues
from retrieval.attribution.phrases import Range
from retrieval.attribution.units import QUOTE, Units

_CONTRAST = frozenset({"but", "while", "though", "although", ";"})
_LEAST_WORDS = 3
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """Words said: ``spans`` are unit ranges, none when they follow later; ``subject`` names the speaker."""

    spans: tuple[Range, ...]
    subject: Range
    cue: Cue


@dataclass(slots=True)
class _Sentence:
    """What the reading of one sentence needs at hand."""

    units: Units
    cues: list[Cue]
    subjects: list[Range | None]
    current: Range | None = None
    floor: int = 0


def claims(units: Units) -> list[Claim]:
    """What is said by whom in a sentence, in order of the cues."""
    found = list(cues(units))
    if not found:
        return []
    sentence = _Sentence(units, found, [_subject(units, cue) for cue in found])
    result: list[Claim] = []
    for number, cue in enumerate(found):
        claim = _accord(sentence, number) if cue.lemma == ACCORDING else _claim(sentence, number)
        if claim:
            result.append(claim)
            if claim.spans:
                sentence.floor = max(sentence.floor, _floor(units, claim))
            if cue.lemma != ACCORDING and cue.tense != OWNED and units.tags[claim.subject[0]] != "W":
                sentence.current = claim.subject
        elif sentence.subjects[number] and cue.tense != "ing":
            sentence.current = sentence.subjects[number]
    return result


def _subject(units: Units, cue: Cue) -> Range | None:
    if cue.tense == OWNED and units.tags[cue.group] == "D":
        return cue.group, cue.group + 1
    return phrases.before(units, cue.group)


def _floor(units: Units, claim: Claim) -> int:
    """Where the words of a later trailing attribution may begin at the earliest."""
    first, end = claim.spans[0][0], claim.spans[-1][1]
    if first < claim.cue.first:
        return max(claim.cue.end, claim.subject[1], end if len(claim.spans) > 1 else 0)
    parted = units.low[end : end + 1] and (
        units.low[end] in _CONTRAST | {"and"} or units.low[end + 1 : end + 2] in (["but"], ["and"])
    )
    return end if parted else 0


def _claim(sentence: _Sentence, number: int) -> Claim | None:
    cue, named = sentence.cues[number], sentence.subjects[number]
    limit = _limit(sentence, number)
    if cue.tense == OWNED:
        return Claim(((cue.end + 1, limit),), named, cue) if named and cue.end + 1 < limit else None
    if cue.tense == "ing":
        return _participle(sentence, cue, named, limit)
    inverted = _inverted(sentence, cue, limit)
    if inverted:
        return inverted
    if named is None:
        return _coordinated(sentence, cue, limit)
    return _with_subject(sentence, cue, named, limit)


def _limit(sentence: _Sentence, number: int) -> int:
    """Where the words behind a cue must end: at a later cue in coordination with it, or at a refusal."""
    units, cue = sentence.units, sentence.cues[number]
    low = units.low
    for later, named in zip(sentence.cues[number + 1 :], sentence.subjects[number + 1 :], strict=True):
        first = named[0] if named and later.tense != "ing" else later.group
        if named and named[1] <= cue.first < later.group:
            return later.group - 1
        if named and later.tense == "ing" and low[named[0] - 1] == "with" and named[0] - 2 > cue.end:
            return named[0] - 2
        if first <= cue.end:
            continue
        if named and low[first - 1] == "," and _subordinate(units, sentence.subjects[number]):
            return first - 1
        if low[first - 1] in _CONTRAST or (low[first - 1] == "and" and (not named or low[first - 2] == ",")):
            return first - 1
        if units.tags[first - 1] in ",Q" and (
            later.tense == "ing" or later.lemma == ACCORDING or _trails(units, later, named)
        ):
            return first if units.tags[first - 1] == "Q" else first - 1
        if low[first - 2 : first] == [",", "as"]:
            return first - 2
    for k in range(cue.end + 2, len(low) - 2):
        if (
            low[k] in {"but", "and"}
            and low[k - 1] == ","
            and (low[k + 1] in closed("refusing") or low[k + 2] in {"declined", "refused"})
        ):
            return k - 1
    return len(low)


def _subordinate(units: Units, named: Range | None) -> bool:
    """Whether a clause opens with "while", "as", "after" and the like."""
    return named is not None and named[0] < 3 and any(units.low[k] in closed("clause openers") for k in range(named[0]))


def _trails(units: Units, cue: Cue, named: Range | None) -> bool:
    """Whether a cue can only belong to the words before it."""
    if begins(units, cue) is not None:
        return False
    return named is not None or ("i" in cue.follows and phrases.behind(units, cue.end) is not None)


def _content(units: Units, first: int, limit: int) -> Range:
    """The words said that begin at ``first``: a quotation that ends like a sentence stands alone."""
    if units.tags[first] == "Q" and first + 1 < limit and units.tags[first + 1] == ",":
        return first, first + 1
    if units.is_speech(first) and (
        first + 1 >= limit or units.tags[first + 1] not in "QNDPXV#n" or _participial(units, first + 1)
    ):
        return first, first + 1
    return first, limit


def _participial(units: Units, k: int) -> bool:
    return units.tags[k] == "n" and units.low[k].endswith("ing")


def _with_subject(sentence: _Sentence, cue: Cue, named: Range, limit: int) -> Claim | None:
    units, low = sentence.units, sentence.units.low
    at = named[0]
    previous = low[at - 1] if at else ""
    left = _left(sentence, at)
    right = begins(units, cue)
    if right is not None and right >= limit:
        right = None
    if previous == "," and left and right and QUOTE in low[: left[1]] and low[right - 1 : right + 1] == [",", QUOTE]:
        return Claim((left, _content(units, right, limit)), named, cue)
    if previous == QUOTE and left and not (right is not None and units.tags[left[0]] in "ps"):
        return Claim((left, *(_second(units, right, limit) or _rest(units, cue.end, limit))), named, cue)
    if previous == "as":
        return _as_clause(sentence, cue, named, at - 1)
    if previous == "," and left and low[cue.end : cue.end + 1] == [","] and cue.follows & {"b", "t"}:
        comma = cue.end
        return Claim((left, (comma + 1, limit)), named, cue) if comma + 1 < limit else Claim((left,), named, cue)
    if right is not None:
        return Claim((_content(units, right, limit),), named, cue)
    if (
        previous == ","
        and left
        and cue.follows & {"q", "b"}
        and (left[1] - left[0] >= _LEAST_WORDS or _rest(units, cue.end, limit))
    ):
        return Claim((left, *_rest(units, cue.end, limit)), named, cue)
    if low[cue.end :] == [":"] or low[-1] == ":":
        return Claim((), named, cue)
    return None


def _rest(units: Units, first: int, limit: int) -> tuple[Range, ...]:
    """The clause that goes on behind a trailing attribution: ", a spokesman said on Friday, and it has ..."."""
    comma = next_comma(units, first)
    if comma is None or comma + 2 >= limit:
        return ()
    joined = units.low[comma + 1] in {"and", "but"}
    start = comma + 2 if joined else comma + 1
    whole = any(tag in "VX" for tag in units.tags[:first])
    opens = "PDN" if whole else "PDNXVA"
    clause = units.tags[start] in opens and any(tag in "VX" for tag in units.tags[start:limit])
    return ((start, limit),) if clause and (joined or not whole) else ()


def _second(units: Units, right: int | None, limit: int) -> tuple[Range, ...]:
    """The second half of a quotation that its cue interrupts."""
    if right is None or QUOTE not in units.low[right : right + 4]:
        return ()
    return (_content(units, right + units.low[right : right + 4].index(QUOTE), limit),)


def _left(sentence: _Sentence, end: int) -> Range | None:
    """The words before a trailing attribution that ends them at ``end``."""
    units, first = sentence.units, sentence.floor if sentence.floor < end else 0
    while end > first and units.tags[end - 1] == ",":
        end -= 1
    while first < end and (units.tags[first] in ",." or (first and units.low[first] in {"and", "but"})):
        first += 1
    if end > first and units.is_speech(end - 1) and (end - first == 1 or units.tags[end - 2] in ":."):
        return end - 1, end
    return (first, end) if end > first else None


def _as_clause(sentence: _Sentence, cue: Cue, named: Range, at: int) -> Claim | None:
    """ "as Lind put it": what it belongs to stands behind its comma, or before it."""
    units, low = sentence.units, sentence.units.low
    if at <= 1:
        comma = next((k for k in range(cue.end, len(low)) if units.tags[k] in ",:Q"), None)
        if comma is None or comma + 1 >= len(low):
            return None
        return Claim((_content(units, comma if low[comma] == QUOTE else comma + 1, len(low)),), named, cue)
    left = _left(sentence, at)
    if not left or units.tags[at - 1] not in ",Q":
        return None
    right = cue.end + 1 if units.tags[cue.end : cue.end + 1] == [","] and cue.end + 1 < len(low) else None
    return Claim((left, (right, len(low))) if right else (left,), named, cue)


def _inverted(sentence: _Sentence, cue: Cue, limit: int) -> Claim | None:
    """ "..., said Lind": the speaker behind the verb."""
    units = sentence.units
    if "i" not in cue.follows or cue.group != cue.first or not cue.first or units.tags[cue.first - 1] not in "Q,":
        return None
    named = phrases.behind(units, cue.end)
    left = _left(sentence, cue.first)
    if not named or not left or not _closed(units, named[1]):
        return None
    if units.tags[cue.first - 1] == "," and (left[1] - left[0] < _LEAST_WORDS or not _may_speak(units, named)):
        return None
    second = next((k for k in range(named[1], limit) if units.low[k] == QUOTE and units.tags[k - 1] in ",.:-"), None)
    if second:
        return Claim((left, _content(units, second, limit)), named, cue)
    if units.tags[named[1] : named[1] + 1] == [","] and units.tags[named[1] + 1 : named[1] + 2] in (["V"], ["X"]):
        return Claim((left, (named[1] + 1, limit)), named, cue)
    return Claim((left,), named, cue)


def _may_speak(units: Units, named: Range) -> bool:
    """Whether a phrase behind a comma and a verb is one that speaks: a name, or a noun for people or papers."""
    head = next((k for k in range(named[0] + 1, named[1]) if units.tags[k] == "p"), named[1]) - 1
    return units.tags[head] == "N" or units.low[head] in lexicon.speaking_nouns()


def _closed(units: Units, end: int) -> bool:
    """Whether a phrase behind its verb ends where a clause may end, and is no subject of another verb."""
    return end >= len(units) or units.tags[end] in ".,:WTp-(oQ" or (units.tags[end] == "s" and units.low[end] != "that")


def _coordinated(sentence: _Sentence, cue: Cue, limit: int) -> Claim | None:
    """A verb whose subject is that of the clause before ("and added that")."""
    units = sentence.units
    right = begins(units, cue)
    before = units.low[cue.group - 1] if cue.group else ""
    if right is None or right >= limit or before not in {"and", "but", ",", "then"} or cue.tense == "base":
        return None
    subject = sentence.current or phrases.leading(units, cue.group)
    return Claim((_content(units, right, limit),), subject, cue) if subject else None


def _participle(sentence: _Sentence, cue: Cue, named: Range | None, limit: int) -> Claim | None:
    """ "..., adding that": the speaker is the subject of the clause."""
    units = sentence.units
    right = begins(units, cue)
    if right is None or right >= limit or _names_source(units, cue):
        return None
    if named and units.tags[cue.group - 1] != "," and units.tags[right] == "n" and units.low[right - 1] != "that":
        return None
    if not named or units.tags[cue.group - 1] == "," or _is_object(units, named):
        named = sentence.current or _clause_subject(units, cue) or named
    return Claim((_content(units, right, limit),), named, cue) if named else None


def _names_source(units: Units, cue: Cue) -> bool:
    """ "citing a senior official": whom an outlet cites, not what is said."""
    source = phrases.behind(units, cue.end) if cue.lemma in {"cite", "quote"} else None
    return source is not None and _may_speak(units, source)


def _is_object(units: Units, named: Range) -> bool:
    """ "issued a statement saying": the phrase is what the speaker issued, the object of a verb before it."""
    if not named[0]:
        return False
    return units.tags[named[0] - 1] in "VvX" or units.low[named[0] - 1] in lexicon.verbs()


def _clause_subject(units: Units, cue: Cue) -> Range | None:
    if cue.group == 0:
        comma = next_comma(units, cue.end)
        return phrases.behind(units, comma + 1) if comma is not None else None
    return phrases.leading(units, cue.group)


def _accord(sentence: _Sentence, number: int) -> Claim | None:
    units, cue = sentence.units, sentence.cues[number]
    low, n = units.low, len(units)
    named = phrases.behind(units, cue.end)
    if not named:
        return None
    before = low[cue.first - 1] if cue.first else ""
    if not before or before in {"but", "and", "still", "that"} or (before == "," and cue.first <= 2):
        comma = next_comma(units, named[1])
        while comma is not None and _still_names(units, comma):
            comma = next_comma(units, comma + 1)
        limit = _limit(sentence, number)
        return Claim(((comma + 1, limit),), named, cue) if comma is not None and comma + 1 < limit else None
    left = (sentence.floor, cue.first - 1 if before == "," else cue.first)
    spans = [left] if left[1] > left[0] else []
    closing = next_comma(units, named[1])
    if before == "," and closing is not None and closing - named[1] < _SHORT and closing + 2 < n:
        spans.append((closing + 1, n))
    return Claim(tuple(spans), named, cue) if spans else None


def _still_names(units: Units, comma: int) -> bool:
    """Whether what follows a comma still describes the one named before it."""
    closing = next_comma(units, comma + 1)
    if closing is None or closing - comma > 12 or closing + 1 >= len(units):
        return False
    inside = range(comma + 1, closing)
    return units.tags[comma + 1] == "W" or (
        not any(units.tags[k] in "VXP" for k in inside) and any(units.low[k] in lexicon.titles() for k in inside)
    )
