"""HTTP requests by name: each gets an id for the log and for its answer, and a line when it has ended."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import logs

log = logging.getLogger(__name__)

NAME = "X-Request-Id"
_GIVEN = re.compile(r"[\w.-]{1,64}", re.ASCII)  # by a proxy; anything else may be meant for the log's reader
_ASKED_OFTEN = frozenset({"/healthz", "/readyz", "/metrics"})


class NamedRequests:
    """ASGI middleware. The query of an address is not logged: the links to articles are signed there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = Headers(scope=scope).get(NAME, "")
        identifier = given if _GIVEN.fullmatch(given) else uuid4().hex
        started, status = time.perf_counter(), 500

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[NAME] = identifier
            await send(message)

        with logs.request(identifier):
            try:
                await self._app(scope, receive, named)
            finally:
                if scope["path"] not in _ASKED_OFTEN:
                    facts = {"method": scope["method"], "path": scope["path"], "status": status}
                    log.info(
                        "%(method)s %(path)s: %(status)d",
                        facts,
                        extra=facts | {"seconds": round(time.perf_counter() - started, 4)},
                    )
