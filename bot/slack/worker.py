"""Workers: they claim questions from the ledger, answer them, post the answers, and mark them done."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import request
from bot.render import blocks
from bot.slack.access import TOLD
from bot.slack.answering import Answering, Prepared, taken_back
from bot.slack.background import report
from bot.slack.ledger import NO_TURNS, Ledger, Question, Turns
from bot.slack.metrics import Metrics
from bot.slack.poster import Poster, error_code, passes, unshowable
from bot.slack.summons import question_of_thread

log = logging.getLogger(__name__)

_AT_ONCE = 32  # questions that one process works on, most of them waiting for Slack
_IN_CHANNEL = 4  # of them in one channel, so that one that Slack slows down leaves room for others
_BRAINS = 2  # threads that answer; more would only share the interpreter
_POLL = 1.0  # seconds; for what other processes stored, and what was put off
_LONGEST_DELAY = 60.0
NOT_SHARED = "I cannot write in this channel. Invite me with /invite, and share it again."
_STATUS = "is looking through the archive …"
_STATUS_SECONDS = 2.0
_TITLE = 80
_CONNECTION_ERRORS = (aiohttp.ClientError, TimeoutError, OSError)


class Worker:
    """Runs until ``drain``. ``wake`` says that there is something new."""

    def __init__(self, ledger: Ledger, answering: Answering, poster: Poster, metrics: Metrics) -> None:
        self._ledger = ledger
        self._answering = answering
        self._poster = poster
        self._metrics = metrics
        self._brains = ThreadPoolExecutor(_BRAINS, thread_name_prefix="answering")
        self._new = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._working: set[int] = set()
        self._channels: Counter[str] = Counter()

    def wake(self) -> None:
        self._new.set()

    async def run(self) -> None:
        """Claim and answer until told to stop; then finish what was begun."""
        heart = asyncio.create_task(self._beat())
        try:
            while not self._stopping:
                self._new.clear()
                if not await self._claim():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._new.wait(), _POLL)
            while self._tasks:
                await asyncio.wait(self._tasks)
        finally:
            heart.cancel()
            self._brains.shutdown(wait=False)

    def stop(self) -> None:
        """Begin nothing new. ``run`` ends when what was begun is posted."""
        self._stopping = True
        self.wake()

    async def _claim(self) -> bool:
        """Start on what is free; False when there was nothing, or no room for it."""
        room = min(_AT_ONCE - len(self._tasks), _IN_CHANNEL)
        if room <= 0:
            return False
        busy = [channel for channel, number in self._channels.items() if number >= _IN_CHANNEL]
        try:
            claimed = await asyncio.to_thread(self._ledger.claim, room, busy)
        except SQLAlchemyError as error:
            report(log, "claiming questions", error)
            return False
        for question in claimed:
            self._working.add(question.id)
            self._channels[question.channel] += 1
            task = asyncio.create_task(self._work(question))
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        return bool(claimed)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.wake()
        if not task.cancelled() and (error := task.exception()):
            report(log, "noting what came of a question", error)  # its lease runs out, and it is looked at again

    async def _beat(self) -> None:
        """Renew the leases of what runs, while the process lives."""
        while True:
            await asyncio.sleep(self._ledger.lease / 3)
            if self._tasks:
                try:
                    await asyncio.to_thread(self._ledger.renew, list(self._working))
                except SQLAlchemyError as error:
                    report(log, "renewing leases", error)

    async def _work(self, question: Question) -> None:
        try:
            with request(question.event):
                await self._try(question)
        finally:
            self._working.discard(question.id)
            self._channels[question.channel] -= 1

    async def _try(self, question: Question) -> None:
        try:
            await self._serve(question)
        except SlackApiError as error:
            await self._refused(question, error)
        except _CONNECTION_ERRORS as error:
            await self._put_off(question, type(error).__name__)
        except Exception as error:  # noqa: BLE001  # the lease runs out, and it is tried again
            report(log, "serving a question", error)

    async def _refused(self, question: Question, error: SlackApiError) -> None:
        code = error_code(error)
        if passes(error):
            await self._put_off(question, code)
        else:
            log.warning("Slack takes no answer to a question: %s", code)
            await asyncio.to_thread(self._ledger.fail, question, code)
            self._metrics.ended("failed", self._ledger.age(question))
            if question.way == "share" and question.reply_url:
                await self._poster.respond(question.reply_url, blocks.plain(NOT_SHARED))

    async def _put_off(self, question: Question, error: str) -> None:
        delay = min(2.0**question.failures, _LONGEST_DELAY)
        log.warning("An answer could not be posted (%s); next try in %.0f s", error, delay)
        self._metrics.postponed(error)
        await asyncio.to_thread(self._ledger.release, question, delay)

    async def _serve(self, question: Question) -> None:
        client = await self._poster.client(question.enterprise, question.team)
        if client is None:
            await self._done(question, "uninstalled")
        elif question.verdict != "answer":
            if not question.deleted:
                await self._poster.whisper(client, question, blocks.plain(TOLD[question.verdict]))
            await self._done(question, question.verdict)
        else:
            await self._answer(client, question)

    async def _answer(self, client: AsyncWebClient, question: Question) -> None:
        answer = question.answer
        if answer is None and question.posting:
            answer = await self._poster.find(client, question)
        if question.deleted:
            prepared = taken_back(question)
            if answer:
                await self._poster.update(client, question.channel, answer, prepared.message)
        else:
            prepared = await self._prepare(client, question)
            if not await asyncio.to_thread(self._ledger.about_to_post, question, prepared.added):
                return
            if question.answer:
                await self._poster.update(client, question.channel, question.answer, prepared.message)
            elif answer is None:
                answer = await self._post(client, question, prepared)
        await self._done(question, prepared.outcome, answer, prepared.changed)

    async def _prepare(self, client: AsyncWebClient, question: Question) -> Prepared:
        words, earlier = question.text, None
        if question.way == "mention" and question.root != question.ts and not question.answer:
            known = await asyncio.to_thread(self._answering.remembers, question.conversation)
            if not known:
                earlier = await question_of_thread(client, question)
        if question.way == "direct" and not question.answer:
            await _show_status(client, question)
        loop, context = asyncio.get_running_loop(), copy_context()  # which names the request in the log
        prepare = self._answering.prepare
        return await loop.run_in_executor(self._brains, context.run, prepare, question, words, earlier)

    async def _post(self, client: AsyncWebClient, question: Question, prepared: Prepared) -> str:
        try:
            return await self._poster.post(client, question, prepared.message)
        except SlackApiError as error:
            if not unshowable(error):
                raise
            log.warning("Slack refused the form of an answer: %s", error_code(error))
            return await self._poster.post(client, question, blocks.plain(prepared.message.text))

    async def _done(
        self, question: Question, outcome: str, answer: str | None = None, changed: Turns = NO_TURNS
    ) -> None:
        unchanged = await asyncio.to_thread(
            lambda: self._ledger.done(question, answer=answer, outcome=outcome, changed=changed)
        )
        seconds = self._ledger.age(question)
        log.info(
            "question ended: %s", outcome, extra={"outcome": outcome, "way": question.way, "seconds": round(seconds, 3)}
        )
        if not question.answer:
            self._metrics.ended(outcome, seconds)
        if not unchanged:
            self.wake()


async def _show_status(client: AsyncWebClient, question: Question) -> None:
    """Say in the agent view that we think, and name a new thread. An answer does not fail for it."""
    here: dict[str, Any] = {"channel_id": question.channel, "thread_ts": question.root or question.ts}
    with suppress(SlackApiError, *_CONNECTION_ERRORS):
        async with asyncio.timeout(_STATUS_SECONDS):
            await client.assistant_threads_setStatus(**here, status=_STATUS)
            if question.root == question.ts:
                await client.assistant_threads_setTitle(**here, title=question.text[:_TITLE])
