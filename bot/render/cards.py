"""A quote as Slack shows it: the words in a quote block, who said them and where, the buttons that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.render import links, rich, words
from bot.render.buttons import CONTEXT, OPEN, WHY, ButtonValue, button, row
from bot.render.limits import FACT, QUOTE, sentence_ends, size, whole_sentences
from bot.render.rich import inline, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.render.buttons import Button
    from bot.render.limits import Block
    from bot.render.rich import Element
    from bot.reply import ContextView
    from retrieval.model import Article, Quote


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: which question of which thread it answers."""

    thread: str
    turn: int

    def value(self, quote: Quote, number: int, *, show: bool = True) -> ButtonValue:
        return ButtonValue(self.thread, self.turn, number, quote.article.id, quote.start, quote.end, show=show)


def card(quote: Quote, number: int, place: Place, *, numbered: bool) -> list[Block]:
    """A quote with its attribution and buttons; ``numbered`` where it is one of several."""
    fold = button(CONTEXT, "Context", place.value(quote, number), f"The sentences around quote {number}")
    shown = [*quoted(quote, QUOTE), *_credit(quote, number, numbered=numbered)]
    return rich.block(shown, block_id=f"quote-{number}") + _buttons(quote, number, place, fold)


def unfolded(view: ContextView, place: Place, *, numbered: bool, room: int, foldable: bool) -> list[Block]:
    """A card with the sentences around its quote, all together at most ``room`` long.

    The attribution stays right under the quote, as it is not that of its neighbours. ``foldable``: in the place of its
    card, to which a button leads back.
    """
    quote, number = view.quote, view.number
    before, after, whole = _neighbours(view, room - size(quote.text))
    shown = [
        *rich.section(text(before, italic=True)),
        *quoted(quote, min(room, QUOTE)),
        *_credit(quote, number, numbered=numbered),
        *rich.section(text(after, italic=True)),
        *rich.section(text("" if whole else "There is more around it than a message can show, behind Open article.")),
    ]
    hide = button(CONTEXT, "Hide context", place.value(quote, number, show=False), f"Only quote {number} again")
    return rich.block(shown, block_id=f"quote-{number}") + _buttons(quote, number, place, *[hide] * foldable)


def _credit(quote: Quote, number: int, *, numbered: bool) -> list[Element]:
    return rich.section(text(f"{number}. " if numbered else "") + attribution(quote))


def _buttons(quote: Quote, number: int, place: Place, *fold: Button) -> list[Block]:
    value = place.value(quote, number)
    why = [button(WHY, "Why", value, f"Why quote {number}")] if quote.evidence else []
    article = button(OPEN, "Open article", value, f"Open the article of quote {number}")
    return row(*fold, article, *why, block_id=f"buttons-{number}")


def quoted(quote: Quote, limit: int) -> list[Element]:
    """The quote block: whole where it fits; else its first whole sentences, and a line that says what is missing.

    A sentence that is longer than ``limit`` by itself is not shown in part, as half a sentence may say the opposite.
    """
    shown = whole_sentences(quote.text, limit)
    spans = [(start - quote.start, end - quote.start) for start, end in quote.matches]
    block = rich.quote(rich.marked(quote.text[:shown], spans))
    if shown == len(quote.text):
        return block
    if shown == 0:
        said = f"This sentence of {len(quote.text):,} characters is too long for a message. It is behind Open article."
    else:
        left = len(quote.text) - shown
        said = f"Cut after a sentence: {left:,} more characters of this quote are behind Open article."
    return block + rich.section(text(said, italic=True))


def _neighbours(context: ContextView, room: int) -> tuple[str, str, bool]:
    """The text before and after the quote, and whether that is all of it.

    Where it is too long it is cut to whole sentences, the nearest ones, each side within half the ``room``.
    """
    quote = context.quote
    before = quote.article.text[context.start : quote.start].strip()
    after = quote.article.text[quote.end : context.end].strip()
    starts = [0, *sentence_ends(before)]
    first = min((start for start in starts if size(before[start:]) <= room // 2), default=len(before))
    last = whole_sentences(after, room // 2)
    return before[first:].strip(), after[:last], first == 0 and last == len(after)


def attribution(quote: Quote) -> list[Element]:
    """Who said it and in whose words; below, the way it took to us, when, and the article with a link to the words.

    An article without a title and an address has nothing to add there; its button opens it.
    """
    named = inert(quote)
    url, article = links.to_quote(quote), quote.article
    title = words.title(article) if article.title or url else ""
    who = joined([inline(words.speaker(named), 2 * FACT, bold=True), inline(words.kind(named), 2 * FACT)], " · ")
    where = [inline(words.source(named) or "", 2 * FACT), rich.link(url, title) if url else inline(title)]
    return joined([who, joined(where, " · ")], "\n")


def inert(quote: Quote) -> Quote:
    """The quote with each of its names isolated, so that none of them turns the words around it."""
    article = quote.article
    outlet = rich.isolated(article.outlet) if article.outlet else None
    said = quote.statement
    if said is not None:
        said = replace(
            said,
            speaker=said.speaker and rich.isolated(said.speaker),
            speaker_text=said.speaker_text and rich.isolated(said.speaker_text),
            role=said.role and rich.isolated(said.role),
            via=tuple(map(rich.isolated, said.via)),
        )
    also = tuple(map(inert, quote.also))
    return replace(quote, article=replace(article, outlet=outlet), statement=said, also=also)


def joined(parts: Iterable[Sequence[Element]], separator: str) -> list[Element]:
    """The parts that are not empty, with ``separator`` between them."""
    elements: list[Element] = []
    for part in filter(None, parts):
        elements += (text(separator) if elements else []) + list(part)
    return elements


def source(article: Article) -> list[Element]:
    """An article in one line: its title, linked where it can be, and where it comes from."""
    url, title = links.web_address(article.url), words.title(article)
    return joined(
        [rich.link(url, title) if url else inline(title, bold=True), inline(words.about(article) or "", 2 * FACT)],
        " · ",
    )
