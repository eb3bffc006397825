"""The ledger: each question once, in order, and through a crash. The same tests hold SQLite and PostgreSQL."""

import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Turn
from bot.slack.feedback import FeedbackStore, Verdict
from bot.slack.inbox import Inbox
from bot.slack.incoming import Asked, Deleted, Edited, Place
from bot.slack.ledger import Ledger
from bot.slack.store import StoreError, open_store
from bot.slack.tables import metadata
from bot.slack.threads import SqlThreads


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request, tmp_path_factory):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")()
    return f"sqlite:///{tmp_path_factory.mktemp('state') / 'state.sqlite3'}"


@pytest.fixture
def store(address):
    opened = open_store(address)
    with opened.write() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def inbox(store, clock):
    return Inbox(store, clock=clock)


@pytest.fixture
def ledger(store, clock):
    return Ledger(store, "first", clock=clock, lease=10)


@pytest.fixture
def other(store, clock):
    return Ledger(store, "second", clock=clock, lease=10)


def asked(*, ts="2.0", thread=None, channel="C1", text="why?", way="mention", user="U1"):
    return Asked(Place("T1", channel, ts, thread or ts), user, text, way)


def store_question(inbox, event="Ev1", verdict="answer", **changes):
    return inbox.store(event, asked(**changes), enterprise=None, verdict=verdict)


def only(claimed):
    assert len(claimed) == 1
    return claimed[0]


def test_a_question_is_claimed_once_with_its_words(inbox, ledger, other):
    assert store_question(inbox)
    question = only(ledger.claim(10))
    assert (question.text, question.conversation, question.root, question.answer) == ("why?", "T1:C1:2.0", "2.0", None)
    assert ledger.claim(10) == other.claim(10) == []


@pytest.mark.parametrize(
    ("event", "changes"),
    [("Ev1", {}), ("Ev2", {}), ("Ev1", {"ts": "3.0"})],
    ids=["redelivered", "the other event of a mention", "the same event of another message"],
)
def test_what_came_before_is_not_stored_again(inbox, ledger, event, changes):
    assert inbox.is_new(event, asked(**changes))
    assert store_question(inbox)
    assert not inbox.is_new(event, asked(**changes))
    assert not store_question(inbox, event, **changes)
    assert len(ledger.claim(10)) == 1


def test_a_follow_up_is_ours_only_where_we_take_part(inbox):
    follow_up = {"ts": "3.0", "thread": "2.0", "way": "follow_up"}
    assert not inbox.is_new("Ev2", asked(**follow_up))
    assert not store_question(inbox, "Ev2", **follow_up)
    assert store_question(inbox, "Ev1")
    assert inbox.is_new("Ev3", asked(**follow_up))
    assert store_question(inbox, "Ev3", **follow_up)
    assert not store_question(inbox, "Ev4", **follow_up | {"ts": "4.0", "channel": "C2"})


def test_a_follow_up_to_a_refused_question_is_not_ours(inbox):
    store_question(inbox, verdict="refused")
    assert not store_question(inbox, "Ev2", ts="3.0", thread="2.0", way="follow_up")


def test_a_thread_is_answered_in_the_order_of_sending_and_others_meanwhile(inbox, ledger, other):
    store_question(inbox, "Ev3", ts="4.0", thread="2.0", text="third")
    store_question(inbox, "Ev1", ts="2.0", text="first")
    store_question(inbox, "Ev2", ts="3.0", thread="2.0", text="second")
    store_question(inbox, "Ev4", ts="5.0", text="elsewhere")
    claimed = {question.text: question for question in ledger.claim(10)}
    assert set(claimed) == {"first", "elsewhere"}
    assert other.claim(10) == []
    ledger.done(claimed["first"], answer="9.0", outcome="answered")
    assert only(other.claim(10)).text == "second"


def test_busy_channels_are_left_for_later(inbox, ledger):
    store_question(inbox, "Ev1", channel="C1")
    store_question(inbox, "Ev2", channel="C2")
    assert [question.channel for question in ledger.claim(10, busy=["C1"])] == ["C2"]
    assert [question.channel for question in ledger.claim(10)] == ["C1"]


def test_a_late_question_waits_for_the_one_that_is_worked_on(inbox, ledger):
    store_question(inbox, "Ev2", ts="3.0", thread="1.0")
    later = only(ledger.claim(10))
    store_question(inbox, "Ev1", ts="2.0", thread="1.0")
    assert ledger.claim(10) == []
    ledger.done(later, answer="9.0", outcome="answered")
    assert only(ledger.claim(10)).ts == "2.0"


def test_a_lease_that_runs_out_frees_the_question_and_counts_the_crash(inbox, ledger, other, clock):
    store_question(inbox)
    question = only(ledger.claim(10))
    assert ledger.about_to_post(question)
    clock.now += 11
    again = only(other.claim(10))
    assert (again.id, again.crashes, again.posting) == (question.id, 1, True)
    assert not ledger.about_to_post(question)
    ledger.done(question, answer="7.0", outcome="answered")
    other.done(again, answer="8.0", outcome="answered")
    assert ledger.claim(10) == []


def test_a_lease_that_is_renewed_holds(inbox, ledger, other, clock):
    store_question(inbox)
    question = only(ledger.claim(10))
    clock.now += 9
    ledger.renew([question.id])
    clock.now += 9
    assert other.claim(10) == []


def test_a_question_that_was_put_off_waits_and_holds_up_its_thread_alone(inbox, ledger, clock):
    store_question(inbox, "Ev1", ts="2.0")
    store_question(inbox, "Ev2", ts="3.0", thread="2.0")
    ledger.release(only(ledger.claim(10)), delay=5)
    store_question(inbox, "Ev3", ts="4.0")
    assert only(ledger.claim(10)).ts == "4.0"
    clock.now += 5
    again = only(ledger.claim(10))
    assert (again.ts, again.failures, again.crashes) == ("2.0", 1, 0)


def test_an_edit_of_an_answered_question_has_it_answered_again(inbox, ledger):
    store_question(inbox)
    question = only(ledger.claim(10))
    ledger.about_to_post(question, {1: Turn("why?", "why?")})
    ledger.done(question, answer="9.0", outcome="answered")
    edit = Edited(asked(text="when?"), "5.0")
    assert inbox.edit("Ev2", edit, enterprise=None, verdict="answer")
    assert not inbox.edit("Ev2", edit, enterprise=None, verdict="answer")
    assert not inbox.edit("Ev3", Edited(asked(text="who?"), "4.0"), enterprise=None, verdict="answer")
    question = only(ledger.claim(10))
    assert (question.text, question.answer, question.turn) == ("when?", "9.0", 1)


def test_an_edit_while_it_is_answered_is_answered_after(inbox, ledger):
    store_question(inbox)
    question = only(ledger.claim(10))
    inbox.edit("Ev2", Edited(asked(text="when?"), "5.0"), enterprise=None, verdict="answer")
    assert ledger.claim(10) == []
    assert not ledger.done(question, answer="9.0", outcome="answered")
    again = only(ledger.claim(10))
    assert (again.text, again.answer) == ("when?", "9.0")
    assert ledger.done(again, answer=None, outcome="answered")


def test_an_edit_that_overtakes_its_message_is_the_question(inbox, ledger):
    assert inbox.edit("Ev2", Edited(asked(text="when?"), "5.0"), enterprise=None, verdict="answer")
    assert not store_question(inbox, "Ev1")
    assert only(ledger.claim(10)).text == "when?"


def test_a_deletion_forgets_the_words_and_has_the_answer_taken_back(inbox, ledger):
    store_question(inbox)
    ledger.done(only(ledger.claim(10)), answer="9.0", outcome="answered")
    assert inbox.delete("Ev2", Deleted(asked().place, asked=True))
    question = only(ledger.claim(10))
    assert (question.deleted, question.text, question.answer) == (True, "", "9.0")
    assert inbox.recent("T1", "U1") == []


def test_a_message_that_comes_after_its_deletion_is_not_answered(inbox, ledger):
    assert not inbox.delete("Ev2", Deleted(asked().place, asked=True))
    assert not store_question(inbox)
    assert ledger.claim(10) == []


def test_a_share_is_answered_once_in_the_channel_and_begins_a_thread_of_its_own(inbox, ledger):
    shared = asked(ts="7.0")
    for new in (True, False):
        assert inbox.share("share:1", shared, enterprise=None, reply_url="https://a.example") is new
        shared = asked(ts="8.0")
    question = only(ledger.claim(10))
    assert (question.root, question.way) == (None, "share")
    ledger.done(question, answer="9.0", outcome="answered")
    assert store_question(inbox, "Ev2", ts="9.5", thread="9.0", way="follow_up")
    assert only(ledger.claim(10)).conversation == question.conversation


def test_a_share_that_slack_does_not_take_can_be_shared_again(inbox, ledger):
    inbox.share("share:1", asked(ts="7.0"), enterprise=None, reply_url=None)
    ledger.fail(only(ledger.claim(10)), "not_in_channel")
    assert inbox.share("share:1", asked(ts="8.0"), enterprise=None, reply_url=None)


def test_what_failed_for_good_is_not_tried_again(inbox, ledger, clock):
    store_question(inbox)
    ledger.fail(only(ledger.claim(10)), "is_archived_and_long")
    clock.now += 100
    assert ledger.claim(10) == []
    assert ledger.open_questions() == 0


def test_recent_questions_are_a_users_own_newest_first(inbox, clock):
    for number, user in enumerate(["U1", "U2", "U1"]):
        clock.now += 1
        store_question(inbox, f"Ev{number}", ts=f"{number}.0", text=f"question {number}", user=user)
    store_question(inbox, "Ev9", verdict="refused", ts="9.0", text="secret")
    assert inbox.recent("T1", "U1") == ["question 2", "question 0"]
    assert inbox.asked_since("T1", "U1", clock.now) == 1
    assert inbox.asked_since("T1", "U1", clock.now - 60) == 2


def test_what_is_old_and_ended_expires_with_its_conversation(inbox, ledger, store, clock):
    threads = SqlThreads(store, clock=clock)
    store_question(inbox, "Ev1")
    ledger.done(only(ledger.claim(10)), answer="9.0", outcome="answered", changed={1: Turn("why?", "why?")})
    store_question(inbox, "Ev2", ts="3.0")
    FeedbackStore(store, clock=clock).put(
        Verdict("T1", "C1", "9.0", "U1", helpful=True, conversation="T1:C1:2.0", turn=1)
    )
    assert ledger.expire(clock.now) == 0
    assert ledger.expire(clock.now + 1) == 1
    assert threads.load("T1:C1:2.0") == ()
    assert only(ledger.claim(10)).ts == "3.0"


def test_a_draft_leaves_the_conversation_as_it_was(store):
    threads = SqlThreads(store)
    threads.append("T", Turn("one", "one"))
    with threads.draft("T") as draft:
        threads.append(draft.key, Turn("two", "two"))
        threads.replace(draft.key, 2, Turn("two", "two", shown=3))
        threads.replace(draft.key, 1, Turn("one", "one", shown=6))
        assert [turn.shown for turn in threads.load(draft.key)] == [6, 3]
    assert draft.added == {2: Turn("two", "two", shown=3)}
    assert draft.changed == {1: Turn("one", "one", shown=6)}
    assert threads.load("T") == (Turn("one", "one"),)


def test_a_draft_can_go_on_from_an_earlier_turn(store):
    threads = SqlThreads(store)
    for said in ("one", "two", "three"):
        threads.append("T", Turn(said, said))
    with threads.draft("T", 1) as draft:
        assert [turn.said for turn in threads.load(draft.key)] == ["one"]
        threads.append(draft.key, Turn("zwei", "zwei"))
    assert draft.added == {2: Turn("zwei", "zwei")}


def test_the_turn_is_there_before_the_post_and_the_same_when_it_is_tried_again(inbox, ledger, store, clock):
    threads = SqlThreads(store)
    store_question(inbox)
    question = only(ledger.claim(10))
    assert ledger.about_to_post(question, {1: Turn("why?", "why?")})
    assert [turn.said for turn in threads.load(question.conversation)] == ["why?"]
    clock.now += 11
    again = only(ledger.claim(10))
    assert again.turn == 1
    assert ledger.about_to_post(again, {1: Turn("why?", "why?")})
    assert len(threads.load(question.conversation)) == 1


def test_a_turn_can_be_replaced(store):
    threads = SqlThreads(store)
    threads.append("T", Turn("one", "one"))
    threads.replace("T", 1, replace(Turn("one", "one"), shown=3))
    assert [turn.shown for turn in threads.load("T")] == [3]


def test_the_last_verdict_of_a_member_counts(store):
    feedback = FeedbackStore(store)
    for helpful in (True, False):
        feedback.put(Verdict("T1", "C1", "9.0", "U1", helpful, "T1:C1:2.0", 1))
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT helpful FROM feedback").all()
    assert [bool(row[0]) for row in rows] == [False]


def test_two_processes_never_claim_the_same_question(inbox, store, ledger, other):
    for number in range(60):
        store_question(inbox, f"Ev{number}", ts=f"{number:03}.0", thread=f"{number % 12:03}.0")
    taken, wrong = [], []

    def work(mine):
        while claimed := mine.claim(4):
            threads = [question.conversation for question in claimed]
            wrong.extend(threads if len(set(threads)) < len(threads) else [])
            taken.extend(question.id for question in claimed)
            for question in claimed:
                mine.done(question, answer="9.0", outcome="answered")

    workers = [threading.Thread(target=work, args=[mine]) for mine in (ledger, other)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    work(ledger)
    assert wrong == []
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 60


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=25))
@settings(max_examples=15)
def test_any_deliveries_in_any_order_are_answered_once_each(tmp_path_factory, deliveries):
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('state') / 's.sqlite3'}")
    ledger, inbox = Ledger(store, "first"), Inbox(store)
    for number, thread in deliveries:
        store_question(inbox, f"Ev{number}", ts=f"{number}.0", thread=f"{thread}.0")
    answered = []
    while claimed := ledger.claim(10):
        for question in claimed:
            answered.append(question.ts)
            ledger.done(question, answer="9.0", outcome="answered")
    store.close()
    assert sorted(answered) == sorted({f"{number}.0" for number, _ in deliveries})


@pytest.mark.parametrize(
    "address",
    ["sqlite:////nowhere/at/all/state.sqlite3", "postgresql://127.0.0.1:1/none", "oracle+none://", "not a url"],
)
def test_a_store_that_cannot_be_opened_is_told_in_one_line(address):
    with pytest.raises(StoreError) as error:
        open_store(address)
    assert str(error.value).startswith("The state store cannot be opened: ")
    assert "\n" not in str(error.value)
