"""Who is meant: names, titles and pronouns resolved against what the article has said so far."""

from __future__ import annotations

from retrieval.attribution.english import lexicon, nominals, phrases, subjects
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.english.people import People
from retrieval.attribution.entities import Entity, Mention, Speaker
from retrieval.attribution.units import Units

_GENDERS = {"he": "m", "she": "f", "his": "m", "her": "f"}
_PLURAL = frozenset({"they", "their"})
_FIRST_PERSON = frozenset({"i", "we", "you"})


class Discourse:
    """What a reader has in mind while the article goes on: who spoke last, whom the last sentence was about."""

    def __init__(self, people: People, author: str | None = None) -> None:
        self._people = people
        self._author = author
        self._subject: Entity | None = None
        self._group: Speaker | None = None

    def spoke(self, speaker: Speaker) -> None:
        """Take note of who spoke in the sentence that ends."""
        self._subject = speaker.entity or self._subject
        if speaker.entity:
            speaker.entity.spoke = True
        if speaker.name and speaker.text and _is_group(speaker.text):
            self._group = speaker

    def about(self, entity: Entity) -> None:
        """Take note of whom a sentence was about."""
        self._subject = entity

    def mention(self, units: Units, k: int) -> Mention | None:
        """The name that unit ``k`` belongs to."""
        return self._people.at.get(units.word[k]) if 0 <= k < len(units) and units.tags[k] != "Q" else None

    def resolve(self, units: Units, first: int, end: int) -> Speaker:
        """The speaker named by units ``first:end``."""
        text = units.text(first, end)
        if end - first == 1 and (units.tags[first] == "P" or units.low[first] in {"his", "her", "their"}):
            return self._pronoun(units, first, text)
        if end - first == 1 and (units.tags[first] == "W" or units.low[first] == "that"):
            return self._relative(units, first, text)
        found = self._phrase(units, first, end, text)
        if found.entity is None and any(_is_verbal(units, k) for k in range(first + 1, end)):
            return self._opening(units, first, end, found)
        return found

    def subject(self, units: Units, first: int, end: int) -> Speaker:
        """Whom a sentence is about that begins with units ``first:end``; the name that opens it counts."""
        found = self.resolve(units, first, end)
        return found if found.entity else self._opening(units, first, end, found)

    def _opening(self, units: Units, first: int, end: int, found: Speaker) -> Speaker:
        """A phrase that holds more than a name: the person whose name opens it, if one does."""
        opening = self.mention(units, first)
        if not opening or opening.end - opening.first >= end - first or not opening.entity.is_person:
            return found
        return Speaker(opening.entity.name, found.text, opening.entity.role, opening.entity, 0.9)

    def _phrase(self, units: Units, first: int, end: int, text: str) -> Speaker:
        cuts = (k for k in range(first + 1, end) if units.low[k] in closed("after heads") or units.tags[k] in ",(-")
        head = next(cuts, end)
        mention = self.mention(units, head - 1)
        if mention and units.word[head - 1] >= mention.name:
            joint = "c" in units.tags[first : head - 1] and units.word[first] < mention.first
            several = joint or units.low[head - 1] in lexicon.collectives()
            return Speaker(text, text) if several else _speaker(mention.entity, text)
        apposed = self._apposed(units, head - 1, end)
        if apposed:
            return _speaker(apposed, text)
        owner = nominals.owner(units, first, head)
        if owner:
            found = self.resolve(units, *owner)
            return Speaker(found.name, text, found.role, found.entity, 0.8)
        return self._nominal(units, first, head, text)

    def _apposed(self, units: Units, head: int, end: int) -> Entity | None:
        """The one named between commas behind a phrase: "the prime minister, Jonas Lind,"."""
        if units.tags[end : end + 1] == ["("]:
            end = next((k + 1 for k in range(end, len(units)) if units.tags[k] == ")"), end)
        mention = self.mention(units, end + 1) if units.tags[end : end + 1] == [","] else None
        if not mention or units.low[head] not in lexicon.titles().keys() | closed("any body") | closed("alone"):
            return None
        behind = end + 1 + mention.end - mention.first
        closes = behind >= len(units) or units.tags[behind] in ",.(-Wp"
        return mention.entity if closes and mention.entity.kind != "place" else None

    def _nominal(self, units: Units, first: int, head: int, text: str) -> Speaker:
        holder = nominals.holder(self._people, units, first, head)
        if holder:
            return _speaker(holder, text, 0.8)
        if units.low[first] not in {"the", "this", "that"}:
            return Speaker(text, text)
        known = nominals.described(self._people, units, first, head, self._subject)
        return _speaker(known, text, 0.65) if known else Speaker(text, text)

    def _relative(self, units: Units, at: int, text: str) -> Speaker:
        """As in "who": the one named before it, a person if it says "who"."""
        k = at - 1 if units.tags[at - 1] == "," else at
        first = phrases.last_name(units, 0, k) if k else 0
        if first >= k:
            return Speaker(None, text)
        found = self._phrase(units, first, k, units.text(first, k))
        person = found.entity.may_be_person if found.entity else units.low[k - 1] in lexicon.speaking_nouns()
        fits = person or (found.entity is not None and units.low[at] != "who")
        if not fits and (whole := subjects.before(units, at)):
            found = self._phrase(units, *whole, units.text(*whole))
            named = self.mention(units, whole[0] - 2) if units.tags[whole[0] - 1] == "," else None
            if found.entity is None and named and named.entity.is_person:
                found = _speaker(named.entity, text)
        return Speaker(found.name, text, found.role, found.entity, 0.9)

    def _pronoun(self, units: Units, at: int, text: str) -> Speaker:
        word = units.low[at]
        if word in _FIRST_PERSON:
            return Speaker(self._author if word == "i" else None, text, sure=0.5)
        if word in _PLURAL and self._group:
            return Speaker(self._group.name, text, self._group.role, sure=0.6)
        entity = self._antecedent(units, at, _GENDERS[word]) if word in _GENDERS else None
        if entity is None:
            return Speaker(None, text, sure=0.3)
        entity.gender = entity.gender or _GENDERS[word]
        return _speaker(entity, text, 0.9)

    def _antecedent(self, units: Units, at: int, gender: str) -> Entity | None:
        """The person named first in the sentence, then whom the text is about, then the one named last."""
        for k in range(at):
            found = self.mention(units, k)
            if found and units.word[k] == found.name and _fits(found.entity, gender) and not _owns(units, k, found):
                return found.entity
        if self._subject and self._subject.may_be_person and self._subject.gender in {None, gender}:
            return self._subject
        before = self._people.before(units.words.start[units.word[at]])
        return next((e for _, e in before if e.kind == "person" and e.gender in {None, gender}), None)


def _speaker(entity: Entity, text: str, sure: float = 1.0) -> Speaker:
    return Speaker(entity.name, text, entity.role, entity, sure)


def _is_verbal(units: Units, k: int) -> bool:
    return units.tags[k] == "v" or units.low[k].endswith("ing")


def _owns(units: Units, k: int, mention: Mention) -> bool:
    """Whether a name only owns what follows it ("Lind's aide")."""
    behind = k + mention.end - mention.name
    return units.tags[behind : behind + 1] == ["G"]


def _fits(entity: Entity, gender: str) -> bool:
    """Whether "he" or "she" may stand for an entity."""
    return entity.is_person and entity.gender in {None, gender}


def _is_group(text: str) -> bool:
    joint = " and " in text and any(word[0].isupper() for word in text.split()[1:])
    return joint or any(word in lexicon.collectives() for word in text.lower().split()[:3])
