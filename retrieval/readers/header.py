"""Metadata written into the text itself, above the article proper.

Two forms are known. A date on the first line before the text, as scrapers leave it: ``date 2026-02-08 The talks
began ...``. And lines of a key and a value at the very top: ``Title: ...``, ``By: ...``, ``Date: 8 February 2026``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_FIELDS = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "author": "author",
    "by": "author",
    "date": "published",
    "published": "published",
    "url": "url",
    "link": "url",
    "заголовок": "title",
    "видання": "outlet",
    "джерело": "outlet",
    "автор": "author",
    "дата": "published",
    "посилання": "url",
}
_INLINE_DATE = re.compile(r"\s*date:?[ \t]+(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}\S*)?[ \t]+(?=\S)", re.IGNORECASE)
_LINE = re.compile(rf"\s*({'|'.join(_FIELDS)})[ \t]*:[ \t]*(\S[^\n]{{0,299}})(?:\n\s*|\Z)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”»]?$")
_DATE_FORMATS = ("%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says, and the offset ``end`` at which the article proper starts (0 without a header)."""

    end: int = 0
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None


def read_header(text: str) -> Header:
    """The header that ``text`` starts with. One that leaves no text below it is no header."""
    end = 0
    found: dict[str, str] = {}
    while line := _LINE.match(text, end):
        field, value = _FIELDS[line[1].lower()], line[2].strip()
        if field in found or not _fits(field, value):
            break
        found[field] = value
        end = line.end()
    published = _read_date(found.pop("published", ""))
    if (inline := _INLINE_DATE.match(text, end)) and (day := _read_date(inline[1])):
        published = published or day
        end = inline.end()
    return Header(end=end, published=published, **found) if text[end:].strip() else Header()


def _fits(field: str, value: str) -> bool:
    """Whether a value is one of its field, and not prose that happens to follow a colon."""
    if field == "published":
        return _read_date(value) is not None
    return field in {"title", "url"} or not _SENTENCE_END.search(value)


def _read_date(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - only the day is kept
        except ValueError:
            continue
    return None
