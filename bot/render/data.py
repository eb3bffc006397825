"""Replies and articles as plain data: the JSON that scripts and scorers read. The README documents its shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.render.words import ACTIVE
from bot.reply import Notice
from retrieval.errors import QuestionError
from retrieval.model import Abstention, Answer

if TYPE_CHECKING:
    from bot.reply import Reply
    from retrieval.model import Article, Entry, Quote, Statement


def line(value: dict[str, Any]) -> str:
    """One line of JSON, readable in any script, with what a terminal might obey written as an escape."""
    return ACTIVE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(value, ensure_ascii=False))


def shown(body: Answer | Abstention, limit: int | None) -> tuple[Quote, ...]:
    """The quotes to show: the good ones, or with a limit that many of the ranking; when abstained, the closest."""
    if isinstance(body, Abstention):
        return body.closest[:limit]
    return body.quotes if limit is None else (*body.quotes, *body.more)[:limit]


def as_json(reply: Reply, id: Any = None, limit: int | None = None) -> dict[str, Any]:  # noqa: A002  # as the JSON says
    """An answer or an abstention. ``id`` is the question when None.

    ``quotes`` is empty when abstained and ``closest`` when answered: both are always there. Raises QuestionError for a
    reply that is neither, with the sentence that tells why.
    """
    body = reply.body
    if isinstance(body, Notice) and reply.outcome == "error":
        raise QuestionError(body.text)
    if not isinstance(body, Answer | Abstention):
        asked = reply.asked.strip()
        what = "a command" if asked.startswith("/") else "no question"
        raise QuestionError(f"{asked} is {what}, and JSON is for questions.")
    quotes = [quote(q) for q in shown(body, limit)]
    answered = isinstance(body, Answer)
    return {
        "id": reply.asked if id is None else id,
        "question": reply.asked,
        "understood_as": reply.understood_as or body.understood_as,
        "status": "answered" if answered else "abstained",
        "reason": None if isinstance(body, Answer) else body.reason,
        "confidence": round(body.confidence, 6),
        "quotes": quotes if answered else [],
        "closest": [] if answered else quotes,
        "seconds": round(reply.seconds, 6),
    }


def quote(q: Quote) -> dict[str, Any]:
    said = _said(q.statement) if q.statement else _NARRATION
    return {
        "text": q.text,
        "start": q.start,
        "end": q.end,
        **said,
        "via": list(q.via),
        "score": round(q.score, 6),
        "withdrawn": q.withdrawn,
        "article": article(q.article),
        "also": [_copy(other) for other in q.also],
    }


def _copy(q: Quote) -> dict[str, Any]:
    """The same statement in another article."""
    return {"text": q.text, "start": q.start, "end": q.end, "via": list(q.via), "article": article(q.article)}


def article(a: Article) -> dict[str, Any]:
    return {
        "id": a.id,
        "title": a.title,
        "outlet": a.outlet,
        "author": a.author,
        "published": a.published.isoformat() if a.published else None,
        "url": a.url,
        "modified": a.modified.isoformat() if a.modified else None,
        "correction": a.correction,
    }


def statement(s: Statement) -> dict[str, Any]:
    return {"start": s.start, "end": s.end, **_said(s)}


_NARRATION: dict[str, Any] = {
    "speaker": None,
    "speaker_text": None,
    "role": None,
    "kind": "narration",
    "cue": None,
    "via": [],
    "said_on": None,
}


def _said(s: Statement) -> dict[str, Any]:
    return {
        "speaker": s.speaker,
        "speaker_text": s.speaker_text,
        "role": s.role,
        "kind": s.kind,
        "cue": s.cue,
        "via": list(s.via),
        "said_on": s.said_on.isoformat() if s.said_on else None,
    }


def inspection(entry: Entry, seconds: float) -> dict[str, Any]:
    """What was found in an article: ``onrecord inspect --json``."""
    return {
        "id": entry.article.id,
        "sentences": [{"start": s.start, "end": s.end, "section": s.section} for s in entry.sentences],
        "statements": [statement(s) for s in entry.statements],
        "seconds": round(seconds, 6),
    }
