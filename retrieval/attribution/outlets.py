"""News outlets and agencies, told by their names. The names that all languages share are in ``outlets.txt``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from retrieval.languages import LANGUAGES

_LIST = Path(__file__).with_name("outlets.txt")


def bare(name: str) -> str:
    """An outlet's name without its article and the marks around it."""
    return re.sub(r"^[Tt]he ", "", name).removesuffix("'s").removesuffix("’s").strip(" .,'’\"«»„“”")


def is_outlet(name: str) -> bool:
    """Whether a name is that of a news outlet or agency."""
    words = bare(name).lower().split()
    if not words:
        return False
    if " ".join(words) in names() or name.lower().removesuffix("'s") in names():
        return True
    return len(words) > 1 and (words[-1] in _last_words() or not _press().isdisjoint([*words[:2], words[-1]]))


@cache
def names() -> Mapping[str, str]:
    """Names of outlets in lower case, each with the way in which it is written."""
    written = [*_section("[names]"), *(name for language in LANGUAGES.values() for name in language.reports.outlets)]
    return {name.lower(): name for name in written}


@cache
def _last_words() -> frozenset[str]:
    """Words that end an outlet's name, lower case."""
    return frozenset(word.lower() for line in _section("[words]") for word in line.split())


@cache
def _press() -> frozenset[str]:
    """Nouns that stand before an outlet's name, beside English, in which they stand behind it."""
    return frozenset().union(*(language.clauses.press for language in LANGUAGES.values() if language.clauses))


def _section(head: str) -> list[str]:
    """The lines of the list that stand under a head."""
    found: list[str] = []
    inside = False
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            inside = line == head
        elif inside and line and not line.startswith("#"):
            found.append(line)
    return found
