"""What a question says beside its words of where to look: outlet, speaker, dates, phrases, unwanted words. Pure.

``from:``, ``by:``, ``before:``, ``after:``, ``-word`` and a phrase in marks are required. A phrase in the running
question is required of the article, since the sentence that answers need not say a title again; a phrase at its end,
behind the question mark if there is one, is required of the quote. Dates in words ("last week", "in February") are
preferred: they may be the date of what is asked about as well as of what was published, so what was published then is
asked first, and everything where that does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import process

from retrieval import periods
from retrieval.analysis import fold
from retrieval.errors import QuestionError
from retrieval.model import Article, Dates, Span

NEAREST = 3  # known names that an unknown one is answered with
REMEMBERED = 1_000  # articles of which is kept whether they hold a phrase: a question meets each by many sentences

ANY_DAY = Dates()

_VALUE = r"(?:\"(?P<marked>[^\"]*)\"|“(?P<curly>[^”]*)”|(?P<bare>[^\s\"“”]*[^\s\"“”?!.,;:])|)"
_NAMED = re.compile(rf"(?<!\S)(?P<key>from|by|before|after): ?{_VALUE}", re.IGNORECASE)
_WITHOUT = re.compile(r"(?<!\S)-(?:\"([^\"]+)\"|“([^”]+)”|([^\W\d_][\w'’-]*))")
_PHRASE = re.compile(r"(?<!\w)(?:\"([^\"]+)\"|“([^”]+)”)(?!\w)")
_WORD = re.compile(r"\w+")
_EXAMPLES = {"from": 'from:"The Times"', "by": 'by:"Jane Doe"', "before": "before:2026-03-01", "after": "after:2026-03"}


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to look. ``outlet`` and ``speaker`` are as they were typed, until they are looked up.

    ``in_words`` are the dates that the running question tells, and ``words`` where in it. ``phrases`` and ``without``
    are what a quote must and must not hold, ``mentioned`` what its article must. ``language`` is that of the articles.
    """

    outlet: str | None = None
    speaker: str | None = None
    dates: Dates = ANY_DAY
    in_words: Dates | None = None
    words: Span | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    language: str | None = None

    def of_the_words(self) -> Filters:
        """The same with the dates in words as required ones."""
        return replace(self, dates=self.dates.both(self.in_words or ANY_DAY), in_words=None)

    @property
    def sift(self) -> bool:
        """Whether something is required that no index knows: of what is searched for, much may not be allowed."""
        return bool(self.outlet or self.phrases or self.mentioned or self.without)

    def allow(self, sentence: str, article: Article, cited: Iterable[str] = ()) -> bool:
        """Whether a sentence of an article may be quoted, as far as outlet, dates and words go.

        ``cited`` are the outlets that it came through, beside the article's own.
        """
        if self.outlet not in (None, article.outlet, *cited) or self.language not in (None, article.language):
            return False
        if not self.dates.hold(article.published):
            return False
        if not all(_article_holds(article, phrase) for phrase in self.mentioned):
            return False
        return all(_holds(sentence, p) for p in self.phrases) and not any(_holds(sentence, w) for w in self.without)


def parse(text: str, today: date) -> tuple[str, Filters]:
    """The question without its filters, and the filters.

    Phrases in marks and dates in words stay in the question. ``words`` is a span of that. Raises QuestionError when a
    filter cannot be read.
    """
    text = " ".join(text.split())
    named = _named(text)
    dates = _dates(named, today)
    text = _NAMED.sub("", text)
    without = tuple(_first(found) for found in _WITHOUT.finditer(text))
    text = _tidy(_WITHOUT.sub("", text))
    asked, apart = _phrases(text)
    in_words = periods.in_words(text, today)
    return text, Filters(
        outlet=named.get("from"),
        speaker=named.get("by"),
        dates=dates,
        in_words=in_words[0] if in_words else None,
        words=in_words[1] if in_words else None,
        phrases=apart,
        without=without,
        mentioned=asked,
    )


def apart(text: str) -> tuple[str, tuple[str, ...]]:
    """A question without its filters, and these as they were typed: ``("Why?", ("after:2026-01", "-ferry"))``.

    Phrases in marks and dates in words stay in the question.
    """
    found = [*_NAMED.finditer(text), *_WITHOUT.finditer(text)]
    return _tidy(_WITHOUT.sub("", _NAMED.sub("", text))), tuple(match.group().strip() for match in found)


def bound(text: str) -> str | None:
    """The filter that "before March" or "after 2025" stands for, as typed; None for other texts."""
    key, _, value = text.partition(" ")
    return f'{key.casefold()}:"{value}"' if key.casefold() in {"before", "after"} and periods.is_period(value) else None


def instead(kept: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """Typed filters together, where those ``given`` take the place of ``kept`` ones of the same kind."""
    given = tuple(given)
    taken = {_kind(one) for one in given}
    return (*(one for one in kept if _kind(one) not in taken), *given)


def _kind(typed: str) -> str:
    """Both bounds are one kind: who tells another one asks about another time."""
    key = typed.partition(":")[0].casefold() if _NAMED.match(typed) else typed
    return "dates" if key in {"before", "after"} else key


def _phrases(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrases in marks in the running question, and those at its end; a question in marks is neither.

    Marks in a running question mostly stand around titles and what others call something.
    """
    found = list(_PHRASE.finditer(text))
    end = len(text)
    for match in reversed(found):
        if text[match.end() : end].strip():
            break
        end = match.start()
    phrases = [(m.start(), p) for m in found if _words(p := _first(m)).strip() and not p.endswith("?")]
    return tuple(p for start, p in phrases if start < end), tuple(p for start, p in phrases if start >= end)


def known(name: str, names: Iterable[str], what: str) -> str:
    """The one of these names that is written so but for case and marks. Raises QuestionError with the nearest."""
    names = list(names)
    folded = fold(name)
    for other in names:
        if fold(other) == folded:
            return other
    raise unknown(name, names, what)


def unknown(name: str, names: Sequence[str], what: str) -> QuestionError:
    """The error that a name is not among these names, which tells the nearest."""
    nearest = [best[0] for best in process.extract(name, names, processor=fold, limit=NEAREST)]
    if not nearest:
        return QuestionError(f"The archive knows no {what} “{name}”, nor any other.")
    return QuestionError(f"The archive knows no {what} “{name}”. The nearest that it knows: {'; '.join(nearest)}.")


def _named(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _NAMED.finditer(text):
        key = match["key"].casefold()
        value = (match["marked"] or match["curly"] or match["bare"] or "").strip()
        if not value:
            raise QuestionError(f"What {key}: should be is missing; write it right after, as in {_EXAMPLES[key]}.")
        if key in found:
            raise QuestionError(f"There can be one {key}: in a question.")
        found[key] = value
    return found


def _dates(named: dict[str, str], today: date) -> Dates:
    """The days after all of what ``after:`` tells and before all of what ``before:`` tells."""
    after, before = (_asked_period(key, named.get(key), today) for key in ("after", "before"))
    dates = Dates(after[1] + periods.DAY if after else None, before[0] - periods.DAY if before else None)
    if dates.after and dates.before and dates.after > dates.before:
        raise QuestionError(f"No day lies after {named['after']} and before {named['before']}.")
    return dates


def _asked_period(key: str, value: str | None, today: date) -> tuple[date, date] | None:
    if value is None:
        return None
    period = periods.read(value, today)
    if period is None:
        raise QuestionError(
            f"“{value}” is no date that {key}: can read; write {key}:2026-03-01, {key}:2026-03, {key}:2026, "
            f'{key}:yesterday or {key}:"last week".'
        )
    return period


@lru_cache(maxsize=1024)  # a question asks it of each article once for every sentence in view
@lru_cache(maxsize=REMEMBERED)
def _article_holds(article: Article, phrase: str) -> bool:
    return _holds(f"{article.title or ''} {article.text}", phrase)


def _holds(sentence: str, phrase: str) -> bool:
    return _words(phrase) in _words(sentence)


def _words(text: str) -> str:
    """The folded words, with a space around each."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _tidy(text: str) -> str:
    """What is left of a question: no space twice, none before its end."""
    return re.sub(r" +(?=[?!.,]*$)", "", " ".join(text.split()))
