"""What each kind of reply says in Slack, before it is cut to the size of a message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from bot.render import abstentions, rich, words
from bot.render.cards import Place, card, inert, source, unfolded
from bot.render.home import help_blocks, home
from bot.render.limits import FACT, QUESTION, QUOTE, clipped
from bot.render.modals import article_pages, checks, evidence
from bot.render.rich import inline, paragraph
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

    from bot.render.limits import Block
    from bot.render.rich import Element

_LINES = 10  # items of a list that stay together


@dataclass(frozen=True, slots=True)
class Parts:
    """A reply in pieces.

    ``said`` is its notification; ``head`` stands on every page; each of ``units`` is kept in one piece.
    """

    said: str
    head: list[Block]
    units: list[list[Block]]


def parts(reply: Reply, place: Place, *, closest: bool) -> Parts:  # noqa: C901, PLR0911, PLR0912  # one case a kind
    """``closest``: with the closest passages of an abstention."""
    body = reply.body
    match body:
        case Answer():
            return Parts(_spoken(body.quotes[0]), [], _cards(body.quotes, reply.first, place))
        case Abstention():
            return _abstention(body, reply.first, place, closest=closest)
        case Timeline():
            said = words.timeline(body)
            head = rich.block(rich.section(inline(said, QUESTION, bold=True)))
            return Parts(said, head, _cards(body.quotes, reply.first, place))
        case ArticleView():
            head = rich.block(rich.section(source(body.article)))
            return Parts(words.title(body.article), head, article_pages(body))
        case ContextView():
            unit = unfolded(body, place, numbered=False, room=2 * QUOTE, foldable=False)
            return Parts(_spoken(body.quote), [], [unit])
        case Why():
            return Parts(f"Why quote {body.number} was chosen", [], [evidence(body)])
        case Check():
            return Parts("The message beside the record", [], checks(body))
        case Notice():
            return Parts(body.text, [], [paragraph(clipped(body.text, QUOTE))])
        case Help():
            return Parts("How to ask", [], [help_blocks(body)])
        case Sources():
            rest = [inline(words.older(body.left))] if body.left else []
            lines = [*(source(one) for one in body.articles), *rest]
            return _listed("The articles of the archive, newest first", lines)
        case Speakers():
            lines = [inline(words.counted_speaker(one), 2 * FACT) for one in body.speakers]
            return _listed("Who is quoted in the archive, most quoted first", lines)
        case Overview():
            blocks = home(body, ())["blocks"]
            return Parts(f"The archive holds {words.holdings(body)}.", [], [[block] for block in blocks])
        case _:
            assert_never(body)


def _abstention(body: Abstention, first: int, place: Place, *, closest: bool) -> Parts:
    """What was looked for and why there is no answer. A message cannot fold: the closest passages wait for a button."""
    said = abstentions.abstention(
        replace(
            body,
            speaker=body.speaker and rich.isolated(body.speaker),
            missing=tuple(map(rich.isolated, body.missing)),
            topic=rich.isolated(body.topic),
            did_you_mean=body.did_you_mean and rich.isolated(body.did_you_mean),
        )
    )
    looked = inline(words.no_answer(body), QUESTION)
    head = rich.block(rich.section(looked), rich.section(inline(said, 2 * QUESTION, bold=True)))
    if not closest or not body.closest:
        return Parts(said, head, [])
    near = _cards(body.closest[: words.CLOSEST_SHOWN], first, place)
    return Parts(said, head + paragraph(words.CLOSEST, italic=True), near)


def _cards(quotes: Sequence[Quote], first: int, place: Place) -> list[list[Block]]:
    numbered = len(quotes) > 1 or first > 1
    return [card(quote, number, place, numbered=numbered) for number, quote in enumerate(quotes, first)]


def _listed(title: str, lines: Sequence[Sequence[Element]]) -> Parts:
    """A list of one-line items, in pieces so that it can be cut into pages."""
    pieces = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]
    return Parts(title, paragraph(title, bold=True), [rich.block(rich.bullets(piece)) for piece in pieces])


def _spoken(quote: Quote) -> str:
    """A quote in one line for notifications: who, and the words."""
    return f"{words.speaker(inert(quote))}: {quote.text}"
