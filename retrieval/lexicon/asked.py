"""What kind of thing a question asks for: "Which country ...", "What was the largest city that ...".

The kind is the head of the noun phrase behind "what" or "which", or of the one that "what is the" leads to. No tagger
tells here where the phrase ends: prepositions, auxiliaries, articles and the forms of words do, and of the words before
that the last counts that anything is a kind of (see ``kinds``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.analysis import terms
from retrieval.lexicon.kinds import all_kinds

_AUXILIARY = (
    r"(?:am|is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\b"
)
_DETERMINER = r"(?:the|this|that|these|those|my|your|his|her|its|our|their)\b"
_NAME_OWNER = r"(?-i:(?:[A-Z][\w-]*\s+)*[A-Z][\w-]*['’]s?)(?=\s)"

_NOT_ASKED = re.compile(rf"\W*(?:(?:who|whom|whose|where|why|how)\b|(?:when\s+)?{_AUXILIARY})", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|which)"
    rf"(?P<is_the>(?:['’](?:s|re)|\s+(?:is|are|was|were))\s+(?:{_DETERMINER}|one\b|some\b|another\b|{_NAME_OWNER}))?"
    r"(?:\s+(?:(?:\w+\s+)?(?:brand|breed|example|form|kind|name|one|piece|sort|species|type)s?\s+(?:of|for)|of)\b"
    rf"(?:\s+(?:{_DETERMINER}|an?\b|following\b))*)?",
    re.IGNORECASE,
)
# Of the thing behind "is the" something is asked: "What was the ship called?", "What is the roof made of?"
_ASKS_OF_IT = re.compile(
    r"\b(?:called|named|(?:known|referred to) as)\b"
    r"|\b(?:about|as|at|by|do|doing|for|from|in|like|mean|of|on|to|with)\s*\??\s*$",
    re.IGNORECASE,
)

_WORD = re.compile(r"\w+(?:[.'’-]?\w+)*")
_BREAK = re.compile(r"[,;:?!()“”\"—–]")
_ENDS = re.compile(
    r"(?:about|after|against|among|and|as|at|because|before|besides|between|but|by|during|except|for|from|he|i|if|in|"
    r"into|it|just|me|not|of|on|onto|or|over|per|she|since|than|that|there|these|they|this|those|through|to|under|until|upon|us|via|we|"
    rf"what|when|where|which|who|whom|whose|why|with|within|without|you)\b|{_AUXILIARY}",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"an?|the|my|your|his|her|its|our|their", re.IGNORECASE)
_PAST = re.compile(
    "[a-z]+ed|became|began|beat|bought|broke|brought|built|came|chose|cut|drew|fell|found|gave|got|grew|held|hit|kept|"
    "knew|led|left|lost|made|met|paid|put|ran|rose|said|saw|sent|set|sold|spent|thought|told|took|went|won|wrote"
)
_OWNER = re.compile(r"(?!(?:wo)?men['’]s|children['’]s)[\w-]+(?:['’]s\b|['’](?!\w))", re.IGNORECASE)
_PLURAL = re.compile(r"(?!(?:arms|goods|sales|savings|series|sports)$)[a-z-]+[^suia]s")


def asked_kind(question: str) -> frozenset[str]:
    """The term of the kind that a question asks for; empty where it asks for none, or for one that ``kinds`` lacks.

    An answer holds a word of that kind: to be looked for among ``kinds_of`` those terms of a sentence that the question
    does not hold. That no sentence does says little, since most names are not known.
    """
    if _NOT_ASKED.match(question):
        return frozenset()
    heads = (_head(_words(question[start:])) for start in _phrases(question))
    return frozenset([head for head in heads if head][:1])


def _phrases(question: str) -> Iterator[int]:
    """Where noun phrases begin that say what is asked for."""
    for asks in _ASKS.finditer(question):
        if not (asks["is_the"] and _ASKS_OF_IT.search(question, asks.end())):
            yield asks.end()


def _words(text: str) -> list[str]:
    """The words of the noun phrase that a text begins with, and maybe of a verb behind it."""
    words: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if _ARTICLE.fullmatch(word):  # its noun is an object: in front of it stands a verb
            return words[:-1]
        if _ENDS.fullmatch(word) or (words and _BREAK.search(text, end, match.start())):
            break
        end = match.end()
        words.append(re.sub("['’]s$", "", word))
        if _OWNER.match(text, match.start()):
            break
    return words


def _head(words: list[str]) -> str:
    """The last kind before a verb; empty where there is none. A plural ends a noun phrase, with few exceptions."""
    head = ""
    for word in words:
        if head and _PAST.fullmatch(word):
            break
        term = (terms(f"the {word}") or [""])[-1]
        if term in all_kinds():
            head = term
        if _PLURAL.fullmatch(word):
            break
    return head
