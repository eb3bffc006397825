import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexicon.acronyms import definitions, find, stands_for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The European Union (EU) agreed.", {"EU": "European Union"}),
        ("The EU (European Union) agreed.", {"EU": "European Union"}),
        ("The E.U. (the European Union) agreed.", {"EU": "European Union"}),
        (
            "Talks at the International Monetary Fund (IMF, based in Washington) went on.",
            {"IMF": "International Monetary Fund"},
        ),
        ("The Department of Defense (DoD) said so.", {"DoD": "Department of Defense"}),
        ("Chief Economist of the Central Bank (CB) Ann Lee", {"CB": "Central Bank"}),
        ("The Anti-Defamation League (ADL)", {"ADL": "Anti-Defamation League"}),
        ("Arms Control Agency (ACA) and Air Carriers Association (ACA)", {"ACA": "Arms Control Agency"}),
        ("Nice People (XY) and Ann Lee (50)", {}),
        ("the european union (EU)", {}),
        ("He came from Lviv (Ukraine).", {}),
        ("", {}),
    ],
)
def test_definitions_in_brackets_are_found(text, expected):
    assert definitions(text) == expected


@pytest.mark.parametrize(
    ("abbreviation", "name", "expected"),
    [
        ("EU", "European Union", True),
        ("E.U.", "European Union", True),
        ("NATO", "North Atlantic Treaty Organization", True),
        ("USA", "United States of America", True),
        ("DoD", "Department of Defense", True),
        ("DD", "Department of Defense", True),
        ("ADL", "Anti-Defamation League", True),
        ("AL", "Anti-Defamation League", True),
        ("US", "United States of America", False),
        ("EU", "European Commission", False),
        ("U", "Union", False),
        ("", "", False),
    ],
)
def test_an_abbreviation_stands_for_a_name_with_its_initials(abbreviation, name, expected):
    assert stands_for(abbreviation, name) is expected


@pytest.mark.parametrize(
    ("abbreviation", "text", "expected"),
    [
        ("EU", "The European Union leaders met.", ["European Union"]),
        ("UN", "At the United Nations Security Council", ["United Nations"]),
        ("UNSC", "At the United Nations Security Council", ["United Nations Security Council"]),
        ("SC", "At the United Nations Security Council", []),
        ("IMF", "The head of the International Monetary Fund Mission", ["International Monetary Fund"]),
        ("US", "in the United States of America", ["United States"]),
        ("USA", "in the United States of America", ["United States of America"]),
        ("U.S.", "in the United States, and United Steel", ["United States", "United Steel"]),
        ("EU", "europe united", []),
        ("EU", "Europe. United", []),
    ],
)
def test_names_with_the_initials_are_found_where_they_stand(abbreviation, text, expected):
    assert [text[start:end] for start, end in find(abbreviation, text)] == expected


@given(st.text(alphabet="ABab .,()&-'éÉ\n", max_size=60), st.text(alphabet="ABab.", max_size=4))
def test_what_is_found_always_has_the_initials(text, abbreviation):
    for start, end in find(abbreviation, text):
        assert stands_for(abbreviation, text[start:end])
    for short, name in definitions(text).items():
        assert name in text
        assert stands_for(short, name)
