"""Tasks in the background, and how a failure is logged."""

import io
import logging

import pytest

from bot.slack.background import Background, report


@pytest.fixture
def log():
    """A logger, and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logger = logging.getLogger("test of logs")
    logger.setLevel("INFO")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


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
