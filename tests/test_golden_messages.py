"""The golden messages: ``python tests/render_blocks.py --write > page.html`` writes them anew, to be looked at."""

import pytest
import slack_rules as rules
from golden_messages import FOLDER, dumped, messages

MESSAGES = messages()


def test_every_golden_file_is_one_of_the_messages():
    assert {file.stem for file in FOLDER.glob("*.json")} == set(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_what_it_was_when_it_was_last_looked_at(name):
    assert dumped(MESSAGES[name]) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_it(name):
    shown = MESSAGES[name]
    if "text" in shown:
        rules.check_message(shown["text"], shown["blocks"])
    else:
        rules.check_view(shown)
