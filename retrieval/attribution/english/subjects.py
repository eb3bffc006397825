"""Whom a clause is about: its subject before a verb, at the head of a sentence, or before a colon.

Asides between commas, dashes or brackets, relative clauses and adjuncts are stepped over.
"""

from __future__ import annotations

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.english.phrases import behind, ending_at, without_time
from retrieval.attribution.units import Range, Units

_LONGEST_ASIDE = 45
_LONGEST_ADJUNCT = 8
_LONGEST_RELATIVE = 20
_MOST_HOPS = 5


def before(units: Units, end: int) -> Range | None:
    """The noun phrase that ends before unit ``end``; asides between commas, dashes or brackets are stepped over."""
    k = end
    asides, tail = 0, None
    for _ in range(_MOST_HOPS):
        k = without_time(units, k)
        while k > 1 and units.tags[k - 1] == "M" and units.tags[k - 2] == ",":
            k -= 1
        if k == 0:
            return None
        mark = units.tags[k - 1]
        if mark == "," and k > 1 and units.tags[k - 2] == ")":
            k, mark = k - 1, ")"
        opening = _opening(units, k - 1) if mark in {",", "-", ")"} else None
        asides += mark in {",", "-"}
        if opening is not None:
            k = opening
        elif mark in {",", "-", ")"}:
            return None
        elif k > 1 and (mark == "W" or (units.low[k - 1] == "that" and units.tags[k - 2] in "nN")):
            return (k - 3, k) if units.low[k - 2] == "of" and k > 2 else (k - 1, k)
        else:
            phrase = ending_at(units, k)
            outer = _outside(units, phrase, behind_aside=asides > 0) if phrase else None
            if outer is None:
                return (phrase[0], tail or phrase[1]) if phrase else None
            if not asides:
                tail = k  # "people who know the plan": the clause is a part of the phrase
            k = outer
    return None


def _outside(units: Units, phrase: Range, *, behind_aside: bool) -> int | None:
    """Where to look on when a phrase only belongs to a description of the subject."""
    if units.tags[phrase[0]] == "P":
        return None
    relative = _before_relative(units, phrase[0])
    if relative or not behind_aside:
        return relative
    if units.tags[phrase[0]] == "v":
        return next((k for k in range(phrase[0] - 1, 0, -1) if units.tags[k] in ",.Q:"), None)
    if phrase[0] > 2 and units.low[phrase[0] - 1].endswith("ing") and units.tags[phrase[0] - 2] == ",":
        return phrase[0] - 2
    return _before_adjunct(units, phrase[0]) or (phrase[0] - 1 if _is_aside(units, phrase) else None)


def _opening(units: Units, closer: int) -> int | None:
    """Where the aside that ends in a comma, a dash or a bracket begins."""
    tags, want = units.tags, {")": "("}.get(units.tags[closer], units.tags[closer])
    for k in range(closer - 1, max(-1, closer - _LONGEST_ASIDE), -1):
        if tags[k] in {"Q", ".", ":"} and want != "(":
            return None
        if tags[k] == want:
            return k or None
    return None


def _before_relative(units: Units, first: int) -> int | None:
    """Where the "who" clause begins whose verb stands before unit ``first`` ("people who know the plan said")."""
    if not first or not (units.tags[first - 1] in "VvXA" or units.low[first - 1] in lexicon.plain_verbs()):
        return None
    for k in range(first - 1, max(0, first - _LONGEST_RELATIVE), -1):
        if units.tags[k] == "W" or (units.low[k] == "that" and units.tags[k + 1] in "XVv"):
            return k if units.tags[k - 1] in "Nn" or units.low[k - 1] in closed("alone") else None
        if units.tags[k] in ",.:-Qsc":
            return None
    return None


def _before_adjunct(units: Units, first: int) -> int | None:
    """Where the adjunct begins that holds the phrase at ``first`` ("some, in addition to France, which ..., said")."""
    if not first or units.tags[first - 1] not in "po":
        return None
    for k in range(first - 1, max(0, first - _LONGEST_ADJUNCT), -1):
        if units.tags[k] == ",":
            return k
        if units.tags[k] not in "poNnDGc":
            return None
    return None


def _is_aside(units: Units, phrase: Range) -> bool:
    """Whether a phrase between commas describes the name before it ("Lind, 54, a farmer from Moss, Norway")."""
    first = phrase[0]
    if first < 2 or units.tags[first - 1] != ",":
        return False
    titled_name = units.tags[phrase[1] - 2 : phrase[1]] == ["N", "N"] and units.low[phrase[1] - 3] in lexicon.titles()
    if units.tags[first] == "P" or titled_name or _opens_adjunct(units, first - 1):
        return False
    if units.tags[first] == "N":
        return _capital_aside(units, phrase)
    return units.tags[first - 2] in {"N", "#", ")"} or units.low[first - 2] in lexicon.titles()


def _capital_aside(units: Units, phrase: Range) -> bool:
    """Whether a capitalised phrase between commas is an office or a place rather than a subject."""
    first, end = phrase
    office = units.low[first] in lexicon.titles() and units.tags[first + 1] == "p"
    place = units.low[end - 1].endswith(".") or units.text(first, end) in lexicon.places()
    return office or place or _in_relative(units, first - 1)


def _opens_adjunct(units: Units, comma: int) -> bool:
    """Whether the comma is the sentence's first and closes an adjunct: "In Texas, the mayor, a Democrat, said"."""
    return units.tags[0] in "ps" and "," not in units.tags[:comma]


def _in_relative(units: Units, comma: int) -> bool:
    """Whether the stretch that ends in a comma opens with "who" or "which"."""
    for k in range(comma - 1, max(0, comma - _LONGEST_ASIDE), -1):
        if units.tags[k] in ",.Q:":
            return units.tags[k] == "," and units.tags[k + 1] == "W"
    return False


def leading(units: Units, stop: int) -> Range | None:
    """The subject at the head of a sentence, before unit ``stop``; an adjunct before it is left out."""
    tags, low = units.tags, units.low
    k = _behind_opening(units, stop)
    if k >= stop:
        return None
    if tags[k] == "s" and low[k] == "that":
        return k, k + 1
    phrase = behind(units, k)
    if phrase and tags[phrase[1] : phrase[1] + 2] in (["T", ","], ["A", ","]):
        return behind(units, phrase[1] + 2)
    return phrase


def _behind_opening(units: Units, stop: int) -> int:
    """The unit behind what opens a sentence before its subject: "But", "On Monday,", "Two years ago,"."""
    tags, low = units.tags, units.low
    k = 0
    while k < stop and (tags[k] in "cA.-QM" or low[k] in {"but", "so", "yet"}):
        k += 1
    if k < stop and (tags[k] in "psToXv" or low[k].endswith("ing")):
        k = next((j + 1 for j in range(k, stop) if tags[j] == ","), stop)
    while k < stop and tags[k] in "cAM,":
        k += 1
    if "ago" in low[k : k + 4]:
        k = low.index("ago", k) + 1
        k += tags[k : k + 1] == [","]
    return k


def introducing(units: Units, colon: int) -> Range | None:
    """Who is quoted behind a colon: the name right before it, or the subject of its clause."""
    near = before(units, colon)
    if near and (near[0] == 0 or units.tags[near[0] - 1] in ".-" or units.low[near[0] - 1] == "from"):
        return near
    return leading(units, colon)
