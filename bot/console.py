"""The chat in the terminal: a prompt where both ends are a terminal, plain lines where they are not.

Ctrl-C clears the line, Ctrl-D or /quit leaves. The loop knows neither: it is given a function that reads a message.
"""

# ruff: noqa: PLC0415  # the prompt is loaded where it is used

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol

from bot.render import terminal, words
from bot.render.layout import inert, plain_line
from bot.reply import Help, Speakers
from retrieval.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from rich.console import Console

    from bot.assistant import Assistant
    from bot.reply import Reply

    Read = Callable[[], str]

THREAD = "console"
PROMPT = "> "


class Recorder(Protocol):
    """What keeps the chat as a script."""

    def add(self, text: str, reply: Reply) -> None:
        """Keep a turn. Raises OnrecordError when it cannot be kept."""


def run(assistant: Assistant, recorder: Recorder | None = None) -> None:
    """Chat on this process's streams until the user leaves."""
    read = _prompt(assistant) if _is_interactive() else lines(sys.stdin, sys.stdout)
    chat(assistant, read, terminal.console(), recorder)


def chat(assistant: Assistant, read: Read, console: Console, recorder: Recorder | None = None) -> None:
    """Answer what ``read`` returns, message by message, until it raises EOFError or the message is /quit."""
    terminal.show(console, terminal.overview(assistant.overview()))
    terminal.show(console, plain_line("Ask a question, or type /help. Ctrl-D leaves.\n"))
    while True:
        try:
            message = read().strip()
            if message.casefold() == "/quit":
                return
            if message:
                _answer(assistant, message, console, recorder)
        except OnrecordError as error:
            terminal.show(console, plain_line(str(error)))
        except EOFError:
            return
        except KeyboardInterrupt:
            console.print()


def _answer(assistant: Assistant, message: str, console: Console, recorder: Recorder | None) -> None:
    reply = assistant.reply(THREAD, message)
    console.print()
    terminal.show(console, terminal.reply(reply))
    if reply.remaining:
        terminal.show(console, plain_line(f"\n{words.counted(reply.remaining, 'more quote')}: /more"))
    if reply.timeline:
        terminal.show(console, plain_line(f"\nOver time: {reply.timeline}"))
    console.print()
    if recorder:
        recorder.add(message, reply)


def lines(source: TextIO, echo: TextIO) -> Read:
    """Reads plain lines. From a file or pipe each is echoed behind the prompt, so that the output reads as a chat."""

    def read() -> str:
        typed = source.isatty()
        if typed:
            print(PROMPT, end="", file=echo, flush=True)
        line = source.readline()
        if not line:
            raise EOFError
        if not typed:
            print(f"{PROMPT}{inert(line.strip())}".rstrip(), file=echo)
        return line

    return read


def _is_interactive() -> bool:
    """Whether a prompt with history and completion can work here."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in {None, "", "dumb", "unknown"}


def _prompt(assistant: Assistant) -> Read:
    from bot.prompt import prompt
    from bot.settings import state_folder

    speakers = assistant.reply(THREAD, "/speakers").body
    names = [s.name for s in speakers.speakers] if isinstance(speakers, Speakers) else []
    known = assistant.reply(THREAD, "/help").body
    commands = [command.split()[0] for command, _ in known.commands] if isinstance(known, Help) else []
    return prompt(PROMPT, names, commands, state_folder() / "history")
