"""What is remembered of sources in the archive's database, and the commands over a site on loopback."""

import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from news_site import RSS, serving

from bot import cli, running
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.sources.known import Known
from retrieval.sources.source import Health, Memory, Seen, State
from retrieval.sources.store import SqlStates

STATE = State(
    Memory(Known('"a"', "yesterday"), {"x": Seen("1"), "y": Seen("2", 1)}, {"z": Known()}, frozenset({"told"})),
    Health(tried=1.5, succeeded=None, due=2.5, failures=1, error="does not exist", added=3, unread={"gone": 2}),
)
PAGE = """<html><head><title>{0}</title></head><body><article><p>{0}: the talks began on Monday, the minister said,
after a week of delays that had tried the patience of everybody.</p></article></body></html>"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")()
    return f"sqlite:///{tmp_path_factory.mktemp('states') / 'archive.sqlite3'}"


@pytest.fixture
def database(server):
    archive = SqlArchive(Database(server, create=True))
    SqlStates(archive.database).keep([])
    yield archive.database
    archive.close()


def test_a_state_is_kept_as_it_is(database):
    SqlStates(database).save("https://a.example/", STATE)
    states = SqlStates(database)
    assert states.load("https://a.example/") == STATE
    assert states.health() == {"https://a.example/": STATE.health}


def test_a_state_is_replaced(database):
    states = SqlStates(database)
    states.save("a", STATE)
    states.save("a", State())
    assert states.load("a") == State()


def test_a_database_that_knows_no_sources_has_new_states(database):
    states = SqlStates(database)
    assert (states.load("a"), states.health()) == (State(), {})


def test_sources_that_are_not_kept_are_forgotten(database):
    states = SqlStates(database)
    for key in "abc":
        states.save(key, STATE)
    states.keep(["b", "d"])
    assert list(states.health()) == ["b"]


def test_the_states_of_an_earlier_version_are_taken_over(tmp_path):
    path = tmp_path / "archive.sqlite3"
    SqlArchive(Database(f"sqlite:///{path}", create=True)).close()
    earlier = {"memory": STATE.memory.as_dict(), "health": asdict(replace(STATE.health, unread={}))}
    earlier["health"]["refused"] = 2
    del earlier["health"]["unread"]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("DROP TABLE sources; UPDATE archive_version SET version_num = '0001'")
        connection.execute("CREATE TABLE source_states (key TEXT PRIMARY KEY, state JSON NOT NULL)")
        connection.execute("INSERT INTO source_states VALUES ('a', ?)", [json.dumps(earlier)])
    archive = SqlArchive(Database(f"sqlite:///{path}"))
    states = SqlStates(archive.database)
    assert states.load("a") == replace(STATE, health=replace(STATE.health, unread={"unreadable": 2}))
    archive.close()


# The commands


@pytest.fixture
def onrecord(tmp_path, monkeypatch, capsys):
    """Runs a command in this process; returns its exit code, stdout and stderr."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    monkeypatch.setenv("ONRECORD_FETCH_PRIVATE", "true")
    monkeypatch.chdir(tmp_path)
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]

    def run(*arguments):
        code = running.run(cli.app, arguments)
        out, err = capsys.readouterr()
        return code, out, err

    yield run
    root.handlers[:] = handlers  # a watch logs to the stderr of its time


@pytest.fixture
def site():
    with serving() as (pages, address):
        pages.page("/a", PAGE.format("One"))
        pages.page("/b", PAGE.format("Two"))
        links = "".join(f"<item><link>{address}{path}</link></item>" for path in ("/a", "/b", "/c"))
        pages.page("/rss", f'<rss version="2.0"><channel><title>KNA</title>{links}</channel></rss>', RSS)
        yield pages, address


def test_a_page_and_the_articles_of_a_feed_are_added_by_their_addresses(onrecord, site, tmp_path):
    _, address = site
    (tmp_path / "page.html").write_text(PAGE.format("Three"))
    code, said, complaints = onrecord("add", f"{address}/a", f"{address}/rss", "page.html")
    assert (code, said) == (2, "3 added and 1 known already.\n")
    assert f"onrecord: could not read {address}/c: does not exist" in complaints
    _, listed, _ = onrecord("list", "--json")
    assert {json.loads(line)["id"] for line in listed.splitlines()} == {f"{address}/a", f"{address}/b", "page"}


def test_an_address_in_a_private_network_is_not_added_unless_it_is_allowed(onrecord, site, monkeypatch):
    pages, address = site
    monkeypatch.setenv("ONRECORD_FETCH_PRIVATE", "false")
    code, _, complaints = onrecord("add", f"{address}/a")
    assert (code, pages.asked.total()) == (2, 0)
    assert "is in a private network, which is not allowed" in complaints


def test_a_watch_looks_once_and_the_health_of_its_sources_is_told(onrecord, site, tmp_path):
    pages, address = site
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text("A text of Monday.")
    (tmp_path / "sources.yaml").write_text(f"feeds:\n  - url: {address}/rss\n    outlet: KNA\nfolders:\n  - path: in\n")
    code, _, log = onrecord("watch", "--once")
    assert code == 0, log
    assert f"could not read {address}/c: does not exist" in log
    _, told, _ = onrecord("stats", "--json")
    stats = json.loads(told)
    assert stats["articles"] == 3
    assert {key: (one["added"], one["unread"]) for key, one in stats["sources"].items()} == {
        f"{address}/rss": (2, {"gone": 1}),
        str(tmp_path / "in"): (1, {}),
    }
    asked = pages.asked.total()
    assert onrecord("watch", "--once")[0] == 0
    assert pages.asked.total() - asked == 2  # robots.txt and the feed, which has not changed


def test_a_watch_tells_by_its_exit_code_that_a_source_fails(onrecord, site, tmp_path):
    _, address = site
    (tmp_path / "s.yaml").write_text(f"feeds:\n  - url: {address}/nothing\n")
    code, _, log = onrecord("watch", "--once", "s.yaml")
    assert code == 2
    assert f"could not read {address}/nothing: does not exist" in log
    assert "does not exist" in onrecord("stats")[1]


def test_a_fault_in_the_file_of_sources_is_told_with_its_line(onrecord, tmp_path):
    (tmp_path / "sources.yaml").write_text("feeds:\n  - url: https://a.example/\n    oulet: x\n")
    code, _, complaints = onrecord("watch")
    assert code == 2
    assert 'sources.yaml:3: feeds[0].oulet: did you mean "outlet"?' in complaints
