"""Phrases without a name, and whom or what they stand for: "the minister", "the company", "the 54-year-old"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.english.people import People
from retrieval.attribution.entities import Entity
from retrieval.attribution.outlets import is_outlet
from retrieval.attribution.units import Units

_NEAR = 400  # characters
_FULL = {"sen.": "senator", "gov.": "governor", "rep.": "representative", "gen.": "general", "col.": "colonel"}
_INDEFINITE = frozenset({"a", "an", "another", "one", "some"})


def holder(people: People, units: Units, first: int, end: int) -> Entity | None:
    """The one whose title units ``first:end`` are: who shares most of its words, then who was named last."""
    head = units.low[end - 1]
    if head not in lexicon.titles() or units.low[first] in _INDEFINITE:
        return None
    modifiers = {units.low[k] for k in range(first, end - 1) if units.tags[k] in "nN"}
    best: tuple[int, int, Entity] | None = None
    for seen, entity in people.before(_offset(units, first)):
        for role in entity.roles if entity.may_be_person else ():
            words = _core(role)
            score = len(modifiers.intersection(role.lower().split()))
            if words and head == words[-1] and (best is None or (score, seen) > best[:2]):
                best = (score, seen, entity)
    return best[2] if best else None


def _core(role: str) -> list[str]:
    """The words of a role up to "of", "for" and the like, lower case, its head written out ("sen." as "senator")."""
    words = role.lower().split()
    end = next((k for k, word in enumerate(words) if word in closed("after heads")), len(words))
    return [*words[: end - 1], _FULL.get(words[end - 1], words[end - 1])] if end else []


def described(people: People, units: Units, first: int, end: int, subject: Entity | None) -> Entity | None:
    """What a phrase with "the" stands for by its kind of noun; ``subject`` is whom the text is about."""
    head, kinds = units.low[end - 1], lexicon.sections("kinds")
    if head in kinds["people"] or head.endswith("-year-old"):
        return subject if subject and _may_be(subject, head) else None
    before = (entity for _, entity in people.before(_offset(units, first)))
    if head in kinds["places"]:
        return _place(people, units, first)
    if head in closed("press"):
        return next((e for e in before if is_outlet(e.name)), None)
    if head in kinds["bodies"]:
        return _body(before, head)
    if head in kinds["papers"]:
        return next((e for e in before if e.name.lower().split()[-1] in kinds["papers"]), None)
    return None


def _may_be(entity: Entity, head: str) -> bool:
    gender = lexicon.titles().get(head)
    return entity.is_person and entity.gender in ({None, gender} if gender else {None, "m", "f"})


def _place(people: People, units: Units, first: int) -> Entity | None:
    """The only place named shortly before; what says where a town lies ("Moss, Norway") does not count."""
    at = _offset(units, first)
    near = [
        entity
        for offset, entity in people.before(at)
        if entity.kind == "place" and at - offset < _NEAR and units.article[max(0, offset - 2) : offset] != ", "
    ]
    return near[0] if near and all(entity is near[0] for entity in near) else None


def _body(before: Iterator[Entity], head: str) -> Entity | None:
    """The body whose name has the noun in it; "the company" may also be the organisation named last."""
    named = [e for e in before if e.kind in {"organisation", "unknown"}]
    same = next((e for e in named if head in e.name.lower().split()), None)
    if same or head not in closed("any body"):
        return same
    return next((e for e in named if e.kind == "organisation"), None)


def owner(units: Units, first: int, end: int) -> tuple[int, int] | None:
    """Whose words "his remarks" or "the mayor's letter" are: the units that name the owner."""
    if units.low[end - 1] not in closed("own words"):
        return None
    if units.low[first] in {"his", "her"}:
        return first, first + 1
    genitive = next((k for k in range(first + 1, end) if units.tags[k] == "G"), None)
    return (first, genitive) if genitive else None


def _offset(units: Units, k: int) -> int:
    return units.words.start[units.word[k]]
