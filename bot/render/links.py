"""Links to the very words: an article's address with a text fragment, as in the URL Fragment Text Directives draft.

``#:~:text=[prefix-,]start[,end][,-suffix]``: a browser that knows it scrolls to the words and marks them, another
opens the page at its top. https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from bot.render.limits import LINK

if TYPE_CHECKING:
    from retrieval.model import Quote

_EXACT = 120  # longer quotes are named by their first and last words
_ENDS = 5  # words at each end
_AROUND = 4  # words before and after that tell one place from another
_WORD = re.compile(r"\S+")


def web_address(url: str | None) -> str | None:
    """``url`` when it is an absolute http or https address that can be linked as it stands, else None."""
    if not url or not url.isprintable() or any(character.isspace() for character in url) or len(url) > LINK:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # an IPv6 host that is none
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def to_quote(quote: Quote) -> str | None:
    """The address of the quote's words; without the fragment where it grows too long; None without an address."""
    url = web_address(quote.article.url)
    if url is None:
        return None
    address, _, fragment = url.partition("#")
    linked = f"{address}#{fragment.partition(':~:')[0]}:~:text={_directive(quote)}"
    return linked if len(linked) <= LINK else url


def _directive(quote: Quote) -> str:
    """The directive. What must match inside one paragraph is kept inside one: an exact text, a prefix, a suffix."""
    text, words = quote.article.text, _WORD.findall(quote.text)
    if len(quote.text) <= _EXACT and "\n" not in quote.text:
        wanted, ends = quote.text.strip(), None
    else:
        first_line, last_line = quote.text.strip().split("\n")[0], quote.text.strip().split("\n")[-1]
        wanted = " ".join(_WORD.findall(first_line)[:_ENDS])
        ends = " ".join(_WORD.findall(last_line)[-_ENDS:]) if len(words) > _ENDS else None
    parts = [_encoded(part) for part in (wanted, ends) if part]
    if text.count(wanted) > 1:
        before = _WORD.findall(text[: quote.start].rpartition("\n")[2])[-_AROUND:]
        after = _WORD.findall(text[quote.end :].partition("\n")[0])[:_AROUND]
        parts = (
            [_encoded(" ".join(before)) + "-"] * bool(before) + parts + ["-" + _encoded(" ".join(after))] * bool(after)
        )
    return ",".join(parts)


def _encoded(words: str) -> str:
    """Percent-encoded; the hyphen too, which the syntax of the directive would read as its own."""
    return percent(words, safe="", errors="replace").replace("-", "%2D")
