"""How fast articles come into an archive that stays, with one core and with more; where the time goes, and the memory.

Run as ``python -m tests.benchmarks.ingest PATH [ARTICLES]`` from the checkout. Each run has an archive and a process of
its own. CPU seconds are told beside the clock's, because they change less when the machine has something else to do.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from retrieval import attribution, intake, segment
from retrieval.archive.database import Database
from retrieval.archive.rows import Filed, digest
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.indexing import indexed_passages
from retrieval.ingest import analyse
from retrieval.upkeep import Keeper

GOAL = 60  # articles a second a core
MIB = 1 << 10  # of what getrusage tells


def ingest(path: Path, count: int, workers: int) -> None:
    """One run, told in a line."""
    with tempfile.TemporaryDirectory() as name:
        archive = SqlArchive(Database(f"sqlite:///{name}/archive.sqlite3", create=True))
        start = perf_counter()
        done = Counter(type(told).__name__ for told in intake.add(archive, islice(intake.read([path]), count), workers))
        added = perf_counter() - start
        keeper = Keeper.open(archive, partial(StoredIndex, Path(name, "archive.index")), lambda _: None)
        indexed = perf_counter() - start - added
        size = Path(name, "archive.sqlite3").stat().st_size
        passages = len(keeper.index)
        archive.close()
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    here, others = (usage.ru_utime + usage.ru_stime for usage in (own, children))
    articles = done["Outcome"]
    print(
        f"{workers} core{'s' * (workers > 1)}: {articles:,} articles in {added:.1f} s, {articles / added:.0f}/s "
        f"(CPU {here:.1f} s with the start and the index, {others:.1f} s in other processes); "
        f"index of {passages:,} passages {indexed:.1f} s; "
        f"{size / articles / 1024:.0f} KiB an article; peak {own.ru_maxrss // MIB} MiB"
        + (f" and {children.ru_maxrss // MIB} MiB a process" if workers > 1 else "")
    )


def parts(path: Path, count: int) -> None:
    """CPU time an article in each part of its path, one after the other."""
    spent: Counter[str] = Counter()

    def timed(part, work):
        start = process_time()
        result = work()
        spent[part] += process_time() - start
        return result

    articles = timed("read", lambda: [item for _, item in islice(intake.read([path]), count)])
    analyse(articles[0])  # fills the tables
    for article in articles:
        sentences = timed("sentences", lambda a=article: segment.sentences(a))
        timed("passages", lambda a=article, s=sentences: segment.passages(a, s))
        timed("attribution", lambda a=article, s=sentences: attribution.attribute(a, s))
    entries = [analyse(article) for article in articles]
    timed("terms for the index", lambda: [list(indexed_passages(entry)) for entry in entries])
    filed = [Filed(entry, digest(article)) for entry, article in zip(entries, articles, strict=True)]
    with tempfile.TemporaryDirectory() as name:
        archive = SqlArchive(Database(f"sqlite:///{name}/archive.sqlite3", create=True))
        timed("database", lambda: [archive.put_all(filed[n : n + 32]) for n in range(0, len(filed), 32)])
        archive.close()
    total = sum(spent.values())
    core = total - spent["terms for the index"]
    print(f"one core, CPU time: {len(articles) / core:.0f} articles/s into the archive (goal {GOAL}), of which")
    for part, seconds in spent.most_common():
        print(f"  {part:20} {seconds / len(articles) * 1000:6.2f} ms an article  {seconds / total:4.0%}")


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    if len(sys.argv) > 3:
        ingest(path, count, int(sys.argv[3]))
        return
    for workers in dict.fromkeys((1, 2, os.cpu_count() or 1)):
        subprocess.run([sys.executable, "-m", __spec__.name, path, str(count), str(workers)], check=True)
    parts(path, min(count, 500))


if __name__ == "__main__":
    main()
