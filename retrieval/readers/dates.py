"""Dates as pages and feeds write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?", re.IGNORECASE
)


def moment(value: str) -> datetime | date | None:
    """A time in ISO 8601 or as in mail (RFC 5322), on the calendar of whoever wrote it; a day where no time is said.

    None for anything else: a wrong date is worse than none.
    """
    value = value.strip()
    try:
        if iso := _ISO.match(value):
            return _iso(*iso.groups())
        return parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None


def _iso(day: str, time: str | None, zone: str | None) -> datetime | date:
    if time is None:
        return date.fromisoformat(day)
    offset = "+00:00" if zone and zone.upper() in {"Z", "UTC", "GMT"} else zone or ""
    return datetime.fromisoformat(f"{day}T{time}{offset}")
