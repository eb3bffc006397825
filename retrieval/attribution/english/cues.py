"""Finds the words that report speech: verbs of saying, phrases such as "pointed out", and "according to"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from retrieval.attribution.english import lexicon, subjects
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.units import Units

ACCORDING = "according to"
OWNED = "noun"
_ACCORD = frozenset({"according", "as"})
_OWNERS = frozenset({"his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Units ``first:end`` report speech; the verb group (auxiliaries, adverbs) begins at ``group``."""

    first: int
    end: int
    group: int
    lemma: str
    follows: frozenset[str]
    tense: str

    @property
    def is_source(self) -> bool:
        return self.lemma == ACCORDING

    @property
    def trails(self) -> bool:
        """Whether it may stand behind a clause without marks ("Prices will rise, Lind said")."""
        return bool(self.follows & {"b"} or self.follows >= {"q", "t", "i"})

    @property
    def bare(self) -> bool:
        return "b" in self.follows


@cache
def _phrases() -> Mapping[str, list[tuple[list[str], frozenset[str]]]]:
    table: dict[str, list[tuple[list[str], frozenset[str]]]] = {}
    for line in lexicon.lines("phrases"):
        phrase, _, follows = line.partition(" | ")
        words = phrase.split()
        table.setdefault(words[0], []).append((words, frozenset(follows)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _starters() -> frozenset[str]:
    """Every word that a cue can begin with, but for "-ed" verbs of no list."""
    return frozenset(lexicon.verbs()) | frozenset(_phrases()) | lexicon.sections("nouns")[""] | _ACCORD


def cues(units: Units) -> Iterator[Cue]:
    """The cues of a sentence, in order."""
    nouns = lexicon.sections("nouns")[""]
    verbs, several, low, tags = lexicon.verbs(), _phrases(), units.low, units.tags
    starters = _starters()
    i = 0
    while i < len(low):
        word = low[i]
        if word not in starters and tags[i] != "v":
            i += 1
            continue
        cue = _phrase(units, i, several[word]) if word in several else None
        if cue is None and word in nouns:
            cue = _noun(units, i)
        if cue is None and word in verbs:
            cue = _verb(units, i, verbs[word])
        elif cue is None and word in _ACCORD and (length := _accord(low, i)):
            cue = Cue(i, i + length, i, ACCORDING, frozenset("o"), "")
        elif cue is None and units.tags[i] == "v":
            cue = _unlisted(units, i)
        if cue:
            yield cue
        i = cue.end if cue else i + 1


def _accord(low: list[str], i: int) -> int:
    """How many words "according to" and its like have at ``i``; 0 for none."""
    if low[i] == "according" and low[i + 1 : i + 2] == ["to"]:
        return 2
    return 3 if low[i] == "as" and low[i + 1 : i + 3] in (["reported", "by"], ["told", "by"]) else 0


def _noun(units: Units, i: int) -> Cue | None:
    """As in "his claim that ...", "the minister's recent warning that ...": the group begins at the owner's mark."""
    if units.low[i + 1 : i + 2] != ["that"] and units.low[i + 1 : i + 3] not in (["is", "that"], ["was", "that"]):
        return None
    for k in range(i - 1, max(-1, i - 4), -1):
        if units.tags[k] == "G" or units.low[k] in _OWNERS:
            return Cue(i, units.low.index("that", i), k, units.low[i], frozenset("t"), OWNED)
        if units.tags[k] not in "nNAT":
            return None
    return None


def _unlisted(units: Units, i: int) -> Cue | None:
    """As in "...!" beamed Lind: any "-ed" verb beside a quotation that ends like a sentence."""
    inverted = i > 0 and units.is_speech(i - 1) and units.tags[i + 1 : i + 2] and units.tags[i + 1] in "ND"
    closes = units.tags[i + 1 : i + 2] in ([], ["."], [":"])
    trailing = closes and any(units.is_speech(k) for k in range(max(0, i - 6), i))
    if not (inverted or trailing):
        return None
    return Cue(i, i + 1, i, units.low[i], frozenset("qi"), "past")


def _phrase(units: Units, i: int, entries: list[tuple[list[str], frozenset[str]]]) -> Cue | None:
    for words, follows in entries:
        if units.low[i : i + len(words)] != words:
            continue
        group, helps = verb_group(units, i)
        participle = words[0].endswith("ing")
        if "not" in helps or "to" in helps or (helps & closed("be") and not participle):
            return None
        tense = "ing" if participle and not helps & closed("be") else "past"
        return Cue(i, i + len(words), group, " ".join(words), follows, tense)
    return None


def verb_group(units: Units, i: int) -> tuple[int, frozenset[str]]:
    """Where the verb group that ends in unit ``i`` begins, and its auxiliaries ("not" stands for any negation)."""
    found: set[str] = set()
    k = i
    while k > 0:
        word, mark = units.low[k - 1], units.tags[k - 1]
        if k > 3 and units.low[k - 3 : k] == ["in", "the", "past"]:
            k -= 3
            continue
        if mark == "o" and k > 1 and units.low[k - 2] in closed("going on to"):
            return _outer_group(units, k - (3 if units.low[k - 2] == "on" else 2)), frozenset({"do"})
        if mark in "Xo":
            found.add("not" if word in closed("negations") or word.endswith("n't") else word)
        elif mark != "A" or word in {"both", "all"}:
            break
        k -= 1
    return k, frozenset(found)


def _outer_group(units: Units, k: int) -> int:
    """Where the group begins of which "quick to" or "continued to" is a part."""
    while k > 0 and (units.tags[k - 1] in "XA" or units.low[k - 1] in {"all", "both"}):
        k -= 1
    return k


def _verb(units: Units, i: int, form: lexicon.Form) -> Cue | None:
    group, helps = verb_group(units, i)
    if "not" in helps or "to" in helps or units.low[group - 1 : group] == ["having"]:
        return None
    if units.tags[i] == "N" and units.tags[max(0, i - 1) : i] == ["N"] and form.verb.lemma not in closed("never nouns"):
        return None  # a part of a name ("United States")
    if form.verb.lemma == "call" and units.low[i + 1 : i + 2] and units.low[i + 1] in {"in", "off", "up", "out"}:
        return None
    if form.tense == "ing" and helps & closed("be"):
        return Cue(i, i + 1, group, form.verb.lemma, form.verb.follows, "past")
    if not _is_verb(units, i, group, helps, form):
        return None
    return Cue(i, i + 1, group, form.verb.lemma, form.verb.follows, form.tense)


def _is_verb(units: Units, i: int, group: int, helps: frozenset[str], form: lexicon.Form) -> bool:
    """Whether a form is a verb with a subject here: no noun, no passive, no gerund behind a preposition."""
    if form.tense == "ing":
        return not group or not _gerund(units, group)
    if form.tense == "base":
        return _base_is_verb(units, i, group, helps)
    if form.tense == "s":
        return not helps & closed("be") and _s_is_verb(units, i, group, form.verb)
    return not helps & closed("be") and (form.tense != "participle" or bool(helps & closed("perfect help")))


def _gerund(units: Units, group: int) -> bool:
    owned = units.tags[group - 1] == "G" and units.tags[group - 2] != "P"
    return owned or units.low[group - 1] in closed("before gerunds")


def _base_is_verb(units: Units, i: int, group: int, helps: frozenset[str]) -> bool:
    if helps or not group:
        quoted = units.tags[i + 1 : i + 2] == ["Q"] or units.tags[i + 1 : i + 3] == [":", "Q"]
        return bool(helps & closed("finite help")) or (quoted and bool(helps & closed("auxiliaries")))
    following = units.tags[i + 1] if i + 1 < len(units) else "."
    if units.low[i] in closed("verbs like nouns") and following not in ".sQDP:":
        return False
    return _plural_before(units, group) or (
        units.low[i] in closed("verbs with any plural") and _plural_head(units, group)
    )


def _plural_before(units: Units, group: int) -> bool:
    """Whether the word before ``group`` can be a plural subject, or close one that cannot be seen whole."""
    word, mark = units.low[group - 1], units.tags[group - 1]
    if word in closed("plural subjects") or word in lexicon.collectives() or mark in "Q),W":
        return True
    if mark == "N":
        return len(word) > 1 and units.words.text[units.word[group - 1]].isupper()
    return (mark == "n" and _plural_noun(word)) or (word == "that" and group > 1 and units.tags[group - 2] == "n")


def _plural_head(units: Units, end: int) -> bool:
    """Whether the phrase before ``end`` has a plural head ("developers in the city")."""
    phrase = subjects.before(units, end)
    if not phrase:
        return False
    first, stop = phrase
    head = next((k for k in range(first + 1, stop) if units.tags[k] in "pvo" or units.low[k].endswith("ing")), stop) - 1
    word = units.low[head]
    if "c" in units.tags[first:stop] or word in closed("plural subjects") or "percent" in units.low[first:stop]:
        return True
    return units.tags[head] == "n" and (word in lexicon.collectives() or _plural_noun(word))


def _plural_noun(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss")


def _s_is_verb(units: Units, i: int, group: int, verb: lexicon.Verb) -> bool:
    """Whether "claims", "reports" and the like are verbs here, not plural nouns."""
    if not group or verb.lemma in closed("never nouns"):
        return True
    word, mark, following = units.low[group - 1], units.tags[group - 1], _following(units, i)
    if mark in ",-" and following == "s" and units.tags[i + 2 : i + 3] in (["X"], ["V"]):
        return False  # "..., remarks that were": a noun with a clause of its own
    if mark in "PW),-Q" or following in "sQ":
        return mark not in "DG"
    if mark == "N":
        return _s_behind_name(units, i, group, verb)
    if word in {"another", "one"}:
        return True
    owned = group > 1 and units.tags[group - 2] in "DGN"
    speaking = word in lexicon.speaking_nouns() - lexicon.collectives()
    return mark == "n" and speaking and following in ("sQDPN#:n" if owned else "sQDPN#:")


def _following(units: Units, i: int) -> str:
    """The class behind a verb; "s" also where a "that" or a quotation follows behind a comma."""
    following = units.tags[i + 1] if i + 1 < len(units) else "."
    if following == "," and ("that" in units.low[i + 2 : i + 12] or units.tags[i + 2 : i + 3] == ["Q"]):
        return "s"
    return following


def _s_behind_name(units: Units, i: int, group: int, verb: lexicon.Verb) -> bool:
    following = _following(units, i)
    if following in ".,p" and _opens_clause(units, group):
        return following != "p" or verb.lemma in {"report", "inform"}
    return following in "sQDPN#:" or (following == "n" and units.low[i + 1].endswith("ing"))


def _opens_clause(units: Units, end: int) -> bool:
    """Whether the name that ends before ``end`` stands behind a comma, a quotation or at the head of the sentence."""
    k = end
    while k > 0 and units.tags[k - 1] == "N":
        k -= 1
    return k == 0 or units.tags[k - 1] in ",QD-"
