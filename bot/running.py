"""What every command shares: its streams, its exit codes, and errors as lines on stderr instead of tracebacks."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from retrieval.errors import ArchiveError, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, ABSTAINED, USAGE, NO_ARCHIVE, FAULT, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 70, 130, 141
NOT_READY = 1  # what container engines take for unhealthy


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    _accept_any_text()
    try:
        code = _invoke(app, arguments)
        sys.stdout.flush()  # here, where a failure still becomes an exit code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _give_up_stdout()
        code = BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  # left to Python, a fault of ours would end with 1: abstained
        code = _tell(error)
    return code


def _tell(error: Exception) -> int:
    """Tell what went wrong in a line, or in a traceback where it is a fault of ours; returns the exit code."""
    if isinstance(error, OnrecordError):
        complain(str(error))
        return NO_ARCHIVE if isinstance(error, ArchiveError) else USAGE
    if isinstance(error, typer.TyperException):
        complain(error.format_message())
        return USAGE
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _give_up_stdout()
        complain(f"The output cannot be written: {error.strerror}.")
        return USAGE
    traceback.print_exception(error)
    return FAULT


def complain(message: str) -> None:
    """Tell what is wrong: a line on stderr, or several where the message has them."""
    for line in message.splitlines():
        print(f"onrecord: {line}", file=sys.stderr)  # noqa: T201  # stderr is where a command complains


def _invoke(app: typer.Typer, arguments: Sequence[str]) -> int:
    """What typer's own ``app()`` does, without its handling of errors: its exit codes are not ours."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("onrecord", list(arguments)) as context:
            code: int = command.invoke(context)
    except typer.Exit as early:
        code = early.exit_code
    return code


def _accept_any_text() -> None:
    """Bytes that are no text become U+FFFD; what the terminal's encoding cannot write is written as an escape."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def _give_up_stdout() -> None:
    """Let Python end without another try to write what is still buffered."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
