"""The bot under pressure: many mentions with the faults of a bad day, and a process that is killed at any moment.

What was asked is compared with what was posted by the id of the event that each answer carries.
"""

from __future__ import annotations

import asyncio
import random
import signal
import statistics
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slack_process import ANN, BEN, ME, PIER, REPAIR, WHALES, Running, answering, environment, settled, start, until

from bot.slack.fake.delivery import Delivery
from bot.slack.fake.faults import Fault
from bot.slack.fake.payloads import events_of
from bot.slack.fake.server import FakeSlack
from bot.slack.fake.workspace import BOT_USER

QUESTIONS = (PIER, REPAIR, WHALES, "And about the repair?", "What did Omar Haddad say about the pier?")
CHANNELS = 12

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """What to play; shares are between 0 and 1. Every connection is cut each ``drop_every`` mentions, with 0 never."""

    mentions: int = 1_000
    threads: int = 60
    twice: float = 0.10
    lost: float = 0.05
    limited: float = 0.03
    drop_every: int = 200
    at_once: int = 8
    seed: int = 1


@dataclass(slots=True)
class Count:
    """What came of it. ``seconds`` are from envelope to post without imposed waits, one for each question."""

    asked: int = 0
    never: int = 0
    repeated: int = 0
    misplaced: int = 0
    delivered_twice: int = 0
    lost_first: int = 0
    limited: int = 0
    drops: int = 0
    kills: int = 0
    total: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not (self.never or self.repeated or self.misplaced)

    def lines(self) -> list[str]:
        said = [
            f"asked {self.asked}: answered never {self.never}, again {self.repeated}, misplaced {self.misplaced}",
            f"delivered twice {self.delivered_twice}, first lost {self.lost_first}; posts answered 429 {self.limited}",
            f"connections cut {self.drops}, processes killed {self.kills}; all in {self.total:.1f} s",
        ]
        if not self.kills:  # a killed process answers when it is there again
            ordered = sorted(self.seconds)
            p50, p99 = statistics.median(ordered), ordered[max(0, round(0.99 * len(ordered)) - 1)]
            said.append(f"from envelope to post, without imposed waits: p50 {p50:.3f} s, p99 {p99:.3f} s")
        return said


class Pressure:
    """Asks, delivers with faults, and counts."""

    def __init__(self, slack: FakeSlack, load: Load) -> None:
        self.slack = slack
        self.load = load
        self.count = Count()
        self.random = random.Random(load.seed)
        self.messages: list[Message] = []
        self.of_event: dict[str, Message] = {}
        self.accepted: dict[str, float] = {}
        self.waits: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._waiting: dict[str, float] = {}
        self.delivering: list[asyncio.Task[None]] = []

    def ask(self, channel: str, thread: str | None = None) -> Message:
        user = self.random.choice([ANN, BEN])
        message = self.slack.says(channel, user, f"{ME} {self.random.choice(QUESTIONS)}", thread)
        self.messages.append(message)
        return message

    def ask_all(self) -> None:
        """All mentions of the load: the roots of its threads, and follow-ups with a mention in them."""
        roots = [self.ask(f"C0{number % CHANNELS:03}") for number in range(self.load.threads)]
        for root in self.random.choices(roots, k=self.load.mentions - len(roots)):
            self.ask(root["channel"], root["ts"])

    def fault(self, method: str, args: dict[str, Any]) -> Fault | None:
        """Some posts are answered 429; from then to the next try the channel waits because Slack says so."""
        if method != "chat.postMessage":
            return None
        now, channel = time.monotonic(), args["channel"]
        if channel in self._waiting:
            self.waits[channel].append((self._waiting.pop(channel), now))
        if self.random.random() >= self.load.limited:
            return None
        self.count.limited += 1
        self._waiting[channel] = now
        return Fault(status=429, retry_after=1)

    async def deliver(self, message: Message) -> None:
        """Both events of a mention; some are lost at first and come late, some come twice."""
        if self.random.random() < self.load.lost:
            self.count.lost_first += 1
            await asyncio.sleep(self.random.uniform(0.2, 1.0))
        for event in events_of(message):
            delivery = Delivery("events_api", self.slack.envelope(event))
            self.of_event[delivery.payload["event_id"]] = message
            await self.slack.deliver(delivery)
            self.accepted.setdefault(message["ts"], delivery.sent[-1])
            if self.random.random() < self.load.twice:
                self.count.delivered_twice += 1
                await self.slack.deliver(Delivery("events_api", delivery.payload))

    def answers(self) -> int:
        return len(self.slack.workspace.answers())

    def judge(self) -> Count:
        """Compare the posts with the questions."""
        times: Counter[str] = Counter()
        for channel, answer in self.slack.workspace.answers():
            question = self.of_event[answer["metadata"]["event_payload"]["question"]]
            times[question["ts"]] += 1
            right = channel == question["channel"] and answer["thread_ts"] == question.get("thread_ts", question["ts"])
            self.count.misplaced += not right
            self.count.seconds.append(self._seconds(question, channel, self.slack.posted[answer["ts"]]))
        self.count.asked = len(self.messages)
        self.count.never = sum(times[message["ts"]] == 0 for message in self.messages)
        self.count.repeated = sum(number - 1 for number in times.values())
        return self.count

    def _seconds(self, question: Message, channel: str, posted: float) -> float:
        accepted = self.accepted.get(question["ts"], posted)
        waited = sum(max(0.0, min(end, posted) - max(begin, accepted)) for begin, end in self.waits[channel])
        return max(0.0, posted - accepted - waited)


def _slack() -> FakeSlack:
    slack = FakeSlack(tries=50)
    for number in range(CHANNELS):
        slack.workspace.add_channel(f"C0{number:03}", BOT_USER, ANN, BEN)
    return slack


async def play(load: Load, folder: Path) -> Count:
    """Play a load against a bot whose state is in the folder."""
    async with _slack() as slack, answering(slack, folder):
        pressure = Pressure(slack, load)
        pressure.ask_all()
        slack.faults = pressure.fault
        room = asyncio.Semaphore(load.at_once)

        async def deliver(number: int, message: Message) -> None:
            async with room:
                if load.drop_every and number and number % load.drop_every == 0:
                    pressure.count.drops += 1
                    slack.sockets.drop()
                await pressure.deliver(message)

        started = time.monotonic()
        await asyncio.gather(*(deliver(number, message) for number, message in enumerate(pressure.messages)))
        await until(lambda: pressure.answers() >= load.mentions, seconds=600)
        pressure.count.total = time.monotonic() - started
        await until(settled(slack, folder))
        return pressure.judge()


async def kill(kills: int, folder: Path, *, pace: float = 0.2, seed: int = 1) -> Count:
    """Kill the process at random moments under load, and start it again each time.

    A mention is sent every ``pace`` seconds until the last start, half of them in threads that are there.
    """
    async with _slack() as slack:
        pressure = Pressure(slack, Load(lost=0.0, limited=0.0, seed=seed))
        feeding = asyncio.create_task(_feed(pressure, pace))
        environ = environment(slack, folder)
        running = await start(environ)
        started = time.monotonic()
        for _ in range(kills):
            running = await _killed(running, environ, pressure.random.uniform(0.0, 1.2))
            pressure.count.kills += 1
        feeding.cancel()
        await asyncio.gather(*(pressure.delivering))
        await until(lambda: pressure.answers() >= len(pressure.messages), seconds=120)
        await until(settled(slack, folder))
        pressure.count.total = time.monotonic() - started
        assert await running.end() == 0
        return pressure.judge()


async def _killed(running: Running, environ: dict[str, str], after: float) -> Running:
    """The process that takes the place of one that was killed some seconds after it had begun to answer."""
    await asyncio.sleep(after)
    await running.end(signal.SIGKILL)
    return await start(environ)


async def _feed(pressure: Pressure, pace: float) -> None:
    while True:
        earlier = pressure.random.choice(pressure.messages) if pressure.messages else None
        if earlier and pressure.random.random() < 0.5:
            message = pressure.ask(earlier["channel"], earlier.get("thread_ts") or earlier["ts"])
        else:
            message = pressure.ask(f"C0{pressure.random.randrange(CHANNELS):03}")
        pressure.delivering.append(asyncio.create_task(pressure.deliver(message)))
        await asyncio.sleep(pace)
