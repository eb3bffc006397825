"""The messages of the golden files in ``data/blocks``: questions to the seeds, and an article made to do harm."""

import json
from pathlib import Path
from typing import Any

import samples

from bot.assistant import Assistant
from bot.bootstrap import assistant
from bot.conversation import MemoryThreads
from bot.render import blocks
from bot.reply import Reply, Why
from bot.settings import Settings
from retrieval.check import check
from retrieval.ingest import read_archive
from retrieval.model import Answer, Article, Quote, Statement
from retrieval.sources.source import Health

SEEDS = Path(__file__).parents[1] / "seeds"
FOLDER = Path(__file__).parent / "data" / "blocks"
THREAD = "T1:C1:1700000000.000100"
Shown = dict[str, Any]


def messages() -> dict[str, Shown]:
    """Each message or view by the name of its file."""
    return {**_from_the_seeds(), **_checks(), **_by_hand(), **_harmful()}


def dumped(shown: Shown) -> str:
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def _message(message: blocks.Message) -> Shown:
    return {"text": message.text, "blocks": message.blocks}


def _from_the_seeds() -> dict[str, Shown]:
    bot = assistant(Settings(), archive=[SEEDS], threads=MemoryThreads())

    def ask(words: str, thread: str = THREAD) -> Reply:
        return bot.reply(thread, words)

    def show(words: str, thread: str = THREAD, **options: Any) -> Shown:
        return _message(blocks.message(ask(words, thread), thread_ref=thread, **options))

    first = "Who said recognition of Crimea would be legally invalid?"
    return {
        "answer": show(first),
        "context": _unfolded(bot, first),
        "follow_up": show("And about security guarantees?"),
        "more": show("/more"),
        "edited": show(
            "What did Zelenskyy say about the European Union?",
            "edited",
            note="The question was edited; this answers its new words.",
        ),
        "number": show("How much would the investments in the Moscow proposal be?", "number"),
        "abstention": show("What did Putin say about the ceasefire?", "putin"),
        "closest": show("What did Putin say about the ceasefire?", "closest", closest=True),
        "nothing": show("How many penguins live in Lviv zoo?", "nothing"),
        "private": _message(blocks.ephemeral(ask("What did Sybiha say about American troops?", "me"), thread_ref="me")),
        "help": show("/help"),
        "sources": show("/sources"),
        "error": show("???"),
        "article": blocks.article_modal(ask("/article 1").body),
    }


def _unfolded(bot: Assistant, question: str) -> Shown:
    reply = bot.reply("context", question)
    message = blocks.message(reply, thread_ref="context")
    view = bot.reply("context", "/context 1").body
    unfolded = blocks.with_context(message.blocks, view, thread_ref="context", turn=1)
    return {"text": message.text, "blocks": unfolded}


def _checks() -> dict[str, Shown]:
    archive, index, _ = read_archive([SEEDS])
    message = (
        'Zelenskyy: "We will always recognize this."\n'
        "Ukraine wants to join the bloc by 2027, Sybiha stated.\n"
        '"Personally, at this stage, I don’t believe in any security infrastructure … without Americans," he said.\n'
        "The weather in Kyiv was nice."
    )
    return {"check": blocks.check_modal(check(message, archive, index))}


def _by_hand() -> dict[str, Shown]:
    """Numbers that change whenever the ranking learns are made up here."""
    return {
        "home": blocks.home(
            samples.FakeAssistant().overview(), ["What did Ada Lindqvist say?", "And about the pier?"], _health()
        ),
        "why": blocks.why_modal(Why(1, samples.DIRECT, samples.EVIDENCE, 0.875, "Will ferries leave the pier?")),
    }


def _health() -> dict[str, Health]:
    noon = 1_772_625_600.0  # of 4 March 2026
    well = Health(tried=noon, succeeded=noon, added=1_204, revised=3, unread={"no_text": 2, "gone": 1})
    away = Health(tried=noon, succeeded=noon - 90_000, failures=4, error="does not answer in time", added=17)
    return {
        "https://news.example/rss?key=secret": well,
        "https://coast.example/": away,
        "/srv/incoming/": Health(),
        "Ministry": Health(tried=noon, succeeded=noon, added=1),
    }


def _harmful() -> dict[str, Shown]:
    words = (
        "<!channel> Click <https://evil.example|here>, <@U012AB3CD>! *bold* _it_ ~no~ ```code``` & &lt; :smile: "
        "\u202eright to left\u2069 zero\u200bwidth 👩‍👩‍👧‍👦 שלום עולם."
    )
    long = "“" + "The council met again and again, and nothing came of it. " * 60 + "”"
    endless = "and so on " * 6_000 + "to the end."
    name = "<!here> \u202eEve\u2066"
    article = Article(
        "<a>", f"{words}\n\n{long}\n\n{endless}", f"*{name}*", name, url="https://news.example/?a=<b>&c=d"
    )
    quotes = tuple(_quote(article, part, name) for part in (words, long, endless))
    reply = Reply("answered", Answer(f"Who is {name}?", quotes, (), 0.9), "Who?", f"Who is {name}?", turn=1)
    return {"harmful": _message(blocks.message(reply, thread_ref=THREAD))}


def _quote(article: Article, words: str, name: str) -> Quote:
    start = article.text.index(words)
    end = start + len(words)
    statement = Statement(start, end, name, name, f"`{name}`", "direct", "said", (name, "Daily"))
    return Quote(words, start, end, article, statement, 1.0, ((start, start + 10),))
