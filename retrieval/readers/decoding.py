"""Bytes to canonical text: in NFC, with a line feed alone at line ends."""

from __future__ import annotations

import codecs
import unicodedata

from retrieval.errors import ReadError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, where: str) -> str:
    """The text of ``data``: UTF-8 with or without a byte order mark, UTF-16 with one, else as it looks like.

    Raises:
        ReadError: it holds a NUL, or no encoding fits.
    """
    if data.startswith(_UTF16):
        return _decode_as("utf-16", data, where)
    if b"\0" in data:
        raise ReadError(where, "is not text (it holds a NUL byte)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess(data, where)


def canonical(text: str) -> str:
    """The text that offsets refer to: in NFC, with a line feed alone at line ends, and otherwise as it was."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode_as(encoding: str, data: bytes, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ReadError(where, f"is not valid {encoding.upper()}, though it starts as such") from None


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and hardly ever needed

    best = from_bytes(data).best()
    if best is None:
        raise ReadError(where, "is in no known text encoding")
    return str(best)
