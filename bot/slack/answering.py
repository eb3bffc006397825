"""From a claimed question to the message that answers it. Synchronous: it runs in a thread beside the event loop."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.commands import is_timeline
from bot.conversation import Turn
from bot.linked import Door
from bot.render import blocks
from bot.render.blocks import Message
from bot.render.buttons import ButtonValue
from bot.reply import ArticleView, Reply
from bot.slack.background import report
from bot.slack.ledger import Question
from bot.slack.threads import SqlThreads
from retrieval.model import Abstention, Span

log = logging.getLogger(__name__)

APOLOGY = (
    "Something went wrong on our side while answering this, and it has been noted. Please ask again in other words."
)
TAKEN_BACK = "The question was deleted, and its answer with it."
EDITED = "The question was edited; this answers its new words."

_CRASHES = 3  # a question that ended the process this often is not tried again


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message to post, and what it adds to the memory of the conversation and changes in it."""

    message: Message
    outcome: str
    added: Mapping[int, Turn] = field(default_factory=dict)
    changed: Mapping[int, Turn] = field(default_factory=dict)


class Answering:
    """Asks the assistant, on a draft of the conversation: nothing is remembered before the answer is posted."""

    def __init__(self, assistant: Door, threads: SqlThreads) -> None:
        self._assistant = assistant
        self._threads = threads

    def remembers(self, conversation: str) -> bool:
        """Whether something was asked there before."""
        return bool(self._threads.load(conversation))

    def prepare(self, question: Question, words: str, earlier: str | None = None) -> Prepared:
        """The answer to ``words``; never raises for a fault of ours, but apologises.

        ``earlier`` is a question that stands in the thread: what is asked when there are no words, and what they may
        lean on when there are.
        """
        if question.crashes >= _CRASHES:
            return _apology()
        try:
            return self._prepare(question, words, earlier)
        except Exception as error:  # noqa: BLE001  # whatever it is, the asker gets one answer
            report(log, "answering a question", error)
            return _apology()

    def _prepare(self, question: Question, words: str, earlier: str | None) -> Prepared:
        words = words or earlier or ""
        kept = question.turn - 1 if question.turn else None
        with self._threads.draft(question.conversation, kept) as draft:
            if earlier and earlier != words and earlier.endswith("?") and not draft.turns:
                self._assistant.remember(draft.key, [{"q": earlier, "a": ""}])
            reply = self._assistant.reply(draft.key, words)
            note = EDITED if question.answer else ""
            message = blocks.message(reply, thread_ref=question.conversation, note=note)
            return Prepared(message, reply.outcome, draft.added, draft.changed)

    def aside(self, conversation: str, words: str) -> Message:
        """The answer to a command, for its asker alone; never raises for a fault of ours."""
        try:
            return blocks.ephemeral(self._assistant.reply(conversation, words), thread_ref=conversation)
        except Exception as error:  # noqa: BLE001  # as in ``prepare``
            report(log, "answering a command", error)
            return blocks.plain(APOLOGY)

    def command(self, value: ButtonValue, command: str) -> Reply:
        """A command on the answer that a button belongs to."""
        return self._assistant.reply(value.thread, command, turn=value.turn)

    def article(self, article: str, marked: Span | None) -> ArticleView | None:
        """An article to read; None when it is no longer there."""
        return self._assistant.article(article, marked)

    def again(self, value: ButtonValue, *, aside: bool) -> Message:
        """A reply that was shown before, with the page or the closest passages that a button asks for."""
        of_an_answer = value.ask.startswith("/") and not is_timeline(value.ask)
        kept = None if of_an_answer else max(value.turn - 1, 0)
        words = value.ask or self._turn(value).said
        with self._threads.draft(value.thread, kept) as draft:
            reply = self._assistant.reply(draft.key, words)
        show = blocks.ephemeral if aside else blocks.message
        return show(reply, thread_ref=value.thread, page=value.page, closest=isinstance(reply.body, Abstention))

    def understood(self, value: ButtonValue) -> str:
        """The question that a button speaks of, in words that stand alone."""
        return self._turn(value).understood_as or value.ask

    def _turn(self, value: ButtonValue) -> Turn:
        turns = self._threads.load(value.thread)
        return turns[value.turn - 1] if 0 < value.turn <= len(turns) else Turn(value.ask, value.ask)


def taken_back(question: Question) -> Prepared:
    """What stands for an answer whose question is gone; its words go from the memory too."""
    forgotten = {question.turn: Turn(said="", understood_as="")} if question.turn else {}
    return Prepared(blocks.plain(TAKEN_BACK), "deleted", changed=forgotten)


def _apology() -> Prepared:
    return Prepared(blocks.plain(APOLOGY), "apology")
