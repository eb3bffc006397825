"""PDF files: one article a file.

The canonical text joins the lines of a paragraph, and words that are broken at a line's end: a PDF file knows lines,
not sentences. The date of a file is that of its making, which is no date of publication; it is not taken.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from time import monotonic

from pypdf import PdfReader

from retrieval.errors import ReadError
from retrieval.model import Article
from retrieval.readers.decoding import canonical
from retrieval.readers.origin import Facts, Origin, build, read_bytes

LIMIT = 50_000_000  # bytes
_MOST_PAGES = 1_000
_MOST_SECONDS = 60  # a page of vectors may take seconds; a file made to stall would take for ever
_MADE_BY_A_PROGRAM = re.compile(r"untitled|microsoft word|.*\.(?:docx?|odt|rtf|indd|pdf)\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][\"”’»)]*\Z")
_FULL_LINE = 0.75  # of the usual length; a shorter one may be the last of its paragraph

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it has to say becomes the reason of a ReadError


def read(path: Path, name: str) -> Iterator[Article]:
    """The one article of a PDF file."""
    yield parse(read_bytes(path, LIMIT), Origin(where=str(path), name=name))


def parse(data: bytes, origin: Origin) -> Article:
    """The article of a PDF file.

    Raises:
        ReadError: it is no PDF file, needs a password, is larger than any, or holds pictures of text only.
    """
    try:
        pages, facts = _content(data, origin)
    except ReadError:
        raise
    except Exception:  # noqa: BLE001 - the parser of others, on a file of strangers: whatever it stumbles over
        raise ReadError(origin.where, "is no PDF file that can be read") from None
    text = "\n\n".join(paragraph for page in pages for paragraph in paragraphs(page))
    if not text:
        reason = "holds no text, only pictures of it perhaps; it would have to be recognised first"
        raise ReadError(origin.where, reason, "no_text")
    return build(text, facts, data, where=origin.where, name=origin.name)


def _content(data: bytes, origin: Origin) -> tuple[list[str], Facts]:
    document = PdfReader(BytesIO(data))
    if document.is_encrypted and not document.decrypt(""):
        raise ReadError(origin.where, "needs a password")
    if len(document.pages) > _MOST_PAGES:
        raise ReadError(origin.where, f"has more than {_MOST_PAGES:,} pages", "too_large")
    pages, end = [], monotonic() + _MOST_SECONDS
    for page in document.pages:
        if monotonic() > end:
            raise ReadError(origin.where, f"takes longer than {_MOST_SECONDS} seconds to read", "too_large")
        pages.append(canonical(page.extract_text().replace("\0", "")))
    about = document.metadata
    return pages, Facts(
        title=_said(about.title if about else None), author=_said(about.author if about else None), url=origin.url
    )


def _said(value: str | None) -> str | None:
    """What a person wrote into the file's description, and not the program that made it."""
    value = " ".join((value or "").split())
    return value if value and not _MADE_BY_A_PROGRAM.match(value) else None


def paragraphs(page: str) -> Iterator[str]:
    """The paragraphs of a page's lines.

    One ends at a blank line, and with a short line that ends a sentence.
    """
    lines = [" ".join(line.split()) for line in page.split("\n")]
    usual = median(map(len, filter(None, lines))) if any(lines) else 0
    joined = ""
    for line in lines:
        joined = _join(joined, line)
        if joined and (not line or (len(line) < usual * _FULL_LINE and _SENTENCE_END.search(line))):
            yield joined
            joined = ""
    if joined:
        yield joined


def _join(text: str, line: str) -> str:
    """A hyphen between lower-case letters at a line's end was put there to break the word."""
    if text[-1:] == "-" and text[-2:-1].islower() and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}".strip()
