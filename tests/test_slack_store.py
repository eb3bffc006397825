"""Where Slack's state is kept, and what looking at it leaves behind."""

import os

import pytest

from bot.settings import load
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
