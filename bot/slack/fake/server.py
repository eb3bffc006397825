"""The small Slack behind one port of this machine, and its users' hands."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Self

from aiohttp import web

from bot.slack.checks import SCOPES
from bot.slack.fake import faults, payloads
from bot.slack.fake.api import Api
from bot.slack.fake.delivery import Delivery, SignedHttp, Sockets, Transport, deliver
from bot.slack.fake.rules import Refused, check_message
from bot.slack.fake.workspace import BOT_TOKEN, TEAM, Raw, Workspace

APP_TOKEN = "xapp-small-slack"  # noqa: S105  # good for nothing but this Slack
SIGNING_SECRET = "small-slack-secret"  # noqa: S105  # as above

_HOST = "127.0.0.1"


class FakeSlack:
    """An async context manager: the port is open while its block runs.

    ``patience`` is the wait for an acknowledgement, ``tries`` how often a payload is sent without one (Slack itself
    sends it four times), ``pause`` the wait before it is sent again. ``faults`` and ``scopes`` can be set at any time.
    ``events_url`` switches from Socket Mode to signed HTTP; with ``links_up`` False no WebSocket can be opened.
    """

    def __init__(self, *, patience: float = 3.0, tries: int = 10, pause: float = 0.2) -> None:
        self.workspace = Workspace()
        self.faults: faults.Plan = faults.nothing
        self.scopes = ",".join(SCOPES)
        self.events_url: str | None = None
        self.links_up = True
        self.refusals: list[Refused] = []
        self.posted: dict[str, float] = {}
        self._patience = patience
        self._tries = tries
        self._pause = pause
        self._api = Api(self.workspace, self._noticed)
        self._tickets: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self.sockets = Sockets(self._patience)
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/link/{ticket}", self._link)
        app.router.add_post("/respond/{channel}/{user}", self._respond)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        for task in self._tasks:
            task.cancel()
        await self.sockets.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://{_HOST}:{self._port}/api/"

    # ── what users do ──

    def says(self, channel: str, user: str, text: str, thread: str | None = None) -> Raw:
        """A user writes a message: it stands in the channel. Nothing is delivered yet."""
        where = self.workspace.channel(channel)
        message = {"user": user, "text": text, "team": TEAM} | ({"thread_ts": thread} if thread else {})
        return self.workspace.put(where, message) | {"channel": channel, "channel_type": where.type}

    async def sends(self, channel: str, user: str, text: str, thread: str | None = None) -> Raw:
        """A user writes a message, and the app acknowledges every event of it."""
        message = self.says(channel, user, text, thread)
        await asyncio.gather(*(self.deliver_event(event) for event in payloads.events_of(message)))
        return message

    async def edits(self, message: Raw, text: str) -> Delivery:
        """A user changes a message of theirs."""
        stored = self.workspace.channel(message["channel"]).messages[message["ts"]]
        before = dict(stored)
        stored.update(text=text, edited={"user": message["user"], "ts": payloads.now()})
        return await self.deliver_event(payloads.changed(message, before, dict(stored)))

    async def deletes(self, message: Raw) -> Delivery:
        """A user deletes a message of theirs."""
        before = self.workspace.channel(message["channel"]).messages.pop(message["ts"])
        return await self.deliver_event(payloads.deleted(message, before))

    async def opens_home(self, user: str, tab: str, channel: str) -> Delivery:
        return await self.deliver_event({"type": "app_home_opened", "user": user, "tab": tab, "channel": channel})

    async def commands(self, channel: str, user: str, text: str) -> Raw:
        """A user types ``/onrecord``; what they see alone comes back."""
        opened = {"trigger": self.workspace.trigger(), "response_url": self._response_url(channel, user)}
        payload = payloads.command(channel, user, text, **opened)
        answer: Raw = (await self.deliver(Delivery("slash_commands", payload))).answer
        check_message(answer.get("text"), answer.get("blocks"))
        self.workspace.whisper(channel, user, answer)
        return answer

    async def shortcut(self, channel: str, user: str, message: Raw) -> Delivery:
        """A user picks "Check against the record" in the menu of a message."""
        opened = {"trigger": self.workspace.trigger(), "response_url": self._response_url(channel, user)}
        return await self.deliver(Delivery("interactive", payloads.shortcut(channel, user, message, **opened)))

    async def clicks(self, channel: str, user: str, message: Raw, button: Raw, *, alone: bool = False) -> Delivery:
        """A user presses a button of a message; ``alone`` when only that user sees the message."""
        container = {
            "type": "message",
            "message_ts": message.get("ts", "0.1"),
            "channel_id": channel,
            "is_ephemeral": alone,
        }
        place = {"channel": {"id": channel}, "response_url": self._response_url(channel, user)}
        shown = {} if alone else {"message": message}
        return await self._clicked(user, button, {"container": container, **place, **shown})

    async def clicks_in_view(self, view: str, user: str, button: Raw) -> Delivery:
        container = {"type": "view", "view_id": view}
        return await self._clicked(user, button, {"container": container, "view": self.workspace.views[view]})

    async def _clicked(self, user: str, button: Raw, where: Raw) -> Delivery:
        payload = payloads.click(user, button, trigger=self.workspace.trigger(), where=where)
        return await self.deliver(Delivery("interactive", payload))

    # ── delivery ──

    async def deliver_event(self, event: Raw, name: str | None = None) -> Delivery:
        """Deliver an event until it is acknowledged; ``name`` is its id, a new one without it."""
        return await self.deliver(Delivery("events_api", self.envelope(event, name)))

    def envelope(self, event: Raw, name: str | None = None) -> Raw:
        return payloads.envelope(event, name or f"Ev{self.workspace.number():010d}")

    async def deliver(self, delivery: Delivery) -> Delivery:
        return await deliver(self.transport, delivery, tries=self._tries, pause=self._pause)

    @property
    def transport(self) -> Transport:
        if self.events_url:
            return SignedHttp(self.events_url, SIGNING_SECRET, self._patience)
        return self.sockets

    def _noticed(self, event: Raw) -> None:
        """What the bot does itself comes back to it as an event, as with Slack."""
        task = asyncio.get_running_loop().create_task(self._send_quietly(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_quietly(self, event: Raw) -> None:
        await self.transport.try_once(Delivery("events_api", self.envelope(event)))

    def _response_url(self, channel: str, user: str) -> str:
        return f"http://{_HOST}:{self._port}/respond/{channel}/{user}"

    # ── what the app calls ──

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        fault = self.faults(method, args) or faults.Fault()
        await asyncio.sleep(fault.slow)
        if fault.status == 429:
            headers = {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.refused:
            return web.json_response({"ok": False, "error": fault.refused})
        if (fault.status >= 500 or fault.cut) and not fault.done:
            return _failed(request, fault)
        answer = self._answered(method, args, request.headers.get("Authorization", ""))
        if fault.status >= 500 or fault.cut:
            return _failed(request, fault)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _answered(self, method: str, args: Raw, authorization: str) -> Raw:
        try:
            if method == "apps.connections.open":
                return {"ok": True, "url": self._new_link(authorization)}
            if method != "oauth.v2.access":  # it is what gives the token
                _authorized(authorization)
            answer = self._api.call(method, args)
        except Refused as refused:
            self.refusals.append(refused)
            return {"ok": False, "error": refused.code}
        if method == "chat.postMessage":
            self.posted[answer["ts"]] = time.monotonic()
        return {"ok": True, **answer}

    def _new_link(self, authorization: str) -> str:
        if authorization != f"Bearer {APP_TOKEN}":
            raise Refused("not_allowed_token_type" if "xoxb-" in authorization else "invalid_auth")
        ticket = f"ticket-{self.workspace.number()}"
        self._tickets.add(ticket)
        return f"ws://{_HOST}:{self._port}/link/{ticket}"

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        if not self.links_up:
            return web.Response(status=503)
        return await self.sockets.serve(request)

    async def _respond(self, request: web.Request) -> web.Response:
        message = await request.json()
        try:
            check_message(message.get("text"), message.get("blocks"))
        except Refused as refused:
            self.refusals.append(refused)
            return web.Response(status=400, text=refused.code)
        place = request.match_info
        self.workspace.whisper(place["channel"], place["user"], message)
        return web.Response(text="ok")


def _authorized(authorization: str) -> None:
    if authorization != f"Bearer {BOT_TOKEN}":
        raise Refused("invalid_auth")


def _failed(request: web.Request, fault: faults.Fault) -> web.Response:
    if fault.cut and request.transport:
        request.transport.abort()
    return web.Response(status=max(fault.status, 500), text="no healthy upstream")


async def _arguments(request: web.Request) -> Raw:
    """The arguments of a call: from the address, a form or JSON; lists and objects in forms are JSON."""
    args: Raw = dict(request.query)
    if request.content_type == "application/json":
        args.update(await request.json())
        return args
    for name, value in (await request.post()).items():
        text = str(value)
        args[name] = json.loads(text) if text.startswith(("[", "{")) else text
    return args
