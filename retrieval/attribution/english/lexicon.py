"""The word lists of this package, read from ``lexicon/*.txt`` when they are first asked for.

A file holds words between spaces or line ends, under ``[section]`` heads; ``#`` begins a comment line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("lexicon")
_VOWELS = frozenset("aeiou")
_DOUBLING = frozenset(
    {"admit", "beg", "brag", "quip", "quit", "rebut", "slam", "snap", "swear", "tap", "nod", "sob", "chat"}
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying. ``follows`` are the letters that ``verbs.txt`` explains."""

    lemma: str
    follows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb; ``tense`` is ``base``, ``s``, ``past``, ``participle``, ``ing`` or ``past+participle``."""

    verb: Verb
    tense: str


def lines(name: str) -> Iterator[str]:
    """The lines of a file without its comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def sections(name: str) -> Mapping[str, frozenset[str]]:
    """The words of a file by section; words before any head stand under the empty name."""
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for line in lines(name):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        else:
            current.extend(line.split())
    return {head: frozenset(words) for head, words in found.items()}


@cache
def closed(section: str) -> frozenset[str]:
    """A small closed class from ``words.txt``."""
    return sections("words")[section]


@cache
def verbs() -> Mapping[str, Form]:
    """Every form of every verb of saying."""
    forms: dict[str, Form] = {}
    for line in lines("verbs"):
        lemma, follows, *irregular = line.split()
        verb = Verb(lemma, frozenset(follows))
        for form, tense in _inflect(lemma, irregular[0] if irregular else None):
            forms.setdefault(form, Form(verb, tense))
    return forms


def _inflect(lemma: str, irregular: str | None) -> Iterator[tuple[str, str]]:
    if irregular != lemma:
        yield lemma, "base"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        yield lemma[:-1] + "ies", "s"
    else:
        yield lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), "s"
    doubled = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    stem = doubled[:-1] if doubled.endswith("e") and not doubled.endswith(("ee", "oe")) else doubled
    yield stem + "ing", "ing"
    if irregular and "," in irregular:
        past, participle = irregular.split(",")
        yield past, "past"
        yield participle, "participle"
    elif irregular:
        yield irregular, "past+participle"
    elif stem.endswith("y") and stem[-2] not in _VOWELS:
        yield stem[:-1] + "ied", "past+participle"
    else:
        yield stem + ("d" if stem.endswith("e") else "ed"), "past+participle"


@cache
def titles() -> Mapping[str, str | None]:
    """Heads of titles, lower case, with the gender that the word tells (``m``, ``f`` or None)."""
    found: dict[str, str | None] = {}
    for section in ("titles", "abbreviations"):
        for entry in sections("titles")[section]:
            word, _, gender = entry.partition(":")
            found[word] = gender or None
            if section == "abbreviations":
                found[word + "."] = gender or None
    return found


@cache
def abbreviations() -> frozenset[str]:
    """Titles that stand before a name only ("mr.", "sen."), lower case."""
    bare = {entry.partition(":")[0] for entry in sections("titles")["abbreviations"]}
    return frozenset(bare | {word + "." for word in bare})


@cache
def collectives() -> frozenset[str]:
    """Plural heads of groups of people ("officials")."""
    return sections("titles")["collectives"]


@cache
def given_names() -> Mapping[str, str | None]:
    """Given names, lower case, with their gender; None where a name serves both."""
    by_gender = sections("given_names")
    return {name: gender if gender != "u" else None for gender in "mfu" for name in by_gender[gender]}


@cache
def speaking_nouns() -> frozenset[str]:
    """Nouns that may be the subject of a verb of saying: people, groups, papers, bodies."""
    sources = sections("sources")
    several = frozenset(word + "s" for word in titles() if word.isalpha())
    return frozenset(titles()) | several | collectives() | sources["papers"] | sources["bodies"]


@cache
def plain_openers() -> frozenset[str]:
    """Words that are no names when they open a sentence: nouns that speak, verbs of saying, adjectives of number."""
    return speaking_nouns() | frozenset(verbs()) | closed("adjectives of number")


@cache
def long_places() -> frozenset[str]:
    """Names of places of several words."""
    return frozenset(name.replace("-", " ") for name in sections("places")["long"])


def places() -> frozenset[str]:
    """Names of places as written."""
    return sections("places")[""]


def plain_verbs() -> frozenset[str]:
    """Base forms of common verbs that are seldom nouns."""
    return sections("common_verbs")["plain"]
