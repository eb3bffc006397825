"""A language's ``Clauses`` table, made ready for look-up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.languages import LANGUAGES
from retrieval.languages.tables import Clauses


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb of saying. ``takes`` and ``tells`` are the letters that ``Clauses`` explains."""

    lemma: str
    takes: str
    tells: str
    particle: str | None


class Lexicon:
    """Looks words up; all of them in lower case, but for names. Heads are titles and bodies in the nominative."""

    def __init__(self, tables: Clauses) -> None:
        self.tables = tables
        self.verbs = _verbs(tables)
        self.classes = _classes(tables)
        self.sources = _phrases(tables.sources)
        self.citing = _phrases(tables.citing)
        self.back = _phrases(tables.back)
        self._cases = re.compile(rf"(?<=...){tables.cases}" if tables.cases else "(?!)")
        self._oblique = re.compile(tables.oblique or "(?!)")
        self._nominative = [(re.compile(p), replacement, of) for p, replacement, of in tables.nominative]
        self._heads = self._by_stem([*tables.titles, *tables.bodies])
        self._given = self._by_stem(tables.names)
        self._places = frozenset(self._by_stem(tables.places))

    def _by_stem(self, words: Iterable[str]) -> Mapping[str, Sequence[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            found[self.stem(word)].append(word)
        return found

    def stem(self, word: str) -> str:
        """A word in lower case without the ending of its case, so that the forms of one word are one."""
        return self._cases.sub("", word.lower()).rstrip("іїй")

    def head(self, low: str) -> str | None:
        """The title or the body that a word is a form of."""
        if self.is_head(low):
            return low
        return next(iter(self._heads.get(self.stem(low), ())), None)

    def is_head(self, low: str) -> bool:
        return low in self.tables.titles or low in self.tables.bodies or bool(self._title_end(low))

    def is_title(self, head: str) -> bool:
        return head in self.tables.titles or bool(self._title_end(head))

    def gender(self, head: str) -> str | None:
        """What a title tells of who bears it: m, f, p for many; None for a body and for titles of all."""
        told = self.tables.titles.get(head) or self.tables.title_ends.get(self._title_end(head))
        return None if told == "u" else told

    def _title_end(self, low: str) -> str:
        """The longest end that makes a compound a title ("Innenminister")."""
        return max((end for end in self.tables.title_ends if low.endswith(end)), key=len, default="")

    def given_names(self, word: str) -> Sequence[str]:
        """The given names that a word may be a form of."""
        return self._given.get(self.stem(word), ())

    def is_place(self, word: str) -> bool:
        return self.stem(word) in self._places

    def is_oblique(self, low: str) -> bool:
        """Whether the ending shows that a word is not in the nominative."""
        return bool(self._oblique.search(low))

    def nominatives(self, name: str, gender: str | None) -> list[str]:
        """The nominatives that a name may be an oblique form of, the likeliest first."""
        found = []
        for pattern, replacement, of in self._nominative:
            changed = pattern.sub(replacement, name)
            if changed != name and (not of or gender in {None, of}):
                found.append(changed)
        return found


@cache
def lexicon(code: str) -> Lexicon:
    """The look-up of a language that has a table. Raises KeyError for another."""
    tables = LANGUAGES[code].clauses
    if tables is None:
        raise KeyError(code)
    return Lexicon(tables)


def _verbs(tables: Clauses) -> Mapping[str, Sequence[Form]]:
    forms: defaultdict[str, list[Form]] = defaultdict(list)
    for line in tables.verbs.strip().splitlines():
        lemma, takes, *stems = line.split()
        for written in stems:
            stem, _, paradigm = written.partition("/")
            paradigm, _, particle = paradigm.partition("+")
            for ending, tells in tables.paradigms[paradigm].items():
                forms[stem + ending].append(Form(lemma, takes, tells, particle or None))
    return forms


def _classes(tables: Clauses) -> Mapping[str, str]:
    """The class of every word of a closed class; later groups win."""
    groups = (
        (tables.adverbs, "A"),
        (tables.prepositions, "p"),
        (tables.conjunctions, "c"),
        (tables.determiners, "D"),
        (tables.subordinators, "s"),
        (tables.times, "T"),
        (tables.pronouns, "P"),
    )
    return {word: tag for words, tag in groups for word in words}


def _phrases(written: Iterable[str]) -> list[tuple[str, ...]]:
    """Phrases as tuples of words, the longest first."""
    return sorted((tuple(phrase.split()) for phrase in written), key=len, reverse=True)
