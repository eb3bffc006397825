"""From a claimed question to its message, with an assistant that does as it is told."""

from dataclasses import replace

import pytest

from bot.conversation import Turn
from bot.render.buttons import ButtonValue
from bot.reply import Notice, Reply
from bot.slack.answering import APOLOGY, TAKEN_BACK, Answering, taken_back
from bot.slack.fake.reading import shown
from bot.slack.ledger import Question
from bot.slack.store import open_store
from bot.slack.summons import choose
from bot.slack.threads import SqlThreads

QUESTION = Question(
    id=1,
    event="Ev1",
    enterprise=None,
    team="T1",
    channel="C1",
    ts="2.0",
    root="2.0",
    conversation="T1:C1:2.0",
    asker="U1",
    way="mention",
    text="why?",
    verdict="answer",
    deleted=False,
    revision=0,
    crashes=0,
    failures=0,
    posting=False,
    answer=None,
    turn=None,
    reply_url=None,
    created=0.0,
)


class Parrot:
    """Says what it was asked and how many turns came before, and remembers it. Raises ``fault`` if there is one."""

    def __init__(self, threads):
        self.threads = threads
        self.asked = []
        self.fault = None

    def reply(self, thread, text, *, limit=None, turn=None):
        self.asked.append(text)
        if self.fault:
            raise self.fault
        before = len(self.threads.load(thread))
        self.threads.append(thread, Turn(text, text))
        return Reply("answered", Notice(f"{text} after {before}"), asked=text, turn=before + 1)

    def remember(self, thread, turns):
        for turn in turns:
            self.threads.append(thread, Turn(turn["q"], turn["q"]))


@pytest.fixture
def threads(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield SqlThreads(store)
    store.close()


@pytest.fixture
def parrot(threads):
    return Parrot(threads)


@pytest.fixture
def answering(parrot, threads):
    return Answering(parrot, threads)


def said(prepared):
    return shown({"blocks": prepared.message.blocks}).splitlines()


def test_an_answer_comes_with_the_turn_that_it_adds(answering, threads):
    prepared = answering.prepare(QUESTION, "why?")
    assert said(prepared)[0] == "why? after 0"
    assert prepared.outcome == "answered"
    assert prepared.added == {1: Turn("why?", "why?")}
    assert threads.load(QUESTION.conversation) == ()


def test_what_was_tried_before_becomes_the_same_turn(answering, threads):
    for text in ("one", "why?", "three"):
        threads.append(QUESTION.conversation, Turn(text, text))
    prepared = answering.prepare(replace(QUESTION, turn=2), "when?")
    assert said(prepared)[0] == "when? after 1"
    assert prepared.added == {2: Turn("when?", "when?")}


@pytest.mark.parametrize(
    ("words", "earlier", "first_line", "turns"),
    [
        ("", "Why so?", "Why so? after 0", 1),
        ("and when?", "Why so?", "and when? after 1", 2),
        ("and when?", "A statement.", "and when? after 0", 1),
        ("and when?", None, "and when? after 0", 1),
        ("", None, "after 0", 1),
    ],
    ids=["its question", "leaning on it", "no question there", "nothing there", "no words at all"],
)
def test_the_thread_lends_its_question(answering, words, earlier, first_line, turns):
    prepared = answering.prepare(QUESTION, words, earlier)
    assert said(prepared)[0] == first_line
    assert len(prepared.added) == turns


def test_a_fault_of_ours_is_one_plain_apology(answering, parrot, caplog):
    parrot.fault = ZeroDivisionError("why? is in here")
    prepared = answering.prepare(QUESTION, "why?")
    assert said(prepared) == [APOLOGY]
    assert (prepared.outcome, prepared.added) == ("apology", {})
    assert "ZeroDivisionError" in caplog.text
    assert "why?" not in caplog.text


def test_a_question_that_ends_the_process_is_not_tried_for_ever(answering, parrot):
    assert said(answering.prepare(replace(QUESTION, crashes=2), "why?"))[0] == "why? after 0"
    assert said(answering.prepare(replace(QUESTION, crashes=3), "why?")) == [APOLOGY]
    assert parrot.asked == ["why?"]


def test_a_fault_in_a_command_is_an_apology_too(answering, parrot):
    parrot.fault = ZeroDivisionError()
    assert shown({"blocks": answering.aside("T1:C1:x", "why?").blocks}) == APOLOGY


def test_what_is_taken_back_is_forgotten():
    prepared = taken_back(replace(QUESTION, turn=2))
    assert said(prepared) == [TAKEN_BACK]
    assert prepared.changed == {2: Turn("", "")}
    assert taken_back(QUESTION).changed == {}


def test_another_page_is_the_same_reply_and_changes_no_memory(answering, threads):
    for text in ("one", "two"):
        threads.append("T", Turn(text, text))
    message = answering.again(ButtonValue(thread="T", turn=2, page=1), aside=False)
    assert shown({"blocks": message.blocks}).startswith("two after 1")
    assert len(threads.load("T")) == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (ButtonValue(thread="T", turn=1, ask="and he?"), "what did he say?"),
        (ButtonValue(thread="T", turn=9, ask="and he?"), "and he?"),
        (ButtonValue(thread="elsewhere", turn=1, ask="and he?"), "and he?"),
    ],
)
def test_what_is_shared_stands_alone(answering, threads, value, words):
    threads.append("T", Turn("and he?", "what did he say?"))
    assert answering.understood(value) == words


@pytest.mark.parametrize(
    ("messages", "chosen"),
    [
        ([], None),
        ([{"ts": "1.0", "user": "U1", "text": "A statement."}], "A statement."),
        ([{"ts": "1.0", "user": "U1", "text": "Why?"}, {"ts": "2.0", "user": "U2", "text": "no idea"}], "Why?"),
        ([{"ts": "1.0", "user": "U1", "text": "Why?"}, {"ts": "2.0", "user": "U2", "text": "And when?"}], "And when?"),
        ([{"ts": "1.0", "user": "U1", "text": "Why?"}, {"ts": "6.0", "user": "U2", "text": "later?"}], "Why?"),
        ([{"ts": "1.0", "user": "U1", "bot_id": "B1", "text": "Am I a bot?"}], None),
        ([{"ts": "1.0", "user": "U1", "text": "a &lt;b&gt;?"}], "a <b>?"),
    ],
    ids=[
        "nothing",
        "a statement",
        "a question",
        "the last question",
        "not what came later",
        "no bots",
        "as it was seen",
    ],
)
def test_the_question_of_a_thread_is_the_last_that_a_person_asked(messages, chosen):
    assert choose(messages, before="5.0") == chosen
