"""Where conversations are played: the port, and the adapter that plays them in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.assistant import Assistant

if TYPE_CHECKING:
    from bot.reply import Reply
    from bot.script.format import TargetName
    from bot.script.scenario import Click, Scenario

WIDTH = 100  # columns; a reply that is read as text must not depend on somebody's window


class Session(Protocol):
    """One conversation, from its first turn to its last."""

    def say(self, text: str) -> Reply:
        """Send a message and wait for the reply."""

    def click(self, click: Click) -> Reply:
        """Press a button of the last reply and wait for what it brings."""

    def read(self, reply: Reply) -> str:
        """The reply as the user reads it there."""


class Target(Protocol):
    name: TargetName

    def open(self, scenario: Scenario) -> Session:
        """Begin a conversation that remembers nothing of others. Raises OnrecordError when it cannot take place."""

    def close(self) -> None:
        """End all that the target has started."""


Archive = tuple[Path, ...]
Build = Callable[[Archive, date | None], Assistant]


class ConsoleTarget:
    """Plays in this process what a user of the console would type. An archive is read once."""

    name: TargetName = "console"

    def __init__(self, build: Build) -> None:
        self._build = build
        self._assistants: dict[tuple[Archive, date | None], Assistant] = {}
        self._threads = count(1)

    def open(self, scenario: Scenario) -> Session:
        place = (scenario.archive, scenario.now)
        if place not in self._assistants:
            self._assistants[place] = self._build(*place)
        return _ConsoleSession(self._assistants[place], f"script {next(self._threads)}", scenario.limit)

    def close(self) -> None:
        self._assistants.clear()


_COMMANDS: dict[str, str] = {
    "more": "/more",
    "timeline": "{timeline}",
    "context": "/context {}",
    "why": "/why {}",
    "open": "/article {}",
}


class _ConsoleSession:
    def __init__(self, assistant: Assistant, thread: str, limit: int | None) -> None:
        self._assistant = assistant
        self._thread = thread
        self._limit = limit

        self._offered = ""

    def say(self, text: str) -> Reply:
        reply = self._assistant.reply(self._thread, text, limit=self._limit)
        self._offered = reply.timeline or self._offered
        return reply

    def click(self, click: Click) -> Reply:
        return self.say(_COMMANDS[click.button].format(click.number, timeline=self._offered))

    def read(self, reply: Reply) -> str:
        from rich.console import Console  # noqa: PLC0415  # half of the start, and seldom asked for

        from bot.render import terminal  # noqa: PLC0415  # as above

        out = StringIO()
        terminal.show(Console(file=out, width=WIDTH), terminal.reply(reply))
        return out.getvalue()
