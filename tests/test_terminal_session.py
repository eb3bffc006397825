"""The real command in a real terminal: pexpect types, pyte is the screen."""

import os
import re
import sys
import time

import pexpect
import pyte
import pytest

SENTENCE = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'
QUESTION = "What did Ada Lindqvist say about the pier?"
PATIENCE = 60  # seconds until a screen that does not come is a failure

# pexpect forks; from 3.12 on Python warns of that where threads run, as they do under xdist.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

FOREIGN = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}  # set for the terminal that the tests run in
UP, TAB, ENTER, CTRL_C, CTRL_D = "\x1b[A", "\t", "\r", "\x03", "\x04"


class Terminal:
    def __init__(self, folder, *arguments, columns=80, rows=40, **environment):
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.received = b""
        inherited = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        settings = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "XDG_STATE_HOME": str(folder / "state")}
        self._process = pexpect.spawn(
            sys.executable,
            ["-m", "bot", *arguments],
            cwd=str(folder),
            env={**inherited, **settings, **environment},
            dimensions=(rows, columns),
        )

    def type(self, *keys):
        for key in keys:
            self._process.send(key)

    def until(self, pattern):
        """Wait until the screen shows ``pattern``; returns the screen."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.shown, re.DOTALL):
            try:
                self._receive(self._process.read_nonblocking(4096, timeout=max(deadline - time.monotonic(), 0)))
            except (pexpect.TIMEOUT, pexpect.EOF):
                pytest.fail(f"{pattern!r} did not come; the screen shows:\n{self.shown}")
        return self.shown

    def end(self):
        """Wait until the command ends; returns its exit code."""
        self._process.expect(pexpect.EOF, timeout=PATIENCE)
        self._receive(self._process.before)
        self._process.close()
        return self._process.exitstatus

    def close(self):
        self._process.close(force=True)

    def _receive(self, data):
        self.received += data
        self._stream.feed(data)

    @property
    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()


@pytest.fixture
def terminal(tmp_path):
    """Starts commands in a terminal, in a folder with a small archive."""
    (tmp_path / "pier.txt").write_text(f"date 2026-03-04 The harbour council met on Tuesday. {SENTENCE}\n")
    started = []

    def start(*arguments, **options):
        started.append(Terminal(tmp_path, *arguments, **options))
        return started[-1]

    yield start
    for each in started:
        each.close()


def test_a_chat_with_completion_history_and_keys(terminal):
    chat = terminal("chat", "--archive", "pier.txt")
    chat.until(r"\n> ?$")

    chat.type("What did Lindq", TAB)
    chat.until("> What did Ada Lindqvist\n")
    chat.type(" say about the pier?", ENTER)
    shown = chat.until(r"in the words of|word for word.*\n> ?$")
    assert f"1 │ {SENTENCE}"[:70] in shown

    chat.type("half a question", CTRL_C)
    chat.until(r"> half a question\n\n> ?$")
    chat.type(UP)
    chat.until(rf"> {re.escape(QUESTION)}$")
    chat.type(CTRL_C, "/wh", TAB, " 1", ENTER)
    chat.until("/why 1\n.*Confidence of the answer")
    chat.type(CTRL_D)
    assert chat.end() == 0

    again = terminal("chat", "--archive", "pier.txt")
    again.until(r"\n> ?$")
    again.type(UP, UP)
    again.until(rf"> {re.escape(QUESTION)}$")


def test_a_narrow_terminal_wraps_between_words_and_loses_none(terminal):
    ask = terminal("ask", "--archive", "pier.txt", QUESTION, columns=30)

    assert ask.end() == 0
    barred = " ".join(line[4:] for line in ask.shown.splitlines() if line[2:3] == "│")
    assert SENTENCE in barred, ask.shown


def test_colours_are_used_but_not_when_they_are_unwanted(terminal):
    coloured = terminal("ask", "--archive", "pier.txt", QUESTION)
    plain = terminal("ask", "--archive", "pier.txt", QUESTION, NO_COLOR="1")

    assert (coloured.end(), plain.end()) == (0, 0)
    colour = rb"\x1b\[[0-9;]*3[0-7]m"
    assert re.search(colour, coloured.received)
    assert not re.search(colour, plain.received)
    assert b"\x1b[1mpier\x1b[0m" in plain.received


def test_a_dumb_terminal_gets_a_chat_in_plain_lines(terminal):
    chat = terminal("chat", "--archive", "pier.txt", TERM="dumb", columns=200)
    chat.until(r"\n>$")
    chat.type(f"{QUESTION}\n")
    chat.until("word for word.*\n>$")
    chat.type(CTRL_C)
    chat.until(r"\^C\n>$")
    chat.type(CTRL_D)

    assert chat.end() == 0
    assert b"\x1b" not in chat.received
    assert f"1. {SENTENCE}\n" in chat.shown


def test_without_a_question_a_person_is_told_how_to_ask(terminal):
    ask = terminal("ask", "--archive", "pier.txt")

    assert ask.end() == 2
    assert ask.shown == 'onrecord: Ask something, such as: onrecord ask "Who said ...?"'


def test_ctrl_c_ends_a_command_without_a_traceback(terminal):
    batch = terminal("ask", "--archive", "pier.txt", "--batch", "-")
    batch.type('{"question": "Who met?"}\n')
    batch.until('"status"')
    batch.type(CTRL_C)

    assert batch.end() == 130
    assert "Traceback" not in batch.shown


def test_a_home_that_cannot_be_written_to_is_no_hindrance(terminal, tmp_path):
    (tmp_path / "file").touch()
    chat = terminal("chat", "--archive", "pier.txt", XDG_STATE_HOME=str(tmp_path / "file"))
    chat.until(r"\n> ?$")
    chat.type(QUESTION, ENTER)
    chat.until(r"word for word.*\n> ?$")
    chat.type("/quit", ENTER)

    assert chat.end() == 0
