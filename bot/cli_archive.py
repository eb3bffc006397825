"""The commands that keep an archive in a database. Each imports what it needs when it runs, as in ``cli``."""

# ruff: noqa: PLC0415, T201  # as in cli

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.running import DONE, USAGE, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.settings import Settings
    from retrieval.archive.sql import SqlArchive
    from retrieval.upkeep import Keeper

    OpenIndex = Callable[[SqlArchive], Keeper]

app = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print JSON, a line for each.")]


@app.command()
def add(
    places: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL...|-", help="Files, folders, pages or feeds; - reads JSON lines."),
    ],
    *,
    json: Json = False,
) -> int:
    """Put articles into the archive. Those that are there already are passed over, changed ones become revisions."""
    from bot import curate

    settings = load_settings()
    return curate.add(
        lambda: _stored(settings, create=True), places, _print_at_once, as_json=json, private=settings.fetch_private
    )


@app.command()
def watch(
    sources: Annotated[
        Path | None,
        typer.Argument(metavar="[SOURCES.yaml]", help="Where articles come from; ONRECORD_SOURCES if not said."),
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Look at every source once, and end.")] = False,
) -> int:
    """Keep the archive current from feeds, folders and pages. Exit code 2 when a source could not be read."""
    from bot import sources as sources_file
    from bot import watch as watching

    settings = load_settings()
    named = sources_file.load(sources or settings.sources)
    with _stored(settings, create=True) as (archive, index):
        well = watching.run(settings, archive, index(archive), named, once=once)
    return DONE if well else USAGE


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of articles, as list tells them.")],
) -> int:
    """Take articles out of the archive, with all their revisions."""
    from bot import curate

    with _stored() as (archive, index):
        return curate.remove(archive, index, ids, print)


@app.command("list")
def list_articles(*, json: Json = False) -> int:
    """List the articles of the archive, newest first."""
    from bot import curate

    with _stored() as (archive, _):
        return curate.list_articles(archive, print, as_json=json)


@app.command()
def stats(*, json: Json = False) -> int:
    """Tell how much the archive holds."""
    from bot import curate
    from bot.bootstrap import index_place

    settings = load_settings()
    with _stored(settings) as (archive, _):
        index = index_place(settings, archive)("").place
        return curate.stats(archive, index, print, as_json=json)


@app.command()
def reindex() -> int:
    """Find anew who says what in all articles, and build the index anew; after an upgrade, or when it is damaged."""
    from bot import curate
    from bot.bootstrap import index_place

    settings = load_settings()
    with _stored(settings=settings) as (archive, _):
        return curate.reindex(archive, index_place(settings, archive), print)


@app.command()
def export(
    *,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="Each article after its older texts, for an archive that is empty.")
    ] = False,
) -> int:
    """Print all articles of the archive as JSON lines, which "onrecord add -" takes."""
    from bot import curate

    with _stored() as (archive, _):
        return curate.export(archive, print, revisions=revisions)


@app.command()
def verify() -> int:
    """Check every quote, offset and index entry of the archive against the texts. Exit code 3 when one is wrong."""
    from bot import curate

    with _stored() as (archive, index):
        return curate.check(archive, index, print)


@contextmanager
def _stored(settings: Settings | None = None, *, create: bool = False) -> Iterator[tuple[SqlArchive, OpenIndex]]:
    """The archive in the database, and what opens its index."""
    from bot import bootstrap

    settings = settings or load_settings()
    archive = bootstrap.open_database(bootstrap.database_to_fill(settings), create=create)
    with closing(archive):
        yield archive, lambda of: bootstrap.keeper(settings, of, complain)


def _print_at_once(text: str) -> None:
    print(text, flush=True)  # it tells what is safe, and somebody may wait for it


def load_settings() -> Settings:
    from bot.settings import load

    return load()
