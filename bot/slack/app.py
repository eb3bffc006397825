"""The process ``onrecord slack``: checks, connects, answers, and ends in the right order."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Route

from bot import logs, pages
from bot.linked import Door, Linked
from bot.settings import Settings
from bot.slack import checks
from bot.slack.assembly import Bot, Served, assemble, secret
from bot.slack.background import report
from bot.slack.clients import Clients
from bot.slack.http import Server, event_route, health_routes
from bot.slack.ledger import Ledger
from bot.slack.shelf import Shelf, measure
from bot.slack.shelf import opened as open_shelf
from bot.slack.socket import SocketMode
from bot.slack.store import Store, open_set
from bot.slack.threads import SqlThreads
from bot.slack.workspaces import InstalledWorkspaces, OneWorkspace
from retrieval.errors import ArchiveError

if TYPE_CHECKING:
    from retrieval.sources.watch import SourceWatch

log = logging.getLogger(__name__)

_DAY = 86_400
_HOUR = 3_600
_DRAIN = 25.0  # seconds; a Kubernetes pod is killed after 30


@dataclass(frozen=True, slots=True)
class Listening:
    """How events come, and where health, metrics and signed events are served."""

    http: bool
    host: str
    port: int


def run(settings: Settings, listening: Listening, say: Callable[[str], None]) -> None:
    """Answer in Slack until SIGTERM or SIGINT. Raises OnrecordError when it cannot start.

    ``say`` is told in a line when it has.
    """
    logs.set_up(settings.log_level, settings.log_format)
    asyncio.run(_run(settings, listening, say))


async def _run(settings: Settings, listening: Listening, say: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    checks.require(checks.settings(settings, http=listening.http))
    async with AsyncExitStack() as stack:
        store = open_set(settings)
        stack.callback(store.close)
        clients = Clients(settings.slack_api_url)
        stack.push_async_callback(clients.close)
        threads = SqlThreads(store)
        # The archive is read while Slack is asked.
        served, shelf = await asyncio.gather(
            _served(settings, store, clients, http=listening.http), asyncio.to_thread(open_shelf, settings, threads)
        )
        links = pages.links(settings)
        door: Door = Linked(shelf.assistant, links.to) if links else shelf.assistant
        bot = assemble(
            settings,
            assistant=door,
            threads=threads,
            store=store,
            clients=clients,
            served=served,
            sources=shelf.sources,
        )
        measure(bot.metrics, shelf)
        further = _installation(settings, store, clients, served)
        if links:
            further.append(pages.article_route(links, door.article))
        service = Service(settings, listening, store, clients, bot, shelf, further)
        service.start()
        say(f"answering {served.name}; health on port {service.port}")
        await service.until(stop)
        await service.end()


async def _served(settings: Settings, store: Store, clients: Clients, *, http: bool) -> Served:
    """Whom we serve, after asking Slack whether our tokens are good. Raises SetupError."""
    if settings.slack_client_id:
        from bot.slack import oauth  # noqa: PLC0415  # a quarter of the start, and wanted by few

        installations = oauth.Installations(store, settings.slack_client_id)
        return Served(InstalledWorkspaces(clients, installations.sync), "all who installed it", installations)
    token = secret(settings.slack_bot_token)
    finding, identity = await checks.bot_token(clients, token)
    checks.require([finding] if http else [finding, await checks.app_token(clients, secret(settings.slack_app_token))])
    assert identity is not None  # noqa: S101  # the finding would be wrong otherwise
    return Served(OneWorkspace(clients, token, identity), identity.team_name)


def _installation(settings: Settings, store: Store, clients: Clients, served: Served) -> list[Route]:
    """The pages by which the app is installed, where it can be."""
    if not served.installations or not settings.slack_client_id:
        return []
    from bot.slack import oauth  # noqa: PLC0415  # as above

    client_secret = secret(settings.slack_client_secret)
    return oauth.routes(store, served.installations, clients.with_token(None), settings.slack_client_id, client_secret)


class Service:
    """All that runs between start and end. ``pages`` are further pages to serve. Raises AddressError."""

    def __init__(  # noqa: PLR0913, PLR0917  # what was opened before, and is closed after
        self,
        settings: Settings,
        listening: Listening,
        store: Store,
        clients: Clients,
        bot: Bot,
        shelf: Shelf,
        pages: list[Route],
    ) -> None:
        self._settings = settings
        self._store = store
        self._clients = clients
        self._bot = bot
        self._shelf = shelf
        self._socket_mode: SocketMode | None = None
        self._http = listening.http
        events = [event_route(bot.app)] if listening.http else []
        routes = [*health_routes(self.missing, bot.metrics), *events, *pages]
        self._server = Server(routes, listening.host, listening.port)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def port(self) -> int:
        return self._server.port

    async def missing(self) -> str | None:
        """What is still missing to be ready; None when nothing is. The archive is read before there is a service."""
        if not self._http:
            connected = self._socket_mode is not None and await self._socket_mode.connected()
            self._bot.metrics.connected(connected)
            if not connected:
                return "not connected to Slack"
        try:
            await asyncio.to_thread(self._store.ping)
        except SQLAlchemyError:
            return "the state store is away"
        try:
            await asyncio.to_thread(self._shelf.check)
        except ArchiveError as error:
            return str(error)
        return None

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._server.run_until_stopped()),
            asyncio.create_task(self._bot.worker.run()),
        ]
        if self._shelf.watch:
            self._tasks.append(asyncio.create_task(_watch(self._shelf.watch)))
        self._expiring = asyncio.create_task(_expire(self._bot.ledger, self._settings.retention_days))
        if not self._http:
            app_token = secret(self._settings.slack_app_token)
            self._socket_mode = SocketMode(self._bot.app, app_token, self._clients.with_token(None))

    async def until(self, stop: asyncio.Event) -> None:
        """Wait for ``stop``. Raises what ended a part that should run on: a supervisor starts the process again."""
        stopping = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([stopping, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done:
            await task

    async def end(self) -> None:
        """Take nothing more, and finish what was begun. What waits stays in the ledger for the next start."""
        self._shelf.stop.set()
        if self._socket_mode:
            await self._socket_mode.close()
        self._expiring.cancel()
        self._server.should_exit = True
        self._bot.worker.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*self._tasks, self._bot.background.drain()), _DRAIN)


async def _watch(watch: SourceWatch) -> None:
    """Keep the archive current, in a thread of its own: those of the event loop are for answers."""
    with ThreadPoolExecutor(1, "onrecord-watch") as thread:
        await asyncio.get_running_loop().run_in_executor(thread, watch.run)


async def _expire(ledger: Ledger, days: int) -> None:
    """Delete, every hour, what is older than it may be kept."""
    while True:
        try:
            await asyncio.to_thread(ledger.expire, time.time() - days * _DAY)
        except SQLAlchemyError as error:
            report(log, "deleting what has expired", error)
        await asyncio.sleep(_HOUR)
