"""Which workspaces we serve, and as whom: one with a fixed token, or all that installed the app."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clients import Clients


@dataclass(frozen=True, slots=True)
class Identity:
    """Our bot in one workspace, as ``auth.test`` tells it."""

    team: str
    team_name: str
    bot_user: str
    bot_id: str | None = None
    enterprise: str | None = None


class Workspaces(Protocol):
    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        """Who we are in a workspace; None where we are not installed."""

    async def client(self, enterprise: str | None, team: str) -> AsyncWebClient | None:
        """A client that acts in a workspace; None where we are not installed."""


class OneWorkspace:
    """The workspace of one bot token."""

    def __init__(self, clients: Clients, token: str, identity: Identity) -> None:
        self._client = clients.with_token(token)
        self._result = AuthorizeResult(
            enterprise_id=identity.enterprise,
            team_id=identity.team,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult:  # noqa: ARG002  # the port's
        return self._result

    async def client(self, enterprise: str | None, team: str) -> AsyncWebClient:  # noqa: ARG002  # the port's
        return self._client


class InstalledWorkspaces:
    """The workspaces of an installation store."""

    def __init__(self, clients: Clients, installations: InstallationStore) -> None:
        self._clients = clients
        self._installations = installations

    async def authorize(self, enterprise: str | None, team: str | None) -> AuthorizeResult | None:
        bot = await asyncio.to_thread(self._installations.find_bot, enterprise_id=enterprise, team_id=team)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise,
            team_id=team,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
        )

    async def client(self, enterprise: str | None, team: str) -> AsyncWebClient | None:
        found = await self.authorize(enterprise, team)
        return self._clients.with_token(found.bot_token) if found else None
