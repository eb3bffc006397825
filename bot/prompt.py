"""The prompt of an interactive terminal: history across sessions, Tab completes commands and speakers' names."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


def prompt(message: str, names: Sequence[str], commands: Sequence[str], history: Path) -> Callable[[], str]:
    """A function that reads one line. It raises KeyboardInterrupt on Ctrl-C and EOFError on Ctrl-D."""
    session: PromptSession[str] = PromptSession(
        message,
        completer=NameCompleter(names, commands),
        complete_while_typing=False,
        history=History(history),
    )
    return session.prompt


class NameCompleter(Completer):
    """Completes a command at the start of the line, and a speaker's name from the start of any of its words."""

    def __init__(self, names: Sequence[str], commands: Sequence[str]) -> None:
        self._names = names
        self._commands = commands

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002  # the base class calls it so
        text = document.text_before_cursor
        if text.startswith("/"):
            yield from (Completion(c, -len(text)) for c in self._commands if c.startswith(text.casefold()))
            return
        for name in self._names:
            typed = _typed_part(text, name)
            if typed and typed != name:
                yield Completion(name, -len(typed))


def _typed_part(text: str, name: str) -> str:
    """The longest end of ``text`` that begins ``name`` or one of its later words; "" when there is none."""
    starts = [at for at in range(len(text)) if at == 0 or not text[at - 1].isalnum()]
    beginnings = [name[at:].casefold() for at in range(len(name)) if at == 0 or name[at - 1] == " "]
    for start in starts:
        typed = text[start:]
        if typed.strip() and any(b.startswith(typed.casefold()) for b in beginnings):
            return typed
    return ""


class History(FileHistory):
    """A history file that only its owner can read. Where it cannot be kept, the chat goes on without."""

    def __init__(self, path: Path) -> None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
        super().__init__(path)

    def load_history_strings(self) -> Iterable[str]:
        with suppress(OSError):
            yield from super().load_history_strings()

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(string)
