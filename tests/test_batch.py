import json

import pytest
from samples import FakeAssistant, abstained, answered

from bot import batch
from bot.reply import Help, Reply
from retrieval.errors import ReadError

NEEDED = 'an object with a "question" in text is needed, such as {"question": "Who said ...?"}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not json", "this is not JSON (Expecting value at character 1)"),
        (b'{"question": "a"', "this is not JSON (Expecting ',' delimiter at character 17)"),
        (b"\xff\xfe", "this is not UTF-8"),
        (b"[" * 100_000, "this JSON is nested too deeply"),
        (b'"Who?"', NEEDED),
        (b"{}", NEEDED),
        (b'{"question": 7}', NEEDED),
        (b'{"question": "Who?", "turns": "x"}', '"turns" must be a list such as [{"q": "...", "a": "..."}]'),
        (b'{"question": "Who?", "turns": [{"a": "x"}]}', '"turns" must be a list such as [{"q": "...", "a": "..."}]'),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_next_is_answered(line, reason):
    first, second = batch.answers(FakeAssistant({"The pier?": answered()}), [line, b'{"question": "The pier?"}'], None)

    assert isinstance(first, ReadError)
    assert (first.where, first.reason) == ("line 1", reason)
    assert second["status"] == "answered"


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "This question has no words."), ("/help", "/help is a command, and JSON is for questions.")],
)
def test_what_cannot_be_asked_is_a_bad_line_too(question, reason):
    assistant = FakeAssistant({"/help": Reply("command", Help(()), "/help")})
    (error,) = batch.answers(assistant, [json.dumps({"question": question}).encode()], None)

    assert (error.where, error.reason) == ("line 1", reason)


def test_answers_keep_the_order_and_the_ids_and_the_question_is_the_default_id():
    lines = [b'{"id": 7, "question": "The pier?"}', b"", b'\xef\xbb\xbf{"question": "Ferries?"}', b"  "]
    assistant = FakeAssistant({"The pier?": answered("The pier?"), "Ferries?": abstained("Ferries?")})

    assert [answer["id"] for answer in batch.answers(assistant, lines, None)] == [7, "Ferries?"]


def test_each_line_is_a_thread_of_its_own_that_begins_with_its_turns():
    turns = [{"q": "Who met?", "a": "The council."}, {"q": "When?"}]
    lines = [json.dumps({"question": "Why?", "turns": turns}).encode(), b'{"question": "Why?"}']
    assistant = FakeAssistant({"Why?": answered("Why?")})

    list(batch.answers(assistant, lines, 10))

    (first, _, limit), (second, _, _) = assistant.asked
    assert first != second
    assert limit == 10
    assert assistant.remembered == {first: turns}


def test_a_limit_is_how_many_quotes_each_answer_has():
    assistant = FakeAssistant({"The pier?": answered()})

    assert [len(a["quotes"]) for a in batch.answers(assistant, [b'{"question": "The pier?"}'], 3)] == [3]
