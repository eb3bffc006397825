"""Web pages: one article a page.

The canonical text is what trafilatura takes for the article, a paragraph a line, headings marked as in Markdown. It is
not the page to the letter: markup, menus and captions are gone, and runs of white space are one space.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers.decoding import canonical, decode
from retrieval.readers.origin import Origin, build, read_bytes
from retrieval.readers.page import read_facts

LIMIT = 10_000_000  # bytes; the largest pages of news sites have two million
_MOST_TAGS = 60_000  # those of a long live blog are ten thousand
_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE
)
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")  # before a page without a head, it takes the tree for a fragment
_HEAD = 4_096  # bytes; the standard looks for the declaration in the first 1,024
_NEVER_MEANT = ("utf-16", "utf_16", "utf-32", "utf_32", "utf-7", "utf_7")  # by a declaration that is read as ASCII
_LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # browsers read both so, and writers mean it
_PARTS = {"lb", "p", "head", "item", "quote"}  # of a text; the other tags within a paragraph are of its words
_MOST_BROKEN = 1 / 1_000  # characters; more mean that the encoding is another one

# Characters; a shorter text is thought a failure, and everything on the page is taken instead. News have short ones.
_CONFIG = use_config()
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")

for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what they have to say becomes the reason of a ReadError


def read(path: Path, name: str) -> Iterator[Article]:
    """The one article of a saved page."""
    yield parse(read_bytes(path, LIMIT), Origin(where=str(path), name=name))


def parse(data: bytes, origin: Origin) -> Article:
    """The article of a page.

    Raises:
        ReadError: it is no page, or larger than any, or no text is found in it.
    """
    source = decode_page(data, origin)
    if source.count("<") > _MOST_TAGS:
        raise ReadError(origin.where, f"has more than {_MOST_TAGS:,} tags", "too_large")
    facts = read_facts(_tree(source, origin.where), origin.url)
    text = page_text(source)
    if not text:
        raise ReadError(origin.where, "holds no text that stands out as an article's", "no_text")
    return build(text, facts, data, where=origin.where, name=(origin.url and facts.url) or origin.name)


def decode_page(data: bytes, origin: Origin) -> str:
    """The source of a page. What is valid UTF-8 is taken as such, whatever server and page declare; else they count.

    Raises:
        ReadError: it is no text.
    """
    declared = _DECLARED.search(data, 0, _HEAD)
    named = [origin.charset, declared[1].decode() if declared else None]
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return canonical(decode(data, origin.where))
    for encoding in ["utf-8", *filter(None, map(_codec, named))]:
        try:
            return canonical(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = data.decode(errors="replace")
    few = text.count("\ufffd") <= len(text) * _MOST_BROKEN
    return canonical(text if few else decode(data, origin.where))


def _codec(name: str | None) -> str | None:
    """The codec that a declaration means; None where it can mean none."""
    try:
        codec = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return None if codec.startswith(_NEVER_MEANT) else _LATIN.get(codec, codec)


def _tree(source: str, where: str) -> Any:
    try:
        return lxml_html.document_fromstring(source.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        raise ReadError(where, "is not HTML") from None


def page_text(source: str) -> str:
    """The text of the article of a page; empty where none is found."""
    try:
        document = bare_extraction(_XML.sub("", source), include_comments=False, config=_CONFIG)
    except Exception:  # noqa: BLE001 - the parser of others, on a page of strangers: whatever it stumbles over
        return ""
    if document is None or document.body is None:  # type: ignore[union-attr]  # its other type is deprecated
        return ""
    body = list(document.body)  # type: ignore[union-attr]
    if body and body[0].tag == "head" and body[0].get("rend") == "h1":
        body = body[1:]  # the title, which is kept beside the text
    return "\n\n".join(_blocks(body))


def _blocks(body: Any) -> Iterator[str]:
    """The paragraphs of what trafilatura found, and its headings with their mark."""
    for block in body:
        match block.tag:
            case "head":
                yield from (f"## {line}" for line in _lines(block))
            case "list":
                for item in block.iter("item"):
                    yield from _lines(item)
            case "table":
                for row in block.iter("row"):
                    yield from _cells([list(_lines(cell)) for cell in row.iter("cell")])
            case "quote" | "div" if len(block) and block[0].tag in {"p", "list", "head", "quote"}:
                yield from _blocks(block)
            case _:
                yield from _lines(block)


def _cells(cells: list[list[str]]) -> Iterator[str]:
    """A row of data in one line; but a table that only arranges the page has paragraphs in its cells."""
    lines = [line for cell in cells for line in cell]
    yield from lines if any(len(cell) > 1 for cell in cells) else filter(None, [" | ".join(lines)])


def _lines(block: Any) -> Iterator[str]:
    """The text of a block, cut at its line breaks and around the blocks in it."""
    pieces = [block.text or ""]
    for event, inner in etree.iterwalk(block, ("start", "end")):
        if inner is not block:
            pieces += ["\n" if inner.tag in _PARTS else "", (inner.text if event == "start" else inner.tail) or ""]
    for line in "".join(pieces).split("\n"):
        if clean := " ".join(line.split()):
            yield clean
