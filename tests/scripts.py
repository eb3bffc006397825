"""For tests of scripted conversations: a small archive and scripts over it, in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.script.play import Player
from bot.script.scenario import Click, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.reply import Reply
    from bot.script.play import Result
    from bot.script.scenario import Scenario

ARTICLE = """\
---
title: Council keeps the pier
outlet: Harbour News
date: 2026-03-04
---

The harbour council met on Tuesday.

Mayor Ada Lindqvist said that the repair of the pier would cost 3 million crowns and take two years.

"We will not sell the old pier," Lindqvist told reporters.

Fisherman Nils Berg said the harbour needs a new crane.
"""

GOOD = """\
version: 1
defaults: {archive: archive}
conversations:
  - name: repair
    tags: [smoke]
    turns:
      - user: {any: [What did Lindqvist say about the repair, What did Ada Lindqvist say about the repair]}
        bot:
          outcome: answered
          quotes:
            - {contains: 3 million crowns, speaker: Ada Lindqvist, kind: paraphrase}
  - name: ferry
    turns:
      - user: What did Olga Ekman say about the ferry
        bot: {outcome: abstained, reason: speaker_silent, quotes: []}
"""


def folder(place: Path, script: str = GOOD, name: str = "talk.convo.yaml") -> Path:
    """Put the archive and a script into a folder; returns the script's path."""
    (place / "archive").mkdir(exist_ok=True)
    (place / "archive" / "pier.md").write_text(ARTICLE, encoding="utf-8")
    file = place / name
    file.write_text(script, encoding="utf-8")
    return file


class TableTarget:
    """A target whose replies stand in a table; what is read is the outcome. Tells what it was asked."""

    name = "console"

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.replies = replies
        self.opened: list[Scenario] = []
        self.done: list[str | Click] = []

    def open(self, scenario: Scenario) -> TableTarget:
        self.opened.append(scenario)
        return self

    def say(self, text: str) -> Reply:
        self.done.append(text)
        return self.replies[text]

    def click(self, click: Click) -> Reply:
        self.done.append(click)
        return self.replies[f"{click.button} {click.number}"]

    def read(self, reply: Reply) -> str:
        return f"As read: {reply.outcome}"

    def close(self) -> None: ...


def played(file: Path, replies: Mapping[str, Reply], texts: Mapping[str, str]) -> list[Result]:
    """The results of a script on a table of replies, in a time that never passes."""
    player = Player(TableTarget(replies), lambda _archive: texts, clock=lambda: 0.0)
    return [player.play(scenario) for scenario in load(file, "console")]
