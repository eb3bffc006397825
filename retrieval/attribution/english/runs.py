"""Runs of capitalised words, each split into title and name, with what they show of whom they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.attribution import outlets
from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.entities import EntityKind
from retrieval.attribution.words import Words

SUFFIXES = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})
_COMPASS = frozenset({"New", "North", "South", "West", "East", "Los", "San", "El", "Saudi"})
_LONGEST_APPOSITION = 14
_LONGEST_TITLE = 6
_MOST_PARTICLES = 2


@dataclass(slots=True)
class Run:
    """Capitalised words in a row, split into what is a title and what is a name."""

    first: int
    name: int
    end: int
    kind: EntityKind = "unknown"
    gender: str | None = None
    role: str | None = None


class Runs:
    """Reads the runs of an article from its words and their classes."""

    def __init__(self, text: str, words: Words, tags: Sequence[str]) -> None:
        self._text = text
        self._words = words
        self._tags = tags

    def __iter__(self) -> Iterator[Run]:
        """Every run that holds a name, in order."""
        return (run for run in self._runs() if self._classify(run))

    def _runs(self) -> Iterator[Run]:
        i, n = 0, len(self._tags)
        while i < n:
            if self._tags[i] == "N" and not self._is_verb(i):
                end = self._run_end(i)
                yield Run(i, i, end)
                i = end
            else:
                i += 1

    def _run_end(self, i: int) -> int:
        tags, low, text = self._tags, self._words.low, self._words.text
        particles = lexicon.closed("particles")
        n, j = len(tags), i + 1
        while j < n:
            link = j
            while link < n and low[link] in particles and tags[link] != "N" and link - j < _MOST_PARTICLES:
                link += 1
            if (tags[j] == "N" and not self._is_verb(j)) or (low[j] in SUFFIXES and tags[j] != "P"):
                j += 1
            elif link > j and tags[link : link + 1] == ["N"]:
                j = link + 1
            elif (
                tags[j + 1 : j + 2] == ["N"]
                and low[j] in {"of", "for", "&"}
                and self._goes_on(text[j - 1], low[j + 1], low[j])
            ):
                j += 2
            else:
                break
        return j

    def _is_verb(self, k: int) -> bool:
        """Whether a capitalised word is a headline's verb ("Lind Says ...")."""
        form = lexicon.verbs().get(self._words.low[k])
        return form is not None and form.tense != "base" and form.verb.lemma in closed("never nouns")

    def _goes_on(self, word: str, following: str, link: str) -> bool:
        """Whether "of" or "&" links two parts of one name: "Bank of Moss", "Secretary of State"."""
        return (
            link == "&"
            or word in _organisation_words()
            or following in closed("offices of")
            or (word.lower() in lexicon.titles() and link == "of")
        )

    def _classify(self, run: Run) -> bool:
        """Split a run into title and name; False when it is a title alone."""
        text, low = self._words.text, self._words.low
        titles, given = lexicon.titles(), lexicon.given_names()
        i, j = run.first, run.end
        heads = [k for k in range(i, j) if low[k] in titles and not (k > i and low[k - 1] in given)]
        if heads:
            if not self._split_title(run, heads[-1]):
                return False
        elif text[i] in lexicon.closed("nationalities") and j - i > 1 and low[i + 1] in given:
            run.name = i + 1
        elif (
            j - i > 2
            and low[i] not in given
            and low[i + 1] in given
            and "." not in text[i]
            and low[i + 1] not in titles
        ):
            run.name = i + 1  # "More Jonas Lind"
        self._kind(run)
        if run.kind in {"person", "unknown"}:
            self._role(run)
        return True

    def _split_title(self, run: Run, head: int) -> bool:
        text, low = self._words.text, self._words.low
        after = head + 1
        if after + 1 < run.end and low[after] in {"of", "for"}:
            after += 2
            while after < run.end and low[after] not in lexicon.given_names() and run.end - after > 2:
                after += 1
        if after < run.end:
            run.name, run.kind, run.gender = after, "person", lexicon.titles()[low[head]]
            return True
        return any(word in _organisation_words() for word in text[run.first : run.end]) and run.end - run.first > 1

    def _kind(self, run: Run) -> None:
        text, low = self._words.text, self._words.low
        name, first, given = text[run.name : run.end], low[run.name], lexicon.given_names()
        if run.kind == "person":
            run.gender = run.gender or given.get(first)
        elif (
            len(name) > 1
            and (first in given or first.split("-")[0] in given)
            and name[0] not in lexicon.places()
            and not _is_organisation(name[1:])
        ):
            run.kind, run.gender = "person", given.get(first)
        elif " ".join(name) in lexicon.long_places() or self._is_dateline(run):
            run.kind = "place"
        elif _is_organisation(name) or " ".join(name).lower() in outlets.names():
            run.kind = "organisation"
        elif name[-1] in lexicon.places() and (len(name) == 1 or name[0] in lexicon.places() | _COMPASS):
            run.kind = "place"
        elif len(name) == 1 and name[0] in lexicon.closed("nationalities"):
            run.kind = "nation"
        elif first not in given and self._lies_in_place(run):
            run.kind = "place"

    def _lies_in_place(self, run: Run) -> bool:
        """Whether a known place follows behind a comma ("Moss, Norway")."""
        return self._tags[run.end : run.end + 2] == [",", "N"] and self._words.text[run.end + 1] in lexicon.places()

    def _is_dateline(self, run: Run) -> bool:
        """Whether capitals before a dash or a bracket say where a report was written."""
        behind = self._tags[run.end : run.end + 1]
        return behind in (["-"], ["("]) and all(
            word.isupper() and len(word) > 2 for word in self._words.text[run.name : run.end]
        )

    def _role(self, run: Run) -> None:
        low, titles = self._words.low, lexicon.titles()
        if run.name > run.first:
            courtesy = low[run.first] in lexicon.abbreviations() and low[run.first] not in closed("titles shown")
            run.role = None if courtesy else self.join(run.first, run.name)
        k = run.first - 1
        if k >= 0 and low[k] in titles and self._tags[k] == "n" and run.end - run.name > 1:
            run.first = self._modifiers(k)
            run.role = self.join(run.first, run.name)
            run.gender = titles[low[k]] or run.gender
        run.role = run.role or self._apposition_behind(run) or self._apposition_before(run)
        if run.role:
            run.kind = "person"

    def _modifiers(self, k: int) -> int:
        """Where a title that ends at word ``k`` begins."""
        tags, verbs = self._tags, lexicon.verbs()
        start = k
        while (
            start > 0
            and k - start < _LONGEST_TITLE
            and tags[start - 1] in "nN"
            and self._words.low[start - 1] not in verbs
        ):
            start -= 1
        return start

    def _apposition_behind(self, run: Run) -> str | None:
        """As in "Lind, the minister of trade," : the title between commas behind a name."""
        tags, low, titles = self._tags, self._words.low, lexicon.titles()
        j, n = run.end, len(self._tags)
        if j + 1 >= n or tags[j] != ",":
            return None
        if tags[j + 1] == "#" and tags[j + 2 : j + 3] == [","]:
            j += 2
        stop = j + 1
        while stop < n and stop - j < _LONGEST_APPOSITION and tags[stop] not in ",.:()-QWXVP":
            stop += 1
        head = next((k for k in range(j + 1, stop) if low[k] in titles or tags[k] in "po"), None)
        if head is None or low[head] not in titles or (stop < n and tags[stop] in "XVP") or self._heads_name(head):
            return None
        if stop - j == _LONGEST_APPOSITION:
            stop = next((k for k in range(head + 1, stop) if tags[k] == "c"), head + 1)
        run.gender = run.gender or titles[low[head]]
        return self.join(j + 2 if low[j + 1] in {"a", "an", "the"} else j + 1, stop)

    def _heads_name(self, head: int) -> bool:
        """Whether a title stands before another name ("Lind, Senator Okafor and ...")."""
        return (self._tags[head] == "N" and self._tags[head + 1 : head + 2] == ["N"]) or self._words.low[
            head
        ] in lexicon.abbreviations()

    def _apposition_before(self, run: Run) -> str | None:
        """As in "the prime minister, Jonas Lind," : the title before the comma."""
        k = run.first - 2
        if k < 1 or self._tags[k + 1] != "," or self._words.low[k] not in lexicon.titles():
            return None
        start = self._modifiers(k)
        if not start or self._tags[start - 1] not in "DG":
            return None
        run.gender = run.gender or lexicon.titles()[self._words.low[k]]
        return self.join(start, k + 1)

    def join(self, first: int, end: int) -> str:
        return self._text[self._words.start[first] : self._words.end[end - 1]].replace("\n", " ")


def _organisation_words() -> frozenset[str]:
    return lexicon.sections("organisations")[""]


def _is_organisation(name: Sequence[str]) -> bool:
    known = _organisation_words()
    acronym = len(name) == 1 and len(name[0]) > 1 and name[0].isupper() and name[0].isalpha()
    return acronym or any(word in known for word in name)
