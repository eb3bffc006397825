"""Replies as Slack messages and views. Pure; the one door to what Slack is given to show.

Text of articles, questions and users goes into rich-text elements, which Slack never parses, and escaped into the
notification text. Every message is within the limits of ``bot.render.limits``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from bot.render import rich, words
from bot.render.buttons import (
    ACTIONS,
    CLOSEST,
    HELPFUL,
    MORE,
    SHARE,
    UNHELPFUL,
    ButtonValue,
    button,
    row,
    turning,
)
from bot.render.cards import Place, card, source
from bot.render.home import home
from bot.render.limits import BLOCKS, CARD, FACT, MESSAGE, NOTIFICATION, QUESTION, QUOTE, shorten, weight
from bot.render.modals import article_modal, check_modal, checked, evidence, why_modal
from bot.render.rich import inline, paragraph, text
from bot.reply import (
    ArticleView,
    ContextView,
    Help,
    Notice,
    Overview,
    Reply,
    Sources,
    Speakers,
    Timeline,
    Why,
)
from retrieval.model import Abstention, Answer, Check, Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.render.buttons import Button
    from bot.render.limits import Block
    from bot.render.rich import Element

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

_LINES = 10  # items of a list that stay together


@dataclass(frozen=True, slots=True)
class Message:
    """What ``chat.postMessage`` takes: ``text`` for notifications and screen readers, and the blocks."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A reply before it is cut into pages.

    ``said`` is its notification; ``head`` stands on every page; each of ``units`` is kept in one piece.
    """

    said: str
    head: list[Block]
    units: list[list[Block]]


def plain(said: str) -> Message:
    """A message of one plain text, shown to the letter; cut with "…" where a message cannot hold it."""
    return Message(notification(said), paragraph(shorten(said, MESSAGE) or "…"))


def message(reply: Reply, *, thread_ref: str, page: int = 1, note: str = "", closest: bool = False) -> Message:
    """A reply as a message for its thread.

    ``note`` is a line of ours above it (that the question was edited, say); ``closest`` unfolds the closest passages of
    an abstention; ``page`` counts from 1, for replies that are longer than a message.
    """
    place = Place(thread_ref, reply.turn)
    parts = _parts(reply, place, closest=closest)
    noted = replace(parts, head=paragraph(note, italic=True) + parts.head)
    return _message(reply, place, noted, _below(reply, place, closest=closest) + _rating(reply, place), page)


def ephemeral(reply: Reply, *, thread_ref: str = "", page: int = 1, closest: bool = False) -> Message:
    """A reply that its asker alone sees, with a button that shares it in the channel."""
    place = Place(thread_ref, reply.turn)
    share = button(SHARE, "Share in channel", ButtonValue(thread_ref, reply.turn, ask=reply.asked))
    below = [*_below(reply, place, closest=closest), share]
    return _message(reply, place, _parts(reply, place, closest=closest), below, page)


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
    return [*before, *card(view.quote, view.number, place, numbered=numbered, context=view, room=room), *after]


def _message(reply: Reply, place: Place, parts: _Parts, below: list[Button], page: int) -> Message:
    head = rich.block(rich.section(inline(words.understood(reply) or "", QUESTION, italic=True))) + parts.head
    tail = row(*below, block_id="below")
    pages = _pages(parts.units, MESSAGE - weight(head) - weight(tail) - FACT, BLOCKS - len(head) - len(tail) - 2)
    page = max(1, min(page, len(pages)))
    shown = [block for unit in pages[page - 1] for block in unit]
    value = ButtonValue(place.thread, place.turn, ask=reply.asked)
    return Message(notification(parts.said), head + shown + turning(value, page, len(pages)) + tail)


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
    if isinstance(reply.body, Abstention) and reply.body.closest and not closest:
        buttons.append(button(CLOSEST, "Closest passages", replace(value, ask=reply.asked)))
    return buttons


def _rating(reply: Reply, place: Place) -> list[Button]:
    if reply.outcome not in {"answered", "abstained"}:
        return []
    value = ButtonValue(place.thread, place.turn)
    return [button(HELPFUL, "Helpful", value), button(UNHELPFUL, "Not helpful", value)]


def _parts(reply: Reply, place: Place, *, closest: bool) -> _Parts:  # noqa: C901, PLR0911, PLR0912  # one case a kind
    body = reply.body
    match body:
        case Answer():
            return _Parts(_spoken(body.quotes[0]), [], _cards(body.quotes, reply.first, place))
        case Abstention():
            return _abstention(body, reply.first, place, closest=closest)
        case Notice():
            return _Parts(body.text, paragraph(shorten(body.text, QUOTE)), [])
        case Help():
            return _listed(
                "What you can ask for", [text(what, bold=True) + text(f" {does}") for what, does in body.commands]
            )
        case Sources():
            return _listed(words.counted(len(body.articles), "article"), [source(article) for article in body.articles])
        case Speakers():
            lines = [inline(words.counted_speaker(one), 2 * FACT) for one in body.speakers]
            return _listed("Who is quoted in the archive, most quoted first", lines)
        case ArticleView():
            title = words.title(body.article)
            return _Parts(title, rich.block(rich.section(source(body.article))), [])
        case ContextView():
            unit = card(body.quote, body.number, place, numbered=False, context=body, room=2 * QUOTE)
            return _Parts(_spoken(body.quote), [], [unit])
        case Why():
            return _Parts(f"Why quote {body.number} was chosen", [], [evidence(body)])
        case Check():
            return _Parts("The message beside the record", [], [checked(item) for item in body.items])
        case Timeline():
            head = rich.block(rich.section(inline(f"What {body.speaker} said on {body.topic}, oldest first", QUESTION)))
            return _Parts(f"What {body.speaker} said on {body.topic}", head, _cards(body.quotes, reply.first, place))
        case Overview():
            said = f"The archive holds {words.holdings(body)}."
            return _Parts(said, [], [[block] for block in home(body, ())["blocks"]])
        case _:
            assert_never(body)


def _cards(quotes: Sequence[Quote], first: int, place: Place) -> list[list[Block]]:
    numbered = len(quotes) > 1 or first > 1
    return [card(quote, number, place, numbered=numbered) for number, quote in enumerate(quotes, first)]


def _abstention(body: Abstention, first: int, place: Place, *, closest: bool) -> _Parts:
    """What was looked for and why there is no answer. Messages of Slack cannot fold: the closest passages wait behind
    a button.
    """
    said = words.abstention(body)
    looked = inline(f"No answer to {words.quoted(body.understood_as)}", QUESTION)
    head = rich.block(rich.section(looked), rich.section(inline(said, 2 * QUESTION, bold=True)))
    if not closest or not body.closest:
        return _Parts(said, head, [])
    return _Parts(said, head + paragraph(words.CLOSEST, italic=True), _cards(body.closest, first, place))


def _listed(title: str, lines: Sequence[Sequence[Element]]) -> _Parts:
    """A list of one-line items, in pieces so that it can be cut into pages."""
    pieces = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]
    return _Parts(title, paragraph(title, bold=True), [rich.block(rich.bullets(piece)) for piece in pieces])


def _spoken(quote: Quote) -> str:
    """A quote in one line for notifications: who, and the words."""
    return f"{rich.isolated(words.speaker(quote))}: {quote.text}"
