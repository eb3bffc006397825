"""``/onrecord QUESTION``: answered in the acknowledgement itself, for the asker alone.

Slack sends a command once and shows its own error when it is not acknowledged, so it needs no row that waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.render import blocks
from bot.render.blocks import Message
from bot.slack import incoming
from bot.slack.access import TOLD
from bot.slack.answering import Answering
from bot.slack.inbox import Inbox
from bot.slack.incoming import Asked, Place
from bot.slack.intake import Intake


class Slash:
    def __init__(
        self, answering: Answering, inbox: Inbox, intake: Intake, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._answering = answering
        self._inbox = inbox
        self._intake = intake
        self._clock = clock

    def answer(self, command: dict[str, Any], team: str) -> Message:
        """The message for the one who typed it."""
        ts = f"{self._clock():.6f}"
        place = Place(team, command["channel_id"], ts, f"command-{command['trigger_id']}")
        asked = Asked(place, command["user_id"], incoming.question(command.get("text") or "", ""), "direct")
        verdict = self._intake.verdict(asked)
        if verdict != "answer":
            return blocks.plain(TOLD[verdict])
        message = self._answering.aside(place.conversation, asked.text or "/help")
        if asked.text:
            self._inbox.note(place.conversation, asked)
        return message
