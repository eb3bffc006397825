"""Installation into several workspaces, where a client id is set: the store of tokens, and the pages of OAuth."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack.checks import SCOPES
from bot.slack.store import Store

log = logging.getLogger(__name__)

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
_STATE_SECONDS = 600


class Installations(AsyncInstallationStore):
    """slack_sdk's SQLAlchemy store, called in threads: its tables stand beside ours."""

    def __init__(self, store: Store, client_id: str) -> None:
        self.sync = SQLAlchemyInstallationStore(client_id=client_id, engine=store.engine, logger=log)
        self.sync.metadata.create_all(store.engine)

    @property
    def logger(self) -> logging.Logger:
        return log

    async def async_save(self, installation: Installation) -> None:
        await asyncio.to_thread(self.sync.save, installation)

    async def async_save_bot(self, bot: Bot) -> None:
        await asyncio.to_thread(self.sync.save_bot, bot)

    async def async_find_bot(self, **wanted: Any) -> Bot | None:
        return await asyncio.to_thread(lambda: self.sync.find_bot(**wanted))

    async def async_find_installation(self, **wanted: Any) -> Installation | None:
        return await asyncio.to_thread(lambda: self.sync.find_installation(**wanted))

    async def async_delete_bot(self, **wanted: Any) -> None:
        await asyncio.to_thread(lambda: self.sync.delete_bot(**wanted))

    async def async_delete_installation(self, **wanted: Any) -> None:
        await asyncio.to_thread(lambda: self.sync.delete_installation(**wanted))


class _States(AsyncOAuthStateStore):
    """slack_sdk's store of OAuth states, called in threads."""

    def __init__(self, store: Store) -> None:
        self._sync = SQLAlchemyOAuthStateStore(expiration_seconds=_STATE_SECONDS, engine=store.engine, logger=log)
        self._sync.metadata.create_all(store.engine)

    @property
    def logger(self) -> logging.Logger:
        return log

    async def async_issue(self, *_args: Any, **_more: Any) -> str:
        return await asyncio.to_thread(self._sync.issue)

    async def async_consume(self, state: str) -> bool:
        return await asyncio.to_thread(self._sync.consume, state)


def routes(
    store: Store, installations: AsyncInstallationStore, client: AsyncWebClient, client_id: str, client_secret: str
) -> list[Route]:
    """The page that begins an installation, and the one that Slack sends the user back to."""
    flow = AsyncOAuthFlow(
        client=client,
        logger=log,
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=SCOPES,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            installation_store=installations,
            state_store=_States(store),
            state_expiration_seconds=_STATE_SECONDS,
        ),
    )

    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirected(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

    return [Route(INSTALL, install), Route(REDIRECT, redirected)]
