"""How text stands on a terminal and in a pipe, for rich to print.

What is built of these decides nothing about the terminal: a console that is one wraps at its width and draws bars; a
pipe or TERM=dumb gets whole lines.

Text from outside (articles, questions) must come out to the letter and inert. It never passes through rich's markup,
which would eat ``[sic]`` and ``:smile:``. ``inert`` shows a control character as its picture (ESC is ␛), and a
character that could turn the line around or end it as ``<U+202E>``; line ends and tabs stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from bot.render.words import ACTIVE

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult


def inert(text: str) -> str:
    """``text`` with every character that a terminal might obey replaced by one that it shows."""
    return ACTIVE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def is_plain(on: Console) -> bool:
    """Whether to do without wrapping and bars: a pipe, a file, a terminal that says it is dumb."""
    return not on.is_terminal or on.is_dumb_terminal


@dataclass(frozen=True)
class Lines:
    """Text that keeps a margin: ``first`` before its first line, ``rest`` before the others.

    ``plain`` stands for both margins where lines are not wrapped.
    """

    text: Text
    first: str = ""
    rest: str = ""
    plain: tuple[str, str] | None = None
    margin: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        first, rest = self.first, self.rest
        if is_plain(console):
            first, rest = self.plain or (first, rest)
            lines = self.text.split("\n", allow_blank=True)
        else:
            lines = self.text.wrap(console, max(options.max_width - len(rest), 8))
            for line in lines:
                line.rstrip()
        if options.ascii_only:
            first, rest = first.replace("│", "|"), rest.replace("│", "|")
        for number, line in enumerate(lines):
            yield from Text(rest if number else first, style=self.margin, end="").render(console)
            yield from line.render(console, end="\n")


@dataclass(frozen=True)
class Parts:
    """Indented parts of a line, with a dot between them; each on a line of its own where one line does not hold all."""

    parts: tuple[Text, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text(" · ").join(self.parts)
        indent = "   " if is_plain(console) else "    "
        fits = is_plain(console) or len(indent) + line.cell_len <= options.max_width
        yield from (Lines(part, indent, f"{indent}  ") for part in ((line,) if fits else self.parts))


def plain_line(text: str, style: str = "") -> Lines:
    return Lines(Text(inert(text), style))


def columns(rows: Sequence[tuple[Text, ...]]) -> RenderableType:
    """Rows whose cells stand under each other; a row that is too long goes on, indented, on the next line."""
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        line = Text()
        for cell, width in zip(row[:-1], widths, strict=False):
            line.append_text(cell).append(" " * (width - cell.cell_len + 2))
        lines.append(Lines(line.append_text(row[-1]), "  ", "    "))
    return Group(*lines)


def spaced(blocks: Sequence[RenderableType]) -> RenderableType:
    """The blocks with an empty line between them."""
    spaced: list[RenderableType] = []
    for block in blocks:
        spaced += [block] if not spaced else ["", block]
    return Group(*spaced)
