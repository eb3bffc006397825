"""Who is meant: names in any case, titles, bodies and pronouns, against what the article has said so far."""

from __future__ import annotations

from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.clausal.names import Names
from retrieval.attribution.entities import Entity, Mention, Speaker
from retrieval.attribution.units import Units


class Discourse:
    """What a reader has in mind while the article goes on: who spoke last, whom the last sentence was about."""

    def __init__(self, names: Names, known: Lexicon, author: str | None = None) -> None:
        self._names = names
        self._known = known
        self._author = author
        self._subject: Entity | None = None
        self._since = 0  # where the text turned to somebody without a name: "he" may not be who was named before

    def spoke(self, speaker: Speaker) -> None:
        self._subject = speaker.entity or self._subject
        if speaker.entity:
            speaker.entity.spoke = True

    def about(self, entity: Entity) -> None:
        self._subject = entity

    def mention(self, units: Units, k: int) -> Mention | None:
        return self._names.at.get(units.word[k]) if 0 <= k < len(units) and units.tags[k] != "Q" else None

    def subject(self, units: Units, first: int, end: int) -> Speaker:
        found = self.resolve(units, first, end)
        if found.entity is None and self._known.is_title(units.low[first]):
            self._subject, self._since = None, units.words.start[units.word[first]]
        return found

    def resolve(self, units: Units, first: int, end: int) -> Speaker:
        text = units.text(first, end)
        return self._standing_for(units, first, end, text) or self._named(units, first, end, text)

    def _standing_for(self, units: Units, first: int, end: int, text: str) -> Speaker | None:
        """Who a pronoun, a possessive, "the woman", or a verb without a subject stands for; None for other phrases."""
        low, tables = units.low, self._known.tables
        if units.tags[first] == "P":
            return self._pronoun(units, first, text)
        if low[first] in tables.possessives:
            return self._pronominal(self._antecedent(units, first, tables.possessives[low[first]]), text)
        if low[end - 1] in tables.persons:
            return self._person(units, first, tables.persons[low[end - 1]], text)
        return self._left_out(units, first) if end - first == 1 and low[first] in self._known.verbs else None

    def _named(self, units: Units, first: int, end: int, text: str) -> Speaker:
        """A phrase with a name, or with a title or a body for a head."""
        if units.tags[first] == units.tags[end - 1] == "M":
            return Speaker(units.text(first + 1, end - 1), text)
        mention = self._last_name(units, first, end)
        if mention and not self._is_owner(units, first, mention):
            return Speaker(mention.entity.name, text, mention.entity.role, mention.entity)
        return self._nominal(units, first, end, text)

    def _last_name(self, units: Units, first: int, end: int) -> Mention | None:
        return next((found for k in range(end - 1, first - 1, -1) if (found := self.mention(units, k))), None)

    def _is_owner(self, units: Units, first: int, mention: Mention) -> bool:
        """Whether a name only tells whose title or body a phrase is: "речник Reuters" is no Reuters."""
        heads = [k for k in range(first, len(units)) if units.word[k] < mention.name and self._known.head(units.low[k])]
        if not heads or mention.entity.kind == "person":
            return False
        return self._known.head(units.low[heads[-1]]) not in self._known.tables.press

    def _nominal(self, units: Units, first: int, end: int, text: str) -> Speaker:
        """A title that somebody bears who was named before, or a body; its head is brought to the nominative."""
        at = next((k for k in range(first, end) if self._known.head(units.low[k])), None)
        if at is None:
            return Speaker(text, text)
        head = self._known.head(units.low[at]) or ""
        if self._known.is_title(head) and self._known.gender(head) != "p":
            holder = self._holder(units, first, head)
            if holder:
                return Speaker(holder.name, text, holder.role, holder, 0.8)
        if units.low[at] == head:
            return Speaker(text, text)
        return Speaker(self._names.role(units.word[at], units.word[end - 1] + 1), text)

    def _holder(self, units: Units, first: int, head: str) -> Entity | None:
        before = self._names.before(units.words.start[units.word[first]])
        return next((e for e in before for role in e.roles if self._head_of(role) == head), None)

    def _head_of(self, role: str) -> str | None:
        return next((head for word in role.lower().split() if (head := self._known.head(word))), None)

    def _pronoun(self, units: Units, at: int, text: str) -> Speaker:
        gender = self._known.tables.pronouns[units.low[at]]
        if not gender:
            return Speaker(self._author, text, sure=0.5)
        entity = None if gender == "p" else self._antecedent(units, at, gender)
        return self._pronominal(entity, text)

    def _person(self, units: Units, at: int, gender: str, text: str) -> Speaker:
        """Who "the woman" is: the last one named whose gender is known to be that."""
        before = self._names.before(units.words.start[units.word[at]])
        entity = next((e for e in before if e.may_be_person and e.gender == gender), None)
        return Speaker(entity.name, text, entity.role, entity, 0.65) if entity else Speaker(text, text)

    def _left_out(self, units: Units, at: int) -> Speaker:
        """The subject that a verb stands for: who spoke last, of the gender that the verb tells."""
        told = {form.tells for form in self._known.verbs[units.low[at]]}
        gender = next((g for g in ("m", "f") if g in told), None)
        return self._pronominal(self._antecedent(units, at, gender), None)

    @staticmethod
    def _pronominal(entity: Entity | None, text: str | None) -> Speaker:
        return Speaker(entity.name, text, entity.role, entity, 0.9) if entity else Speaker(None, text, sure=0.3)

    def _antecedent(self, units: Units, at: int, gender: str | None) -> Entity | None:
        """Whom the text is about, then the person named last, of the gender told."""
        if self._subject and self._subject.may_be_person and _fits(self._subject, gender):
            return self._subject
        before = self._names.before(units.words.start[units.word[at]], self._since)
        return next((e for e in before if e.is_person and _fits(e, gender)), None)


def _fits(entity: Entity, gender: str | None) -> bool:
    return gender is None or entity.gender in {None, gender}
