"""What Slack needs of the assistant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.reply import ArticleView, Overview, Reply
from retrieval.model import Span


class Door(Protocol):
    """``bot.assistant.Assistant``, or something that stands before it, as rehearsals do."""

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply: ...

    def remember(self, thread: str, turns: Iterable[Mapping[str, str]]) -> None: ...

    def check(self, text: str) -> Reply: ...

    def article(self, article_id: str, marked: Span | None = None) -> ArticleView | None: ...

    def overview(self) -> Overview: ...
