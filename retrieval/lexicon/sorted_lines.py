"""Text files of this package as tables: after a notice and an empty line, sorted lines of a key, a space and a value.

They are searched as they lie: to make a dictionary of one takes far longer than all look-ups of a question.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def value(file: str, key: str) -> str:
    """What stands behind ``key`` in a file; empty where no line has it."""
    text, wanted = _text(file), f"{key} ".encode()
    start, end = text.index(b"\n\n") + 2, len(text)  # of the lines among which it is; each ends in a newline
    while start < end:
        line = text.rfind(b"\n", start, (start + end) // 2) + 1 or start
        after = text.index(b"\n", line) + 1
        if text.startswith(wanted, line):
            return text[line + len(wanted) : after - 1].decode()
        if text[line:after] < wanted:
            start = after
        else:
            end = line
    return ""


@cache
def _text(file: str) -> bytes:
    return files("retrieval.lexicon").joinpath(file).read_bytes()
