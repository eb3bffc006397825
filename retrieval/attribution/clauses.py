"""Who is the subject of a cue, and which words are what he said: patterns over units, in place of a parser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from retrieval.attribution import lexicon
from retrieval.attribution.cues import Cue
from retrieval.attribution.units import QUOTE, Units

Range = tuple[int, int]

_STOPS = frozenset({".", "!", "?", ";", ":", "(", "[", "—", "–", "--", QUOTE})
_CLOSERS = {")": "(", "]": "["}
_ASIDES = frozenset(
    "who whom whose which speaking in on at for during after before a an the his her its their meanwhile however too though then now also "
    "an of from with by like as when while where citing asked referring writing responding one formerly among himself herself according using "
    "to i according including in".split()
)
_TIME = frozenset(
    "today yesterday tonight tomorrow earlier later recently again afterward afterwards then once twice here there now early late previously online "
    "publicly privately also too instead simply repeatedly flatly bluntly aloud".split()
)
_PREPOSITIONS = frozenset(
    "in on at during after before to with of about from by via through for under over following against outside inside amid despite near as".split()
)
_ADDRESSEES = frozenset(
    "me him her them us you it reporters supporters journalists lawmakers voters viewers people everyone him/her attendees".split()
)
_WH = frozenset("what why how whether if where when who which".split())
_CONNECT = frozenset({"and", "but", "while", "though", "although", "or", "yet", "whereas"})


@dataclass(slots=True)
class Claim:
    """Words said: ``spans`` are unit ranges; ``subject`` the unit range that names the speaker, None when it is carried over."""

    spans: list[Range]
    subject: Range | None
    cue: Cue
    asides: list[Range]


@cache
def _subject_stops() -> frozenset[str]:
    return (
        lexicon.closed("subordinators")
        | {
            "was",
            "were",
            "is",
            "are",
            "had",
            "has",
            "have",
            "did",
            "does",
            "do",
            "will",
            "would",
            "could",
            "should",
            "can",
            "may",
            "might",
            "be",
            "been",
            "'ll",
            "'d",
            "'ve",
            "'re",
        }
    ) - {"and", "or", "as", "than"}


def subject(units: Units, cue: Cue) -> Range | None:
    """The phrase left of the cue that names its subject."""
    return phrase_before(units, cue.group)


def phrase_before(units: Units, end: int) -> Range | None:
    """The noun phrase that ends before unit ``end``; asides between commas or brackets are stepped over."""
    k = end
    for _ in range(6):
        if k == 0:
            return None
        word = units.low[k - 1]
        if word in _CLOSERS:
            k = _opening(units, k - 1, _CLOSERS[word])
            continue
        if word in {",", "—", "–", "--"}:
            opening = _aside(units, k - 1, word)
            if opening is None:
                return None
            k = opening
            continue
        if word in {"who", "which", "that"} and k > 1:
            k = k - 2 if units.low[k - 2] == "," else k - 1
            continue
        return _noun_phrase(units, k)
    return None


def _opening(units: Units, closer: int, opener: str) -> int:
    for k in range(closer - 1, max(-1, closer - 30), -1):
        if units.low[k] == opener:
            return k
    return closer


def _aside(units: Units, closer: int, mark: str) -> int | None:
    """Where the aside that ends at a comma begins, when there is one with a phrase before it."""
    depth = 0
    for k in range(closer - 1, max(-1, closer - 45), -1):
        word = units.low[k]
        if word == QUOTE or word in {".", "!", "?", ";", ":"}:
            return None
        if word == mark:
            if depth > 3:
                return None
            first = units.low[k + 1]
            inside_name = units.capital(k + 1) and closer - k <= 5
            plain = (
                first in _ASIDES
                or first.endswith("ing")
                or first.endswith("ed")
                or first in lexicon.titles()
                or first[0].isdigit()
                or inside_name
                or first in lexicon.closed("adverbs")
                or first.endswith("ly")
            )
            if plain and k > 0:
                return k
            depth += 1
    return None


def _noun_phrase(units: Units, end: int) -> Range | None:
    low = units.low
    stops, prepositions = _subject_stops(), lexicon.closed("prepositions")
    verbs = lexicon.verbs()
    if low[end - 1] in {"he", "she", "they", "it", "we", "i", "you", "one", "some", "others", "many", "those"}:
        return end - 1, end
    k = end
    while k > 0:
        word = low[k - 1]
        if word in _STOPS or word in {",", ")"} or word in stops:
            break
        if (
            word in verbs
            and verbs[word].tense in {"past+participle", "past", "s"}
            and not units.capital(k - 1)
            and low[k] not in {"by"}
            and k < end
        ):
            if verbs[word].tense != "s":
                break
        if word in {"and", "or"} and not _joins(units, k - 1, end):
            break
        k -= 1
    while k < end and (
        low[k] in {"and", "or", "but", "so", "then", "yet", "'s"}
        or (low[k] in lexicon.closed("adverbs") and low[k] not in {"all", "both"})
    ):
        k += 1
    if k < end and low[k] in prepositions:
        k = _last_phrase(units, k, end)
    if k >= end or low[end - 1] in lexicon.closed("determiners") - {
        "all",
        "several",
        "few",
        "many",
        "some",
        "two",
        "one",
    }:
        return None
    return k, end


def _joins(units: Units, at: int, end: int) -> bool:
    """Whether "and" joins two subjects rather than two clauses."""
    left, right = at - 1, at + 1
    if left < 0 or right >= end:
        return False
    k = left
    while k > 0 and units.low[k - 1] not in _STOPS and units.low[k - 1] != ",":
        if units.low[k - 1] in _subject_stops() or (units.low[k - 1] in lexicon.verbs() and not units.capital(k - 1)):
            return False
        k -= 1
    return left - k < 6


def _last_phrase(units: Units, first: int, end: int) -> int:
    """Where the last noun phrase of a stretch that opens with a preposition begins."""
    k = end - 1
    if units.capital(k):
        while k > first and (units.capital(k - 1) or units.low[k - 1] in lexicon.titles()):
            k -= 1
        while (
            k > first
            and units.low[k - 1] not in lexicon.closed("prepositions")
            and units.low[k - 1] in lexicon.closed("determiners")
        ):
            k -= 1
    else:
        while k > first and units.low[k] not in lexicon.closed("determiners"):
            k -= 1
        if k == first:
            k = end - 1
            while k > first + 1 and units.low[k - 1] not in lexicon.closed("prepositions"):
                k -= 1
    return k if units.low[k] not in lexicon.closed("prepositions") else min(k + 1, end)


def phrase_after(units: Units, first: int) -> Range | None:
    """The noun phrase that begins at unit ``first``: up to a comma, a time, a new clause."""
    low = units.low
    n = len(low)
    k = first
    if k < n and low[k] in {"he", "she", "they", "it", "we", "i", "you"}:
        return k, k + 1
    named = False
    while k < n:
        word = low[k]
        if word in _STOPS or word in {",", ")", "'s"} and word != "'s" or word in _subject_stops():
            break
        if k > first and (
            word in lexicon.closed("weekdays")
            or word in _TIME
            or (
                word
                in {
                    "in",
                    "on",
                    "at",
                    "during",
                    "after",
                    "before",
                    "to",
                    "with",
                    "about",
                    "as",
                    "by",
                    "via",
                    "through",
                    "when",
                }
                and not (word in {"at", "in", "on"} and not named)
            )
        ):
            break
        if (
            k > first
            and word in lexicon.verbs()
            and not units.capital(k)
            and lexicon.verbs()[word].tense not in {"base", "s"}
        ):
            break
        named = named or (units.capital(k) and k + 1 < n and not units.capital(k + 1))
        k += 1
    while k > first and low[k - 1] in {"and", "or"}:
        k -= 1
    return (
        (first, k)
        if k > first and low[first] not in {"to", "in", "on", "at", "for", "with", "from", "by", "about"}
        else None
    )


def after_addressee(units: Units, first: int) -> int:
    """The unit behind the one spoken to, who stands at ``first``."""
    low, n = units.low, len(units)
    if first < n and low[first] in _ADDRESSEES:
        return first + 1
    for k in range(first, min(n, first + 14)):
        if low[k] in {"that", ":", QUOTE, ",", "."} or (low[k] in _WH and k > first):
            return k
    k = first
    while k < n and (low[k] in lexicon.closed("determiners") or low[k] == "'s"):
        k += 1
    if k < n and units.capital(k):
        while (
            k < n
            and (units.capital(k) or low[k] in lexicon.closed("particles") or low[k] == "'s")
            and low[k] not in {"he", "she", "they", "it", "i"}
        ):
            k += 1
        return k
    return min(k + 1, n)


def content_after(units: Units, cue: Cue, first: int) -> int | None:
    """The unit at which words said begin behind a cue (its addressee and adjuncts skipped), or None."""
    low, n = units.low, len(units)
    k = after_addressee(units, first) if "a" in cue.follows else first
    while k < n:
        word = low[k]
        if word == QUOTE:
            return k
        if word == ":":
            return k + 1 if k + 1 < n else None
        if word == "that":
            return k + 1 if k + 1 < n and cue.follows & {"b", "t", "q", "a"} else None
        if word in _STOPS or word == ")":
            return None
        if word == ",":
            return _behind_comma(units, k)
        if (
            word in lexicon.closed("weekdays")
            or word in _TIME
            or word in lexicon.closed("months")
            or (word.endswith("ly") and len(word) > 4)
        ):
            k += 1
        elif word in _PREPOSITIONS and not ("n" in cue.follows and not cue.bare):
            behind = _behind_adjunct(units, k, cue)
            if behind is None:
                return None
            k = behind
        elif word in _WH:
            return k if cue.follows & {"w", "b", "a", "n"} else None
        elif word == "to":
            return k if cue.follows & {"v", "a"} else None
        elif word in {"and", "but", "or", "when", "while", "because", "since"}:
            return None
        elif cue.bare and "m" not in cue.follows:
            return k
        elif cue.bare and "m" in cue.follows:
            return k if word in lexicon.closed("determiners") | lexicon.closed("pronouns") or units.capital(k) else None
        elif "n" in cue.follows:
            return k
        else:
            k2 = next((j for j in range(k, min(n, k + 12)) if low[j] in {"that", QUOTE, ":"}), None)
            if k2 is None or "," in low[k:k2] and low[k2] == "that":
                return None
            k = k2
    return None


def _behind_comma(units: Units, comma: int) -> int | None:
    low, n = units.low, len(units)
    k = comma + 1
    if k < n and low[k] in {QUOTE, "that"}:
        return k if low[k] == QUOTE else k + 1
    for j in range(k, min(n, k + 14)):
        if low[j] in {QUOTE, ":"} and low[j - 1] in {",", ":"}:
            return j if low[j] == QUOTE else None
        if low[j] == "," and low[j + 1 : j + 2] == ["that"]:
            return j + 2
    return None


def _behind_adjunct(units: Units, k: int, cue: Cue) -> int | None:
    """The unit behind an adjunct ("in a statement", "of the plan") that begins at ``k``; None when nothing follows."""
    low, n = units.low, len(units)
    for j in range(k + 1, min(n, k + 25)):
        if low[j] in {"that", ":", QUOTE}:
            return j
        if low[j] == "," or low[j] in _STOPS:
            return j
    if not cue.bare:
        return None
    j = k + 1
    seen_noun = False
    while j < n:
        word = low[j]
        if word in {",", "that", ":", QUOTE} or word in _STOPS:
            return j
        if word in {"he", "she", "they", "it", "we", "there", "i"} or (
            seen_noun and word in lexicon.closed("determiners")
        ):
            return j
        if seen_noun and units.capital(j) and not units.capital(j - 1):
            return j
        if word in _PREPOSITIONS:
            seen_noun = False
        elif word not in lexicon.closed("determiners"):
            seen_noun = True
        j += 1
    return None
