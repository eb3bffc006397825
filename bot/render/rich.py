"""Slack's rich text as raw dicts. Its text elements are never parsed: what stands in them pings and links nothing.

Nothing from an article, a question or a user may reach Slack but through here or through ``escaped``. Slack refuses
empty text elements, so none is made.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from bot.render.limits import FACT, Block, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retrieval.model import Span

Element = dict[str, Any]

_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs: what no encoding can write
_ISOLATE, _POP = "\u2068", "\u2069"
_INITIATORS = frozenset("\u2066\u2067\u2068")
_STIRRING = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"})


def escaped(text: str) -> str:
    """Text for a field that Slack parses, made inert by the three escapes of Slack's reference."""
    return _HALVES.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(value: str, *, bold: bool = False, italic: bool = False, strike: bool = False) -> list[Element]:
    """The element that shows ``value`` to the letter, but for half surrogate pairs; none for empty text."""
    if not value:
        return []
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("strike", strike)) if on}
    return [{"type": "text", "text": _HALVES.sub("\ufffd", value)} | ({"style": style} if style else {})]


def isolated(value: str) -> str:
    """``value`` so that no direction mark in it, matched or not, reaches the text around it.

    Unicode's isolates (UAX 9) enclose it. A pop too many in it would end them early, so as many more are opened; an
    isolate that it leaves open is closed. Text without a direction of its own comes back as it is.
    """
    opens, closes = _isolates(value)
    return opens + value + closes


def _isolates(value: str) -> tuple[str, str]:
    if not any(unicodedata.bidirectional(character) in _STIRRING for character in value):
        return "", ""
    opened = unmatched = 0
    for character in value:
        if character in _INITIATORS:
            opened += 1
        elif character == _POP and opened:
            opened -= 1
        elif character == _POP:
            unmatched += 1
    return _ISOLATE * (unmatched + 1), _POP * (opened + 1)


def inline(value: str, limit: int = FACT, *, bold: bool = False, italic: bool = False) -> list[Element]:
    """Foreign text beside words of ours: in one line, within ``limit``, its directions isolated.

    The isolates are elements of their own, so that the element with the text holds it to the letter.
    """
    line = shorten(value, limit)
    opens, closes = _isolates(line)
    return [*text(opens), *text(line, bold=bold, italic=italic), *text(closes)]


def link(url: str, value: str, limit: int = FACT) -> list[Element]:
    """A link that shows ``value``, under the same rules as ``inline``."""
    line = shorten(value, limit)
    opens, closes = _isolates(line)
    return [*text(opens), {"type": "link", "url": url, "text": _HALVES.sub("\ufffd", line)}, *text(closes)]


def marked(value: str, spans: Iterable[Span], **style: bool) -> list[Element]:
    """``value`` with the ``spans`` (offsets in it, in any order, overlapping or not) in bold."""
    elements: list[Element] = []
    at = 0
    for first, last in sorted(spans):
        start, end = max(first, at), min(last, len(value))
        if start < end:
            elements += text(value[at:start], **style) + text(value[start:end], **style | {"bold": True})
            at = end
    return elements + text(value[at:], **style)


def section(elements: Sequence[Element]) -> list[Element]:
    return [{"type": "rich_text_section", "elements": list(elements)}] if elements else []


def quote(elements: Sequence[Element]) -> list[Element]:
    """A quote block. It is a paragraph of its own, so directions inside it end with it and need no isolates."""
    return [{"type": "rich_text_quote", "elements": list(elements)}] if elements else []


def bullets(items: Iterable[Sequence[Element]]) -> list[Element]:
    sections = [part for item in items for part in section(item)]
    return [{"type": "rich_text_list", "style": "bullet", "elements": sections}] if sections else []


def block(*parts: Sequence[Element], block_id: str | None = None) -> list[Block]:
    """A block of sections, quotes and lists; none when all are empty."""
    elements = [element for part in parts for element in part]
    if not elements:
        return []
    return [{"type": "rich_text", "elements": elements} | ({"block_id": block_id} if block_id else {})]


def paragraph(value: str, **style: bool) -> list[Block]:
    """One line of our own words."""
    return block(section(text(value, **style)))
