"""Starting in Slack, and ``onrecord doctor``: what is missing is told in plain words, with the right exit code."""

import asyncio
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from slack_process import environment, small_slack

from bot.settings import Settings
from bot.slack import checks
from bot.slack.clients import Clients
from bot.slack.fake.server import APP_TOKEN
from bot.slack.fake.workspace import BOT_TOKEN

BOT = "ONRECORD_SLACK_BOT_TOKEN"
APP = "ONRECORD_SLACK_APP_TOKEN"
ADD_THEM = "Add them under OAuth & Permissions and install the app again."
SIGNING = "ONRECORD_SLACK_SIGNING_SECRET"


@asynccontextmanager
async def clients(url):
    opened = Clients(url)
    yield opened
    await opened.close()


async def run(slack, folder, *arguments, **changes):
    """The exit code of the command, and its lines."""
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("onrecord")),
        *arguments,
        env=environment(slack, folder, **changes),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode().splitlines()


def given(**changes):
    """Settings of a right setup, with changes."""
    right = {
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_signing_secret": "secret",
        "slack_client_id": None,
        "slack_client_secret": None,
    }
    return Settings.model_construct(
        **{
            name: SecretStr(value) if value and name != "slack_client_id" else value
            for name, value in (right | changes).items()
        }
    )


@pytest.mark.parametrize(
    ("changes", "http", "missing"),
    [
        pytest.param({}, False, [], id="socket mode"),
        pytest.param({"slack_signing_secret": None}, False, [], id="socket mode signs nothing"),
        pytest.param({}, True, [], id="http"),
        pytest.param({"slack_app_token": None}, True, [], id="http needs no app token"),
        pytest.param({"public_url": "https://bot.example"}, True, [], id="links are signed with the signing secret"),
        pytest.param(
            {"public_url": "https://bot.example", "slack_signing_secret": None},
            False,
            ["ONRECORD_LINK_SECRET is not set: the key that signs the links to articles."],
            id="links without a key",
        ),
        pytest.param(
            {"slack_bot_token": None}, False, [f"{BOT} is not set: the bot token of the app."], id="no bot token"
        ),
        pytest.param(
            {"slack_bot_token": APP_TOKEN},
            False,
            [f"{BOT} does not start with xoxb-: it has to be the bot token of the app."],
            id="swapped",
        ),
        pytest.param(
            {"slack_app_token": None},
            False,
            [f"{APP} is not set: an app-level token with the scope connections:write."],
            id="no app token",
        ),
        pytest.param(
            {"slack_signing_secret": None},
            True,
            [f"{SIGNING} is not set: the signing secret of the app."],
            id="no secret",
        ),
        pytest.param(
            {"slack_client_id": "1.2", "slack_client_secret": "s", "slack_bot_token": None}, True, [], id="oauth"
        ),
        pytest.param(
            {"slack_client_id": "1.2"},
            False,
            [
                "ONRECORD_SLACK_CLIENT_SECRET is not set: the client secret of the app.",
                "Several workspaces need --http: their events come over HTTP.",
            ],
            id="half an oauth",
        ),
    ],
)
def test_what_is_not_set_is_named_with_what_it_should_be(changes, http, missing):
    assert [one.said for one in checks.settings(given(**changes), http=http) if not one.right] == missing


@pytest.mark.parametrize(
    ("token", "scopes", "said"),
    [
        (BOT_TOKEN, ",".join(checks.SCOPES), "The bot token is good for the workspace The Newsroom."),
        ("xoxb-wrong", "", f"{BOT} does not work: Slack does not know it. Copy it again from the app's page."),
        (
            BOT_TOKEN,
            "chat:write,im:history,mpim:history,groups:history,channels:history,commands",
            f"{BOT} lacks the scopes app_mentions:read, assistant:write. {ADD_THEM}",
        ),
    ],
    ids=["right", "wrong", "scopes"],
)
async def test_slack_is_asked_what_the_bot_token_is_good_for(token, scopes, said):
    async with small_slack() as slack:
        slack.scopes = scopes
        async with clients(slack.api_url) as asking:
            finding, identity = await checks.bot_token(asking, token)
    assert finding.said == said
    assert finding.right == (identity is not None)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (APP_TOKEN, "The app token opens connections of Socket Mode."),
        ("xapp-wrong", f"{APP} does not work: Slack does not know it. Copy it again from the app's page."),
        (BOT_TOKEN, f"{APP} does not work: it is a token of another kind."),
    ],
    ids=["right", "wrong", "of another kind"],
)
async def test_slack_is_asked_what_the_app_token_is_good_for(token, said):
    async with small_slack() as slack, clients(slack.api_url) as asking:
        assert (await checks.app_token(asking, token)).said == said


async def test_a_slack_that_cannot_be_reached_is_told():
    async with clients("http://127.0.0.1:1/") as asking:
        assert (await checks.app_token(asking, APP_TOKEN)).said.startswith("Slack cannot be reached.")
        assert (await checks.bot_token(asking, BOT_TOKEN))[0].said.startswith("Slack cannot be reached.")


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({BOT: "xoxb-wrong"}, 2, f"{BOT} does not work: Slack does not know it. Copy it again from the app's page."),
        ({"ONRECORD_ARCHIVE": "/nowhere"}, 3, "There is no archive at /nowhere."),
    ],
    ids=["wrong token", "no archive"],
)
async def test_a_start_that_cannot_be_is_one_line_and_an_exit_code(tmp_path, changes, code, line):
    async with small_slack() as slack:
        status, lines = await run(slack, tmp_path, "slack", "--port", "0", **changes)
    assert (status, lines) == (code, [f"onrecord: {line}"])


async def test_a_port_that_is_taken_is_told_in_a_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with small_slack() as slack:
            status, lines = await run(slack, tmp_path, "slack", "--port", port)
    assert (status, lines) == (2, [f"onrecord: Cannot listen on 127.0.0.1, port {port}: Address already in use."])


async def test_the_doctor_finds_all_well_and_asks_no_proxy_for_this_machine(tmp_path):
    async with small_slack() as slack:
        status, lines = await run(slack, tmp_path, "doctor", http_proxy="http://127.0.0.1:1")
    assert status == 0
    assert lines == [
        "ok       ONRECORD_SLACK_BOT_TOKEN is set.",
        "ok       ONRECORD_SLACK_APP_TOKEN is set.",
        "ok       The bot token is good for the workspace The Newsroom.",
        "ok       The app token opens connections of Socket Mode.",
        "ok       The archive holds 1 article.",
        "ok       The state store opens.",
    ]


async def test_the_doctor_tells_all_that_is_missing_at_once(tmp_path):
    changes = {BOT: "", SIGNING: "", "ONRECORD_ARCHIVE": "/nowhere"}
    async with small_slack() as slack:
        status, lines = await run(slack, tmp_path, "doctor", "--http", **changes)
    assert status == 2
    assert [line.removeprefix("MISSING  ") for line in lines if line.startswith("MISSING")] == [
        f"{BOT} is not set: the bot token of the app.",
        f"{SIGNING} is not set: the signing secret of the app.",
        "There is no archive at /nowhere.",
    ]
