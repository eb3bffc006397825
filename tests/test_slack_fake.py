"""The small Slack refuses what Slack refuses: else it would prove nothing."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.clients import Clients
from bot.slack.fake.rules import Refused, check_message, check_view
from bot.slack.fake.server import APP_TOKEN, FakeSlack
from bot.slack.fake.workspace import BOT_TOKEN, BOT_USER
from bot.slack.poster import error_code

TEXT = {"type": "text", "text": "words"}
SECTION = {"type": "rich_text_section", "elements": [TEXT]}
RICH = {"type": "rich_text", "elements": [SECTION]}
BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "A"}, "value": "1"}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Title"}, "blocks": [RICH]}


def rich(*elements):
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements):
    return rich({"type": "rich_text_section", "elements": list(elements)})


def actions(*buttons):
    return {"type": "actions", "elements": list(buttons)}


@pytest.mark.parametrize(
    "block",
    [
        RICH,
        rich({"type": "rich_text_quote", "elements": [TEXT | {"style": {"bold": True}}]}),
        rich({"type": "rich_text_list", "style": "bullet", "elements": [SECTION]}),
        section({"type": "link", "url": "https://a.example", "text": "a"}),
        actions(BUTTON, BUTTON | {"action_id": "b"}),
        {"type": "header", "text": {"type": "plain_text", "text": "Header"}},
    ],
)
def test_good_blocks_are_taken(block):
    check_message("words", [block])


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        pytest.param([RICH] * 51, "invalid_blocks", id="51 blocks"),
        pytest.param([RICH | {"block_id": "a"}] * 2, "invalid_blocks", id="one block_id twice"),
        pytest.param([{"type": "of_tomorrow"}], "invalid_blocks", id="unknown block"),
        pytest.param([RICH | {"colour": "red"}], "invalid_blocks", id="unknown key"),
        pytest.param([section()], "invalid_blocks", id="empty section"),
        pytest.param([section({"type": "text", "text": ""})], "invalid_blocks", id="empty text"),
        pytest.param([section({"type": "link", "url": "javascript:x"})], "invalid_blocks", id="no web link"),
        pytest.param([section(SECTION)], "invalid_blocks", id="section in a section"),
        pytest.param([rich(TEXT)], "invalid_blocks", id="text outside of a section"),
        pytest.param([section(TEXT | {"style": {"blink": True}})], "invalid_blocks", id="unknown style"),
        pytest.param([actions(BUTTON, BUTTON)], "invalid_blocks", id="one action_id twice"),
        pytest.param([actions(BUTTON | {"value": "v" * 2_001})], "invalid_blocks", id="long value"),
        pytest.param(
            [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}], "invalid_blocks", id="long"
        ),
        pytest.param([section(TEXT | {"text": "x" * 13_001})], "msg_blocks_too_long", id="long message"),
    ],
)
def test_bad_blocks_are_refused(blocks, code):
    with pytest.raises(Refused) as refused:
        check_message("words", blocks)
    assert refused.value.code == code


@pytest.mark.parametrize(("text", "code"), [("", "no_text"), ("x" * 40_001, "msg_too_long")])
def test_bad_texts_are_refused(text, code):
    with pytest.raises(Refused) as refused:
        check_message(text, None)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        {"type": "pane"},
        {"title": None},
        {"title": {"type": "plain_text", "text": "A title of more than 24 characters"}},
        {"blocks": []},
        {"blocks": [RICH] * 101},
    ],
    ids=["unknown type", "no title", "long title", "no blocks", "101 blocks"],
)
def test_bad_views_are_refused(change):
    check_view(MODAL)
    with pytest.raises(Refused):
        check_view(MODAL | change)


@pytest.fixture
async def slack():
    async with FakeSlack() as slack:
        slack.workspace.add_channel("C1", BOT_USER, "U1")
        slack.workspace.add_channel("C2", "U1")
        yield slack


async def call(slack, method, token=BOT_TOKEN, **args):
    clients = Clients(slack.api_url)
    try:
        return (await clients.with_token(token).api_call(method, json=args)).data
    except SlackApiError as error:
        return {"error": error_code(error)}
    finally:
        await clients.close()


@pytest.mark.parametrize(
    ("method", "args", "code"),
    [
        ("chat.postMessage", {"channel": "C9", "text": "a"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C2", "text": "a"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "thread_ts": "1.0"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "token_": 1, "blocks": [{"type": "x"}]}, "invalid_blocks"),
        ("chat.update", {"channel": "C1", "ts": "1.0", "text": "a"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C1", "user": "U9", "text": "a"}, "user_not_in_channel"),
        ("conversations.replies", {"channel": "C1", "ts": "1.0"}, "thread_not_found"),
        ("views.open", {"trigger_id": "of yesterday", "view": MODAL}, "exchanged_trigger_id"),
        ("views.update", {"view_id": "V9", "view": MODAL}, "not_found"),
        ("views.publish", {"user_id": "U1", "view": MODAL}, "invalid_arguments"),
        ("assistant.threads.setStatus", {"channel_id": "C1", "thread_ts": "1.0", "status": "s"}, "thread_not_found"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": "C1", "prompts": []}, "invalid_arguments"),
        ("chat.nonsense", {}, "unknown_method"),
    ],
)
async def test_what_slack_refuses_is_refused(slack, method, args, code):
    assert (await call(slack, method, **args))["error"] == code


async def test_a_wrong_token_is_refused(slack):
    assert (await call(slack, "auth.test", token=APP_TOKEN))["error"] == "invalid_auth"


async def test_a_users_message_cannot_be_changed_by_the_bot(slack):
    message = slack.says("C1", "U1", "mine")
    refused = await call(slack, "chat.update", channel="C1", ts=message["ts"], text="yours")
    assert refused["error"] == "cant_update_message"


async def test_metadata_is_given_only_to_who_asks_for_it(slack):
    metadata = {"event_type": "t", "event_payload": {"a": "b"}}
    posted = await call(slack, "chat.postMessage", channel="C1", text="a", metadata=metadata)
    for asked, given in ((True, metadata), (False, None)):
        page = await call(slack, "conversations.history", channel="C1", include_all_metadata=asked)
        assert [one.get("metadata") for one in page["messages"] if one["ts"] == posted["ts"]] == [given]


async def test_long_threads_come_in_pages(slack):
    root = slack.says("C1", "U1", "root")
    for number in range(5):
        slack.says("C1", "U1", f"reply {number}", root["ts"])
    first = await call(slack, "conversations.replies", channel="C1", ts=root["ts"], limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    second = await call(slack, "conversations.replies", channel="C1", ts=root["ts"], limit=4, cursor=cursor)
    assert len(first["messages"] + second["messages"]) == 6
    assert not second["has_more"]


async def test_an_address_of_socket_mode_is_good_for_one_connection(slack):
    url = (await call(slack, "apps.connections.open", token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
