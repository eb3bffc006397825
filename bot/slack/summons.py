"""Being called into a thread that others began: which question stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import incoming
from bot.slack.ledger import Question
from bot.slack.poster import passes

_READ = 100  # messages before the mention


async def question_of_thread(client: AsyncWebClient, question: Question) -> str | None:
    """The words of the thread that we are called to; None where we may not read it, or there are none."""
    try:
        page = await client.conversations_replies(
            channel=question.channel, ts=question.root or question.ts, latest=question.ts, limit=_READ
        )
    except SlackApiError as error:
        if passes(error):
            raise
        return None
    return choose(page["messages"], before=question.ts)


def choose(messages: Iterable[Mapping[str, Any]], before: str) -> str | None:
    """The last message of a person that asks something; else the thread's first message."""
    spoken = [
        incoming.question(message.get("text") or "", "")
        for message in messages
        if message.get("ts", "") < before and message.get("user") and not message.get("bot_id")
    ]
    asking = [words for words in spoken if words.endswith("?")]
    return next(reversed(asking), None) or next(filter(None, spoken), None)
