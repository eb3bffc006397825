"""Metadata as it was found, under whatever name, to an Article's fields: one place that says what is accepted."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.languages.detect import language_of
from retrieval.model import Article
from retrieval.readers.decoding import canonical
from retrieval.readers.header import read_header

if TYPE_CHECKING:
    from collections.abc import Mapping


_LONGEST_DAY = len("2026-02-08")  # what is longer has a time (ISO 8601)


def make_article(text: str, given: Mapping[str, object], raw: bytes, *, where: str, name: str) -> Article:
    """An article of ``text`` and the metadata given with it; a header within the text fills in what is not given.

    ``given`` may hold id, title, outlet, author, published (or date), published_at, modified, url, language,
    correction, based_on and raw_hash; an empty value counts as none, other keys are ignored. ``name`` is the id where
    none is given, ``raw`` are the bytes that all of it was taken from; a raw_hash that is given tells of those before.

    Raises:
        ReadError: no text, a value of the wrong type, or a date that is none.
    """
    text = canonical(text)
    if not text.strip():
        raise ReadError(where, "holds no text", "no_text")
    if "\0" in text:
        raise ReadError(where, "holds a NUL character")
    if not _encodable(text):
        raise ReadError(where, "holds half of a character (a lone surrogate)")
    header = read_header(text)
    published = _string(given, "published", where) or _string(given, "date", where)
    at = _time(_string(given, "published_at", where) or published, where)
    return Article(
        id=_string(given, "id", where) or name,
        text=text,
        title=_string(given, "title", where) or header.title,
        outlet=_string(given, "outlet", where) or header.outlet,
        author=_string(given, "author", where) or header.author,
        published=_moment(published, where).date() if published else at.date() if at else header.published,
        url=_string(given, "url", where) or header.url,
        language=language_of(text[header.end :], _string(given, "language", where)),
        body=header.end,
        published_at=at,
        modified=_time(_string(given, "modified", where), where),
        correction=_string(given, "correction", where),
        based_on=_names(given, "based_on", where),
        raw_hash=_hash(given, where) or hashlib.sha256(raw).hexdigest(),
    )


def _string(given: Mapping[str, object], key: str, where: str) -> str | None:
    value = given.get(key)
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(where, f"{key} is not a string")
    if not _encodable(value):
        raise ReadError(where, f"{key} holds half of a character (a lone surrogate)")
    value = canonical(value)
    return (value if key == "id" else value.strip()) or None


def _names(given: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    values = given.get(key) or ()
    if not isinstance(values, list | tuple):
        raise ReadError(where, f"{key} is not a list")
    return tuple(filter(None, (_string({key: value}, key, where) for value in values)))


def _hash(given: Mapping[str, object], where: str) -> str | None:
    value = _string(given, "raw_hash", where)
    if value and not re.fullmatch("[0-9a-f]{64}", value):
        raise ReadError(where, "raw_hash is no SHA-256 in hexadecimal")
    return value


def _moment(value: str, where: str) -> datetime:
    """The calendar day and the time as written, whatever the time zone says; midnight where no time is written."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ReadError(where, f"{value!r} is not a date such as 2026-02-08") from None


def _time(value: str | None, where: str) -> datetime | None:
    """None for a day without a time."""
    at = _moment(value, where) if value else None
    return at if at and len(value or "") > _LONGEST_DAY else None


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
