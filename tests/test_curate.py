"""The commands that keep an archive, as they are typed."""

import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import cli, curate, running
from retrieval import intake
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.readers.fields import make_article

ROOT = Path(__file__).parents[1]
PIER = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'
QUESTION = "What did Ada Lindqvist say about the pier?"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder of articles as the working folder; the archive lands beside them, since nothing else is set."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "pier.txt").write_text(f"date 2026-03-04 The harbour council met on Tuesday. {PIER}\n")
    lines = [
        {"id": "ferry", "title": "Ferry returns", "outlet": "Gazette", "published": "2026-03-05", "text": "It sails."},
        {"id": "roof", "text": "The school has a new roof."},
    ]
    (tmp_path / "news" / "more.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def run(home, monkeypatch, capsys):
    """Runs a command in this process; returns its exit code and the lines of stdout and stderr."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = running.run(cli.app, arguments)
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return run


@pytest.fixture
def filled(run):
    assert run("add", "news") == (running.DONE, ["3 added."], [])
    return run


def test_an_added_article_is_quoted_in_the_next_answer(filled):
    code, out, err = filled("ask", QUESTION)

    assert (code, err) == (running.DONE, [])
    assert out[0] == f"1. {PIER}"


def test_files_are_still_answered_from_without_the_archive(filled, home):
    code, out, _ = filled("ask", "--archive", "news/more.jsonl", QUESTION)

    assert (code, PIER in "".join(out)) == (running.ABSTAINED, False)


def test_adding_again_adds_nothing_and_a_changed_text_is_a_revision(filled, home):
    assert filled("add", "news") == (running.DONE, ["3 known already."], [])

    (home / "news" / "pier.txt").write_text(f"date 2026-03-04 The council met again. {PIER}\n")
    assert filled("add", "news") == (running.DONE, ["1 revised and 2 known already."], [])
    assert "pier" in filled("list")[1][1]
    assert filled("list")[1][1].endswith("(revision 2)")


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(run, home):
    (home / "news" / "broken.jsonl").write_text('{"text": 7}\n')

    code, out, err = run("add", "news")

    assert (code, out, len(err)) == (running.USAGE, ["3 added."], 1)
    assert err[0].startswith("onrecord: could not read news/broken.jsonl, line 1")


def test_each_article_is_told_as_json_once_it_is_safe(run):
    _, out, _ = run("add", "--json", "news")

    assert sorted((told["id"], told["event"]) for told in map(json.loads, out)) == [
        ("ferry", "added"),
        ("pier", "added"),
        ("roof", "added"),
    ]


def test_json_lines_come_from_stdin_too(run):
    line = json.dumps({"id": "bus", "text": "The bus is late."}).encode()

    assert run("add", "-", stdin=line) == (running.DONE, ["1 added."], [])
    assert run("list")[1] == ["no date     bus"]


def test_the_list_has_the_newest_first(filled):
    assert filled("list")[1] == ["2026-03-05  ferry  Gazette: Ferry returns", "2026-03-04  pier", "no date     roof"]
    assert [json.loads(line)["id"] for line in filled("list", "--json")[1]] == ["ferry", "pier", "roof"]


def test_removed_articles_are_gone_and_unknown_ones_are_told(filled):
    assert filled("remove", "pier", "bridge") == (
        running.USAGE,
        ["removed pier"],
        ["onrecord: there is no article bridge"],
    )
    assert filled("ask", QUESTION)[0] == running.ABSTAINED


def test_stats_count_what_there_is(filled, home):
    held = json.loads(filled("stats", "--json")[1][0])

    assert (held["articles"], held["revisions"], held["newest"], held["change"]) == (3, 3, "2026-03-05", 3)
    assert held["database"] == str(home / "data" / "onrecord" / "archive.sqlite3")
    assert held["index"] == str(home / "data" / "onrecord" / "archive.index")
    assert "articles    3" in filled("stats")[1]


def test_an_export_added_again_changes_nothing(filled):
    _, out, _ = filled("export")

    assert filled("add", "-", stdin="\n".join(out).encode()) == (running.DONE, ["3 known already."], [])


MOMENTS = st.none() | st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=-3, minutes=-30))))
PHRASE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
ARTICLES = st.builds(
    lambda text, raw, **given: make_article(text, given, raw, where="here", name=given["id"]),
    text=PHRASE.filter(str.strip),
    raw=st.binary(max_size=4),
    id=st.sampled_from(["a", "b", "news/ü"]),
    title=PHRASE,
    outlet=PHRASE,
    author=PHRASE,
    published=st.dates().map(date.isoformat),
    published_at=MOMENTS.map(lambda at: at and at.isoformat()),
    url=PHRASE,
    language=st.sampled_from(["", "en", "uk"]),
    modified=MOMENTS.map(lambda at: at and at.isoformat()),
    correction=PHRASE,
    based_on=st.lists(PHRASE, max_size=3),
)


@pytest.fixture(scope="module")
def two_archives(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    both = [SqlArchive(Database(f"sqlite:///{folder / name}", create=True)) for name in ("from", "to")]
    yield both
    for archive in both:
        archive.close()


@given(read=st.lists(ARTICLES, min_size=1, max_size=5))
@settings(max_examples=30)
def test_an_export_added_elsewhere_loses_nothing(two_archives, read):
    for archive in two_archives:
        archive.remove_all(["a", "b", "news/ü"])
    there, here = two_archives
    for article in read:  # some are revisions of others
        list(intake.add(there, [("here", article)], workers=1))
    lines = []
    curate.export(there, lines.append, revisions=True)
    list(intake.add(here, intake.read_stream(line.encode() for line in lines), workers=1))

    def held(archive):
        kept = [one.article for article in archive.articles() for one in archive.history(article.id)]
        return sorted((one.id, one.revision, one, one.raw_hash) for one in kept)

    assert held(here) == held(there)


def test_a_good_archive_is_verified_and_a_bad_one_is_told(filled, home):
    assert filled("verify") == (running.DONE, ["3 articles verified, 0 faults found."], [])

    connection = sqlite3.connect(home / "data" / "onrecord" / "archive.sqlite3")
    connection.execute("UPDATE revisions SET text = replace(text, 'pier', 'port')")
    connection.commit()
    connection.close()
    code, out, _ = filled("verify")
    assert code == running.NO_ARCHIVE
    assert "article pier: it is not what was read" in out


def test_reindexing_makes_the_index_anew(filled, home):
    for path in (home / "data" / "onrecord" / "archive.index").glob("*.arrays"):
        path.write_bytes(b"")

    assert filled("reindex")[0] == running.DONE
    assert filled("verify") == (running.DONE, ["3 articles verified, 0 faults found."], [])


@pytest.mark.parametrize("command", [("list",), ("stats",), ("verify",), ("export",), ("reindex",), ("remove", "pier")])
def test_without_an_archive_there_is_one_clear_line(run, home, command):
    where = home / "data" / "onrecord" / "archive.sqlite3"

    line = f"onrecord: There is no archive at {where}; put articles in with onrecord add."
    assert run(*command) == (running.NO_ARCHIVE, [], [line])
    assert not where.exists()


@pytest.mark.parametrize(
    ("places", "stdin", "code"),
    [
        (["/nonexist"], b"", running.NO_ARCHIVE),
        (["news", "/nonexist"], b"", running.NO_ARCHIVE),
        (["-"], b"", running.USAGE),
        (["-"], b'{"text": 7}', running.USAGE),
    ],
    ids=["nothing there", "one of two", "no line", "a broken line"],
)
def test_no_archive_is_made_where_nothing_is_added(run, home, places, stdin, code):
    assert run("add", *places, stdin=stdin)[0] == code
    assert not (home / "data").exists()


def test_an_archive_without_articles_says_what_to_do(filled, home):
    filled("remove", "pier", "ferry", "roof")

    where = home / "data" / "onrecord" / "archive.sqlite3"
    line = f"onrecord: The archive {where} holds no article; put articles in with onrecord add."
    assert filled("ask", QUESTION) == (running.NO_ARCHIVE, [], [line])
    assert filled("add", "news") == (running.DONE, ["3 added."], [])
    assert filled("ask", QUESTION)[0] == running.DONE


def start(*arguments, home, before=(), **options):
    env = os.environ | {"XDG_DATA_HOME": str(home / "data"), "PYTHONPATH": str(ROOT)}
    command = [*before, sys.executable, "-m", "bot", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def test_a_chat_over_the_archive_is_a_script_that_passes_over_it(filled, home):
    with start("chat", "--record", "talk.convo.yaml", home=home, stdin=subprocess.PIPE) as chatting:
        said, _ = chatting.communicate(QUESTION + "\n")

    assert PIER in said
    assert "archive:" not in (home / "talk.convo.yaml").read_text()
    code, out, err = filled("rehearse", "talk.convo.yaml")
    assert (code, out[0], err) == (running.DONE, "ok      talk.convo.yaml::talk", [])


def many_lines(count):
    return "".join(json.dumps({"id": f"a{n}", "text": f"Pier {n} stays. {PIER}"}) + "\n" for n in range(count))


def test_ctrl_c_keeps_what_is_told_and_the_next_time_goes_on(run, home):
    (home / "long.jsonl").write_text(many_lines(3_000))
    with start("add", "--json", "long.jsonl", home=home) as adding:
        told = json.loads(adding.stdout.readline())
        adding.send_signal(signal.SIGINT)
        rest, err = adding.communicate()

    assert adding.returncode == running.INTERRUPTED
    assert "the same command goes on from here" in err
    assert "Traceback" not in err
    kept = {told["id"], *(json.loads(line)["id"] for line in rest.splitlines())}
    listed = {json.loads(line)["id"] for line in run("list", "--json")[1]}
    assert kept <= listed
    assert len(listed) < 3_000


def no_larger_than(size):
    """For a child: no file grows beyond it, as on a full disk."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_is_one_clear_line_and_what_was_told_is_kept(run, home):
    (home / "long.jsonl").write_text(many_lines(300))
    with start("add", "--json", "long.jsonl", home=home, preexec_fn=no_larger_than(400_000)) as adding:
        out, err = adding.communicate()

    assert adding.returncode == running.NO_ARCHIVE
    (line,) = [line for line in err.splitlines() if line.startswith("onrecord:")]
    assert "cannot be written: the disk is full" in line
    assert "Traceback" not in err
    assert {json.loads(line)["id"] for line in out.splitlines()} <= {
        json.loads(line)["id"] for line in run("list", "--json")[1]
    }
    assert run("verify")[0] == running.DONE


# Root may write everywhere, unless it gives up the capability to.
BOUND = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override") if os.getuid() == 0 else ()


@pytest.mark.skipif(bool(BOUND) and not shutil.which("setpriv"), reason="root cannot give up its rights here")
def test_a_read_only_folder_can_be_asked_and_is_one_clear_line_to_add_to(filled, home):
    folder = home / "data" / "onrecord"
    for path in (folder / "archive.index", folder):
        path.chmod(0o555)
    (home / "news" / "new.txt").write_text("The bus is late.")

    with start("add", "news", home=home, before=BOUND) as adding:
        _, err = adding.communicate()
    with start("ask", QUESTION, home=home, before=BOUND) as asking:
        answer, _ = asking.communicate()

    assert adding.returncode == running.NO_ARCHIVE
    (line,) = err.splitlines()
    assert line.endswith("cannot be written: it is read-only.")
    assert PIER in answer
