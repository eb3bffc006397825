"""Word classes, as far as the rules need them: a table of closed classes, and the shape of a word for the rest.

N name              D determiner        V verb that is surely finite      T time word      Q quotation
n other word        G 's                v "-ed": finite or participle     # number         , . : ( ) - marks
P personal pronoun  p preposition       X auxiliary                       A adverb        M quotation mark
W who, which        c and, or           s that, but, because ...          o "to"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.words import Words

_MARKS = {
    **dict.fromkeys(".!?;…", "."),
    **dict.fromkeys(("—", "–", "-", "--"), "-"),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    ",": ",",
    ":": ":",
    "'s": "G",
    "to": "o",
    "and": "c",
    "or": "c",
    "&": "c",
    **dict.fromkeys(("“", "”", "„", "«", "»", "‘", "’", '"', "'", "'" * 2, "'" * 3, "``"), "M"),
}
_SUMS = frozenset("$£€%")
_PERSONAL = "he she they it we i you"
_RELATIVE = "who which whom"


@cache
def table() -> Mapping[str, str]:
    """The class of every word of a closed class, by its lower-case form; later entries win."""
    closed, verbs = lexicon.closed, lexicon.sections("common_verbs")
    found: dict[str, str] = {}
    groups = (
        (verbs["past"] | verbs["present"], "V"),
        (closed("adverbs"), "A"),
        (closed("prepositions"), "p"),
        (closed("subordinators"), "s"),
        (closed("determiners"), "D"),
        (closed("auxiliaries"), "X"),
        (closed("negations"), "X"),
        (closed("times") | closed("weekdays") | closed("months") - {"may", "march"}, "T"),
        (_PERSONAL.split(), "P"),
        (_RELATIVE.split(), "W"),
        (("that",), "s"),
        (closed("prepositions") & {"as", "than", "since", "until", "before", "after"}, "p"),
    )
    for words, tag in groups:
        found.update(dict.fromkeys(words, tag))
    return found | _MARKS


@lru_cache(maxsize=1 << 16)
def tag(text: str, low: str) -> str:
    """The class of a word inside a sentence, where a capital makes a name."""
    if not text[0].isupper() or low in closed("calendar"):
        return table().get(low) or _by_shape(low)
    known = table().get(low)
    return known if known and known in "DPWspcoA" and not _shouted(text, known) else "N"


@lru_cache(maxsize=1 << 14)
def opening_tag(text: str, low: str) -> str:
    """The class of a word that opens a sentence, so that its capital says nothing."""
    known = table().get(low)
    if not text[0].isupper() or low in closed("calendar"):
        return known or _by_shape(low)
    if known:
        return "N" if _shouted(text, known) else known
    return "n" if low in lexicon.plain_openers() else "N"


def _shouted(text: str, known: str) -> bool:
    """Whether capitals tell an abbreviation from a pronoun ("WHO", "IT")."""
    return known in "PW" and len(text) > 1 and text.isupper()


def _by_shape(low: str) -> str:
    """The class of a lower-case word, a number or a mark that no table knows."""
    if low[0].isdigit() or low in _SUMS:
        return "#"
    if not low[0].isalnum():
        return "." if low in {"*", "/", "|", "•"} else "-"
    if low.endswith("ed") and len(low) > 4:
        return "v"
    if low.endswith("ly") and len(low) > 4 and low not in closed("ly_nouns"):
        return "A"
    return "X" if low.endswith("n't") else "n"


def classes(words: Words, starts: frozenset[int]) -> list[str]:
    """The class of each word; ``starts`` are the words that open sentences."""
    text, low = words.text, words.low
    pairs = list(zip(text, low, strict=True))
    found = [tag(form, lower) for form, lower in pairs]
    for k in starts:
        if k < len(found):
            found[k] = opening_tag(text[k], low[k])
    plain = {form for form, lower in pairs if form == lower}
    for k in starts:
        if found[k : k + 2] == ["n", "N"] and text[k][0].isupper() and low[k] in lexicon.given_names():
            found[k] = "N"  # "Bill Lind", although a bill is a paper
        if k < len(found) and found[k] == "N" and low[k] in plain and not _named(text[k], k, found):
            found[k] = "n"
    for k in range(1, len(found)):
        if found[k] == "G" and (found[k - 1] in "PW" or low[k - 1] in closed("before is")):
            found[k] = "X"  # "he's", "that's"
    return found


def _named(text: str, k: int, tags: Sequence[str]) -> bool:
    """Whether a sentence's first word, plain elsewhere, is part of a name here, or an abbreviation."""
    return tags[k + 1 : k + 2] == ["N"] or (len(text) > 1 and text.isupper())
