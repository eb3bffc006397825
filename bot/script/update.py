"""Rewrites what a script expects into what came, and leaves every other character of the file as it is."""

from __future__ import annotations

from collections import Counter
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import yaml

from bot.script.reading import read
from bot.script.source import Source, spelt
from bot.script.write import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.script.examine import Finding
    from bot.script.play import Result
    from bot.script.source import Where

Edit = tuple[int, int, str]
"""Characters from, up to, and what comes in their place."""


def rewritten(source: Source, results: Sequence[Result]) -> tuple[str, list[str]]:
    """The script's text with its expectations made true, and a line for each that could not be.

    ``results`` are of whole conversations: where the variants of a turn differ, no one expectation fits.
    """
    values, complaints = _new_values(source, results)
    edits = [edit for where, value in values.items() for edit in _edits(source, where, value)]
    text = source.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    read(Source(source.file, text))
    return text, complaints


def diff(source: Source, text: str) -> str:
    """What the new text changes, as a unified diff."""
    old, new = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    return "".join(unified_diff(old, new, str(source.file), str(source.file)))


def _new_values(source: Source, results: Sequence[Result]) -> tuple[dict[Where, Any], list[str]]:
    """The values to write, by the place in the script, and what stands against the others."""
    found: dict[Where, list[Finding]] = {}
    played: Counter[Where] = Counter()
    values: dict[Where, Any] = {}
    complaints = []
    for turn in (turn for result in results for turn in result.played):
        bot = (*turn.step.where, "bot")
        played[bot] += 1
        for finding in turn.findings:
            if finding.where is None:
                complaints.append(
                    f"{source.file}:{source.line(bot)}: a quote does not stand in its article to the letter"
                )
            else:
                found.setdefault((*bot, *finding.where), []).append(finding)
    for where, findings in found.items():
        if all(finding.holds for finding in findings):
            continue
        of_turn = where[: where.index("bot") + 1]
        here = f"{source.file}:{source.line(where)}: {spelt(where)}"
        if len(findings) < played[of_turn] or any(finding.came != findings[0].came for finding in findings):
            complaints.append(f"{here} came out differently for the variants")
        elif where == (*of_turn, "text", "contains"):
            complaints.append(f"{here} speaks of the reply as it is read")
        else:
            values[where] = findings[0].came
    outermost = {w: v for w, v in values.items() if not any(w[:n] in values for n in range(len(w)))}
    return outermost, list(dict.fromkeys(complaints))


def _edits(source: Source, where: Where, value: Any) -> Iterator[Edit]:
    """Put a value in the place of what stands there; comments between a key and its list stay."""
    place = source.place(where)
    node, start, end = place.node, place.node.start_mark.index, _end(place.node, source.text)
    if not _is_block(node):
        yield start, end, flow(value)
    elif value and isinstance(node, yaml.SequenceNode):
        margin = _newline(source.text) + " " * node.start_mark.column
        yield start, end, margin.join(f"- {flow(item)}" for item in value)
    else:
        colon = source.text.index(":", place.after_key, start)
        yield colon + 1, colon + 1, f" {flow(value)}"
        yield len(source.text[:start].rstrip()), end, ""


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _end(node: yaml.Node, text: str) -> int:
    """Where a node's own text ends; the parser counts the blank lines and comments after a block to it."""
    if isinstance(node, yaml.ScalarNode):
        end = int(node.end_mark.index)
        return len(text[:end].rstrip()) if node.style in ("|", ">") else end
    if not _is_block(node):
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last, text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
