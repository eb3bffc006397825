"""What an event of Slack means to us: a question, an edit, a deletion, or nothing. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Event = Mapping[str, Any]
Way = Literal["mention", "direct", "follow_up"]

_SPOKEN_SUBTYPES = frozenset({None, "file_share", "thread_broadcast", "me_message"})
_LINK = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True, slots=True)
class Place:
    """A message's address. ``thread`` is the ts of the thread's root: its own ts where it starts one."""

    team: str
    channel: str
    ts: str
    thread: str

    @property
    def conversation(self) -> str:
        """The key of the thread's memory. Nothing crosses channels."""
        return f"{self.team}:{self.channel}:{self.thread}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody wrote something that may be for us.

    ``way`` ``follow_up`` is for us only where we take part in the thread already.
    """

    place: Place
    user: str
    text: str
    way: Way


@dataclass(frozen=True, slots=True)
class Edited:
    """A message has a new text. ``edited`` is the ts of the edit; a later edit has a greater one."""

    asked: Asked
    edited: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone. ``asked`` is False for a message that cannot have been for us."""

    place: Place
    asked: bool


def read(event: Event, *, team: str, me: str) -> Asked | Edited | Deleted | None:
    """What a ``message`` or ``app_mention`` event of workspace ``team`` means to the bot user ``me``."""
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _edited(event, team, me)
    if subtype == "message_deleted":
        return _deleted(event, team, me)
    return _asked(event, event, team, me) if subtype in _SPOKEN_SUBTYPES else None


def question(text: str, me: str) -> str:
    """The words of a message without the mention of ``me``: escapes undone, links by their label.

    What no database keeps goes: the character NUL, and halves of surrogate pairs become question marks.
    """
    words = text.replace(f"<@{me}>", " ")
    words = re.sub(rf"<@{re.escape(me)}\|[^<>]*>", " ", words)
    words = html.unescape(_LINK.sub(_spoken, words)).replace("\0", "").encode(errors="replace").decode()
    return _SPACES.sub(" ", words).strip()


def _spoken(match: re.Match[str]) -> str:
    target, _, label = match[1].partition("|")
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if label:
        return ("#" if target.startswith("#") else "") + label
    return target.removeprefix("mailto:")


def _asked(event: Event, message: Event, team: str, me: str) -> Asked | None:
    user, ts, channel = message.get("user"), message.get("ts"), event.get("channel")
    if not user or not ts or not channel or user == me or message.get("bot_id") or message.get("hidden"):
        return None
    text = message.get("text") or ""
    way = _way(event, message, text, me)
    if way is None:
        return None
    words = question(text, me)
    if way == "follow_up" and not words:  # a picture, say
        return None
    return Asked(Place(team, channel, ts, message.get("thread_ts") or ts), user, words, way)


def _way(event: Event, message: Event, text: str, me: str) -> Way | None:
    if event.get("channel_type") == "im" or (event.get("type") == "app_mention" and event["channel"].startswith("D")):
        return "direct"
    if event.get("type") == "app_mention" or mentions(text, me):
        return "mention"
    in_thread = message.get("thread_ts") not in {None, message.get("ts")}
    spoken_to_another = text.lstrip().startswith("<@")
    return "follow_up" if in_thread and not spoken_to_another else None


def mentions(text: str, me: str) -> bool:
    return f"<@{me}>" in text or f"<@{me}|" in text


def _edited(event: Event, team: str, me: str) -> Edited | None:
    message = event.get("message") or {}
    edited = (message.get("edited") or {}).get("ts")
    if message.get("subtype") not in _SPOKEN_SUBTYPES or not edited:  # an unfurled link changes a message unedited
        return None
    asked = _asked(event, message, team, me)
    return Edited(asked, edited) if asked else None


def _deleted(event: Event, team: str, me: str) -> Deleted | None:
    ts, channel = event.get("deleted_ts"), event.get("channel")
    if not ts or not channel:
        return None
    before = event.get("previous_message") or {}
    if before.get("bot_id") or before.get("user") == me:
        return None
    place = Place(team, channel, ts, before.get("thread_ts") or ts)
    return Deleted(place, event.get("channel_type") == "im" or mentions(before.get("text") or "", me))
