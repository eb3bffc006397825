"""Days, weeks, months and years as people write them, to first and last days. Pure.

"Last week" and weekdays go by ``today``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from retrieval.model import Dates, Span

DAY = timedelta(days=1)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>(?:1\d|20)\d\d)"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join(_DAYS)
_RELATIVE = rf"today|yesterday|(?:this|last) (?:week|month|year)|(?:last )?(?:{_WEEKDAY})"
_PERIOD = re.compile(
    rf"(?P<relative>{_RELATIVE})|{_YEAR}(?:-(?P<number>\d\d?)(?:-(?P<day>\d\d?))?)?|"
    rf"(?:(?P<first>\d\d?) )?{_MONTH}(?: (?P<last>\d\d?))?(?:,? {_YEAR.replace('year', 'of')})?",
    re.IGNORECASE,
)
# In the running question a month has its capital, so that "may" is none.
_WRITTEN_MONTH = "|".join(m.capitalize() for m in _MONTHS)
_WRITTEN = rf"(?:{_WRITTEN_MONTH})(?: (?:19|20)\d\d)?|(?:19|20)\d\d"
_WRITTEN_DAY = rf"(?:\d\d? (?:{_WRITTEN_MONTH})|(?:{_WRITTEN_MONTH}) \d\d?)(?:,? (?:19|20)\d\d)?"
_WRITTEN_WEEKDAY = "|".join(d.capitalize() for d in _DAYS)
_IN_WORDS = re.compile(
    rf"\b(?:(?P<since>[Ss]ince) (?P<start>(?i:{_RELATIVE})|{_WRITTEN_DAY}|{_WRITTEN})|"
    rf"(?:[Ii]n|[Dd]uring) (?P<in>{_WRITTEN})|[Oo]n (?P<on>{_WRITTEN_DAY}|{_WRITTEN_WEEKDAY})|"
    rf"(?P<last>[Ll]ast (?:{_WRITTEN_WEEKDAY}))|(?P<then>(?i:today|yesterday|(?:this|last) (?:week|month|year))))"
    rf"\b(?!['’-])"
)
_WITH_SPACE = re.compile(rf"\s*{_IN_WORDS.pattern}")


def read(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a period; None where the text is none, or the calendar has no such one."""
    found = _PERIOD.fullmatch(text)
    return _period(found, today) if found else None


def is_period(text: str) -> bool:
    """Whether a text is written like a period, whatever the calendar says."""
    return bool(_PERIOD.fullmatch(text))


def in_words(text: str, today: date) -> tuple[Dates, Span] | None:
    """The first period that the running text names, and where.

    What happens on a named day is in the papers on the next at the latest.
    """
    for found in _IN_WORDS.finditer(text):
        day = found["on"] or found["last"]
        if period := read(day or found["start"] or found["in"] or found["then"], today):
            end = period[1] + DAY if day else period[1]
            return Dates(period[0], None if found["since"] else end), found.span()
    return None


def _period(found: re.Match[str], today: date) -> tuple[date, date] | None:
    """The first and the last day of a period; None when the calendar has no such one."""
    if found["relative"]:
        return _relative(*found["relative"].casefold().split(), today=today)
    try:
        if found["month"]:
            return _of_month(found, today)
        return _numbered(int(found["year"]), found["number"], found["day"])
    except ValueError:
        return None


def _of_month(found: re.Match[str], today: date) -> tuple[date, date] | None:
    """A month, or a day of one; without a year the latest that has begun."""
    month, day = _MONTHS.index(found["month"].casefold()) + 1, found["first"] or found["last"]
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


def _relative(*words: str, today: date) -> tuple[date, date]:
    """A week, a month or a year is one of the calendar; weeks begin on Monday. A weekday is the latest one."""
    if words[-1] in _DAYS:
        ago = (today.weekday() - _DAYS.index(words[-1])) % 7
        day = today - (7 * DAY if ago == 0 and len(words) > 1 else ago * DAY)
        return day, day
    which, unit = words[0], words[-1] if len(words) > 1 else "day"
    this = _around(today, unit)
    return _around(this[0] - DAY, unit) if which in ("last", "yesterday") else this


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
    return bool(_IN_WORDS.fullmatch(text))


def without_dates(text: str) -> str:
    """A question without its dates in words."""
    return _WITH_SPACE.sub("", text).strip()
