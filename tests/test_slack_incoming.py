"""What Slack's events mean to the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.incoming import Asked, Deleted, Edited, Place, question, read

ME = "U0RECORD"
ASKED = {
    "type": "message",
    "channel": "C1",
    "channel_type": "channel",
    "user": "U1",
    "ts": "2.0",
    "text": "<@U0RECORD> why?",
}
DIRECT = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": "2.0", "text": "why?"}
IN_THREAD = ASKED | {"text": "and when?", "thread_ts": "1.0"}
EDIT = {
    "type": "message",
    "subtype": "message_changed",
    "channel": "C1",
    "channel_type": "channel",
    "ts": "9.0",
    "message": {"type": "message", "user": "U1", "ts": "2.0", "text": "<@U0RECORD> when?", "edited": {"ts": "8.0"}},
}
DELETION = {
    "type": "message",
    "subtype": "message_deleted",
    "channel": "C1",
    "channel_type": "channel",
    "ts": "9.0",
    "deleted_ts": "2.0",
    "previous_message": {"type": "message", "user": "U1", "ts": "2.0", "text": "<@U0RECORD> why?"},
}


def heard(event):
    return read(event, team="T1", me=ME)


@pytest.mark.parametrize(
    ("event", "way", "text", "thread"),
    [
        pytest.param(ASKED, "mention", "why?", "2.0", id="mention as message"),
        pytest.param(ASKED | {"type": "app_mention"}, "mention", "why?", "2.0", id="mention"),
        pytest.param(ASKED | {"thread_ts": "1.0"}, "mention", "why?", "1.0", id="mention in a thread"),
        pytest.param(ASKED | {"text": "<@U0RECORD|onrecord> why?"}, "mention", "why?", "2.0", id="mention with a name"),
        pytest.param(DIRECT, "direct", "why?", "2.0", id="direct message"),
        pytest.param(DIRECT | {"thread_ts": "1.0"}, "direct", "why?", "1.0", id="direct message in a thread"),
        pytest.param(DIRECT | {"subtype": "file_share"}, "direct", "why?", "2.0", id="with a file"),
        pytest.param(IN_THREAD, "follow_up", "and when?", "1.0", id="follow-up"),
        pytest.param(IN_THREAD | {"subtype": "thread_broadcast"}, "follow_up", "and when?", "1.0", id="broadcast"),
    ],
)
def test_what_is_for_us_is_a_question(event, way, text, thread):
    assert heard(event) == Asked(Place("T1", event["channel"], "2.0", thread), "U1", text, way)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(ASKED | {"text": "why?"}, id="talk in a channel"),
        pytest.param(IN_THREAD | {"text": "<@U2> what do you think?"}, id="to somebody else in a thread"),
        pytest.param(IN_THREAD | {"text": "", "subtype": "file_share"}, id="a picture in a thread"),
        pytest.param(ASKED | {"bot_id": "B1"}, id="a bot"),
        pytest.param(ASKED | {"subtype": "bot_message"}, id="a bot of old"),
        pytest.param(ASKED | {"user": ME}, id="ourselves"),
        pytest.param(ASKED | {"subtype": "channel_join"}, id="a join"),
        pytest.param({key: value for key, value in ASKED.items() if key != "user"}, id="nobody"),
        pytest.param(EDIT | {"message": EDIT["message"] | {"bot_id": "B1"}}, id="a bot's edit"),
        pytest.param(EDIT | {"message": {**EDIT["message"], "edited": None}}, id="an unfurled link"),
        pytest.param(DELETION | {"previous_message": {"user": ME}}, id="a deletion of our own"),
        pytest.param({"type": "message", "subtype": "message_deleted"}, id="a deletion of nothing"),
    ],
)
def test_what_is_not_for_us_is_nothing(event):
    assert heard(event) is None


def test_an_edit_carries_the_new_words_and_when_they_came():
    assert heard(EDIT) == Edited(Asked(Place("T1", "C1", "2.0", "2.0"), "U1", "when?", "mention"), "8.0")


@pytest.mark.parametrize(("text", "asked"), [("<@U0RECORD> why?", True), ("why?", False)])
def test_a_deletion_tells_whether_we_were_asked(text, asked):
    gone = DELETION | {"previous_message": DELETION["previous_message"] | {"text": text}}
    assert heard(gone) == Deleted(Place("T1", "C1", "2.0", "2.0"), asked)


def test_conversations_of_different_channels_have_different_keys():
    assert Place("T1", "C1", "2.0", "1.0").conversation != Place("T1", "C2", "2.0", "1.0").conversation


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<@U0RECORD> why?", "why?"),
        ("why, <@U0RECORD>, why?", "why, , why?"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("see <https://a.example/b?c&amp;d>", "see https://a.example/b?c&d"),
        ("see <https://a.example|the paper>", "see the paper"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("what of <@U7> and <@U8|ann>?", "what of @U7 and ann?"),
        ("in <#C1|general>", "in #general"),
        ("<!channel> <!here|here> <!subteam^S1|@team>", "@channel here @team"),
        ("*bold* _and_ `code`", "*bold* _and_ `code`"),
        ("line one\nline two", "line one\nline two"),
        ("nul\0 and half\ud83d", "nul and half?"),
    ],
)
def test_slacks_marks_are_read_as_what_the_user_sees(written, meant):
    assert question(written, ME) == meant


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_survives_the_escapes_of_slack(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert question(escaped, ME).split() == text.split()
