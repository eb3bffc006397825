"""Questions to try, made from the archive: each is one that it can answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from retrieval.analysis import terms
from retrieval.archive import Archive
from retrieval.lexicon.background import passage_share
from retrieval.model import SpeakerCount

_SPEAKERS = 50  # the most quoted, of whom those are taken whose names read well
_ARTICLES = 3  # newest ones of a speaker, in which a topic is looked for
_TOPICS = 3  # tried for a speaker
_WORDS = 4  # in the longest name that reads well

_LINKING = {"of", "the", "for", "and", "de", "da", "del", "di", "van", "von", "der", "den", "bin", "al", "el"}
_NAME_INSIDE = re.compile(r"(?<=[\w,] )(?:the )?[^\W\d_a-z][\w-]+(?: [^\W\d_a-z][\w-]+)*(?= ?([\w-]*))")
_DAYS = frozenset(
    terms(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
        "September October November December"
    )
)


def suggestions(archive: Archive, answers: Callable[[str], bool], limit: int = 4) -> list[str]:
    """Up to ``limit`` questions after the words of the most quoted speakers, one for each.

    ``answers`` tells whether a question is answered: a question has a topic when one is found that is.
    """
    speakers = [s for s in archive.speakers(_SPEAKERS) if len(s.name.split()) <= _WORDS]
    chosen = sorted(speakers, key=lambda s: (not is_name(s.name), s.role is None))[:limit]
    return [_question(archive, speaker, answers) for speaker in chosen]


def is_name(speaker: str) -> bool:
    """Whether it is a name by its capitals, and more than one common word: no "Officials", no "The ministry"."""
    words = [word for word in speaker.split() if word not in _LINKING]
    if not all(word[0].isupper() for word in words):
        return False
    return len(words) > 1 or not any(map(passage_share, terms(speaker)))


def _within_a_sentence(speaker: str) -> str:
    """Without the capital of a common word alone, or of an article: "officials", "the ministry"."""
    first, *rest = speaker.split()
    if (rest and first not in {"The", "A", "An"}) or is_name(speaker):
        return speaker
    return speaker[0].lower() + speaker[1:]


def _question(archive: Archive, speaker: SpeakerCount, answers: Callable[[str], bool]) -> str:
    name = _within_a_sentence(speaker.name)
    for topic in islice(_topics(archive, speaker), _TOPICS):
        question = f"What did {name} say about {topic}?"
        if answers(question):
            return question
    return f"What did {name} say?"


def _topics(archive: Archive, speaker: SpeakerCount) -> Iterator[str]:
    """Names in the speaker's statements, the most frequent first, but for his own and those of days and months."""
    own = {*terms(speaker.name), *terms(speaker.role or ""), *_DAYS}
    counts = Counter(
        found.group()
        for entry in islice(archive.spoken_by([speaker.name]), _ARTICLES)
        for said in entry.statements
        if said.speaker == speaker.name
        for found in _NAME_INSIDE.finditer(entry.article.text[said.start : said.end])
        if not terms(found[1])  # before another noun a name is an adjective
    )
    return (topic for topic, _ in counts.most_common() if own.isdisjoint(terms(topic)))
