"""The parts of the bot put together: a Bolt app with its listeners, and the worker behind them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.linked import Door
from bot.settings import Settings
from bot.slack.access import Access
from bot.slack.answering import Answering
from bot.slack.background import Background
from bot.slack.clicks import Clicks
from bot.slack.clients import Clients
from bot.slack.feedback import FeedbackStore
from bot.slack.inbox import Inbox
from bot.slack.intake import Intake
from bot.slack.ledger import Ledger
from bot.slack.listeners import register_events, register_interactions
from bot.slack.metrics import Metrics, Sources
from bot.slack.poster import Poster
from bot.slack.slash import Slash
from bot.slack.store import Store
from bot.slack.threads import SqlThreads
from bot.slack.views import Views
from bot.slack.worker import Worker
from bot.slack.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Served:
    """The workspaces that we serve. ``installations`` is set where the app can be installed into several."""

    workspaces: Workspaces
    name: str
    installations: AsyncInstallationStore | None = None


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that run."""

    app: AsyncApp
    worker: Worker
    background: Background
    ledger: Ledger
    metrics: Metrics


def assemble(  # noqa: PLR0913  # what was opened before
    settings: Settings,
    *,
    assistant: Door,
    threads: SqlThreads,
    store: Store,
    clients: Clients,
    served: Served,
    sources: Sources = dict,
) -> Bot:
    """Made inside the running event loop. ``threads`` is the memory that the assistant was made with."""
    ledger = Ledger(store, owner=uuid4().hex)
    inbox = Inbox(store)
    answering = Answering(assistant, threads)
    poster = Poster(clients, served.workspaces)
    access = Access(settings.slack_channels, settings.slack_users, settings.slack_questions_per_minute)
    intake = Intake(inbox, access)
    metrics = Metrics(waiting=ledger.open_questions)
    worker = Worker(ledger, answering, poster, metrics)
    views = Views(assistant, inbox, poster, access, sources)
    clicks = Clicks(
        answering=answering,
        poster=poster,
        inbox=inbox,
        feedback=FeedbackStore(store),
        access=access,
        wake=worker.wake,
    )
    background = Background()
    app = _bolt(settings, served)
    register_events(app, intake=intake, wake=worker.wake, views=views, background=background, metrics=metrics)
    register_interactions(app, slash=Slash(answering, inbox, intake), clicks=clicks, views=views, background=background)
    return Bot(app, worker, background, ledger, metrics)


def _bolt(settings: Settings, served: Served) -> AsyncApp:
    """Bolt, told by us who we are, so that it asks Slack nothing before it takes an event."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return await served.workspaces.authorize(enterprise_id, team_id)

    app = AsyncApp(
        name="onrecord",
        signing_secret=secret(settings.slack_signing_secret),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for a stranger; its type does not
        installation_store=served.installations,
        process_before_response=True,
    )
    if served.installations:
        app.enable_token_revocation_listeners()
    return app


def secret(value: SecretStr | None) -> str:
    """The value of a secret setting; empty when it is not set."""
    return value.get_secret_value() if value else ""
