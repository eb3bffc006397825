"""The subject of a verb of saying: a pronoun, a title, a body or a name in the nominative, before it or behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.clausal.segments import Segment, VerbCue, words_of
from retrieval.attribution.units import Range, Units

_ADDRESSEE = ("ам", "ям")  # the dative of several
_HOPS = 2  # segments with a description between a subject and its verb


def subject(units: Units, found: Sequence[Segment], cue: VerbCue, known: Lexicon) -> Range | None:
    """The phrase that names who speaks; None where it is not told in reach."""
    segment = found[cue.at]
    if cue.is_source:
        return _source(units, segment, cue, known)
    if cue.tells == "g":
        return None
    if cue.tells == "i":
        return _place_of_words(units, segment, cue, known)
    before = [p for p in phrases(units, segment.first, cue.first, known) if agrees(units, p, cue, known)]
    behind = (p for p in phrases(units, cue.end, segment.end, known) if agrees(units, p, cue, known))
    if before:
        return before[-1]
    return next(behind, None) or _described(units, found, cue, known) or _place_of_words(units, segment, cue, known)


def phrases(units: Units, first: int, end: int, known: Lexicon) -> Iterator[Range]:
    """The noun phrases of a stretch that may be subjects; what stands behind a preposition is passed over."""
    k = first
    while k < end:
        if units.tags[k] == "p":
            k = _behind_adjunct(units, k, end, known)
            continue
        phrase = phrase_at(units, k, end, known)
        if phrase:
            yield phrase
        k = phrase[1] if phrase else k + 1


def phrase_at(units: Units, k: int, end: int, known: Lexicon, *, any_case: bool = False) -> Range | None:
    """The noun phrase that begins at unit ``k``: its head is a title, a body or a name."""
    if units.tags[k] == "P":
        return k, k + 1
    head = k
    while head < end and (units.tags[head] in "D#" or _is_adjective(units, head, end, known)):
        head += 1
    if head == end or not _is_head(units, head, known, any_case=any_case):
        return None
    if units.tags[k] == "N" and head > k and not known.tables.nouns_have_capitals:
        k = head
    return k, _phrase_end(units, head, end, known)


def _is_adjective(units: Units, k: int, end: int, known: Lexicon) -> bool:
    """Whether a word may belong to the head that follows it shortly."""
    if units.tags[k] != "n" or units.low[k] in known.verbs or known.head(units.low[k]):
        return False
    return k + 1 < end and (units.tags[k + 1] in "nN") and units.low[k + 1] not in known.verbs


def _is_head(units: Units, k: int, known: Lexicon, *, any_case: bool) -> bool:
    low = units.low[k]
    if known.is_head(low) or low in known.tables.persons or (any_case and known.head(low) is not None):
        return True
    if units.tags[k] == "M":
        return k + 1 < len(units) and units.tags[k + 1] in "Nn"
    return units.tags[k] == "N" and (any_case or not _is_oblique_name(units, k, known))


def _is_oblique_name(units: Units, k: int, known: Lexicon) -> bool:
    word = units.words.text[units.word[k]]
    given = known.given_names(word)
    if given and word in given:
        return False
    if given or known.is_place(word) or (known.is_oblique(units.low[k]) and not word.isupper()):
        return True
    before = units.words.text[units.word[k - 1]] if k and units.tags[k - 1] == "N" else ""
    return before not in known.given_names(before) and _has_nominative(units, word, known)


def _has_nominative(units: Units, word: str, known: Lexicon) -> bool:
    """Whether the article has the nominative of which a name may be another case: "Левчина" beside "Левчин"."""
    return not units.words.written().isdisjoint(known.nominatives(word, None))


def _phrase_end(units: Units, head: int, end: int, known: Lexicon) -> int:
    """Where a phrase ends: behind the name, or behind what the head is a title or a body of."""
    k = head + 1
    named = units.tags[head] == "N" and not known.head(units.low[head])
    while k < end and _goes_on(units, head, k, end, known, named=named):
        named = named or (units.tags[k] == "N" and not known.head(units.low[k]))
        k += 1
    while k > head + 1 and units.tags[k - 1] in "cDA":
        k -= 1
    return k


def _goes_on(units: Units, head: int, k: int, end: int, known: Lexicon, *, named: bool) -> bool:  # noqa: PLR0913 - all that a phrase is known by
    """Whether unit ``k`` still belongs to the phrase of a head before it; ``named``: the phrase has a name already."""
    tag, low = units.tags[k], units.low[k]
    if tag in "NM":
        return True
    if low in known.verbs:
        return False
    if _is_inside_marks(units, head, k):
        return True
    if tag == "c":
        return not named and k + 1 < end and units.tags[k + 1] in "nN"
    if known.tables.nouns_have_capitals:
        return (tag == "n" and units.tags[k - 1] == "D") or (tag == "D" and _has_genitive(units, k, end, known))
    return tag == "n" and not named and not known.is_title(low) and not low.endswith(_ADDRESSEE)


def _has_genitive(units: Units, k: int, end: int, known: Lexicon) -> bool:
    """Whether "der Polizei" belongs to the noun before it, which is a title or a body."""
    return known.head(units.low[k - 1]) is not None and k + 1 < end


def _is_inside_marks(units: Units, first: int, k: int) -> bool:
    return units.tags[first:k].count("M") % 2 == 1


def _behind_adjunct(units: Units, k: int, end: int, known: Lexicon) -> int:
    """The unit behind what belongs to the preposition at ``k``: up to a subject, a verb, another preposition."""
    at = k + 1
    while at < end and units.tags[at] in "D#":
        at += 1
    at += 1  # its noun, or an adjective before that
    while at < end:
        tag, low = units.tags[at], units.low[at]
        if tag in "pPA" or low in known.verbs:
            return at
        if known.is_head(low) and low not in known.tables.press and not _is_inside_marks(units, k, at):
            return at
        if tag == "N" and not _is_inside_marks(units, k, at) and _begins_name(units, at, known):
            return at
        if tag == "D" and known.tables.nouns_have_capitals:
            return at
        at += 1
    return at


def _begins_name(units: Units, k: int, known: Lexicon) -> bool:
    """Whether a capitalised word behind a preposition's noun is a name in the nominative."""
    word = units.words.text[units.word[k]]
    if word in known.given_names(word):
        return True
    if known.tables.nouns_have_capitals or known.head(units.low[k]) in known.tables.press:
        return False
    if units.tags[k - 1] == "M":
        return not _is_oblique_name(units, k, known)
    oblique_before = known.is_oblique(units.low[k - 1]) or known.is_place(units.words.text[units.word[k - 1]])
    return oblique_before and not _is_oblique_name(units, k, known)


def agrees(units: Units, phrase: Range, cue: VerbCue, known: Lexicon) -> bool:
    """Whether number and gender of a phrase fit what the verb tells of its subject."""
    told = gender_of(units, phrase, known)
    if cue.tells in {"", "a"} or told is None:
        return True
    if cue.tells == "s":
        return told != "p"
    return told == cue.tells or (cue.tells == "p" and "c" in units.tags[slice(*phrase)])


def gender_of(units: Units, phrase: Range, known: Lexicon) -> str | None:
    """The gender or the number that a phrase shows: by a pronoun, a title, a given name."""
    for k in range(*phrase):
        low, word = units.low[k], units.words.text[units.word[k]]
        if units.tags[k] == "P":
            return known.tables.pronouns[low] or None
        head = known.head(low) if units.tags[k] in "nN" else None
        if head:
            return known.gender(head)
        if word in known.given_names(word):
            return known.tables.names[word]
    return None


def _described(units: Units, found: Sequence[Segment], cue: VerbCue, known: Lexicon) -> Range | None:
    """As in "Коваль, речниця суду, сказала": the name before the description that the verb stands behind."""
    segment = found[cue.at]
    if "," not in segment.before or any(units.tags[k] not in "AT" for k in range(segment.first, cue.first)):
        return None
    for at in range(cue.at - 1, max(-1, cue.at - 1 - _HOPS), -1):
        opening = units.low[found[at].first]
        if found[at].is_quotation:
            return None
        describes = known.head(opening) or opening in known.tables.relatives or units.tags[found[at].first] in "D#n"
        if describes and at > 0 and units.tags[found[at].first] != "N":
            continue
        fitting = [p for p in phrases(units, *words_of(found[at]), known) if agrees(units, p, cue, known)]
        return fitting[-1] if fitting and fitting[-1][1] == found[at].end else None
    return None


def _source(units: Units, segment: Segment, cue: VerbCue, known: Lexicon) -> Range | None:
    """Whom a phrase like "according to" names."""
    if cue.own:
        return cue.first + 1, cue.first + 2
    if cue.lemma in known.tables.behind_source:
        return next((p for p in _any_phrases(units, segment.first, cue.first, known)), None)
    return next((p for p in _any_phrases(units, cue.end, segment.end, known)), None)


def _place_of_words(units: Units, segment: Segment, cue: VerbCue, known: Lexicon) -> Range | None:
    """As in "у міністерстві повідомили", "у заяві уряду йдеться": the body or the paper that the words stand in."""
    if cue.tells not in {"p", "i"}:
        return None
    for k in (*range(segment.first, cue.first), *range(cue.end, segment.end)):
        if units.tags[k] == "p" and k + 1 < segment.end:
            stop = cue.first if k < cue.first else segment.end
            phrase = phrase_at(units, k + 1, stop, known, any_case=True)
            if phrase and any(known.head(units.low[j]) in known.tables.bodies for j in range(*phrase)):
                return phrase
    return None


def _any_phrases(units: Units, first: int, end: int, known: Lexicon) -> Iterator[Range]:
    k = first
    while k < end:
        phrase = phrase_at(units, k, end, known, any_case=True)
        if phrase:
            yield phrase
        k = phrase[1] if phrase else k + 1


def named_at(units: Units, first: int, known: Lexicon) -> Range | None:
    """The noun phrase in any case that begins at unit ``first``."""
    end = next((k for k in range(first, len(units)) if units.tags[k] in ",.:(-Q"), len(units))
    return phrase_at(units, first, end, known, any_case=True) if first < end else None
