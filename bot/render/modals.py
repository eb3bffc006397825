"""The views that open over a message: an article to read, the reasons for a quote, a message beside the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.render import rich
from bot.render.buttons import ButtonValue, turning
from bot.render.cards import attribution, quoted, source
from bot.render.limits import QUESTION, QUOTE, VIEW_BLOCKS, prefix, size
from bot.render.rich import inline, paragraph, text

if TYPE_CHECKING:
    from bot.render.limits import Block
    from bot.reply import ArticleView, Why
    from retrieval.model import Check, Checked, Span

View = dict[str, Any]

_PAGE = 6_000
_ITEMS = 20
_VERDICTS = {
    "verbatim": "The record has these words.",
    "differs": "The record has other words.",
    "close": "The record speaks of this, in other words.",
    "not_found": "The record does not have this.",
}


def article_modal(view: ArticleView, page: int | None = None) -> View:
    """An article, one page at a time, with the quote marked; without ``page`` the page on which the quote begins."""
    article = view.article
    pages = _pages(view)
    if page is None:
        at = view.marked[0] if view.marked else 0
        page = next((number for number, (_, end) in enumerate(pages, 1) if at < end), 1)
    page = max(1, min(page, len(pages)))
    span = pages[page - 1]
    first, last = view.marked or (0, 0)
    value = ButtonValue(article=article.id, start=first, end=last)
    facts = rich.block(rich.section(source(article)))
    return _modal("Article", [*facts, *_text(view, span), *turning(value, page, len(pages))])


def _pages(view: ArticleView) -> list[Span]:
    """The article's text in pieces of a page, cut between sentences; inside one only where it is longer than a page."""
    text_, start = view.article.text, view.article.body
    ends = [sentence.end for sentence in view.sentences if sentence.end > start]
    pages: list[Span] = []
    while size(text_[start:]) > _PAGE:
        fitting = start + prefix(text_[start:], _PAGE)
        cut = max((end for end in ends if start < end <= fitting), default=0)
        cut = cut or text_.rfind(" ", start, fitting) + 1 or fitting
        cut = cut if cut > start else fitting
        pages.append((start, cut))
        start = cut
    return [*pages, (start, len(text_))]


def _text(view: ArticleView, span: Span) -> list[Block]:
    start, end = span
    text_ = view.article.text
    first, last = view.marked or (end, end)
    first, last = min(max(first, start), end), min(max(last, start), end)
    return rich.block(
        rich.section(text(text_[start:first].strip("\n"))),
        rich.quote(text(text_[first:last], bold=True)),
        rich.section(text(text_[last:end].strip("\n"))),
    )


def why_modal(why: Why) -> View:
    return _modal("Why this quote", evidence(why))


def evidence(why: Why) -> list[Block]:
    """The quote, and what speaks for it as numbers with their names."""
    terms = rich.bullets(
        inline(term.term, bold=True) + text(f" {term.weight:.0%}, {'' if term.matched else 'not '}in the quote")
        for term in why.evidence.terms[:_ITEMS]
    )
    features = rich.bullets(
        inline(feature.name, bold=True) + text(f" {feature.value:.2f} × {feature.weight:.2f}")  # noqa: RUF001
        for feature in why.evidence.features[:_ITEMS]
    )
    return [
        *rich.block(quoted(why.quote, QUOTE), rich.section(attribution(why.quote))),
        *rich.block(rich.section(text("Words of the question and what they weigh")), terms),
        *rich.block(rich.section(text("What speaks for the quote (value × weight)")), features),  # noqa: RUF001
        *paragraph(f"Confidence {why.confidence:.2f} of 1."),
    ]


def check_modal(check: Check) -> View:
    """A message held against the record, sentence by sentence."""
    items = check.items[:_ITEMS]
    rest = len(check.items) - len(items)
    said = [*paragraph(f"The message has {rest:,} more sentences; these are the first {_ITEMS}.")] if rest else []
    none = [] if items else paragraph("There is no sentence in this message.")
    return _modal("Beside the record", [*none, *(block for item in items for block in checked(item)), *said])


def checked(item: Checked) -> list[Block]:
    """One sentence of a message, the verdict, the record's words, and the difference word by word."""
    compared = [
        element
        for piece in item.differences
        for element in text(piece.text, strike=piece.where == "said", bold=piece.where == "record")
    ]
    record = [*quoted(item.quote, QUOTE), *rich.section(attribution(item.quote))] if item.quote else []
    return rich.block(
        rich.section(text(_VERDICTS[item.verdict], bold=True)),
        rich.section(text("The message: ") + inline(item.claim, QUESTION)),
        rich.section(text("Word by word: ") + compared) if compared else [],
        record,
    )


def _modal(title: str, blocks: list[Block]) -> View:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title, "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": blocks[:VIEW_BLOCKS],
    }
