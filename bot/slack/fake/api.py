"""The Web API of the small Slack: the methods that the bot calls, refusing what Slack refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.slack.fake.rules import Refused, check_message, check_view
from bot.slack.fake.workspace import APP, BOT, BOT_TOKEN, BOT_USER, CODE, TEAM, Raw, Workspace

_TRIGGER_SECONDS = 3.0
_STATUS = 250
_PROMPTS = 4

Method = Callable[["Api", Raw], Raw]


class Api:
    """``notice`` is told of each message event that Slack would send for what the bot does itself."""

    def __init__(self, workspace: Workspace, notice: Callable[[Raw], None]) -> None:
        self._workspace = workspace
        self._notice = notice

    def call(self, method: str, args: Raw) -> Raw:
        """What Slack answers. Raises Refused."""
        if method not in METHODS:
            raise Refused("unknown_method", method)
        return METHODS[method](self, args)

    def auth_test(self, _args: Raw) -> Raw:
        return {"team": "The Newsroom", "team_id": TEAM, "user": "onrecord", "user_id": BOT_USER, "bot_id": BOT}

    def grant(self, args: Raw) -> Raw:
        """The end of an installation: the code is good for the bot token."""
        if args.get("code") != CODE:
            raise Refused("invalid_code")
        return {
            "app_id": APP,
            "authed_user": {"id": "U0INSTALLER"},
            "access_token": BOT_TOKEN,
            "token_type": "bot",
            "scope": "chat:write",
            "bot_user_id": BOT_USER,
            "team": {"id": TEAM, "name": "The Newsroom"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def post_message(self, args: Raw) -> Raw:
        channel = self._workspace.channel(args.get("channel", ""))
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        check_message(args.get("text"), args.get("blocks"))
        root = args.get("thread_ts")
        if root and root not in channel.messages:
            raise Refused("thread_not_found")
        message = {key: args[key] for key in ("text", "blocks", "metadata", "thread_ts") if args.get(key)}
        posted = self._workspace.put(channel, message | {"user": BOT_USER, "bot_id": BOT, "team": TEAM})
        self._workspace.shown.append(posted)
        self._notice(posted | {"channel": channel.id, "channel_type": channel.type})
        return {"channel": channel.id, "ts": posted["ts"], "message": posted}

    def update(self, args: Raw) -> Raw:
        channel = self._workspace.channel(args.get("channel", ""))
        message = channel.messages.get(args.get("ts", ""))
        if message is None:
            raise Refused("message_not_found")
        if message.get("bot_id") != BOT:
            raise Refused("cant_update_message")
        check_message(args.get("text"), args.get("blocks"))
        before = dict(message)
        message.update({key: args[key] for key in ("text", "blocks") if key in args})
        self._workspace.shown.append(message)
        message["edited"] = {"user": BOT_USER, "ts": f"{time.time():.6f}"}
        self._notice(
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": channel.id,
                "channel_type": channel.type,
                "message": dict(message),
                "previous_message": before,
                "ts": f"{time.time():.6f}",
            }
        )
        return {"channel": channel.id, "ts": message["ts"], "text": message.get("text", "")}

    def post_ephemeral(self, args: Raw) -> Raw:
        channel = self._workspace.channel(args.get("channel", ""))
        if args.get("user") not in channel.members:
            raise Refused("user_not_in_channel")
        check_message(args.get("text"), args.get("blocks"))
        self._workspace.whisper(channel.id, args["user"], args)
        return {"message_ts": f"{time.time():.6f}"}

    def replies(self, args: Raw) -> Raw:
        channel = self._readable(args)
        if args.get("ts") not in channel.messages:
            raise Refused("thread_not_found")
        thread = self._workspace.thread(channel.id, args["ts"])
        return _page(thread[:1] + [one for one in thread[1:] if _within(one, args)], args)

    def history(self, args: Raw) -> Raw:
        channel = self._readable(args)
        top = [one for one in channel.messages.values() if one.get("thread_ts") in {None, one["ts"]}]
        return _page([one for one in reversed(top) if _within(one, args)], args)

    def _readable(self, args: Raw) -> Any:
        channel = self._workspace.channel(args.get("channel", ""))
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def open_view(self, args: Raw) -> Raw:
        opened = self._workspace.triggers.pop(args.get("trigger_id", ""), None)
        if opened is None:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - opened > _TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        check_view(args["view"])
        name = f"V{self._workspace.number()}"
        self._workspace.views[name] = args["view"]
        self._workspace.shown.append(args["view"])
        return {"view": args["view"] | {"id": name}}

    def update_view(self, args: Raw) -> Raw:
        if args.get("view_id") not in self._workspace.views:
            raise Refused("not_found")
        check_view(args["view"])
        self._workspace.views[args["view_id"]] = args["view"]
        self._workspace.shown.append(args["view"])
        return {"view": args["view"] | {"id": args["view_id"]}}

    def publish_view(self, args: Raw) -> Raw:
        if args["view"].get("type") != "home":
            raise Refused("invalid_arguments", "only a home can be published")
        check_view(args["view"])
        self._workspace.homes[args["user_id"]] = args["view"]
        return {"view": args["view"]}

    def set_status(self, args: Raw) -> Raw:
        self._in_direct_thread(args)
        if len(args["status"]) > _STATUS:
            raise Refused("invalid_arguments", "a long status")
        self._workspace.statuses.append(args)
        return {}

    def set_title(self, args: Raw) -> Raw:
        self._in_direct_thread(args)
        if not args.get("title"):
            raise Refused("invalid_arguments", "no title")
        self._workspace.titles.append(args)
        return {}

    def set_prompts(self, args: Raw) -> Raw:
        self._workspace.channel(args.get("channel_id", ""))
        prompts = args.get("prompts") or []
        if not 1 <= len(prompts) <= _PROMPTS or any(not p.get("title") or not p.get("message") for p in prompts):
            raise Refused("invalid_arguments", f"prompts {prompts}")
        self._workspace.prompts.append(args)
        return {}

    def _in_direct_thread(self, args: Raw) -> None:
        channel = self._workspace.channel(args.get("channel_id", ""))
        if channel.type != "im" or args.get("thread_ts") not in channel.messages:
            raise Refused("thread_not_found")


def _within(message: Raw, args: Raw) -> bool:
    oldest, latest = args.get("oldest") or "0", args.get("latest") or "9"
    return bool(oldest < message["ts"] < latest)


def _page(messages: list[Raw], args: Raw) -> Raw:
    """One page, with a cursor where there are more. Metadata only where it is asked for."""
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    shown = [dict(message) for message in messages[start : start + limit]]
    if str(args.get("include_all_metadata", "")).lower() not in {"1", "true"}:
        for message in shown:
            message.pop("metadata", None)
    more = start + limit < len(messages)
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


METHODS: dict[str, Method] = {
    "assistant.threads.setStatus": Api.set_status,
    "assistant.threads.setSuggestedPrompts": Api.set_prompts,
    "assistant.threads.setTitle": Api.set_title,
    "auth.test": Api.auth_test,
    "chat.postEphemeral": Api.post_ephemeral,
    "chat.postMessage": Api.post_message,
    "chat.update": Api.update,
    "conversations.history": Api.history,
    "conversations.replies": Api.replies,
    "oauth.v2.access": Api.grant,
    "views.open": Api.open_view,
    "views.publish": Api.publish_view,
    "views.update": Api.update_view,
}
