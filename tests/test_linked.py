from dataclasses import fields, is_dataclass, replace

import pytest
import samples

from bot.linked import Linked
from bot.reply import ArticleView, ContextView, Notice, Reply, Sources, Timeline, Why
from retrieval.model import Article, Check, Checked, Quote

ELSEWHERE = samples.ARTICLE
ARTICLE = replace(ELSEWHERE, url=None)
QUOTE = replace(samples.DIRECT, article=ARTICLE)
SPAN = (QUOTE.start, QUOTE.end)


def address(article, marked):
    return f"https://bot.example/{article.id}/{marked}"


class Door(samples.FakeAssistant):
    """Replies with one body, whatever it is asked."""

    def __init__(self, body) -> None:
        super().__init__()
        self.body = body

    def reply(self, thread, text, *, limit=None, turn=None):
        return Reply("command", self.body, text, turn=turn or 0)

    def check(self, text):
        return self.reply("", text)

    def article(self, article_id, marked=None):
        return self.body


def articles(value):
    """Every article that a reply's body holds, with the span that its page is to mark."""
    if isinstance(value, Quote):
        return [(value.article, (value.start, value.end))]
    if isinstance(value, Article):
        return [(value, None)]
    if isinstance(value, ArticleView):
        return [(value.article, value.marked)]
    parts = value if isinstance(value, tuple) else [getattr(value, field.name) for field in fields(value)]
    return [one for part in parts if isinstance(part, tuple) or is_dataclass(part) for one in articles(part)]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (replace(samples.ANSWER, quotes=(QUOTE,), more=(QUOTE, QUOTE)), 3),
        (replace(samples.ABSTENTION, closest=(QUOTE,)), 1),
        (Timeline("Ada", "pier", (QUOTE,)), 1),
        (ContextView(1, QUOTE, *SPAN), 1),
        (Why(1, QUOTE, samples.EVIDENCE, 0.5), 1),
        (Check((Checked("We sell.", "differs", QUOTE), Checked("No.", "not_found", None))), 1),
        (ArticleView(ARTICLE, (), SPAN), 1),
        (Sources((ARTICLE,)), 1),
        (Notice("Done."), 0),
    ],
)
def test_each_article_of_a_reply_leads_to_its_page(body, count):
    found = articles(Linked(Door(body), address).reply("t", "asked").body)
    assert len(found) == count
    assert all(article.url == address(article, marked) for article, marked in found)


def test_an_article_with_an_address_keeps_it():
    body = replace(samples.ANSWER, quotes=(samples.DIRECT,), more=())
    assert Linked(Door(body), address).reply("t", "asked").body == body


def test_an_article_without_a_page_has_no_address():
    body = replace(samples.ANSWER, quotes=(QUOTE,), more=())
    assert Linked(Door(body), lambda _article, _marked: None).reply("t", "asked").body == body


def test_a_check_and_an_article_to_read_lead_to_pages_too():
    linked = Linked(Door(ArticleView(ARTICLE, (), SPAN)), address)
    assert linked.article("pier-1", SPAN).article.url == address(ARTICLE, SPAN)
    checked = Linked(Door(Check((Checked("We sell.", "differs", QUOTE),))), address).check("We sell.").body
    assert checked.items[0].quote.article.url == address(ARTICLE, SPAN)


def test_an_article_that_is_gone_stays_gone():
    assert Linked(Door(None), address).article("pier-1") is None


def test_the_rest_is_handed_through():
    door = Door(Notice("Done."))
    linked = Linked(door, address)
    linked.remember("t", [{"q": "a", "a": "b"}])
    assert door.remembered == {"t": [{"q": "a", "a": "b"}]}
    assert linked.overview() == door.overview()
    assert linked.reply("t", "asked", turn=4).turn == 4
