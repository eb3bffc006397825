"""An article as a web page, for articles that have no address of their own. Pure; everything shown is inert text.

The page holds no script, loads nothing, and says so to the browser (``POLICY``). It follows the reader's choice of
light or dark, and its colours keep a contrast of 7 to 1 (WCAG 2.2, level AAA).
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from bot.render import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.reply import ArticleView
    from retrieval.model import Span

ANCHOR = "quote"
"""The fragment that leads to the marked words."""

_STYLE = """
:root {
  color-scheme: light dark; --ground: #fdfcfa; --ink: #1c1b19; --faint: #55524c; --mark: #ffe9a3; --edge: #8a6100
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #171614; --ink: #ece9e3; --faint: #b3aea4; --mark: #4a3a08; --edge: #f0c95c }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.125rem/1.65 Georgia, "Noto Serif", serif }
main { max-width: 38rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.25 }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem }
p { margin: 0 0 1.1rem }
h1, h2, p { overflow-wrap: anywhere; white-space: pre-line; unicode-bidi: plaintext; text-align: start }
.about, footer, .note, .skip { font: .95rem/1.5 system-ui, sans-serif; color: var(--faint) }
.about { margin-bottom: 2rem }
.note { padding: .75rem 1rem; border: 1px solid var(--edge); border-radius: .25rem; color: var(--ink) }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--faint) }
mark { background: var(--mark); color: inherit; padding: .1em 0; border-bottom: 2px solid var(--edge);
  unicode-bidi: isolate; -webkit-box-decoration-break: clone; box-decoration-break: clone; scroll-margin-top: 30vh }
.first::before, .last::after { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.first::before { content: "Start of the quote. " }
.last::after { content: " End of the quote." }
.skip { position: absolute; left: -100vw }
.skip:focus { position: static; display: block; padding: .75rem 1.25rem }
a { color: inherit }
:focus-visible { outline: 3px solid var(--edge); outline-offset: 2px }
"""

POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of these pages: this one style, and nothing else."""

VERBATIM = "The text is the one that the archive holds, to the letter."
CHANGED = "The article has changed since this link was made, so the quote is not marked."

_BLOCK = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")  # a paragraph: what no empty line interrupts
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls, halves of surrogate pairs


def article_page(view: ArticleView, until: date, *, changed: bool = False) -> str:
    """The whole article with the quote marked. ``until`` is the last day of the link; ``changed``: the article has."""
    article = view.article
    about = words.about(article)
    heading = article.title or about or "Article"
    correction = f"Corrected by its publisher: <bdi>{_text(article.correction)}</bdi>" if article.correction else ""
    parts = [
        f'<a class="skip" href="#{ANCHOR}">Go to the quote</a>' if view.marked else "",
        f'<main lang="{_text(article.language)}">\n<h1 dir="auto">{_text(heading)}</h1>',
        f'<p class="about" lang="en"><bdi>{_text(about)}</bdi></p>' if article.title and about else "",
        f'<p class="note" lang="en">{CHANGED}</p>' if changed else "",
        f'<p class="note">{correction}</p>' if correction else "",
        *_blocks(view),
        f'<footer lang="en">{VERBATIM} This link works until {words.day(until)}.</footer>\n</main>',
    ]
    return _page(heading, "\n".join(filter(None, parts)))


def notice_page(title: str, said: str) -> str:
    """A page that says why there is no article."""
    return _page(title, f"<main>\n<h1>{_text(title)}</h1>\n<p>{_text(said)}</p>\n</main>")


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{_text(title)} – Onrecord</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _blocks(view: ArticleView) -> Iterator[str]:
    """The headings and paragraphs of the text."""
    text, headings = _shown(view.article.text), {sentence.section for sentence in view.sentences}
    start = min(view.article.body, view.marked[0]) if view.marked else view.article.body
    for block in _BLOCK.finditer(text, start):
        first, last = block.start(), block.start() + len(block[0].rstrip())
        tag = "h2" if text[first:last] in headings else "p"
        yield f'<{tag} dir="auto">{_marked(text, (first, last), view.marked)}</{tag}>'


def _marked(text: str, block: Span, marked: Span | None) -> str:
    """A block's text with the part of the quote that stands in it marked; a quote may run through several blocks."""
    start, end = block
    if marked is None or marked[1] <= start or end <= marked[0]:
        return _text(text[start:end])
    first, last = max(start, marked[0]), min(end, marked[1])
    begins, ends = first == marked[0], last == marked[1]
    name = " ".join(["first"] * begins + ["last"] * ends)
    attributes = (f' id="{ANCHOR}" tabindex="-1"' if begins else "") + (f' class="{name}"' if name else "")
    return f"{_text(text[start:first])}<mark{attributes}>{_text(text[first:last])}</mark>{_text(text[last:end])}"


def _text(value: str) -> str:
    return escape(_shown(value))


def _shown(value: str) -> str:
    """As long as ``value``."""
    return _UNSHOWABLE.sub("\ufffd", value)
