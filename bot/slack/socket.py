"""Socket Mode: the connection over which Slack sends events when no public address is wanted."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clients import goes_direct

_PING = 5.0  # seconds; a pong has to come within half of it
_PATIENCE = 8.0  # seconds without a connection until a new address is asked for


class SocketMode:
    """Connects, and connects again. Made inside the running event loop."""

    def __init__(self, app: AsyncApp, app_token: str, web_client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, web_client=web_client, ping_interval=_PING)
        if goes_direct(web_client.base_url):
            self._handler.client.proxy = None
        self._tasks = [asyncio.create_task(self._connect()), asyncio.create_task(self._watch())]

    async def _connect(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves its result untyped

    async def connected(self) -> bool:
        return await self._handler.client.is_connected()

    async def close(self) -> None:
        """Take nothing more. What was received and not acknowledged comes again at the next start."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # as above

    async def _watch(self) -> None:
        """Have a new address asked for when none connects: the client tries the one that it has for ever.

        An address is good for one connection, so after a failed one there is nothing to be had from it.
        """
        quiet = 0.0
        while True:
            await asyncio.sleep(1)
            quiet = 0.0 if await self.connected() else quiet + 1
            if quiet >= _PATIENCE:
                self._handler.client.wss_uri = None
                quiet = 0.0
