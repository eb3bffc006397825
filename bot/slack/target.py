"""Scripted conversations played in Slack: the real Bolt app and worker, against the small Slack, in this process."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from bot.linked import Door
from bot.render import buttons
from bot.reply import ArticleView, Notice, Overview, Reply
from bot.slack.assembly import Served, assemble
from bot.slack.clicks import NOTED
from bot.slack.clients import Clients
from bot.slack.fake import FakeSlack
from bot.slack.fake.reading import button, shown
from bot.slack.fake.server import APP_TOKEN, SIGNING_SECRET
from bot.slack.fake.workspace import BOT, BOT_TOKEN, BOT_USER, TEAM
from bot.slack.socket import SocketMode
from bot.slack.store import open_store
from bot.slack.threads import SqlThreads
from bot.slack.workspaces import Identity, OneWorkspace
from retrieval.errors import OnrecordError
from retrieval.model import Span

if TYPE_CHECKING:
    from bot.script.format import TargetName
    from bot.script.scenario import Click, Scenario
    from bot.settings import Settings

_USER = "U0REHEARSAL"
_POLL = 0.01
_PATIENCE = 30.0  # seconds for one turn
_ACTIONS = {
    "more": buttons.MORE,
    "timeline": buttons.TIMELINE,
    "context": buttons.CONTEXT,
    "why": buttons.WHY,
    "open": buttons.OPEN,
    "helpful": buttons.HELPFUL,
    "share": buttons.SHARE,
}
_OF_A_QUOTE = frozenset({"context", "why", "open"})

Archive = tuple[Path, ...]
Build = Callable[[Archive, date | None, SqlThreads], Door]
T = TypeVar("T")


class RehearsalFault(OnrecordError):
    """A turn could not be played in Slack."""


class SlackTarget:
    """Plays what users of Slack do. ``build`` makes the assistant of an archive and a day; each is made once."""

    name: TargetName = "slack"

    def __init__(self, settings: Settings, build: Build) -> None:
        self._settings = settings
        self._build = build
        self._stages: dict[tuple[Archive, date | None], _Stage] = {}
        self._channels = count(1)

    def open(self, scenario: Scenario) -> _Session:
        """Begin a conversation in a channel of its own."""
        place = (scenario.archive, scenario.now)
        if place not in self._stages:
            self._stages[place] = _Stage(self._settings, lambda threads: self._build(*place, threads))
        return _Session(self._stages[place], f"C0REHEARSAL{next(self._channels)}", scenario)

    def close(self) -> None:
        """End the bots that were started."""
        for stage in self._stages.values():
            stage.close()
        self._stages.clear()


class _Overheard:
    """The assistant, with its replies kept for the script. ``limit`` is how many quotes the script wants shown."""

    def __init__(self, assistant: Door) -> None:
        self._assistant = assistant
        self.limit: int | None = None
        self._replies: list[Reply] = []

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply:
        reply = self._assistant.reply(thread, text, limit=limit or self.limit, turn=turn)
        self._replies.append(reply)
        return reply

    def taken(self) -> list[Reply]:
        """The replies since this was asked last."""
        replies, self._replies = self._replies, []
        return replies

    def remember(self, thread: str, turns: Iterable[Mapping[str, str]]) -> None:
        self._assistant.remember(thread, turns)

    def check(self, text: str) -> Reply:
        return self._assistant.check(text)

    def article(self, article_id: str, marked: Span | None = None) -> ArticleView | None:
        return self._assistant.article(article_id, marked)

    def overview(self) -> Overview:
        return self._assistant.overview()


class _Stage:
    """A small Slack and a bot that answers in it, on an event loop in a thread of its own."""

    def __init__(self, settings: Settings, build: Callable[[SqlThreads], Door]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="rehearsal", daemon=True)
        self._thread.start()
        self._stack = AsyncExitStack()
        try:
            self.slack, self.assistant = self.run(self._start(settings, build))
        except BaseException:
            self.close()
            raise

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self, settings: Settings, build: Callable[[SqlThreads], Door]) -> tuple[FakeSlack, _Overheard]:
        enter = self._stack
        folder = enter.enter_context(tempfile.TemporaryDirectory(prefix="onrecord-"))
        slack = await enter.enter_async_context(FakeSlack())
        store = open_store(f"sqlite:///{folder}/state.sqlite3")
        enter.callback(store.close)
        clients = Clients(slack.api_url)
        enter.push_async_callback(clients.close)
        threads = SqlThreads(store)
        assistant = _Overheard(await asyncio.to_thread(build, threads))
        identity = Identity(team=TEAM, team_name="Rehearsal", bot_user=BOT_USER, bot_id=BOT)
        bot = assemble(
            _rehearsing(settings),
            assistant=assistant,
            threads=threads,
            store=store,
            clients=clients,
            served=Served(OneWorkspace(clients, BOT_TOKEN, identity), identity.team_name),
        )
        working = asyncio.create_task(bot.worker.run())
        socket_mode = SocketMode(bot.app, APP_TOKEN, clients.with_token(None))

        async def end() -> None:
            await socket_mode.close()
            bot.worker.stop()
            await working
            await bot.background.drain()

        enter.push_async_callback(end)
        await slack.sockets.connected()
        return slack, assistant


def _rehearsing(settings: Settings) -> Settings:
    """The settings without what would keep a script from being answered."""
    return settings.model_copy(
        update={
            "slack_signing_secret": SecretStr(SIGNING_SECRET),
            "slack_channels": (),
            "slack_users": (),
            "slack_questions_per_minute": 1_000_000,
        }
    )


class _Session:
    """A conversation in a channel: a mention begins it, and it goes on in the thread.

    A script that shares asks with the command instead, as only its answers can be shared.
    """

    def __init__(self, stage: _Stage, channel: str, scenario: Scenario) -> None:
        self._stage = stage
        self._slack = stage.slack
        self._channel = channel
        self._limit = scenario.limit
        self._by_command = any(getattr(step.does, "button", None) == "share" for step in scenario.steps)
        self._root: str | None = None
        self._last: dict[str, Any] = {}
        self._slack.workspace.add_channel(channel, BOT_USER, _USER)

    def say(self, text: str) -> Reply:
        """Send a message and wait for the answer."""
        self._stage.assistant.limit = self._limit
        return self._reply(self._command(text) if self._by_command else self._say(text))

    def click(self, click: Click) -> Reply:
        """Press a button of the newest message that has it, and wait for what it brings."""
        if click.button == "helpful":
            self._stage.run(self._click(click))
            return Reply("command", Notice(NOTED), asked="")
        return self._reply(self._click(click))

    def read(self, reply: Reply) -> str:  # noqa: ARG002  # the port's: what is read is what was last shown
        """What was shown last, as the user reads it."""
        return shown(self._last)

    def _reply(self, work: Coroutine[Any, Any, None]) -> Reply:
        self._stage.assistant.taken()
        self._stage.run(work)
        replies = self._stage.assistant.taken()
        if not replies:
            raise RehearsalFault(f"The bot did not ask the assistant, and said: {shown(self._last)}")
        return replies[-1]

    async def _say(self, text: str) -> None:
        seen = len(self._slack.workspace.shown)
        words = text if self._root and text.strip() else f"<@{BOT_USER}> {text}"
        message = await self._slack.sends(self._channel, _USER, words, self._root)
        self._root = self._root or message["ts"]
        await self._show(lambda: self._slack.workspace.shown[seen:])

    async def _command(self, text: str) -> None:
        self._last = await self._slack.commands(self._channel, _USER, text)

    async def _click(self, click: Click) -> None:
        seen, posted = len(self._slack.workspace.shown), len(self._posts())
        message, element = self._button(click)
        await self._slack.clicks(self._channel, _USER, message, element, alone="bot_id" not in message)
        if click.button == "share":
            await self._show(lambda: self._posts()[posted:])
        else:
            await self._show(lambda: self._slack.workspace.shown[seen:])

    async def _show(self, new: Callable[[], list[dict[str, Any]]]) -> None:
        """Wait for what the bot shows, and keep it as what was shown last."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while not (found := new()):  # noqa: ASYNC110  # the small Slack tells nobody, and this is cheap
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            raise RehearsalFault(f"Nothing was shown within {_PATIENCE:.0f} seconds.") from None
        self._last = found[-1]

    def _button(self, click: Click) -> tuple[dict[str, Any], dict[str, Any]]:
        """The newest message of the conversation with this button, and the button."""
        number = click.number if click.button in _OF_A_QUOTE else None
        for message in (self._last, *reversed(self._posts())):
            if found := button(message, _ACTIONS[click.button], number):
                return message, found
        raise RehearsalFault(f'No message of this conversation has the button "{click.button} {click.number}".')

    def _posts(self) -> list[dict[str, Any]]:
        return [message for _, message in self._slack.workspace.answers(self._channel)]
