"""Noun phrases that name a subject, found by word classes: before a verb, behind one, at the head of a sentence."""

from __future__ import annotations

from retrieval.attribution import lexicon
from retrieval.attribution.lexicon import closed
from retrieval.attribution.units import Units

Range = tuple[int, int]

_LONGEST_ASIDE = 45
_LONGEST_ADJUNCT = 8
_LONGEST_RELATIVE = 20
_MOST_HOPS = 5


def before(units: Units, end: int) -> Range | None:
    """The noun phrase that ends before unit ``end``; asides between commas, dashes or brackets are stepped over."""
    k = end
    asides, tail = 0, None
    for _ in range(_MOST_HOPS):
        k = _without_time(units, k)
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
            phrase = _ending_at(units, k)
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


def _ending_at(units: Units, end: int) -> Range | None:
    """The noun phrase whose last unit is ``end - 1``."""
    tags, low = units.tags, units.low
    if tags[end - 1] == "P":
        return end - 1, end
    k = end
    while k > 0 and _inside_phrase(units, k - 1, end):
        k -= 1
    while k < end and (tags[k] in "cAGM" or low[k] == "of"):
        k += 1
    k = _list_start(units, k)
    if k < end and tags[k] in "pT":
        k = last_name(units, k, end)
    if k >= end or (tags[end - 1] in "DGpo" and not (end - k == 1 and low[k] in closed("alone"))):
        return None
    return (k, end) if any(tags[j] in "NnD#v" for j in range(k, end)) else None


def _list_start(units: Units, first: int) -> int:
    """Where a list begins whose last member begins at ``first``: "unions, farmers, and many lawmakers"."""
    tags, low = units.tags, units.low
    if first < 4 or low[first - 1] != "and" or tags[first - 2] != ",":
        return first
    k = first - 2
    while k > 0 and tags[k - 1] in "NnDG#," and low[k - 1] not in lexicon.plain_verbs():
        k -= 1
    return k if (k == 0 or tags[k - 1] in ".csQ") and tags[k] in "NnD" else first


def _without_time(units: Units, end: int) -> int:
    """``end`` moved before "on Monday", "last week", "in the past"."""
    tags, low = units.tags, units.low
    while end > 1:
        if tags[end - 1] in "TA" and low[end - 1] not in closed("alone"):
            end -= 1
        elif low[end - 1] in closed("spans of time") and (low[end - 2] in closed("which time") or tags[end - 2] == "T"):
            end -= 1 if tags[end - 2] == "T" else 2
        elif low[end - 1] in {"on", "earlier", "late"} and tags[end : end + 1] == ["T"]:
            end -= 1
        elif tags[end - 1] == "#" and low[end - 2] == "in" and len(low[end - 1]) == 4:
            end -= 2
        elif low[end - 1] in {"all", "both", "each"} and tags[end - 2] in "NnX)P":
            end -= 1
        elif end > 3 and low[end - 3 : end] == ["in", "the", "past"]:
            end -= 3
        else:
            break
    return end


def _inside_phrase(units: Units, k: int, end: int) -> bool:
    """Whether the unit at ``k`` can stand in a noun phrase that ends at ``end``."""
    mark = units.tags[k]
    if mark in "Nn":
        return not _parts_phrase(units, k, end)
    if mark in "DG#M" or (mark == "T" and (units.tags[k + 1] == "G" or units.tags[k - 1] == "p")):
        return True
    if mark == "p":
        return units.low[k] not in {"than", "as", "while", "until", "since"}
    if mark == "v":
        return not _is_finite(units, k)
    return k + 1 < end and _links_phrase(units, k)


def _parts_phrase(units: Units, k: int, end: int) -> bool:
    """Whether a noun is a verb in disguise, or the last one before a new phrase ("the man the police accused")."""
    if units.tags[k] == "n" and k and units.tags[k - 1] in "NnWP" and units.low[k] in lexicon.plain_verbs():
        return True
    return k + 1 < end and units.tags[k + 1] == "D" and units.text(k + 1, k + 2).islower()


def _links_phrase(units: Units, k: int) -> bool:
    """Whether an adverb, "to", "and" or "she and" ties two parts of one phrase."""
    mark, behind = units.tags[k], units.tags[k + 1]
    if mark == "P":
        return behind == "c" and _opens(units, k)
    return mark == "A" or (mark == "o" and behind in "NnD") or (mark == "c" and _joins(units, k))


def _opens(units: Units, k: int) -> bool:
    """Whether a clause may begin at ``k``."""
    return k == 0 or units.tags[k - 1] in ",.sc"


def _is_finite(units: Units, k: int) -> bool:
    """Whether an "-ed" word is a clause's verb rather than a participle."""
    tags = units.tags
    follows = tags[k + 1] if k + 1 < len(tags) else "."
    precedes = tags[k - 1] if k else "."
    if precedes == "," and follows == "D":
        return True
    if precedes in "DGp#c,.":
        return False
    if follows in "pA" or units.low[k + 1 : k + 2] == ["by"]:
        return precedes in "NPW"
    return follows in "DPNQ#os" and precedes in "NPnWA"


def _joins(units: Units, at: int) -> bool:
    """Whether "and" joins two nouns rather than two clauses: no verb stands before it in the clause."""
    adjunct = False
    for k in range(at - 1, max(-1, at - 8), -1):
        mark = units.tags[k]
        adjunct = adjunct or mark in "po"
        if (mark == "P" and k == at - 1 and _opens(units, k)) or (mark == "c" and k and units.tags[k - 1] == ","):
            return True
        if mark in "VXWPs" or (mark == "v" and _is_finite(units, k)):
            return False
        if mark in ",.:-Q":
            return mark != "," or adjunct
    return True


def last_name(units: Units, first: int, end: int) -> int:
    """Where the last noun phrase of a stretch that opens with a preposition begins."""
    tags = units.tags
    k = end - 1
    while k > first and (tags[k - 1] == "N" or (tags[end - 1] == "N" and units.low[k - 1] in lexicon.titles())):
        k -= 1
    while k > first and tags[k - 1] in "nNDG#Av" and tags[k] != "D":
        k -= 1
    if k - 2 > first and tags[k - 1] == "c" and tags[k - 2] in "Nn":
        return last_name(units, first, k - 1)
    return k


def behind(units: Units, first: int) -> Range | None:
    """The noun phrase that begins at unit ``first``: up to a comma, a time, a place or a new clause."""
    tags, low, n = units.tags, units.low, len(units)
    if first >= n or tags[first] not in "NnDP#v":
        return None
    if tags[first] == "P":
        return first, first + 1
    k = first + 1
    while k < n:
        mark = tags[k]
        if mark == "D" and tags[k - 1] in "nN" and units.text(k, k + 1).islower():
            break
        if mark in ",.:()-QsWXVTP" or (mark == "v" and _is_finite(units, k)):
            break
        if (
            mark in "po"
            and low[k] in closed("behind a subject")
            and low[k - 1] not in closed("adjectives before prepositions")
        ):
            break
        if low[k] in closed("which time") and low[k + 1 : k + 2] and low[k + 1] in closed("spans of time"):
            break
        k += 1
    while k > first + 1 and tags[k - 1] in "cpA":
        k -= 1
    return first, k


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
