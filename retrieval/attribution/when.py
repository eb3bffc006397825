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
    low = words.low[first:end]
    for k, word in enumerate(low):
        if word in _DAY_WORDS:
            return published - timedelta(days=_DAY_WORDS[word])
        if not words.text[first + k][0].isupper():
            continue
        day = _weekday(low, k, published) if word in _WEEKDAYS else _calendar_day(low, k, published)
        if day:
            return day
    return None


def _weekday(low: list[str], k: int, published: date) -> date:
    back = (published.weekday() - _WEEKDAYS.index(low[k])) % 7
    last = back == 0 and low[max(0, k - 1) : k] == ["last"]
    return published - timedelta(days=7 if last else back)


def _calendar_day(low: list[str], k: int, published: date) -> date | None:
    """A day beside a month name: "3 March", "March 3", either with a year."""
    month, after = _MONTHS.get(low[k]), k + 1
    if not month:
        return None
    day = _day(low[k + 1]) if k + 1 < len(low) else None
    if day:
        after = k + 2
    elif k:
        day = _day(low[k - 1])
    if not day:
        return None
    year = next(
        (int(word) for word in low[after : after + 2] if len(word) == 4 and word.isascii() and word.isdigit()), None
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
