"""Word classes: a table of closed classes, and the capital of a name; the letters are those of ``english.tags``."""

from __future__ import annotations

from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.outlets import names
from retrieval.attribution.words import Words

_MARKS = {
    **dict.fromkeys(".!?;…", "."),
    **dict.fromkeys(("—", "–", "-", "--"), "-"),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    ",": ",",
    ":": ":",
    **dict.fromkeys(("“", "”", "„", "«", "»", "‘", "’", '"', "'", "'" * 2, "'" * 3, "``"), "M"),
}


def classes(words: Words, starts: frozenset[int], known: Lexicon) -> list[str]:
    """The class of each word; ``starts`` are the words that open sentences, whose capital says nothing."""
    found = [_class(text, low, known) for text, low in zip(words.text, words.low, strict=True)]
    plain = {text for text, low in zip(words.text, words.low, strict=True) if text == low}
    for k in starts:
        if k < len(found) and found[k] == "N" and not _names_somebody(words, k, found, known):
            low = words.low[k]
            listed = low in plain or low in known.verbs or low in known.classes or known.is_head(low)
            found[k] = known.classes.get(low, "n") if listed else "N"
    return found


def _class(text: str, low: str, known: Lexicon) -> str:
    if text[0].isupper() or low in names():
        return "N"
    if low in _MARKS:
        return _MARKS[low]
    if low[0].isdigit():
        return "#"
    return known.classes.get(low, "n") if low[0].isalnum() else "."


def _names_somebody(words: Words, k: int, found: list[str], known: Lexicon) -> bool:
    """Whether the first word of a sentence is a part of a name, or an abbreviation."""
    text, low = words.text[k], words.low[k]
    if known.given_names(text) and low not in known.classes:
        return True
    return len(text) > 1 and text.isupper() and low not in known.classes and found[k + 1 : k + 2] != ["N"]
