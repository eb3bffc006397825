"""The chain of outlets that a statement came through, as byline, credit line and text tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from retrieval.attribution.english import lexicon, phrases
from retrieval.attribution.units import Range, Units
from retrieval.model import Article

_LEAD = 1500
_WORD = r"[A-Z0-9](?:[\w&’'-]|\.(?=\w))*"
_NAME = rf"(?:[Tt]he )?{_WORD}(?: (?:of |de |der |des |della )?{_WORD}){{0,4}}"
_REFERENCE = r",? (?:with (?:a )?(?:reference|link) to|citing|referring to|quoting) "
_WHEN = r"(?: (?:on )?[A-Z][a-z]+day)?"
_DATELINE = re.compile(rf"^[\W\d]*[A-Z][\w ,./]{{0,40}}\(({_NAME})\)\s*[-–—]", re.MULTILINE)
_CREDITS = (
    re.compile(rf"({_NAME}) (?:reports|writes|informs){_WHEN}{_REFERENCE}({_NAME})"),
    re.compile(rf"(?:reports|writes|informs) ({_NAME}){_REFERENCE}({_NAME})"),
    re.compile(rf"(?:[Aa]s )?reported by ({_NAME}){_REFERENCE}({_NAME})"),
)
_CITING = frozenset({"citing", "quoting"})
_REFERRING = frozenset({"reference", "link", "referring"})


def bare(name: str) -> str:
    """An outlet's name without its article and the marks around it."""
    return re.sub(r"^[Tt]he ", "", name).removesuffix("'s").removesuffix("’s").strip(" .,'’\"")


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
    if credit and outlet and bare(outlet).lower() == credit[0].lower():
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
    by_site = {"".join(name.split()): written for name, written in lexicon.outlet_names().items()}
    return next((by_site[label] for label in labels[:-1] if label in by_site), None)


def _credit(article: Article) -> tuple[str, str] | None:
    lead = _lead(article)
    found = next((found for pattern in _CREDITS if (found := pattern.search(lead))), None)
    return (bare(found[1]), bare(found[2])) if found else None


def _dateline(article: Article) -> str | None:
    found = _DATELINE.search(_lead(article))
    return bare(found[1]) if found and is_outlet(found[1]) else None


def _lead(article: Article) -> str:
    return article.text[article.body : article.body + _LEAD]


def join(links: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    """A chain with more links at its end, each outlet once."""
    chained = {bare(link).lower(): link for link in links}
    for link in more:
        chained.setdefault(bare(link).lower(), link)
    return tuple(chained.values())


def is_outlet(name: str) -> bool:
    """Whether a name is that of a news outlet or agency."""
    words = bare(name).lower().split()
    if not words:
        return False
    known = lexicon.outlet_names()
    if " ".join(words) in known or name.lower().removesuffix("'s") in known:
        return True
    return len(words) > 1 and words[-1] in lexicon.outlet_words()


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
        while stop > k and not is_outlet(units.text(begin, stop)):
            stop -= 1
        if stop > k:
            yield bare(units.text(k, stop))
        k = max(stop, k + 1)


def cited(units: Units) -> Range | None:
    """The source that a sentence names: "citing a senior official", "with reference to the agency"."""
    low = units.low
    for k, word in enumerate(low):
        if word in _CITING:
            return phrases.behind(units, k + 1)
        if word in _REFERRING and low[k + 1 : k + 2] == ["to"] and (low[k - 1 : k] == ["with"] or word == "referring"):
            return phrases.behind(units, k + 2)
    return None
