"""Kills a process that changes an archive, at any moment, and looks whether all is well afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from retrieval import verify
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.upkeep import Keeper

PROCESS = Path(__file__).with_name("archive_process.py")


class Rounds:
    """Kills over one archive, each followed by a look at everything. ``killed`` counts what was going on."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self._url = url
        self._folder = folder
        self._chance = random.Random(seed)
        self._acknowledged: dict[str, str] = {}  # the title of each article; empty when it was removed
        self.killed: dict[str, int] = {}

    def kill(self, within: float) -> list[str]:
        """One round; what is wrong after it."""
        told = self._killed_after(self._chance.uniform(0, within))
        unsure = self._take_in(told)
        return [*self._verified(), *self._lost(unsure)]

    def _killed_after(self, seconds: float) -> list[str]:
        seed = str(self._chance.randrange(1 << 30))
        command = [sys.executable, PROCESS, self._url, self._folder, seed]
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROCESS.parents[1]), str(PROCESS.parent)])}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
            ready = process.stdout.readline()
            assert ready == "ready\n", ready
            time.sleep(seconds)  # the moment is what is tried
            process.send_signal(signal.SIGKILL)
            return process.stdout.read().splitlines()

    def _take_in(self, told: list[str]) -> dict[str, str]:
        """Note what was acknowledged; what was begun and not acknowledged may have happened or not."""
        begun: str | None = None
        for line in told:
            does, _, what = line.partition(" ")
            begun = what if does == "begin" else None
            if does == "done":
                self._acknowledged |= _articles(what)
        name = (begun or "nothing").partition(" ")[0]
        self.killed[name] = self.killed.get(name, 0) + 1
        return _articles(begun or "")

    def _verified(self) -> list[str]:
        archive = SqlArchive(Database(self._url))
        try:
            keeper = Keeper.open(archive, partial(StoredIndex, self._folder), say=lambda _: None)
            return [fault for fault in verify.faults(archive, keeper.index) if fault]
        finally:
            archive.close()

    def _lost(self, unsure: dict[str, str]) -> list[str]:
        archive = SqlArchive(Database(self._url))
        try:
            held = {article.id: article.title for article in archive.articles()}
        finally:
            archive.close()
        lost = [
            f"{article_id} is {held.get(article_id, '')!r}, not {title!r}"
            for article_id, title in self._acknowledged.items()
            if held.get(article_id, "") not in {title, unsure.get(article_id, title)}
        ]
        self._acknowledged |= {article_id: held.get(article_id, "") for article_id in unsure}
        return lost


def _articles(told: str) -> dict[str, str]:
    return dict(word.split("=") for word in told.split() if "=" in word)
