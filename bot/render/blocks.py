"""Replies as Slack messages and views. Pure; the one door to what Slack is given to show.

Text of articles, questions and users goes into rich-text elements, which Slack never parses, and escaped into the
notification text. Every message is within the limits of ``bot.render.limits``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.render import rich, words
from bot.render.buttons import (
    ACTIONS,
    CLOSEST,
    HELPFUL,
    MORE,
    SHARE,
    TIMELINE,
    UNHELPFUL,
    ButtonValue,
    button,
    row,
    turning,
)
from bot.render.cards import Place, card, unfolded
from bot.render.home import home
from bot.render.limits import BLOCKS, CARD, FACT, MESSAGE, NOTIFICATION, QUESTION, SECTION, clipped, shorten, weight
from bot.render.modals import article_modal, check_modal, why_modal
from bot.render.parts import Parts, parts
from bot.render.rich import inline, paragraph
from retrieval.model import Abstention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.render.buttons import Button
    from bot.render.limits import Block
    from bot.reply import ContextView, Reply

__all__ = [
    "ACTIONS",
    "ButtonValue",
    "Message",
    "article_modal",
    "check_modal",
    "ephemeral",
    "home",
    "message",
    "plain",
    "why_modal",
    "with_context",
]


@dataclass(frozen=True, slots=True)
class Message:
    """What ``chat.postMessage`` takes: ``text`` for notifications and screen readers, and the blocks."""

    text: str
    blocks: list[Block]


def plain(said: str) -> Message:
    """A message of one plain text, shown to the letter; cut with "…" where a message cannot hold it."""
    return Message(notification(said), paragraph(clipped(said, SECTION) if said.strip() else "…"))


def message(reply: Reply, *, thread_ref: str, page: int = 1, note: str = "", closest: bool = False) -> Message:
    """A reply as a message for its thread.

    ``note`` is a line of ours above it (that the question was edited, say); ``closest`` unfolds the closest passages of
    an abstention; ``page`` counts from 1, for replies that are longer than a message.
    """
    place = Place(thread_ref, reply.turn)
    said = parts(reply, place, closest=closest)
    noted = replace(said, head=paragraph(note, italic=True) + said.head)
    return _message(reply, place, noted, _below(reply, place, closest=closest) + _rating(reply, place), page)


def ephemeral(reply: Reply, *, thread_ref: str = "", page: int = 1, closest: bool = False) -> Message:
    """A reply that its asker alone sees, with a button that shares it in the channel."""
    place = Place(thread_ref, reply.turn)
    share = button(SHARE, "Share in channel", ButtonValue(thread_ref, reply.turn, ask=reply.asked))
    below = [*_below(reply, place, closest=closest), share]
    return _message(reply, place, parts(reply, place, closest=closest), below, page)


def notification(said: str) -> str:
    """``said`` cut at a word and made inert, for a field that Slack parses."""
    return rich.escaped(rich.isolated(shorten(said, NOTIFICATION))) or "…"


def with_context(
    blocks: Sequence[Block], view: ContextView, *, thread_ref: str, turn: int, show: bool = True
) -> list[Block]:
    """The blocks of a message of ours with the sentences around one quote shown in place, or folded away again.

    The card is found by its block ids; a message without it comes back as it is.
    """
    ours = (f"quote-{view.number}", f"buttons-{view.number}")
    names = [block.get("block_id", "") for block in blocks]
    if ours[0] not in names:
        return list(blocks)
    at = names.index(ours[0])
    before = [block for block in blocks[:at] if block.get("block_id") not in ours]
    after = [block for block in blocks[at:] if block.get("block_id") not in ours]
    numbered = sum(name.startswith("quote-") for name in names) > 1 or view.number > 1
    place = Place(thread_ref, turn)
    if not show:
        return [*before, *card(view.quote, view.number, place, numbered=numbered), *after]
    room = MESSAGE - CARD - weight(before) - weight(after)
    return [*before, *unfolded(view, place, numbered=numbered, room=room, foldable=True), *after]


def _message(reply: Reply, place: Place, said: Parts, below: list[Button], page: int) -> Message:
    head = rich.block(rich.section(inline(words.understood(reply) or "", QUESTION, italic=True))) + said.head
    tail = row(*below, block_id="below")
    outdated = words.outdated(reply)
    tail = (paragraph(outdated, italic=True) if outdated else []) + tail
    room = MESSAGE - weight(head) - weight(tail) - FACT  # a line that tells the page, and its buttons
    pages = _pages(said.units, room, BLOCKS - len(head) - len(tail) - 2)
    page = max(1, min(page, len(pages)))
    shown = [block for unit in pages[page - 1] for block in unit]
    value = ButtonValue(place.thread, place.turn, ask=reply.asked)
    return Message(notification(said.said), head + shown + turning(value, page, len(pages)) + tail)


def _pages(units: Sequence[list[Block]], room: int, rows: int) -> list[list[list[Block]]]:
    """The units in pages of at most the weight ``room`` and ``rows`` blocks; one page when there are none."""
    pages: list[list[list[Block]]] = [[]]
    heavy = count = 0
    for unit in units:
        if pages[-1] and (heavy + weight(unit) > room or count + len(unit) > rows):
            pages.append([])
            heavy = count = 0
        pages[-1].append(unit)
        heavy, count = heavy + weight(unit), count + len(unit)
    return pages


def _below(reply: Reply, place: Place, *, closest: bool) -> list[Button]:
    value = ButtonValue(place.thread, place.turn)
    buttons = [button(MORE, f"More ({reply.remaining})", value)] if reply.remaining else []
    if reply.timeline:
        buttons.append(button(TIMELINE, "Timeline", replace(value, ask=reply.timeline)))
    if isinstance(reply.body, Abstention) and reply.body.closest and not closest:
        buttons.append(button(CLOSEST, "Closest passages", replace(value, ask=reply.asked)))
    return buttons


def _rating(reply: Reply, place: Place) -> list[Button]:
    if reply.outcome not in {"answered", "abstained"}:
        return []
    value = ButtonValue(place.thread, place.turn)
    return [button(HELPFUL, "Helpful", value), button(UNHELPFUL, "Not helpful", value)]
