"""Socket Mode: the connection over which Slack sends events when no public address is wanted."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.background import report
from bot.slack.clients import goes_direct

log = logging.getLogger(__name__)

_PING = 5.0  # seconds; a pong has to come within half of it
_LOOK = 0.5  # seconds between looks at the connection; the client itself looks once in a ping
_PATIENCE = 8.0  # seconds without a connection until a new address is asked for


class SocketMode:
    """Connects, and connects again. Made inside the running event loop."""

    def __init__(self, app: AsyncApp, app_token: str, web_client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, web_client=web_client, ping_interval=_PING)
        self._client = self._handler.client
        if goes_direct(web_client.base_url):
            self._client.proxy = None
        self._connecting = asyncio.create_task(self._connect())
        self._watching = asyncio.create_task(self._watch())

    async def connected(self) -> bool:
        return await self._client.is_connected()

    async def close(self) -> None:
        """Take nothing more. What was received and not acknowledged comes again at the next start."""
        for task in (self._watching, self._connecting):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves its result untyped

    async def _connect(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # as above

    async def _watch(self) -> None:
        """Connect again soon, and to a new address when the one that the client has does not connect.

        The client tries an address for ever, though it is good for one connection.
        """
        quiet = 0.0
        while True:
            await asyncio.sleep(_LOOK)
            if await self.connected():
                quiet = 0.0
                continue
            quiet += _LOOK
            if self._connecting.done():
                self._connecting = asyncio.create_task(self._connect_again())
            if quiet >= _PATIENCE:
                self._client.wss_uri = None
                quiet = 0.0

    async def _connect_again(self) -> None:
        try:
            await self._client.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001  # Slack may be away; it is tried again
            report(log, "connecting to Slack", error)
