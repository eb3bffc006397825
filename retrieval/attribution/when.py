"""Dates on which something was said, against the article's date. Only expressions that fix a day give a date."""

from __future__ import annotations

from datetime import date, timedelta

from retrieval.attribution.words import Words

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS = {form: i for i, name in enumerate(_NAMES, 1) for form in (name, name[:3] + ".", name[:4] + ".")}
_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": 1}


def said_on(words: Words, first: int, end: int, published: date | None) -> date | None:
    """The day that words ``first:end`` fix, or None. A weekday is the last such day up to the article's own."""
    if published is None:
        return None
    for k in range(first, end):
        low = words.low[k]
        if low in _DAY_WORDS:
            return published - timedelta(days=_DAY_WORDS[low])
        if low in _WEEKDAYS and words.text[k][0].isupper():
            back = (published.weekday() - _WEEKDAYS.index(low)) % 7
            if k > first and words.low[k - 1] == "last" and back == 0:
                back = 7
            return published - timedelta(days=back)
        month = _MONTHS.get(low)
        if month and words.text[k][0].isupper():
            found = _calendar_day(words, k, first, end, month, published)
            if found:
                return found
    return None


def _calendar_day(words: Words, k: int, first: int, end: int, month: int, published: date) -> date | None:
    """A day beside a month name: "3 March", "March 3", either with a year."""
    day, after = None, k + 1
    if k + 1 < end and (day := _day(words.low[k + 1])):
        after = k + 2
    elif k > first:
        day = _day(words.low[k - 1])
    if not day:
        return None
    if after < end and words.low[after] == ",":
        after += 1
    year = (
        int(words.low[after])
        if after < end and words.low[after].isascii() and words.low[after].isdigit() and len(words.low[after]) == 4
        else None
    )
    return _on(year, month, day) if year else _last(month, day, published)


def _day(low: str) -> int | None:
    bare = low.removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 2 and 1 <= int(bare) <= 31 else None


def _last(month: int, day: int, published: date) -> date | None:
    found = _on(published.year, month, day)
    return found if found and found <= published else _on(published.year - 1, month, day)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
