"""An article to its sentences, and these to passages; every offset is exact.

``sentencex`` proposes where sentences end. It sees the text without quotation marks, because it takes time quadratic
in unpaired marks and reads an inch mark as a quotation; what stands in marks is decided here. A proposed end counts
unless it lies within a quotation, or what stands around it shows that the sentence goes on (``_goes_on``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sentencex import segment

from retrieval.model import Passage, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.model import Article, Span

PASSAGE_LENGTH = 3
PASSAGE_OVERLAP = 1

# A pair of marks further apart than this is a pair by mistake, and would hide every sentence in between.
_LONGEST_QUOTATION = 3000

_SINGLE_MARKS = "'‘’‚‹›`"
_MARKS = '"“”„‟«»' + _SINGLE_MARKS
_LOOSE = _MARKS + "()"
_MARK = re.compile(f"''|``|‘‘|’’|[{_LOOSE}]")
_AS_DOUBLE = {"''": '"', "``": "“", "‘‘": "“", "’’": "”"}  # two single marks typed for a double one
_BEFORE_OPENING = "([{—–-/" + _MARKS
_ENDS = ".,;:!?…"
# What sentencex is not to see: the marks, and all white space that it could take for the end of a paragraph.
_HIDDEN = re.compile(rf"[{_LOOSE}\n\t\r\v\f\x1c-\x1f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading: a stretch of lines, without the white space around it.

    ``heading`` is the heading's words without markup; None for a paragraph.
    """

    start: int
    end: int
    heading: str | None = None


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The article's sentences in order of the text, without white space around them; headings are none."""
    found: list[Sentence] = []
    section = None
    paragraph = 0
    for block in blocks(article):
        if block.heading is not None:
            section = block.heading if block.heading != article.title else None
            continue
        for start, end in _split(article.text[block.start : block.end], article.language):
            found.append(Sentence(block.start + start, block.start + end, section, paragraph))
        paragraph += 1
    return tuple(found)


def passages(
    article: Article,  # noqa: ARG001 - other ways to cut passages need the text
    sentences: Sequence[Sentence],
    length: int = PASSAGE_LENGTH,
    overlap: int = PASSAGE_OVERLAP,
) -> tuple[Passage, ...]:
    """Windows of ``length`` neighbouring sentences of one section that share ``overlap`` with the window before.

    Every sentence is in at least one passage, and no passage lies wholly within another.
    """
    if not 0 <= overlap < length:
        raise ValueError("a passage must be longer than its overlap with the next")
    found = []
    first = 0
    while first < len(sentences):
        section = sentences[first].section
        last = first
        while last + 1 < len(sentences) and last + 1 < first + length and sentences[last + 1].section == section:
            last += 1
        found.append(Passage(sentences[first].start, sentences[last].end, first, last, section))
        section_goes_on = last + 1 < len(sentences) and sentences[last + 1].section == section
        first = last + 1 - overlap if section_goes_on else last + 1
    return tuple(found)


# Paragraphs and headings

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[-*+•–—·▪●>|]\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_MARKUP = " \t#*_"
_HEADING_LENGTH = 80
_HEADING_WORDS = 12
# What no heading ends with: the ends of a sentence, of a clause, of a dateline ("KYIV (Reuters) -").
_NO_HEADING_END = tuple(".!?…,;:–—-|/")
_NO_HEADING = re.compile(
    r"by\s|photos?\b|image|video|©|file\b|https?:|www\.|@|advertisement|read more|related|share|subscribe|contribut"
    r"|.*(?:/|\w:[^\W\d]|\bvia\s|\bgetty images|\bphoto:|\breuters\b|\bAFP\b|\bAP\b|\bassociated press\b)",
    re.IGNORECASE,
)


def blocks(article: Article) -> list[Block]:
    """The article's paragraphs and headings in order; together they hold all of its body but white space."""
    lines = _lines(article.text, article.body)
    short = [_is_short(article.text[start:end]) for start, end in lines]
    found = []
    for number, (start, end) in enumerate(lines):
        line = article.text[start:end]
        heading = None
        if _MARKDOWN_HEADING.match(line) or (short[number] and _stands_alone(short, number)):
            heading = line.strip(_MARKUP)
        found.append(Block(start, end, heading))
    return found


def _lines(text: str, start: int) -> list[Span]:
    """The spans of lines, or of stretches of lines where the text is wrapped to a width."""
    trimmed = (_trim(text, *match.span()) for match in _LINE.finditer(text, start))
    spans = [span for span in trimmed if span[0] < span[1]]
    single = [
        text[after[0]].islower() for before, after in pairwise(spans) if text.count("\n", before[1], after[0]) == 1
    ]
    if not single or sum(single) * 2 < len(single):
        return spans
    joined: list[Span] = []
    for span in spans:
        line = text[span[0] : span[1]]
        if (
            joined
            and text.count("\n", joined[-1][1], span[0]) == 1
            and not _BULLET.match(line)
            and not _MARKDOWN_HEADING.match(line)
            and not _MARKDOWN_HEADING.match(text, joined[-1][0])
        ):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _is_short(line: str) -> bool:
    """Whether a line could be a heading by itself: short, begun as a sentence is, not ended as one."""
    bare = line.strip(_MARKUP)
    words = bare.strip(_MARKS)
    return (
        0 < len(words) <= _HEADING_LENGTH
        and len(words.split()) <= _HEADING_WORDS
        and "\n" not in line
        and (words[0].isupper() or words[0].isdigit())
        and not words.endswith(_NO_HEADING_END)
        and not _BULLET.match(line)
        and not _NO_HEADING.match(bare)
    )


def _stands_alone(short: Sequence[bool], number: int) -> bool:
    """Three short lines or more in a row are a list; the last line of an article heads nothing."""
    first = number
    while first > 0 and short[first - 1] and number - first < 2:
        first -= 1
    after = number + 1
    while after < len(short) and short[after] and after - first < 3:
        after += 1
    return after < len(short) and after - first < 3


# Sentences of a paragraph

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
_INITIALS = re.compile(r"(?:[A-ZА-ЯІЇЄҐ]\.\s?)+")
_INITIAL = re.compile(rf"(?<![\w.'’]){_INITIALS.pattern}$")
_CUT_OFF = re.compile(r"[?!…]+[\"”»'’]+$|,[\"”»'’]+$")
_SAYS = re.compile(
    r"(?:(?:the|a|an|one|another)\s)?(?:[\w.’'-]+,?\s){1,4}?"
    r"(?:said|says|asked|asks|wrote|writes|added|adds|told|tells|replied|recalled|continued|exclaimed|answered|demanded"
    r"|wondered|joked|cried|shouted|yelled|whispered|declared|responded|tweeted|posted)\b",
    re.IGNORECASE,
)
_TAIL = 24
_HEAD = 80


def _split(paragraph: str, language: str) -> Iterator[Span]:
    """The spans of a paragraph's sentences."""
    quotations = _quotations(paragraph)
    closing = {end - 1 for _, end in quotations}
    start = 0
    held = 0  # the first quotation that is not yet behind us
    proposed = 0
    for piece in segment(language, _HIDDEN.sub(" ", paragraph).replace("…", ".")):
        proposed += len(piece)  # the pieces join up to the whole
        end, begin = _gap(paragraph, proposed, closing)
        while held < len(quotations) and quotations[held][1] <= end:
            held += 1
        within = held < len(quotations) and quotations[held][0] < end
        if end <= start or begin >= len(paragraph) or within or _goes_on(paragraph, start, end, begin):
            continue
        yield start, end
        start = begin
    if start < len(paragraph):
        yield start, len(paragraph)


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
    return char.isspace() or char in _LOOSE


def _goes_on(paragraph: str, start: int, end: int, begin: int) -> bool:
    """Whether the sentence that began at ``start`` goes on over the proposed end."""
    tail = paragraph[max(start, end - _TAIL) : end]
    head = paragraph[begin : begin + _HEAD]
    word = re.match(r"[\W_]*(\w*)", head)[1]  # type: ignore[index]  # the pattern matches always
    if not word or head[0] in ",;:)].!?…" or _NUMBERING.fullmatch(paragraph, start, end):
        return True
    if word[0].islower() and word[1:].lower() == word[1:]:
        return True
    if word[0].isdigit():
        return bool(_BEFORE_NUMBER.search(tail))
    if _HOUR.search(tail):
        return bool(_WEEKDAY_OR_ZONE.match(head))
    if _INITIAL.search(tail):
        return word.lower() not in _OPENERS or _INITIALS.match(head) is not None
    return bool(_BEFORE_NAME.search(tail) or (_CUT_OFF.search(tail) and _SAYS.match(head)))


def _quotations(paragraph: str) -> list[Span]:
    """The spans of quotations, marks included, in order and none within another. Marks without a partner are none."""
    pairs: list[Span] = []
    opened: dict[str, list[int]] = {"“": [], "«": [], "(": []}  # unpaired opening marks, by the family of the mark
    single = None
    for match in _MARK.finditer(paragraph):
        start, end = match.span()
        mark = _AS_DOUBLE.get(match[0], match[0])
        before = paragraph[start - 1] if start else " "
        after = paragraph[end] if end < len(paragraph) else " "
        if mark in _SINGLE_MARKS:
            if _opens_single(mark, before, after):
                single = start
            elif single is not None and _closes_single(mark, before, after):
                pairs.append((single, end))
                single = None
            continue
        if mark not in "()":
            single = None  # one that reaches over double marks is hardly ever more than an apostrophe
        waiting = opened["«" if mark in "«»" else "(" if mark in "()" else "“"]
        if _opens(mark, before, after, paragraph[waiting[-1]] if waiting else ""):
            waiting.append(start)
        elif waiting:
            pairs.append((waiting.pop(), end))
    return _outermost(pairs)


def _opens(mark: str, before: str, after: str, opened: str) -> bool:
    """Whether a double mark or a bracket opens; ``opened`` is the mark of its kin that still waits, "" for none."""
    if mark in "«»„()":
        return mark in "«„("
    outward = before in _BEFORE_OPENING or before.isspace()
    inward = not after.isspace()
    if opened:
        if mark == "”" or (mark == "“" and opened == "„"):
            return False
        return outward and inward
    if mark == '"' and before.isdigit():
        return False  # inches
    return inward and (outward or mark == "“")


def _opens_single(mark: str, before: str, after: str) -> bool:
    outward = before in _BEFORE_OPENING or before.isspace()
    return mark not in "’›" and outward and after.isalpha()


def _closes_single(mark: str, before: str, after: str) -> bool:
    """Whether a single mark closes a quotation; at the end of a word ("the soldiers' camp") it may be an apostrophe."""
    return mark in "'’›" and not after.isalnum() and (before in _ENDS or after in _ENDS)


def _outermost(pairs: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if end - start <= _LONGEST_QUOTATION and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
