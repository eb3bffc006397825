"""Who is named in an article: people, organisations and places, their titles, and every place that names them.

Two passes over the runs of capitalised words: full names first, then the short forms that stand for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from retrieval.attribution import lexicon
from retrieval.attribution.words import Words

EntityKind = Literal["person", "organisation", "place", "unknown"]

_SUFFIXES = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})
_OF_STATE = frozenset(
    "state defense defence staff war treasury health labor labour commerce homeland education energy transportation agriculture interior parliament".split()
)


@dataclass(slots=True)
class Entity:
    """Somebody or something that the article names. ``name`` is the fullest form; ``roles`` stand as written."""

    name: str
    kind: EntityKind = "unknown"
    gender: str | None = None
    roles: list[str] = field(default_factory=list)
    mentions: int = 0

    @property
    def role(self) -> str | None:
        return self.roles[0] if self.roles else None

    @property
    def may_be_person(self) -> bool:
        return self.kind in {"person", "unknown"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names an entity: words ``first:end``, of which the name proper begins at ``name``."""

    first: int
    name: int
    end: int
    entity: Entity


@dataclass(slots=True)
class _Run:
    """Capitalised words in a row, split into what is a title and what is a name."""

    first: int
    name: int
    end: int
    kind: EntityKind = "unknown"
    gender: str | None = None
    role: str | None = None


@cache
def _never_names() -> frozenset[str]:
    groups = ("pronouns", "auxiliaries", "negations", "adverbs", "determiners", "prepositions", "subordinators")
    calendar = lexicon.closed("months") | lexicon.closed("weekdays")
    others = {
        "i",
        "yes",
        "no",
        "and",
        "not",
        "there",
        "here",
        "if",
        "mr",
        "according",
        "asked",
        "i'm",
        "i've",
        "i'd",
        "i'll",
    }
    return frozenset().union(*(lexicon.closed(g) for g in groups), calendar, others)


class People:
    """The table of an article's entities, built from its words; ``starts`` are the first words of its sentences."""

    def __init__(self, text: str, words: Words, starts: Iterable[int]) -> None:
        self.text = text
        self._words = words
        self._order: list[tuple[int, Entity]] = []
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self.entities: list[Entity] = []
        self.at: dict[int, Mention] = {}
        runs = self._runs(frozenset(starts))
        for run in runs:
            self._classify(run)
        full = [run for run in runs if run.end - run.name > 1]
        found = {id(run): self._entity(run) for run in full}
        for run in runs:
            entity = found.get(id(run)) or self._short(run)
            self._note(run, entity)

    # -- runs ---------------------------------------------------------------------------------------------------

    def _runs(self, starts: frozenset[int]) -> list[_Run]:
        text, low = self._words.text, self._words.low
        never = _never_names()
        plain = {form for form, lower in zip(text, low, strict=True) if form == lower}
        runs: list[_Run] = []
        i, n = 0, len(text)
        while i < n:
            if not text[i][0].isupper() or low[i] in never or (i in starts and self._common(i, plain)):
                i += 1
                continue
            end = self._run_end(i, never)
            runs.append(_Run(i, i, end))
            i = end
        return runs

    def _common(self, i: int, plain: set[str]) -> bool:
        """A sentence's first word that is a plain word elsewhere."""
        low = self._words.low[i]
        if low in plain and not (self._words.text[i + 1 : i + 2] and self._words.text[i + 1][0].isupper()):
            return low not in lexicon.given_names()
        return low in lexicon.collectives() or low in lexicon.verbs() and low not in lexicon.given_names()

    def _run_end(self, i: int, never: frozenset[str]) -> int:
        text, low = self._words.text, self._words.low
        particles = lexicon.closed("particles")
        n = len(text)
        j = i + 1
        while j < n:
            if text[j][0].isupper() and (low[j] not in never or low[j] in _SUFFIXES):
                j += 1
            elif low[j] in particles and j + 1 < n and text[j + 1][0].isupper() and low[j + 1] not in never:
                j += 2
            elif (
                low[j] in {"of", "for", "&"}
                and j + 1 < n
                and text[j + 1][0].isupper()
                and low[j + 1] not in never
                and (text[j - 1] in _organisation_words() or low[j + 1] in _OF_STATE or low[j] == "&")
            ):
                j += 2
            else:
                break
        return j

    # -- what a run is ------------------------------------------------------------------------------------------

    def _classify(self, run: _Run) -> None:
        text, low = self._words.text, self._words.low
        titles, given = lexicon.titles(), lexicon.given_names()
        i, j = run.first, run.end
        last_title = max(
            (k for k in range(i, j) if low[k] in titles and not (k > i and low[k - 1] in given)), default=-1
        )
        if last_title >= 0:
            after = last_title + 1
            if after < j and low[after] in {"of", "for"}:
                after = min(after + 2, j)
            if after < j:
                run.name = after
                run.kind = "person"
                run.gender = titles[low[last_title]]
            elif j - i == 1 or not any(w in _organisation_words() for w in text[i:j]):
                run.name = j  # a title alone
                return
        elif text[i] in lexicon.closed("nationalities") and j - i > 1 and low[i + 1] in given:
            run.name = i + 1
        self._kind(run)
        self._role(run, last_title)

    def _kind(self, run: _Run) -> None:
        text, low = self._words.text, self._words.low
        name = text[run.name : run.end]
        first = low[run.name]
        given = lexicon.given_names()
        if run.kind == "person":
            run.gender = run.gender or given.get(first)
        elif len(name) > 1 and first in given and not _is_organisation(name[1:]) and name[0] not in _places():
            run.kind, run.gender = "person", given[first]
        elif _is_organisation(name) or " ".join(name).lower() in lexicon.outlet_names():
            run.kind = "organisation"
        elif name[-1] in _places() and (
            len(name) == 1
            or name[0] in _places()
            or name[0] in {"New", "North", "South", "West", "East", "Los", "San", "El"}
        ):
            run.kind = "place"
        elif len(name) == 1 and name[0] in lexicon.closed("nationalities"):
            run.kind = "place"

    def _role(self, run: _Run, last_title: int) -> None:
        text, low = self._words.text, self._words.low
        if run.kind in {"organisation", "place"}:
            return
        titles = lexicon.titles()
        if run.name > run.first and last_title >= 0:
            run.role = " ".join(text[run.first : run.name])
            if low[run.first].rstrip(".") in lexicon.sections("titles")["abbreviations"] or ":" in run.role:
                run.role = run.role if low[run.first] in {"sen.", "rep.", "gov.", "gen.", "lt.", "col."} else None
        k = run.first - 1
        if k >= 0 and low[k] in titles and text[k] == low[k]:
            start = self._modifiers(k)
            run.role = " ".join(text[start : run.name])
            run.gender = run.gender or titles[low[k]]
            run.kind = "person"
            run.first = start
        elif run.name == run.first or run.role is None:
            run.role = run.role or self._apposition(run)
        if run.role:
            run.kind = "person"

    def _modifiers(self, k: int) -> int:
        """Where a title that ends at word ``k`` begins."""
        never, text, low = _never_names(), self._words.text, self._words.low
        verbs = lexicon.verbs()
        start = k
        while start > 0 and k - start < 6:
            word = low[start - 1]
            if not text[start - 1][0].isalnum() or (word in never and word != "of") or word in verbs:
                break
            start -= 1
        while low[start] == "of":
            start += 1
        return start

    def _apposition(self, run: _Run) -> str | None:
        """The title that stands between commas behind a name, or before it."""
        text, low, titles = self._words.text, self._words.low, lexicon.titles()
        n, j = len(text), run.end
        if j + 1 < n and text[j] == ",":
            stop = j + 1
            while (
                stop < n
                and stop - j < 14
                and text[stop] not in {",", ".", ";", ":", "(", '"', "“", "-", "—"}
                and low[stop] not in {"who", "said", "says"}
            ):
                stop += 1
            phrase = range(j + 1, stop)
            head = next(
                (k for k in phrase if low[k] in titles or low[k] in {"of", "for", "at", "in", "who", "with"}), None
            )
            if (
                head is not None
                and low[head] in titles
                and not any(low[k] in lexicon.closed("auxiliaries") and low[k] not in {"'s"} for k in phrase)
            ):
                first = j + 2 if low[j + 1] in {"a", "an", "the"} else j + 1
                run.gender = run.gender or titles[low[head]]
                return self._join(first, stop)
        i = run.first
        if i >= 2 and text[i - 1] == "," and low[i - 2] in titles:
            start = self._modifiers(i - 2)
            if start > 0 and low[start - 1] in lexicon.closed("determiners") | {"'s"}:
                run.gender = run.gender or titles[low[i - 2]]
                return self._join(start, i - 1)
        return None

    def _join(self, first: int, end: int) -> str:
        out = ""
        for k in range(first, end):
            gap = k > first and self._words.start[k] > self._words.end[k - 1]
            out += (" " if gap else "") + self._words.text[k]
        return out

    # -- entities -----------------------------------------------------------------------------------------------

    def _name_parts(self, run: _Run) -> tuple[str, str]:
        low = [w for w in self._words.low[run.name : run.end] if w not in _SUFFIXES]
        return (low[0], low[-1]) if low else ("", "")

    def _entity(self, run: _Run) -> Entity | None:
        if run.name >= run.end:
            return None
        first, last = self._name_parts(run)
        name = self._join(run.name, run.end)
        for entity in self._by_last.get(last, ()):
            known = entity.name.lower().split()[0]
            if known == first or (
                len(first) > 1 and known.startswith(first[:1]) and (first.endswith(".") or known.endswith("."))
            ):
                return entity
        entity = Entity(name, run.kind, run.gender)
        self.entities.append(entity)
        self._by_last.setdefault(last, []).append(entity)
        self._by_first.setdefault(first, []).append(entity)
        return entity

    def _short(self, run: _Run) -> Entity | None:
        """The entity that a single name stands for."""
        if run.name >= run.end:
            return None
        word = self._words.low[run.name]
        known = [e for e in self._by_last.get(word, ()) if _agree(e.gender, run.gender)]
        if not known and run.kind != "place":
            known = [e for e in self._by_first.get(word, ()) if e.kind == "person" or " " not in e.name]
        if known:
            return max(known, key=lambda e: e.mentions)
        return self._entity(run)

    def _note(self, run: _Run, entity: Entity | None) -> None:
        if entity is None:
            return
        entity.mentions += 1
        if entity.kind == "unknown":
            entity.kind = run.kind
        entity.gender = entity.gender or run.gender
        if run.role and run.role not in entity.roles:
            entity.roles.append(run.role)
        mention = Mention(run.first, run.name, run.end, entity)
        for k in range(run.first, run.end):
            self.at[k] = mention
        self._order.append((self._words.start[run.name], entity))

    def last_seen(self, entity: Entity, before: int) -> int | None:
        """Where the entity was last named before an offset."""
        return next((at for at, e in self._before(before) if e is entity), None)

    def recent(self, before: int, gender: str) -> Entity | None:
        """The person of that gender who was named last before an offset."""
        return next((e for _, e in self._before(before) if e.kind == "person" and e.gender in {None, gender}), None)

    def _before(self, offset: int) -> Iterator[tuple[int, Entity]]:
        return reversed(self._order[: bisect_left(self._order, offset, key=lambda entry: entry[0])])


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _organisation_words() -> frozenset[str]:
    return lexicon.sections("organisations")[""]


def _places() -> frozenset[str]:
    return lexicon.sections("places")[""]


def _is_organisation(name: list[str]) -> bool:
    known = _organisation_words()
    return bool(name) and (
        name[-1] in known
        or name[0] in known
        or any(w in known for w in name[1:])
        or (len(name) == 1 and len(name[0]) > 1 and name[0].isupper() and name[0].isalpha())
    )
