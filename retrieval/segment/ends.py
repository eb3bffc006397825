"""Where the sentences of a paragraph end.

``sentencex`` proposes it. It sees the text without quotation marks and brackets, because it takes time quadratic in
unpaired marks and reads an inch mark as a quotation; what stands in marks is decided here. A proposed end counts unless
it lies within a quotation or brackets, or what stands around it shows that the sentence goes on.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from sentencex import segment

from retrieval.segment.marks import LOOSE, quotations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retrieval.model import Span

# What sentencex is not to see: the marks, and all white space that it could take for the end of a paragraph.
_HIDDEN = re.compile(rf"[{LOOSE}\n\t\r\v\f\x1c-\x1f\x85\u2028\u2029]")

# Words that begin a sentence more often than a name: behind them, "U.S." or "Plan B." ends one.
_OPENING_WORDS = """
    a after all also although an and another any as at because before both but by during each even every few for
    from had he her here his how however i if in instead is it its just last later many meanwhile more most my nearly
    neither no nobody none nor not nothing now on once one only other our over she since so some still such than that
    the their then there these they this those though through thus to today two under until we what when where whether
    which while who why with yet you your
    а або але без в вона вони він від для до за з зі із й його її їх коли між на над не ні о об ось під при про після
    та так також там те ти то тоді у це ці цей ця через що щоб як якщо я
"""
_OPENERS = frozenset(_OPENING_WORDS.split())
_WEEKDAY_OR_ZONE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b"
    r"|(?:[ECMP][SD]?T|GMT|BST|UTC|Eastern|Central|Mountain|Pacific|Kyiv|London)\b"
)
_NUMBERING = re.compile(r"(?:\d{1,3}|[A-Z])[.)]")
_HOUR = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(
    r"\b(?:No|Nos|Art|Sec|Fig|Vol|Ch|pp?|c|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ст|п|пп|ч|розд|гл|№)\.$",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|Rev|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Cpt|Cmdr|Cdr|Adm|Sgt|Cpl"
    r"|Pvt|Spc|Det|Insp|Supt|Atty|Asst|Amb|Sec|Pres|Dir|Ald|Fr|Msgr|St|Ste|Mt|Ft|vs|v|al|cf|e\.g|i\.e"
    r"|ім|вул|просп|бул|пл|пров|обл|див|напр|проф|акад|доц|ген|полк|св|гр|зв|тис|млн|млрд|м|с)\.$"
)
_UNIT = re.compile(r"\b(?:грн|дол|рр?|год|хв)\.(?=\s+[А-ЯІЇЄҐ])")  # sentencex ends no sentence after these
_YEAR_OR_HOUR = re.compile(r"\b(?:рр?|год|хв)\.$")
_INITIALS = re.compile(r"(?:[A-ZА-ЯІЇЄҐ]\.\s?)+")
_INITIAL = re.compile(rf"(?<![\w.'’]){_INITIALS.pattern}$")
_CUT_OFF = re.compile(r"[?!…]+[\"”»'’]+$")
_SAYS = re.compile(
    r"(?:(?:the|a|an|one|another)\s)?(?:[\w.’'-]+,?\s){1,4}?"
    r"(?:said|says|asked|asks|wrote|writes|added|adds|told|tells|replied|recalled|continued|exclaimed|answered|demanded"
    r"|wondered|joked|cried|shouted|yelled|whispered|declared|responded|tweeted|posted)\b",
    re.IGNORECASE,
)
_TAIL = 24
_HEAD = 80


def split(paragraph: str, language: str) -> Iterator[Span]:
    """The spans of a paragraph's sentences."""
    held_together = quotations(paragraph)
    closing = {end - 1 for _, end in held_together}
    start = 0
    ahead = 0  # the first quotation that is not yet behind us
    for proposed in _proposals(paragraph, language):
        end, begin = _gap(paragraph, proposed, closing)
        while ahead < len(held_together) and held_together[ahead][1] <= end:
            ahead += 1
        within = ahead < len(held_together) and held_together[ahead][0] < end
        if end <= start or begin >= len(paragraph) or within or _goes_on(paragraph, start, end, begin):
            continue
        yield start, end
        start = begin
    if start < len(paragraph):
        yield start, len(paragraph)


def _proposals(paragraph: str, language: str) -> list[int]:
    """Where sentences may end, in order."""
    pieces = segment(language, _HIDDEN.sub(" ", paragraph).replace("…", "."))  # they join up to the whole
    return sorted({*accumulate(map(len, pieces)), *(match.end() for match in _UNIT.finditer(paragraph))})


def _gap(paragraph: str, proposed: int, closing: set[int]) -> Span:
    """The end of the sentence and the beginning of the next one around the proposed end: marks go where they belong."""
    left = proposed
    while left > 0 and _is_loose(paragraph[left - 1]):
        left -= 1
    right = proposed
    while right < len(paragraph) and _is_loose(paragraph[right]):
        right += 1
    end = left
    while end < right and not paragraph[end].isspace():
        end += 1
    if end == right:  # no white space: what is not the end of a quotation begins the next sentence
        end = left
    end = max((mark + 1 for mark in range(end, right) if mark in closing), default=end)
    begin = end
    while begin < right and paragraph[begin].isspace():
        begin += 1
    return end, begin


def _is_loose(char: str) -> bool:
    return char.isspace() or char in LOOSE


def _goes_on(paragraph: str, start: int, end: int, begin: int) -> bool:
    """Whether the sentence that began at ``start`` goes on over the proposed end."""
    tail = paragraph[max(start, end - _TAIL) : end]
    head = paragraph[begin : begin + _HEAD]
    word = re.match(r"[\W_]*(\w*)", head)[1]  # type: ignore[index]  # the pattern matches always
    if not word or head[0] in ",;:)].!?…" or _NUMBERING.fullmatch(paragraph, start, end):
        return True
    if word[0].islower() and word[1:].lower() == word[1:]:  # "iPhone" may begin a sentence
        return True
    if word[0].isdigit():
        return bool(_BEFORE_NUMBER.search(tail))
    if _HOUR.search(tail):
        return bool(_WEEKDAY_OR_ZONE.match(head))
    if _INITIAL.search(tail) or _YEAR_OR_HOUR.search(tail):
        return word.lower() not in _OPENERS or _INITIALS.match(head) is not None
    return bool(_BEFORE_NAME.search(tail) or (_CUT_OFF.search(tail) and _SAYS.match(head)))
