"""What Slack sends of what its users do: the payloads of events, commands, shortcuts and clicks, as data."""

from __future__ import annotations

import time

from bot.slack.fake.workspace import APP, BOT_USER, TEAM, Raw


def envelope(event: Raw, name: str) -> Raw:
    """An event as it is delivered; ``name`` is its id."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "event_id": name,
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
    }


def events_of(message: Raw) -> list[Raw]:
    """The events that Slack makes of a user's message: a mention in a channel makes two."""
    if f"<@{BOT_USER}>" in message["text"] and message["channel_type"] != "im":
        mention = {key: value for key, value in message.items() if key != "channel_type"}
        return [mention | {"type": "app_mention"}, message]
    return [message]


def changed(message: Raw, before: Raw, after: Raw) -> Raw:
    """A user has changed a message of theirs."""
    return _of_message(message, "message_changed") | {"message": after, "previous_message": before}


def deleted(message: Raw, before: Raw) -> Raw:
    """A user has deleted a message of theirs."""
    return _of_message(message, "message_deleted") | {"deleted_ts": message["ts"], "previous_message": before}


def command(channel: str, user: str, text: str, *, trigger: str, response_url: str) -> Raw:
    """A user has typed ``/onrecord``."""
    return {
        "command": "/onrecord",
        "text": text,
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "api_app_id": APP,
        "trigger_id": trigger,
        "response_url": response_url,
    }


def shortcut(channel: str, user: str, message: Raw, *, trigger: str, response_url: str) -> Raw:
    """A user has picked "Check against the record" in the menu of a message."""
    return {
        "type": "message_action",
        "callback_id": "onrecord_check",
        "trigger_id": trigger,
        "team": {"id": TEAM},
        "channel": {"id": channel},
        "user": {"id": user},
        "message": message,
        "message_ts": message["ts"],
        "response_url": response_url,
    }


def click(user: str, button: Raw, *, trigger: str, where: Raw) -> Raw:
    """A user has pressed a button; ``where`` is its ``container`` with what Slack tells of that."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": trigger,
        "actions": [{**button, "block_id": "b", "action_ts": now()}],
        **where,
    }


def now() -> str:
    """The time as Slack writes it."""
    return f"{time.time():.6f}"


def _of_message(message: Raw, subtype: str) -> Raw:
    return {
        "type": "message",
        "subtype": subtype,
        "channel": message["channel"],
        "channel_type": message["channel_type"],
        "ts": now(),
    }
