"""What the reading of an article needs from the rules of a language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from retrieval.attribution.claim import Claim
from retrieval.attribution.entities import Entity, Mention, Speaker
from retrieval.attribution.quotation import Quotation
from retrieval.attribution.units import Range, Units
from retrieval.attribution.words import Words
from retrieval.model import Article, Span


class Discourse(Protocol):
    """Who is meant: names, titles and pronouns resolved against what the article has said so far."""

    def resolve(self, units: Units, first: int, end: int) -> Speaker:
        """The speaker named by units ``first:end``."""

    def subject(self, units: Units, first: int, end: int) -> Speaker:
        """Whom a sentence is about that begins with units ``first:end``."""

    def mention(self, units: Units, k: int) -> Mention | None:
        """The name that unit ``k`` belongs to."""

    def spoke(self, speaker: Speaker) -> None:
        """Take note of who spoke in the sentence that ends."""

    def about(self, entity: Entity) -> None:
        """Take note of whom a sentence was about."""


class Grammar(Protocol):
    """The rules of one language, or of several alike."""

    def quotations(self, text: str, paragraphs: Iterable[Span]) -> list[Quotation]:
        """The outermost quotations of a text, in order."""

    def classes(self, words: Words, starts: frozenset[int]) -> list[str]:
        """The class of each word, by the letters of ``english.tags``; ``starts`` are the words that open sentences."""

    def discourse(self, article: Article, words: Words, classes: Sequence[str]) -> Discourse: ...

    def claims(self, units: Units) -> list[Claim]:
        """What is said by whom in a sentence, in order of the cues."""

    def cited(self, units: Units) -> Range | None:
        """The source that a sentence names beside who reports ("citing a senior official")."""

    def behind(self, units: Units, first: int) -> Range | None:
        """The noun phrase that begins at unit ``first``."""

    def leading(self, units: Units, stop: int) -> Range | None:
        """The subject at the head of a sentence, before unit ``stop``."""

    def introducing(self, units: Units, colon: int) -> Range | None:
        """Who is quoted behind a colon."""
