"""What we hold messages to beyond what Slack refuses (``bot.slack.fake.rules``), and ways to read them in tests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.slack.fake import rules

NOTIFICATION = 4_000
_SHOWN = {"text", "link"}
_PLAIN = {"header", "divider", "actions", "rich_text"}


def check_message(text: str, blocks: list[dict[str, Any]]) -> None:
    """Raises AssertionError, or Refused, for a message that we would not want to send or that Slack would not take."""
    assert text.strip()
    assert len(text) <= NOTIFICATION
    assert blocks
    rules.check_message(text, blocks)
    check_blocks(blocks)


def check_view(view: dict[str, Any]) -> None:
    assert view["blocks"]
    rules.check_view(view)
    check_blocks(view["blocks"])


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    """No text that Slack parses, nothing that pings, and links to web addresses alone."""
    assert {block["type"] for block in blocks} <= _PLAIN
    for part in parts(blocks):
        assert part["type"] != "mrkdwn"
        if part["type"] == "link":
            assert urlsplit(part["url"]).scheme in {"http", "https"}
    for block in blocks:
        if block["type"] == "rich_text":
            leaves = [part for part in parts(block) if "elements" not in part]
            assert {leaf["type"] for leaf in leaves} <= _SHOWN


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in blocks that has a type, in order."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


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
