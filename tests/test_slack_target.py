"""Scripts played in Slack: the same files, through the real app against the small Slack."""

import io

import pytest
from slack_process import archive

from bot.script import play

SCRIPT = """
version: 1
defaults: {{archive: {archive}}}
conversations:
  - name: in a thread
    turns:
      - user: What did Ada Lindqvist say about the old pier?
        bot: {{outcome: answered, quotes: [{{contains: We will not sell the old pier, speaker: Ada Lindqvist}}]}}
      - user: And about the repair?
        bot: {{outcome: answered, understood: {{contains: repair}}, text: {{contains: "Understood as:"}}}}
      - click: context
        bot: {{outcome: command, text: {{contains: We will not sell the old pier}}}}
      - click: why
        bot: {{outcome: command, text: {{contains: Words of the question}}}}
      - click: open
        bot: {{outcome: command, text: {{contains: Fishers welcomed the vote}}}}
      - user: What did Ada Lindqvist say?
        bot: {{count: 3}}
      - click: more
        bot: {{outcome: answered, count: {{min: 1}}}}
      - click: helpful
        only: [slack]
  - name: shared
    only: [slack]
    turns:
      - user: What did Ada Lindqvist say about the old pier?
        bot: {{outcome: answered}}
      - click: share
        bot: {{outcome: answered, text: {{contains: We will not sell the old pier}}}}
  - name: silence
    turns:
      - user: {{any: ["", "Who counted the whales on Mars?"]}}
        bot: {{quotes: []}}
"""


def rehearse(folder, script, target):
    file = folder / "talk.convo.yaml"
    file.write_text(script.format(archive=archive(folder)), encoding="utf-8")
    out = io.StringIO()
    return play.rehearse([file], target=target, out=out), out.getvalue()


@pytest.mark.parametrize(("target", "counted"), [("slack", "4 ok"), ("console", "3 ok, 1 skipped")])
def test_a_script_holds_in_slack_as_in_the_console(tmp_path, target, counted):
    code, out = rehearse(tmp_path, SCRIPT, target)
    assert (code, counted in out) == (0, True), out


def test_a_button_that_is_not_there_is_told_with_its_turn(tmp_path):
    script = """
version: 1
defaults: {{archive: {archive}}}
conversations:
  - name: lost
    turns:
      - user: Who counted the whales on Mars?
      - click: why 2
"""
    code, out = rehearse(tmp_path, script, "slack")
    assert code == 1
    assert 'has the button "why 2"' in out
