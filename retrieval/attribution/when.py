"""Dates on which something was said, against the article's date. Only expressions that fix a day give a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from retrieval.attribution.words import Words
from retrieval.languages import DEFAULT, rules_of


@dataclass(frozen=True, slots=True)
class _Names:
    """A language's calendar, each form of a name with its number from 0 (weekdays) or 1 (months)."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    days: Mapping[str, int]
    last: frozenset[str]
    capitals: bool
    number: re.Pattern[str]


@cache
def _names(language: str) -> _Names:
    calendar = rules_of(language).calendar
    return _Names(
        weekdays={form: i for i, forms in enumerate(calendar.weekdays) for form in forms.split()},
        months={form: i for i, forms in enumerate(calendar.months, 1) for form in forms.split()},
        days=calendar.days,
        last=calendar.last,
        capitals=calendar.capitals,
        number=re.compile(rf"([0-9]{{1,2}}){calendar.ordinal}?"),
    )


def said_on(words: Words, first: int, end: int, published: date | None, language: str = DEFAULT) -> date | None:
    """The day that words ``first:end`` fix, or None. A weekday is the last such day up to the article's own."""
    if published is None:
        return None
    low, names = words.low[first:end], _names(language)
    for k, word in enumerate(low):
        if word in names.days:
            return published - timedelta(days=names.days[word])
        if names.capitals and not words.text[first + k][0].isupper():
            continue
        day = _weekday(low, k, published, names) if word in names.weekdays else _calendar_day(low, k, published, names)
        if day:
            return day
    return None


def _weekday(low: list[str], k: int, published: date, names: _Names) -> date:
    back = (published.weekday() - names.weekdays[low[k]]) % 7
    last = back == 0 and k > 0 and low[k - 1] in names.last
    return published - timedelta(days=7 if last else back)


def _calendar_day(low: list[str], k: int, published: date, names: _Names) -> date | None:
    """A day beside a month name: "3 March", "March 3", either with a year."""
    month, after = names.months.get(low[k]), k + 1
    if not month:
        return None
    day = _day(low[k + 1], names) if k + 1 < len(low) else None
    if day:
        after = k + 2
    elif k:
        day = _day(low[k - 1], names)
    if not day:
        return None
    year = next(
        (int(word) for word in low[after : after + 2] if len(word) == 4 and word.isascii() and word.isdigit()), None
    )
    return _on(year, month, day) if year else _last(month, day, published)


def _day(low: str, names: _Names) -> int | None:
    found = names.number.fullmatch(low)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _last(month: int, day: int, published: date) -> date | None:
    found = _on(published.year, month, day)
    return found if found and found <= published else _on(published.year - 1, month, day)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
