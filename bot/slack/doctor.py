"""``onrecord doctor``: looks at all that ``onrecord slack`` needs, and starts nothing."""

from __future__ import annotations

import asyncio
from contextlib import closing

from bot import bootstrap
from bot.render.words import counted
from bot.settings import Settings
from bot.slack import checks
from bot.slack.assembly import secret
from bot.slack.checks import Finding
from bot.slack.clients import Clients
from bot.slack.store import StoreError, try_set
from retrieval.errors import ArchiveError, OnrecordError


def examine(settings: Settings, *, http: bool) -> list[Finding]:
    """All findings, the right ones too, in the order in which the start needs them."""
    return [
        *checks.settings(settings, http=http),
        *asyncio.run(_tokens(settings, http=http)),
        *_archive(settings),
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


def _archive(settings: Settings) -> list[Finding]:
    """What is asked, and the sources that it is kept current from."""
    try:
        named = bootstrap.sources_of_a_bot(settings)
    except OnrecordError as error:
        return [Finding(right=False, said=line) for line in str(error).splitlines()]
    if not named:
        return [_filled(settings)]
    return [
        _to_be_filled(settings),
        Finding(right=True, said=f"{settings.sources} names {counted(len(named), 'source')}."),
    ]


def _to_be_filled(settings: Settings) -> Finding:
    try:
        archive = bootstrap.open_filled(bootstrap.database_to_fill(settings))
    except bootstrap.NothingAdded:
        return Finding(right=True, said="The archive is empty still; its sources fill it.")
    except ArchiveError as error:
        return Finding(right=False, said=str(error))
    with closing(archive):
        return Finding(right=True, said=f"The archive holds {counted(len(archive), 'article')}.")


def _filled(settings: Settings) -> Finding:
    try:
        assistant = bootstrap.assistant(settings)
    except ArchiveError as error:
        return Finding(right=False, said=str(error))
    unread = len(assistant.problems)
    said = f"The archive holds {counted(assistant.extent()[0], 'article')}."
    return Finding(right=True, said=f"{said} {unread:,} could not be read." if unread else said)


def _store(settings: Settings) -> Finding:
    try:
        try_set(settings)
    except StoreError as error:
        return Finding(right=False, said=str(error))
    return Finding(right=True, said="The state store opens.")
