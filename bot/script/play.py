"""Plays scripted conversations and says what held: the engine behind ``onrecord rehearse`` and the pytest plugin."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from bot.bootstrap import assistant, database_url, open_database
from bot.script import files, junit, report
from bot.script.collect import RehearsalError, choose, load_all
from bot.script.examine import Finding, examine
from bot.script.scenario import Click, Scenario, Step, load
from bot.script.source import Source
from bot.script.target import Archive, ConsoleTarget, Target
from bot.script.update import diff, rewritten
from bot.settings import load as load_settings
from retrieval import readers
from retrieval.errors import OnrecordError
from retrieval.model import Article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.reply import Reply
    from retrieval.archive.sql import SqlArchive

PASSED, FAILED = 0, 1

Texts = Callable[[Archive], Mapping[str, str]]
"""The texts of an archive's articles by id, read anew and by nothing that answers questions."""


@dataclass(frozen=True, slots=True)
class Played:
    """A step, the reply to it as data and as the user reads it, and what was found about it."""

    step: Step
    reply: Reply
    read: str
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return all(finding.holds for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario. ``fault`` says why it could not take place. ``seconds`` is the whole of it."""

    scenario: Scenario
    played: tuple[Played, ...] = ()
    fault: str | None = None
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return self.fault is None and all(turn.holds for turn in self.played)


class Player:
    """Plays scenarios on a target, each turn whatever came of those before it. Each archive is read once."""

    def __init__(self, target: Target, texts: Texts, clock: Callable[[], float] = time.perf_counter) -> None:
        self.target = target.name
        self._target = target
        self._texts = cache(texts)
        self._clock = clock

    def play(self, scenario: Scenario) -> Result:
        started = self._clock()
        try:
            played, fault = tuple(self._turns(scenario)), None
        except OnrecordError as error:
            played, fault = (), str(error)
        return Result(scenario, played, fault, self._clock() - started)

    def _turns(self, scenario: Scenario) -> Iterator[Played]:
        texts = self._texts(scenario.archive)
        session = self._target.open(scenario)
        for step in scenario.steps:
            reply = session.click(step.does) if isinstance(step.does, Click) else session.say(step.does)
            read = session.read(reply) if step.expected and step.expected.text else ""
            yield Played(step, reply, read, tuple(examine(reply, read, step.expected, texts)))


def rehearse(  # noqa: PLR0913  # the options of the command
    paths: Sequence[Path],
    *,
    update: bool = False,
    keyword: str | None = None,
    tags: Sequence[str] = (),
    target: str = "console",
    junitxml: Path | None = None,
    out: TextIO | None = None,
) -> int:
    """Play the scripts on a target, and print what came of each conversation.

    ``keyword`` is a part of ``file::conversation[variant]`` in any case; with ``tags`` a conversation needs one of
    them. ``update`` shows how expectations that do not hold are to be rewritten, writes it (a person at a terminal is
    asked first) and plays those scripts again.

    Returns 0 when all held, 1 when something did not. Raises ScriptError or RehearsalError when there is no script,
    one is wrong, or there is nothing to play.
    """
    out = out or sys.stdout
    stage = _stage(target)
    # What an update writes has to hold for every variant.
    scenarios = choose(load_all(paths, stage.name), keyword, tags, whole=update)
    with closing(stage):
        player = Player(stage, article_texts)
        results = _played(player, scenarios, out)
        if update:
            results = _updated(player, results, out)
    _print_failures(results, out)
    if junitxml:
        _write(junitxml, junit.document(results))
    return PASSED if all(result.passed for result in results) else FAILED


def _stage(target: str) -> Target:
    """The target of that name. Raises RehearsalError when there is none."""
    if target == "console":
        return console_target()
    if target == "slack":
        return slack_target()
    raise RehearsalError(f'Conversations cannot be played on "{target}", only on "console" or "slack".')


def console_target() -> ConsoleTarget:
    """The target that plays in this process, with this process's settings."""
    settings = load_settings()
    return ConsoleTarget(lambda archive, now: assistant(settings, archive=archive or None, today=now))


def slack_target() -> Target:
    """The target that plays in Slack, which is a small one in this process."""
    from bot.slack.target import SlackTarget  # noqa: PLC0415  # most of the start, and wanted by few

    settings = load_settings()
    return SlackTarget(
        settings,
        lambda archive, now, threads: assistant(settings, archive=archive or None, threads=threads, today=now),
    )


def article_texts(archive: Archive) -> Mapping[str, str]:
    """The texts of the articles in files and folders, by id; where there are none, of the archive that is asked then.

    Raises ArchiveError.
    """
    settings = load_settings()
    url = None if archive else database_url(settings)
    if url:
        return _KeptTexts(open_database(url))
    paths = archive or settings.archive
    articles = [found for path in paths for found in readers.read(path) if isinstance(found, Article)]
    return {article.id: article.text for article in reversed(articles)}  # the first of an id is the one that is kept


class _KeptTexts(Mapping[str, str]):
    """The texts of a database, which may be too many to read them all."""

    def __init__(self, archive: SqlArchive) -> None:
        self._archive = archive

    def __getitem__(self, article_id: str) -> str:
        return self._archive.entry(article_id).article.text

    def __iter__(self) -> Iterator[str]:
        return (article.id for article in self._archive.articles())

    def __len__(self) -> int:
        return len(self._archive)


def _played(player: Player, scenarios: Sequence[Scenario], out: TextIO) -> list[Result]:
    results = []
    for scenario in scenarios:
        result = Result(scenario) if scenario.skipped else player.play(scenario)
        print(f"{_word(result):8}{report.visible(report.place(scenario))}", file=out, flush=True)
        results.append(result)
    return results


def _updated(player: Player, results: Sequence[Result], out: TextIO) -> list[Result]:
    """Rewrite the scripts whose expectations do not hold, and play those again."""
    final: list[Result] = []
    for _, group in groupby(results, key=lambda result: result.scenario.source.file):
        of_file = list(group)
        source = of_file[0].scenario.source
        text, complaints = rewritten(source, of_file)
        for line in (*diff(source, text).splitlines(), *complaints):
            print(report.visible(line), file=out)
        if text != source.text and confirmed(source.file, sys.stdin, out):
            if Source.load(source.file).text != source.text:
                raise RehearsalError(f"{source.file} has changed while it was played; nothing was written.")
            _write(source.file, text)
            labels = {result.scenario.label for result in of_file}
            again = [s for s in load(source.file, player.target) if s.label in labels]
            of_file = _played(player, again, out)
        final += of_file
    return final


def _write(file: Path, text: str) -> None:
    try:
        files.replace(file, text)
    except OSError as error:
        raise RehearsalError(f"{file} cannot be written: {error.strerror}.") from None


def confirmed(file: Path, answers: TextIO, out: TextIO) -> bool:
    """Whether to write: asked at a terminal, taken as read where nobody is there to answer."""
    if not (answers.isatty() and out.isatty()):
        return True
    print(f"Write this to {file}? [y/N] ", end="", file=out, flush=True)
    return answers.readline().strip().casefold() in ("y", "yes")


def _word(result: Result) -> str:
    if result.scenario.skipped:
        return "skipped"
    return "ok" if result.passed else "FAILED"


def _print_failures(results: Sequence[Result], out: TextIO) -> None:
    for result in results:
        if not result.passed:
            print(f"\n{report.failure(result)}", file=out)
    counts = Counter(_word(result) for result in results)
    told = ", ".join(f"{counts[word]} {word.lower()}" for word in ("ok", "FAILED", "skipped") if counts[word])
    print(f"\n{told} in {sum(result.seconds for result in results):.2f} s", file=out)
