"""A reply is held against what a script expects, and against the archive; where they part is shown."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import (
    ABSTENTION,
    ANSWER,
    ARTICLE,
    DIRECT,
    DIRECT_WORDS,
    EVIDENCE,
    NARRATION,
    PARAPHRASE,
    TEXT,
    VIA,
    abstained,
    answered,
)

from bot.reply import ContextView, Notice, Reply, Timeline, Why
from bot.script.examine import examine, observed, quotes, verbatim
from bot.script.format import Expectation
from retrieval.model import Answer, Check, Checked, Quote

TEXTS = {ARTICLE.id: TEXT}
THREE = answered(body=Answer("?", (DIRECT, PARAPHRASE, NARRATION), (), 0.9))


def expectation(text: dict) -> Expectation:
    return Expectation.model_validate(text)


def broken(reply: Reply, expected: dict, read: str = "") -> list[tuple]:
    """What does not hold: where, what was expected and what came."""
    findings = examine(reply, read, expectation(expected), TEXTS)
    return [(f.where, f.expected, f.came) for f in findings if not f.holds]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answered(), {}),
        (answered(), {"outcome": "answered", "quotes": [{}], "count": 1}),
        (answered(), {"quotes": [{"contains": "old pier", "speaker_text": "Mayor Ada Lindqvist"}]}),
        (answered(), {"quotes": [{"contains": ["old", "sell"], "role": "Mayor", "kind": "direct", "cue": "told"}]}),
        (answered(), {"quotes": [{"text": DIRECT_WORDS, "via": list(VIA), "said_on": "2026-03-03"}]}),
        (answered(), {"quotes": [{"article": "pier-1", "title": "Council keeps the pier", "outlet": "Harbour News"}]}),
        (answered(), {"quotes": [{"author": "Jo Berg", "published": "2026-03-04", "url": "https://news.example/pier"}]}),
        (answered(), {"understood": {"contains": "Lindqvist say"}, "count": {"max": 3}}),
        (answered(understood_as=None, asked="Pier?"), {"understood": {"contains": "Pier?"}}),
        (THREE, {"quotes": [{"kind": "direct"}], "count": {"min": 3}}),
        (THREE, {"quotes": [{}, {}, {"speaker": None, "role": None, "kind": "narration", "via": ["Harbour News"]}]}),
        (THREE, {"order": "any", "quotes": [{"kind": "narration"}, {"kind": "direct"}]}),
        (THREE, {"order": "any", "quotes": [{}, {}, {"kind": "direct"}]}),
        (abstained(), {"outcome": "abstained", "reason": "speaker_silent", "quotes": [], "count": 0}),
        (abstained(), {"closest": [{"kind": "narration"}]}),
        (answered(), {"reason": None}),
        (Reply("error", Notice("No words."), "?"), {"outcome": "error", "quotes": [], "closest": [], "count": 0}),
    ],
)  # fmt: skip
def test_what_is_as_expected_holds(reply, expected):
    assert broken(reply, expected) == []


@pytest.mark.parametrize(
    ("reply", "expected", "where", "came"),
    [
        (answered(), {"outcome": "abstained"}, ("outcome",), "answered"),
        (answered(), {"reason": "no_match"}, ("reason",), None),
        (abstained(), {"reason": None}, ("reason",), "speaker_silent"),
        (abstained(), {"reason": "no_match"}, ("reason",), "speaker_silent"),
        (answered(), {"understood": {"contains": "ferries"}}, ("understood", "contains"), ANSWER.understood_as),
        (answered(), {"count": 2}, ("count",), 1),
        (answered(), {"count": {"min": 2}}, ("count",), 1),
        (THREE, {"count": {"max": 2}}, ("count",), 3),
        (answered(), {"quotes": [{"contains": "new pier"}]}, ("quotes", 0, "contains"), DIRECT_WORDS),
        (answered(), {"quotes": [{"contains": ["old", "new"]}]}, ("quotes", 0, "contains"), DIRECT_WORDS),
        (answered(), {"quotes": [{"text": "old pier"}]}, ("quotes", 0, "text"), DIRECT_WORDS),
        (answered(), {"quotes": [{"speaker": None}]}, ("quotes", 0, "speaker"), "Ada Lindqvist"),
        (THREE, {"quotes": [{}, {}, {"speaker": "Jo Berg"}]}, ("quotes", 2, "speaker"), None),
        (answered(), {"quotes": [{"via": list(VIA[::-1])}]}, ("quotes", 0, "via"), list(VIA)),
        (answered(), {"quotes": [{"said_on": "2026-03-04"}]}, ("quotes", 0, "said_on"), "2026-03-03"),
        (answered(), {"quotes": [{"published": None}]}, ("quotes", 0, "published"), "2026-03-04"),
        (answered(), {"quotes": [{"kind": "direct"}, {"speaker": "Jo"}]}, ("quotes",), [{"kind": "direct"}]),
        (answered(), {"quotes": []}, ("quotes",), [observed(DIRECT, ["contains", "speaker", "kind"])]),
        (abstained(), {"quotes": [{}]}, ("quotes",), []),
        (answered(), {"closest": [{}]}, ("closest",), []),
        (abstained(), {"closest": [{"speaker": "Jo"}]}, ("closest", 0, "speaker"), None),
        (THREE, {"order": "any", "quotes": [{"cue": "x"}]}, ("quotes",), [{"cue": c} for c in ("told", "said", None)]),
    ],
)  # fmt: skip
def test_what_is_not_as_expected_is_found_with_what_came(reply, expected, where, came):
    ((found, _, value),) = broken(reply, expected)

    assert (found, value) == (where, came)


def test_the_rendered_text_can_be_asked_for():
    assert broken(answered(), {"text": {"contains": ["1 │", "pier"]}}, read="1 │ The pier") == []
    assert broken(answered(), {"text": {"contains": "ferry"}}, read="1 │ The pier") == [
        (("text", "contains"), "ferry", "1 │ The pier")
    ]


@given(st.permutations(range(3)), st.lists(st.sampled_from(["kind", "text", "speaker"]), min_size=3, max_size=3))
def test_in_any_order_all_orders_are_alike(order, names):
    came = [DIRECT, PARAPHRASE, NARRATION]
    expected = [observed(came[place], ["text", name]) for place, name in zip(order, names, strict=True)]

    assert broken(THREE, {"order": "any", "quotes": expected}) == []
    assert (broken(THREE, {"quotes": expected}) == []) == (list(order) == [0, 1, 2])


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (ANSWER, ["direct"]),
        (ABSTENTION, []),
        (Timeline("Ada Lindqvist", "pier", (PARAPHRASE, DIRECT)), ["paraphrase", "direct"]),
        (ContextView(1, DIRECT, DIRECT.start, PARAPHRASE.end), ["direct"]),
        (Why(2, PARAPHRASE, EVIDENCE, 0.5), ["paraphrase"]),
        (Check((Checked("It is ours.", "close", PARAPHRASE), Checked("Bah.", "not_found", None))), ["paraphrase"]),
        (Notice("Done."), []),
    ],
)
def test_quotes_are_those_that_a_reply_shows(body, kinds):
    assert [quote.kind for quote in quotes(body)] == kinds


FORGED = "We will sell the old pier"
FORGED_QUOTE = Quote(FORGED, 0, len(FORGED), replace(ARTICLE, text=FORGED), DIRECT.statement, 9.0)


@pytest.mark.parametrize(
    "body",
    [
        replace(ANSWER, quotes=(DIRECT, FORGED_QUOTE)),
        replace(ANSWER, more=(FORGED_QUOTE,)),
        replace(ABSTENTION, closest=(FORGED_QUOTE,)),
        Why(1, FORGED_QUOTE, EVIDENCE, 0.5),
    ],
)
def test_a_quote_that_is_true_to_a_forged_article_is_found_out(body):
    (finding,) = verbatim(body, TEXTS)

    assert (finding.where, finding.expected, finding.came) == (None, TEXT[: len(FORGED)], FORGED)


def test_a_quote_that_is_counted_from_the_end_is_found_out():
    (finding,) = verbatim(replace(ABSTENTION, closest=(Quote("\n", -1, len(TEXT), ARTICLE, None, 1.0),)), TEXTS)

    assert not finding.holds


def test_a_quote_from_an_article_that_the_archive_lacks_is_found_out():
    (finding,) = verbatim(replace(ANSWER, more=()), {})

    assert (finding.expected, finding.came) == (None, DIRECT_WORDS)


def test_quotes_are_held_against_the_archive_also_when_nothing_is_expected():
    assert examine(answered(), "", None, TEXTS) == []
    assert len(examine(answered(), "", None, {"pier-1": TEXT[1:]})) == 3


def test_findings_are_plain_data():
    everything = dict.fromkeys(("speaker", "said_on", "published", "url")) | {"via": [], "kind": "mixed"}
    findings = examine(THREE, "", expectation({"quotes": [everything] * 4, "count": {"min": 1}}), TEXTS)

    json.dumps([[f.where, f.expected, f.came] for f in findings])
