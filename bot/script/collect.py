"""Which conversations to play: the scripts at some paths, and what a choice by name and tag leaves of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.script import report
from bot.script.format import SUFFIX
from bot.script.scenario import load
from bot.script.source import ScriptError
from retrieval.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.script.format import TargetName
    from bot.script.scenario import Scenario


class RehearsalError(OnrecordError):
    """There is nothing to play, or it cannot be played there."""


def find(paths: Sequence[Path]) -> list[Path]:
    """The scripts at these paths: a file is one itself, a folder is searched. Raises RehearsalError."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(script for script in path.rglob(f"*{SUFFIX}") if _is_script(script, path))
            if not inside:
                raise RehearsalError(f"There is no script (*{SUFFIX}) in {path}.")
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise RehearsalError(f"There is no script at {path}.")
    return list(found)


def _is_script(file: Path, folder: Path) -> bool:
    """Whether it is a file that is not hidden, nor in a hidden folder such as an environment."""
    return file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)


def load_all(paths: Sequence[Path], target: TargetName) -> list[Scenario]:
    """All scenarios of the scripts; what is wrong in any of the scripts is told at once."""
    scenarios: list[Scenario] = []
    faults: list[str] = []
    for file in find(paths):
        try:
            scenarios += load(file, target)
        except ScriptError as error:
            faults.append(str(error))
    if faults:
        raise RehearsalError("\n".join(faults))
    return scenarios


def choose(
    scenarios: Sequence[Scenario], keyword: str | None, tags: Sequence[str], *, whole: bool = False
) -> list[Scenario]:
    """Those that have the keyword and one of the tags; ``whole`` takes their conversations with all variants.

    Raises RehearsalError when none is left.
    """
    chosen = [scenario for scenario in scenarios if _is_meant(scenario, keyword, tags)]
    if not chosen:
        raise RehearsalError("No conversation is left to play: -k or the tags leave all of them out.")
    talks = {(scenario.source.file, scenario.name) for scenario in chosen}
    return [scenario for scenario in scenarios if (scenario.source.file, scenario.name) in talks] if whole else chosen


def _is_meant(scenario: Scenario, keyword: str | None, tags: Sequence[str]) -> bool:
    named = keyword is None or keyword.casefold() in report.place(scenario).casefold()
    return named and (not tags or not set(tags).isdisjoint(scenario.tags))
