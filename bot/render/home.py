"""The App Home: what the archive holds, how its sources do, how to ask, and what this user asked last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.render import rich, sources, words
from bot.render.limits import FACT, QUESTION
from bot.render.rich import inline, paragraph, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.render.limits import Block
    from bot.reply import Help, Overview
    from retrieval.sources.source import Health

COMMAND = "/onrecord"
CHECK = "Check against the record"

_SHOWN = 10
_LISTS = frozenset({"/sources", "/speakers"})
_WAYS = rich.bullets(
    [
        text("Mention me in a channel. The answer comes in the thread, where you can ask on without a mention."),
        text("Write to me in the Messages tab."),
        text(COMMAND, bold=True) + text(" and a question: only you see the answer, until you share it."),
        text(CHECK, bold=True) + text(", in the menu of any message: what the archive has of it, word by word."),
    ]
)


def home(overview: Overview, recent: Sequence[str], health: Mapping[str, Health] | None = None) -> dict[str, Any]:
    """The view for ``views.publish``.

    ``recent`` are the user's own questions, newest first; ``health`` is that of the archive's sources, by their keys.
    """
    speakers = rich.bullets(inline(words.counted_speaker(one), 2 * FACT) for one in overview.speakers[:_SHOWN])
    examples = rich.bullets(inline(one, QUESTION, italic=True) for one in overview.suggestions[:_SHOWN])
    asked = rich.bullets(inline(one, QUESTION) for one in recent[:_SHOWN])
    return {
        "type": "home",
        "blocks": [
            _header("What the archive holds"),
            *rich.block(rich.section(inline(f"The archive holds {words.holdings(overview)}.", 4 * FACT))),
            *rich.block(rich.section(text("Most quoted", bold=True)) if speakers else [], speakers),
            *_sources(health or {}),
            _header("How to ask"),
            *rich.block(_WAYS),
            *rich.block(rich.section(text("For example", bold=True)) if examples else [], examples),
            _header("Your recent questions"),
            *(rich.block(asked) or paragraph("None yet.")),
        ],
    }


def _sources(health: Mapping[str, Health]) -> list[Block]:
    """The sources, those that fail first."""
    if not health:
        return []
    failing = sum(not one.well for one in health.values())
    said = words.counted(len(health), "source")
    said = f"{said}; {failing:,} cannot be read now." if failing else f"{said}."
    listed = sorted(health.items(), key=lambda item: (item[1].well, item[0]))
    shown = [
        inline(sources.name(key), 2 * FACT, bold=True) + text(": ") + inline(sources.health(one), 4 * FACT)
        for key, one in listed[:_SHOWN]
    ]
    if len(listed) > _SHOWN:
        shown.append(text(f"{len(listed) - _SHOWN:,} more"))
    return [_header("Where its articles come from"), *rich.block(rich.section(text(said)), rich.bullets(shown))]


def _header(title: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}


def help_blocks(reply: Help) -> list[Block]:
    """How to ask in Slack. Commands on an answer are buttons here, as Slack takes a "/" for itself."""
    lists = [
        text(f"{COMMAND} {name}", bold=True) + text(f": {does}") for name, does in reply.commands if name in _LISTS
    ]
    return rich.block(rich.section(text("How to ask", bold=True)), _WAYS, rich.bullets(lists))
