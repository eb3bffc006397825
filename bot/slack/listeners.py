"""What Slack sends, handed on: events to the intake, clicks and commands to the desk. Nothing is decided here.

The acknowledgement goes out when a listener has ended (``process_before_response``), and not at all when it raised:
then Slack delivers again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.logs import request
from bot.render.buttons import ACTIONS
from bot.slack import incoming
from bot.slack.background import Background, log, report
from bot.slack.clicks import Clicks
from bot.slack.intake import Intake
from bot.slack.metrics import Metrics
from bot.slack.slash import Slash
from bot.slack.views import Views

COMMAND = "/onrecord"
SHORTCUT = "onrecord_check"

_ANYTHING = re.compile(".*")

Body = dict[str, Any]


def register_events(  # noqa: PLR0913  # each is one thing that an event may be for
    app: AsyncApp,
    *,
    intake: Intake,
    wake: Callable[[], None],
    views: Views,
    background: Background,
    metrics: Metrics,
) -> None:
    """Listen to the events that the manifest subscribes to, and acknowledge all others, or Slack repeats them."""

    @app.event("app_mention")
    @app.event("message")
    async def heard(body: Body, event: Body, context: AsyncBoltContext) -> None:
        meaning = incoming.read(event, team=context.team_id or "", me=context.bot_user_id or "")
        if meaning is None:
            metrics.event("ignored")
            return
        with request(body["event_id"]):
            taken = await asyncio.to_thread(intake.take, body["event_id"], meaning, context.enterprise_id)
        metrics.event("taken" if taken else "passed_by")
        if taken:
            wake()

    @app.event("app_home_opened")
    async def opened(event: Body, context: AsyncBoltContext) -> None:
        background.start("showing the home", views.opened(event, context))

    @app.event(_ANYTHING)
    async def other_event() -> None:
        metrics.event("ignored")

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        report(log, "taking in an event", error)
        return BoltResponse(status=500)


def register_interactions(app: AsyncApp, *, slash: Slash, clicks: Clicks, views: Views, background: Background) -> None:
    """Listen to the command, the shortcut and the buttons, and acknowledge all others."""

    @app.command(COMMAND)
    async def commanded(ack: AsyncAck, command: Body, context: AsyncBoltContext) -> None:
        message = await asyncio.to_thread(slash.answer, command, context.team_id or "")
        await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    @app.shortcut(SHORTCUT)
    async def to_check(ack: AsyncAck, shortcut: Body, context: AsyncBoltContext) -> None:
        await ack()
        background.start("checking a message", views.check(shortcut, context))

    @app.action(re.compile("|".join(ACTIONS)))
    async def clicked(ack: AsyncAck, body: Body, action: Body, context: AsyncBoltContext) -> None:
        await ack()
        background.start("serving a click", clicks.serve(body, action, context))

    @app.action(_ANYTHING)
    @app.shortcut(_ANYTHING)
    @app.view(_ANYTHING)
    async def other_interaction(ack: AsyncAck) -> None:
        await ack()
