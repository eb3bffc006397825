"""What came of a scenario, in words: what was expected, what came, and where they part."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from bot.render.words import ACTIVE
from bot.reply import Notice
from bot.script.examine import quotes
from bot.script.scenario import Click, several
from bot.script.source import spelt
from retrieval.model import Abstention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reply import Reply
    from bot.script.examine import Finding
    from bot.script.play import Played, Result
    from bot.script.scenario import Scenario
    from retrieval.model import Quote

_PIECES = re.compile(r"\w+|\s+|.", re.DOTALL)
_CLOSEST = 3
_LONGEST = 2_000  # characters that are shown of a text, or compared word by word
_KEPT = 4  # pieces of what is the same that are shown on either side of a difference


def place(scenario: Scenario) -> str:
    """``talks.convo.yaml::who-said-it[2]``."""
    return f"{scenario.source.file}::{scenario.label}"


def failure(result: Result) -> str:
    """Everything about what did not hold, in lines that a terminal shows to the letter."""
    if result.fault is not None:
        return visible(f"{result.scenario.source.file}:{result.scenario.line}: {result.fault}")
    turns = ["\n".join(_turn(result.scenario, turn)) for turn in result.played if not turn.holds]
    return visible("\n\n".join(turns))


def visible(text: str) -> str:
    """The text with every character that a terminal might obey written as an escape."""
    return ACTIVE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _turn(scenario: Scenario, turn: Played) -> Iterator[str]:
    step = turn.step
    yield f"{scenario.source.file}:{scenario.source.line(step.where)}: {scenario.label}, turn {int(step.where[-1]) + 1}"
    if isinstance(step.does, Click):
        yield f"  click: {step.does.button} {step.does.number}"
    else:
        yield f"  user: {step.does}"
    for finding in turn.findings:
        yield from _finding(finding)
    yield "  what came:"
    yield from _came(turn.reply)


def _finding(finding: Finding) -> Iterator[str]:
    if finding.where is None:
        yield "  a quote does not stand in its article to the letter"
        there = "there is no such article in the archive" if finding.expected is None else finding.expected
        yield f"  - there stands: {_shown(there)}"
        yield f"  + quoted was:   {_shown(finding.came)}"
        yield from _parting(str(finding.expected or ""), str(finding.came))
        return
    name = spelt(finding.where)
    if finding.holds:
        yield f"    {name}: {_shown(finding.expected)}"
        return
    yield f"  - {name}: {_shown(finding.expected)}"
    yield f"  + {name}: {_shown(finding.came)}"
    if isinstance(finding.came, str):
        for part in several(finding.expected) if finding.expected else ():
            if part not in finding.came:
                yield from _parting(part, finding.came)


def _parting(expected: str, came: str) -> Iterator[str]:
    """Where two texts part: ``[-expected-]`` and ``{+came+}``; nothing for words that have no text in common."""
    if max(len(expected), len(came)) > _LONGEST:
        return
    found = fuzz.partial_ratio_alignment(expected, came, score_cutoff=60)
    if found is None or len(expected) > len(came):
        start, end = 0, len(came)
    else:
        start, end = _whole_words(came, found.dest_start, found.dest_end)
    old, new = _PIECES.findall(expected), _PIECES.findall(came[start:end])
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() > 0.4:
        yield "  ? " + "".join(_compared(matcher, old, new))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    return start, end


def _compared(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[str]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield _shortened(old[a:b], first=a == 0, last=b == len(old))
            continue
        if a < b:
            yield f"[-{_spelt_out(old[a:b])}-]"
        if c < d:
            yield f"{{+{_spelt_out(new[c:d])}+}}"


def _spelt_out(pieces: list[str]) -> str:
    """A difference; one that the eye cannot see, such as a no-break space, is spelt."""
    text = "".join(pieces)
    return text if any(not piece.isspace() for piece in pieces) else ascii(text)[1:-1]


def _shortened(same: list[str], *, first: bool, last: bool) -> str:
    """What is the same, without what stands far from any difference."""
    before = [] if first else same[:_KEPT]
    after = [] if last else same[-_KEPT:]
    if len(same) <= len(before) + len(after):
        return "".join(same)
    return f"{''.join(before)}{'' if first else ' '}...{'' if last else ' '}{''.join(after)}"


def _shown(value: Any) -> str:
    """A value of a finding; a list of quotes has a line for each."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "".join(f"\n      {_shown(item)}" for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return "null" if value is None else _cut(str(value)).rstrip("\n").replace("\n", "\n      ")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... ({len(text):,} characters)"


def _came(reply: Reply) -> Iterator[str]:
    """A reply in short: its outcome, what was understood, and its quotes."""
    body = reply.body
    reason = f", {body.reason}" if isinstance(body, Abstention) else ""
    yield f"    {reply.outcome}{reason}"
    if isinstance(body, Notice):
        yield f"    {body.text}"
    if reply.understood_as not in (None, reply.asked):
        yield f"    understood as: {reply.understood_as}"
    for number, quote in enumerate(quotes(body), reply.first):
        yield f"    {number}. {_credited(quote)}"
    for quote in body.closest[:_CLOSEST] if isinstance(body, Abstention) else ():
        yield f"    closest: {_credited(quote)}"


def _credited(quote: Quote) -> str:
    credit = ", ".join(filter(None, (quote.speaker or "nobody named", quote.kind, " < ".join(quote.via))))
    return f"{quote.text} ({credit})"
