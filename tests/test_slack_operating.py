"""What who operates the bot sees of it, held in the real process: pages, metrics, logs, health, files of secrets."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import samples
from article_pages import Page
from slack_process import ANN, HARBOUR, ME, PIER, answering, reply_to, small_slack, until

from bot import logs
from bot.slack.fake.server import BOT_TOKEN
from bot.slack.metrics import Metrics
from bot.slack.requests import NamedRequests
from retrieval.errors import ArchiveError

ELSEWHERE = "https://bot.example"
ONRECORD = Path(sys.executable).with_name("onrecord")


def links(value):
    """All addresses that a message leads to."""
    if isinstance(value, list):
        return [link for one in value for link in links(one)]
    if isinstance(value, dict):
        own = [value["url"]] if value.get("type") == "link" else []
        return own + links(list(value.values()))
    return []


def numbers(exposition: str) -> dict[str, float]:
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in exposition.splitlines() if line[0] != "#"
    }


def ended(running):
    """The lines of the log that tell of questions that ended, each the last thing that is done for one."""
    lines = [json.loads(line) for line in running.log if line.startswith("{")]
    return [line for line in lines if line["message"].startswith("question ended: ")]


@pytest.fixture
async def asked(tmp_path):
    """The process in HTTP mode with one question answered: Slack, the process, and the question."""
    article = {"id": "1", "published": "2026-03-04", "text": samples.TEXT}
    (tmp_path / "news.jsonl").write_text(json.dumps(article))
    settings = {
        "ONRECORD_ARCHIVE": str(tmp_path / "news.jsonl"),
        "ONRECORD_PUBLIC_URL": ELSEWHERE,
        "ONRECORD_LOG_LEVEL": "info",
        "ONRECORD_LOG_FORMAT": "json",
    }
    async with small_slack() as slack, answering(slack, tmp_path, "--http", **settings) as running:
        question = await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
        await until(lambda: ended(running))
        yield slack, running, question


async def test_an_answer_leads_to_the_page_of_its_article_with_the_quote_marked(asked):
    slack, running, question = asked
    link = links(reply_to(slack, question)["blocks"])[0]
    assert link.startswith(f"{ELSEWHERE}/articles/")
    status, html = await running.get(link.removeprefix(ELSEWHERE))
    assert status == 200
    assert Page(html).text("mark").startswith('"We will not sell the old pier,"')


async def test_the_metrics_tell_what_an_alert_needs(asked):
    _, running, _ = asked
    told = numbers((await running.get("/metrics"))[1])
    wanted = {
        'onrecord_questions_total{outcome="answered"}': 1,
        "onrecord_answer_seconds_count": 1,
        "onrecord_open_questions": 0,
        "onrecord_ready": 1,
        "onrecord_archive_articles": 1,
        "onrecord_unread_files": 0,
    }
    assert {name: told[name] for name in wanted} == wanted
    newest = told["onrecord_archive_newest_timestamp_seconds"]
    assert datetime.fromtimestamp(newest, UTC) == datetime(2026, 3, 4, tzinfo=UTC)


async def test_the_log_is_json_that_names_the_event_and_holds_no_question(asked):
    _, running, _ = asked
    [line] = ended(running)
    assert (line["outcome"], line["way"]) == ("answered", "mention")
    assert line["request"].startswith("Ev")
    assert "pier" not in "".join(running.log)


async def test_socket_mode_tells_its_connection_and_reads_secrets_from_files(tmp_path):
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "onrecord_slack_bot_token").write_text(f"{BOT_TOKEN}\n")
    settings = {"ONRECORD_SLACK_BOT_TOKEN": "", "ONRECORD_SECRETS_DIR": str(secrets)}
    async with small_slack() as slack, answering(slack, tmp_path, **settings) as running:
        process = await asyncio.create_subprocess_exec(
            ONRECORD, "health", "--port", str(running.port), stdout=asyncio.subprocess.PIPE
        )
        assert (await process.communicate(), process.returncode) == ((b"ready\n", None), 0)
        assert numbers((await running.get("/metrics"))[1])['onrecord_connected{by="socket"}'] == 1


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-1.a", True), ("", False), ("a b", False), ("x" * 65, False), ("line\u00e9", False)]
)
async def test_each_request_is_named_in_its_answer_and_a_proxys_name_is_kept(given, kept):
    seen = []

    async def app(_scope, _receive, send):
        seen.append(logs._request.get())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"x-request-id", given.encode("latin-1"))]}
    sent = []

    async def send(message):
        sent.append(message)

    await NamedRequests(app)(scope, None, send)
    ((name, value),) = sent[0]["headers"]
    assert (name, value.decode()) == (b"x-request-id", seen[0])
    assert (seen[0] == given) == kept


def test_what_cannot_be_read_does_not_take_the_other_metrics_along():
    def away() -> float:
        raise ArchiveError("The archive is away.")

    metrics = Metrics(waiting=lambda: 3)
    metrics.gauge("onrecord_archive_articles", "Articles", away)
    told = metrics.exposition().decode()
    assert "onrecord_archive_articles NaN" in told
    assert "onrecord_open_questions 3.0" in told
    assert "onrecord_connected{" not in told
