"""The claims of a sentence: each cue with its subject and the words said."""

from __future__ import annotations

from retrieval.attribution import lexicon
from retrieval.attribution.clauses import Claim, Range, content_after, phrase_after, subject
from retrieval.attribution.cues import Cue, cues
from retrieval.attribution.units import QUOTE, Units

_REFUSALS = frozenset("declined refused did didn't would wouldn't could couldn't has hasn't does doesn't".split())
_FIRST_PERSON = frozenset({"i", "we", "you"})


def claims(units: Units) -> list[Claim]:
    """What is said by whom in a sentence, in order of the cues."""
    found = list(cues(units))
    result: list[Claim] = []
    floor = 0
    for number, cue in enumerate(found):
        limit = _limit(units, found[number + 1 :], cue)
        claim = _accord(units, cue) if cue.lemma == "according to" else _claim(units, cue, floor, limit)
        if claim:
            result.append(claim)
            floor = max(floor, claim.cue.end)
    return result


def _limit(units: Units, later: list[Cue], cue: Cue) -> int:
    """Where the words after a cue must end: at a later cue in coordination with it, or at a refusal."""
    low = units.low
    for follower in later:
        named = subject(units, follower)
        first = named[0] if named else follower.group
        before = low[first - 1] if first else ""
        if first <= cue.end:
            continue
        if before in {"but", "while", "though", "although", ";"} or (
            before == "and" and (not named or low[first - 2] == ",")
        ):
            return first - 1
        if follower.tense == "ing" and before == "," or follower.lemma == "according to" and before == ",":
            return first - 1
        if before == "as" and low[first - 2] == ",":
            return first - 2
        if before == "," and named and content_after(units, follower, follower.end) is None:
            return first - 1
    for k in range(cue.end + 2, len(low) - 2):
        if (
            low[k] in {"but", "and"}
            and low[k - 1] == ","
            and (low[k + 1] in _REFUSALS or low[k + 2] in {"declined", "refused"})
        ):
            return k - 1
    return len(low)


def _claim(units: Units, cue: Cue, floor: int, limit: int) -> Claim | None:
    low = units.low
    named = subject(units, cue)
    if named and named[1] - named[0] == 1 and low[named[0]] in _FIRST_PERSON:
        return None
    before = named[0] if named else cue.group
    if cue.tense == "ing":
        return _participle(units, cue, named, limit)
    if named is None:
        return _inverted(units, cue, floor, limit) or _coordinated(units, cue, limit)
    if cue.tense in {"s", "base"} and _is_noun_use(units, cue, named):
        return None
    return _with_subject(units, cue, named, before, floor, limit)


def _is_noun_use(units: Units, cue: Cue, named: Range) -> bool:
    """ "claims", "reports" and the like after an adjective or a possessive."""
    word = units.low[cue.group - 1]
    return (
        cue.tense == "s"
        and (
            word == "'s"
            or (
                word.endswith("s")
                and not units.capital(cue.group - 1)
                and word not in {"this", "boss", "press", "congress", "politics"}
            )
        )
        and cue.group == named[1]
    )


def _with_subject(units: Units, cue: Cue, named: Range, before: int, floor: int, limit: int) -> Claim | None:
    low = units.low
    right = content_after(units, cue, cue.end)
    previous = low[before - 1] if before else ""
    left = _left(units, before, floor)
    if previous == QUOTE and left:
        spans = [left]
        if right is not None and low[right] == QUOTE and right < limit:
            spans.append((right, limit))
        return Claim(spans, named, cue, [(before, cue.end)])
    if previous == "as" and before >= 1:
        return _as_clause(units, cue, named, before - 1)
    if previous == "," and left and _interrupts(units, cue):
        comma = _next_comma(units, cue.end)
        return Claim([left, (comma + 1, limit)], named, cue, []) if comma is not None and comma + 1 < limit else None
    if right is not None and right < limit:
        return Claim([(right, limit)], named, cue, [])
    if previous == "," and left and left[1] - left[0] >= 3 and "q" in cue.follows:
        return Claim([left], named, cue, [])
    if low[cue.end : cue.end + 1] == [":"] and cue.end + 1 == len(low):
        return Claim([], named, cue, [])
    return None


def _left(units: Units, before: int, floor: int) -> Range | None:
    """The words before a trailing attribution."""
    end = before
    while end > floor and units.low[end - 1] in {","}:
        end -= 1
    first = floor
    while first < end and units.low[first] in {",", ".", "and", "but"} and floor:
        first += 1
    return (first, end) if end > first else None


def _interrupts(units: Units, cue: Cue) -> bool:
    return units.low[cue.end : cue.end + 1] == [","] and bool(cue.follows & {"b", "t"})


def _next_comma(units: Units, first: int) -> int | None:
    return next((k for k in range(first, len(units)) if units.low[k] == ","), None)


def _as_clause(units: Units, cue: Cue, named: Range, at: int) -> Claim | None:
    low = units.low
    comma = next((k for k in range(cue.end, len(low)) if low[k] in {",", ":", QUOTE}), None)
    if at <= 1:
        if comma is None or comma + 1 >= len(low):
            return None
        return Claim([(comma if low[comma] == QUOTE else comma + 1, len(low))], named, cue, [])
    left = _left(units, at, 0)
    return Claim([left], named, cue, []) if left and low[at - 1] in {",", QUOTE} else None


def _inverted(units: Units, cue: Cue, floor: int, limit: int) -> Claim | None:
    low = units.low
    if "i" not in cue.follows or cue.group != cue.first or cue.first == 0:
        return None
    if low[cue.first - 1] not in {QUOTE, ","}:
        return None
    named = phrase_after(units, cue.end)
    left = _left(units, cue.first, floor)
    if not named or not left or (low[cue.first - 1] == "," and left[1] - left[0] < 3):
        return None
    if named[1] - named[0] == 1 and low[named[0]] in _FIRST_PERSON:
        return None
    spans = [left]
    right = next((k for k in range(named[1], limit) if low[k] == QUOTE), None)
    if right is not None and low[right - 1] in {",", ".", ":"}:
        spans.append((right, limit))
    return Claim(spans, named, cue, [])


def _coordinated(units: Units, cue: Cue, limit: int) -> Claim | None:
    """A verb whose subject is that of the clause before ("and added that"), or that trails a quotation alone."""
    right = content_after(units, cue, cue.end)
    before = units.low[cue.group - 1] if cue.group else ""
    if right is None or right >= limit or before not in {"and", "but", ",", "then"} or cue.tense == "base":
        return None
    return Claim([(right, limit)], None, cue, [])


def _participle(units: Units, cue: Cue, named: Range | None, limit: int) -> Claim | None:
    right = content_after(units, cue, cue.end)
    if right is None or right >= limit:
        return None
    return Claim([(right, limit)], named, cue, [])


def _accord(units: Units, cue: Cue) -> Claim | None:
    low, n = units.low, len(units)
    named = phrase_after(units, cue.end)
    if not named:
        return None
    end = named[1]
    before = low[cue.first - 1] if cue.first else ""
    if cue.first == 0 or before in {"but", "and", "still"} or (before == "," and cue.first <= 2):
        comma = _next_comma(units, end)
        while comma is not None and comma + 1 < n and _still_names(units, comma, n):
            comma = _next_comma(units, comma + 1)
        return Claim([(comma + 1, n)], named, cue, []) if comma is not None and comma + 1 < n else None
    left = (0, cue.first - 1 if before == "," else cue.first)
    spans = [left] if left[1] > left[0] else []
    if end < n and low[end] == "," and before == "," and end + 2 < n:
        spans.append((end + 1, n))
    return Claim(spans, named, cue, []) if spans else None


def _still_names(units: Units, comma: int, n: int) -> bool:
    """Whether what follows a comma is still a description of the one named before it."""
    closing = _next_comma(units, comma + 1)
    first = units.low[comma + 1]
    return (
        closing is not None
        and closing - comma < 12
        and closing + 1 < n
        and (
            first in lexicon.titles()
            or first in {"who", "which"}
            or (first in {"a", "an", "the"} and any(units.low[k] in lexicon.titles() for k in range(comma, closing)))
        )
    )
