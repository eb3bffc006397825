"""Whether an answer is old beside what the archive holds. Pure.

The measure is the archive's newest article, since an archive that ends long ago is asked for its own time; every quote
shows its day anyway. It is bounded by today, as a page may be dated ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from retrieval.model import Quote

OLD = timedelta(days=90)  # a quarter: by then offices, prices and fronts have changed


def outdated(quotes: Iterable[Quote], archive_newest: date | None, today: date) -> date | None:
    """The day of the newest source of these quotes, where that is old; None where it is not, or not known."""
    sources = [source.article.published for quote in quotes for source in (quote, *quote.also)]
    days = [day for day in sources if day]
    if not days or archive_newest is None or len(days) < len(sources):
        return None
    newest = max(days)
    return newest if min(archive_newest, today) - newest > OLD else None
