"""One contract for every archive: in memory, in SQLite, and in PostgreSQL where its programs are installed."""

from dataclasses import replace
from datetime import date

import pytest
from archives import COUNCIL, FERRY, SCHOOL, entries, entry, many

from retrieval.analysis import terms
from retrieval.archive import MemoryArchive
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def empty(request, tmp_path):
    if request.param == "memory":
        yield MemoryArchive()
        return
    url = f"sqlite:///{tmp_path / 'archive.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")()
    archive = SqlArchive(Database(url, create=True))
    yield archive
    archive.close()


@pytest.fixture
def town(empty):
    for one in entries():
        empty.put(one)
    return empty


def ids(found):
    return [one.article.id for one in found]


def test_an_empty_archive_answers_everything_with_nothing(empty):
    assert (len(empty), list(empty.entries()), list(empty.articles())) == (0, [], [])
    assert (empty.speakers(), empty.outlets(), empty.languages(), empty.newest()) == ([], [], [], None)
    assert empty.cited() == []
    assert (empty.speaker("Ada Lindqvist"), empty.speakers_with(["mayor"])) == (None, set())


def test_an_entry_comes_back_as_it_was_put(town):
    assert [town.entry(one.article.id) for one in entries()] == entries()


def test_an_unknown_id_is_a_key_error(town):
    assert "bridge" not in town
    with pytest.raises(KeyError):
        town.entry("bridge")


def test_an_article_is_there_in_its_revision_and_in_no_other(town):
    assert town.revision("ferry", 1) == town.entry("ferry")
    for unknown in [("ferry", 2), ("bridge", 1)]:
        with pytest.raises(KeyError):
            town.revision(*unknown)


def test_only_what_is_there_is_found(town):
    assert town.find(["ferry", "bridge", "council"]).keys() == {"ferry", "council"}


def test_entries_come_newest_first_and_those_without_a_date_last(town):
    same_day = replace(SCHOOL, id="late", text=SCHOOL.text + " It rained.", published=COUNCIL.published)
    town.put(entry(same_day))

    assert ids(town.entries()) == ["ferry", "council", "late", "school"]
    assert [article.id for article in town.articles()] == ["ferry", "council", "late", "school"]


def test_more_entries_than_are_read_at_once_all_come(empty):
    for article in many(230):
        empty.put(entry(article))

    assert len(ids(empty.entries())) == len(set(ids(empty.entries()))) == len(empty) == 230


def test_speakers_come_most_quoted_first(town):
    assert [(s.name, s.statements) for s in town.speakers()] == [
        ("Ada Lindqvist", 2),
        ("Olle Berg", 2),
        ("Karin Moe", 1),
    ]
    assert [s.name for s in town.speakers(1)] == ["Ada Lindqvist"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("mayor", {"Ada Lindqvist"}),
        ("Berg", {"Olle Berg"}),
        ("Moe mayor", {"Karin Moe", "Ada Lindqvist"}),
        ("teacher", set()),  # of two roles that are as frequent the first in the alphabet counts
        ("bridge", set()),
        ("", set()),
    ],
)
def test_speakers_are_found_by_the_words_of_their_names_and_roles(town, words, names):
    assert {speaker.name for speaker in town.speakers_with(terms(words))} == names


def test_entries_are_found_by_who_speaks_in_them(town):
    assert ids(town.spoken_by(["Olle Berg", "Karin Moe"])) == ["ferry", "council", "school"]
    assert ids(town.spoken_by(["Nobody"])) == []


def test_outlets_and_the_newest_date_follow_the_articles(town):
    assert (town.outlets(), town.newest()) == (["Coast Gazette", "Harbour News"], date(2026, 3, 5))
    assert town.languages() == ["en"]

    town.remove("ferry")

    assert (town.outlets(), town.newest()) == (["Harbour News"], date(2026, 3, 4))


def test_cited_are_the_outlets_in_the_way_of_statements_that_count(town):
    assert town.cited() == ["Agency", "Coast Gazette", "Harbour News", "Wire"]

    town.put(entry(replace(SCHOOL, text="Olle Berg said nothing.")))  # its statement came by "Wire"
    town.remove("ferry")

    assert town.cited() == ["Agency", "Harbour News"]


def test_a_removed_article_takes_its_speakers_with_it(town):
    town.remove("council")

    assert "council" not in town
    assert [(s.name, s.statements) for s in town.speakers()] == [("Karin Moe", 1), ("Olle Berg", 1)]
    assert {s.name for s in town.speakers_with(terms("teacher"))} == {"Olle Berg"}
    assert town.speakers_with(terms("mayor")) == set()


def test_a_replaced_article_is_found_as_it_is_now(town):
    changed = replace(FERRY, text='"The ferry will rest," said Captain Per Dahl.')
    town.put(entry(changed, [("The ferry will rest,", "Per Dahl", "Captain")]))

    assert town.entry("ferry").article.text.startswith('"The ferry will rest')
    assert town.speaker("Karin Moe") is None
    assert ids(town.spoken_by(["Per Dahl"])) == ["ferry"]
    assert len(town) == 3


def test_every_change_makes_the_change_number_greater(town):
    numbers = [town.change]
    town.put(entry(replace(FERRY, title="Ferry comes back")))
    numbers.append(town.change)
    town.remove("ferry")
    numbers.append(town.change)
    town.remove("ferry")
    numbers.append(town.change)

    assert numbers[0] < numbers[1] < numbers[2] == numbers[3]
