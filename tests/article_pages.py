"""Article pages in tests: an article and a shelf of articles, the links to them, and a page taken apart."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import samples

from bot import pages
from bot.reply import ArticleView
from retrieval.model import Article
from retrieval.segment import sentences

ARTICLE = replace(samples.ARTICLE, url=None)
TODAY = date(2026, 3, 10)
BASE = "https://bot.example"
QUOTE = samples.span(samples.DIRECT_WORDS)


def links(today=TODAY, key=b"key", days=30, base=BASE) -> pages.Links:
    return pages.Links(base, key, days, today=lambda: today)


class Shelf:
    """Holds articles to read, and tells which were asked for."""

    def __init__(self, *articles: Article) -> None:
        self.asked = []
        self._articles = {article.id: article for article in articles}

    def read(self, article_id, marked):
        self.asked.append(article_id)
        article = self._articles.get(article_id)
        return article and ArticleView(article, sentences(article), marked)


class Page(HTMLParser):
    """The texts of a page by what they stand in, and the tags that are there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self._open, self._texts = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *attribute) for attribute in attrs]
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self._texts.append((tuple(self._open), data))

    def text(self, tag: str) -> str:
        return "".join(text for where, text in self._texts if tag in where)
