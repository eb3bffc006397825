"""The commands that keep an archive: what each does, and what it says about it. Progress stands on stderr."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields, replace
from datetime import date
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.render import sources
from bot.render.data import line
from bot.render.words import counted, listed
from bot.running import DONE, NO_ARCHIVE, USAGE, complain
from retrieval import intake, verify
from retrieval.archive.rows import digest
from retrieval.archive.sql import SqlArchive
from retrieval.archive.writing import Outcome
from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.sources.store import SqlStates
from retrieval.upkeep import Keeper, Place

Print = Callable[[str], None]
Step = Callable[[int], object]
Tell = Callable[[Outcome | ReadError], None]
Open = Callable[[SqlArchive], Keeper]
Stored = Callable[[], AbstractContextManager[tuple[SqlArchive, Open]]]

_DONE = {"added": "added", "revised": "revised", "unchanged": "known already", "copy": "the same as another"}
_STOPPED = "stopped; what was done is kept, and the same command goes on from here"


def add(stored: Stored, places: Sequence[str], say: Print, *, as_json: bool, private: bool = False) -> int:
    """Put articles in: those of files and folders, of pages and feeds on the web, or JSON lines of stdin (``-``).

    ``stored`` opens the archive, which it may have to make: only when there is an article to put in. ``private`` allows
    addresses in private networks.
    """
    addresses = [place for place in places if place.startswith(("http://", "https://"))]
    paths = [] if places == ["-"] else [Path(place) for place in places if place not in addresses]
    read = intake.read_stream(sys.stdin.buffer) if places == ["-"] else intake.read(paths)
    found = chain(read, _fetched(addresses, private=private))
    unread, first = _up_to_an_article(found)
    counts: Counter[str] = Counter()

    def tell(outcome: Outcome | ReadError) -> None:
        _tell(outcome, say, as_json=as_json)
        counts["unread" if isinstance(outcome, ReadError) else outcome.event] += 1

    try:
        for error in unread:
            tell(error)
        if first:
            with stored() as (archive, open_index):
                expected = None if addresses else _expected(paths)
                _put(archive, open_index(archive), chain([first], found), tell, expected)
    except KeyboardInterrupt:
        complain(_STOPPED)
        raise
    finally:
        if not as_json:
            say(_summary(counts))
    return USAGE if counts["unread"] else DONE


def _up_to_an_article(found: Iterator[intake.Found]) -> tuple[list[ReadError], intake.Found | None]:
    """What cannot be read before the first article, and that article."""
    unread: list[ReadError] = []
    for source, item in found:
        if not isinstance(item, ReadError):
            return unread, (source, item)
        unread.append(item)
    return unread, None


def _put(archive: SqlArchive, index: Keeper, found: Iterable[intake.Found], tell: Tell, expected: int | None) -> None:
    """Put what was found, and is ``expected`` to be so many articles, into the archive and its index."""
    written = 0
    with _progress("adding", expected) as step:
        for outcome in intake.add(archive, found):
            tell(outcome)
            written += isinstance(outcome, Outcome) and outcome.is_written
            step(1)
    with _progress("indexing", written) as step:
        if index.catch_up(step):
            index.tidy()


def _fetched(addresses: Sequence[str], *, private: bool) -> Iterator[intake.Found]:
    """The articles at addresses on the web."""
    if not addresses:
        return
    from retrieval.sources.fetch import Fetcher  # noqa: PLC0415  # a tenth of a second, for who fetches something
    from retrieval.sources.web import read_address  # noqa: PLC0415

    fetcher = Fetcher(private=private)
    for address in addresses:
        for item in read_address(fetcher, address):
            yield address, item


def _tell(outcome: Outcome | ReadError, say: Print, *, as_json: bool) -> None:
    if isinstance(outcome, ReadError):
        complain(f"could not read {outcome}")
    elif as_json:
        told = {"id": outcome.article_id, "event": outcome.event}
        say(line(told | ({"copy_of": outcome.other} if outcome.other is not None else {})))


def _summary(counts: Counter[str]) -> str:
    parts = [f"{counts[event]:,} {what}" for event, what in _DONE.items() if counts[event]]
    return f"{listed(parts)}." if parts else "Nothing was added."


def remove(archive: SqlArchive, open_index: Open, ids: Sequence[str], say: Print) -> int:
    """Take articles out, with all their revisions."""
    index = open_index(archive)
    removed = archive.remove_all(ids)
    index.catch_up()
    for article_id in removed:
        say(f"removed {article_id}")
    missing = [article_id for article_id in ids if article_id not in removed]
    for article_id in missing:
        complain(f"there is no article {article_id}")
    return USAGE if missing else DONE


def list_articles(archive: SqlArchive, say: Print, *, as_json: bool) -> int:
    """A line for each article, newest first."""
    for article in archive.articles():
        say(line(_listed(article)) if as_json else _line(article))
    return DONE


def _listed(article: Article) -> dict[str, object]:
    names = ("id", "title", "outlet", "author", "url", "revision")
    published = article.published.isoformat() if article.published else None
    return {name: getattr(article, name) for name in names} | {"published": published}


def _line(article: Article) -> str:
    day = article.published.isoformat() if article.published else "no date"
    told = ": ".join(part for part in (article.outlet, article.title) if part)
    revised = f" (revision {article.revision})" if article.revision > 1 else ""
    return f"{day:10}  {article.id}  {told}{revised}".rstrip()


def stats(archive: SqlArchive, index: str, say: Print, *, as_json: bool) -> int:
    """How much there is, where that and its index are, and how its sources do."""
    held = asdict(archive.holdings()) | {"database": archive.database.name, "index": index}
    health = SqlStates(archive.database).health()
    if as_json:
        told = held | {"sources": {key: asdict(one) for key, one in health.items()}}
        say(line(json.loads(json.dumps(told, default=str))))
        return DONE
    for name, value in held.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        say(f"{name:11} {'-' if shown is None else shown}")
    for key, one in health.items():
        say(f"source      {key}: {sources.health(one)}")
    return DONE


def reindex(archive: SqlArchive, place: Place, say: Print) -> int:
    """Find sentences, statements and passages anew, count speakers anew, and build the index anew."""
    renewed = 0
    try:
        with _progress("reading anew", len(archive)) as step:
            for read, different in intake.renew(archive):
                renewed += different
                step(read)
        archive.recount()
        with _progress("indexing", len(archive)) as step:
            index = Keeper.build(archive, place, step).index
    except KeyboardInterrupt:
        complain(_STOPPED)
        raise
    say(f"{counted(len(index), 'passage')} indexed; {counted(renewed, 'article')} read otherwise than before.")
    return DONE


def export(archive: SqlArchive, say: Print, *, revisions: bool) -> int:
    """All articles as JSON lines, in the order of adding, for ``onrecord add -``; their older texts before them."""
    for article, as_read in archive.texts(older=revisions):
        nameless = replace(article, outlet=None)
        # What was learnt from the text is not given as metadata: the same article would come back as another.
        given = nameless if as_read == digest(nameless) else article
        say(line(_exported(given)))
    return DONE


def _exported(article: Article) -> dict[str, object]:
    """All of an article that a line of JSON gives back; the offset ``body`` follows from the text."""
    values = {field.name: getattr(article, field.name) for field in fields(Article) if field.name != "body"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def check(archive: SqlArchive, open_index: Open, say: Print) -> int:
    """Every quote, offset and index entry against the texts."""
    wrong = 0
    with _progress("verifying", len(archive)) as step:
        for fault in verify.faults(archive, open_index(archive).index):
            if fault is None:
                step(1)
            else:
                say(fault)
                wrong += 1
    say(f"{counted(len(archive), 'article')} verified, {counted(wrong, 'fault')} found.")
    return NO_ARCHIVE if wrong else DONE


def _expected(paths: Iterable[Path]) -> int | None:
    """How many articles there may be in files and folders; None where nobody can tell."""
    return sum(map(_articles_in, _files(paths))) or None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from ([path] if path.is_file() else path.rglob("*"))


def _articles_in(path: Path) -> int:
    if path.suffix.lower() != ".jsonl":
        return 1
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Step]:
    """A bar on stderr where that is a terminal. Yields what tells it how many more are done."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)
