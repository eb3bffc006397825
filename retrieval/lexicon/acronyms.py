"""Abbreviations by initials: where a text defines them, and which names they may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from retrieval.model import Span

_CAPITAL = r"[A-Z\u00c0-\u00de]"
_NAME_WORD = rf"(?<![\w'’-]){_CAPITAL}[\w'’-]*"
_SMALL = r"(?:of|the|and|for|in|on|to|at|against|de|&)"
_RUN = re.compile(rf"{_NAME_WORD}(?:\s+(?:{_SMALL}\s+){{0,2}}{_NAME_WORD}){{1,11}}")  # longer is no name
_ABBREVIATION = rf"{_CAPITAL}(?:[a-z]?\.?{_CAPITAL}){{1,9}}\.?"
_BEFORE = re.compile(rf"(?P<name>{_RUN.pattern})\s+\(\s*(?P<short>{_ABBREVIATION})\s*[),;]")
_BEHIND = re.compile(rf"\b(?P<short>{_ABBREVIATION})\s+\(\s*(?:the\s+)?(?P<name>{_RUN.pattern})\s*[),;]")


def definitions(text: str) -> Mapping[str, str]:
    """The abbreviations that ``text`` defines, without dots, and the names that they stand for.

    Defined as in "European Union (EU)" or "EU (European Union)"; the first definition of an abbreviation counts.
    """
    found: dict[str, tuple[int, str]] = {}
    for match in (*_BEFORE.finditer(text), *_BEHIND.finditer(text)):
        short = match["short"].replace(".", "")
        name = next((name for name in _tails(match["name"]) if stands_for(short, name)), None)
        if name:
            found[short] = min(found.get(short, (match.start(), name)), (match.start(), name))
    return {short: name for short, (_, name) in found.items()}


def stands_for(abbreviation: str, name: str) -> bool:
    """Whether ``abbreviation`` is made of the initials of ``name``, in which those of small words may be left out."""
    letters = abbreviation.replace(".", "").casefold()
    return len(letters) > 1 and re.fullmatch(_initials(name), letters) is not None


def find(abbreviation: str, text: str) -> list[Span]:
    """Where names with these initials stand in ``text``: runs of capitalised words, and parts of such runs.

    Two letters fit too much; they must be the beginning of a run: "European Union" in "European Union Commission".
    """
    letters = len(abbreviation.replace(".", ""))
    return [
        (run.start() + start, run.start() + end)
        for run in _RUN.finditer(text)
        for start, end in _parts(run.group(), letters)
        if stands_for(abbreviation, run.group()[start:end])
    ]


def initials(text: str) -> dict[Span, str]:
    """Each run of capitalised words in ``text`` with its initials in small letters, those of small words left out."""
    found = {}
    for run in _RUN.finditer(text):
        words = [word for word in re.findall(_NAME_WORD, run.group()) if not re.fullmatch(_SMALL, word, re.IGNORECASE)]
        found[run.span()] = "".join(word[0].casefold() for word in words)
    return found


def _parts(run: str, letters: int) -> Iterator[Span]:
    words = [word for word in re.finditer(_NAME_WORD, run) if not re.fullmatch(_SMALL, word.group(), re.IGNORECASE)]
    for first, word in enumerate(words[:1] if letters < 3 else words):
        for last in words[first + 1 : first + letters]:
            yield word.start(), last.end()


def _initials(name: str) -> str:
    """A pattern: initials of capitalised words, and as may be of small words and behind hyphens."""
    return "".join(
        re.escape(match["word"][0].casefold()) + ("" if match["word"][0].isupper() and not match["hyphen"] else "?")
        for match in re.finditer(r"(?P<hyphen>-?)(?P<word>\w[\w'’]*|&)", name)
    )


def _tails(name: str) -> Iterator[str]:
    """The ends of a name that begin with a capitalised word, the shortest first."""
    for word in reversed(list(re.finditer(_NAME_WORD, name))):
        yield name[word.start() :]
