"""Many questions from a file of JSON lines: ``{"id", "question", "turns"?}``, turns ``[{"q", "a"}]`` asked before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.render.data import as_json
from retrieval.errors import QuestionError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Item:
    """One question; ``where`` is its line (``line 3``), ``id`` what the answer is to be called (None: the question)."""

    where: str
    question: str
    id: Any = None
    turns: tuple[dict[str, str], ...] = ()


def answers(assistant: Assistant, lines: Iterable[bytes], limit: int | None) -> Iterator[dict[str, Any] | ReadError]:
    """An answer for each line, in order, each in a thread of its own; a ReadError for a line that can have none."""
    for item in read(lines):
        if isinstance(item, ReadError):
            yield item
            continue
        thread = f"batch {item.where}"
        if item.turns:
            assistant.remember(thread, item.turns)
        try:
            yield as_json(assistant.reply(thread, item.question, limit=limit), item.id, limit)
        except QuestionError as error:
            yield ReadError(item.where, str(error))


def read(lines: Iterable[bytes]) -> Iterator[Item | ReadError]:
    """The questions, and a ReadError in the place of each line that holds none. Empty lines are skipped."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _item(f"line {number}", line)


def _item(where: str, line: bytes) -> Item | ReadError:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        return ReadError(where, f"this is not JSON ({error.msg} at character {error.pos + 1})")
    except UnicodeDecodeError:
        return ReadError(where, "this is not UTF-8")
    except RecursionError:
        return ReadError(where, "this JSON is nested too deeply")
    if not isinstance(value, dict) or not isinstance(value.get("question"), str):
        return ReadError(where, 'an object with a "question" in text is needed, such as {"question": "Who said ...?"}')
    turns = value.get("turns") or []
    if not isinstance(turns, list) or not all(map(_is_turn, turns)):
        return ReadError(where, '"turns" must be a list such as [{"q": "...", "a": "..."}]')
    return Item(where, value["question"], value.get("id"), tuple(turns))


def _is_turn(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("q"), str) and isinstance(value.get("a", ""), str)
