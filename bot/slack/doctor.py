"""``onrecord doctor``: looks at all that ``onrecord slack`` needs, and starts nothing."""

from __future__ import annotations

import asyncio

from bot import bootstrap
from bot.settings import Settings
from bot.slack import checks
from bot.slack.assembly import secret
from bot.slack.checks import Finding
from bot.slack.clients import Clients
from bot.slack.store import StoreError, try_set
from retrieval.errors import ArchiveError


def examine(settings: Settings, *, http: bool) -> list[Finding]:
    """All findings, the right ones too, in the order in which the start needs them."""
    return [
        *checks.settings(settings, http=http),
        *asyncio.run(_tokens(settings, http=http)),
        _archive(settings),
        _store(settings),
    ]


async def _tokens(settings: Settings, *, http: bool) -> list[Finding]:
    """What Slack says of the tokens that are set."""
    clients = Clients(settings.slack_api_url)
    found = []
    try:
        if token := secret(settings.slack_bot_token):
            found.append((await checks.bot_token(clients, token))[0])
        if (token := secret(settings.slack_app_token)) and not http:
            found.append(await checks.app_token(clients, token))
    finally:
        await clients.close()
    return found


def _archive(settings: Settings) -> Finding:
    try:
        assistant = bootstrap.assistant(settings)
    except ArchiveError as error:
        return Finding(right=False, said=str(error))
    articles = assistant.overview().articles
    unread = len(assistant.problems)
    said = f"The archive holds {articles:,} article{'' if articles == 1 else 's'}."
    return Finding(right=True, said=f"{said} {unread:,} could not be read." if unread else said)


def _store(settings: Settings) -> Finding:
    try:
        try_set(settings)
    except StoreError as error:
        return Finding(right=False, said=str(error))
    return Finding(right=True, said="The state store opens.")
