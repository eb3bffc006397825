"""Days, weeks, months and years as people write them, to first and last days. Pure.

"Last week" and weekdays go by ``today``. How a language names days stands in its tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from retrieval.languages import DEFAULT, rules_of
from retrieval.languages.detect import detect
from retrieval.model import Dates, Span

DAY = timedelta(days=1)
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class _Writing:
    """How a language writes periods. Weekdays and months have their numbers, from 0 and from 1."""

    period: re.Pattern[str]
    in_words: re.Pattern[str]
    with_space: re.Pattern[str]
    relative: Mapping[str, tuple[str, str]]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]


@cache
def _writing(language: str) -> _Writing:
    tables, calendar = rules_of(language).periods, rules_of(language).calendar
    weekdays = {form: n for n, forms in enumerate(calendar.weekdays) for form in forms.split()}
    months = {form: n for n, forms in enumerate(calendar.months, 1) for form in forms.split() if form[-1] != "."}
    relative, weekday, month = _any(tables.relative), _any(weekdays), _any(months)
    period = re.compile(
        rf"(?P<relative>{relative})|(?P<before>{tables.last})?(?P<weekday>{weekday})|"
        rf"(?P<year>(?:1\d|20)\d\d)(?:-(?P<number>\d\d?)(?:-(?P<day>\d\d?))?)?{tables.behind_year}|"
        rf"(?:(?P<first>\d\d?){tables.behind_day} )?(?P<month>{month})(?: (?P<last>\d\d?))?"
        rf"(?:,? (?P<of>(?:1\d|20)\d\d){tables.behind_year})?",
        re.IGNORECASE,
    )
    if calendar.capitals:  # in the running question a month has its capital, so that "may" is none
        weekday, month = _any(map(str.capitalize, weekdays)), _any(map(str.capitalize, months))
    else:
        weekday, month = f"(?i:{weekday})", f"(?i:{month})"
    year = rf"{_YEAR}{tables.behind_year}"
    long, day = rf"{month}(?: {year})?|{year}", rf"(?:\d\d?{tables.behind_day} {month}|{month} \d\d?)(?:,? {year})?"
    since = rf"(?i:{relative})|(?i:{tables.last}{_any(weekdays)}|{_any(weekdays)})|{day}|{long}"
    in_words = (
        rf"\b(?:(?P<since>{tables.since})(?P<start>{since})|{tables.during}(?P<in>{long})|"
        rf"{tables.on}(?P<on>{day}|{weekday})|(?P<last>{tables.last}(?:{weekday}))|(?P<then>(?i:{relative})))\b(?!['’-])"
    )
    return _Writing(period, re.compile(in_words), re.compile(rf"\s*{in_words}"), tables.relative, weekdays, months)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def read(text: str, today: date, language: str = DEFAULT) -> tuple[date, date] | None:
    """The first and the last day of a period; None where the text is none, or the calendar has no such one."""
    writing = _writing(language)
    found = writing.period.fullmatch(text)
    return _period(found, today, writing) if found else None


def is_period(text: str) -> bool:
    """Whether a text is written like a period, whatever the calendar says."""
    return bool(_writing(DEFAULT).period.fullmatch(text))


def in_words(text: str, today: date) -> tuple[Dates, Span] | None:
    """The first period that the running text names, and where.

    What happens on a named day is in the papers on the next at the latest.
    """
    language = detect(text)
    for found in _writing(language).in_words.finditer(text):
        day = found["on"] or found["last"]
        if period := read(day or found["start"] or found["in"] or found["then"], today, language):
            end = period[1] + DAY if day else period[1]
            return Dates(period[0], None if found["since"] else end), found.span()
    return None


def _period(found: re.Match[str], today: date, writing: _Writing) -> tuple[date, date] | None:
    """The first and the last day of a period; None when the calendar has no such one."""
    if found["relative"]:
        return _relative(*writing.relative[found["relative"].casefold()], today)
    if found["weekday"]:
        return _latest(writing.weekdays[found["weekday"].casefold()], today, before=bool(found["before"]))
    try:
        if found["month"]:
            return _of_month(found, today, writing.months[found["month"].casefold()])
        return _numbered(int(found["year"]), found["number"], found["day"])
    except ValueError:
        return None


def _of_month(found: re.Match[str], today: date, month: int) -> tuple[date, date] | None:
    """A month, or a day of one; without a year the latest that has begun."""
    day = found["first"] or found["last"]
    if found["first"] and found["last"]:
        return None
    if found["of"]:
        return _numbered(int(found["of"]), month, day)
    begun = (month, int(day or 1)) <= (today.month, today.day)
    return _numbered(today.year if begun else today.year - 1, month, day)


def _numbered(year: int, month: str | int | None, day: str | None) -> tuple[date, date]:
    """A day, a month or a year. Raises ValueError when there is none such."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is not None:
        return date(year, int(month), int(day)), date(year, int(month), int(day))
    first = date(year, int(month), 1)
    return first, (first + 31 * DAY).replace(day=1) - DAY


def _relative(which: str, unit: str, today: date) -> tuple[date, date]:
    """A week, a month or a year is one of the calendar; weeks begin on Monday."""
    this = _around(today, unit)
    return _around(this[0] - DAY, unit) if which == "last" else this


def _latest(weekday: int, today: date, *, before: bool) -> tuple[date, date]:
    """The latest such weekday; ``before`` today."""
    ago = (today.weekday() - weekday) % 7
    day = today - (7 * DAY if ago == 0 and before else ago * DAY)
    return day, day


def _around(day: date, unit: str) -> tuple[date, date]:
    """The day, week, month or year that a day lies in."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - day.weekday() * DAY
        return monday, monday + 6 * DAY
    if unit == "year":
        return _numbered(day.year, None, None)
    return _numbered(day.year, day.month, None)


def are_dates(text: str) -> bool:
    """Whether a text is dates in words and nothing else."""
    return bool(_writing(detect(text)).in_words.fullmatch(text))


def without_dates(text: str) -> str:
    """A question without its dates in words."""
    return _writing(detect(text)).with_space.sub("", text).strip()
