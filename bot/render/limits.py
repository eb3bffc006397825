"""What Slack accepts, and cutting text to it: at sentence borders, and never without saying so.

The limits are those of Slack's reference of Block Kit, except the one of a whole message, which is not written down:
Slack answers ``msg_blocks_too_long`` from about 13,000 characters on, so a message stays under 12,000 here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retrieval.model import Article
from retrieval.segment import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Block = dict[str, Any]

BLOCKS = 50
VIEW_BLOCKS = 100
SECTION = 3_000
MESSAGE = 12_000
BUTTON_VALUE = 2_000

# Ours, chosen so that three quotes with all that belongs to them fit into one message.
QUOTE = 2_500
CARD = 1_300  # what belongs to a quote at its longest: attribution, address, buttons
FACT = 120  # a name, a role, a title
LINK = 600  # an address with its text fragment
QUESTION = 300
NOTIFICATION = 300

_AHEAD = 200  # what a sentence's end must see of the next one
_MARKS = str.maketrans(dict.fromkeys('"“”„«»', " "))


def size(text: str) -> int:
    """The length in UTF-16 units: the larger of the two ways in which the parts of Slack may count an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(blocks: Sequence[Block]) -> int:
    """The size of all text and addresses in blocks."""
    return sum(size(text) for block in blocks for text in _strings(block))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in {"text", "url"}:
                    yield inner
            else:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def prefix(text: str, limit: int) -> int:
    """How many characters of ``text`` have at most the size ``limit``."""
    if size(text) <= limit:
        return len(text)
    total = 0
    for at, character in enumerate(text):
        total += 2 if ord(character) > 0xFFFF else 1
        if total > limit:
            return at
    return len(text)


def shorten(text: str, limit: int) -> str:
    """``text`` in one line, cut after a word and ended with "…" where it is longer than ``limit``."""
    line = " ".join(text.split())
    if size(line) <= limit:
        return line
    cut = line[: prefix(line, limit - 1)]
    return (cut.rpartition(" ")[0] or cut) + "…"


def clipped(text: str, limit: int) -> str:
    """``text`` as it is where it fits, else as ``shorten`` makes it."""
    return text if size(text) <= limit else shorten(text, limit)


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of ``text`` end, inside quotation marks too; the last is the end of the text."""
    bare = Article(id="", text=text.translate(_MARKS))
    ends = [_past_marks(text, sentence.end) for sentence in sentences(bare)]
    return [*(end for end in ends if end < len(text)), len(text)]


def _past_marks(text: str, end: int) -> int:
    """A closing mark belongs to the sentence before it."""
    while end < len(text) and ord(text[end]) in _MARKS:
        end += 1
    return end


def whole_sentences(text: str, limit: int) -> int:
    """The end of the last sentence of ``text`` that ends within the size ``limit``; 0 when the first is longer."""
    fitting = prefix(text, limit)
    if fitting == len(text):
        return fitting
    # The last end is that of the excerpt, and beyond the limit.
    return max((end for end in sentence_ends(text[: fitting + _AHEAD]) if end <= fitting), default=0)
