"""What Slack refuses, as far as its reference and its client's models tell: for tests of what we give it to show."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MESSAGE_TEXT = 13_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
_INLINE = {"text": {"type", "text", "style"}, "link": {"type", "url", "text", "style"}}
_CONTAINERS = {"rich_text_section", "rich_text_quote", "rich_text_list"}


def check_message(text: str, blocks: list[dict[str, Any]]) -> None:
    """Raises AssertionError, or the client's own error, for a message that Slack would not take."""
    assert text.strip()
    assert len(text) <= 4_000
    assert 0 < len(blocks) <= MESSAGE_BLOCKS
    check_blocks(blocks)
    assert sum(len(string) for string in strings(blocks)) <= MESSAGE_TEXT


def check_view(view: dict[str, Any]) -> None:
    assert view["type"] in {"modal", "home"}
    assert 0 < len(view["blocks"]) <= VIEW_BLOCKS
    View(**view).validate_json()
    check_blocks(view["blocks"])


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    names = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(names) == len(set(names))
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
        if block["type"] == "rich_text":
            _check_rich_text(block["elements"])
        elif block["type"] == "actions":
            actions = [element["action_id"] for element in block["elements"]]
            assert len(actions) == len(set(actions))
            assert all(len(element["value"]) <= 2_000 for element in block["elements"])
        elif block["type"] != "divider":
            assert block["type"] == "header"
            assert block["text"]["type"] == "plain_text"


def _check_rich_text(elements: list[dict[str, Any]]) -> None:
    assert elements
    for element in elements:
        if element["type"] in _CONTAINERS:
            _check_rich_text(element["elements"])
        else:
            assert set(element) <= _INLINE[element["type"]]
            assert element["text"]
            assert element["type"] == "text" or urlsplit(element["url"]).scheme in {"http", "https"}


def strings(value: Any) -> Iterator[str]:
    """Every text and address in blocks, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "url"} and isinstance(inner, str):
                yield inner
            else:
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def elements(blocks: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The parts of one kind ("rich_text_quote", ...) in rich-text blocks, in order."""
    rich = [part for block in blocks if block["type"] == "rich_text" for part in block["elements"]]
    return [part for part in rich if part["type"] == kind]


def joined(element: dict[str, Any]) -> str:
    """The text of a section or quote as it is read."""
    return "".join(part["text"] for part in element["elements"])


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The buttons by their labels; of several with one label the last."""
    rows = [block for block in blocks if block["type"] == "actions"]
    return {element["text"]["text"]: element for row in rows for element in row["elements"]}
