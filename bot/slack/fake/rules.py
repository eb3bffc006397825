"""What Slack refuses in blocks and views: the checks of slack_sdk's models, and the limits of Slack's reference.

Slack's models check fewer things than Slack does, so the shape of rich text is checked here, and that nothing is lost
on the way through the models: a key that they do not know is one that Slack refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

BLOCKS = 50
MESSAGE = 13_000
TEXT = 40_000

_CONTAINERS = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"})
_STYLES = frozenset({"bold", "italic", "strike", "code", "underline"})
_LEAVES: dict[str, set[str]] = {
    "text": {"text"},
    "link": {"url"},
    "user": {"user_id"},
    "channel": {"channel_id"},
    "emoji": {"name"},
    "broadcast": {"range"},
    "date": {"timestamp", "format"},
}

Raw = dict[str, Any]


class Refused(Exception):
    """Slack's error code, and what is wrong, for whoever reads a failed test."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code
        self.why = why


def check_message(text: str | None, blocks: Sequence[Raw] | None) -> None:
    """Raises Refused for what ``chat.postMessage`` would refuse."""
    if not text and not blocks:
        raise Refused("no_text")
    if text and len(text) > TEXT:
        raise Refused("msg_too_long", f"the text has {len(text)} characters")
    if blocks:
        check_blocks(blocks, BLOCKS)
        weight = sum(len(piece) for piece in _texts(blocks))
        if weight > MESSAGE:
            raise Refused("msg_blocks_too_long", f"the blocks have {weight} characters")


def check_view(view: Raw) -> None:
    """Raises Refused for what ``views.open`` or ``views.publish`` would refuse."""
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        raise Refused("invalid_arguments", str(error)) from None
    if view["type"] == "modal" and not view.get("title"):
        raise Refused("invalid_arguments", "a modal has a title")
    check_blocks(view.get("blocks") or [], View.blocks_max_length)


def check_blocks(blocks: Sequence[Raw], most: int) -> None:
    if not isinstance(blocks, list) or len(blocks) > most:
        raise Refused("invalid_blocks", f"{len(blocks)} blocks, at most {most}")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) < len(names):
        raise Refused("invalid_blocks", "a block_id stands twice")
    for block in blocks:
        _check_block(block)


def _check_block(block: Raw) -> None:
    try:
        parsed = Block.parse(dict(block))
        again = parsed.to_dict() if parsed else None
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        raise Refused("invalid_blocks", f"{error} in {block}") from None
    if again != block:
        raise Refused("invalid_blocks", f"not a block as Slack knows it: {block}")
    if block["type"] == "rich_text":
        _check_rich_text(block["elements"], inside=None)
    if block["type"] == "actions":
        actions = [element.get("action_id") for element in block["elements"]]
        if len(set(actions)) < len(actions):
            raise Refused("invalid_blocks", f"an action_id stands twice in {actions}")


def _check_rich_text(elements: Sequence[Raw], inside: str | None) -> None:
    for element in elements:
        kind = element.get("type")
        if kind in _CONTAINERS and inside in {None, "rich_text_list"}:
            if not element.get("elements"):
                raise Refused("invalid_blocks", f"an empty {kind}")
            _check_rich_text(element["elements"], kind)
        elif kind in _LEAVES and inside not in {None, "rich_text_list"}:
            _check_leaf(element, str(kind))
        else:
            raise Refused("invalid_blocks", f"{kind} stands in {inside or 'rich_text'}")


def _check_leaf(element: Raw, kind: str) -> None:
    for key in _LEAVES[kind]:
        if not element.get(key):
            raise Refused("invalid_blocks", f"a {kind} element without {key}")
    if kind == "link" and not str(element["url"]).startswith(("http://", "https://", "mailto:")):
        raise Refused("invalid_blocks", f"a link to {element['url']}")
    if set(element.get("style", {})) - _STYLES:
        raise Refused("invalid_blocks", f"a style {element['style']}")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "url"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
