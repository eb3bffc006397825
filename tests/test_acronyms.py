import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexicon.acronyms import initials


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The leaders of the European Union met.", {"European Union": "eu"}),
        ("in the United States of America", {"United States of America": "usa"}),
        ("the Department of Defense, and the Treasury", {"Department of Defense": "dd"}),
        ("talks at the Anti-Defamation League", {"Anti-Defamation League": "al"}),
        ("in the United States, and United Steel", {"United States": "us", "United Steel": "us"}),
        ("the head of Économie Verte", {"Économie Verte": "év"}),
        ("Europe. United", {}),
        ("europe united", {}),
        ("a Ministry", {}),
        ("", {}),
    ],
)
def test_each_name_of_several_words_has_its_initials(text, expected):
    assert {text[start:end]: letters for (start, end), letters in initials(text).items()} == expected


@given(st.text(alphabet="ABab .,()&-'éÉ\n", max_size=60))
def test_initials_are_those_of_words_in_the_name_in_their_order(text):
    for (start, end), letters in initials(text).items():
        rest = iter(text[start:end].casefold())
        assert all(letter in rest for letter in letters)
        assert len(letters) > 0
