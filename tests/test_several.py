from __future__ import annotations

from dataclasses import replace

import coast
import pytest

from retrieval.choice import load_weights
from retrieval.quoting import GOOD, GOOD_OF_SEVERAL, SHOWN
from retrieval.retriever import Retriever

RETRIEVER = Retriever(coast.ARCHIVE, coast.INDEX, replace(load_weights(), floor=0.0))

SEVERAL = [
    ("Which ministers spoke of the tunnel under the sound?", GOOD_OF_SEVERAL),
    ("What plans does the government have for a tunnel?", GOOD_OF_SEVERAL),
    ("What did Lind say about the tunnel?", GOOD),
    ("How many people will stop working?", GOOD),
]


@pytest.mark.parametrize(("text", "least"), SEVERAL)
def test_of_a_list_less_likely_quotes_are_shown_too(text, least):
    found = RETRIEVER.answer(text)
    assert all(quote.score >= least for quote in found.quotes)
    assert len(found.quotes) == SHOWN or found.more[0].score < least
