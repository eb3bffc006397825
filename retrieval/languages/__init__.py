"""What the program knows of each language, as data: a new one is a module like these and an entry of ``LANGUAGES``."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.languages import de, en, uk
from retrieval.languages.tables import Language

DEFAULT = "en"  # of a text that tells nothing of its language
UNKNOWN = "und"  # ISO 639-2 for a language that is not determined

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (en.ENGLISH, uk.UKRAINIAN, de.GERMAN)}


def rules_of(language: str) -> Language:
    """The tables of a language; those of the default language for one that has none."""
    return LANGUAGES.get(language, LANGUAGES[DEFAULT])
