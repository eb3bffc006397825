"""The commands. Each imports what it needs when it runs: the start takes most of the time of an answer.

Exit codes: 0 answered or done, 1 abstained or not ready, 2 wrong usage (or a full disk), 3 the archive is missing or
cannot be read, 70 a fault of ours, 130 interrupted, 141 nobody reads the output any more. ``--batch`` ends with 0, or
with 2 when it could not ask a line.
"""

# ruff: noqa: PLC0415, T201  # imports stand in the commands that need them; printing is what a command does

from __future__ import annotations

import gc
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from bot import cli_archive
from bot.cli_archive import load_settings
from bot.running import ABSTAINED, DONE, NO_ARCHIVE, NOT_READY, USAGE, complain, run
from retrieval.errors import QuestionError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.assistant import Assistant
    from bot.reply import Reply
    from bot.settings import Settings
    from retrieval.model import Article

app = typer.Typer(
    help="Answers questions with sentences from an archive of articles, to the letter, each with who said it.",
    add_completion=False,
    rich_markup_mode=None,  # plain help; rich would have to be loaded for it
)

ArchivePaths = Annotated[
    list[Path] | None, typer.Option("--archive", metavar="PATH", help="Read this file or folder; may be repeated.")
]


@app.callback(invoke_without_command=True)
def onrecord(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        print(f"onrecord {installed('onrecord')}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(USAGE)


@app.command()
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="The question; read from stdin when left out.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.jsonl",
            help='Answer each line, {"id", "question", "turns"}, with a line of JSON; - reads stdin.',
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="K", help="Show the K best quotes, not only those that answer well.")
    ] = None,
    archive: ArchivePaths = None,
) -> int:
    """Answer a question from the archive. Exit code 0: answered, 1: no answer."""
    if batch and question:
        raise typer.TyperException("Give a question or --batch, not both.")
    if batch:
        with _open(batch) as lines:
            return _ask_batch(_assistant(archive), lines, batch, limit)
    text = " ".join(question) if question else _question_from_stdin()
    reply = _assistant(archive).reply("ask", text, limit=limit)
    if json:
        from bot.render import data

        print(data.line(data.as_json(reply, limit=limit)))
    else:
        _show(reply, limit)
    return ABSTAINED if reply.outcome == "abstained" else DONE


def _question_from_stdin() -> str:
    if sys.stdin.isatty():
        raise typer.TyperException('Ask something, such as: onrecord ask "Who said ...?"')
    return sys.stdin.read().strip()


def _show(reply: Reply, limit: int | None) -> None:
    from bot.render import terminal
    from bot.reply import Notice

    if reply.outcome == "error" and isinstance(reply.body, Notice):
        raise QuestionError(reply.body.text)
    terminal.show(terminal.console(), terminal.reply(reply, limit))


def _open(path: str) -> BinaryIO:
    try:
        return sys.stdin.buffer if path == "-" else Path(path).open("rb")
    except OSError as error:
        raise typer.TyperException(f"Cannot read {path}: {error.strerror}.") from None


def _ask_batch(assistant: Assistant, lines: Iterable[bytes], name: str, limit: int | None) -> int:
    from bot import batch
    from bot.render import data

    bad = False
    for answer in batch.answers(assistant, lines, limit):
        if isinstance(answer, ReadError):
            bad = True
            complain(f"{name}, {answer}")
        else:
            print(data.line(answer), flush=True)
    return USAGE if bad else DONE


@app.command()
def chat(
    archive: ArchivePaths = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the chat as a scripted conversation.")
    ] = None,
) -> int:
    """Ask in a console, with follow-ups. /help tells the commands."""
    from bot import bootstrap, console

    settings = load_settings()
    assistant = _assistant(archive, settings, follow=True)
    if record:
        from bot.script.record import Recorder

        files = () if bootstrap.database_url(settings) else settings.archive
        with closing(Recorder(record, archive=archive or files)) as recorder:
            console.run(assistant, recorder)
    else:
        console.run(assistant)
    return DONE


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Articles: files or folders.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one line of JSON an article.")] = False,
) -> int:
    """Show the sentences of articles, and who says what in them."""
    from retrieval.ingest import analyse

    found = 0
    for article in _articles(paths):
        start = perf_counter()
        entry = analyse(article)
        seconds = perf_counter() - start
        if json:
            from bot.render import data

            print(data.line(data.inspection(entry, seconds)))
        else:
            from bot.render import terminal

            terminal.show(terminal.console(), terminal.inspection(entry))
        found += 1
    return DONE if found else NO_ARCHIVE


def _articles(paths: Iterable[Path]) -> Iterator[Article]:
    """The articles that can be read; a line on stderr for each that cannot."""
    from retrieval.readers import read

    for path in paths:
        for article in read(path):
            if isinstance(article, ReadError):
                _complain_unread([article])
            else:
                yield article


app.add_typer(cli_archive.app)


@app.command()
def rehearse(  # noqa: PLR0913  # as many as the command has options
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Scripts (*.convo.yaml), or folders of them.")
    ] = None,
    *,
    update: Annotated[bool, typer.Option("--update", help="Show what changed and rewrite the expectations.")] = False,
    keyword: Annotated[str | None, typer.Option("-k", metavar="TEXT", help="Only those with this in the name.")] = None,
    tags: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help="Only those with this tag; may be repeated.")
    ] = None,
    target: Annotated[str, typer.Option(metavar="console|slack", help="Where to play them.")] = "console",
    junitxml: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a JUnit report too.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the form of scripts as JSON Schema.")] = False,
) -> int:
    """Play scripted conversations, and compare each reply with what they expect."""
    if schema:
        return _print_schema()
    if not paths:
        raise typer.TyperException("Name a script (*.convo.yaml) or a folder of them.")
    from bot.script import play

    return play.rehearse(paths, update=update, keyword=keyword, tags=tags or (), target=target, junitxml=junitxml)


def _print_schema() -> int:
    from importlib.resources import files

    print(files("bot.script").joinpath("convo.schema.json").read_text(encoding="utf-8"), end="")
    return DONE


Http = Annotated[bool, typer.Option("--http", help="Take signed events over HTTP instead of Socket Mode.")]


@app.command()
def slack(
    *,
    http: Http = False,
    host: Annotated[str, typer.Option(help="Where health, metrics and events are served.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port there; 0 takes a free one.")] = 3000,
) -> int:
    """Answer in Slack until stopped. ``onrecord doctor`` tells what is missing for it."""
    from bot.slack import app as slack_app

    slack_app.run(load_settings(), slack_app.Listening(http, host, port), say=complain)
    return DONE


@app.command()
def doctor(*, http: Http = False) -> int:
    """Look at all that ``onrecord slack`` needs, and start nothing. Exit code 2 when something is missing."""
    from bot.slack.doctor import examine

    findings = examine(load_settings(), http=http)
    for finding in findings:
        print(f"{'ok     ' if finding.right else 'MISSING'}  {finding.said}")
    return DONE if all(finding.right for finding in findings) else USAGE


@app.command()
def health(
    *,
    host: Annotated[str, typer.Option(help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port there.")] = 3000,
) -> int:
    """Ask a running ``onrecord slack`` whether it is ready. Exit code 1 when it is not."""
    from bot.health import ask as ask_health

    ready, said = ask_health(host, port)
    print(said)
    return DONE if ready else NOT_READY


def _assistant(archive: Sequence[Path] | None, settings: Settings | None = None, *, follow: bool = False) -> Assistant:
    from bot.bootstrap import assistant

    built = assistant(settings or load_settings(), archive=archive, follow=follow, say=complain)
    _complain_unread(built.problems)
    return built


def _complain_unread(problems: Iterable[ReadError]) -> None:
    for problem in problems:
        complain(f"could not read {problem}")


def main() -> None:
    gc.set_threshold(50_000)  # new objects: every 700, what was loaded so far would be looked through while more is
    code = run(app, sys.argv[1:])
    gc.freeze()  # or all objects would be looked through once more at the end
    sys.exit(code)
