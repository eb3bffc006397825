"""Noun phrases, found by word classes: where one begins that ends here, and where one ends that begins here."""

from __future__ import annotations

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.units import Range, Units


def ending_at(units: Units, end: int) -> Range | None:
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


def without_time(units: Units, end: int) -> int:
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
