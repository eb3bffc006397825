"""The assistant, with an address for each article that has none of its own: that of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.reply import ArticleView, Body, ContextView, Overview, Reply, Sources, Timeline, Why
from retrieval.model import Abstention, Answer, Article, Check, Quote, Span

Address = Callable[[Article, Span | None], str | None]
"""The address of an article, with the span that it marks there; None where there is none."""


class Door(Protocol):
    """The assistant, or what stands before it."""

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply: ...

    def remember(self, thread: str, turns: Iterable[Mapping[str, str]]) -> None: ...

    def check(self, text: str) -> Reply: ...

    def article(self, article_id: str, marked: Span | None = None) -> ArticleView | None: ...

    def overview(self) -> Overview: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """Stands before an assistant. Its replies lead to the pages; nothing else in them changes."""

    door: Door
    address: Address

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply:
        return self._reply(self.door.reply(thread, text, limit=limit, turn=turn))

    def remember(self, thread: str, turns: Iterable[Mapping[str, str]]) -> None:
        self.door.remember(thread, turns)

    def check(self, text: str) -> Reply:
        return self._reply(self.door.check(text))

    def article(self, article_id: str, marked: Span | None = None) -> ArticleView | None:
        view = self.door.article(article_id, marked)
        return view and replace(view, article=self._article(view.article, view.marked))

    def overview(self) -> Overview:
        return self.door.overview()

    def _reply(self, reply: Reply) -> Reply:
        return replace(reply, body=replace(reply.body, **self._changes(reply.body)))

    def _changes(self, body: Body) -> dict[str, Any]:
        """The fields of a body that hold articles, each article with its address."""
        changes: dict[str, Any] = {}
        match body:
            case Answer():
                changes = {"quotes": self._quotes(body.quotes), "more": self._quotes(body.more)}
            case Abstention():
                changes = {"closest": self._quotes(body.closest)}
            case Timeline():
                changes = {"quotes": self._quotes(body.quotes)}
            case ContextView() | Why():
                changes = {"quote": self._quote(body.quote)}
            case Check():
                linked = (replace(item, quote=item.quote and self._quote(item.quote)) for item in body.items)
                changes = {"items": tuple(linked)}
            case ArticleView():
                changes = {"article": self._article(body.article, body.marked)}
            case Sources():
                changes = {"articles": tuple(self._article(article, None) for article in body.articles)}
        return changes

    def _quotes(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        return tuple(map(self._quote, quotes))

    def _quote(self, quote: Quote) -> Quote:
        return replace(quote, article=self._article(quote.article, (quote.start, quote.end)))

    def _article(self, article: Article, marked: Span | None) -> Article:
        return article if article.url else replace(article, url=self.address(article, marked))
