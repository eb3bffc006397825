"""Who may ask, where, and how often."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.slack.inbox import Verdict

WINDOW = 60.0  # seconds over which questions are counted

REFUSED = "I am not set up to answer here. Whoever runs me can allow this channel, or you."
LIMITED = "You have asked a lot within a minute. Please wait a little, and ask this again then."
TOLD: dict[str, str] = {"refused": REFUSED, "limited": LIMITED}


@dataclass(frozen=True, slots=True)
class Access:
    """Empty ``channels`` and ``users`` allow all. Direct messages are no channels: ``users`` decides on them alone."""

    channels: Collection[str]
    users: Collection[str]
    per_minute: int

    def allows(self, channel: str, user: str) -> bool:
        in_channel = not self.channels or channel in self.channels or channel.startswith("D")
        return in_channel and (not self.users or user in self.users)

    def verdict(self, channel: str, user: str, asked_lately: int) -> Verdict:
        """``asked_lately`` is how many questions the user asked within ``WINDOW``."""
        if not self.allows(channel, user):
            return "refused"
        return "limited" if asked_lately >= self.per_minute else "answer"
