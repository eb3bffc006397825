"""How a subject, a cue and the words said may be ordered. Each pattern gives a claim or None."""

from __future__ import annotations

from retrieval.attribution.claim import Claim
from retrieval.attribution.english import lexicon, phrases, subjects
from retrieval.attribution.english.clause import Clause
from retrieval.attribution.english.content import next_comma
from retrieval.attribution.english.cues import Cue
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.units import QUOTE, Range, Units

_LEAST_WORDS = 3
_SHORT = 12
_SECOND_HALF = 4


def with_subject(clause: Clause, named: Range) -> Claim | None:
    """As in "Lind said that ...", "..., Lind said": the subject before the verb."""
    previous = clause.units.low[named[0] - 1] if named[0] else ""
    if clause.cue.follows & {"n", "m"} and not _can_mean(clause.units, named, clause.cue):
        return None
    if previous == "as":
        return _as_clause(clause, named)
    if previous == QUOTE:
        claim = _behind_quotation(clause, named)
    elif previous == ",":
        claim = _interrupting(clause, named)
    else:
        claim = None
    return claim or _in_front(clause, named) or _trailing(clause, named, previous) or _announcing(clause, named)


def _can_mean(units: Units, named: Range, cue: Cue) -> bool:
    """Whether a subject can describe or believe something: not a mere thing ("The view highlighted both")."""
    head = next((k for k in range(named[0] + 1, named[1]) if units.tags[k] in "po"), named[1]) - 1
    if units.low[head] in closed("quantities"):
        head = named[1] - 1
    if units.low[head] in closed("adjectives before prepositions") and head > named[0]:
        head -= 1
    word = units.low[head]
    thing = units.tags[head] == "n" and word not in lexicon.speaking_nouns() and not cue.bare
    return not thing or "-" in word or word in closed("alone")


def _behind_quotation(clause: Clause, named: Range) -> Claim | None:
    """A quotation, then who said it; the quotation or its clause may go on behind the cue."""
    units, left, right = clause.units, clause.left(named[0]), clause.right
    adjunct = left is not None and (units.tags[left[0]] in "ps" or units.low[left[0]].endswith("ing"))
    if left is None or (right is not None and adjunct):
        return None
    return Claim((left, *(_second(clause, right) or _rest(clause))), named, clause.cue)


def _interrupting(clause: Clause, named: Range) -> Claim | None:
    """As in "The move, Lind explained, was ...": the cue between two commas."""
    units, low, left, right = clause.units, clause.units.low, clause.left(named[0]), clause.right
    end = clause.cue.end
    if left is None:
        return None
    if right and low[right - 1 : right + 1] == [",", QUOTE] and any(k < left[1] for k in units.quote):
        return Claim((left, clause.content(right)), named, clause.cue)
    if low[end : end + 1] != [","] or not clause.cue.follows & {"b", "t"}:
        return None
    first = (left,) if any(units.tags[k] != "A" for k in range(*left)) else ()
    spans = (*first, (end + 1, clause.limit)) if end + 1 < clause.limit else (left,)
    return Claim(spans, named, clause.cue)


def _in_front(clause: Clause, named: Range) -> Claim | None:
    right = clause.right
    return Claim((clause.content(right),), named, clause.cue) if right is not None else None


def _trailing(clause: Clause, named: Range, previous: str) -> Claim | None:
    """As in "Prices will rise, Lind said.": a clause without marks before the cue."""
    left = clause.left(named[0]) if previous == "," and clause.cue.trails and _may_end(clause) else None
    rest = _rest(clause) if left else ()
    if left is None or (left[1] - left[0] < _LEAST_WORDS and not rest):
        return None
    return Claim((left, *rest), named, clause.cue)


def _may_end(clause: Clause) -> bool:
    """Whether nothing but an addressee, a time or a place can follow the cue."""
    units, end = clause.units, clause.cue.end
    if end >= len(units) or "a" in clause.cue.follows:
        return True
    return units.tags[end] in ".,:-(poTAsW" or units.low[end] in closed("which time")


def _announcing(clause: Clause, named: Range) -> Claim | None:
    """As in "Lind said:" at the end of a sentence: the words follow."""
    return Claim((), named, clause.cue) if clause.units.low[-1] == ":" else None


def _second(clause: Clause, right: int | None) -> tuple[Range, ...]:
    """The second half of a quotation that its cue interrupts."""
    near = clause.units.low[right : right + _SECOND_HALF] if right is not None else []
    return (clause.content(right + near.index(QUOTE)),) if right is not None and QUOTE in near else ()


def _rest(clause: Clause) -> tuple[Range, ...]:
    """The clause that goes on behind a trailing attribution: ", a spokesman said on Friday, and it has ..."."""
    units, limit = clause.units, clause.limit
    comma = next_comma(units, clause.cue.end)
    if comma is None or comma + 2 >= limit:
        return ()
    joined = units.low[comma + 1] in {"and", "but"}
    start = comma + 2 if joined else comma + 1
    whole = _has_verb(units, 0, clause.named[0] if clause.named else clause.cue.first)
    goes_on = units.tags[start] in ("PDN" if whole else "PDNXVA") and _has_verb(units, start, limit)
    return ((start, limit),) if goes_on and (joined or not whole) else ()


def _has_verb(units: Units, first: int, end: int) -> bool:
    return any(units.tags[k] in "VXv" for k in range(first, end))


def _as_clause(clause: Clause, named: Range) -> Claim | None:
    """As in "as Lind put it": what it belongs to stands behind its comma, or on both sides of it."""
    units, at, end = clause.units, named[0] - 1, clause.cue.end
    n = len(units)
    if at <= 1:
        mark = next((k for k in range(end, n) if units.tags[k] in ",:Q"), n)
        first = mark if units.tags[mark : mark + 1] == ["Q"] else mark + 1
        return Claim((clause.content(first),), named, clause.cue) if first < clause.limit else None
    left = clause.left(at)
    if not left or units.tags[at - 1] not in ",Q":
        return None
    goes_on = units.tags[end : end + 1] == [","] and end + 1 < n
    return Claim((left, (end + 1, n)) if goes_on else (left,), named, clause.cue)


def inverted(clause: Clause) -> Claim | None:
    """As in "..., said Lind": the speaker behind the verb."""
    units, cue = clause.units, clause.cue
    if "i" not in cue.follows or cue.group != cue.first or not cue.first or units.tags[cue.first - 1] not in "Q,":
        return None
    named = phrases.behind(units, cue.end)
    left = clause.left(cue.first)
    if not named or not left or not _closed(units, named[1]) or _participial(units, named[0]):
        return None
    if units.tags[cue.first - 1] == "," and (left[1] - left[0] < _LEAST_WORDS or not may_speak(units, named)):
        return None
    return Claim((left, *_behind_inversion(clause, named[1])), named, cue)


def _behind_inversion(clause: Clause, first: int) -> tuple[Range, ...]:
    """The second half behind "said Lind": another quotation, or the verb that was waited for."""
    units = clause.units
    second = next((k for k in units.quote if first <= k < clause.limit and units.tags[k - 1] in ",.:-"), None)
    if second is not None:
        return (clause.content(second),)
    verb = units.tags[first : first + 1] == [","] and units.tags[first + 1 : first + 2] in (["V"], ["X"])
    return ((first + 1, clause.limit),) if verb else ()


def _participial(units: Units, k: int) -> bool:
    return units.tags[k] == "n" and units.low[k].endswith("ing")


def may_speak(units: Units, named: Range) -> bool:
    """Whether a phrase behind a comma and a verb is one that speaks: a name, or a noun for people or papers."""
    head = next((k for k in range(named[0] + 1, named[1]) if units.tags[k] == "p"), named[1]) - 1
    return units.tags[head] == "N" or units.low[head] in lexicon.speaking_nouns()


def _closed(units: Units, end: int) -> bool:
    """Whether a phrase behind its verb ends where a clause may end, and is no subject of another verb."""
    return end >= len(units) or units.tags[end] in ".,:WTp-(oQ" or (units.tags[end] == "s" and units.low[end] != "that")


def coordinated(clause: Clause) -> Claim | None:
    """A verb whose subject is that of the clause before ("and added that")."""
    units, cue, right = clause.units, clause.cue, clause.right
    before = units.low[cue.group - 1] if cue.group else ""
    if right is None or before not in {"and", "but", ",", "then"} or cue.tense == "base" or "m" in cue.follows:
        return None
    subject = clause.draft.current or subjects.leading(units, cue.group)
    return Claim((clause.content(right),), subject, cue) if subject else None


def participle(clause: Clause) -> Claim | None:
    """As in "..., adding that": the speaker is the subject of the clause."""
    units, cue, named, right = clause.units, clause.cue, clause.named, clause.right
    if right is None:
        return None
    behind_comma = units.tags[cue.group - 1] == ","
    if "m" in cue.follows and units.low[right - 1] != "that":
        return None
    if named and not behind_comma and units.tags[right] == "n" and units.low[right - 1] != "that":
        return None
    if not named or behind_comma or _is_object(units, named):
        named = clause.draft.current or _clause_subject(clause) or named
    return Claim((clause.content(right),), named, cue) if named else None


def _is_object(units: Units, named: Range) -> bool:
    """As in "issued a statement saying": the phrase is what the speaker issued, the object of a verb before it."""
    if not named[0]:
        return False
    return units.tags[named[0] - 1] in "VvXnN" or units.low[named[0] - 1] in lexicon.verbs()


def _clause_subject(clause: Clause) -> Range | None:
    units, cue = clause.units, clause.cue
    if cue.group == 0:
        comma = next_comma(units, cue.end)
        return phrases.behind(units, comma + 1) if comma is not None else None
    return subjects.leading(units, cue.group)


def owned(clause: Clause) -> Claim | None:
    """As in "his claim that ...": the words behind "that"."""
    first = clause.cue.end + 1
    return Claim(((first, clause.limit),), clause.named, clause.cue) if clause.named and first < clause.limit else None


def according(clause: Clause) -> Claim | None:
    """As in "According to Lind, ...", "..., according to Lind", and the words on both sides of it."""
    units, cue = clause.units, clause.cue
    named = phrases.behind(units, cue.end)
    if not named:
        return None
    before = units.low[cue.first - 1] if cue.first else ""
    if before in {"", "but", "and", "still", "that"} or (before == "," and cue.first <= 2):
        first = _behind_description(units, named[1])
        return Claim(((first, clause.limit),), named, cue) if first is not None and first < clause.limit else None
    left = (clause.draft.floor, cue.first - 1 if before == "," else cue.first)
    spans = [left] if left[1] > left[0] else []
    if left[0] and not _has_verb(units, *left):
        return None  # "..., Lind said in Moss, according to Berg": no words of their own
    closing = next_comma(units, named[1])
    near = before == "," and closing is not None and closing - named[1] < _SHORT
    if near and closing is not None and _has_verb(units, closing + 1, len(units)):
        spans.append((closing + 1, len(units)))
    return Claim(tuple(spans), named, cue) if spans else None


def _behind_description(units: Units, first: int) -> int | None:
    """The unit behind the comma that ends the naming of a source, with what describes it."""
    if units.tags[first : first + 1] == [":"]:
        return first + 1
    comma = next_comma(units, first)
    while comma is not None and _describes(units, comma):
        comma = next_comma(units, comma + 1)
    return comma + 1 if comma is not None else None


def _describes(units: Units, comma: int) -> bool:
    """Whether what follows a comma still describes the one named before it."""
    closing = next_comma(units, comma + 1)
    if closing is None or closing - comma > _SHORT or closing + 1 >= len(units):
        return False
    if units.tags[comma + 1] == "W":
        return True
    titled = any(units.low[k] in lexicon.titles() for k in range(comma + 1, closing))
    return titled and not any(units.tags[k] in "VXP" for k in range(comma + 1, closing))
