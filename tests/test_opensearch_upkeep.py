"""An archive whose index is on OpenSearch: shared by several processes, as the commands show it, and ready or not."""

from __future__ import annotations

import threading
from functools import partial

import opensearch_server
import pytest
from archives import entries, entry, many

from bot import cli, running
from bot.conversation import MemoryThreads
from bot.settings import load
from bot.slack import shelf
from retrieval import verify
from retrieval.analysis import terms
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.errors import IndexAway
from retrieval.index.okapi import OkapiIndex
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.index.opensearch_client import Cluster
from retrieval.upkeep import Keeper, follow


@pytest.fixture
def opensearch(request):
    return opensearch_server.address(request)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    """The URL of a database that is empty still."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres")()
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


@pytest.fixture
def process(database, opensearch):
    """Makes an archive and the keeper of its index, as a process of its own does."""
    archives = []

    def process(say=lambda _: None):
        archive = SqlArchive(Database(database, create=True))
        archives.append(archive)
        return archive, Keeper.open(archive, place(archive), say)

    def place(archive):
        return partial(OpenSearchIndex, Cluster(opensearch), f"onrecord-{archive.identity}", archive.database.turn)

    process.place = place
    yield process
    for archive in archives:
        archive.close()


def found(index, words):
    return list(dict.fromkeys(hit.article_id for hit in index.search(terms(words), 40)))


def faults(archive, keeper):
    return [fault for fault in verify.faults(archive, keeper.index) if fault]


def same_as_in_memory(archive, index):
    in_memory = OkapiIndex()
    follow(archive, in_memory, 0)
    questions = ["old pier", "Mayor Vera Holm boats", "harbour master said", "roof"]
    return all(index.search(terms(q), 40) == in_memory.search(terms(q), 40) for q in questions)


def test_processes_share_one_index(process):
    said = []
    first, keeper = process(said.append)
    for one in entries():
        first.put(one)
    second, other = process(said.append)
    assert said == []
    assert found(other.index, "pier") == ["council"]

    second.put(entry(many(1)[0]))
    assert other.catch_up()
    assert found(keeper.index, "number") == ["a0"]
    assert keeper.catch_up()
    assert not keeper.catch_up()

    first.remove("council")
    keeper.catch_up()
    other.catch_up()
    assert found(other.index, "council") == []
    assert (faults(first, keeper), faults(second, other)) == ([], [])
    assert same_as_in_memory(first, other.index)


def test_processes_that_write_at_once_take_turns(process):
    places = [process() for _ in range(3)]

    def write(number):
        archive, keeper = places[number]
        for article in many(4, start=4 * number):
            archive.put(entry(article))
            keeper.catch_up()

    writers = [threading.Thread(target=write, args=[number]) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    for archive, keeper in places:
        keeper.catch_up()
        assert faults(archive, keeper) == []
        assert same_as_in_memory(archive, keeper.index)


def test_a_process_that_was_killed_while_it_wrote_leaves_nothing_behind(process):
    archive, keeper = process()
    for one in entries():
        archive.put(one)
    killed = process.place(archive)(keeper.index._terms)
    killed.refresh()
    follow(archive, killed, 0)  # and does not come to save
    archive.remove("ferry")

    keeper.catch_up()
    assert faults(archive, keeper) == []
    assert same_as_in_memory(archive, keeper.index)


class Fragile(Cluster):
    """Goes away for a moment after something was written."""

    breaks = False

    def write(self, *arguments, **named):
        super().write(*arguments, **named)
        if self.breaks:
            self.breaks = False
            raise IndexAway("It is away.")


def test_what_could_not_be_indexed_wholly_is_indexed_the_next_time(process, opensearch):
    archive, _ = process()
    cluster = Fragile(opensearch)
    keeper = Keeper.open(
        archive, partial(OpenSearchIndex, cluster, f"onrecord-{archive.identity}", archive.database.turn), print
    )
    for one in entries():
        archive.put(one)
    cluster.breaks = True
    with pytest.raises(IndexAway):
        keeper.catch_up()
    archive.remove("ferry")

    assert keeper.catch_up()
    assert faults(archive, keeper) == []
    assert same_as_in_memory(archive, keeper.index)
    orders = [one["_source"]["order"] for one in cluster.all(f"onrecord-{archive.identity}", {"sort": ["order"]})]
    assert orders == [*range(len(keeper.index))]


def test_a_missing_index_is_built_from_the_archive_and_says_so(process):
    archive, keeper = process()
    for one in entries():
        archive.put(one)
    keeper.catch_up()
    keeper.index._cluster._client.indices.delete(index=f"onrecord-{archive.identity}-*")

    said = []
    _, again = process(said.append)
    assert [line.rpartition("It is")[2] for line in said] == [" built from the archive."]
    assert faults(archive, again) == []


def test_what_is_wrong_in_the_index_is_found(process):
    archive, keeper = process()
    for one in entries():
        archive.put(one)
    keeper.catch_up()
    keeper.index.remove("ferry")

    told = faults(archive, keeper)
    assert told[0] == "article ferry: the index does not hold it as it is"
    assert any(line.startswith("the index holds ") for line in told)
    assert any(line.startswith("the index counts 'ferri' 0 times, not ") for line in told)


def test_a_turn_waits_for_another(database):
    first, second = (Database(database, create=True) for _ in range(2))
    order = []
    begun = threading.Event()

    def wait():
        begun.set()
        with second.turn():
            order.append("second")

    waiting = threading.Thread(target=wait)
    with first.turn():
        waiting.start()
        begun.wait()
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    first.close()
    second.close()


# As it is used


@pytest.fixture
def home(tmp_path, monkeypatch, opensearch):
    (tmp_path / "pier.txt").write_text('date 2026-03-04 "We will not sell the old pier," Mayor Ada Lindqvist said.\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ONRECORD_OPENSEARCH_URL", opensearch)
    return tmp_path


@pytest.fixture
def run(home, capsys):
    """Runs a command in this process; returns its exit code and the lines of stdout and stderr."""

    def run(*arguments):
        code = running.run(cli.app, arguments)
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return run


QUESTION = "What did Ada Lindqvist say about the pier?"


def test_every_command_uses_it(run, home, opensearch):
    code, out, err = run("add", "pier.txt")
    assert (code, out) == (0, ["1 added."])
    assert [line.endswith("It is built from the archive.") for line in err] in ([], [True])
    code, out, _ = run("ask", QUESTION)
    assert (code, "We will not sell the old pier" in out[0]) == (0, True)
    assert run("verify") == (0, ["1 article verified, 0 faults found."], [])
    assert run("reindex") == (0, ["1 passage indexed; 0 articles read otherwise than before."], [])
    assert run("ask", QUESTION)[0] == 0
    assert any(line.startswith(f"index       {opensearch}/onrecord-") for line in run("stats")[1])
    [article_id] = [line.split()[1] for line in run("list")[1]]
    assert run("remove", article_id) == (0, [f"removed {article_id}"], [])
    assert list((home / "data" / "onrecord").glob("*.index")) == []


AWAY = "onrecord: OpenSearch at http://127.0.0.1:1 cannot be reached."


@pytest.mark.parametrize("command", [["ask", QUESTION], ["verify"], ["reindex"]])
def test_a_cluster_that_is_away_is_told_in_a_line(run, monkeypatch, command):
    run("add", "pier.txt")
    monkeypatch.setenv("ONRECORD_OPENSEARCH_URL", "http://127.0.0.1:1")
    assert run(*command) == (3, [], [AWAY])


def test_what_was_added_while_the_cluster_was_away_is_indexed_later(run, home, monkeypatch, opensearch):
    run("add", "pier.txt")
    (home / "ferry.txt").write_text('date 2026-03-05 "The ferry will sail," Minister Karin Moe said.\n')
    monkeypatch.setenv("ONRECORD_OPENSEARCH_URL", "http://127.0.0.1:1")
    assert run("add", "ferry.txt")[0::2] == (3, [AWAY])
    monkeypatch.setenv("ONRECORD_OPENSEARCH_URL", opensearch)
    run("add", "ferry.txt")
    assert run("verify")[1] == ["2 articles verified, 0 faults found."]


def test_a_bot_is_ready_while_the_cluster_answers(run, monkeypatch):
    with opensearch_server.one_that_ends() as (url, end):
        monkeypatch.setenv("ONRECORD_OPENSEARCH_URL", url)
        run("add", "pier.txt")
        opened = shelf.opened(load(), MemoryThreads())
        opened.check()
        end()
        with pytest.raises(IndexAway, match=r"^OpenSearch at .* cannot be reached\.$"):
            opened.check()
