"""Where Slack's state is kept, what looking at it leaves behind, and how it comes from version to version."""

import os
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from bot.settings import load
from bot.slack import tables
from bot.slack.inbox import Inbox
from bot.slack.incoming import Asked, Place
from bot.slack.store import StoreError, open_set, open_store, try_set, url


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({}, "data/onrecord"),
        ({"ONRECORD_ARCHIVE": "news/texts"}, "data/onrecord"),
        ({"ONRECORD_DATABASE_URL": "postgresql://127.0.0.1/archive"}, "data/onrecord"),
        ({"ONRECORD_DATABASE_URL": "sqlite:///news/archive.sqlite3"}, "news"),
        ({"ONRECORD_DATABASE_URL": "sqlite:///nowhere/archive.sqlite3"}, "data/onrecord"),
        ({"ONRECORD_DATABASE_URL": "no address"}, "data/onrecord"),
    ],
)
def test_the_state_is_beside_an_sqlite_archive_and_else_with_the_data(home, monkeypatch, variables, place):
    (home / "news" / "texts").mkdir(parents=True)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert url(load()) == f"sqlite:///{home / place / 'onrecord-state.sqlite3'}"


def test_the_state_is_beside_the_archive_that_was_added_to(home):
    (home / "data" / "onrecord").mkdir(parents=True)
    (home / "data" / "onrecord" / "archive.sqlite3").touch()
    assert url(load()) == f"sqlite:///{home / 'data' / 'onrecord' / 'onrecord-state.sqlite3'}"


def test_looking_at_the_store_makes_nothing_and_opening_it_does(home):
    try_set(load())
    assert list(home.iterdir()) == []
    open_set(load()).close()
    try_set(load())
    assert (home / "data" / "onrecord" / "onrecord-state.sqlite3").exists()


@pytest.mark.parametrize("address", ["sqlite:///nowhere/state.sqlite3", "postgresql://127.0.0.1:1/none", "not a url"])
def test_a_store_that_would_not_open_is_told_as_opening_tells_it(home, monkeypatch, address):
    monkeypatch.setenv("ONRECORD_STATE_URL", address)
    for fails in (lambda: try_set(load()), lambda: open_store(address)):
        with pytest.raises(StoreError, match=r"^The state store cannot be opened: [^\n]+\.$"):
            fails()
    assert list(home.iterdir()) == []


# Versions


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")()
    return f"sqlite:///{tmp_path / 'state.sqlite3'}"


def ask(store):
    place = Place("T1", "C1", "1700000000.000100", "1700000000.000100")
    return Inbox(store).store("Ev1", Asked(place, "U1", "Why?", "mention"), enterprise=None, verdict="answer")


def test_the_migrations_make_the_tables_that_the_code_expects(address):
    store = open_store(address)
    with store.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    store.close()
    steps = [step for one in differences for step in (one if isinstance(one, list) else [one])]
    real = [step for step in steps if "comment" not in step[0]]  # comments are for readers of the code
    assert [(step[0], step[1].name) for step in real] == [("remove_table", tables.MIGRATIONS.table)]
    (head,) = ScriptDirectory(Path(tables.__file__).with_name("migrations")).get_heads()
    assert head == tables.MIGRATIONS.head


def test_a_store_from_before_there_were_versions_is_taken_over_with_all_that_is_in_it(address):
    before = open_store(address)
    with before.write() as connection:
        connection.execute(text(f"DROP TABLE {tables.MIGRATIONS.table}"))
        connection.execute(text("DROP INDEX questions_asker"))
        connection.execute(text("DROP TABLE feedback"))
    assert ask(before)
    before.close()

    after = open_store(address)
    with after.read() as connection:
        (row,) = connection.execute(select(tables.questions))
        assert (row.event, row.text, row.state, row.revision) == ("Ev1", "Why?", "waiting", 0)
        assert tables.MIGRATIONS.are_done(connection)
        assert inspect(connection).has_table("feedback")
        assert "questions_asker" in {index["name"] for index in inspect(connection).get_indexes("questions")}
    assert not ask(after)  # it is known
    after.close()


def test_a_store_of_a_newer_version_is_left_alone(address):
    store = open_store(address)
    with store.write() as connection:
        connection.execute(text("UPDATE state_version SET version_num = 'later'"))
    store.close()
    with pytest.raises(StoreError, match=r"^The state store was made by a newer version of Onrecord\.$"):
        open_store(address)


def test_processes_that_start_at_once_make_the_tables_once(address):
    stores, begin = [], threading.Barrier(4)

    def start():
        begin.wait()
        stores.append(open_store(address))

    starting = [threading.Thread(target=start) for _ in range(4)]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()
    assert len(stores) == 4
    assert sorted(ask(store) for store in stores) == [False, False, False, True]
    for store in stores:
        store.close()
