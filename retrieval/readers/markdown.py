"""Markdown, with YAML front matter or without: one article a file.

The canonical text is the source below the front matter, markup and all: a quote shown to users is then what stands in
the file, and an offset means the same to whoever opens it. Only the segmenter looks at markup, to see headings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from retrieval.errors import ReadError
from retrieval.readers.decoding import canonical, decode
from retrieval.readers.fields import make_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from retrieval.model import Article

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")


def read(path: Path, name: str) -> Iterator[Article]:
    """The one article of a Markdown file. A level-one heading at its top is the title where none is given."""
    where = str(path)
    raw = path.read_bytes()
    source = canonical(decode(raw, where))
    given: dict[str, object] = {}
    if front := _FRONT_MATTER.match(source):
        given = _load(front[1], where)
        source = source[front.end() :]
    if not given.get("title") and (heading := _FIRST_HEADING.match(source)):
        given["title"] = heading[1]
    yield make_article(source, given, raw, where=where, name=name)


def _load(front_matter: str, where: str) -> dict[str, object]:
    """Front matter with every scalar as the string that was written: ``title: No`` and ``date: 2026-02-08`` too."""
    try:
        given = yaml.load(front_matter, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise ReadError(where, f"its front matter is not valid YAML (line {line}: {error.problem})") from None
    except (yaml.YAMLError, RecursionError):
        raise ReadError(where, "its front matter is not valid YAML") from None
    if given in (None, ""):
        return {}
    if not isinstance(given, dict):
        raise ReadError(where, "its front matter is not a list of keys and values")
    return given
