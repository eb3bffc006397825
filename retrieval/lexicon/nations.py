"""Countries, their people and their capitals, from the package countryinfo. Only for building."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from countryinfo import all_countries

from retrieval.analysis import fold
from retrieval.lexicon.usage import Pair, Usage, name, pair_of
from retrieval.lexicon.wordnet import Synset, SynsetId

# Other names of countries and capitals, which the source lacks.
_ALSO_CALLED = {
    "Kyiv": ("Kiev",),
    "Myanmar": ("Burma",),
    "Netherlands": ("Holland",),
    "Swaziland": ("Eswatini",),
    "Turkey": ("Türkiye",),
    "United Kingdom": ("Britain", "UK"),
    "United States": ("America", "US"),
    "Washington D.C.": ("Washington",),
}

_NATIONAL_CAPITAL: SynsetId = ("n", 8691669)


@dataclass(frozen=True, slots=True)
class Country:
    names: frozenset[str]
    demonyms: frozenset[str]
    capital: frozenset[str]  # its names


def countries() -> Iterator[Country]:
    """All countries, the most populous first; a demonym that several share is that one's alone."""
    taken: set[str] = set()
    for found in sorted(all_countries(), key=lambda country: -(country.population() or 0)):
        demonyms = frozenset(re.split("[,/]", found.demonym() or "")) - taken
        taken |= demonyms
        yield Country(_names(found.name()), demonyms, _names(found.capital()))


def _names(name: object) -> frozenset[str]:
    # The source gives None, an empty text or a list where there is no one capital.
    return frozenset({name, *_ALSO_CALLED.get(name, ())}) if isinstance(name, str) else frozenset()


def nationalities() -> set[Pair]:
    """A country's names and its people."""
    return {pair for country in countries() for pair in _pairs(country.names, country.names | country.demonyms)}


def capitals(synsets: Mapping[SynsetId, Synset], usage: Usage) -> set[Pair]:
    """A capital, which may stand for its country's government, and the country's names and people.

    Only cities whose name means the city first of all; a name that WordNet does not know means nothing else.
    """
    return {
        pair
        for country in countries()
        for city in country.capital
        if _means_capital(usage.first.get(fold(city)), synsets)
        for pair in _pairs({city}, country.names | country.demonyms | country.capital)
    }


def _means_capital(first: SynsetId | None, synsets: Mapping[SynsetId, Synset]) -> bool:
    return first is None or any(pointer.synset == _NATIONAL_CAPITAL for pointer in synsets[first].pointers)


def _pairs(some: Iterable[str], others: Iterable[str]) -> Iterator[Pair]:
    for one in some:
        for other in others:
            if pair := pair_of(name(one), name(other)):
                yield pair
