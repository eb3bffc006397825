"""Text -> terms with offsets: fold, tokenise, stop, stem; the same for index and question.

- Case and diacritics are folded; marks on letters that are not Latin stay, since there they make other letters.
- Compounds are taken apart at hyphens. Clitics after an apostrophe are dropped ("Kyiv's" is "kyiv"), negations are kept
  ("didn't" is "not").
- "12,000" is "12000"; "$12tn" and "12 trillion dollars" give the same three terms, in another order.
- Abbreviations lose their dots. A word in capitals is never a stop word: "US", "WHO" and "IT" are terms, "us", "who"
  and "it" are not. In a text wholly in capitals that says nothing, and there stop words are stopped.
- A language that ``languages`` does not know is neither stopped nor stemmed.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from retrieval.languages import LANGUAGES, Language

_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₴": "hryvnia", "%": "percent"}
_APOSTROPHES = "'’ʼ＇"
# Latin letters that Unicode does not decompose, and marks inside words that are not seen or not said.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "\u00ad": None}
    | dict.fromkeys(_APOSTROPHES)
)
_LATIN_MARKS = re.compile("(?<=[a-zøłđðıæœþ])[\u0300-\u036f]+")

_LETTER = r"[^\W\d_]"
_WORD = "[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad])*"
_TOKEN = rf"""
    [0-9]{{1,3}}(?:[,\u00a0\u202f][0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?{_LETTER}*  # 12,000  12,000.5  12,000bn
  | [0-9]+\.[0-9]+{_LETTER}*                            # 3.5  3.5tn
  | {_LETTER}(?:\.{_LETTER})+\.?(?![^\W_])              # U.S.  e.g.
  | {_WORD}(?:[{_APOSTROPHES}]{_WORD})*                 # word  isn't  O'Brien  12tn  G7
  | [{re.escape("".join(_SIGNS))}]
"""
_NUMBER = re.compile(r"([0-9][0-9,\u00a0\u202f]*(?:\.[0-9]+)?)(.*)", re.DOTALL)
_MEMO = 1 << 17  # distinct written words that are remembered: a large archive's usual vocabulary


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it is written: ``text[start:end]``."""

    term: str
    start: int
    end: int


def tokens(text: str, language: str = "en") -> list[Token]:
    """The terms of ``text`` in its order, each with its offsets in it."""
    capitals = not text.isupper()
    return [
        Token(term, match.start() + start, match.start() + end)
        for match in _pattern(language).finditer(text)
        for term, start, end in _analyse(match.group(), language, capitals)
    ]


def terms(text: str, language: str = "en") -> list[str]:
    """The terms of ``text`` in its order, repeated as often as they stand in it."""
    capitals = not text.isupper()
    return [
        term for written in _pattern(language).findall(text) for term, _, _ in _analyse(written, language, capitals)
    ]


def fold(text: str) -> str:
    """``text`` without differences of case, of Latin diacritics, of compatible forms and of apostrophes; idempotent."""
    if text.isascii():
        return text.lower().replace("'", "")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", folded).translate(_LETTERS))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    known = LANGUAGES.get(language)
    phrases = "|".join(phrase.replace(" ", r"\s") for phrase in known.phrases) if known else ""
    return re.compile((rf"(?i:{phrases})(?![^\W_]) |" if phrases else "") + _TOKEN, re.VERBOSE)


@lru_cache(maxsize=_MEMO)
def _analyse(written: str, language: str, capitals: bool) -> tuple[tuple[str, int, int], ...]:  # noqa: FBT001  lru_cache wants plain arguments
    """The terms of one written token, with offsets in it: none for a stop word, two for a number with its unit."""
    if written in _SIGNS:
        return ((_stem(_SIGNS[written], language), 0, len(written)),)
    known = LANGUAGES.get(language)
    if written[0] in "0123456789":
        return _number(written, known, language)
    if known is None:
        return ((fold(written).replace(".", ""), 0, len(written)),)
    return _word(written, known, language, capitals)


def _number(written: str, known: Language | None, language: str) -> tuple[tuple[str, int, int], ...]:
    match = _NUMBER.fullmatch(written)
    if match is None:
        return ((fold(written), 0, len(written)),)
    digits = re.sub("[,\u00a0\u202f]", "", match[1])
    rest = fold(match[2])
    if not rest:
        return ((digits, 0, len(written)),)
    if known and rest in known.units:
        unit = _stem(known.units[rest], language)
        return ((digits, 0, match.end(1)), (unit, match.end(1), len(written)))
    return ((digits + rest, 0, len(written)),)


def _word(written: str, known: Language, language: str, capitals: bool) -> tuple[tuple[str, int, int], ...]:  # noqa: FBT001  as _analyse
    folded = " ".join(fold(written).split()).replace(".", "")
    if folded in known.phrases:
        return ((_stem(known.phrases[folded], language), 0, len(written)),)
    if known.negated and len(folded) < len(written) and folded.endswith(known.negated):
        return ((known.negation, 0, len(written)),)
    end = len(written)
    apostrophe = max(written.rfind(mark) for mark in _APOSTROPHES)
    if apostrophe > 0 and fold(written[apostrophe + 1 :]) in known.endings:
        end = apostrophe
        folded = fold(written[:end])
    acronym = "." in written or (capitals and end > 1 and written[:end].isupper())
    if not folded or (folded in known.stop and not acronym):
        return ()
    return ((_stem(known.forms.get(folded, folded), language), 0, end),)


_local = threading.local()  # a Stemmer must not be shared by threads


def _stem(word: str, language: str) -> str:
    known = LANGUAGES.get(language)
    if known is None:
        return word
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__
    if known.stemmer not in stemmers:
        stemmers[known.stemmer] = Stemmer.Stemmer(known.stemmer, 0)  # 0: the memo of _analyse is enough
    stemmed: str = stemmers[known.stemmer].stemWord(word)
    return stemmed
