import io
import re

import pytest
from rich.console import Console
from samples import FakeAssistant, abstained, answered

from bot import console
from bot.render import terminal
from retrieval.errors import OnrecordError

GREETING = """\
The archive holds 1 article from Harbour News, the newest of 4 March 2026.
Most quoted: Ada Lindqvist (3).
Try: What did Ada Lindqvist say?
Ask a question, or type /help. Ctrl-D leaves.

"""

ANSWER = """\
1. "We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.
   Ada Lindqvist, Mayor · quoted word for word
   Harbour News, citing Coast Gazette · said on 3 March 2026, published on 4 March 2026
   “Council keeps the pier” · https://news.example/pier

2 more quotes: /more

"""


class Recorder:
    def __init__(self):
        self.kept = []

    def add(self, text, reply):
        self.kept.append((text, reply.outcome))


class Keys:
    """Types one message after the other; an exception among them is what a key like Ctrl-C makes of the prompt."""

    def __init__(self, *messages):
        self._messages = iter(messages)

    def __call__(self):
        message = next(self._messages)
        if isinstance(message, type):
            raise message
        return message


def transcript(assistant, typed, recorder=None) -> str:
    out = io.StringIO()
    console.chat(assistant, console.lines(io.StringIO(typed), out), terminal.console(out), recorder)
    return out.getvalue()


def printed(assistant, read) -> str:
    out = io.StringIO()
    console.chat(assistant, read, terminal.console(out))
    return out.getvalue().removeprefix(GREETING)


def test_a_chat_through_a_pipe_reads_from_greeting_to_goodbye_like_this():
    assistant = FakeAssistant({"The pier?": answered("The pier?"), "Ferries?": abstained("Ferries?")})

    assert transcript(assistant, "The pier?\n\n  Ferries?  \n") == (
        GREETING
        + "> The pier?\n\nUnderstood as: What did Ada Lindqvist say about the pier?\n\n"
        + ANSWER
        + """\
>
> Ferries?

Understood as: What did Ada Lindqvist say about ferries?

No answer to “What did Ada Lindqvist say about ferries?”
The archive has 3 statements by Ada Lindqvist; none of them speaks of “ferries”. “What did Ada Lindqvist say?” \
shows them.

Closest passages (not an answer):

1. The harbour council met on Tuesday.
   Harbour News · in its own words
   4 March 2026
   “Council keeps the pier” · https://news.example/pier

"""
    )


@pytest.mark.parametrize("leave", ["/quit\n", "/QUIT\n", " /quit ", ""])
def test_quit_and_the_end_of_the_input_leave(leave):
    assistant = FakeAssistant()

    transcript(assistant, leave + ("\nnever asked\n" if leave else ""))

    assert assistant.asked == []


def test_an_error_is_one_line_and_the_chat_goes_on():
    assistant = FakeAssistant({"The pier?": answered()})

    shown = transcript(assistant, "?!\nThe pier?\n")

    assert "> ?!\n\nThis question has no words.\n\n> The pier?\n" in shown
    assert shown.endswith(ANSWER)


def test_ctrl_c_at_the_prompt_or_in_an_answer_brings_a_new_prompt():
    assistant = FakeAssistant({"The pier?": answered()}, interrupts=("slow",))

    shown = printed(assistant, Keys(KeyboardInterrupt, "slow", "The pier?", EOFError))

    assert shown.endswith(ANSWER)
    assert [text for _, text, _ in assistant.asked] == ["slow", "The pier?"]


def test_all_messages_of_a_chat_belong_to_one_thread():
    assistant = FakeAssistant()

    transcript(assistant, "a\nb\n")

    assert len({thread for thread, _, _ in assistant.asked}) == 1


def test_a_recorder_keeps_each_message_with_its_reply():
    recorder = Recorder()

    transcript(FakeAssistant({"The pier?": answered()}), "The pier?\n\n?!\n/quit\n", recorder)

    assert recorder.kept == [("The pier?", "answered"), ("?!", "error")]


def test_a_turn_that_cannot_be_kept_is_told_and_the_chat_goes_on():
    class FullDisk:
        def add(self, text, reply):
            raise OnrecordError("chat.yaml cannot be written: no space left.")

    shown = transcript(FakeAssistant({"The pier?": answered()}), "The pier?\nThe pier?\n", FullDisk())

    assert shown.count(ANSWER + "chat.yaml cannot be written: no space left.\n") == 2


def test_what_is_echoed_is_inert():
    assert "\x1b" not in transcript(FakeAssistant(), "\x1b[2J\n")


def test_a_person_at_a_plain_terminal_gets_a_prompt_and_no_echo():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = io.StringIO()
    read = console.lines(Terminal("hello\n"), out)

    assert read() == "hello\n"
    assert out.getvalue() == "> "
    with pytest.raises(EOFError):
        read()


def test_on_a_terminal_the_greeting_wraps():
    out = io.StringIO()
    narrow = Console(file=out, width=24, force_terminal=True, _environ={"TERM": "xterm"})

    console.chat(FakeAssistant(), Keys(EOFError), narrow)

    shown = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert max(map(len, shown.splitlines())) <= 24
    assert shown.split() == GREETING.split()
