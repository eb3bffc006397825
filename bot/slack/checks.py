"""What has to be right before the bot can start in Slack, each fault in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.settings import Settings
from bot.slack.clients import Clients
from bot.slack.poster import error_code
from bot.slack.workspaces import Identity
from retrieval.errors import OnrecordError

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "mpim:history",
)
"""The bot scopes of the manifest."""

_FAULTS_OF_TOKEN = {
    "invalid_auth": "Slack does not know it. Copy it again from the app's page",
    "not_authed": "Slack does not know it. Copy it again from the app's page",
    "account_inactive": "its workspace or its app is gone. Install the app again",
    "token_revoked": "it was revoked. Install the app again",
    "token_expired": "it has expired. Install the app again",
    "not_allowed_token_type": "it is a token of another kind",
    "missing_scope": "it lacks a scope",
}


class SetupError(OnrecordError):
    """The bot cannot start in Slack; one line for each thing that is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``said`` tells what is there, or what is wrong and what would be right."""

    right: bool
    said: str


def require(findings: Iterable[Finding]) -> None:
    """Raises SetupError with all that is wrong."""
    if wrong := [finding.said for finding in findings if not finding.right]:
        raise SetupError("\n".join(wrong))


def settings(given: Settings, *, http: bool) -> list[Finding]:
    """What can be seen without asking Slack."""
    found = []
    if given.slack_client_id:
        found.append(_given(given.slack_client_secret, "ONRECORD_SLACK_CLIENT_SECRET", "the client secret of the app"))
        if not http:
            found.append(Finding(right=False, said="Several workspaces need --http: their events come over HTTP."))
    else:
        found.append(_token(given.slack_bot_token, "ONRECORD_SLACK_BOT_TOKEN", "xoxb-", "the bot token of the app"))
    if http:
        name = "ONRECORD_SLACK_SIGNING_SECRET"
        found.append(_given(given.slack_signing_secret, name, "the signing secret of the app"))
    else:
        scope = "an app-level token with the scope connections:write"
        found.append(_token(given.slack_app_token, "ONRECORD_SLACK_APP_TOKEN", "xapp-", scope))
    if given.public_url and not given.slack_signing_secret:
        found.append(_given(given.link_secret, "ONRECORD_LINK_SECRET", "the key that signs the links to articles"))
    return found


def _given(secret: SecretStr | None, name: str, what: str) -> Finding:
    return (
        Finding(right=True, said=f"{name} is set.")
        if secret
        else Finding(right=False, said=f"{name} is not set: {what}.")
    )


def _token(secret: SecretStr | None, name: str, prefix: str, what: str) -> Finding:
    if secret and not secret.get_secret_value().startswith(prefix):
        return Finding(right=False, said=f"{name} does not start with {prefix}: it has to be {what}.")
    return _given(secret, name, what)


async def bot_token(clients: Clients, token: str) -> tuple[Finding, Identity | None]:
    """Ask Slack who we are with this token, and whether it may do what we do."""
    name = "ONRECORD_SLACK_BOT_TOKEN"
    try:
        answer = await clients.with_token(token).auth_test()
    except SlackApiError as error:
        return _fault(name, error), None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return _unreachable(), None
    if missing := _missing_scopes(answer):
        listed = ", ".join(missing)
        said = f"{name} lacks the scopes {listed}. Add them under OAuth & Permissions and install the app again."
        return Finding(right=False, said=said), None
    identity = Identity(
        team=answer["team_id"],
        team_name=answer.get("team") or answer["team_id"],
        bot_user=answer["user_id"],
        bot_id=answer.get("bot_id"),
        enterprise=answer.get("enterprise_id"),
    )
    return Finding(right=True, said=f"The bot token is good for the workspace {identity.team_name}."), identity


def _missing_scopes(answer: AsyncSlackResponse) -> list[str]:
    """Scopes of ours that Slack's header does not list; none where there is no such header."""
    header = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes")
    if header is None:
        return []
    given = {scope.strip() for scope in header.split(",")}
    return [scope for scope in SCOPES if scope not in given]


async def app_token(clients: Clients, token: str) -> Finding:
    """Ask Slack for an address of Socket Mode, as the start does. The client itself would ask for ever."""
    try:
        await clients.with_token(None).apps_connections_open(app_token=token)
    except SlackApiError as error:
        return _fault("ONRECORD_SLACK_APP_TOKEN", error)
    except (aiohttp.ClientError, TimeoutError, OSError):
        return _unreachable()
    return Finding(right=True, said="The app token opens connections of Socket Mode.")


def _fault(name: str, error: SlackApiError) -> Finding:
    code = error_code(error)
    reason = _FAULTS_OF_TOKEN.get(code, f"Slack answers {code}")
    if code == "missing_scope" and isinstance(error.response.data, dict):
        reason = f"{reason}: {error.response.data.get('needed') or 'connections:write'}"
    return Finding(right=False, said=f"{name} does not work: {reason}.")


def _unreachable() -> Finding:
    return Finding(
        right=False, said="Slack cannot be reached. Is the network there, and is ONRECORD_SLACK_API_URL right?"
    )
