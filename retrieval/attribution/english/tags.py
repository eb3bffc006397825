"""Word classes, as far as the rules need them: a table of closed classes, and the shape of a word for the rest.

N name              D determiner        V verb that is surely finite      T time word      Q quotation
n other word        G 's                v "-ed": finite or participle     # number         , . : ( ) - marks
P personal pronoun  p preposition       X auxiliary                       A adverb        M quotation mark
W who, which        c and, or           s that, but, because ...          o "to"
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed

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
