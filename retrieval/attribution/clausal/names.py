"""Who is named in an article, whatever the case: a name in any case is the person whose nominative the article shows.

Where it shows none, a name that stands behind a title or a source in another case is brought to the nominative by the
table of endings; any other is left as it is written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.attribution import outlets
from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.entities import Entity, Mention
from retrieval.attribution.words import Words

_REMEMBERED = 500  # mentions
_NAMESAKES = 20
_TITLE_AHEAD = 8  # words
_LONGEST_ROLE = 10
_ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")  # where all nouns have capitals, which is German
_APOSTROPHES = str.maketrans("’ʼ", "''")


@dataclass(slots=True)
class _Run:
    """Capitalised words ``name:end``, with the title at ``title`` that stands before them, and whether in its case."""

    name: int
    end: int
    title: int | None = None
    oblique: bool = False


class Names:
    """The table of an article's names, built from its words and their classes."""

    def __init__(self, text: str, words: Words, classes: Sequence[str], known: Lexicon) -> None:
        self._text, self._words, self._classes, self._known = text, words, classes, known
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        self._order: list[tuple[int, Entity]] = []
        self.at: dict[int, Mention] = {}
        runs = list(self._runs())
        self._written = {_plain(words.text[k]): words.text[k] for run in runs for k in range(run.name, run.end)}
        for run in sorted(runs, key=lambda run: run.name - run.end):  # full names first
            self._note(run)
        self._order.sort(key=lambda entry: entry[0])

    def before(self, offset: int, since: int = 0) -> Iterator[Entity]:
        """What is named between two offsets of the text, the last first; not further back than a reader remembers."""
        first, end = (bisect_left(self._order, at, key=lambda entry: entry[0]) for at in (since, offset))
        return (entity for _, entity in reversed(self._order[max(first, end - _REMEMBERED) : end]))

    def role(self, title: int, end: int) -> str:
        """The words of a title from ``title`` up to word ``end``, its head in the nominative."""
        start, stop = self._words.start[title], self._words.end[end - 1]
        written, low = self._words.text[title], self._words.low[title]
        head = self._known.head(low) or low
        rest = self._text[start + len(written) : stop].replace("\n", " ")
        return (written if head == low else _like(written, head)) + rest

    def _runs(self) -> Iterator[_Run]:
        i, n = 0, len(self._classes)
        while i < n:
            if self._classes[i] != "N":
                i += 1
                continue
            end = next((k for k in range(i, n) if self._classes[k] != "N"), n)
            run = self._run(i, end)
            if run:
                yield run
            i = end

    def _run(self, first: int, end: int) -> _Run | None:
        """The name in a run of capitals: without a title, a place or a body at its head; None where it is no name."""
        low, text, known = self._words.low, self._words.text, self._known
        name = first
        while name < end and known.head(low[name]) and not known.given_names(text[name]):
            name += 1
        given = next((k for k in range(name, end) if known.given_names(text[k])), None)
        if given is not None and end - given > 1:
            name = given
        elif end - name > 1 and known.is_place(text[name]):
            name += 1
        title = self._title_before(name, end) if name < end else None
        if name == end or (known.tables.nouns_have_capitals and not self._is_name(name, end, title)):
            return None
        oblique = (title is not None and not known.is_head(low[title])) or self._behind_source(first)
        return _Run(name, end, title, oblique)

    def _is_name(self, name: int, end: int, title: int | None) -> bool:
        """Where all nouns have capitals: whether these are a name, which has no article and no adjective before it."""
        low = self._words.low
        if title is not None or self._known.given_names(self._words.text[name]) or low[name] in outlets.names():
            return True
        before = low[name - 1] if name else ""
        described = self._classes[name - 1 : name] == ["n"] and before.endswith(_ADJECTIVE_ENDS)
        plain = before in self._known.verbs or not described
        return end - name == 1 and plain and self._classes[name - 1 : name] not in (["D"], ["#"])

    def _title_before(self, name: int, end: int) -> int | None:
        """The title that stands before a name, perhaps with what it is the title of in between ("міністр освіти")."""
        low, classes, known = self._words.low, self._classes, self._known
        between = "D" if known.tables.nouns_have_capitals else "nNcM"
        full = end - name > 1
        for k in range(name - 1, max(-1, name - _TITLE_AHEAD), -1):
            head = known.head(low[k])
            if head and known.is_title(head) and classes[k] in "nN":
                fits = known.gender(head) != "p" and self._in_one_case(low[k], name, end)
                return k if fits and (k == name - 1 or full) else None
            if classes[k] not in between or low[k] in known.verbs:
                return None
        return None

    def _in_one_case(self, title: str, name: int, end: int) -> bool:
        """Whether a name can be in the case of a title: both in the nominative, or neither, and of one gender."""
        known, text = self._known, self._words.text
        given, gender = known.given_names(text[name]), known.gender(known.head(title) or "")
        if given:
            fitting = [one for one in given if gender in {None, known.tables.names[one]}]
            return bool(fitting) and (not known.is_head(title) or text[name] in fitting)
        if end - name == 1 or not known.is_head(title):
            return True
        return not any(known.is_oblique(self._words.low[k]) or known.is_place(text[k]) for k in range(name, end))

    def _title_behind(self, run: _Run) -> tuple[int, int] | None:
        """As in "Мороз, речниця суду,": the title between commas behind a name."""
        low, classes, known = self._words.low, self._classes, self._known
        first = run.end + 1
        if classes[run.end : run.end + 1] != [","] or first >= len(low):
            return None
        while first < len(low) and classes[first] == "D":
            first += 1
        if first == len(low) or not known.is_head(low[first]) or not known.is_title(low[first]):
            return None
        stop = next((k for k in range(first, len(low)) if classes[k] in ",.-:(Q"), len(low))
        return (first, stop) if stop - first <= _LONGEST_ROLE and classes[stop : stop + 1] == [","] else None

    def _behind_source(self, first: int) -> bool:
        low = self._words.low
        phrases = (*self._known.sources, *self._known.citing)
        return any(tuple(low[max(0, first - len(p)) : first]) == p for p in phrases)

    def _note(self, run: _Run) -> None:
        name, gender = self._nominative(run)
        entity = self._known_as(name, gender)
        if entity is None:
            entity = Entity(name)
            words = name.split()
            for word in {words[0], words[-1]}:
                self._by_word[word].append(entity)
        entity.mentions += 1
        entity.gender = entity.gender or gender
        if run.title is not None:
            role = self.role(run.title, run.name)
            entity.gender = entity.gender or self._known.gender(self._known.head(self._words.low[run.title]) or "")
            entity.roles += [role] if role not in entity.roles else []
        behind = self._title_behind(run) if run.title is None else None
        if behind:
            role = self.role(*behind)
            entity.gender = entity.gender or self._known.gender(self._words.low[behind[0]])
            entity.roles += [role] if role not in entity.roles else []
        words = name.split()
        if entity.kind == "unknown":
            if entity.roles or (len(words) > 1 and self._known.given_names(words[0])):
                entity.kind = "person"
            elif self._known.is_place(words[0]):
                entity.kind = "place"
        mention = Mention(run.title if run.title is not None else run.name, run.name, run.end, entity)
        self.at.update((k, mention) for k in range(run.name, run.end))
        self._order.append((self._words.start[run.name], entity))

    def _nominative(self, run: _Run) -> tuple[str, str | None]:
        """The name in the nominative, and its gender."""
        written = [self._words.text[k] for k in range(run.name, run.end)]
        title = self._known.head(self._words.low[run.title]) if run.title is not None else None
        gender = self._known.gender(title) if title else None
        words: list[str] = []
        given = self._known.given_names(written[0])
        if given and len(written) > 1:
            name = self._given(written[0], written[-1], given, gender, oblique=run.oblique)
            words, gender, written = [name], gender or self._known.tables.names[name], written[1:]
        oblique = run.oblique or bool(words and words[0] != self._words.text[run.name])
        words += [self._as_nominative(word, gender, oblique=oblique) for word in written]
        return " ".join(words), gender

    def _given(self, written: str, last: str, given: Sequence[str], gender: str | None, *, oblique: bool) -> str:
        """The given name that is meant: of the known gender, else as written unless the surname is in another case."""
        genders = self._known.tables.names
        fitting = [name for name in given if gender in {None, genders[name]}] or list(given)
        oblique = oblique or any(_plain(form) in self._written for form in self._known.nominatives(last, "m"))
        others = [name for name in fitting if name != written]
        return others[0] if others and (oblique or written not in fitting) else fitting[0]

    def _as_nominative(self, word: str, gender: str | None, *, oblique: bool) -> str:
        forms = self._known.nominatives(word, gender)
        shown = next((self._written[_plain(form)] for form in forms if _plain(form) in self._written), None)
        return shown or (forms[0] if forms and oblique and self._known.tables.oblique else word)

    def _known_as(self, name: str, gender: str | None) -> Entity | None:
        """The entity that a name stands for: the same surname, or a given name alone."""
        last = name.rsplit(maxsplit=1)[-1]
        for entity in self._by_word.get(last, ())[:_NAMESAKES]:
            if gender and entity.gender and gender != entity.gender:
                continue
            if name in (entity.name, last):
                return entity
        return None


def _plain(word: str) -> str:
    """A word with a straight apostrophe."""
    return word.translate(_APOSTROPHES)


def _like(written: str, word: str) -> str:
    return word[:1].upper() + word[1:] if written[0].isupper() else word
