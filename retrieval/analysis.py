"""Text -> terms with offsets: fold, tokenise, stop, stem; the same for index and question.

- Case and diacritics are folded. Marks on letters that are not Latin stay: there they make other letters.
- Compounds are taken apart at hyphens. Endings after an apostrophe are dropped ("Rome's" is "rome"), negations are
  kept ("didn't" is "not").
- "12,000" is "12000". "$12tn" and "12 trillion dollars" have the same three terms.
- Abbreviations lose their dots. A word in capitals is no stop word: "US", "WHO" and "IT" are terms, "us", "who" and
  "it" are not. Where the whole text is in capitals they say nothing, and its stop words are stopped.
- A word is brought to its stem (Snowball) or, in a language with many cases, to its lemma (simplemma).
- In a language that is not written in Latin letters, words in them are read as English.
- A language that ``languages`` does not know is neither stopped nor stemmed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from threading import Lock

import Stemmer

from retrieval.languages import DEFAULT, LANGUAGES
from retrieval.languages.tables import Terms

VERSION = "2"  # to be raised when a text gives other terms than before: what is stored is then made anew

_SIGNS = "$€£¥₴%"
_APOSTROPHES = "'\u2019\u02bc\uff07"
_MARKS = "\u0300-\u036f"
_HYPHENATION = "\u00ad"
# What Unicode does not decompose, and what is not said.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_LETTERS |= dict.fromkeys(_APOSTROPHES + _HYPHENATION, "")
_ANY_LETTER = re.compile(f"[{''.join(_LETTERS)}]")  # few texts hold many: far quicker than ``str.translate``
_LATIN_MARKS = re.compile(f"(?<=[a-zøłđð\u0131æœþ])[{_MARKS}]+")

_LETTER = r"[^\W\d_]"
_WORD = rf"[^\W_]+(?:[{_MARKS}{_HYPHENATION}]+[^\W_]*)*"
_REMEMBERED = 1 << 17  # written words: more than a large archive's usual vocabulary

_LATIN_WORD = re.compile("[a-zA-Z\u00c0-\u024f’'.]+")
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_PLAIN = Terms(signs=LANGUAGES[DEFAULT].terms.signs)  # of a language without tables

_Piece = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it is written: ``text[start:end]``."""

    term: str
    start: int
    end: int


def tokens(text: str, language: str = "en") -> list[Token]:
    """The terms of ``text`` in its order, each with its offsets in it."""
    lexer = _lexer(language, capitals_tell=not text.isupper())
    return [
        Token(term, match.start() + start, match.start() + end)
        for match in lexer.pattern.finditer(text)
        for term, start, end in lexer[match.group()]
    ]


def terms(text: str, language: str = "en") -> list[str]:
    """The terms of ``text`` in its order, repeated as often as they stand in it."""
    lexer = _lexer(language, capitals_tell=not text.isupper())
    return [term for written in lexer.pattern.findall(text) for term, _, _ in lexer[written]]


def fold(text: str) -> str:
    """``text`` without differences of case, Latin diacritics, compatible forms and apostrophes; idempotent."""
    if text.isascii():
        return text.lower().replace("'", "")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _ANY_LETTER.sub(lambda found: _LETTERS[found.group()], _LATIN_MARKS.sub("", folded))
    return unicodedata.normalize("NFC", plain)


def _token(tables: Terms) -> str:
    """The pattern of what is one word, one number or one sign."""
    thousands, decimal = re.escape(tables.thousands), re.escape(tables.decimal)
    return rf"""
    [a-zA-Z]{{2,}}+(?![\w{_APOSTROPHES}{_MARKS}{_HYPHENATION}])  # most words; first, since it is quick
  | [0-9]{{1,3}}(?:[{thousands}][0-9]{{3}})+(?![0-9])(?:{decimal}[0-9]+)?{_LETTER}*  # 12,000  12,000.5  12,000bn
  | [0-9]+{decimal}[0-9]+{_LETTER}*       # 3.5  3.5tn
  | {_LETTER}(?:\.{_LETTER})+\.?(?!\w)    # U.S.  e.g.
  | {_WORD}(?:[{_APOSTROPHES}]{_WORD})*   # word  isn't  O'Brien  12tn  G7
  | [{_SIGNS}]
"""


class _Lexer(dict[str, tuple[_Piece, ...]]):
    """What is written -> its terms, with offsets in it; each worked out once.

    A stop word has no term, a number with its unit has two.
    """

    def __init__(self, tables: Terms, *, capitals_tell: bool) -> None:
        super().__init__()
        phrases = "".join(rf"{_phrase(phrase)}(?!\w) | " for phrase in tables.phrases)
        self.pattern = re.compile(phrases + _token(tables), re.VERBOSE)
        separators = re.escape(tables.thousands + tables.decimal)
        self._number_with_unit = re.compile(rf"([0-9](?:[0-9{separators}]*[0-9])?)({_LETTER}*)")
        self._plain_digits = str.maketrans(dict.fromkeys(tables.thousands) | {tables.decimal: "."})
        self._tables = tables
        self._capitals_tell = capitals_tell
        self._stemmer = Stemmer.Stemmer(tables.stemmer, 0) if tables.stemmer else None
        self._latin = _lexer(tables.latin, capitals_tell=capitals_tell) if tables.latin else None
        self._lock = Lock()  # a Stemmer must not be used by two threads at once

    def __missing__(self, written: str) -> tuple[_Piece, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        with self._lock:
            pieces = self[written] = self._pieces(written)
        return pieces

    def _pieces(self, written: str) -> tuple[_Piece, ...]:
        if written in _SIGNS:
            return self._piece(self._tables.signs.get(written, written), 0, len(written))
        number = self._number_with_unit.fullmatch(written)
        if number:
            return self._number(number)
        if self._latin is not None and _LATIN_WORD.fullmatch(written):
            return self._latin[written]
        return self._word(written)

    def _number(self, number: re.Match[str]) -> tuple[_Piece, ...]:
        digits, unit = number[1].translate(self._plain_digits), fold(number[2])
        if unit in self._tables.units:
            return (
                (digits, 0, number.end(1)),
                *self._piece(self._tables.units[unit], number.start(2), number.end(2)),
            )
        return ((digits + unit, 0, number.end()),)

    def _word(self, written: str) -> tuple[_Piece, ...]:
        tables, end = self._tables, len(written)
        apostrophe = max(written.rfind(mark) for mark in _APOSTROPHES)
        folded = " ".join(fold(written).replace(".", "").split())
        if folded in tables.phrases:
            return self._piece(tables.phrases[folded], 0, end)
        if apostrophe > 0 and tables.negated and folded.endswith(tables.negated):
            return self._piece(tables.negation, 0, end)
        if apostrophe > 0 and fold(written[apostrophe:]) in tables.endings:
            end = apostrophe
            folded = fold(written[:end])
        acronym = "." in written or (self._capitals_tell and end > 1 and written[:end].isupper())
        if not folded or (folded in tables.stop and not acronym):
            return ()
        return self._piece(folded, 0, end, written[:end])

    def _piece(self, word: str, start: int, end: int, written: str = "") -> tuple[_Piece, ...]:
        """The term of a folded word; a lemma is looked up as the word is ``written``, with its apostrophe."""
        tables = self._tables
        word = tables.forms.get(word, word)
        for spelling, replacement in tables.spellings:
            word = re.sub(spelling, replacement, word)
        if self._stemmer:
            word = self._stemmer.stemWord(word)
        elif tables.lemmas:
            word = tables.forms.get(lemma := _lemma(written or word, tables.lemmas, tables.cases), lemma)
        return ((word, start, end),)


def _lemma(written: str, language: str, cases: str) -> str:
    """The folded lemma of a word; of one that is not known, mostly a name, what it is without the ending of a case."""
    from simplemma import is_known, lemmatize  # noqa: PLC0415 - takes 50 ms, for languages that many archives lack

    word = written.lower().translate(_STRAIGHT)
    if is_known(word, language, low_memory=True):
        return fold(lemmatize(word, language, low_memory=True))
    folded = fold(word)
    return re.sub(rf"(?<=...){cases}", "", folded)


def _phrase(phrase: str) -> str:
    return rf"[{phrase[0]}{phrase[0].upper()}]{phrase[1:]}".replace(" ", r"\s")


@cache
def _lexer(language: str, *, capitals_tell: bool) -> _Lexer:
    found = LANGUAGES.get(language)
    return _Lexer(found.terms if found else _PLAIN, capitals_tell=capitals_tell)
