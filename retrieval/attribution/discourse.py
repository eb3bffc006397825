"""Who is meant: names, titles and pronouns resolved against what the article has said so far."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.attribution import lexicon, phrases
from retrieval.attribution.lexicon import closed
from retrieval.attribution.people import Entity, Mention, People
from retrieval.attribution.units import Units

_GENDERS = {"he": "m", "she": "f", "his": "m", "her": "f"}
_FIRST_PERSON = frozenset({"i", "we", "you"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker; ``sure`` in [0, 1] tells how well the text supports the name."""

    name: str | None
    text: str | None
    role: str | None = None
    entity: Entity | None = None
    sure: float = 1.0


class Discourse:
    """What a reader has in mind while the article goes on: who spoke last, whom the last sentence was about."""

    def __init__(self, people: People, author: str | None = None) -> None:
        self._people = people
        self._author = author
        self._speaker: Speaker | None = None
        self._subject: Entity | None = None
        self._plural: Speaker | None = None

    def spoke(self, speaker: Speaker) -> None:
        """Take note of who spoke in the sentence that ends."""
        self._speaker = speaker
        self._subject = speaker.entity or self._subject
        if speaker.entity is None and speaker.name:
            self._plural = speaker

    def about(self, entity: Entity) -> None:
        """Take note of whom a sentence was about."""
        self._subject = entity

    def resolve(self, units: Units, first: int, end: int) -> Speaker:
        """The speaker named by units ``first:end``."""
        text = units.text(first, end)
        if end - first == 1 and (units.tags[first] == "P" or units.low[first] in {"his", "her", "their"}):
            return self._pronoun(units, first, text)
        if end - first == 1 and (units.tags[first] == "W" or units.low[first] == "that"):
            return self._relative(units, first, text)
        return self._phrase(units, first, end, text)

    def subject(self, units: Units, first: int, end: int) -> Speaker:
        """Whom a sentence is about that begins with units ``first:end``; the name that opens it counts."""
        found = self.resolve(units, first, end)
        opening = self.mention(units, first)
        if found.entity is None and opening and opening.entity.is_person:
            return Speaker(opening.entity.name, found.text, opening.entity.role, opening.entity)
        return found

    def mention(self, units: Units, k: int) -> Mention | None:
        """The name that unit ``k`` belongs to."""
        return self._people.at.get(units.word[k]) if 0 <= k < len(units) and units.tags[k] != "Q" else None

    def _phrase(self, units: Units, first: int, end: int, text: str) -> Speaker:
        head = next(
            (k for k in range(first + 1, end) if units.low[k] in closed("after heads") or units.tags[k] in ",(-"), end
        )
        mention = self.mention(units, head - 1)
        if mention and units.word[head - 1] >= mention.name:
            entity = mention.entity
            return Speaker(entity.name, text, entity.role, entity)
        apposed = self.mention(units, end + 1) if units.tags[end : end + 1] == [","] else None
        if apposed and apposed.entity.may_be_person and units.low[head - 1] in lexicon.titles():
            return Speaker(apposed.entity.name, text, apposed.entity.role, apposed.entity)
        holder = self._holder(units, first, head)
        if holder:
            return Speaker(holder.name, text, holder.role, holder, 0.8)
        known = self._described(units, first, head) if units.low[first] in {"the", "this", "that"} else None
        return Speaker(known.name, text, known.role, known, 0.65) if known else Speaker(text, text)

    def _relative(self, units: Units, at: int, text: str) -> Speaker:
        """As in "who": the one named before it."""
        k = at - 1 if units.tags[at - 1] == "," else at
        first = phrases.last_name(units, 0, k) if k else 0
        if first >= k:
            return Speaker(None, text)
        found = self._phrase(units, first, k, text)
        if found.entity is None and k < at and (whole := phrases.before(units, at)):
            found = self._phrase(units, *whole, text)
        return Speaker(found.name, text, found.role, found.entity, 0.9)

    def _holder(self, units: Units, first: int, end: int) -> Entity | None:
        """The one whose title "the minister" or "the Texas senator" is."""
        head = units.low[end - 1]
        if head not in lexicon.titles() or units.low[first] in {"a", "an", "another", "one"}:
            return None
        modifiers = {units.low[k] for k in range(first, end - 1) if units.tags[k] in "nN"}
        best: tuple[int, int, Entity] | None = None
        for seen, entity in self._people.before(units.words.start[units.word[first]]):
            for role in entity.roles if entity.may_be_person else ():
                words = role.lower().split()
                score = len(modifiers.intersection(words))
                if head in words and (best is None or (score, seen) > best[:2]):
                    best = (score, seen, entity)
        return best[2] if best else None

    def _described(self, units: Units, first: int, end: int) -> Entity | None:
        """Whom or what "the company", "the city" or "the 54-year-old" stands for."""
        head = units.low[end - 1]
        before = self._people.before(units.words.start[units.word[first]])
        if head in lexicon.sections("kinds")["people"] or head.endswith("-year-old"):
            entity = self._subject
            gender = lexicon.titles().get(head)
            return (
                entity if entity and entity.is_person and (gender is None or entity.gender in {None, gender}) else None
            )
        if head in lexicon.sections("kinds")["places"]:
            return next((e for _, e in before if e.kind == "place"), None)
        if head in lexicon.sections("kinds")["bodies"]:
            named = [e for _, e in before if e.kind in {"organisation", "unknown"}]
            same = next((e for e in named if head in e.name.lower().split()), None)
            return (
                same or next((e for e in named if e.kind == "organisation" and not e.name.isupper()), None)
                if head in closed("any body")
                else same
            )
        if head in lexicon.sections("kinds")["papers"]:
            return next(
                (e for _, e in before if e.name.lower().split()[-1] in lexicon.sections("kinds")["papers"]), None
            )
        return None

    def _pronoun(self, units: Units, at: int, text: str) -> Speaker:
        word = units.low[at]
        if word in _FIRST_PERSON:
            return Speaker(self._author if word == "i" else None, text, sure=0.5)
        if word in {"they", "it", "their"}:
            plural = self._plural
            return (
                Speaker(plural.name, text, plural.role, sure=0.6)
                if plural and word == "they"
                else Speaker(None, text, sure=0.3)
            )
        entity = self._antecedent(units, at, _GENDERS[word])
        if entity is None:
            return Speaker(None, text, sure=0.3)
        entity.gender = entity.gender or _GENDERS[word]
        return Speaker(entity.name, text, entity.role, entity, 0.9)

    def _antecedent(self, units: Units, at: int, gender: str) -> Entity | None:
        for k in range(at):
            found = self.mention(units, k)
            if (
                found
                and k == found.name
                and _fits(found.entity, gender)
                and units.low[found.end - found.name + k : found.end - found.name + k + 1] != ["'s"]
            ):
                return found.entity
        for entity in (self._subject, self._speaker.entity if self._speaker else None):
            if entity and entity.may_be_person and entity.gender in {None, gender}:
                return entity
        before = self._people.before(units.words.start[units.word[at]])
        return next((e for _, e in before if e.kind == "person" and e.gender in {None, gender}), None)


def _fits(entity: Entity, gender: str) -> bool:
    """Whether "he" or "she" may stand for an entity."""
    return entity.is_person and entity.gender in {None, gender}
