"""The pytest plugin: ``*.convo.yaml`` files are collected, an item for each conversation and variant.

It is loaded in every pytest run where Onrecord is installed. So it imports nothing of Onrecord before it meets a
script, and what goes wrong from there on, be it in the script or in the engine, is one failing item of that script:
an error of the collection would stop everybody's other tests.
"""

# ruff: noqa: PLC0415  # nothing is imported before it is needed

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.script.play import Player
    from bot.script.scenario import Scenario

SUFFIX = ".convo.yaml"
"""As in ``bot.script.format``, which is not imported here."""

_PLAYER = pytest.StashKey["Player"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    return ScriptFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None


class ScriptFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        try:
            player, scenarios = _player(self.config), _scenarios(self.path)
        except Exception as error:  # noqa: BLE001  # see the module's docstring
            yield FaultItem.from_parent(self, name="script", fault=error)
            return
        for scenario in scenarios:
            yield ScenarioItem.from_parent(self, name=scenario.label, scenario=scenario, player=player)


class FaultItem(pytest.Item):
    """A script that cannot be played: it fails with the reason."""

    def __init__(self, *, fault: Exception, **rest: Any) -> None:
        super().__init__(**rest)
        self.fault = fault

    def runtest(self) -> None:
        raise self.fault

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from retrieval.errors import OnrecordError

        known = isinstance(excinfo.value, OnrecordError)
        return str(excinfo.value) if known else super().repr_failure(excinfo, style)


class ConversationFailed(Exception):
    """A reply is not what the script expects; the message says everything."""


class ScenarioItem(pytest.Item):
    """A conversation, in one of its variants."""

    def __init__(self, *, scenario: Scenario, player: Player, **rest: Any) -> None:
        super().__init__(**rest)
        self.scenario = scenario
        self.player = player
        for tag in scenario.tags:
            line = f"{tag}: conversations with this tag"
            if line not in self.config.getini("markers"):
                self.config.addinivalue_line("markers", line)
            self.add_marker(tag)
        if scenario.skipped:
            self.add_marker(pytest.mark.skip(reason=scenario.skipped))

    def runtest(self) -> None:
        from bot.script import report

        result = self.player.play(self.scenario)
        if not result.passed:
            raise ConversationFailed(report.failure(result))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        known = isinstance(excinfo.value, ConversationFailed)
        return str(excinfo.value) if known else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.scenario.line - 1, self.name


def _player(config: pytest.Config) -> Player:
    """The one player of this run, so that each archive is read once."""
    if _PLAYER not in config.stash:
        from bot.script.play import Player, article_texts, console_target

        config.stash[_PLAYER] = Player(console_target(), article_texts)
    return config.stash[_PLAYER]


def _scenarios(file: Path) -> list[Scenario]:
    from bot.script.scenario import load

    return load(Path(os.path.relpath(file)), "console")  # short in what is reported
