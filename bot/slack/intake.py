"""Taking in what was heard: each event becomes a question, a change of one, or nothing. Synchronous."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import assert_never

from bot.slack.access import WINDOW, Access
from bot.slack.inbox import Inbox, Verdict
from bot.slack.incoming import Asked, Deleted, Edited


class Intake:
    def __init__(self, inbox: Inbox, access: Access, *, clock: Callable[[], float] = time.time) -> None:
        self._inbox = inbox
        self._access = access
        self._clock = clock

    def take(self, event: str, meaning: Asked | Edited | Deleted, enterprise: str | None) -> bool:
        """Store it; False when it is here already or is not for us. Raises SQLAlchemyError when the store is away."""
        match meaning:
            case Asked():
                if not self._inbox.is_new(event, meaning):
                    return False
                verdict = self.verdict(meaning)
                if meaning.way == "follow_up" and verdict == "refused":  # nobody spoke to us
                    return False
                return self._inbox.store(event, meaning, enterprise=enterprise, verdict=verdict)
            case Edited():
                verdict = self.verdict(meaning.asked)
                if verdict == "refused":
                    return False
                return self._inbox.edit(event, meaning, enterprise=enterprise, verdict=verdict)
            case Deleted():
                return self._inbox.delete(event, meaning)
            case _:
                assert_never(meaning)

    def verdict(self, asked: Asked) -> Verdict:
        place = asked.place
        lately = self._inbox.asked_since(place.team, asked.user, self._clock() - WINDOW)
        return self._access.verdict(place.channel, asked.user, lately)
