"""An earlier answer after the archive has changed: numbers stay with their quotes, what was withdrawn is told."""

from dataclasses import replace
from functools import partial

import pytest
from archives import COUNCIL, entries, entry, many

from bot.assistant import Assistant
from bot.commands import LISTED
from bot.conversation import MemoryThreads
from bot.render import words
from retrieval.archive.database import Database
from retrieval.archive.sql import SqlArchive
from retrieval.index.stored import StoredIndex
from retrieval.ingest import analyse
from retrieval.retriever import Retriever
from retrieval.upkeep import Keeper

QUESTION = "What did Ada Lindqvist say?"
SOLD = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'
REPAIR = "She said that the repair would take two years."


@pytest.fixture
def keeper(tmp_path):
    archive = SqlArchive(Database(f"sqlite:///{tmp_path / 'archive.sqlite3'}", create=True))
    for one in entries():
        archive.put(one)
    yield Keeper.open(archive, partial(StoredIndex, tmp_path / "archive.index"), lambda _: None)
    archive.close()


@pytest.fixture
def asked(keeper):
    """An assistant that has answered with two quotes."""
    assistant = Assistant(keeper.archive, Retriever(keeper.archive, keeper.index), MemoryThreads())
    assert [quote.text for quote in assistant.reply("t", QUESTION).body.quotes] == [SOLD, REPAIR]
    return assistant


def change(keeper, article):
    keeper.archive.put(analyse(article))
    keeper.catch_up()


REVISED = replace(COUNCIL, text=COUNCIL.text.replace(SOLD, "Nobody knows what becomes of the old pier."))


def test_a_withdrawn_quote_keeps_its_number_its_words_and_its_speaker(keeper, asked):
    change(keeper, REVISED)

    first, second = (asked.reply("t", f"/context {n}").body.quote for n in (1, 2))

    assert (first.text, first.speaker, first.withdrawn) == (SOLD, "Ada Lindqvist", True)
    assert (second.text, second.withdrawn) == (REPAIR, False)
    assert "lacks this" in words.source(first)
    assert "lacks this" not in words.source(second)


def test_the_article_of_a_withdrawn_quote_is_shown_as_it_was(keeper, asked):
    change(keeper, REVISED)

    view = asked.reply("t", "/article 1").body

    start, end = view.marked
    assert view.article.text[start:end] == SOLD
    assert asked.article("council").article.text == REVISED.text


def test_a_new_answer_does_not_quote_what_was_withdrawn(keeper, asked):
    change(keeper, REVISED)

    body = asked.reply("other", QUESTION).body

    assert SOLD not in [quote.text for quote in (*getattr(body, "quotes", ()), *getattr(body, "closest", ()))]


def test_new_articles_do_not_move_the_numbers(keeper, asked):
    for article in many(40):
        keeper.archive.put(analyse(replace(article, text=article.text.replace("Mayor Vera", "Mayor Ada"))))
    keeper.catch_up()

    assert [asked.reply("t", f"/context {n}").body.quote.text for n in (1, 2)] == [SOLD, REPAIR]


def test_what_was_taken_out_is_not_shown_again(keeper, asked):
    keeper.archive.remove("council")
    keeper.catch_up()

    reply = asked.reply("t", "/context 1")

    assert reply.outcome == "error"
    assert reply.body.text.startswith("An article of that answer was taken out of the archive.")


def test_of_a_large_archive_the_newest_sources_are_listed(keeper, asked):
    for article in many(LISTED + 10):
        keeper.archive.put(entry(article))

    sources = asked.reply("t", "/sources").body

    assert (len(sources.articles), sources.left) == (LISTED, 13)
    assert sources.articles[0].id == "a209"
