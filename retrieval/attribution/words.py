"""Text as words: parallel lists of forms and offsets, made once an article and shared by every rule.

Abbreviations keep their full stop ("U.S.", "Mr.", "J."); a possessive ending is a word of its own, as is every mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ABBREVIATED = (
    "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Pres|Prof|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd|Co|Att"
    "|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
    "|Calif|Fla|Conn|Mass|Pa|Wis|Mich|Minn|Ariz|Colo|Ga|Ill|Ind|Md|Nev|Okla|Ore|Tenn|Va|Wash"
)
_WORD = re.compile(
    rf"(?=[A-Z])(?:(?:[A-Z]\.){{2,}}|(?:{_ABBREVIATED})\.|[A-Z]\.(?= ?[A-Z]))"
    r"|[a-z]\.(?:[a-z]\.)+"
    r"|\w+(?:[-./&@]\w+|,\d+|[’'](?!(?:s|d|ll|ve|re|m)\b)\w+)*(?:\.(?=,))?"
    r"|[’'](?:s|d|ll|ve|re|m)\b|'{2,3}|[^\w\s]"
)


@dataclass(slots=True)
class Words:
    """``text[i]`` stands at ``start[i]:end[i]`` of the article; ``low[i]`` is its lower-case form."""

    text: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.start)


def words(text: str, start: int = 0, end: int | None = None) -> Words:
    """The words of ``text[start:end]``, with offsets in ``text``."""
    found = list(_WORD.finditer(text, start, len(text) if end is None else end))
    forms = [m.group() for m in found]
    return Words(
        forms, [w.lower().replace("’", "'") for w in forms], [m.start() for m in found], [m.end() for m in found]
    )
