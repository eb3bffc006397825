"""Posting answers: each carries the id of its question, so that it can be found again after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.blocks import Message
from bot.slack.clients import Clients
from bot.slack.ledger import Question
from bot.slack.workspaces import Workspaces

EVENT_TYPE = "onrecord_answer"

_PAGE = 200
_CLOCKS_APART = 60.0  # seconds between Slack's clock and ours, whose time stands in a share
_GONE = frozenset({"thread_not_found", "message_not_found"})
_PASSING = frozenset(
    {
        "accesslimited", "fatal_error", "internal_error", "rate_limited", "ratelimited", "request_timeout",
        "service_unavailable", "team_added_to_org",
        # The token can be put right while the question waits.
        "account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked",
    }
)  # fmt: skip
_UNSHOWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})


def error_code(error: SlackApiError) -> str:
    """Slack's name for what is wrong; the HTTP status where it gave none."""
    data = error.response.data if hasattr(error.response, "data") else None
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"http_{getattr(error.response, 'status_code', getattr(error.response, 'status', 0))}"


def passes(error: SlackApiError) -> bool:
    """Whether the same call may succeed later."""
    return error_code(error) in _PASSING or error_code(error).startswith(("http_5", "http_429"))


def unshowable(error: SlackApiError) -> bool:
    """Whether Slack refused the message's form: a fault of ours."""
    return error_code(error) in _UNSHOWABLE


class Poster:
    """Writes to channels, one message after another in each: a channel that Slack slows down holds up no other."""

    def __init__(self, clients: Clients, workspaces: Workspaces) -> None:
        self._clients = clients
        self._workspaces = workspaces
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def client(self, enterprise: str | None, team: str) -> AsyncWebClient | None:
        """A client that acts in a workspace; None where we are not installed."""
        return await self._workspaces.client(enterprise, team)

    async def respond(self, url: str, message: Message, *, replace: bool = False) -> None:
        """Tell the one who clicked, alone: see ``Clients.respond``."""
        await self._clients.respond(url, message, replace=replace)

    async def post(self, client: AsyncWebClient, question: Question, message: Message) -> str:
        """Post the answer and return its ts. After a connection error it may stand there all the same."""
        async with self._lane(question.channel):
            response = await client.chat_postMessage(
                channel=question.channel,
                thread_ts=question.root,
                text=message.text,
                blocks=message.blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"question": question.event}},
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(response["ts"])

    async def say(self, client: AsyncWebClient, channel: str, thread: str, message: Message) -> None:
        """Post what a click asked for."""
        async with self._lane(channel):
            await client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )

    async def update(self, client: AsyncWebClient, channel: str, ts: str, message: Message) -> None:
        """Put a message in the place of one of ours. One that is gone stays gone."""
        async with self._lane(channel):
            try:
                await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
            except SlackApiError as error:
                if error_code(error) not in _GONE:
                    raise

    async def whisper(self, client: AsyncWebClient, question: Question, message: Message) -> None:
        """Tell the asker alone."""
        await client.chat_postEphemeral(
            channel=question.channel,
            user=question.asker,
            thread_ts=question.root if question.root != question.ts else None,
            text=message.text,
            blocks=message.blocks,
        )

    async def find(self, client: AsyncWebClient, question: Question) -> str | None:
        """The ts of our answer to this question, if it was posted."""
        async for message in _messages(client, question):
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT_TYPE and payload.get("question") == question.event:
                return str(message["ts"])
        return None

    def _lane(self, channel: str) -> asyncio.Lock:
        return self._lanes.setdefault(channel, asyncio.Lock())


async def _messages(client: AsyncWebClient, question: Question) -> AsyncIterator[dict[str, Any]]:
    """The messages since the question, of its thread or of the channel, with their metadata."""
    shared: dict[str, Any] = {
        "channel": question.channel,
        "oldest": f"{float(question.ts) - _CLOCKS_APART:.6f}",
        "include_all_metadata": True,
        "limit": _PAGE,
    }
    cursor = None
    while True:
        try:
            if question.root is None:
                page = await client.conversations_history(**shared, cursor=cursor)
            else:
                page = await client.conversations_replies(**shared, ts=question.root, cursor=cursor)
        except SlackApiError as error:
            if error_code(error) in _GONE:
                return
            raise
        for message in page["messages"]:
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
