from hypothesis import given
from hypothesis import strategies as st

from retrieval.comparison import compare

RECORD = '"We will never reopen this bridge without new cables. It would be a danger," the mayor said.'
WORDS = st.lists(
    st.sampled_from(["we", "never", "will", "bridge", "…", "[it]", "cables.", "danger", "It", "not"]), max_size=12
)


@given(WORDS.map(" ".join))
def test_the_pieces_that_are_said_join_to_the_claim_to_the_letter(claim):
    found = compare(claim, RECORD)
    if found is not None and found.differences:
        assert "".join(d.text for d in found.differences if d.where != "record") == claim


@given(WORDS.map(" ".join))
def test_the_same_words_stand_in_the_record_inside_the_stretch_that_was_compared(claim):
    found = compare(claim, RECORD)
    if found is not None:
        assert 0 < found.likeness <= 1
        for start, end in found.same_words:
            assert found.span[0] <= start < end <= found.span[1] <= len(RECORD)


@given(st.integers(0, 60), st.integers(1, 40))
def test_any_stretch_of_whole_words_of_the_record_is_faithful_to_it(first, count):
    words = RECORD.split()
    claim = " ".join(words[first % len(words) :][:count])
    found = compare(claim, RECORD)
    assert found is not None
    assert found.faithful
    assert found.differences == ()
    assert found.likeness == 1


def test_texts_that_share_no_word_are_not_compared():
    assert compare("Roman coins in museums", RECORD) is None
    assert compare("", RECORD) is None


def test_a_word_that_happens_to_stand_far_off_does_not_stretch_the_comparison():
    record = "The mayor said that after a long night of talks in the old town hall the bridge will stay shut."
    found = compare("the bridge will stay open", record)
    assert found is not None
    assert record[slice(*found.span)] == "the bridge will stay shut"


def test_texts_too_long_to_compare_are_left_alone():
    assert compare("word " * 2_000, "word " * 2_000) is None
