"""Conversations in Slack, with the real process: what is asked, and what Slack is given to show."""

import asyncio

import pytest
import pytest_asyncio
from slack_process import (
    ALL_OF_LINDQVIST,
    ANN,
    BEN,
    DIRECT,
    ELEPHANTS,
    HARBOUR,
    MARKET,
    ME,
    PIER,
    REPAIR,
    WHALES,
    answering,
    replies_to,
    reply_to,
    settled,
    small_slack,
    until,
)

from bot.slack.access import LIMITED, REFUSED
from bot.slack.answering import EDITED, TAKEN_BACK
from bot.slack.clicks import NOTED
from bot.slack.fake.payloads import events_of
from bot.slack.fake.reading import button, shown
from bot.slack.fake.workspace import BOT_USER
from bot.slack.worker import NOT_SHARED

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIER_QUOTE = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("talk")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(folder):
    async with small_slack() as slack, answering(slack, folder):
        yield slack
        assert slack.refusals == []


async def ask(slack, channel, user, text, thread=None):
    """The message, and the answer to it."""
    before = len(slack.workspace.answers(channel))
    message = await slack.sends(channel, user, text, thread)
    await until(lambda: len(slack.workspace.answers(channel)) > before)
    return message, slack.workspace.answers(channel)[-1][1]


async def quiet(slack, folder):
    """What is open is answered, and events that answers made have been taken in."""
    await until(settled(slack, folder))


async def test_a_mention_is_answered_in_its_thread_with_a_quote(slack):
    message, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    assert answer["thread_ts"] == message["ts"]
    assert PIER_QUOTE in shown(answer)
    assert PIER_QUOTE in answer["text"]
    assert answer["text"].startswith("Ada Lindqvist, Mayor: ")


async def test_what_the_archive_does_not_say_is_an_abstention(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {WHALES}")
    assert "whales" in answer["text"]
    assert "rich_text_quote" not in str(answer["blocks"])


async def test_a_thread_goes_on_without_a_mention_and_remembers(slack):
    message, _ = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    _, answer = await ask(slack, HARBOUR, BEN, "And about the repair?", message["ts"])
    assert answer["thread_ts"] == message["ts"]
    assert "three million crowns" in shown(answer)
    assert "Understood as: What did Ada Lindqvist say about the repair?" in shown(answer)


async def test_talk_that_is_not_for_the_bot_is_left_alone(slack, folder):
    root = await slack.sends(HARBOUR, ANN, "Lunch?")
    await slack.sends(HARBOUR, BEN, "Yes, at noon?", root["ts"])
    answered, _ = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    await slack.sends(HARBOUR, BEN, f"<@{ANN}> did you know?", answered["ts"])
    await slack.deliver_event({"type": "reaction_added", "user": ANN, "item": {"channel": HARBOUR, "ts": root["ts"]}})
    await quiet(slack, folder)
    assert replies_to(slack, root) == []
    assert len(replies_to(slack, answered)) == 1


async def test_called_into_a_thread_it_answers_the_question_that_stands_there(slack):
    root = await slack.sends(MARKET, ANN, PIER)
    await slack.sends(MARKET, BEN, "no idea", root["ts"])
    _, answer = await ask(slack, MARKET, BEN, ME, root["ts"])
    assert PIER_QUOTE in shown(answer)


async def test_called_into_a_thread_with_a_follow_up_it_leans_on_the_question_there(slack):
    root = await slack.sends(MARKET, ANN, PIER)
    _, answer = await ask(slack, MARKET, BEN, f"{ME} And about the repair?", root["ts"])
    assert "three million crowns" in shown(answer)


async def test_a_mention_without_any_question_says_so(slack):
    _, answer = await ask(slack, MARKET, BEN, ME)
    assert "no question" in shown(answer)
    assert "rich_text_quote" not in str(answer["blocks"])


async def test_a_direct_message_is_a_thread_with_status_and_title(slack):
    message, answer = await ask(slack, DIRECT, ANN, PIER)
    assert answer["thread_ts"] == message["ts"]
    assert PIER_QUOTE in shown(answer)
    here = {"channel_id": DIRECT, "thread_ts": message["ts"]}
    assert any(here.items() <= status.items() for status in slack.workspace.statuses)
    assert any((here | {"title": PIER}).items() <= title.items() for title in slack.workspace.titles)
    _, answer = await ask(slack, DIRECT, ANN, "And about the repair?", message["ts"])
    assert "three million crowns" in shown(answer)


async def test_threads_of_two_channels_know_nothing_of_each_other(slack):
    await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    _, answer = await ask(slack, MARKET, ANN, f"{ME} And about the repair?")
    assert "Lindqvist say" not in shown(answer).split("\n")[0]


async def test_a_mention_that_comes_as_two_events_and_again_is_answered_once(slack, folder):
    message = slack.says(HARBOUR, ANN, f"{ME} {PIER}")
    first, second = events_of(message)
    for event, name in ((second, "EvA"), (first, "EvB"), (second, "EvA"), (first, "EvB")):
        await slack.deliver_event(event, name)
    await until(lambda: reply_to(slack, message))
    await quiet(slack, folder)
    assert len(replies_to(slack, message)) == 1


async def test_an_edited_question_has_its_answer_replaced(slack):
    message, answer = await ask(slack, HARBOUR, ANN, f"{ME} {WHALES}")
    await slack.edits(message, f"{ME} {PIER}")
    await until(lambda: PIER_QUOTE in shown(reply_to(slack, message)))
    assert reply_to(slack, message)["ts"] == answer["ts"]
    assert EDITED in shown(reply_to(slack, message))


async def test_an_edit_in_the_middle_of_a_thread_keeps_the_turns_after_it(slack):
    message, first = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    await ask(slack, HARBOUR, ANN, "And about the repair?", message["ts"])
    await slack.edits(message, f"{ME} What did Omar Haddad say about the pier?")
    updated = slack.workspace.channel(HARBOUR).messages[first["ts"]]
    await until(lambda: "feeds my family" in shown(updated))
    _, answer = await ask(slack, HARBOUR, ANN, "Who said that?", message["ts"])
    assert "three million crowns" in shown(answer)


async def test_a_deleted_question_has_its_answer_taken_back(slack):
    message, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    await slack.deletes(message)
    await until(lambda: shown(answer) == TAKEN_BACK)


async def test_the_command_answers_its_asker_alone_who_can_share_it(slack, folder):
    before = len(slack.workspace.answers(HARBOUR))
    answer = await slack.commands(HARBOUR, ANN, PIER)
    assert answer["response_type"] == "ephemeral"
    assert PIER_QUOTE in shown(answer)
    assert len(slack.workspace.answers(HARBOUR)) == before
    for _ in range(2):
        await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_share"), alone=True)
    await until(lambda: len(slack.workspace.answers(HARBOUR)) > before)
    shared = slack.workspace.answers(HARBOUR)[-1][1]
    assert "thread_ts" not in shared
    assert PIER_QUOTE in shown(shared)
    await quiet(slack, folder)
    _, follow_up = await ask(slack, HARBOUR, BEN, "And about the repair?", shared["ts"])
    assert "three million crowns" in shown(follow_up)
    assert len([one for _, one in slack.workspace.answers(HARBOUR) if "thread_ts" not in one]) == 1


async def test_sharing_where_the_bot_is_no_member_tells_how_to_change_that(slack):
    slack.workspace.add_channel("C0FOREIGN", ANN)
    answer = await slack.commands("C0FOREIGN", ANN, PIER)
    await slack.clicks("C0FOREIGN", ANN, answer, button(answer, "onrecord_share"), alone=True)
    await until(lambda: any(shown(seen) == NOT_SHARED for _, _, seen in slack.workspace.seen_alone))
    slack.refusals.clear()


async def test_the_bare_command_tells_how_to_ask(slack):
    assert "/sources" in shown(await slack.commands(HARBOUR, ANN, ""))


@pytest.mark.parametrize("words", ["timeline Ada Lindqvist on the old pier", "/timeline Ada Lindqvist on the old pier"])
async def test_the_command_shows_a_timeline(slack, words):
    answer = await slack.commands(HARBOUR, ANN, words)
    assert shown(answer).startswith("What Ada Lindqvist said on “the old pier”, oldest first:")
    assert PIER_QUOTE in shown(answer)


async def test_context_unfolds_in_place_and_folds_again(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    before = shown(answer)
    await slack.clicks(HARBOUR, BEN, answer, button(answer, "onrecord_context"))
    await until(lambda: "The harbour council met on Tuesday." in shown(answer))
    await slack.clicks(HARBOUR, BEN, answer, button(answer, "onrecord_context"))
    await until(lambda: shown(answer) == before)


async def test_more_quotes_come_as_a_message_of_their_own(slack):
    message, answer = await ask(slack, HARBOUR, ANN, f"{ME} {ALL_OF_LINDQVIST}")
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_more"))
    await until(lambda: len(replies_to(slack, message)) == 2)
    assert "no tax would rise" in shown(replies_to(slack, message)[1])


async def test_why_and_open_article_open_views(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    before = len(slack.workspace.views)
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_why"))
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_open"))
    await until(lambda: len(slack.workspace.views) == before + 2)
    titles = {view["title"]["text"] for view in slack.workspace.views.values()}
    assert {"Article", "Why this quote"} <= titles


async def test_a_rating_is_kept_and_thanked_for(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_helpful"))
    await until(lambda: NOTED in [shown(seen) for _, _, seen in slack.workspace.seen_alone])


async def test_the_closest_passages_unfold(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {ELEPHANTS}")
    assert "rich_text_quote" not in str(answer["blocks"])
    await slack.clicks(HARBOUR, ANN, answer, button(answer, "onrecord_closest"))
    await until(lambda: "rich_text_quote" in str(answer["blocks"]))
    assert "not an answer" in shown(answer)


async def test_a_message_is_checked_against_the_record(slack):
    before = set(slack.workspace.views)
    said = slack.says(HARBOUR, BEN, 'Lindqvist told them: "We will not sell the new pier."')
    await slack.shortcut(HARBOUR, ANN, said)
    await until(lambda: set(slack.workspace.views) - before)
    (view,) = (slack.workspace.views[name] for name in set(slack.workspace.views) - before)
    assert "We will not sell the old pier" in shown(view)


async def test_the_home_shows_the_archive_and_ones_own_questions(slack):
    await ask(slack, HARBOUR, BEN, f"{ME} {REPAIR}")
    await slack.opens_home(BEN, "home", DIRECT)
    await until(lambda: BEN in slack.workspace.homes)
    assert "1 article" in shown(slack.workspace.homes[BEN])
    assert REPAIR in shown(slack.workspace.homes[BEN])


async def test_the_messages_tab_suggests_questions_of_the_archive(slack):
    await slack.opens_home(ANN, "messages", DIRECT)
    await until(lambda: slack.workspace.prompts)
    assert any("Ada Lindqvist" in prompt["message"] for prompt in slack.workspace.prompts[-1]["prompts"])


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> &lt;!channel&gt; &lt;@U0ANN&gt; *pier* _pier_ ~pier~ ```pier```",
        "pier \u202e\u2066 reip \u200b\u200d <https://evil.example|https://good.example>",
        "pier " * 10_000,
        "🛟" * 200 + " pier?",
        "?",
        "\u0000\u0001 pier",
    ],
    ids=["pings and marks", "directions and links", "50,000 characters", "emoji", "no words", "control characters"],
)
async def test_hostile_text_gets_one_harmless_answer(slack, text):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {text}")
    assert "<!" not in answer["text"]
    assert "<@" not in answer["text"]


async def test_a_button_of_another_time_does_no_harm(slack):
    _, answer = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    stale = button(answer, "onrecord_open")
    await slack.clicks(HARBOUR, ANN, answer, stale | {"value": "{}"})
    await slack.clicks(HARBOUR, ANN, answer, stale | {"value": "nonsense"})
    await slack.clicks(HARBOUR, ANN, answer, stale | {"action_id": "of_somebody_else"})
    _, again = await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
    assert PIER_QUOTE in shown(again)


async def test_only_those_who_are_listed_are_answered_and_nobody_too_often(tmp_path):
    changes = {"ONRECORD_SLACK_CHANNELS": f"{HARBOUR}", "ONRECORD_SLACK_QUESTIONS_PER_MINUTE": "2"}
    async with small_slack() as slack, answering(slack, tmp_path, **changes):
        await slack.sends(MARKET, ANN, f"{ME} {PIER}")
        await until(lambda: slack.workspace.seen_alone)
        for _ in range(2):
            await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
        await slack.sends(HARBOUR, ANN, f"{ME} {PIER}")
        await until(lambda: len(slack.workspace.seen_alone) == 2)
        assert shown(await slack.commands(MARKET, ANN, PIER)) == REFUSED
        await ask(slack, HARBOUR, BEN, f"{ME} {PIER}")
        told = [(channel, user, shown(message)) for channel, user, message in slack.workspace.seen_alone]
        assert told[:2] == [(MARKET, ANN, REFUSED), (HARBOUR, ANN, LIMITED)]
        assert slack.workspace.answers(MARKET) == []


async def test_the_log_holds_no_question_and_no_token(tmp_path):
    async with small_slack() as slack, answering(slack, tmp_path, ONRECORD_LOG_LEVEL="debug") as running:
        await ask(slack, HARBOUR, ANN, f"{ME} {PIER}")
        await slack.commands(HARBOUR, ANN, PIER)
        await slack.deliver_event({"type": "message", "channel": HARBOUR, "user": BOT_USER, "text": PIER, "ts": "1.1"})
        await asyncio.sleep(0)
    log = "".join(running.log)
    assert log
    for secret in ("pier", "xoxb-", "xapp-", "ticket-"):
        assert secret not in log
