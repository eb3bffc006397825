from importlib.resources import files

import pytest

from retrieval.analysis import terms
from retrieval.lexicon.kinds import JOINED, all_kinds, kinds, kinds_of

TEXT = files("retrieval.lexicon").joinpath("kinds.txt").read_text("ascii")
NOTICE, _, TABLE = TEXT.partition("\n\n")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("France", "country"),
        ("France", "nation"),
        ("Iran", "country"),
        ("Turkey", "country"),
        ("turkey", "bird"),
        ("New York", "city"),
        ("New York", "state"),
        ("measles", "disease"),
        ("measles", "illness"),
        ("cholera", "disease"),
        ("tennis", "sport"),
        ("tennis", "game"),
        ("satellite", "equipment"),
        ("violin", "instrument"),
        ("rifle", "weapon"),
        ("lorry", "vehicle"),
        ("Danube", "river"),
        ("Etna", "volcano"),
        ("Swahili", "language"),
        ("Buddhism", "religion"),
        ("copper", "metal"),
        ("salmon", "fish"),
        ("aspirin", "drug"),
        ("wheat", "food"),
        ("bishop", "leader"),
    ],
)
def test_a_thing_is_of_its_kinds(word, kind):
    assert set(terms(kind)) <= kinds_of(terms(word))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("France", "city"),
        ("country", "France"),
        ("measles", "animal"),
        ("say", "country"),
        ("bank", "river"),
        ("table", "person"),
        ("tennis", "entity"),
        ("tennis", "event"),
        ("satellite", "object"),
    ],
)
def test_it_is_of_no_other_kind_and_of_none_that_nobody_asks_for(word, kind):
    assert set(terms(kind)).isdisjoint(kinds_of(terms(word)))


def test_a_name_is_known_by_all_its_words():
    assert "citi" in kinds(JOINED.join(["new", "york"]))
    assert "citi" in kinds_of(["visit", "new", "york", "soon"])
    assert "citi" not in kinds_of(["new", "visit", "york"])


def test_what_is_not_known_is_of_no_kind():
    for term in ("qwertz", "", "#", "+", "new york", "кит"):
        assert kinds(term) == set()
    assert kinds_of([]) == set()


def test_every_line_of_the_file_is_found():
    for line in TABLE.splitlines():
        key, *known = line.split()
        assert kinds(key) == set(known) - {"+"}, key


def test_all_kinds_are_those_of_the_file():
    assert all_kinds() == {kind for line in TABLE.splitlines() for kind in line.split()[1:]} - {"+"}
    assert "countri" in all_kinds()


def test_nothing_is_of_its_own_kind():
    for line in TABLE.splitlines()[1:]:
        key, *known = line.split()
        assert key not in known


def test_the_file_is_sorted_small_and_carries_its_notice():
    lines = TABLE.splitlines()
    assert lines == sorted(lines)
    assert len(TEXT) < 2_500_000
    assert "WordNet 3.0 Copyright 2006 by Princeton University." in NOTICE
    assert all(line.startswith("#") for line in NOTICE.splitlines())
