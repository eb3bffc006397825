"""What a user reads in a message or a view of the small Slack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_LINES = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted", "header"})


def shown(message: dict[str, Any]) -> str:
    """All text of the blocks from top to bottom, a line for each paragraph; labels of buttons in brackets."""
    return "".join(_pieces(message.get("blocks") or [])).strip()


def button(message: dict[str, Any], action: str, number: int | None = None) -> dict[str, Any] | None:
    """The first button with this action, of quote ``number`` where one is given; None when there is none."""
    wanted = f'"number": {number},'
    for row in message.get("blocks") or []:
        for element in row.get("elements", []) if row["type"] == "actions" else []:
            if element["action_id"] == action and (number is None or wanted in element["value"]):
                found: dict[str, Any] = element
                return found
    return None


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _pieces(one)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind == "button":
            yield f"[{value['text']['text']}] "
        elif isinstance(value.get("text"), str):
            yield value["text"]
        else:
            yield from _pieces(value.get("text"))
            yield from _pieces(value.get("elements"))
        if kind in _LINES or kind == "actions":
            yield "\n"
