"""An index follows its archive, whoever changed it, and is made anew where it cannot be used."""

import fcntl
import os
import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from archives import COUNCIL, FERRY, entries, entry, many

from retrieval import verify
from retrieval.analysis import terms
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.okapi import OkapiIndex
from retrieval.index.stored import StoredIndex
from retrieval.indexing import TERMS
from retrieval.model import Abstention
from retrieval.retriever import Retriever
from retrieval.upkeep import Keeper, Watch, follow


def opened(folder, name="archive"):
    return SqlArchive(Database(f"sqlite:///{folder / name}.sqlite3", create=True))


@pytest.fixture
def archive(tmp_path):
    archive = opened(tmp_path)
    for one in entries():
        archive.put(one)
    yield archive
    archive.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive.index"


def kept_in(folder):
    return partial(StoredIndex, folder)


@pytest.fixture
def said():
    return []


@pytest.fixture
def keeper(archive, folder):
    return Keeper.open(archive, kept_in(folder), lambda _: None)


def found(index, words):
    return list(dict.fromkeys(hit.article_id for hit in index.search(terms(words), 40)))


def faults(archive, keeper):
    return [fault for fault in verify.faults(archive, keeper.index) if fault]


def test_an_index_in_memory_follows_the_log(archive):
    index = OkapiIndex()
    change = follow(archive, index, 0)
    assert found(index, "ferry") == ["ferry"]

    archive.put(entry(replace(FERRY, text="The bus will run in May.")))
    archive.remove("council")
    assert follow(archive, index, change) == archive.change
    assert (found(index, "bus"), found(index, "tickets"), found(index, "pier")) == (["ferry"], [], [])


def test_an_article_that_loses_all_its_passages_leaves_the_index(archive, keeper):
    archive.put(replace(entry(replace(FERRY, text="Nothing.")), passages=()))
    keeper.catch_up()

    assert found(keeper.index, "ferry") == []


def test_a_new_folder_gets_an_index_and_says_so(archive, folder, said):
    keeper = Keeper.open(archive, kept_in(folder), said.append)

    assert found(keeper.index, "pier") == ["council"]
    assert [line.rpartition("It is")[2] for line in said] == [" built from the archive."]
    assert faults(archive, keeper) == []


def test_an_empty_archive_has_nothing_to_say(tmp_path, folder, said):
    archive = opened(tmp_path, "empty")
    Keeper.open(archive, kept_in(folder), said.append)
    archive.close()

    assert said == []


def test_an_index_that_is_right_is_only_opened(keeper, archive, folder, said):
    before = sorted(path.name for path in folder.iterdir())

    assert found(Keeper.open(archive, kept_in(folder), said.append).index, "pier") == ["council"]
    assert said == []
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_index_that_was_left_behind_catches_up_without_a_word(keeper, archive, folder, said):
    archive.put(entry(many(1)[0]))

    assert found(Keeper.open(archive, kept_in(folder), said.append).index, "number") == ["a0"]
    assert said == []


def cut_in_half(folder):
    for path in folder.glob("*.arrays"):
        os.truncate(path, path.stat().st_size // 2)


def garble_the_manifest(folder):
    (folder / "manifest.json").write_text("{}")


def lose_a_file(folder):
    next(folder.glob("*.arrays")).unlink()


@pytest.mark.parametrize("damage", [cut_in_half, garble_the_manifest, lose_a_file])
def test_a_damaged_index_is_made_anew_and_says_so(keeper, archive, folder, said, damage):
    damage(folder)

    again = Keeper.open(archive, kept_in(folder), said.append)

    assert len(said) == 1
    assert faults(archive, again) == []
    assert found(again.index, "pier") == ["council"]


def test_an_index_of_another_archive_is_not_taken_for_this_one(keeper, tmp_path, folder, said):
    other = opened(tmp_path, "other")
    for article in many(5):
        other.put(entry(article))

    index = Keeper.open(other, kept_in(folder), said.append).index
    other.close()

    assert (found(index, "council"), len(found(index, "pier")), len(said)) == ([], 5, 1)


def test_an_index_that_is_ahead_of_its_archive_is_made_anew(keeper, archive, folder, said):
    """As after a backup of the archive was put back."""
    with keeper.index.turn():
        keeper.index.save(archive.change + 5)

    again = Keeper.open(archive, kept_in(folder), said.append)

    assert [line.partition("index.")[0] for line in said] != []
    assert again.index.stamp == archive.change


def test_two_keepers_of_one_folder_see_what_the_other_did(keeper, archive, folder):
    other = Keeper.open(archive, kept_in(folder), lambda _: None)
    archive.put(entry(many(1)[0]))

    assert keeper.catch_up()
    assert other.catch_up()
    assert found(other.index, "number") == found(keeper.index, "number") == ["a0"]
    assert not keeper.catch_up()
    assert faults(archive, other) == []


def test_tidying_loses_nothing(keeper, archive, folder):
    for article in many(20):
        archive.put(entry(article))
        keeper.catch_up()
    for article in many(15):
        archive.remove(article.id)
    keeper.catch_up()
    keeper.tidy()

    assert faults(archive, keeper) == []
    assert faults(archive, Keeper.open(archive, kept_in(folder), lambda _: None)) == []


class WatchedIndex(StoredIndex):
    """Tells whether others can take their turn when it has made a merge."""

    free = False

    def tidying(self):
        for step in super().tidying():
            with (self._folder / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises an error while somebody else has the turn
            self.free = True
            yield step


def test_others_can_take_their_turn_while_it_is_tidied(keeper, archive, folder):
    for article in many(20):
        archive.put(entry(article))
    keeper.catch_up()
    for article in many(19):
        archive.remove(article.id)
    keeper.catch_up()
    watched = Keeper(archive, WatchedIndex.open(folder, f"{TERMS}/{archive.identity}"))
    watched.tidy()

    assert watched.index.free
    assert list(keeper.index.tidying())
    assert keeper.index.refresh()
    assert not list(keeper.index.tidying())


EDITOR = """
import sys
from functools import partial
from pathlib import Path
sys.path.insert(0, "tests")
from archives import entry, many
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.upkeep import Keeper

url, folder, own = sys.argv[1:]
archive = SqlArchive(Database(url))
keeper = Keeper.open(archive, partial(StoredIndex, Path(folder)), print)
for turn in range(6):
    articles = many(8, 1000 * int(own) + 8 * turn)
    for article in articles:
        archive.put(entry(article))
    keeper.catch_up()
    archive.remove_all([article.id for article in articles[1:]])
    keeper.catch_up()
    keeper.tidy()
archive.close()
"""


def test_processes_that_add_and_remove_and_tidy_at_the_same_time_lose_nothing(keeper, archive, folder):
    command = [sys.executable, "-c", EDITOR, f"sqlite:///{archive.database.path}", folder]
    editors = [subprocess.Popen([*command, own], cwd=Path(__file__).parents[1]) for own in "12"]

    assert [editor.wait() for editor in editors] == [0, 0]
    keeper.catch_up()
    assert faults(archive, keeper) == []
    assert faults(archive, Keeper.open(archive, kept_in(folder), lambda _: None)) == []
    assert set(found(keeper.index, "number")) == {f"a{1000 * own + 8 * turn}" for own in (1, 2) for turn in range(6)}


def test_where_the_index_cannot_be_saved_the_one_in_memory_follows(archive, folder, caplog):
    folder.write_text("a file where the folder should be")
    keeper = Keeper.build(archive, kept_in(folder))
    archive.put(entry(many(1)[0]))

    assert keeper.catch_up()
    assert (found(keeper.index, "number"), found(keeper.index, "council")) == (["a0"], ["council"])
    assert "cannot be saved" in caplog.text


def seen_in_time(condition):
    """Whether it comes true within ten seconds, which is far more than it takes."""
    never = threading.Event()
    return any(condition() or never.wait(0.01) for _ in range(1000))


def test_a_running_bot_sees_new_articles_and_answers_meanwhile(archive, keeper):
    watch = Watch(keeper, every=0.01)
    retriever = Retriever(archive, keeper.index)
    try:
        writer = threading.Thread(target=lambda: [archive.put(entry(article)) for article in many(30)])
        writer.start()
        while writer.is_alive():
            assert retriever.answer("Who will not sell the old pier?")
        writer.join()
        assert seen_in_time(lambda: len(found(keeper.index, "number")) == 30)
    finally:
        watch.stop()

    keeper.catch_up()
    assert faults(archive, keeper) == []


def test_what_is_gone_from_the_archive_is_not_quoted_from_the_index(archive, keeper):
    retriever = Retriever(archive, keeper.index)
    archive.remove("council")

    assert found(keeper.index, "pier") == ["council"]
    abstention = retriever.answer("What did Ada Lindqvist say about the old pier?")
    assert isinstance(abstention, Abstention)
    assert "council" not in {quote.article.id for quote in abstention.closest}


ASK = [sys.executable, "-m", "bot", "ask", "--json", "What did Ada Lindqvist say about the old pier?"]


def test_the_real_command_answers_from_the_database(archive, tmp_path):
    env = os.environ | {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path / 'archive.sqlite3'}"}
    done = subprocess.run(ASK, check=True, capture_output=True, text=True, env=env, cwd=Path(__file__).parents[1])

    assert COUNCIL.title in done.stdout
    assert "It is built from the archive." in done.stderr
