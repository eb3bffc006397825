"""The chain of outlets that a statement came through, as byline, credit line and text tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from retrieval.attribution.outlets import bare, is_outlet, names
from retrieval.attribution.units import Units
from retrieval.languages import rules_of
from retrieval.model import Article

_LEAD = 1500


def infer_outlet(article: Article) -> str | None:
    """The outlet that an article's own text names as the one that publishes it; None when it names none.

    Only a credit in the lead that names both the outlet and its source counts ("KNA reports citing Bloomberg"), or the
    agency in a dateline ("OSLO (KNA) -"): "KNA reports" alone may cite another outlet.
    """
    credit = _credit(article)
    return credit[0] if credit else _dateline(article)


def chain(article: Article) -> tuple[str, ...]:
    """The outlets that every statement of the article came through: its own, then the sources that it credits.

    It does so in its lead, in its dateline, as its author, or in its metadata.
    """
    credit, agency = _credit(article), _dateline(article)
    outlet = article.outlet or (credit[0] if credit else agency)
    links = [outlet] if outlet else []
    if credit and (credit[0] is None or (outlet and bare(outlet).lower() == credit[0].lower())):
        links.append(credit[1])
    if agency:
        links.append(agency)
    if article.author and is_outlet(article.author):
        links.append(bare(article.author))
    links += filter(None, map(_publisher, article.based_on))
    return join((), links)


def _publisher(work: str) -> str | None:
    """The outlet that a work is of which an article says to be taken from it: it is named, or the work is on its site.

    None for the title of a work, and for the site of nobody known.
    """
    if "://" not in work:
        return bare(work) if is_outlet(work) else None
    labels = (urlsplit(work).hostname or "").split(".")
    by_site = {"".join(name.split()): written for name, written in names().items()}
    return next((by_site[label] for label in labels[:-1] if label in by_site), None)


def _credit(article: Article) -> tuple[str | None, str] | None:
    """The outlet and the source that the lead names, where it names a source."""
    lead = _lead(article)
    for pattern in _credits(article.language):
        for found in pattern.finditer(lead):
            outlet, source = found.groupdict().get("outlet"), bare(found["source"])
            if outlet or is_outlet(source):
                return bare(outlet) if outlet else None, source
    return None


def _dateline(article: Article) -> str | None:
    found = _datelines(article.language).search(_lead(article))
    return bare(found[1]) if found and is_outlet(found[1]) else None


@cache
def _credits(language: str) -> tuple[re.Pattern[str], ...]:
    reports = rules_of(language).reports
    return tuple(re.compile(pattern.format(name=reports.name)) for pattern in reports.credits)


@cache
def _datelines(language: str) -> re.Pattern[str]:
    return re.compile(rf"^[\W\d]*[A-Z][\w ,./]{{0,40}}\(({rules_of(language).reports.name})\)\s*[-–—]", re.MULTILINE)


def _lead(article: Article) -> str:
    return article.text[article.body : article.body + _LEAD]


def join(links: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    """A chain with more links at its end, each outlet once."""
    chained = {bare(link).lower(): link for link in links}
    for link in more:
        chained.setdefault(bare(link).lower(), link)
    return tuple(chained.values())


def _longer(units: Units, first: int, stop: int) -> int:
    """The end of a known name that ends in a word without a capital."""
    if stop == len(units) or units.tags[stop] != "n":
        return stop
    written = units.text(first, stop + 1)
    return stop + 1 if names().get(written.lower()) == written else stop


def outlets(units: Units, first: int, end: int) -> Iterator[str]:
    """The outlets named in units ``first:end``, each as long as it is known."""
    k = first
    while k < end:
        if units.tags[k] != "N":
            k += 1
            continue
        begin = k - 1 if k > first and units.low[k - 1] == "the" else k
        stop = k
        while stop < end and (
            units.tags[stop] == "N" or (stop + 1 < end and units.tags[stop + 1] == "N" and units.tags[stop] in "pD")
        ):
            stop += 1
        stop = _longer(units, k, stop)
        while stop > k and not is_outlet(units.text(begin, stop)):
            stop -= 1
        if stop > k:
            yield bare(units.text(k, stop))
        k = max(stop, k + 1)
