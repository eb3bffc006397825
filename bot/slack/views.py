"""What opens by itself or over a message: the App Home, suggested prompts, the check of a message."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.linked import Door
from bot.render import blocks
from bot.reply import ArticleView, Notice, Reply, Why
from bot.slack import incoming
from bot.slack.access import REFUSED, Access
from bot.slack.answering import APOLOGY
from bot.slack.background import report
from bot.slack.inbox import Inbox
from bot.slack.metrics import Sources
from bot.slack.poster import Poster
from retrieval.model import Check

log = logging.getLogger(__name__)

_PROMPTS = 4  # as many as Slack shows
_PROMPTS_TITLE = "For example"


def notice(words: str) -> dict[str, Any]:
    """A modal that says one plain thing."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Onrecord", "emoji": False},
        "blocks": blocks.plain(words).blocks,
    }


def of_reply(reply: Reply) -> dict[str, Any]:
    """The modal that shows a reply: an article, the reasons for a quote, a check; else what the reply says."""
    match reply.body:
        case ArticleView() as view:
            return blocks.article_modal(view)
        case Why() as why:
            return blocks.why_modal(why)
        case Check() as check:
            return blocks.check_modal(check)
        case Notice(words):
            return notice(words)
        case _:
            return notice(blocks.message(reply, thread_ref="").text)


class Views:
    """``sources`` tells how the sources of the archive do."""

    def __init__(self, assistant: Door, inbox: Inbox, poster: Poster, access: Access, sources: Sources) -> None:
        self._assistant = assistant
        self._sources = sources
        self._inbox = inbox
        self._poster = poster
        self._access = access

    async def opened(self, event: dict[str, Any], context: AsyncBoltContext) -> None:
        """Fill what was opened: the Home tab, or the prompts of the Messages tab."""
        client = await self._client(context)
        overview = await asyncio.to_thread(self._assistant.overview)
        if event.get("tab") == "messages":
            prompts = [{"title": words, "message": words} for words in overview.suggestions[:_PROMPTS]]
            if prompts:
                await client.assistant_threads_setSuggestedPrompts(
                    channel_id=event["channel"], title=_PROMPTS_TITLE, prompts=prompts
                )
            return
        recent = await asyncio.to_thread(self._inbox.recent, context.team_id or "", event["user"])
        health = await asyncio.to_thread(self._sources)
        await client.views_publish(user_id=event["user"], view=blocks.home(overview, recent, health))

    async def check(self, shortcut: dict[str, Any], context: AsyncBoltContext) -> None:
        """Show a message beside the record."""
        client = await self._client(context)
        if not self._access.allows(shortcut["channel"]["id"], shortcut["user"]["id"]):
            view = notice(REFUSED)
        else:
            words = incoming.question(shortcut["message"].get("text") or "", context.bot_user_id or "")
            view = await asyncio.to_thread(self._checked, words)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    def _checked(self, words: str) -> dict[str, Any]:
        try:
            return of_reply(self._assistant.check(words))
        except Exception as error:  # noqa: BLE001  # whatever it is, the one who asked is told
            report(log, "checking a message", error)
            return notice(APOLOGY)

    async def _client(self, context: AsyncBoltContext) -> AsyncWebClient:
        client = await self._poster.client(context.enterprise_id, context.team_id or "")
        return client or context.client
