"""What an archive in a database keeps beyond the contract: revisions, copies, the log of changes, its schema."""

import sqlite3
import string
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from archives import COUNCIL, FERRY, SCHOOL, entries, entry, many
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.archive import schema
from retrieval.archive.database import Database
from retrieval.archive.rows import Filed, digest
from retrieval.archive.sql import SqlArchive
from retrieval.archive.writing import Outcome
from retrieval.errors import ArchiveError, ArchiveMissing
from retrieval.model import Article, Entry, Passage, Sentence, Statement


def opened(path, *, create=True):
    return SqlArchive(Database(f"sqlite:///{path}", create=create))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive.sqlite3"


@pytest.fixture
def archive(path):
    archive = opened(path)
    yield archive
    archive.close()


@pytest.fixture
def town(archive):
    archive.put_all([filed(one) for one in entries()])
    return archive


def filed(entry, source=None):
    return Filed(entry, digest(entry.article), source)


REVISED = replace(
    COUNCIL, text=COUNCIL.text.replace("two years", "three years"), title="Council keeps the pier for now"
)


def test_the_archive_is_there_when_it_is_opened_again(town, path):
    again = opened(path, create=False)

    assert [one.article.id for one in again.entries()] == ["ferry", "council", "school"]
    assert again.identity == town.identity
    again.close()


def test_the_same_article_again_changes_nothing(town):
    before = town.change

    assert town.put_all([filed(one) for one in entries()]) == [
        Outcome("unchanged", "council"),
        Outcome("unchanged", "ferry"),
        Outcome("unchanged", "school"),
    ]
    assert town.change == before


def test_the_same_article_under_another_id_is_known_as_a_copy(town):
    copy = replace(FERRY, id="ferry-2")

    assert town.judge([copy]) == [Outcome("copy", "ferry-2", "ferry")]
    assert town.put_all([filed(entry(copy))]) == [Outcome("copy", "ferry-2", "ferry")]
    assert "ferry-2" not in town


@pytest.mark.parametrize(
    "changes",
    [
        {"text": FERRY.text + " Bring a coat."},
        {"title": "Ferry is back"},
        {"published": date(2026, 3, 6)},
        {"url": "x"},
    ],
    ids=["text", "title", "date", "address"],
)
def test_an_article_that_changed_is_a_revision(town, changes):
    changed = replace(FERRY, **changes)

    assert town.put_all([filed(entry(changed))]) == [Outcome("revised", "ferry")]
    assert town.entry("ferry").article == replace(changed, revision=2)
    assert [one.article for one in town.history("ferry")] == [FERRY, replace(changed, revision=2)]


def test_the_sentences_that_a_revision_lacks_are_flagged(town):
    town.put_all([filed(entry(REVISED))])
    first, second = town.history("council")

    assert [first.article.text[start:].partition(" ")[0] for start in first.withdrawn] == ["She"]
    assert second.withdrawn == frozenset()


def test_a_sentence_that_comes_back_is_not_flagged_any_more(town):
    town.put_all([filed(entry(REVISED))])
    town.put_all([filed(entry(COUNCIL))])

    first, second, third = town.history("council")
    assert (first.withdrawn, len(second.withdrawn), third.withdrawn) == (frozenset(), 1, frozenset())


def test_only_the_newest_revision_is_quoted_and_counted(town):
    without = replace(COUNCIL, text="The harbour council met on Tuesday.")
    town.put_all([filed(entry(without))])

    assert [s.name for s in town.speakers()] == ["Karin Moe", "Olle Berg"]
    assert [one.article.id for one in town.spoken_by(["Ada Lindqvist"])] == []
    assert town.holdings().revisions == 4


def test_an_article_may_change_twice_in_one_batch(archive):
    outcomes = archive.put_all([filed(entry(one)) for one in (COUNCIL, REVISED, COUNCIL)])

    assert [outcome.event for outcome in outcomes] == ["added", "revised", "revised"]
    assert archive.faults() == []


def test_a_removed_article_leaves_no_text_and_can_come_again(town, path):
    town.put_all([filed(entry(REVISED))])
    town.remove("council")

    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT count(*) FROM revisions WHERE text LIKE '%pier%'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sentences").fetchone() == (4,)
    connection.close()
    assert town.put_all([filed(entry(COUNCIL))]) == [Outcome("added", "council")]
    assert town.history("bridge") == []


def test_the_log_tells_what_changed_since(town):
    change = town.change
    town.put_all([filed(entry(REVISED), "news.txt")])
    town.remove("school")

    assert town.changed_since(change) == (["council", "school"], change + 2)
    assert town.changed_since(change + 2) == ([], change + 2)
    assert sorted(town.changed_since(0)[0]) == ["council", "ferry", "school"]


def test_what_is_found_anew_takes_the_place_of_what_was_found(town):
    fresh = entry(SCHOOL, [("it was about time", "Olaf Berg", "teacher")])
    change = town.change

    assert town.renew([fresh, *entries()[:2]]) == 1
    assert town.entry("school") == fresh
    assert town.changed_since(change)[0] == ["school"]
    assert {s.name for s in town.speakers()} == {"Ada Lindqvist", "Olle Berg", "Karin Moe", "Olaf Berg"}


def test_nothing_is_found_anew_in_another_text(town):
    assert town.renew([entry(REVISED), entry(replace(COUNCIL, id="bridge"))]) == 0


def test_a_batch_is_kept_whole_or_not_at_all(archive):
    impossible = replace(entry(FERRY), sentences=(Sentence(0, None),))

    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.put_all([filed(entry(COUNCIL)), filed(impossible)])

    assert (len(archive), archive.change, archive.speakers()) == (0, 0, [])


# Round trips

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
WORDS = TEXT.filter(str.strip)
DATES = st.dates() | st.none()
TIMES = st.none() | st.datetimes(
    timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=-3, minutes=-30)))
)
OPTIONAL = st.none() | TEXT


@st.composite
def any_entry(draw):
    article = Article(
        id=draw(WORDS),
        text=draw(WORDS),
        title=draw(OPTIONAL),
        outlet=draw(OPTIONAL),
        author=draw(OPTIONAL),
        published=draw(DATES),
        url=draw(OPTIONAL),
        language=draw(st.text(string.ascii_lowercase, max_size=3)),
        body=draw(st.integers(0, 1000)),
        published_at=draw(TIMES),
        modified=draw(TIMES),
        correction=draw(OPTIONAL),
        based_on=tuple(draw(st.lists(TEXT, max_size=3))),
    )
    numbers = st.integers(0, 2**31 - 1)
    sentences = st.builds(Sentence, numbers, numbers, OPTIONAL, numbers)
    passages = st.builds(Passage, numbers, numbers, numbers, numbers, OPTIONAL)
    statements = st.builds(
        Statement,
        start=numbers,
        end=numbers,
        speaker=OPTIONAL,
        speaker_text=OPTIONAL,
        role=OPTIONAL,
        kind=st.sampled_from(["direct", "mixed", "paraphrase", "narration"]),
        cue=OPTIONAL,
        via=st.lists(TEXT, max_size=3).map(tuple),
        said_on=DATES,
        certainty=st.floats(0, 1),
    )
    several = [draw(st.lists(one, max_size=4).map(tuple)) for one in (sentences, passages, statements)]
    return Entry(article, *several)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def round_trips(request, tmp_path_factory):
    if request.param == "sqlite":
        archive = opened(tmp_path_factory.mktemp("round") / "archive.sqlite3")
        yield archive
        archive.close()
        return
    archive = SqlArchive(Database(request.getfixturevalue("postgres")()))
    yield archive
    archive.close()


@given(one=any_entry())
@settings(max_examples=40)
def test_every_id_offset_and_statement_comes_back_as_it_was(round_trips, one):
    round_trips.remove(one.article.id)
    round_trips.put(one)
    if one.article.id in round_trips:  # else it is a copy of one that came before
        assert SqlArchive(round_trips.database).entry(one.article.id) == one
        assert round_trips.faults() == []


# Several at once


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, path):
    return f"sqlite:///{path}" if request.param == "sqlite" else request.getfixturevalue("postgres")()


def test_writers_take_turns_and_readers_do_not_wait(url):
    first, *others = (SqlArchive(Database(url, create=True)) for _ in range(4))
    articles = many(60)

    def write(archive, own):
        for article in own:
            archive.put_all([filed(entry(article, [("stays open", "Vera Holm", "Mayor")]))])

    threads = [threading.Thread(target=write, args=(archive, articles[n::3])) for n, archive in enumerate(others)]
    for thread in threads:
        thread.start()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen.append((len(first), first.change))
    for thread in threads:
        thread.join()

    assert len(first) == first.change == first.speaker("Vera Holm").statements == 60
    assert seen == sorted(seen)
    assert all(articles <= change for articles, change in seen)
    assert first.faults() == []
    for archive in (first, *others):
        archive.close()


def test_another_process_is_seen_at_once(town, path):
    code = (
        "import sys; from archives import entry, many; from retrieval.archive.database import Database;"
        "from retrieval.archive.sql import SqlArchive; SqlArchive(Database(sys.argv[1])).put(entry(many(1)[0]))"
    )
    here = Path(__file__).parent
    subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{path}"], check=True, cwd=here, env={"PYTHONPATH": f"{here.parent}"}
    )

    assert "a0" in town
    assert town.changed_since(3) == (["a0"], 4)


# The schema


def test_the_migrations_make_the_tables_that_the_code_expects(archive):
    with archive.database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)

    assert [
        one for one in differences if not (one[0] == "remove_table" and one[1].name == schema.MIGRATIONS.table)
    ] == []
    (head,) = ScriptDirectory(Path(schema.__file__).with_name("migrations")).get_heads()
    assert head == schema.MIGRATIONS.head


def test_an_archive_of_a_newer_version_is_left_alone(archive, path):
    archive.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE archive_version SET version_num = 'later'")
    connection.close()

    with pytest.raises(ArchiveError, match="made by a newer version"):
        opened(path)


def test_words_of_an_older_analysis_are_found_anew(town, path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE archive SET analysis = 'older'")
        connection.execute("UPDATE speaker_words SET word = word || 'x'")
    connection.close()

    again = opened(path)
    assert again.faults() == []
    again.close()


# What goes wrong


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "The database URL is none"),
        ("mysql://host/name", "The database must be an SQLite file or PostgreSQL"),
        ("sqlite://", "The database must be an SQLite file or PostgreSQL"),
        ("postgresql://onrecord:secret@localhost:1/none", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_a_line_without_its_password(url, said):
    with pytest.raises(ArchiveError, match=said) as raised:
        SqlArchive(Database(url, create=True))

    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_missing_archive_is_not_made_by_reading(path):
    with pytest.raises(ArchiveMissing, match="There is no archive at"):
        opened(path, create=False)

    assert not path.exists()


def test_a_file_that_is_no_database_is_told_so(path):
    path.write_text("The harbour council met on Tuesday. " * 100)

    with pytest.raises(ArchiveError, match="this is no archive"):
        opened(path)
