"""The buttons under a message: their action ids, and what they carry from the message to the click."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.render.limits import BUTTON_VALUE, Block
from bot.render.rich import paragraph

Button = dict[str, Any]

MORE = "onrecord_more"
TIMELINE = "onrecord_timeline"
CLOSEST = "onrecord_closest"
CONTEXT = "onrecord_context"
WHY = "onrecord_why"
OPEN = "onrecord_open"
HELPFUL = "onrecord_helpful"
UNHELPFUL = "onrecord_unhelpful"
SHARE = "onrecord_share"
PAGE = "onrecord_page"
PAGE_BACK = "onrecord_page_back"  # Slack wants the action ids of one row to differ

ACTIONS = (MORE, TIMELINE, CLOSEST, CONTEXT, WHY, OPEN, HELPFUL, UNHELPFUL, SHARE, PAGE, PAGE_BACK)


@dataclass(frozen=True, slots=True)
class ButtonValue:
    """Which question of which thread, which quote of it, and where that stands.

    ``ask`` is the message to put again for another page of a list. ``show`` is False where a click folds away.
    """

    thread: str = ""
    turn: int = 0
    number: int = 0
    article: str = ""
    start: int = 0
    end: int = 0
    page: int = 1
    ask: str = ""
    show: bool = True

    def dumps(self) -> str:
        """Small JSON, without the fields that have their default.

        Slack takes 2,000 characters. An archive may name its articles at any length and a question is long at times;
        the click is then resolved by thread, turn and number alone.
        """
        value = _compact(self)
        return value if len(value) <= BUTTON_VALUE else _compact(replace(self, article="", ask=""))

    @classmethod
    def loads(cls, value: str) -> ButtonValue:
        """The reverse of ``dumps``. Raises ValueError for what no button of ours carries."""
        data = json.loads(value)
        plain = asdict(cls())
        if not isinstance(data, dict) or any(type(data[name]) is not type(plain.get(name)) for name in data):
            raise ValueError("this button does not carry a value of ours")
        return cls(**data)


def _compact(value: ButtonValue) -> str:
    plain = asdict(ButtonValue())
    return json.dumps({name: field for name, field in asdict(value).items() if field != plain[name]})


def button(action: str, label: str, value: ButtonValue, spoken: str | None = None) -> Button:
    """A button; ``spoken`` is what a screen reader says where the label alone is not enough."""
    element = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": value.dumps(),
    }
    return element | ({"accessibility_label": spoken} if spoken else {})


def row(*buttons: Button, block_id: str) -> list[Block]:
    """A row of buttons; nothing when there are none."""
    return [{"type": "actions", "block_id": block_id, "elements": list(buttons)}] if buttons else []


def turning(value: ButtonValue, page: int, pages: int) -> list[Block]:
    """On which page of how many one is, and the buttons to its neighbours; nothing when there is one page."""
    if pages == 1:
        return []
    back = [button(PAGE_BACK, "Previous page", replace(value, page=page - 1))] if page > 1 else []
    on = [button(PAGE, "Next page", replace(value, page=page + 1))] if page < pages else []
    return paragraph(f"Page {page} of {pages}", italic=True) + row(*back, *on, block_id="pages")
