"""The views that open over a message: an article to read, the reasons for a quote, a message beside the record."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.render import rich, words
from bot.render.buttons import ButtonValue, turning
from bot.render.cards import attribution, inert, quoted, source
from bot.render.limits import FACT, QUESTION, QUOTE, VIEW_BLOCKS, prefix, size
from bot.render.rich import inline, paragraph, text

if TYPE_CHECKING:
    from bot.render.limits import Block
    from bot.render.rich import Element
    from bot.reply import ArticleView, Why
    from retrieval.model import Article, Check, Checked, Span

View = dict[str, Any]

_PAGE = 6_000
_ITEMS = 20


def article_modal(view: ArticleView, page: int | None = None) -> View:
    """An article, one page at a time, with the quote marked; without ``page`` the page on which the quote begins."""
    spans = _spans(view)
    if page is None:
        at = view.marked[0] if view.marked else 0
        page = next((number for number, (_, end) in enumerate(spans, 1) if at < end), 1)
    page = max(1, min(page, len(spans)))
    first, last = view.marked or (0, 0)
    value = ButtonValue(article=view.article.id, start=first, end=last)
    return _modal("Article", [*_about(view.article), *_page(view, spans[page - 1]), *turning(value, page, len(spans))])


def _about(article: Article) -> list[Block]:
    """Where the article comes from. A title that would repeat the first words of the text is none."""
    about = words.about(article)
    line = source(article) if article.title or article.url or not about else inline(about, 2 * FACT)
    return rich.block(rich.section(line), rich.section(inline(words.correction(article) or "", QUESTION)))


def article_pages(view: ArticleView) -> list[list[Block]]:
    """The whole article, page after page."""
    return [_page(view, span) for span in _spans(view)]


def _spans(view: ArticleView) -> list[Span]:
    """The article's text in pieces of a page, cut between sentences; inside one only where it is longer than a page."""
    whole, start = view.article.text, view.article.body
    ends = [sentence.end for sentence in view.sentences]
    spans: list[Span] = []
    while (fitting := start + prefix(whole[start : start + _PAGE], _PAGE)) < len(whole):
        before = bisect_right(ends, fitting)
        cut = ends[before - 1] if before and ends[before - 1] > start else whole.rfind(" ", start + 1, fitting) + 1
        spans.append((start, cut or fitting))
        start = cut or fitting
    return [*spans, (start, len(whole))]


def _page(view: ArticleView, span: Span) -> list[Block]:
    start, end = span
    whole = view.article.text
    first, last = view.marked or (end, end)
    first, last = min(max(first, start), end), min(max(last, start), end)
    cut = any(sentence.start < end < sentence.end for sentence in view.sentences)
    return rich.block(
        rich.section(text(whole[start:first].strip("\n"))),
        rich.quote(text(whole[first:last], bold=True)),
        rich.section(text(whole[last:end].strip("\n"))),
        rich.section(
            text("The last sentence is longer than a page and goes on on the next.", italic=True) if cut else []
        ),
    )


def why_modal(why: Why) -> View:
    return _modal("Why this quote", evidence(why))


def evidence(why: Why) -> list[Block]:
    """The quote, and what speaks for it as numbers with their names."""
    asked = words.asked(why)
    terms = rich.bullets(
        inline(asked.get(term.term, term.term), bold=True) + text(f": {term.weight:.0%}, {words.held(term)}")
        for term in why.evidence.terms[:_ITEMS]
    )
    features = rich.bullets(
        inline(words.FEATURE[feature.name], bold=True) + text(f": {words.product(feature)}")
        for feature in why.evidence.features[:_ITEMS]
    )
    notes = [words.copies(inert(why.quote)), words.correction(why.quote.article) or ""]
    return [
        *rich.block(quoted(why.quote, QUOTE), rich.section(attribution(why.quote))),
        *rich.block(*(rich.section(inline(note, QUESTION)) for note in notes if note)),
        *rich.block(rich.section(text(words.TERMS)) if terms else [], terms),
        *rich.block(rich.section(text(words.FEATURES)) if features else [], features),
        *paragraph(words.confidence(why)),
    ]


def check_modal(check: Check) -> View:
    """A message held against the record, sentence by sentence."""
    shown = [block for item in checks(check)[:_ITEMS] for block in [*item, {"type": "divider"}]]
    return _modal("Beside the record", shown[:-1] + _unseen(len(check.items) - _ITEMS + check.left))


def checks(check: Check) -> list[list[Block]]:
    """Each sentence of a message with its verdict; a line that says so when there is none to check."""
    if not check.items:
        return [paragraph(words.NOTHING_TO_CHECK)]
    return [_checked(item) for item in check.items]


def _unseen(count: int) -> list[Block]:
    return paragraph(words.left(count)) if count > 0 else []


def _checked(item: Checked) -> list[Block]:
    """The verdict on a sentence of a message, the sentence with its differences, and what the record has."""
    record = [*quoted(item.quote, QUOTE), *rich.section(attribution(item.quote))] if item.quote else []
    return rich.block(
        rich.section(text(words.verdict(item), bold=True)),
        rich.section(_compared(item) if item.differences else inline(item.claim, QUESTION)),
        rich.section(inline(words.miscredit(_inert(item)) or "", 4 * FACT)),
        record,
    )


def _compared(item: Checked) -> list[Element]:
    """The message's words with the record's: struck out what the record does not have, bold what it has instead."""
    if sum(size(piece.text) for piece in item.differences) > QUOTE:
        return text("This sentence is too long to show its differences here.", italic=True)
    return [
        element
        for piece in item.differences
        for element in text(piece.text, strike=piece.where == "said", bold=piece.where == "record")
    ]


def _inert(item: Checked) -> Checked:
    """The sentence with its names isolated, so that none of them turns the words around it."""
    credited_to = item.credited_to and rich.isolated(item.credited_to)
    return replace(item, credited_to=credited_to, quote=inert(item.quote) if item.quote else None)


def _modal(title: str, blocks: list[Block]) -> View:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title, "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": blocks[:VIEW_BLOCKS],
    }
