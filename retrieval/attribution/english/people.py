"""Who is named in an article: people, organisations and places, their titles, and every place that names them.

Runs of capitalised words are split into title and name. Full names make the table; short forms are looked up in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from retrieval.attribution.english.runs import SUFFIXES, Run, Runs
from retrieval.attribution.entities import Entity, Mention
from retrieval.attribution.words import Words

_REMEMBERED = 500  # mentions
_NAMESAKES = 20


class People:
    """The table of an article's entities, built from its words and their classes."""

    def __init__(self, text: str, words: Words, tags: Sequence[str]) -> None:
        self._words = words
        self._runs = Runs(text, words, tags)
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self._order: list[tuple[int, Entity]] = []
        self.entities: list[Entity] = []
        self.at: dict[int, Mention] = {}
        runs = list(self._runs)
        full = {run.first: self._entity(run) for run in runs if run.end - run.name > 1}
        self._by_initials = {initials: e for e in self.entities if len(initials := _initials(e.name)) > 2}
        for run in runs:
            self._note(run, full.get(run.first) or self._short(run))

    def before(self, offset: int) -> Iterator[tuple[int, Entity]]:
        """What is named before an offset of the text, the last first; not further back than a reader remembers."""
        end = bisect_left(self._order, offset, key=lambda entry: entry[0])
        return reversed(self._order[max(0, end - _REMEMBERED) : end])

    def _entity(self, run: Run) -> Entity:
        parts = [w for w in self._words.low[run.name : run.end] if w not in SUFFIXES] or [self._words.low[run.name]]
        first, last = parts[0], parts[-1]
        for entity in self._by_last.get(last, [])[:_NAMESAKES]:
            if _same_first(entity.name.lower().split()[0], first):
                return entity
        entity = Entity(self._runs.join(run.name, run.end), run.kind, run.gender)
        self.entities.append(entity)
        self._by_last.setdefault(last, []).append(entity)
        self._by_first.setdefault(first, []).append(entity)
        return entity

    def _short(self, run: Run) -> Entity:
        """The entity that a single name stands for."""
        word, written = self._words.low[run.name], self._words.text[run.name]
        if written.isupper() and written in self._by_initials:
            return self._by_initials[written]
        known = [e for e in self._by_last.get(word, [])[:_NAMESAKES] if _agree(e.gender, run.gender)]
        if not known and run.kind != "place":
            known = [e for e in self._by_first.get(word, [])[:_NAMESAKES] if e.kind == "person" or " " not in e.name]
        return max(known, key=lambda e: e.mentions) if known else self._entity(run)

    def _note(self, run: Run, entity: Entity) -> None:
        entity.mentions += 1
        if entity.kind == "unknown":
            entity.kind = run.kind
        entity.gender = entity.gender or run.gender
        if run.role and run.role not in entity.roles:
            entity.roles.append(run.role)
        mention = Mention(run.first, run.name, run.end, entity)
        self.at.update((k, mention) for k in range(run.first, run.end))
        self._order.append((self._words.start[run.name], entity))


def _initials(name: str) -> str:
    """The letters that an organisation's abbreviation is made of: capitals at the head of its words."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _same_first(known: str, first: str) -> bool:
    """Whether two given names may be one: the same, or one an initial of the other."""
    return known == first or (known[:1] == first[:1] and ("." in known or "." in first))


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
