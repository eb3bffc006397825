"""Clients of Slack's Web API: one session, our base URL, and waiting when Slack says so."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.render.blocks import Message

_TIMEOUT = aiohttp.ClientTimeout(total=30)
_RATE_LIMIT_TRIES = 10
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def goes_direct(url: str) -> bool:
    """Whether a proxy is passed by: for loopback, and for what NO_PROXY names. The SDK knows neither."""
    host = urlsplit(url).hostname or ""
    return host in _LOOPBACK or bool(proxy_bypass(host))


class Clients:
    """Makes clients that share one session. Made inside the running event loop; ``close`` it at the end.

    A 429 is waited out in the call that met it. No other failure is tried again here: whether a message was taken is
    then unknown, and posting it twice is worse than asking first.
    """

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)

    def with_token(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(
            token=token,
            base_url=self._api_url,
            session=self._session,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_RATE_LIMIT_TRIES)],
        )
        if goes_direct(self._api_url):
            client.proxy = None
        return client

    async def respond(self, url: str, message: Message, *, replace: bool = False) -> None:
        """Tell the one who clicked, alone: ``url`` is the ``response_url`` of what they did, good for half an hour."""
        webhook = AsyncWebhookClient(url, session=self._session)
        if goes_direct(url):
            webhook.proxy = None
        await webhook.send(
            text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=replace
        )

    async def close(self) -> None:
        await self._session.close()
