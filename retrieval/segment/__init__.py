"""An article to its sentences, and these to passages; every offset is exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.model import Passage, Sentence
from retrieval.segment.blocks import blocks
from retrieval.segment.ends import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.model import Article

PASSAGE_LENGTH = 3
PASSAGE_OVERLAP = 1

# A heading of no more words than this names what follows ("Details"); a longer one says something of its own.
_LABEL_WORDS = 4


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The article's sentences in order of the text, without white space around them.

    A heading is none and names the section of what follows. But when it says more than a label does ("Storm cuts off
    three villages"), it is the first sentence of its section as well. The article's title, repeated, is neither.
    """
    found: list[Sentence] = []
    section = None
    paragraph = 0
    for block in blocks(article):
        words = article.text[block.start : block.end]
        if block.is_heading:
            section = words if words != article.title else None
            if section is None or len(words.split()) <= _LABEL_WORDS:
                continue
            found.append(Sentence(block.start, block.end, section, paragraph))
        else:
            for start, end in split(words, article.language):
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
