"""Finds the words that report speech: verbs of saying, phrases such as "pointed out", and "according to"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from retrieval.attribution import lexicon
from retrieval.attribution.units import QUOTE, Units

_BE = frozenset("is are was were be been being am get gets got 're 'm".split())
_FINITE_HELP = frozenset("did does do will would 'd 'll".split())
_PLURAL = frozenset("they we you i who people police".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """Units ``first:end`` say that somebody says; ``group`` is where the verb group begins (auxiliaries, adverbs)."""

    first: int
    end: int
    group: int
    lemma: str
    follows: frozenset[str]
    tense: str

    @property
    def bare(self) -> bool:
        return "b" in self.follows


@cache
def _phrases() -> Mapping[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    table: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for line in lexicon.lines("phrases"):
        phrase, _, follows = line.partition(" | ")
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, frozenset(follows)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def cues(units: Units) -> Iterator[Cue]:
    """The cues of a sentence, in order."""
    verbs, phrases = lexicon.verbs(), _phrases()
    low = units.low
    i, n = 0, len(low)
    while i < n:
        word = low[i]
        cue = None
        if word in phrases:
            cue = _phrase(units, i, phrases[word])
        if cue is None and word in verbs:
            cue = _verb(units, i, verbs[word])
        elif cue is None and word == "according" and low[i + 1 : i + 2] == ["to"]:
            cue = Cue(i, i + 2, i, "according to", frozenset("o"), "")
        if cue:
            yield cue
        i = cue.end if cue else i + 1


def _phrase(units: Units, i: int, entries: list[tuple[tuple[str, ...], frozenset[str]]]) -> Cue | None:
    for words, follows in entries:
        if len(words) > 1 and tuple(units.low[i : i + len(words)]) == words:
            group, help_words = verb_group(units, i)
            if "not" in help_words or "to" in help_words or (help_words & _BE and not words[0].endswith("ing")):
                return None
            tense = "ing" if words[0].endswith("ing") else "past"
            return Cue(i, i + len(words), group, " ".join(words), follows, tense)
    return None


def verb_group(units: Units, i: int) -> tuple[int, frozenset[str]]:
    """Where the verb group that ends in unit ``i`` begins, and the auxiliaries in it ("not" stands for any negation)."""
    auxiliaries, adverbs = lexicon.closed("auxiliaries"), lexicon.closed("adverbs")
    found: set[str] = set()
    k = i
    while k > 0:
        word = units.low[k - 1]
        if word.endswith("n't") or word in {"not", "never"}:
            found.add("not")
        elif word in auxiliaries and word != "'s" or word == "to":
            found.add(word)
        elif word not in adverbs and not (word.endswith("ly") and len(word) > 4 and not units.capital(k - 1)):
            break
        elif word in {"both", "all"}:
            break
        k -= 1
    return k, frozenset(found)


def _verb(units: Units, i: int, form: lexicon.Form) -> Cue | None:
    group, help_words = verb_group(units, i)
    if "not" in help_words or "to" in help_words:
        return None
    before = units.low[group - 1] if group else ""
    if form.tense == "ing":
        if help_words & _BE:
            return Cue(i, i + 1, group, form.verb.lemma, form.verb.follows, "past")
        if before in {"of", "from", "for", "against", "than", "the", "a"}:
            return None
    elif form.tense == "base":
        plural = before in _PLURAL or _plural_noun(before)
        if not (help_words & _FINITE_HELP or (plural and not help_words)) and before != QUOTE:
            return None
    elif help_words & _BE:
        return None
    elif form.tense == "participle" and not help_words & {"has", "have", "had", "'ve", "'s", "'d"}:
        return None
    return Cue(i, i + 1, group, form.verb.lemma, form.verb.follows, form.tense)


def _plural_noun(word: str) -> bool:
    if word in lexicon.collectives():
        return True
    return (
        len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in lexicon.closed("determiners")
    )
