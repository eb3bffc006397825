"""Who is meant: names, titles and pronouns resolved against what the article has said so far."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.attribution import lexicon
from retrieval.attribution.people import Entity, Mention, People
from retrieval.attribution.units import QUOTE, Units

_GENDERS = {"he": "m", "she": "f", "his": "m", "her": "f", "him": "m"}
_CUT = frozenset("of in for from with at on who whom whose which to , ( ; : — – by about behind".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker; ``sure`` in [0, 1] tells how much the text supports the name."""

    name: str | None
    text: str | None
    role: str | None
    entity: Entity | None = None
    sure: float = 1.0


@dataclass(slots=True)
class Discourse:
    """What a reader has in mind while the article goes on."""

    people: People
    speaker: Speaker | None = None
    subject: Entity | None = None
    plural: str | None = None

    def resolve(self, units: Units, first: int, end: int) -> Speaker:
        """The speaker named by units ``first:end``."""
        text = self._text(units, first, end)
        low = units.low[first]
        if end - first == 1 and low in {"he", "she", "they", "it", "who"}:
            return self._pronoun(units, first, text)
        return self._phrase(units, first, end, text)

    def _text(self, units: Units, first: int, end: int) -> str:
        start, stop = units.stretch(first, end)
        return self.people.text[start:stop]

    def _phrase(self, units: Units, first: int, end: int, text: str) -> Speaker:
        head_end = next((k for k in range(first + 1, end) if units.low[k] in _CUT), end)
        mention = self._mention(units, head_end - 1)
        if mention and mention.end > units.word[head_end - 1] >= mention.name:
            return Speaker(mention.entity.name, text, mention.entity.role, mention.entity)
        behind = self._mention(units, end + 1) if units.low[end : end + 1] == [","] else None
        if behind and behind.entity.kind == "person" and units.low[head_end - 1] in lexicon.titles():
            return Speaker(behind.entity.name, text, behind.entity.role, behind.entity)
        holder = self._holder(units, first, head_end)
        if holder:
            return Speaker(holder.name, text, holder.role, holder, 0.8)
        return Speaker(text, text, None)

    def _mention(self, units: Units, k: int) -> Mention | None:
        return self.people.at.get(units.word[k]) if k < len(units) and units.low[k] != QUOTE else None

    def _holder(self, units: Units, first: int, end: int) -> Entity | None:
        """The one whose title "the minister" or "the Texas senator" is."""
        head = units.low[end - 1]
        if (
            head not in lexicon.titles()
            or units.low[first] not in {"the", "this", "that"}
            and not (units.capital(first) and end - first > 1)
        ):
            return None
        modifiers = {units.low[k] for k in range(first, end - 1)} - lexicon.closed("determiners")
        before = units.words.start[units.word[first]]
        best: tuple[int, int, Entity] | None = None
        for entity in self.people.entities:
            seen = self.people.last_seen(entity, before)
            if seen is None or not entity.may_be_person:
                continue
            for role in entity.roles:
                words = role.lower().replace("-", " ").split()
                if head in words:
                    score = len(modifiers & set(words))
                    if best is None or (score, seen) > best[:2]:
                        best = (score, seen, entity)
        return best[2] if best else None

    def _pronoun(self, units: Units, at: int, text: str) -> Speaker:
        word = units.low[at]
        if word == "who":
            return Speaker(None, text, None)
        if word == "they":
            return Speaker(self.plural, text, None, None, 0.6)
        if word == "it":
            return Speaker(None, text, None, None, 0.3)
        gender = _GENDERS[word]
        entity = self._antecedent(units, at, gender)
        if entity is None:
            return Speaker(None, text, None, None, 0.3)
        entity.gender = entity.gender or gender
        return Speaker(entity.name, text, entity.role, entity, 0.9)

    def _antecedent(self, units: Units, at: int, gender: str) -> Entity | None:
        for k in range(at):
            mention = self._mention(units, k)
            if mention and _fits(mention.entity, gender) and mention.name <= units.word[k]:
                following = units.low[k + 1] if k + 1 < len(units) else ""
                if following != "'s":
                    return mention.entity
        for entity in (self.subject, self.speaker.entity if self.speaker else None):
            if entity and _fits(entity, gender):
                return entity
        return self.people.recent(units.words.start[units.word[at]], gender)


def _fits(entity: Entity, gender: str) -> bool:
    return (
        entity.may_be_person
        and entity.gender in {None, gender}
        and (entity.kind == "person" or entity.gender is not None or entity.mentions > 1)
    )
