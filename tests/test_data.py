import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from samples import ABSTENTION, ARTICLE, DIRECT, NARRATION, PARAPHRASE, TEXT, abstained, answered

from bot.render import data
from bot.reply import Help, Notice, Reply
from retrieval.errors import QuestionError
from retrieval.model import Entry, Sentence


def test_an_answer_has_every_field_that_scripts_read():
    assert data.as_json(answered()) == {
        "id": "What did Ada Lindqvist say about the pier?",
        "question": "What did Ada Lindqvist say about the pier?",
        "understood_as": "What did Ada Lindqvist say about the pier?",
        "status": "answered",
        "reason": None,
        "confidence": 0.875,
        "quotes": [
            {
                "text": '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.',
                "start": TEXT.index('"We'),
                "end": TEXT.index(" She said that"),
                "speaker": "Ada Lindqvist",
                "speaker_text": "Mayor Ada Lindqvist",
                "role": "Mayor",
                "kind": "direct",
                "cue": "told",
                "via": ["Harbour News", "Coast Gazette"],
                "said_on": "2026-03-03",
                "score": 2.5,
                "withdrawn": False,
                "article": {
                    "id": "pier-1",
                    "title": "Council keeps the pier",
                    "outlet": "Harbour News",
                    "author": "Jo Berg",
                    "published": "2026-03-04",
                    "url": "https://news.example/pier",
                    "modified": None,
                    "correction": None,
                },
                "also": [],
            }
        ],
        "closest": [],
        "seconds": 0.002,
    }


def test_an_abstention_gives_its_reason_and_the_closest_passages_but_no_quotes():
    said = data.as_json(abstained("Ferries?"), id=7)

    assert (said["id"], said["status"], said["reason"]) == (7, "abstained", "speaker_silent")
    assert (said["question"], said["understood_as"]) == ("Ferries?", ABSTENTION.understood_as)
    assert said["quotes"] == []
    assert [quote["text"] for quote in said["closest"]] == [NARRATION.text]


def test_what_the_outlet_says_itself_is_narration_by_the_way_of_that_outlet():
    quote = data.quote(NARRATION)

    assert {key: quote[key] for key in ("speaker", "speaker_text", "role", "kind", "cue", "via", "said_on")} == {
        "speaker": None,
        "speaker_text": None,
        "role": None,
        "kind": "narration",
        "cue": None,
        "via": ["Harbour News"],
        "said_on": None,
    }


@pytest.mark.parametrize(
    ("limit", "quotes"),
    [
        (None, (DIRECT,)),
        (1, (DIRECT,)),
        (2, (DIRECT, PARAPHRASE)),
        (10, (DIRECT, PARAPHRASE, NARRATION)),
    ],
)
def test_a_limit_asks_for_that_many_of_the_ranking(limit, quotes):
    assert data.shown(answered().body, limit) == quotes


@pytest.mark.parametrize(("limit", "count"), [(None, 2), (1, 1), (5, 2)])
def test_a_limit_caps_the_closest_passages(limit, count):
    two = replace(ABSTENTION, closest=(NARRATION, PARAPHRASE))

    assert len(data.as_json(abstained(body=two), limit=limit)["closest"]) == count


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("error", Notice("This question has no words."), "?!"), "This question has no words."),
        (Reply("command", Help(()), "/help"), "/help is a command, and JSON is for questions."),
        (Reply("command", Notice("Bye."), "/quit"), "/quit is a command, and JSON is for questions."),
        (Reply("command", Notice("Welcome."), "Thanks"), "Thanks is no question, and JSON is for questions."),
    ],
)
def test_what_is_no_answer_has_no_json(reply, reason):
    with pytest.raises(QuestionError) as error:
        data.as_json(reply)

    assert str(error.value) == reason


def test_an_inspected_article_lists_its_sentences_and_statements():
    sentences = (Sentence(0, 35), Sentence(DIRECT.start, DIRECT.end, "Money", 1))
    entry = Entry(ARTICLE, sentences, (), (DIRECT.statement,))

    said = data.inspection(entry, 0.25)

    assert (said["id"], said["seconds"]) == ("pier-1", 0.25)
    assert said["sentences"] == [
        {"start": 0, "end": 35, "section": None},
        {"start": DIRECT.start, "end": DIRECT.end, "section": "Money"},
    ]
    assert said["statements"] == [
        {
            "start": DIRECT.statement.start,
            "end": DIRECT.statement.end,
            "speaker": "Ada Lindqvist",
            "speaker_text": "Mayor Ada Lindqvist",
            "role": "Mayor",
            "kind": "direct",
            "cue": "told",
            "via": ["Harbour News", "Coast Gazette"],
            "said_on": "2026-03-03",
        }
    ]


@given(st.text())
@example("half a pair: \ud800")
def test_a_line_of_json_is_one_line_that_any_terminal_shows_and_any_reader_restores(text):
    line = data.line({"text": text})

    assert json.loads(line) == {"text": text}
    assert line.splitlines() == [line]
    assert line.encode("utf-8")


def test_json_keeps_every_script_readable():
    assert data.line({"text": "Сибіга – “так”"}) == '{"text": "Сибіга – “так”"}'


def test_a_hint_at_the_spelling_is_no_part_of_the_contract():
    hinted = replace(ABSTENTION, did_you_mean="Ada Lindqvist")

    assert data.as_json(abstained(body=hinted)) == data.as_json(abstained())


def test_a_quote_names_the_same_statement_elsewhere_and_what_became_of_its_article():
    changed = replace(ARTICLE, modified=datetime(2026, 3, 5, 8, tzinfo=UTC), correction="The price was wrong.")
    other = replace(DIRECT, article=replace(ARTICLE, id="other", outlet="Globe"), statement=None)
    shown = data.quote(replace(DIRECT, article=changed, also=(other,), withdrawn=True))
    assert shown["withdrawn"] is True
    assert (shown["article"]["modified"], shown["article"]["correction"]) == (
        "2026-03-05T08:00:00+00:00",
        "The price was wrong.",
    )
    (also,) = shown["also"]
    assert (also["text"], also["via"], also["article"]["id"]) == (DIRECT.text, ["Globe"], "other")
    assert also.keys() == {"text", "start", "end", "via", "article"}
