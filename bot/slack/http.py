"""What is served over HTTP: health and metrics in both modes, signed events where they come that way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.metrics import Metrics
from bot.slack.requests import NamedRequests
from retrieval.errors import OnrecordError

EVENTS = "/slack/events"
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

Ready = Callable[[], Awaitable[str | None]]


class AddressError(OnrecordError):
    """The address to listen on cannot be had."""


def health_routes(ready: Ready, metrics: Metrics) -> list[Route]:
    """``ready`` tells what is still missing, None when nothing is."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        missing = await ready()
        return PlainTextResponse(f"{missing}\n", status_code=503) if missing else PlainTextResponse("ready\n")

    async def exposed(_request: Request) -> Response:
        metrics.ready(await ready() is None)
        return Response(await asyncio.to_thread(metrics.exposition), media_type=_PROMETHEUS)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", exposed)]


def event_route(app: AsyncApp) -> Route:
    """Where Slack posts events, commands and clicks; Bolt verifies their signatures."""
    return Route(EVENTS, AsyncSlackRequestHandler(app).handle, methods=["POST"])


class Server(uvicorn.Server):
    """Uvicorn inside our event loop: the process's signals are ours, as the workers have to be drained too.

    Raises AddressError when the address cannot be had.
    """

    def __init__(self, routes: Sequence[Route], host: str, port: int) -> None:
        config = uvicorn.Config(
            NamedRequests(Starlette(routes=list(routes))),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
        )
        super().__init__(config)
        try:
            self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as error:
            raise AddressError(f"Cannot listen on {host}, port {port}: {os.strerror(error.errno or 0)}.") from None

    @property
    def port(self) -> int:
        """The port that it listens on: the one that was asked for, or a free one for 0."""
        return int(self._socket.getsockname()[1])

    async def run_until_stopped(self) -> None:
        await self.serve(sockets=[self._socket])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
