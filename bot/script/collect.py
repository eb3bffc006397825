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


def is_chosen(scenario: Scenario, keyword: str | None, tags: Sequence[str]) -> bool:
    named = keyword is None or keyword.casefold() in report.place(scenario).casefold()
    return named and (not tags or not set(tags).isdisjoint(scenario.tags))
