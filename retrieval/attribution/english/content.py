"""Where the words said begin behind a cue: addressees and adjuncts in between are stepped over."""

from __future__ import annotations

from retrieval.attribution.english.cues import Cue
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.units import Units

_ABOUT = frozenset({"at", "about", "over", "under", "around"})
_CLAUSAL = frozenset({"b", "t", "a"})
_ONLY_NOUNS = frozenset({"n", "i", "q"})
_FAR = 25
_NEAR = 14
_NEXT = 4


def next_comma(units: Units, first: int) -> int | None:
    """The next comma at or behind unit ``first``."""
    return next((k for k in range(first, len(units)) if units.tags[k] == ","), None)


def begins(units: Units, cue: Cue) -> int | None:
    """The unit at which the words said begin behind a cue, or None when none follow."""
    k = _behind_addressee(units, cue.end) if "a" in cue.follows else cue.end
    while k < len(units):
        beyond = _beyond(units, cue, k)
        if beyond == k:
            return _starts(units, cue, k)
        k = beyond
    return None


def _beyond(units: Units, cue: Cue, k: int) -> int:
    """The unit behind a time or an adjunct that begins at ``k``; ``k`` itself when none does."""
    low, tags = units.low, units.tags
    if low[k].endswith("self") and "n" in cue.follows:
        return k
    night = low[k] in closed("spans of time") and tags[k - 1] == "T"
    if tags[k] in "TA" or night or low[k] in closed("months"):
        return k + 1
    if low[k] in closed("which time") and low[k + 1 : k + 2] and low[k + 1] in closed("spans of time"):
        return k + 2
    if low[k] in _ABOUT and (tags[k + 1 : k + 2] == ["#"] or low[k + 1 : k + 2] in (["least"], ["most"])):
        return k
    adjunct = low[k] in closed("adjunct prepositions") and not cue.follows <= _ONLY_NOUNS
    to_somebody = tags[k] == "o" and "".join(tags[k + 1 : k + 2]) in {"N", "D", "n"} and "v" not in cue.follows
    addressed = to_somebody and ("n" not in cue.follows or bool(cue.follows & {"b", "t", "w"}))
    return _behind_adjunct(units, k, cue) if adjunct or addressed else k


def _starts(units: Units, cue: Cue, k: int) -> int | None:
    """Whether what stands at ``k`` is what the cue says: the unit where it begins."""
    word, mark, last = units.low[k], units.tags[k], len(units) - 1
    if mark == "Q":
        return k
    if mark == ":":
        return k + 1 if k < last else None
    if mark == ",":
        return _behind_comma(units, k)
    if word == "that" and units.tags[k + 1 : k + 2] != ["X"]:
        return k + 1 if k < last and cue.follows & _CLAUSAL else _plain(units, cue, k)
    return None if mark in ".)(-" else _opens(units, cue, k)


def _opens(units: Units, cue: Cue, k: int) -> int | None:
    """Whether a clause or a phrase that begins at ``k`` is what the cue says."""
    word, mark = units.low[k], units.tags[k]
    if word in closed("question words"):
        return k if cue.follows & {"w", "b", "a", "n"} else None
    if mark == "o":
        return k if cue.follows & {"v", "a"} else None
    if mark in "cs" and not (cue.bare and word in {"although", "if", "unless", "because", "that"}):
        return None
    return _plain(units, cue, k)


def _plain(units: Units, cue: Cue, k: int) -> int | None:
    if cue.bare:
        return k if _is_clause(units, cue, k) else None
    if "n" in cue.follows or "a" in cue.follows:
        return k
    return _behind_object(units, cue, k)


def _is_clause(units: Units, cue: Cue, k: int) -> bool:
    """Whether a clause without "that" may begin at ``k``; a verb of the mind needs to see its subject and verb."""
    if units.low[k] in {"it", "them", "him"} and "".join(units.tags[k + 1 : k + 2]) in {"p", "o", ".", ","}:
        return False
    if (cue.lemma == "say" and cue.tense != "ing") or ("n" in cue.follows and "m" not in cue.follows):
        return True
    finite = (
        units.tags[k] == "P"
        or units.low[k].endswith("ing")
        or any(tag in "VXvQ" for tag in units.tags[k + 1 : k + _FAR])
    )
    return finite and ("m" not in cue.follows or units.tags[k] in "DPN")


def _behind_object(units: Units, cue: Cue, k: int) -> int | None:
    """A "that" or a quotation shortly behind an object, for verbs that cannot take the object itself."""
    near = _NEAR if cue.follows & _CLAUSAL else _NEXT
    for j in range(k, min(len(units), k + near)):
        if units.tags[j] == "Q":
            return j
        if units.tags[j] in ".,:":
            return None
        if units.low[j] == "that":
            return j + 1 if cue.follows & _CLAUSAL and j + 1 < len(units) else None
    return None


def _behind_comma(units: Units, comma: int) -> int | None:
    """A quotation or a "that" behind a comma, or behind another comma shortly after it."""
    low, tags, n = units.low, units.tags, len(units)
    k = comma + 2 if low[comma + 1 : comma + 2] in (["but"], ["and"]) else comma + 1
    if tags[k : k + 1] == ["Q"]:
        return k
    for j in range(k, min(n, k + _NEAR)):
        if tags[j] == "Q" and tags[j - 1] in ",:":
            return j
        if low[j] == "that" and (j == k or tags[j - 1] == ",") and j + 1 < n:
            return j + 1
    return None


def _behind_adjunct(units: Units, k: int, cue: Cue) -> int:
    """The unit behind an adjunct ("in a statement", "of the plan") that begins at ``k``; the end if nothing follows."""
    low, tags, n = units.low, units.tags, len(units)
    for j in range(k + 1, min(n, k + _FAR)):
        if low[j] == "that" or tags[j] in ":Q":
            return j
        if tags[j] in ",.":
            return _clause_in_adjunct(units, k, j) if cue.bare else j
        if "w" in cue.follows and low[j] in {"how", "why", "whether", "what"}:
            return j
    return _clause_in_adjunct(units, k, n) if cue.bare else n


def _clause_in_adjunct(units: Units, k: int, end: int) -> int:
    """Where a clause without "that" begins behind an adjunct: at a pronoun, a new determiner, a new name."""
    tags, low = units.tags, units.low
    noun = False
    for j in range(k + 1, end):
        if tags[j] == "P" or low[j] == "there" or (noun and tags[j] == "D" and tags[j - 1] not in "pG"):
            return j
        if noun and tags[j] == "N" and tags[j - 1] == "n":
            return j
        noun = (noun or tags[j] in "Nn#T") and tags[j] not in "po"
    return end


def _behind_addressee(units: Units, first: int) -> int:
    """The unit behind the one spoken to, who stands at ``first``."""
    low, tags, n = units.low, units.tags, len(units)
    if low[first : first + 1] and low[first] in closed("addressees"):
        return first + 1
    for k in range(first, min(n, first + _NEAR)):
        if low[k] == "that" or tags[k] in ":Q" or (low[k] in closed("question words") and k > first):
            return k
        if tags[k] in ",.PXV":
            break
    k = first
    while k < n and tags[k] in "DGA#":
        k += 1
    named = k < n and tags[k] == "N"
    while k < n and (tags[k] in "NG" if named else tags[k] == "n"):
        k += 1
    return max(k, first + 1)
