"""Titles across an archive: "the foreign minister" of one article, named by what other articles call the holder.

Pure: ``collect`` makes the table from the archive's statements, ``name_titles`` reads it for one article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.attribution import lexicon
from retrieval.model import Statement

_CERTAINTY = 0.6
_FAR = 400  # days; a holder seen only longer ago than this may have left


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody seen in a role on a day; ``words`` are the role's words in lower case."""

    holder: str
    words: frozenset[str]
    seen: date


Holders = Mapping[str, Sequence[Tenure]]
"""Sightings by the head of the role ("minister")."""


def collect(dated: Iterable[tuple[date | None, Statement]]) -> Holders:
    """The table of who held which title when, from statements with the dates of their articles."""
    table: dict[str, dict[Tenure, None]] = {}
    for day, statement in dated:
        if day is None or not statement.role or not statement.speaker:
            continue
        words = _words(statement.role)
        for head in words & lexicon.titles().keys():
            table.setdefault(head, {})[Tenure(statement.speaker, words, day)] = None
    return {head: tuple(tenures) for head, tenures in table.items()}


def name_titles(statements: Sequence[Statement], on: date | None, holders: Holders) -> tuple[Statement, ...]:
    """The statements with unresolved titles named after their only holder around the day ``on``.

    Of one office ("Norden foreign minister") the holder seen nearest to the day counts; a title that could mean two
    offices or two people stays as the text has it.
    """
    return tuple(_named(statement, on, holders) for statement in statements)


def _named(statement: Statement, on: date | None, holders: Holders) -> Statement:
    title = statement.speaker_text
    if on is None or not title or statement.speaker != title or not title.lower().startswith("the "):
        return statement
    near = [t for t in holders.get(title.lower().split()[-1], ()) if _words(title) <= t.words and _days(t, on) <= _FAR]
    same_office = len({t.words for t in near}) == 1
    latest = min((_days(t, on) for t in near), default=0)
    names = {t.holder for t in near if not same_office or _days(t, on) == latest}
    if len(names) != 1:
        return statement
    certainty = min(statement.certainty, _CERTAINTY)
    return replace(statement, speaker=names.pop(), role=title.partition(" ")[2], certainty=certainty)


def _days(tenure: Tenure, on: date) -> int:
    """How far from a day somebody was seen in a role, in days."""
    return abs((tenure.seen - on).days)


def _words(role: str) -> frozenset[str]:
    return frozenset(word.strip(",.;") for word in role.lower().split()) - lexicon.closed("determiners")
