"""Who may ask, where, and how often."""

import pytest

from bot.slack.access import Access


@pytest.mark.parametrize(
    ("channels", "users", "channel", "user", "allowed"),
    [
        pytest.param((), (), "C1", "U1", True, id="no list allows all"),
        pytest.param(("C1",), (), "C1", "U1", True, id="a listed channel"),
        pytest.param(("C1",), (), "C2", "U1", False, id="another channel"),
        pytest.param(("C1",), (), "D1", "U1", True, id="a direct message is no channel"),
        pytest.param((), ("U1",), "C2", "U1", True, id="a listed user"),
        pytest.param((), ("U1",), "D1", "U2", False, id="another user"),
        pytest.param(("C1",), ("U1",), "C2", "U1", False, id="both lists have to allow"),
    ],
)
def test_the_lists_decide_who_may_ask(channels, users, channel, user, allowed):
    assert Access(channels, users, per_minute=5).allows(channel, user) is allowed


@pytest.mark.parametrize(("lately", "verdict"), [(0, "answer"), (4, "answer"), (5, "limited"), (9, "limited")])
def test_too_many_questions_within_a_minute_are_put_off(lately, verdict):
    assert Access((), (), per_minute=5).verdict("C1", "U1", lately) == verdict


def test_who_may_not_ask_is_told_so_and_not_to_wait():
    assert Access(("C1",), (), per_minute=5).verdict("C2", "U1", asked_lately=9) == "refused"
