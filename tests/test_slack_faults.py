"""What goes wrong between the bot and Slack: each question is still answered once."""

import asyncio
import signal
import sqlite3
import time

import aiohttp
import pytest
import pytest_asyncio
from slack_process import (
    ANN,
    DIRECT,
    ELEPHANTS,
    HARBOUR,
    MARKET,
    ME,
    PIER,
    answering,
    environment,
    replies_to,
    reply_to,
    settled,
    small_slack,
    start,
    until,
)

from bot.slack.fake.delivery import Delivery, signature
from bot.slack.fake.faults import Fault, nothing
from bot.slack.fake.reading import button, shown
from bot.slack.fake.server import SIGNING_SECRET

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = f"{ME} {PIER}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(folder):
    """A small Slack with a process that outlives what goes wrong."""
    async with small_slack(patience=2.0) as slack, answering(slack, folder) as running:
        yield slack, running


@pytest_asyncio.fixture(loop_scope="module")
async def slack(shared, folder):
    slack, _ = shared
    yield slack
    slack.faults = nothing
    await until(settled(slack, folder))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def over_http(tmp_path_factory):
    """The same over signed HTTP, with the folder of its state."""
    place = tmp_path_factory.mktemp("http")
    async with small_slack(patience=15.0) as slack, answering(slack, place, "--http") as running:
        yield slack, running, place


async def until_status(running, path, status):
    while (await running.get(path))[0] != status:  # noqa: ASYNC110  # the process tells it to who asks
        await asyncio.sleep(0.1)


async def until_told(running, metric):
    while metric not in (await running.get("/metrics"))[1]:  # noqa: ASYNC110  # as above
        await asyncio.sleep(0.1)


def on_posts(*planned):
    """A plan: the first posts of answers go wrong like this, the others do not."""
    left = list(planned)

    def plan(method, _args):
        return left.pop(0) if left and method == "chat.postMessage" else None

    return plan


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(status=503), id="refused"),
        pytest.param(Fault(status=500, done=True), id="posted, and then an error"),
        pytest.param(Fault(cut=True), id="cut off"),
        pytest.param(Fault(cut=True, done=True), id="posted, and then cut off"),
        pytest.param(Fault(status=429), id="too fast"),
    ],
)
async def test_a_post_that_goes_wrong_is_made_good_once(slack, folder, fault):
    slack.faults = on_posts(fault)
    message = await slack.sends(HARBOUR, ANN, QUESTION)
    await until(settled(slack, folder))
    assert reply_to(slack, message)
    follow_up = await slack.sends(HARBOUR, ANN, "And about the repair?", message["ts"])
    await until(lambda: len(replies_to(slack, message)) == 2)
    assert "three million" in shown(replies_to(slack, follow_up)[-1])


async def test_a_channel_that_slack_slows_down_holds_up_no_other(slack, folder):
    slow = True

    def plan(method, args):
        held_up = slow and method == "chat.postMessage" and args["channel"] == HARBOUR
        return Fault(status=429, retry_after=1) if held_up else None

    slack.faults = plan
    held = await asyncio.gather(*(slack.sends(HARBOUR, ANN, QUESTION) for _ in range(40)))
    free = [await slack.sends(MARKET, ANN, QUESTION) for _ in range(3)]
    await until(lambda: all(reply_to(slack, message) for message in free))
    assert [reply_to(slack, message) for message in held] == [None] * 40
    slow = False
    await until(settled(slack, folder))
    assert all(reply_to(slack, message) for message in held)


async def test_blocks_that_slack_refuses_become_a_plain_answer(slack):
    slack.faults = on_posts(Fault(refused="invalid_blocks"))
    message = await slack.sends(HARBOUR, ANN, QUESTION)
    await until(lambda: reply_to(slack, message))
    assert "We will not sell the old pier" in shown(reply_to(slack, message))


async def test_a_channel_that_takes_no_answer_is_given_up_and_others_go_on(slack, folder):
    slack.faults = on_posts(Fault(refused="is_archived"))
    lost = await slack.sends(HARBOUR, ANN, QUESTION)
    await until(settled(slack, folder))
    found = await slack.sends(MARKET, ANN, QUESTION)
    await until(lambda: reply_to(slack, found))
    assert reply_to(slack, lost) is None


@pytest.mark.parametrize("how", ["drop", "refresh"])
async def test_a_lost_or_renewed_connection_loses_nothing(slack, shared, how):
    before = slack.sockets.connections
    asked = []
    for number in range(6):
        if number == 3 and how == "drop":
            slack.sockets.drop()
        elif number == 3:
            await slack.sockets.refresh()
        asked.append(asyncio.create_task(slack.sends(HARBOUR, ANN, QUESTION)))
    messages = await asyncio.gather(*asked)
    await until(lambda: all(reply_to(slack, message) for message in messages))
    assert slack.sockets.connections > before
    assert (await shared[1].get("/readyz"))[0] == 200


async def test_an_address_that_does_not_connect_is_replaced_by_a_new_one(slack, shared):
    running = shared[1]
    slack.links_up = False
    slack.sockets.drop()
    asking = asyncio.create_task(slack.sends(HARBOUR, ANN, QUESTION))
    await until_status(running, "/readyz", 503)
    await until_status(running, "/healthz", 200)
    slack.links_up = True
    message = await asking
    await until(lambda: reply_to(slack, message))
    await until_status(running, "/readyz", 200)


async def test_while_the_store_is_away_nothing_is_acknowledged_and_all_is_answered_after(slack, folder):
    lock = sqlite3.connect(folder / "state.sqlite3", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    asking = asyncio.create_task(slack.sends(HARBOUR, ANN, QUESTION))
    done, _ = await asyncio.wait([asking], timeout=0.5)
    assert not done
    lock.execute("ROLLBACK")
    lock.close()
    message = await asking
    await until(settled(slack, folder))
    assert len(replies_to(slack, message)) == 1


async def test_what_was_stored_and_not_answered_is_answered_at_the_next_start(tmp_path):
    async with small_slack() as slack:
        running = await start(environment(slack, tmp_path))
        slack.faults = lambda method, _args: Fault(slow=30) if method == "chat.postMessage" else None
        message = await slack.sends(HARBOUR, ANN, QUESTION)
        await running.end(signal.SIGKILL)
        assert reply_to(slack, message) is None
        slack.faults = lambda _method, _args: None
        async with answering(slack, tmp_path):
            await until(lambda: reply_to(slack, message))


async def test_what_was_posted_and_not_marked_is_found_and_not_repeated(tmp_path):
    async with small_slack() as slack:
        running = await start(environment(slack, tmp_path))
        slack.faults = on_posts(Fault(cut=True, done=True))
        message = await slack.sends(HARBOUR, ANN, QUESTION)
        await until(lambda: reply_to(slack, message))
        await running.end(signal.SIGKILL)
        async with answering(slack, tmp_path):
            await until(settled(slack, tmp_path))
            assert len(replies_to(slack, message)) == 1
            await slack.sends(HARBOUR, ANN, "And about the repair?", message["ts"])
            await until(lambda: len(replies_to(slack, message)) == 2)
            assert "three million" in shown(replies_to(slack, message)[1])


async def test_the_end_waits_for_what_is_being_posted(tmp_path):
    async with small_slack() as slack:
        running = await start(environment(slack, tmp_path))
        posting = asyncio.Event()

        def slow(method, _args):
            if method != "chat.postMessage":
                return None
            posting.set()
            return Fault(slow=0.5)

        slack.faults = slow
        message = await slack.sends(HARBOUR, ANN, QUESTION)
        await posting.wait()
        assert await running.end() == 0
        assert reply_to(slack, message)
        assert settled(slack, tmp_path)()


async def test_two_processes_share_a_ledger_and_answer_each_question_once(tmp_path, postgres):
    shared = {"ONRECORD_STATE_URL": postgres()}
    async with small_slack() as slack, answering(slack, tmp_path, **shared), answering(slack, tmp_path, **shared):
        roots = await asyncio.gather(*(slack.sends(HARBOUR, ANN, QUESTION) for _ in range(10)))
        threads = [root["ts"] for root in roots]
        await asyncio.gather(*(slack.sends(HARBOUR, ANN, f"{ME} {ELEPHANTS}", ts) for ts in threads * 2))
        await until(lambda: len(slack.workspace.answers()) == 30)
        assert [len(replies_to(slack, root)) for root in roots] == [3] * 10
        assert slack.sockets.connections == 2


async def test_signed_http_serves_events_commands_and_clicks(over_http):
    slack, running, _ = over_http
    message = await slack.sends(HARBOUR, ANN, QUESTION)
    answer = await until(lambda: reply_to(slack, message))
    assert "We will not sell the old pier" in shown(await slack.commands(HARBOUR, ANN, PIER))
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_why"))
    await until(lambda: slack.workspace.views)
    assert (await running.get("/healthz"))[0] == 200
    assert (await running.get("/readyz"))[0] == 200
    await until_told(running, 'onrecord_questions_total{outcome="answered"} 1.0')


@pytest.mark.parametrize(
    ("secret", "age", "status"),
    [(SIGNING_SECRET, 0, 200), ("another secret", 0, 401), (SIGNING_SECRET, 600, 401), (None, 0, 401)],
    ids=["signed", "signed by another", "signed long ago", "not signed"],
)
async def test_only_requests_that_slack_signed_just_now_are_taken(over_http, secret, age, status):
    _, running, _ = over_http
    body = '{"type": "url_verification", "challenge": "c", "token": "t"}'
    headers = {"Content-Type": "application/json"}
    if secret:
        headers |= signature(secret, body, int(time.time()) - age)
    async with (
        aiohttp.ClientSession() as session,
        session.post(running.url("/slack/events"), data=body, headers=headers) as response,
    ):
        assert response.status == status


async def test_over_http_a_store_that_is_away_is_an_error_and_slack_tries_again(over_http):
    slack, _, folder = over_http
    store = sqlite3.connect(folder / "state.sqlite3", isolation_level=None)
    store.execute("ALTER TABLE questions RENAME TO away")
    message = slack.says(DIRECT, ANN, PIER)
    delivery = Delivery("events_api", slack.envelope(message))
    assert not await slack.transport.try_once(delivery)
    store.execute("ALTER TABLE away RENAME TO questions")
    store.close()
    assert await slack.transport.try_once(delivery)
    await until(lambda: reply_to(slack, message))
