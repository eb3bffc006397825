"""The one door: every front end calls ``Assistant.reply`` and differs only in how it shows the reply."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import commands
from bot.asking import what_said
from bot.conversation import QuoteRef, Threads, Turn, seen
from bot.followups import Resolved, resolve, tells_nothing, welcome
from bot.recall import recall
from bot.reply import ArticleView, Body, Notice, Outcome, Outdated, Overview, Reply, Timeline
from bot.suggestions import suggestions
from retrieval.archive import Archive
from retrieval.errors import QuestionError, ReadError
from retrieval.freshness import outdated
from retrieval.languages.detect import detect
from retrieval.model import Abstention, Answer, Quote, Span
from retrieval.retriever import Retriever
from retrieval.speakers import fullest
from retrieval.timeline import days, timeline

PAGE = 3  # quotes shown at once, where nothing else is set

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer with all its quotes in the order of their numbers."""

    answer: Answer | Abstention
    quotes: tuple[Quote, ...]


class Assistant:
    """Answers messages of threads.

    ``limit`` is how many quotes are shown at once, ``clock`` tells seconds; ``problems`` are the files that could not
    be read.
    """

    def __init__(  # noqa: PLR0913  # three collaborators, and what is set from outside
        self,
        archive: Archive,
        retriever: Retriever,
        threads: Threads,
        *,
        problems: Sequence[ReadError] = (),
        limit: int = PAGE,
        clock: Clock = time.perf_counter,
    ) -> None:
        self.problems = tuple(problems)
        self._archive = archive
        self._retriever = retriever
        self._threads = threads
        self._limit = limit
        self._clock = clock

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply:
        """Answer one message of a thread; never raises for what a user typed.

        ``limit`` caps how many quotes are shown. A text that begins with "/" is a command on the answer of ``turn``
        (counted from 1; the last without it).
        """
        started = self._clock()
        try:
            reply = self._reply(thread, text.strip(), min(limit or self._limit, self._limit), turn)
        except (QuestionError, commands.CommandError) as error:
            reply = Reply("error", Notice(str(error)), asked=text)
        return replace(reply, seconds=self._clock() - started)

    def remember(self, thread: str, turns: Iterable[Mapping[str, str]]) -> None:
        """Begin a thread with turns that were asked and answered elsewhere, each ``{"q": ..., "a": ...}``."""
        for earlier in turns:
            said, answer = earlier["q"], earlier.get("a") or ""
            resolved = resolve(self._threads.load(thread), said, self._named)
            told = "" if tells_nothing(answer, resolved.question) else answer
            self._threads.append(thread, self._turn(said, resolved, answer=told))

    def check(self, text: str) -> Reply:
        """A message held against the record, claim by claim."""
        started = self._clock()
        return Reply("command", self._retriever.check(text), asked=text, seconds=self._clock() - started)

    def article(self, article_id: str, marked: Span | None = None) -> ArticleView | None:
        """An article to read, with a span to point at; None when the archive no longer has it."""
        if article_id not in self._archive:
            return None
        entry = self._archive.entry(article_id)
        return ArticleView(entry.article, entry.sentences, marked)

    def extent(self) -> tuple[int, date | None]:
        """How many articles the archive holds, and the date of the newest. Cheap, as it is asked for all the time."""
        return len(self._archive), self._archive.newest()

    def overview(self) -> Overview:
        """What the archive holds, for a first look."""
        speakers = self._archive.speakers()
        return Overview(
            articles=len(self._archive),
            outlets=tuple(self._archive.outlets()),
            newest=self._archive.newest(),
            speakers=tuple(speakers),
            suggestions=tuple(suggestions(self._archive, self._answers)),
        )

    def _answers(self, question: str) -> bool:
        return isinstance(self._retriever.answer(question), Answer)

    def _reply(self, thread: str, text: str, limit: int, number: int | None) -> Reply:
        if not text.startswith("/"):
            return self._message(thread, text, limit)
        turns = self._threads.load(thread)
        number = len(turns) if number is None else number
        if text.casefold() == "/more":
            return self._more(thread, text, number)
        if commands.is_timeline(text):
            return self._timeline(thread, text, *commands.speaker_and_topic(text))
        return Reply("command", commands.run(text, self._desk(turns, number)), asked=text, turn=number)

    def _named(self, phrase: str) -> list[str]:
        """The speakers that a phrase names; the phrase itself where it misspells one."""
        found = self._retriever.named_speakers(phrase)
        return found or ([phrase] if phrase[:1].isupper() and self._retriever.misspelt(phrase) else [])

    def _message(self, thread: str, text: str, limit: int) -> Reply:
        if wanted := commands.timeline_in_words(text, self._retriever.named_speakers):
            return self._timeline(thread, text, *wanted)
        if words := welcome(text):
            return Reply("command", Notice(words), asked=text)
        turns = self._threads.load(thread)
        resolved = resolve(turns, text, self._named)
        if resolved.does == "more":
            return self._more(thread, text, resolved.turn)
        if resolved.does == "again":
            return self._again(text, resolved.turn, turns)
        return self._ask(thread, text, resolved, turns, limit)

    def _ask(self, thread: str, text: str, resolved: Resolved, turns: Sequence[Turn], limit: int) -> Reply:
        left_out = seen(turns) if resolved.new_only else set()
        others = self._quoted(turns, resolved.turn) if resolved.others else None
        answer = self._retriever.answer(resolved.question, resolved.earlier, seen=left_out, others_than=others)
        if isinstance(answer, Answer):
            answer = replace(answer, quotes=answer.quotes[:limit], more=(*answer.quotes[limit:], *answer.more))
        turn = self._turn(text, resolved, found=answer)
        self._threads.append(thread, turn)
        reply = _reply_with(answer, text, len(turns) + 1)
        if not isinstance(answer, Answer):
            return reply
        return replace(reply, timeline=self._offered(answer, turn), outdated=self._outdated(answer.quotes))

    def _quoted(self, turns: Sequence[Turn], number: int) -> set[str]:
        """Whose words the turns on the topic of turn ``number`` have shown."""
        topic = turns[number - 1].topic
        shown = (
            quote
            for n, turn in enumerate(turns, 1)
            if turn.quotes and turn.topic == topic
            for quote in self._found(turns, n)[1].quotes[: turn.shown]
        )
        return {quote.speaker for quote in shown if quote.speaker}

    def _offered(self, answer: Answer, turn: Turn) -> str | None:
        """The command for a timeline, where one speaker's words on a topic were asked for and are of several days."""
        question = self._retriever.understand(turn.understood_as)
        if not (question.asked_for and question.speakers and turn.topic):
            return None
        several = days(timeline(answer, question.speakers)) > 1
        return commands.timeline_command(fullest(question.speakers), turn.topic) if several else None

    def _outdated(self, quotes: Sequence[Quote]) -> Outdated | None:
        newest = self._archive.newest()
        day = outdated(quotes, newest, self._retriever.today())
        return Outdated(day, newest) if day and newest else None

    def _timeline(self, thread: str, text: str, speaker: str, topic: str) -> Reply:
        """What somebody said on a topic, oldest first: an answer of its own turn, so that it can be followed up."""
        speakers = self._retriever.speakers(speaker)
        name = fullest(speakers)
        resolved = Resolved("ask", what_said(name, topic, detect(text.removeprefix("/timeline"))))
        found = self._retriever.answer(resolved.question)
        turns = self._threads.load(thread)
        if isinstance(found, Abstention):
            self._threads.append(thread, self._turn(text, resolved, found=found))
            return _reply_with(found, text, len(turns) + 1)
        said = timeline(found, speakers)
        answer = replace(found, quotes=said, more=())
        self._threads.append(thread, self._turn(text, resolved, found=answer))
        return Reply("command", Timeline(name, topic, said), asked=text, turn=len(turns) + 1)

    def _turn(
        self, said: str, resolved: Resolved, *, found: Answer | Abstention | None = None, answer: str = ""
    ) -> Turn:
        question = self._retriever.understand(resolved.question)
        quotes = [*found.quotes, *found.more] if isinstance(found, Answer) else []
        asked = fullest(question.speakers) if question.speakers else question.asked_for
        return Turn(
            said=said,
            understood_as=resolved.question,
            speaker=asked or (quotes[0].speaker if quotes else None),
            topic=question.topic_text(),
            answer=answer or (quotes[0].text if quotes else ""),
            quotes=_refs(quotes),
            shown=len(found.quotes) if isinstance(found, Answer) else 0,
            begins=resolved.begins,
            meant=found.did_you_mean if isinstance(found, Abstention) else None,
            copies=_refs(other for q in quotes for other in q.also),
        )

    def _again(self, text: str, number: int, turns: Sequence[Turn]) -> Reply:
        """An answer once more: who said it and when stands in its lines of attribution."""
        turn, found = self._found(turns, number)
        shown = Answer(
            turn.understood_as, found.quotes[: turn.shown], found.quotes[turn.shown :], found.answer.confidence
        )
        return _reply_with(shown, text, number)

    def _more(self, thread: str, text: str, number: int) -> Reply:
        turns = self._threads.load(thread)
        turn, found = self._found(turns, number)
        page = found.quotes[turn.shown : turn.shown + self._limit]
        if not isinstance(found.answer, Answer) or not page:
            raise commands.CommandError("There is nothing more to show on this question.")
        shown = turn.shown + len(page)
        self._threads.replace(thread, number, replace(turn, shown=shown))
        return Reply(
            outcome="answered",
            body=Answer(turn.understood_as, page, found.quotes[shown:], found.answer.confidence),
            asked=text,
            understood_as=turn.understood_as,
            turn=number,
            first=turn.shown + 1,
            remaining=len(found.quotes) - shown,
        )

    def _desk(self, turns: Sequence[Turn], number: int) -> commands.Desk:
        if not turns:
            return commands.Desk(self._archive, (), 0.0)
        turn, found = self._found(turns, number)
        return commands.Desk(self._archive, found.quotes, found.answer.confidence, turn.understood_as)

    def _found(self, turns: Sequence[Turn], number: int) -> tuple[Turn, _Found]:
        """A turn and its answer, made anew: evidence is not kept. Quotes keep the numbers that they were shown with."""
        if not turns:
            raise commands.CommandError("There is no answer in this thread yet. Ask a question first.")
        if not 1 <= number <= len(turns):
            raise commands.CommandError("That answer is no longer remembered. Please ask the question again.")
        turn = turns[number - 1]
        resolved = resolve(turns[: number - 1], turn.said, self._named)
        answer = self._retriever.answer(turn.understood_as, resolved.earlier)
        quotes = answer.closest if isinstance(answer, Abstention) else (*answer.quotes, *answer.more)
        return turn, _Found(answer, recall(turn.quotes, quotes, self._archive) if turn.quotes else tuple(quotes))


def _refs(quotes: Iterable[Quote]) -> tuple[QuoteRef, ...]:
    return tuple(QuoteRef(q.article.id, q.start, q.end, q.article.revision) for q in quotes)


def _reply_with(answer: Answer | Abstention, asked: str, turn: int) -> Reply:
    outcome: Outcome = "answered" if isinstance(answer, Answer) else "abstained"
    body: Body = answer
    remaining = len(answer.more) if isinstance(answer, Answer) else 0
    return Reply(outcome, body, asked=asked, understood_as=answer.understood_as, turn=turn, remaining=remaining)
