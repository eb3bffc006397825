import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from bot import cli, running

SENTENCE = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'
QUESTION = "What did Ada Lindqvist say about the pier?"
UKRAINIAN = "Що сказала мерка про пірс?"


@pytest.fixture
def archive(tmp_path):
    """A folder with one good article, and beside it what archives get wrong; the working folder of the test."""
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "pier.txt").write_text(f"date 2026-03-04 The harbour council met on Tuesday. {SENTENCE}\n")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "pier.txt").write_text(f"date 2026-03-04 {SENTENCE}\n")
    (tmp_path / "half" / "broken.jsonl").write_text('{"text": 7}\n')
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "broken.jsonl").write_text('{"text": 7}\n')
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture
def run(archive, monkeypatch, capsys):
    """Runs a command in this process; returns its exit code and the lines of stdout and stderr."""
    monkeypatch.chdir(archive)

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = running.run(cli.app, arguments)
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    return run


def command(*arguments, **options):
    """The real command, as its own process."""
    return subprocess.run([sys.executable, "-m", "bot", *arguments], capture_output=True, check=False, **options)


def test_a_question_is_answered_to_the_letter(run):
    code, out, err = run("ask", "--archive", "good", QUESTION)

    assert (code, err) == (running.DONE, [])
    assert out.startswith(f"1. {SENTENCE}\n   Ada Lindqvist, Mayor · quoted word for word\n")


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [((QUESTION,), b""), (tuple(QUESTION.split()), b""), ((), QUESTION.encode()), ((), f"\n {QUESTION}\n\n".encode())],
    ids=["one argument", "many arguments", "stdin", "stdin with space around"],
)
def test_the_question_is_an_argument_or_stands_on_stdin(run, arguments, stdin):
    assert json.loads(run("ask", "--json", "--archive", "good", *arguments, stdin=stdin)[1])["question"] == QUESTION


def test_an_abstention_has_an_exit_code_of_its_own(run):
    code, out, err = run("ask", "--archive", "good", UKRAINIAN)

    assert (code, err) == (running.ABSTAINED, [])
    assert out.startswith(f"No answer to “{UKRAINIAN}”\n")


def test_json_is_one_line_with_the_verbatim_quote(run):
    code, out, _ = run("ask", "--archive", "good", "--json", QUESTION)

    (line,) = out.splitlines()
    said = json.loads(line)
    (quote, *_) = said["quotes"]
    text = Path("good/pier.txt").read_text()
    assert (code, said["status"], quote["text"], quote["speaker"]) == (0, "answered", SENTENCE, "Ada Lindqvist")
    assert text[quote["start"] : quote["end"]] == SENTENCE


NONSENSE = {
    # name: (arguments, stdin, exit code, the line on stderr)
    "empty question": (["ask", ""], b"", 2, "There is no question"),
    "nothing on stdin": (["ask"], b"", 2, "There is no question"),
    "only spaces": (["ask", "  \t "], b"", 2, "There is no question"),
    "only punctuation": (["ask", "?!..."], b"", 2, "There is no word"),
    "an emoji": (["ask", "👍"], b"", 2, "There is no word"),
    "a NUL": (["ask"], b"\0", 2, "There is no word"),
    "no text at all": (["ask"], b"\xff\xfe\x80", 2, "There is no word"),
    "100,000 characters": (["ask", "a" * 100_000], b"", 2, "100,000 characters"),
    "100,000 characters on stdin": (["ask"], b"pier " * 20_000, 2, "characters"),
    "a missing folder": (["ask", "--archive", "nowhere", QUESTION], b"", 3, "There is no archive at nowhere."),
    "a missing folder beside a good one": (
        ["ask", "--archive", "nowhere", "--archive", "good", "x"],
        b"",
        3,
        "nowhere",
    ),
    "an empty folder": (["ask", "--archive", "empty", QUESTION], b"", 3, "No article could be read from empty."),
    "a folder of broken files": (["ask", "--archive", "broken", QUESTION], b"", 3, "No article could be read"),
    "no such option": (["ask", "--jsn", QUESTION], b"", 2, "No such option: --jsn (Possible options: --json)"),
    "no such command": (["aks", QUESTION], b"", 2, "No such command 'aks'. Did you mean 'ask'?"),
    "a limit of nothing": (["ask", "--limit", "0", QUESTION], b"", 2, "'--limit'"),
    "a limit that is none": (["ask", "--limit", "many", QUESTION], b"", 2, "'--limit'"),
    "a question and a batch": (["ask", "--batch", "-", QUESTION], b"", 2, "Give a question or --batch, not both."),
    "a batch that is missing": (
        ["ask", "--batch", "nowhere"],
        b"",
        2,
        "Cannot read nowhere: No such file or directory.",
    ),
    "a batch that is a folder": (["ask", "--batch", "good"], b"", 2, "Cannot read good: Is a directory."),
    "a command on nothing": (["ask", "/why"], b"", 2, "Ask a question first"),
    "a command as JSON": (["ask", "--json", "/help"], b"", 2, "/help is a command, and JSON is for questions."),
    "nothing to inspect": (["inspect"], b"", 2, "PATH"),
    "inspecting what is missing": (["inspect", "nowhere"], b"", 3, "There is no archive at nowhere."),
    "inspecting what is broken": (["inspect", "broken"], b"", 3, "could not read broken/broken.jsonl, line 1"),
    "chatting over nothing": (["chat", "--archive", "nowhere"], b"", 3, "There is no archive at nowhere."),
    "recording into nowhere": (["chat", "--archive", "good", "--record", "no/x"], b"", 2, "no/x cannot be written"),
    "rehearsing without scripts": (["rehearse", "good"], b"", 2, "There is no script"),
    "rehearsing nowhere": (["rehearse", "nowhere"], b"", 2, "nowhere"),
    "rehearsing on another planet": (["rehearse", "--target", "mars", "good"], b"", 2, "mars"),
}


@pytest.mark.parametrize(("arguments", "stdin", "code", "line"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_gets_one_clear_line_and_its_exit_code(run, arguments, stdin, code, line):
    if arguments[0] == "ask" and "--archive" not in arguments:
        arguments = [*arguments[:1], "--archive", "good", *arguments[1:]]

    exit_code, out, err = run(*arguments, stdin=stdin)

    assert (exit_code, out, len(err)) == (code, "", 1)
    assert err[0].startswith("onrecord: ")
    assert line in err[0]


@pytest.mark.parametrize("arguments", [("ask", "--archive", "half", QUESTION), ("inspect", "half")])
def test_one_broken_file_is_named_and_the_others_are_used(run, arguments):
    code, out, err = run(*arguments)

    assert code == running.DONE
    assert SENTENCE in out
    assert err == ["onrecord: could not read half/broken.jsonl, line 1: text is not a string"]


def test_a_wrong_setting_is_one_line(run, monkeypatch):
    monkeypatch.setenv("ONRECORD_LIMIT", "many")

    assert run("ask", QUESTION) == (
        running.USAGE,
        "",
        ['onrecord: ONRECORD_LIMIT: "many" is not a whole number from 1 to 10.'],
    )


def test_the_archive_can_be_set_and_the_option_wins(run, monkeypatch):
    monkeypatch.setenv("ONRECORD_ARCHIVE", "nowhere")

    assert run("ask", QUESTION)[0] == running.NO_ARCHIVE
    assert run("ask", "--archive", "good", QUESTION)[0] == running.DONE


def test_a_batch_answers_line_by_line_and_tells_the_bad_ones(run):
    lines = (
        b'{"id": 1, "question": "What did Ada Lindqvist say about the pier?"}\n{"id": 2}\n{"question": "Ferries?"}\n'
    )

    code, out, err = run("ask", "--archive", "good", "--batch", "-", stdin=lines)

    assert [(json.loads(line)["id"], json.loads(line)["status"]) for line in out.splitlines()] == [
        (1, "answered"),
        ("Ferries?", "abstained"),
    ]
    assert code == running.USAGE
    assert err[0].startswith('onrecord: -, line 2: an object with a "question"')


def test_a_batch_from_a_file_ends_with_0_when_all_was_asked(run):
    Path("batch.jsonl").write_text('{"question": "Ferries?"}\n')

    code, out, err = run("ask", "--archive", "good", "--json", "--batch", "batch.jsonl", "--limit", "2")

    assert (code, err, len(out.splitlines())) == (running.DONE, [], 1)


def test_inspect_prints_a_line_of_json_an_article_and_keeps_ids(run):
    article = {"id": "pier-7", "text": SENTENCE, "published": "2026-03-04"}
    Path("articles.jsonl").write_text(json.dumps(article) + "\n")

    code, out, _ = run("inspect", "--json", "articles.jsonl", "good")

    first, second = map(json.loads, out.splitlines())
    assert code == running.DONE
    assert first["id"] == "pier-7"
    assert first["sentences"] == [{"start": 0, "end": len(SENTENCE), "section": None}]
    assert [s["speaker"] for s in first["statements"]] == ["Ada Lindqvist"]
    assert len(second["sentences"]) == 2


def test_a_chat_through_pipes_answers_and_is_recorded(run):
    code, out, err = run(
        "chat", "--archive", "good", "--record", "chat.convo.yaml", stdin=f"{QUESTION}\n/quit\n".encode()
    )

    assert (code, err) == (running.DONE, [])
    assert f"> {QUESTION}\n\n1. {SENTENCE}\n" in out
    assert QUESTION in Path("chat.convo.yaml").read_text()


def test_a_recorded_chat_passes_its_rehearsal(run):
    run("chat", "--archive", "good", "--record", "chat.convo.yaml", stdin=f"{QUESTION}\n".encode())

    assert run("rehearse", "chat.convo.yaml")[0] == running.DONE


def test_the_version_is_that_of_the_package(run):
    code, out, _ = run("--version")

    assert code == running.DONE
    assert out.startswith("onrecord 0.")


def test_without_a_command_the_help_is_shown(run):
    code, out, _ = run()

    assert code == running.USAGE
    assert "Usage: onrecord" in out


@pytest.mark.parametrize("name", typer.main.get_command(cli.app).commands)
def test_each_command_and_option_has_help(run, name):
    code, out, _ = run(name, "--help")

    options = [line for line in out.splitlines() if line.startswith("  -")]
    assert code == running.DONE
    assert options
    assert [line for line in options if len(line.split("  ")) < 3] == []


def test_nobody_reading_the_output_is_no_error(archive):
    (archive / "many.jsonl").write_text('{"question": "Who said it about the pier?"}\n' * 500)
    arguments = ["ask", "--archive", "good", "--batch", "many.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], cwd=archive, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""
    assert process.returncode == running.BROKEN_PIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_is_one_line(archive):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "--archive", "good", QUESTION],
            cwd=archive, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (
        running.USAGE,
        b"onrecord: The output cannot be written: No space left on device.\n",
    )


def test_an_output_that_can_write_ascii_only_loses_nothing(archive):
    done = command("ask", "--archive", "good", UKRAINIAN, cwd=archive, env={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert (done.returncode, done.stderr) == (running.ABSTAINED, b"")
    assert rb"\u0429\u043e" in done.stdout


def test_an_answer_loads_neither_the_prompt_nor_slack_nor_databases(archive):
    """What ``ask`` imports is most of its time; rich is for people, not for JSON."""
    program = (
        "import sys; from bot.cli import app, run; run(app, sys.argv[1:]);"
        "print(*{m.partition('.')[0] for m in sys.modules} & {*'prompt_toolkit slack_bolt slack_sdk aiohttp sqlalchemy"
        " starlette uvicorn rich hypothesis sklearn'.split()}, file=sys.stderr)"
    )
    loaded = [
        subprocess.run(
            [sys.executable, "-c", program, "ask", "--archive", "good", *options, QUESTION],
            cwd=archive, capture_output=True, check=True, text=True,
        ).stderr.split()
        for options in ([], ["--json"])
    ]  # fmt: skip

    assert loaded == [["rich"], []]
