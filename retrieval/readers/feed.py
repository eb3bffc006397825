"""Feeds: RSS in all its versions, and Atom. One article an item, of the text that stands in the feed itself.

The canonical text of an item is made as that of a page is (see ``html``); its raw bytes are its content in the feed.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException

import feedparser
from lxml import etree
from lxml import html as lxml_html

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers.addresses import plain_address
from retrieval.readers.dates import moment
from retrieval.readers.origin import Facts, Origin, build, read_bytes

LIMIT = 20_000_000  # bytes
_MOST_ITEMS = 2_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLOCKS = ("p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "pre", "section", "article", "br")
_SILENT = ("script", "style", "iframe", "noscript", "figure", "template")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed: what the feed says of its article, and the HTML that it gives of it.

    ``id`` is its own, the same in every version of it; ``where`` names it in an error.
    """

    id: str
    where: str
    facts: Facts
    content: str


def read(path: Path, name: str) -> Iterator[Article | ReadError]:
    """The articles of a saved feed."""
    for item in items(read_bytes(path, LIMIT), Origin(where=str(path), name=name)):
        try:
            yield item if isinstance(item, ReadError) else article(item)
        except ReadError as error:
            yield error


def items(data: bytes, origin: Origin) -> Iterator[Item | ReadError]:
    """The items of a feed, in its order; of several with the same id the first counts, and the others are named.

    Raises:
        ReadError: it is no feed, or it declares entities, which no feed needs and bombs are made of.
    """
    if _ENTITY.search(data):
        raise ReadError(origin.where, "declares entities of its own, which is not read here")
    parsed = _parsed(data, origin)
    if not parsed.get("version") and not parsed.entries:
        raise ReadError(origin.where, "is no feed")
    yield from _distinct(parsed, origin)
    if len(parsed.entries) > _MOST_ITEMS:
        yield ReadError(origin.where, f"has more than {_MOST_ITEMS:,} items; the others are left out", "too_large")
    elif parsed.bozo and isinstance(parsed.bozo_exception, SAXParseException):
        yield ReadError(origin.where, "is not well-formed; what could be read of it is taken")


def _parsed(data: bytes, origin: Origin) -> Any:
    headers = {"content-location": origin.url} if origin.url else {}
    if origin.charset:
        headers["content-type"] = f"application/xml; charset={origin.charset}"
    try:
        return feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False)
    except Exception:  # noqa: BLE001 - the parser of others, on data of strangers: whatever it stumbles over
        raise ReadError(origin.where, "is no feed that can be read") from None


def _distinct(parsed: Any, origin: Origin) -> Iterator[Item | ReadError]:
    seen: dict[str, tuple[str, str | None]] = {}
    outlet = _clean(parsed.feed.get("title"))
    language = _clean(parsed.feed.get("language"))
    for number, entry in enumerate(parsed.entries[:_MOST_ITEMS], start=1):
        facts = _facts(entry, outlet, language)
        name = facts.url or _clean(entry.get("id"))
        item = Item(
            id=_clean(entry.get("id")) or name or f"{origin.name}#{number}",
            where=f"{origin.where}, {name or f'item {number}'}",
            facts=facts,
            content=_content(entry),
        )
        said = (item.content, item.facts.title)
        if item.id not in seen:
            seen[item.id] = said
            yield item
        elif seen[item.id] != said:
            yield ReadError(
                item.where, f"another item has the id {item.id!r} already; the first one is kept", "duplicate"
            )


def article(item: Item) -> Article:
    """The article of the text that stands in the feed. Raises ReadError when there is none."""
    name = item.facts.url or item.id
    return build(content_text(item.content), item.facts, item.content.encode(), where=item.where, name=name)


def _facts(entry: Any, outlet: str | None, language: str | None) -> Facts:
    source = _clean(entry.get("source", {}).get("title"))
    modified = _moment(entry, "updated") if "updated" in entry else None
    authors = [name for author in entry.get("authors", ()) if (name := _clean(author.get("name")))]
    return Facts(
        title=_plain(entry.get("title")),
        outlet=outlet,
        author=", ".join(dict.fromkeys(authors)) or _clean(entry.get("author")),
        published=_moment(entry, "published") or modified,
        modified=modified if isinstance(modified, datetime) else None,
        url=plain_address(_clean(entry.get("link"))),
        language=(language or "").partition("-")[0].lower() or None,
        based_on=(source,) if source and source != outlet else (),
    )


def _moment(entry: Any, key: str) -> datetime | date | None:
    """As it was written; what only feedparser understands comes in UTC."""
    parsed = entry.get(f"{key}_parsed")
    return moment(entry.get(key) or "") or (datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None)


def _content(entry: Any) -> str:
    """The longest of what an item gives: its content, or the summary that many put everything into."""
    told = [content.get("value") or "" for content in entry.get("content", ())]
    return max([*told, entry.get("summary") or ""], key=len)


def content_text(content: str) -> str:
    """The text of HTML that is all article, a paragraph a line."""
    if "<" not in content and "&" not in content:
        return "\n\n".join(_lines(content))
    try:
        tree = lxml_html.fragment_fromstring(" ".join(content.split()), create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    for element in list(tree.iter(*_SILENT)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        if element.tag != "br":
            element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return "\n\n".join(_lines(tree.text_content()))


def _lines(text: str) -> Iterator[str]:
    return (clean for line in text.split("\n") if (clean := " ".join(line.split())))


def _plain(title: str | None) -> str | None:
    """A title is plain text in RSS and may be HTML in Atom."""
    return " ".join(content_text(title or "").split()) or None


def _clean(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
