"""Articles of what was fetched, by the kind of thing that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers.addresses import plain_address
from retrieval.readers.decoding import decode
from retrieval.readers.origin import Facts, Origin, build
from retrieval.sources.fetch import Fetched, Fetcher

if TYPE_CHECKING:
    from retrieval.readers.feed import Item

_KINDS = {
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xhtml+xml": "page",
    "text/html": "page",
    "text/markdown": "text",
    "text/plain": "text",
}
_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"<?xml", "feed"),
    (b"<rss", "feed"),
    (b"<feed", "feed"),
    (b"<rdf", "feed"),
    (b"<", "page"),
)


def read_address(fetcher: Fetcher, address: str) -> Iterator[Article | ReadError]:
    """The article at an address, or those that the feed there links to. What cannot be read comes as a ReadError."""
    try:
        fetched = fetcher.get(address)
        if fetched is None:
            return
        if kind_of(fetched) != "feed":
            yield read_fetched(fetched, address)
            return
        from retrieval.readers import feed  # noqa: PLC0415 - slow to import

        for item in feed.items(fetched.data, origin_of(fetched, address)):
            yield item if isinstance(item, ReadError) else _tried(fetcher, item)
    except ReadError as error:
        yield error


def kind_of(fetched: Fetched) -> str:
    """``page``, ``feed``, ``pdf``, ``text`` or ``unknown``: feeds and PDF files by their looks, as they are often
    served under another name; anything else as the server says.
    """
    start = fetched.data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    looks = next((kind for sign, kind in _SIGNS if start.startswith(sign)), "unknown")
    if looks == "feed" and b"<html" in start:
        looks = "page"
    return looks if looks in {"feed", "pdf"} else _KINDS.get(fetched.media_type, looks)


def origin_of(fetched: Fetched, address: str) -> Origin:
    own = plain_address(fetched.address) or fetched.address
    return Origin(where=address, name=own, url=own, charset=fetched.charset)


def read_fetched(fetched: Fetched, address: str) -> Article:
    """The one article of a page, a PDF file or a text. Raises ReadError."""
    origin = origin_of(fetched, address)
    match kind_of(fetched):
        case "page":
            from retrieval.readers import html  # noqa: PLC0415 - slow to import

            return html.parse(fetched.data, origin)
        case "pdf":
            from retrieval.readers import pdf  # noqa: PLC0415 - slow to import

            return pdf.parse(fetched.data, origin)
        case "text":
            text = decode(fetched.data, address)
            return build(text, Facts(url=origin.url), fetched.data, where=address, name=origin.name)
        case kind:
            said = fetched.media_type or "no content type"
            raise ReadError(address, f"is no article ({'a feed' if kind == 'feed' else said})")


def read_item(fetcher: Fetcher, item: Item) -> Article:
    """The article that an item of a feed links to; where it has no link, what stands in the feed. Raises ReadError.

    What the page does not say of itself, the feed says; but who published it is not for a feed to say, which may be
    one of everybody's articles.
    """
    from retrieval.readers import feed  # noqa: PLC0415 - slow to import

    said = item.facts
    if said.url is None:
        return feed.article(item)
    fetched = fetcher.get(said.url)
    if fetched is None:
        raise ReadError(said.url, "answers that it has not changed, though nobody asked")
    article = read_fetched(fetched, said.url)
    if article.published is None and said.published:
        at = said.published if isinstance(said.published, datetime) else None
        article = replace(article, published=at.date() if at else said.published, published_at=at)
    return replace(
        article,
        title=article.title or said.title,
        author=article.author or said.author,
        based_on=article.based_on or said.based_on,
    )


def _tried(fetcher: Fetcher, item: Item) -> Article | ReadError:
    try:
        return read_item(fetcher, item)
    except ReadError as error:
        return error
