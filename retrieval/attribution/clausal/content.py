"""The words said: behind the cue, before it, or on both sides."""

from __future__ import annotations

from retrieval.attribution.clausal.clause import Clause
from retrieval.attribution.clausal.segments import starts_with
from retrieval.attribution.units import Range

_LEAST_WORDS = 2
_HOPS = 2  # segments between a verb and its "that"
_SHORT = 6


def behind(clause: Clause) -> Range | None:
    """The words said behind a verb."""
    if clause.opens_with_as and "s" in clause.cue.takes:
        return _behind_as(clause)
    return _announced(clause) or _that(clause) or _object(clause) or _bare(clause)


def _behind_as(clause: Clause) -> Range | None:
    """As in "Як повідомив мер, ...": the clause behind it, where it does not stand in the middle."""
    following = clause.following
    return clause.until_limit(following.first) if following and not clause.segment.before else None


def _announced(clause: Clause) -> Range | None:
    """What stands behind a colon, or words in marks right behind the verb and its subject."""
    following, cue, named = clause.following, clause.cue, clause.named
    if following is None:
        return None
    adjacent = cue.end == clause.segment.end or (named is not None and named[1] == clause.segment.end)
    quoted = not following.before and following.is_quotation and adjacent and bool(named or clause.current)
    return clause.until_limit(following.first) if quoted or ":" in following.before else None


def _that(clause: Clause) -> Range | None:
    first = that_clause(clause)
    return clause.until_limit(first) if first is not None else None


def that_clause(clause: Clause) -> int | None:
    """Where the words begin behind "that", which follows the cue's segment, or a description behind it."""
    if "s" not in clause.cue.takes:
        return None
    low, tables, first = clause.units.low, clause.known.tables, clause.cue.at + 1
    for at in range(first, min(first + 1 + _HOPS, len(clause.segments))):
        segment = clause.segments[at]
        opening = low[segment.first]
        if segment.before == "," and opening in tables.subordinators:
            reports = opening in tables.as_words and clause.has_cue(at)
            return None if reports else segment.first + (opening in tables.skipped)
        if segment.is_quotation or segment.before != "," or clause.has_cue(at):
            return None
    return None


def _object(clause: Clause) -> Range | None:
    """As in "Коваль закликав уряд ...": what the subject calls for, denies or names."""
    units, cue, named = clause.units, clause.cue, clause.named
    if "o" not in cue.takes or named is None or goes_back(clause):
        return None
    leads = named[0] < cue.first
    first = cue.end if leads else max(cue.end, named[1])
    if first >= clause.limit or (not leads and units.tags[first] in ",.p"):
        return None
    return (first, clause.limit) if any(tag in "nNQ#" for tag in units.tags[first : clause.limit]) else None


def _bare(clause: Clause) -> Range | None:
    """A clause without "that" behind a comma, in languages that have such."""
    following, named = clause.following, clause.named
    if not clause.known.tables.bare_clause or following is None or named is None or named[0] > clause.cue.first:
        return None
    opens = following.before == "," and clause.units.tags[following.first] != "c"
    return clause.until_limit(following.first) if opens else None


def before(clause: Clause) -> tuple[Range, ...]:
    """The words said before a verb that closes them ("«...», — сказав він"), and what goes on behind it."""
    left = _left(clause)
    return (left, *_second(clause, left)) if left else ()


def _left(clause: Clause) -> Range | None:
    segment, named = clause.segment, clause.named
    if clause.cue.at == 0 or named is None or "s" not in clause.cue.takes or not _closes(clause, named):
        return None
    said = clause.segments[clause.cue.at - 1]
    if said.is_quotation:
        alone = said.first == clause.floor or clause.units.tags[said.first - 1] in ".:"
        return said.first if alone else clause.floor, said.end
    inverted = clause.cue.first < named[0] or clause.opens_with_as
    if not segment.before or not (inverted or "-" in segment.before):
        return None
    first = _behind_marks(clause, clause.floor, said.end)
    return (first, said.end) if said.end - first >= _LEAST_WORDS else None


def _closes(clause: Clause, named: Range) -> bool:
    """Whether verb and subject begin their segment."""
    segment, units = clause.segment, clause.units
    opening = min(clause.cue.first, named[0])
    leads = all(
        units.tags[k] in "AT" or units.low[k] in clause.known.tables.as_words for k in range(segment.first, opening)
    )
    return leads and segment.first <= named[0] < segment.end


def _second(clause: Clause, left: Range) -> tuple[Range, ...]:
    """What goes on behind an interruption: another quotation, or the clause behind a dash or "as he said,"."""
    following = clause.following
    if following is None or following.first >= clause.limit:
        return ()
    plain = clause.units.tags[left[0]] != "Q" and ("-" in following.before or clause.opens_with_as)
    return ((following.first, clause.limit),) if following.is_quotation or plain else ()


def _behind_marks(clause: Clause, first: int, end: int) -> int:
    return next((k for k in range(first, end) if clause.units.tags[k] not in ",.-:"), end)


def around_source(clause: Clause, named: Range) -> tuple[Range, ...]:
    """As in "За словами Коваль, ...", "..., за словами Коваль, ...": the words on both sides."""
    segment = clause.segment
    first = max(named[1], clause.cue.end)
    opens = segment.first == 0 or not segment.before or segment.before.endswith(":")
    if first < segment.end and opens:
        right = clause.until_limit(first)
        return (right,) if right else ()
    at = _behind_description(clause)
    right = clause.until_limit(clause.segments[at].first) if at < len(clause.segments) else None
    begin = _behind_marks(clause, clause.floor, segment.first)
    end = clause.segments[clause.cue.at - 1].end if clause.cue.at else 0
    left = (begin, end) if not opens and begin < end else None
    return tuple(span for span in (left, right) if span)


def _behind_description(clause: Clause) -> int:
    """The segment behind what describes a source: a title, "who ..."."""
    at = clause.cue.at + 1
    while at + 1 < len(clause.segments):
        segment = clause.segments[at]
        opening = clause.units.low[segment.first]
        titled = clause.known.head(opening) is not None and segment.end - segment.first <= _SHORT
        describes = (titled and not clause.has_cue(at)) or opening in clause.known.tables.relatives
        if segment.before != "," or not describes:
            break
        at += 1
    return at


def goes_back(clause: Clause) -> bool:
    """Whether the clause says of the sentence before that somebody said it: "Про це повідомив мер"."""
    if clause.cue.at > 0 and clause.segments[0].end > 1:
        return False
    first, end = clause.segment.first, clause.segment.end
    return any(starts_with(clause.units, k, end, clause.known.back) for k in range(first, end))
