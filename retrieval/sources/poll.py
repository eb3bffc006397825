"""One look at a source on the web: what is new there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers import feed
from retrieval.sources.fetch import Fetcher, FetchError
from retrieval.sources.known import UNKNOWN, Known
from retrieval.sources.source import Feed, Memory, Pages, Seen
from retrieval.sources.web import origin_of, read_fetched, read_item

_TRIES = 3  # looks in which an item may fail for a passing reason, before it is given up


@dataclass(slots=True)
class Notes:
    """What is written down during a look. ``memory`` of it is for the next one, if this one came to its end."""

    before: Memory
    known: Known = UNKNOWN
    items: dict[str, Seen] = field(default_factory=dict)
    pages: dict[str, Known] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def memory(self) -> Memory:
        """The feed is asked for again, changed or not, as long as an item of it is still to be had."""
        waiting = any(seen.tries for seen in self.items.values())
        return Memory(UNKNOWN if waiting else self.known, self.items, self.pages, frozenset(self.told))

    def tell(self, error: ReadError) -> Iterator[ReadError]:
        """The error, unless it was told at the last look. As a copy: one that was raised holds on to all it came by."""
        self.told.add(str(error))
        if str(error) not in self.before.told:
            yield ReadError(error.where, error.reason, error.sort)


def look_at_feed(fetcher: Fetcher, source: Feed, notes: Notes) -> Iterator[Article | ReadError]:
    """The articles of items that are new or changed, and what could not be read.

    Raises:
        ReadError: the feed itself could not be read.
    """
    fetched = fetcher.get(source.key, notes.before.known)
    if fetched is None:
        notes.known, notes.items, notes.told = notes.before.known, notes.before.items, set(notes.before.told)
        return
    notes.known = fetched.known
    refused = None  # a site that is asked too often is not asked for the rest of its items now
    for item in feed.items(fetched.data, origin_of(fetched, source.key)):
        if isinstance(item, ReadError):
            yield from notes.tell(item)
            continue
        seen = notes.before.items.get(item.id)
        version = _version(item)
        failed = seen.tries if seen and seen.version == version else 0
        if seen == Seen(version):
            notes.items[item.id] = seen
            continue
        if refused:
            notes.items[item.id] = Seen(version, failed or 1)
            continue
        notes.items[item.id] = Seen(version)
        try:
            yield feed.article(item) if source.text == "feed" else read_item(fetcher, item)
        except FetchError as error:
            if error.transient and failed + 1 < _TRIES:
                notes.items[item.id] = Seen(version, failed + 1)
            refused = error if error.wait else None
            yield from notes.tell(error)
        except ReadError as error:
            yield from notes.tell(error)


def look_at_pages(fetcher: Fetcher, source: Pages, notes: Notes) -> Iterator[Article | ReadError]:
    """The articles of pages that have changed, and what could not be read.

    Raises:
        FetchError: none of them could be.
    """
    failed = None
    for address in source.addresses:
        before = notes.before.pages.get(address, UNKNOWN)
        try:
            fetched = fetcher.get(address, before)
            if fetched:
                yield read_fetched(fetched, address)
            notes.pages[address] = fetched.known if fetched else before
        except ReadError as error:
            failed = error
            yield from notes.tell(error)
    if failed and not notes.pages:
        raise failed


def _version(item: feed.Item) -> str:
    facts = item.facts
    told = (facts.url, facts.title, str(facts.modified), item.content)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
