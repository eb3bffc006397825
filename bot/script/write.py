"""Values as YAML that ``source`` reads back as they were."""

from __future__ import annotations

from typing import Any, get_args

from bot.reply import Outcome
from bot.script.reading import literal
from retrieval.model import Kind, Reason

_WORDS = {*get_args(Outcome), *get_args(Reason), *get_args(Kind)}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def flow(value: Any) -> str:
    """A value in one line: ``[{speaker: "Jane Doe", said_on: null}]``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return text(value)
    return "null" if value is None else str(value)


def text(value: str) -> str:
    """A text in quotation marks, single ones where they save escapes; the words of the schema need none.

    A character that cannot be seen, or that could turn a line around, is written as an escape.
    """
    if value in _WORDS:
        return value
    value = literal(value)
    if value.isprintable() and ('"' in value or "\\" in value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in value) + '"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
