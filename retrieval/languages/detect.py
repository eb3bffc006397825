"""Which language a text is in, by its letters and its function words.

Three languages that differ in script or in their commonest words need no model; a few words are enough. What has
neither the letters nor the words of a language that there are tables for is in an unknown one.
"""

from __future__ import annotations

import re
from collections import Counter

from retrieval.languages import DEFAULT, LANGUAGES, UNKNOWN
from retrieval.languages.tables import Language

Chars = Counter[str]  # how often each stands in what is looked at of a text

_LOOKED_AT = 4_000  # characters
_MOSTLY = 0.6  # of the letters
_FOREIGN = 0.004  # of the letters: more than names bring in
_LEAST = 0.12  # function words among the words of a text that is long enough to show some
_LONG = 25  # words

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_SUBTAG = re.compile(r"[a-z]{2,3}(?=$|[-_])")


def language_of(text: str, told: str | None = None) -> str:
    """The language that its metadata tells ("uk", "en-US"); as detected where they tell none.

    The default language does not count where the text is in other letters: many sites say so who were never asked.
    """
    tag = _SUBTAG.match((told or "").strip().lower())
    unasked = tag is not None and tag[0] == DEFAULT and not _is_written_in(LANGUAGES[DEFAULT], _chars(text))
    return detect(text) if tag is None or unasked else tag[0]


def detect(text: str) -> str:
    """The code of the language, ``UNKNOWN`` for one without tables; of a text that tells nothing the default one."""
    chars = _chars(text)
    if not _letters(chars):
        return DEFAULT
    words = _WORD.findall(text[:_LOOKED_AT].lower().replace("’", "'").replace("ʼ", "'"))
    possible = [language for language in LANGUAGES.values() if not _has_foreign_letters(language, chars)]
    written = [language for language in possible if _is_written_in(language, chars)]
    # A text of two scripts, such as a question with names, goes by its words alone.
    shares = {known.code: sum(word in known.common for word in words) / len(words) for known in written or possible}
    best = max(shares, key=lambda code: (shares[code], _written(LANGUAGES[code], chars)), default=UNKNOWN)
    share = shares.get(best, 0.0)
    told = share >= _LEAST if len(words) >= _LONG else bool(written) or share > 0
    return best if told else UNKNOWN


def by_letters(text: str) -> str:
    """The first language that is written in the letters of a text, such as a name, which tells no more."""
    chars = _chars(text)
    return next((code for code, language in LANGUAGES.items() if _is_written_in(language, chars)), DEFAULT)


def _chars(text: str) -> Chars:
    return Counter(text[:_LOOKED_AT])


def _letters(chars: Chars) -> int:
    return sum(count for char, count in chars.items() if char.isalpha())


def _is_written_in(language: Language, chars: Chars) -> bool:
    return _written(language, chars) >= _MOSTLY * _letters(chars)


def _written(language: Language, chars: Chars) -> int:
    """How many letters are letters of the language."""
    return sum(chars[char] for char in re.findall(language.letters, "".join(chars)))


def _has_foreign_letters(language: Language, chars: Chars) -> bool:
    """Whether letters that the language does not have are more than a name here and there."""
    found = re.findall(language.foreign, "".join(chars), re.IGNORECASE) if language.foreign else ()
    return sum(chars[char] for char in found) > _FOREIGN * _letters(chars)
