"""How payloads reach the app: Socket Mode over a WebSocket, or signed HTTP; repeated until they are acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Raw = dict[str, Any]


class Undelivered(Exception):
    """A payload was not acknowledged."""


@dataclass(slots=True)
class Delivery:
    """A payload on its way: when each try was sent, when one was acknowledged, and what came with that."""

    kind: str
    payload: Raw
    sent: list[float] = field(default_factory=list)
    acknowledged: float | None = None
    answer: Any = None


class Transport(Protocol):
    async def try_once(self, delivery: Delivery) -> bool:
        """Send it and wait for its acknowledgement; False when none came."""


async def deliver(transport: Transport, delivery: Delivery, *, tries: int, pause: float) -> Delivery:
    """Send it again until it is acknowledged. Raises Undelivered."""
    for _ in range(tries):
        if await transport.try_once(delivery):
            delivery.acknowledged = time.monotonic()
            return delivery
        await asyncio.sleep(pause)
    raise Undelivered(delivery.kind)


class Sockets:
    """The WebSockets of the app; a payload goes to one of them in turn. ``patience`` is how long an ack may take."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._open: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._numbers: Iterator[int] = count(1)
        self.connections = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1, "debug_info": {}, "connection_info": {}})
        self._open.append(socket)
        self._connected.set()
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self._forget(socket)
        return socket

    async def try_once(self, delivery: Delivery) -> bool:
        envelope = f"envelope-{next(self._numbers)}"
        acknowledged = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._patience):
                await self._send(envelope, delivery)
                delivery.answer = await acknowledged
        except (TimeoutError, ConnectionError):
            return False
        finally:
            del self._waiting[envelope]
        return True

    async def _send(self, envelope: str, delivery: Delivery) -> None:
        await self._connected.wait()
        socket = self._open.pop(0)
        self._open.append(socket)
        frame = {
            "type": delivery.kind,
            "envelope_id": envelope,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            retry = len(delivery.sent)
            frame |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        delivery.sent.append(time.monotonic())
        await socket.send_json(frame)

    def drop(self) -> None:
        """Cut every connection without a word."""
        for socket in list(self._open):
            self._forget(socket)
            transport = socket._req.transport if socket._req else None  # noqa: SLF001  # aiohttp has no other way
            if transport:
                transport.abort()

    async def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        for socket in list(self._open):
            self._forget(socket)
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close()

    async def connected(self) -> None:
        await self._connected.wait()

    def _acknowledge(self, frame: Raw) -> None:
        waiting = self._waiting.get(frame.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload"))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)
        if not self._open:
            self._connected.clear()


class SignedHttp:
    """Posts to the app's address, signed as Slack signs."""

    def __init__(self, address: str, secret: str, patience: float) -> None:
        self._address = address
        self._secret = secret
        self._patience = patience

    async def try_once(self, delivery: Delivery) -> bool:
        body, kind = _encoded(delivery)
        headers = {"Content-Type": kind, **signature(self._secret, body, int(time.time()))}
        if delivery.sent:
            headers |= {"X-Slack-Retry-Num": str(len(delivery.sent)), "X-Slack-Retry-Reason": "http_timeout"}
        delivery.sent.append(time.monotonic())
        try:
            timeout = aiohttp.ClientTimeout(total=self._patience)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._address, data=body, headers=headers) as response,
            ):
                text = await response.text()
                delivery.answer = json.loads(text) if text.startswith("{") else None
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


def signature(secret: str, body: str, now: int) -> dict[str, str]:
    """The headers of a signed request, after Slack's "Verifying requests"."""
    digest = hmac.new(secret.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = {"payload": json.dumps(delivery.payload)} if delivery.kind == "interactive" else delivery.payload
    return urlencode(form), "application/x-www-form-urlencoded"
