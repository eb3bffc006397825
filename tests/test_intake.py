"""Articles on their way into an archive: what is told, when, and what happens on a second try."""

import json
from dataclasses import replace

import pytest
from archives import COUNCIL, FERRY, SCHOOL, many

from retrieval import intake
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.archive.writing import Outcome
from retrieval.errors import ReadError
from retrieval.ingest import analyse


@pytest.fixture
def archive(tmp_path):
    archive = SqlArchive(Database(f"sqlite:///{tmp_path / 'archive.sqlite3'}", create=True))
    yield archive
    archive.close()


def found(*items):
    return [("test", item) for item in items]


def events(told):
    return [(one.article_id, one.event) if isinstance(one, Outcome) else str(one) for one in told]


def test_new_articles_are_kept_as_analysis_finds_them(archive):
    told = intake.add(archive, found(COUNCIL, FERRY))

    assert events(told) == [("council", "added"), ("ferry", "added")]
    assert list(archive.entries()) == [analyse(FERRY), analyse(COUNCIL)]


def test_known_copied_and_changed_articles_and_errors_are_told_apart(archive):
    list(intake.add(archive, found(COUNCIL, FERRY)))
    error = ReadError("broken.txt", "is empty")
    again = found(COUNCIL, error, replace(FERRY, id="copy"), replace(FERRY, title="Ferry again"), SCHOOL)

    assert sorted(events(intake.add(archive, again)), key=str) == [
        ("copy", "copy"),
        ("council", "unchanged"),
        ("ferry", "revised"),
        ("school", "added"),
        "broken.txt: is empty",
    ]


def test_what_is_told_is_committed(archive):
    """The generator is left where Ctrl-C would leave it."""
    telling = intake.add(archive, found(*many(100)), workers=1)
    told = [next(telling) for _ in range(40)]
    telling.close()

    assert all(outcome.article_id in archive for outcome in told)
    rest = list(intake.add(archive, found(*many(100)), workers=1))
    assert len(archive) == 100
    assert [outcome.event for outcome in rest].count("added") < 70


def test_processes_of_their_own_find_the_same(archive):
    list(intake.add(archive, found(*many(90)), workers=2))

    assert {one.article.id: one for one in archive.entries()} == {a.id: analyse(a) for a in many(90)}


def test_an_outlet_that_is_learnt_from_the_text_does_not_make_a_revision(archive):
    article = replace(COUNCIL, outlet=None)
    list(intake.add(archive, found(article)))

    assert events(intake.add(archive, found(article))) == [("council", "unchanged")]


def test_lines_of_a_stream_are_articles(archive):
    lines = [json.dumps({"id": "one", "text": "The pier stays."}).encode(), b"nonsense", b""]

    told = events(intake.add(archive, intake.read_stream(lines)))

    assert ("one", "added") in told
    assert any("stdin, line 2" in str(one) for one in told)


def test_of_two_files_with_the_same_id_the_first_counts(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pier.txt").write_text(f"The pier of {name} stays.")

    first, second = (item for _, item in intake.read([tmp_path / "a", tmp_path / "b"]))

    assert first.text.startswith("The pier of a")
    assert "was read before" in str(second)


def test_what_analysis_finds_otherwise_now_is_kept_otherwise(archive):
    list(intake.add(archive, found(*many(40))))
    stale = [replace(entry, statements=()) for entry in archive.entries()][:10]
    archive.renew(stale)

    assert [sum(counts) for counts in zip(*intake.renew(archive), strict=True)] == [40, 10]
    assert {one.article.id: one for one in archive.entries()} == {a.id: analyse(a) for a in many(40)}
