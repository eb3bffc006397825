"""Every kind of fault that can stand in an archive is found, each told in a line."""

import sqlite3
from functools import partial

import pytest
from archives import entries

from retrieval import verify
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.upkeep import Keeper

TAMPERED = [
    (
        "a text",
        "UPDATE revisions SET text = replace(text, 'May', 'Mai') WHERE text LIKE '%ferry%'",
        "is not what was read",
    ),
    (
        "a sentence's end",
        'UPDATE sentences SET "end" = 9999 WHERE position = 0',
        "sentence 0 does not stand in the text",
    ),
    ("a sentence's start", "UPDATE sentences SET start = 0 WHERE position = 1", "sentences overlap"),
    ("a statement", 'UPDATE statements SET "end" = start WHERE position = 0', "statement 0 does not stand in the text"),
    ("a passage", "UPDATE passages SET last = 99 - 99, first = 1", "passage 0 is not its sentences"),
    ("a passage that is gone", "DELETE FROM passages", "the index does not hold it as it is"),
    ("an outlet", "UPDATE revisions SET outlet = 'Other' WHERE outlet = 'Coast Gazette'", "is not what was read"),
    (
        "a speaker",
        "UPDATE statements SET speaker = 'Karin Mo' WHERE speaker = 'Karin Moe'",
        "'Karin Moe' is counted 1 times",
    ),
    ("a count", "UPDATE speakers SET statements = 7 WHERE name = 'Olle Berg'", "'Olle Berg' is not listed as counted"),
    ("a word", "DELETE FROM speaker_words WHERE name = 'Olle Berg'", "'Olle Berg' is not listed as counted"),
    ("a speaker too many", "INSERT INTO speakers VALUES ('Nobody', NULL, 1)", "'Nobody' is listed and says nothing"),
    ("a revision", "UPDATE articles SET revision = 2 WHERE id = 'ferry'", "article ferry: it lacks a revision"),
    ("the log", "DELETE FROM changes WHERE article = 'ferry'", "article ferry: the log does not tell its last change"),
    ("an owner", "DELETE FROM revisions WHERE text LIKE '%ferry%'", "belongs to nothing"),
    ("an article", "DELETE FROM articles WHERE id = 'ferry'", "the index holds"),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive.sqlite3"


@pytest.fixture
def keeper(path, tmp_path):
    archive = SqlArchive(Database(f"sqlite:///{path}", create=True))
    for entry in entries():
        archive.put(entry)
    yield Keeper.open(archive, partial(StoredIndex, tmp_path / "archive.index"), lambda _: None)
    archive.close()


def faults(keeper):
    """What is found by somebody who opens the archive anew."""
    archive = SqlArchive(Database(f"sqlite:///{keeper.archive.database.path}"))
    found = list(verify.faults(archive, keeper.index))
    archive.close()
    return found


def test_a_good_archive_has_no_faults_and_tells_of_each_article(keeper):
    assert faults(keeper) == [None, None, None]


@pytest.mark.parametrize(("change", "told"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_what_was_tampered_with_is_told(keeper, path, change, told):
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()

    assert [fault for fault in faults(keeper) if fault and told in fault]


def test_a_damaged_file_of_the_index_is_told(keeper, tmp_path):
    damaged = max((tmp_path / "archive.index").glob("*.arrays"), key=lambda file: file.stat().st_size)
    data = bytearray(damaged.read_bytes())
    data[-100] ^= 1
    damaged.write_bytes(data)

    assert any(fault and "is damaged" in fault for fault in faults(keeper))


def test_an_entry_of_the_index_that_differs_is_told(keeper):
    with keeper.index.turn():
        keeper.index.remove("ferry")

    assert "article ferry: the index does not hold it as it is" in faults(keeper)
