"""What was said in the small Slack: channels, messages, views, and what users see alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.slack.fake.rules import Refused

Raw = dict[str, Any]

TEAM = "T0RECORD"
BOT_USER = "U0RECORD"
BOT = "B0RECORD"
APP = "A0RECORD"
BOT_TOKEN = "xoxb-small-slack"  # noqa: S105  # good for nothing but this Slack
CODE = "code-of-an-installation"


@dataclass(slots=True)
class Channel:
    """A channel, or with an id that begins with D a direct message. ``messages`` are in the order of their ts."""

    id: str
    members: set[str]
    messages: dict[str, Raw] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return "im" if self.id.startswith("D") else "channel"


@dataclass(slots=True)
class Workspace:
    """``shown`` is all that the app has shown, in its order: messages, views, and what one user sees alone.

    ``seen_alone`` are these last ones as channel, user and message.
    """

    channels: dict[str, Channel] = field(default_factory=dict)
    seen_alone: list[tuple[str, str, Raw]] = field(default_factory=list)
    views: dict[str, Raw] = field(default_factory=dict)
    homes: dict[str, Raw] = field(default_factory=dict)
    statuses: list[Raw] = field(default_factory=list)
    titles: list[Raw] = field(default_factory=list)
    prompts: list[Raw] = field(default_factory=list)
    triggers: dict[str, float] = field(default_factory=dict)
    shown: list[Raw] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add_channel(self, name: str, *members: str) -> Channel:
        """A channel with these members, and the bot where it is not left out."""
        channel = Channel(name, {*members})
        self.channels[name] = channel
        return channel

    def channel(self, name: str) -> Channel:
        if name not in self.channels:
            raise Refused("channel_not_found", name)
        return self.channels[name]

    def put(self, channel: Channel, message: Raw) -> Raw:
        """Add a message; Slack gives it its ts."""
        message = {"type": "message", **message, "ts": f"{int(time.time())}.{next(self._numbers):06d}"}
        channel.messages[message["ts"]] = message
        return message

    def whisper(self, channel: str, user: str, message: Raw) -> None:
        """Show a message to one user."""
        self.seen_alone.append((channel, user, message))
        self.shown.append(message)

    def trigger(self) -> str:
        """A trigger id: good for one view, for three seconds."""
        name = f"trigger.{next(self._numbers)}"
        self.triggers[name] = time.monotonic()
        return name

    def number(self) -> int:
        return next(self._numbers)

    def thread(self, channel: str, root: str) -> list[Raw]:
        """The messages of a thread, the root first."""
        messages = self.channel(channel).messages.values()
        return [one for one in messages if one["ts"] == root or one.get("thread_ts") == root]

    def answers(self, channel: str | None = None) -> list[tuple[str, Raw]]:
        """What the bot posted, each with its channel."""
        return [
            (name, message)
            for name, where in self.channels.items()
            for message in where.messages.values()
            if message.get("bot_id") == BOT and channel in {None, name}
        ]
