"""A process that changes an archive without a pause and tells what it does, to be killed: see ``archive_kill``.

It prints ``begin`` and what it is going to do, and ``done`` and the same when that is acknowledged.
"""

import random
import sys
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from archives import many

from retrieval import intake
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.upkeep import Keeper

IDS = 120  # different articles


def main(url: str, folder: str, seed: str) -> None:
    chance = random.Random(seed)
    archive = SqlArchive(Database(url, create=True))
    keeper = Keeper.open(archive, partial(StoredIndex, Path(folder)), say=lambda _: None)
    print("ready", flush=True)
    for turn in count():
        chosen = chance.sample(range(IDS), 24)
        added = [changed(many(1, n)[0], f"{seed}.{turn}") for n in chosen]
        step("put", [(a.id, a.title) for a in added], lambda a=added: add(archive, a))
        step("index", [], keeper.catch_up)
        removed = [f"a{n}" for n in chosen[:8]]
        step("remove", [(article_id, "") for article_id in removed], lambda r=removed: archive.remove_all(r))
        step("index", [], keeper.catch_up)
        step("merge", [], keeper.tidy)
        if turn % 2:
            step("renew", [], lambda: list(intake.renew(archive, workers=1)))
            step("build", [], lambda: Keeper.build(archive, partial(StoredIndex, Path(folder))))


def changed(article, version):
    return replace(article, title=version, text=f"{article.text}\n\nThis is version {version}.")


def add(archive, articles):
    return list(intake.add(archive, [("kill", article) for article in articles], workers=1))


def step(what, articles, run):
    told = " ".join([what, *(f"{article_id}={version}" for article_id, version in articles)])
    print("begin", told, flush=True)
    run()
    print("done", told, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
