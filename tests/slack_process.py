"""The real ``onrecord slack`` as a process beside the small Slack, for tests and harnesses."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.slack.fake.server import APP_TOKEN, SIGNING_SECRET, FakeSlack
from bot.slack.fake.workspace import BOT_TOKEN, BOT_USER

ME = f"<@{BOT_USER}>"
ANN, BEN = "U0ANN", "U0BEN"
HARBOUR, MARKET, DIRECT = "C0HARBOUR", "C0MARKET", "D0ANN"

PIER = "What did Ada Lindqvist say about the old pier?"
REPAIR = "What did Ada Lindqvist say about the repair?"
ALL_OF_LINDQVIST = "What did Ada Lindqvist say?"
ELEPHANTS = "How many elephants were on the roof of the pier in 1987?"
WHALES = "Who counted the whales on Mars?"

_ARTICLE = """Council keeps the old pier

By Jo Berg, Harbour News, 4 March 2026

The harbour council met on Tuesday. "We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette. \
Lindqvist said that the repair of the roof would cost three million crowns and take two years.

Lindqvist said that the ferry to the islands would run again in May. "A harbour without a ferry is a pond," she said. \
Lindqvist added that no tax would rise this year.

Fishers welcomed the vote. "The pier feeds my family," said Omar Haddad, who chairs the union of fishers. \
Haddad said that the union would pay for new lamps.
"""


def archive(folder: Path) -> Path:
    """A folder with one invented article."""
    place = folder / "archive"
    place.mkdir(exist_ok=True)
    (place / "pier.txt").write_text(_ARTICLE, encoding="utf-8")
    return place


def small_slack(**changes: Any) -> FakeSlack:
    """A small Slack with two channels and a direct message, in which Ann and Ben write."""
    slack = FakeSlack(**changes)
    for name in (HARBOUR, MARKET):
        slack.workspace.add_channel(name, BOT_USER, ANN, BEN)
    slack.workspace.add_channel(DIRECT, BOT_USER, ANN)
    return slack


def environment(slack: FakeSlack, folder: Path, **changes: str) -> dict[str, str]:
    """The settings of the process; no proxy, which would take what goes to this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ours = {
        "ONRECORD_ARCHIVE": str(archive(folder)),
        "ONRECORD_SLACK_API_URL": slack.api_url,
        "ONRECORD_SLACK_APP_TOKEN": APP_TOKEN,
        "ONRECORD_SLACK_BOT_TOKEN": BOT_TOKEN,
        "ONRECORD_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "ONRECORD_SLACK_QUESTIONS_PER_MINUTE": "100000",
        "ONRECORD_STATE_URL": f"sqlite:///{folder / 'state.sqlite3'}",
    }
    return kept | ours | changes


@dataclass(slots=True)
class Running:
    """The process. ``log`` is what it wrote to stderr so far."""

    process: asyncio.subprocess.Process
    port: int = 0
    log: list[str] = field(default_factory=list)
    reading: asyncio.Task[None] | None = None

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.url(path)) as response:
            return response.status, await response.text()

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        code = await self.process.wait()
        if self.reading:
            await self.reading
        return code


async def start(environ: dict[str, str], *arguments: str) -> Running:
    """Start the process and wait until it says that it answers."""
    command = [str(Path(sys.executable).with_name("onrecord")), "slack", "--port", "0", *arguments]
    process = await asyncio.create_subprocess_exec(*command, env=environ, stderr=asyncio.subprocess.PIPE)
    running = Running(process)
    while not running.port:
        line = (await process.stderr.readline()).decode()
        running.log.append(line)
        if not line:
            raise AssertionError(f"it ended with {await process.wait()}: {''.join(running.log)}")
        if "health on port" in line:
            running.port = int(line.rsplit(maxsplit=1)[-1])

    async def read() -> None:
        async for line in process.stderr:
            running.log.append(line.decode())

    running.reading = asyncio.create_task(read())
    return running


@asynccontextmanager
async def answering(slack: FakeSlack, folder: Path, *arguments: str, **changes: str) -> AsyncIterator[Running]:
    """The process, connected; ended with SIGTERM when the block ends."""
    running = await start(environment(slack, folder, **changes), *arguments)
    try:
        if "--http" in arguments:
            slack.events_url = running.url("/slack/events")
        else:
            await slack.sockets.connected()
        yield running
    finally:
        slack.events_url = None
        code = await running.end()
        assert code in {0, -signal.SIGKILL}, "".join(running.log)


async def until(true: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Wait until something holds, and return it. Fails after ``seconds``."""
    last = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > last:
            raise AssertionError("it never came")
        await asyncio.sleep(0.01)
    return found


def reply_to(slack: FakeSlack, message: dict[str, Any]) -> dict[str, Any] | None:
    """The one answer in the thread that a message began; None before there is one."""
    answers = replies_to(slack, message)
    assert len(answers) <= 1, answers
    return answers[0] if answers else None


def replies_to(slack: FakeSlack, message: dict[str, Any]) -> list[dict[str, Any]]:
    thread = slack.workspace.thread(message["channel"], message.get("thread_ts") or message["ts"])
    return [one for one in thread if one.get("bot_id")]


def settled(slack: FakeSlack, folder: Path) -> Callable[[], bool]:
    """Whether no question is open in the ledger."""

    def done() -> bool:
        with closing(sqlite3.connect(folder / "state.sqlite3")) as ledger, ledger:
            return not ledger.execute(
                "SELECT count(*) FROM questions WHERE state IN ('waiting', 'working')"
            ).fetchone()[0]

    return done
