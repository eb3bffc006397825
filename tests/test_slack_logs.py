"""Logs: no token and no ticket, whoever writes them."""

import io
import logging

import pytest

from bot.slack.background import Background, report
from bot.slack.logs import Redacting


@pytest.fixture
def log():
    """A logger that formats as the process does, and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Redacting("%(message)s"))
    logger = logging.getLogger("test of logs")
    logger.setLevel("INFO")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("token xoxb-12-34-abC and more", "token xoxb-*** and more"),
        ("xapp-1-A0-x", "xapp-***"),
        ("wss://a.example/link/?ticket=1a-2b&app_id=3", "wss://a.example/link/?ticket=***&app_id=3"),
        ("the xoxb of it", "the xoxb of it"),
    ],
)
def test_tokens_and_tickets_are_not_written(log, said, written):
    logger, out = log
    logger.info(said)
    assert out.getvalue() == written + "\n"


def test_tokens_are_not_written_in_tracebacks_either(log):
    logger, out = log
    try:
        int("xoxb-12-34")
    except ValueError:
        logger.exception("it failed")
    assert "xoxb-***" in out.getvalue()
    assert "34" not in out.getvalue()


def test_a_failure_is_told_by_type_and_place_and_without_its_message(log):
    logger, out = log
    try:
        int("a question")
    except ValueError as error:
        report(logger, "answering", error)
    assert out.getvalue().startswith("answering failed: ValueError at ")
    assert "a question" not in out.getvalue()


async def test_tasks_in_the_background_are_waited_for_and_end_nothing_when_they_fail():
    background, done = Background(), []

    async def work(number):
        if number == 1:
            raise ValueError("one")
        done.append(number)

    for number in range(3):
        background.start("a click", work(number))
    await background.drain()
    assert done == [0, 2]
