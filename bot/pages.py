"""Pages of articles that have no address of their own, behind links that are signed and expire.

``/articles/ID?quote=START-END-WORDS&until=DAY&signature=...``: START and END are offsets in the article's text, WORDS
a digest of the text between them, by which a page tells that the article has changed since. The signature is an
HMAC-SHA256 (RFC 2104) over the id, the quote and the day. Who holds a link can read that article until the day is over
(UTC).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote as percent
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.render import page

if TYPE_CHECKING:
    from bot.reply import ArticleView
    from bot.settings import Settings
    from retrieval.model import Article, Span

Read = Callable[[str, "Span | None"], "ArticleView | None"]

_PATH = "/articles/"
_HEADERS = {
    "Content-Security-Policy": page.POLICY,
    "Referrer-Policy": "no-referrer",  # the address is the permission to read
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links and checks them. ``base`` is our address as readers reach it, ``days`` how long a link works."""

    base: str
    key: bytes
    days: int
    today: Callable[[], date] = _today

    def to(self, article: Article, marked: Span | None) -> str | None:
        """The address of an article's page; None for an id that browsers or proxies would change on the way."""
        if not article.id.isprintable() or {"", ".", ".."} & set(article.id.split("/")):
            return None
        quote = _named(article, marked) if marked else ""
        until = (self.today() + timedelta(days=self.days)).isoformat()
        query = {"quote": quote, "until": until, "signature": self._signature(article.id, quote, until)}
        anchor = f"#{page.ANCHOR}" if marked else ""
        return f"{self.base.rstrip('/')}{_PATH}{percent(article.id, safe='')}?{urlencode(query)}{anchor}"

    def signed(self, article_id: str, quote: str, until: str, signature: str) -> bool:
        """Whether we made this link."""
        made = self._signature(article_id, quote, until)
        return hmac.compare_digest(made.encode(), signature.encode("utf-8", "replace"))

    def expired(self, until: date) -> bool:
        return until < self.today()

    def _signature(self, *parts: str) -> str:
        signed = "\n".join(parts).encode("utf-8", "replace")
        return urlsafe_b64encode(hmac.digest(self.key, signed, sha256)).rstrip(b"=").decode()


def links(settings: Settings) -> Links | None:
    """The links of these settings; None where we have no address or no key.

    Without a key of their own they are signed with one derived from the app's signing secret.
    """
    secret = settings.link_secret or settings.slack_signing_secret
    if not settings.public_url or not secret:
        return None
    key = hmac.digest(secret.get_secret_value().encode(), b"onrecord: links to articles", sha256)
    return Links(settings.public_url, key, settings.link_days)


def article_route(links: Links, read: Read) -> Route:
    """Serves the pages. ``read`` gives an article with a span to mark, or None when it is gone."""

    def article(request: Request) -> Response:  # synchronous: Starlette runs it in a thread, as an archive may block
        article_id = request.path_params["article_id"]
        quote, until, signature = (request.query_params.get(name, "") for name in ("quote", "until", "signature"))
        if not links.signed(article_id, quote, until, signature):
            return _notice(403, "This link is not valid", "It may have been cut off. Open it again where you found it.")
        if links.expired(date.fromisoformat(until)):
            return _notice(410, "This link has expired", "Ask the question again to get a new one.")
        view = read(article_id, _span(quote))
        if view is None:
            return _notice(404, "This article is gone", "The archive does not hold it any more.")
        changed = view.marked is not None and _named(view.article, view.marked) != quote
        shown = replace(view, marked=None) if changed else view
        return _html(page.article_page(shown, date.fromisoformat(until), changed=changed))

    return Route(f"{_PATH}{{article_id:path}}", article, methods=["GET"])


def _named(article: Article, marked: Span) -> str:
    """A span and a digest of its words, as links carry them."""
    start, end = marked
    words = article.text[start:end].encode("utf-8", "surrogatepass")
    return f"{start}-{end}-{sha256(words).hexdigest()[:12]}"


def _span(quote: str) -> Span | None:
    """The span in a link of ours."""
    if not quote:
        return None
    start, end, _ = quote.split("-")
    return int(start), int(end)


def _notice(status: int, title: str, said: str) -> Response:
    return _html(page.notice_page(title, said), status)


def _html(content: str, status: int = 200) -> Response:
    return HTMLResponse(content, status_code=status, headers=_HEADERS)
