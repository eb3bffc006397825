"""JSON Lines: one article a line, with its id and its text kept as they are given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.readers.decoding import decode
from retrieval.readers.fields import make_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from retrieval.model import Article


def read(path: Path, name: str) -> Iterator[Article | ReadError]:
    """The articles of a JSON Lines file; a line that cannot be read comes as a ReadError that names it.

    A line without an id gets the file's name and its own number.
    """
    with path.open("rb") as file:
        yield from read_lines(file, str(path), name)


def read_lines(lines: Iterable[bytes], where: str, name: str) -> Iterator[Article | ReadError]:
    """As ``read``; ``where`` is what errors call the lines together."""
    empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        empty = False
        try:
            yield _read_line(line, f"{where}, line {number}", f"{name}#{number}")
        except ReadError as error:
            yield error
    if empty:
        raise ReadError(where, "is empty")


def _read_line(line: bytes, where: str, name: str) -> Article:
    source = decode(line, where).rstrip()
    try:
        record = json.loads(source)
    except json.JSONDecodeError as error:
        raise ReadError(where, f"is not valid JSON ({error.msg} at column {error.colno})") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets nested as deep
        raise ReadError(where, "is not JSON that can be read") from None
    if not isinstance(record, dict):
        raise ReadError(where, "is not a JSON object")
    if record.get("text") is None:
        raise ReadError(where, "has no text field")
    if not isinstance(record["text"], str):
        raise ReadError(where, "text is not a string")
    return make_article(record["text"], record, line, where=where, name=name)
