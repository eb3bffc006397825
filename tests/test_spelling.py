import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spelling import nearest


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("Okafur", "Lena Okafor"),
        ("Lena Okafur", "Lena Okafor"),
        ("lena okafor", "Lena Okafor"),
        ("L. Okafur", "Lena Okafor"),
        ("Lena Okafur", "Okafor"),
        ("Lina Okafor", "Lena Okafor"),
        ("Okfaor", "Lena Okafor"),
        ("Lindquist", "Ada Lindqvist"),
        ("Lindkwist", "Ada Lindqvist"),
        ("Lindqvistt", "Ada Lindqvist"),
        ("Stoltenburg", "Jens Stoltenberg"),
        ("Soltenberg", "Jens Stoltenberg"),
        ("Jens Stoltenbirg", "Jens Stoltenberg"),
        ("Erdogen", "Recep Tayyip Erdoğan"),
        ("Muller", "Jan Müller"),
        ("Tomas Reyes", "Thomas Reyes"),
        ("Andrei Shevchenko", "Andriy Shevchenko"),
        ("Shevchenka", "Andriy Shevchenko"),
        ("Marcon", "Emmanuel Macron"),
        ("Lagard", "Christine Lagarde"),
        ("Netanyahoo", "Benjamin Netanyahu"),
        ("Saint-Lauren", "Marie Saint-Laurent"),
        ("Reuter", "Reuters"),
    ],
)
def test_a_misspelt_name_is_found(asked, held):
    assert nearest(asked, ["Karin Moe", held, "Bo Vance"]) == held


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("Lund", "Jonas Lind"),
        ("Burg", "Ola Berg"),
        ("Mo", "Karin Moe"),
        ("Jansen", "Kari Hansen"),
        ("Martinez", "Ricky Martin"),
        ("Peterson", "Siv Pedersen"),
        ("Jane Smith", "John Smith"),
        ("Tomas Okafur", "Lena Okafor"),
        ("Ola Okafor", "Lena Okafor"),
        ("Lindgren", "Ada Lindqvist"),
        ("Lindstrom", "Ada Lindqvist"),
        ("Lena", "Lena Okafor"),
        ("Clinton", "Clifton Moe"),
        ("Merkel", "Steffen Meyer"),
        ("Parris", "A statement after the meeting in Paris"),
        ("the mayor", "Ada Lindqvist"),
        ("", "Ada Lindqvist"),
        (".", "Ada Lindqvist"),
        ("Okafor", ""),
    ],
)
def test_another_name_is_not_offered(asked, held):
    assert nearest(asked, [held]) is None


def test_the_nearest_of_several_is_offered_and_of_equally_near_ones_the_first():
    assert nearest("Shevchenko", ["Shevchinka", "Shevchenka"]) == "Shevchenka"
    assert nearest("Okafur", ["Lena Okafor", "Okafar"]) == "Lena Okafor"
    assert nearest("Okafur", []) is None


@given(st.text(), st.lists(st.text(), max_size=5))
def test_what_is_offered_is_one_of_the_names(asked, names):
    assert nearest(asked, names) in {None, *names}
