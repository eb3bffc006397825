"""From a script to the conversations that are played: one for each variant, with its archive and its day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from bot.script.format import Variants
from bot.script.reading import read
from bot.script.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.script.format import Conversation, Expectation, Script, TargetName, Turn
    from bot.script.source import Where


@dataclass(frozen=True, slots=True)
class Click:
    """A button of the last reply; ``number`` is the quote that it belongs to, as the reply counts them."""

    button: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """What the user does, and what is expected of the reply; ``where`` is the turn's place in the script."""

    does: str | Click
    expected: Expectation | None
    where: Where


@dataclass(frozen=True, slots=True)
class Scenario:
    """A conversation as it is played.

    ``variant`` says which of the ways to say it are taken, counted from 1; it is empty where there is one way only.
    ``archive`` is empty where the settings decide. ``skipped`` says why it is not for this target.
    """

    source: Source
    where: Where
    name: str
    variant: tuple[int, ...]
    tags: tuple[str, ...]
    archive: tuple[Path, ...]
    now: date | None
    limit: int | None
    steps: tuple[Step, ...]
    skipped: str | None = None

    @property
    def label(self) -> str:
        """``name`` or ``name[2]``, with ``name[2-1]`` where two turns have variants."""
        return f"{self.name}[{'-'.join(map(str, self.variant))}]" if self.variant else self.name

    @property
    def line(self) -> int:
        return self.source.line(self.where)


def load(file: Path, target: TargetName) -> list[Scenario]:
    """The conversations of a script, in the order of the file. Raises ScriptError."""
    source = Source.load(file)
    script = read(source)
    return [
        scenario
        for number, talk in enumerate(script.conversations)
        for scenario in _scenarios(source, script, talk, ("conversations", number), target)
    ]


def _scenarios(
    source: Source, script: Script, talk: Conversation, where: Where, target: TargetName
) -> Iterator[Scenario]:
    defaults = script.defaults
    archive_at: Where = (*where, "archive") if talk.archive else ("defaults", "archive")
    archive = tuple(_find(source, archive_at, name) for name in several(talk.archive or defaults.archive or []))
    for variant, steps in _variants(talk, where, target):
        yield Scenario(
            source=source,
            where=where,
            name=talk.name,
            variant=variant,
            tags=tuple(talk.tags),
            archive=archive,
            now=talk.now or defaults.now,
            limit=talk.limit or defaults.limit,
            steps=steps,
            skipped=None if _meant(talk, target) and steps else f"not for {target}",
        )


def several(texts: str | list[str]) -> list[str]:
    """One text or a list of them, as a list."""
    return [texts] if isinstance(texts, str) else texts


def _find(source: Source, where: Where, name: str) -> Path:
    """An archive's path: beside the script, else in the working folder; whole, should the working folder change."""
    found = next((path for path in (source.file.parent / name, Path(name)) if path.exists()), None)
    if found is None:
        raise source.error(where, f"there is no archive {name}, neither beside this file nor in the working folder")
    return found.resolve()


def _variants(
    talk: Conversation, where: Where, target: TargetName
) -> Iterator[tuple[tuple[int, ...], tuple[Step, ...]]]:
    """Every way through a conversation: the numbers of the variants taken, and the steps."""
    turns = [(number, turn) for number, turn in enumerate(talk.turns) if _meant(turn, target)]
    ways = [
        list(enumerate(turn.user.any, 1)) if isinstance(turn.user, Variants) else [(0, _does(turn))]
        for _, turn in turns
    ]
    for way in product(*ways):
        steps = tuple(
            Step(does, turn.bot, (*where, "turns", number))
            for (number, turn), (_, does) in zip(turns, way, strict=True)
        )
        yield tuple(variant for variant, _ in way if variant), steps


def _does(turn: Turn) -> str | Click:
    if isinstance(turn.user, str):
        return turn.user
    button, _, number = str(turn.click).partition(" ")
    return Click(button, int(number or 1))


def _meant(part: Conversation | Turn, target: TargetName) -> bool:
    return part.only is None or target in part.only
