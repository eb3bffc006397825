"""How long ``onrecord ask`` takes on a large archive in a database, from the start of the process to the answer.

Run as ``python -m tests.benchmarks.archive_startup PATH [PASSAGES [RUNS]]`` from the checkout. The articles of PATH are
put in again and again, each time under other ids and with other speakers, until there are so many passages.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from retrieval.archive.database import Database
from retrieval.archive.rows import Filed, digest
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.ingest import analyse
from retrieval.model import Entry
from retrieval.readers import read
from retrieval.upkeep import Keeper

QUESTION = "What did the president say about inflation?"
GOAL = 1.0  # seconds


def copies(entries: list[Entry]) -> Iterator[Entry]:
    yield from entries
    for n in count(1):
        for entry in entries:
            article = replace(entry.article, id=f"{entry.article.id}-{n}", text=f"{entry.article.text}\n\n{n}")
            said = tuple(replace(s, speaker=f"{s.speaker} {n}" if s.speaker else None) for s in entry.statements)
            yield replace(entry, article=article, statements=said)


def fill(archive: SqlArchive, path: Path, passages: int) -> None:
    entries = [analyse(item) for item in islice(read(path), 2_000)]
    held = 0
    rest = copies(entries)
    while held < passages:
        some = list(islice(rest, 500))
        archive.put_all([Filed(entry, digest(entry.article)) for entry in some])
        held += sum(len(entry.passages) for entry in some)


def main() -> None:
    path = Path(sys.argv[1])
    passages = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/archive.sqlite3"
        archive = SqlArchive(Database(url, create=True))
        fill(archive, path, passages)
        start = perf_counter()
        Keeper.open(archive, partial(StoredIndex, Path(name, "archive.index")), lambda _: None)
        built = perf_counter() - start
        held = archive.holdings()
        told = f"{held.articles:,} articles, {held.passages:,} passages, {held.speakers:,} speakers"
        print(f"{told}; index built in {built:.0f} s")
        archive.close()
        command = [sys.executable, "-m", "bot", "ask", "--json", QUESTION]
        env = os.environ | {"ONRECORD_DATABASE_URL": url}
        seconds, before = [], resource.getrusage(resource.RUSAGE_CHILDREN)
        for _ in range(runs):
            start = perf_counter()
            subprocess.run(command, check=False, capture_output=True, env=env)
            seconds.append(perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / runs
    print(f"start to answer  median {median(seconds):.3f} s  best {min(seconds):.3f} s  CPU {cpu:.3f} s  goal {GOAL} s")


if __name__ == "__main__":
    main()
