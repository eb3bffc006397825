"""What a line of the log holds, and what it never does."""

import asyncio
import json
import logging

import pytest

from bot import logs


def line(form: logging.Formatter, message="It works", *arguments, **more) -> str:
    return form.format(
        logging.getLogger("bot.x").makeRecord("bot.x", logging.INFO, "x.py", 7, message, arguments, **more)
    )


QUESTION = "What did the minister say?"


def failure() -> tuple:
    try:
        int(QUESTION)
    except ValueError as error:
        return type(error), error, error.__traceback__


def test_a_line_of_json_holds_what_machines_sort_by():
    made = json.loads(line(logs.Json(), "Ended: %s", "answered", exc_info=None, extra={"seconds": 0.25}))
    assert made.pop("time").endswith("+00:00")
    assert made == {"level": "info", "logger": "bot.x", "message": "Ended: answered", "seconds": 0.25}


def test_what_a_line_is_given_does_not_replace_what_it_holds_by_itself():
    assert json.loads(line(logs.Json(), exc_info=None, extra={"level": "loud"}))["level"] == "info"


def test_a_failure_is_told_by_its_type_and_place():
    made = json.loads(line(logs.Json(), exc_info=failure()))
    assert made["error"] == "ValueError"
    assert [at.partition("test_logs.py:")[1] for at in made["at"]] == ["test_logs.py:"]


@pytest.mark.parametrize("form", [logs.Json(), logs.Redacting()])
def test_what_an_exception_says_is_left_out(form):
    written = line(form, exc_info=failure())
    assert QUESTION not in written
    assert "ValueError" in written


@pytest.mark.parametrize("form", [logs.Json(), logs.Redacting()])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("token xoxb-1-abc", "token xoxb-***"),
        ("xapp-1-A-b!", "xapp-***!"),
        ("wss://slack.example/?ticket=abc&app_id=1", "wss://slack.example/?ticket=***&app_id=1"),
        ("/articles/1?until=2026-01-01&signature=abc", "/articles/1?until=2026-01-01&signature=***"),
    ],
)
def test_tokens_tickets_and_signatures_are_taken_out(form, said, kept):
    assert kept in line(form, said, exc_info=None)


async def test_each_task_names_its_own_request():
    async def serve(name: str) -> str:
        with logs.request(name):
            await asyncio.sleep(0)
            return await asyncio.to_thread(line, logs.Json(), exc_info=None)

    written = await asyncio.gather(serve("Ev1"), serve("Ev2"))
    assert [json.loads(one)["request"] for one in written] == ["Ev1", "Ev2"]
    assert "request" not in json.loads(line(logs.Json(), exc_info=None))
