"""Messages held against the record, as a table: ``data/check.yaml``."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.archive import MemoryArchive
from retrieval.check import check
from retrieval.index.base import PassageIndex
from retrieval.index.okapi import OkapiIndex
from retrieval.ingest import analyse, indexed_passages
from retrieval.model import Article, Check

TABLE = yaml.safe_load((Path(__file__).parent / "data" / "check.yaml").read_text(encoding="utf-8"))


@cache
def record() -> tuple[MemoryArchive, PassageIndex]:
    archive, index = MemoryArchive(), OkapiIndex()
    for fields in TABLE["articles"]:
        entry = analyse(Article(**fields))
        archive.put(entry)
        index.add(indexed_passages(entry))
    return archive, index


def checked(message: str) -> Check:
    return check(message, *record())


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_message_is_held_against_the_record(case):
    items = checked(case["message"]).items
    assert {item.verdict for item in items} == {case["verdict"]}
    for item in items:
        assert item.credited_to == case.get("credited_to")
        assert "speaker" not in case or (item.quote is not None and item.quote.speaker == case["speaker"])
    changes = [[d.where, d.text] for item in items for d in item.differences if d.where != "same"]
    assert changes == case.get("changes", [])


def test_every_sentence_of_a_message_is_checked_in_its_order():
    message = (
        "Hi all!\n"
        'Moss said: "We will never reopen this bridge without new cables."\n'
        "> A ferry will cross the harbour of Aldery every hour from April\n"
        "Does anybody know more about the ferry and its timetable?\n"
    )
    assert [(item.claim, item.verdict) for item in checked(message).items] == [
        ("We will never reopen this bridge without new cables.", "verbatim"),
        ("A ferry will cross the harbour of Aldery every hour from April", "differs"),
    ]


def test_what_matches_is_marked_in_the_quote():
    (item,) = checked('Moss said: "We will never rebuild this bridge."').items
    assert item.quote is not None
    text = item.quote.article.text
    assert [text[start:end] for start, end in item.quote.matches] == ["We will never", "this bridge"]


@pytest.mark.parametrize("message", ["", "   ", "Thanks!", '""', "…", "> ", "\u202e\u200b", '"' * 50])
def test_a_message_without_a_claim_has_nothing_to_check(message):
    assert checked(message).items == ()


def test_of_a_long_message_the_first_claims_are_checked_and_the_others_counted():
    found = checked("The ferry will cross the harbour of Aldery. " * 60)
    assert (len(found.items), found.left) == (50, 10)


PIECES = st.sampled_from(
    [
        *(
            "We will never ",
            "reopen this bridge",
            "Moss said: ",
            "Brandt told the council that ",
            "14 of the 60 cables",
        ),
        *('"', "“", "”", "«", "[", "]", "…", "... ", ". ", "\n", "> ", "?"),
        *("\u202e", "\u200b", "<!channel>", "😀", "```"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_message_can_be_checked_and_its_claims_stand_in_it(message):
    for item in checked(message).items:
        assert item.claim in message
        assert (item.quote is None) == (item.verdict == "not_found")
        assert "".join(d.text for d in item.differences if d.where != "record") in {"", item.claim}


def test_an_empty_record_has_nothing():
    (item,) = check("The harbour bridge will stay shut.", MemoryArchive(), OkapiIndex()).items
    assert item.verdict == "not_found"
    assert item.quote is None
