"""Buttons: each becomes a command of the assistant, and its reply is shown where it belongs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.render import blocks, buttons
from bot.render.blocks import Message
from bot.render.buttons import ButtonValue
from bot.reply import ContextView, Reply
from bot.slack.access import REFUSED, Access
from bot.slack.answering import APOLOGY, Answering
from bot.slack.background import report
from bot.slack.feedback import FeedbackStore, Verdict
from bot.slack.inbox import Inbox
from bot.slack.incoming import Asked, Place
from bot.slack.poster import Poster
from bot.slack.views import of_reply

log = logging.getLogger(__name__)

NOTED = "Thank you, noted."
SHARED = "Shared in the channel."
SHARED_BEFORE = "This was shared before."


@dataclass(frozen=True, slots=True)
class Click:
    """A click, and where it was made: in a message, in one that its reader alone sees (``aside``), or in a ``view``."""

    client: AsyncWebClient
    value: ButtonValue
    enterprise: str | None
    team: str
    user: str
    trigger: str
    channel: str
    ts: str
    thread: str
    aside: bool
    respond_url: str
    view: str
    blocks: list[dict[str, Any]]
    text: str


class Clicks:
    def __init__(  # noqa: PLR0913  # a button may touch each of them
        self,
        *,
        answering: Answering,
        poster: Poster,
        inbox: Inbox,
        feedback: FeedbackStore,
        access: Access,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._poster = poster
        self._inbox = inbox
        self._feedback = feedback
        self._access = access
        self._wake = wake
        self._clock = clock
        self._does = {
            buttons.MORE: self._more,
            buttons.TIMELINE: self._timeline,
            buttons.CLOSEST: self._again,
            buttons.CONTEXT: self._context,
            buttons.WHY: self._why,
            buttons.OPEN: self._open,
            buttons.PAGE: self._page,
            buttons.PAGE_BACK: self._page,
            buttons.SHARE: self._share,
            buttons.HELPFUL: self._helpful,
            buttons.UNHELPFUL: self._unhelpful,
        }

    async def serve(self, body: dict[str, Any], action: dict[str, Any], context: AsyncBoltContext) -> None:
        click = await self._read(body, action, context)
        if click.channel and not self._access.allows(click.channel, click.user):
            await self._tell(click, blocks.plain(REFUSED))
            return
        try:
            await self._does[action["action_id"]](click)
        except Exception as error:  # noqa: BLE001  # whatever it is, the one who clicked is told
            report(log, "serving a click", error)
            if click.respond_url:
                await self._tell(click, blocks.plain(APOLOGY))

    async def _read(self, body: dict[str, Any], action: dict[str, Any], context: AsyncBoltContext) -> Click:
        container, message = body.get("container") or {}, body.get("message") or {}
        team = context.team_id or ""
        ts = container.get("message_ts") or ""
        return Click(
            client=await self._poster.client(context.enterprise_id, team) or context.client,
            value=ButtonValue.loads(action["value"]),
            enterprise=context.enterprise_id,
            team=team,
            user=body["user"]["id"],
            trigger=body.get("trigger_id") or "",
            channel=container.get("channel_id") or "",
            ts=ts,
            thread=message.get("thread_ts") or container.get("thread_ts") or ts,
            aside=bool(container.get("is_ephemeral")),
            respond_url=body.get("response_url") or "",
            view=container.get("view_id") or "",
            blocks=message.get("blocks") or [],
            text=message.get("text") or "",
        )

    async def _command(self, click: Click, command: str) -> Reply:
        return await asyncio.to_thread(self._answering.command, click.value, command)

    async def _more(self, click: Click) -> None:
        await self._say(click, "/more")

    async def _timeline(self, click: Click) -> None:
        await self._say(click, click.value.ask)

    async def _say(self, click: Click, command: str) -> None:
        """Show what a command brings as a message of its own, where the button stands."""
        reply = await self._command(click, command)
        if reply.outcome == "error":
            await self._tell(click, blocks.message(reply, thread_ref=""))
        elif click.aside:
            await self._tell(click, blocks.ephemeral(reply, thread_ref=click.value.thread))
        else:
            message = blocks.message(reply, thread_ref=click.value.thread)
            await self._poster.say(click.client, click.channel, click.thread, message)

    async def _context(self, click: Click) -> None:
        """Unfold the sentences around a quote in its place; beside it where Slack does not send the message along."""
        reply = await self._command(click, f"/context {click.value.number}")
        if click.aside or not isinstance(reply.body, ContextView):
            await self._tell(click, blocks.message(reply, thread_ref=click.value.thread))
            return
        value = click.value
        fresh = blocks.with_context(click.blocks, reply.body, thread_ref=value.thread, turn=value.turn, show=value.show)
        await self._poster.update(click.client, click.channel, click.ts, Message(click.text, fresh))

    async def _why(self, click: Click) -> None:
        reply = await self._command(click, f"/why {click.value.number}")
        await click.client.views_open(trigger_id=click.trigger, view=of_reply(reply))

    async def _open(self, click: Click) -> None:
        reply = await self._command(click, f"/article {click.value.number}")
        await click.client.views_open(trigger_id=click.trigger, view=of_reply(reply))

    async def _page(self, click: Click) -> None:
        """Turn the page: of an article in a view, or of a message that is longer than Slack takes at once."""
        value = click.value
        if not click.view:
            await self._again(click)
            return
        marked = (value.start, value.end) if value.end else None
        view = await asyncio.to_thread(self._answering.article, value.article, marked)
        if view is not None:
            modal = blocks.article_modal(view, value.page)
            await click.client.views_update(view_id=click.view, view=modal)

    async def _again(self, click: Click) -> None:
        """Show the same reply in another way: the next page, or the closest passages."""
        value = click.value
        message = await asyncio.to_thread(self._answering.again, value, aside=click.aside)
        if click.aside:
            await self._poster.respond(click.respond_url, message, replace=True)
        else:
            await self._poster.update(click.client, click.channel, click.ts, message)

    async def _share(self, click: Click) -> None:
        value, now = click.value, f"{self._clock():.6f}"
        words = await asyncio.to_thread(self._answering.understood, value)
        asked = Asked(Place(click.team, click.channel, now, now), click.user, words, "mention")
        event = f"share:{value.thread}:{value.turn}"
        new = await asyncio.to_thread(
            lambda: self._inbox.share(event, asked, enterprise=click.enterprise, reply_url=click.respond_url)
        )
        self._wake()
        await self._tell(click, blocks.plain(SHARED if new else SHARED_BEFORE))

    async def _helpful(self, click: Click) -> None:
        await self._rate(click, helpful=True)

    async def _unhelpful(self, click: Click) -> None:
        await self._rate(click, helpful=False)

    async def _rate(self, click: Click, *, helpful: bool) -> None:
        value = click.value
        verdict = Verdict(click.team, click.channel, click.ts, click.user, helpful, value.thread, value.turn)
        await asyncio.to_thread(self._feedback.put, verdict)
        await self._tell(click, blocks.plain(NOTED))

    async def _tell(self, click: Click, message: Message) -> None:
        """Show something to the one who clicked alone."""
        await self._poster.respond(click.respond_url, message)
