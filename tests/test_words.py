from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from samples import ABSTENTION, ARTICLE, DIRECT, NARRATION, PARAPHRASE, abstained, answered

from bot.render import abstentions, words
from bot.reply import Outdated, Overview
from retrieval.choice import load_weights
from retrieval.model import Dates, SpeakerCount

DAY = date(2026, 3, 9)
ASK = "“What did Ada Lindqvist say?” shows"
OTHER = "Other words may help."


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_words_are_listed_as_one_would_say_them(items, text):
    assert words.listed(items, "or") == text


def test_counts_agree_with_their_noun_and_large_ones_are_grouped():
    assert [words.counted(n, "article") for n in (0, 1, 2, 1_200)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "1,200 articles",
    ]


@pytest.mark.parametrize(
    ("quote", "speaker", "kind"),
    [
        (DIRECT, "Ada Lindqvist, Mayor", "quoted word for word"),
        (
            replace(DIRECT, statement=replace(DIRECT.statement, kind="mixed")),
            "Ada Lindqvist, Mayor",
            "partly quoted, partly in the words of Harbour News",
        ),
        (PARAPHRASE, "Ada Lindqvist, Mayor", "paraphrased by Harbour News"),
        (NARRATION, "Harbour News", "in its own words"),
        (
            replace(PARAPHRASE, statement=replace(PARAPHRASE.statement, role=None)),
            "Ada Lindqvist",
            "paraphrased by Harbour News",
        ),
        (
            replace(PARAPHRASE, statement=replace(PARAPHRASE.statement, speaker=None, speaker_text="the minister")),
            "“the minister”, not named in the text",
            "paraphrased by Harbour News",
        ),
        (
            replace(DIRECT, statement=replace(DIRECT.statement, speaker=None, speaker_text=None)),
            "Nobody named",
            "quoted word for word",
        ),
        (
            replace(PARAPHRASE, article=replace(ARTICLE, outlet=None)),
            "Ada Lindqvist, Mayor",
            "paraphrased by the article",
        ),
        (replace(NARRATION, article=replace(ARTICLE, outlet=None)), "The article", "in its own words"),
    ],
)
def test_each_quote_is_credited_in_plain_words(quote, speaker, kind):
    assert (words.speaker(quote), words.kind(quote)) == (speaker, kind)


@pytest.mark.parametrize(
    ("said", "published", "text"),
    [
        (date(2026, 3, 3), date(2026, 3, 4), "said on 3 March 2026, published on 4 March 2026"),
        (date(2026, 3, 4), date(2026, 3, 4), "4 March 2026"),
        (None, date(2026, 3, 4), "4 March 2026"),
        (date(2026, 3, 3), None, "said on 3 March 2026"),
        (None, None, None),
    ],
)
def test_the_day_of_saying_is_told_where_it_differs_from_the_day_of_publishing(said, published, text):
    quote = replace(
        PARAPHRASE,
        statement=replace(PARAPHRASE.statement, said_on=said),
        article=replace(ARTICLE, published=published),
    )

    assert words.dates(quote) == text


def test_the_relay_chain_names_each_outlet_in_turn():
    assert words.via(PARAPHRASE) == "Harbour News, citing Coast Gazette"
    assert words.via(replace(NARRATION, article=replace(ARTICLE, outlet=None))) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (PARAPHRASE, "Harbour News, citing Coast Gazette · said on 3 March 2026, published on 4 March 2026"),
        (NARRATION, "4 March 2026"),
        (
            replace(NARRATION, statement=replace(PARAPHRASE.statement, kind="narration", said_on=None)),
            "Harbour News, citing Coast Gazette · 4 March 2026",
        ),
        (replace(NARRATION, article=replace(ARTICLE, published=None)), None),
    ],
)
def test_the_source_names_an_outlet_that_speaks_itself_no_second_time(quote, text):
    assert words.source(quote) == text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"by_speaker": 3, "missing": ("ferries",)},
            f"The archive has 3 statements by Ada Lindqvist; none of them speaks of “ferries”. {ASK} them.",
        ),
        (
            {"by_speaker": 1, "missing": ("ferries", "boats")},
            f"The archive has 1 statement by Ada Lindqvist; it does not speak of “ferries” or “boats”. {ASK} it.",
        ),
        (
            {"by_speaker": 3, "missing": ()},
            f"The archive has 3 statements by Ada Lindqvist; none of them answers this. {ASK} them.",
        ),
        (
            {"by_speaker": 3, "topic": "the ferries"},
            f"The archive has 3 statements by Ada Lindqvist; none on “the ferries”. {ASK} them.",
        ),
        (
            {"understood_as": "Що сказала Снігур про пором?", "speaker": "Лариса Снігур", "topic": "пором"},
            "The archive has 3 statements by Лариса Снігур; none on “пором”. “Що сказала Лариса Снігур?” shows them.",
        ),
        (
            {"by_speaker": 1, "topic": "the ferries"},
            f"The archive has 1 statement by Ada Lindqvist; not on “the ferries”. {ASK} it.",
        ),
        (
            {"by_speaker": 3, "topic": "a b c d e f g h ferries"},
            f"The archive has 3 statements by Ada Lindqvist; none of them speaks of “ferries”. {ASK} them.",
        ),
        ({"by_speaker": 0, "missing": ("ferries",)}, "The archive has no statement by Ada Lindqvist."),
        (
            {"by_speaker": 0, "speaker": "Ada Lindkvist", "did_you_mean": "Ada Lindqvist"},
            "The archive has no statement by Ada Lindkvist. Did you mean Ada Lindqvist?",
        ),
        (
            {"reason": "no_match", "missing": ("ferries",)},
            "Nothing in the archive speaks of “ferries”. Other words may help.",
        ),
        (
            {"reason": "no_match", "missing": tuple("BCDEFG")},
            "Nothing in the archive speaks of “B”, “C”, “D”, “E” or 2 other words. Other words may help.",
        ),
        (
            {"reason": "no_match", "missing": ("spoke", "ferries", "mentioned", "Oslo", "1998", "zorbing")},
            "Nothing in the archive speaks of “ferries”, “Oslo”, “1998” or “zorbing”. Other words may help.",
        ),
        (
            {"reason": "no_match", "missing": ("spoke", "mentioned")},
            "Nothing in the archive speaks of “spoke” or “mentioned”. Other words may help.",
        ),
        (
            {"reason": "no_match", "missing": ("Tell", "ferries"), "understood_as": "Tell me of ferries"},
            "Nothing in the archive speaks of “ferries”. Other words may help.",
        ),
        ({"reason": "no_match", "missing": ()}, "Nothing in the archive speaks of this. Other words may help."),
        (
            {"reason": "weak_match", "missing": ("ferries",)},
            f"No sentence in the archive answers this; the closest one does not speak of “ferries”. {OTHER}",
        ),
        (
            {"reason": "weak_match", "missing": ()},
            "Some sentences in the archive come close, but none of them answers this.",
        ),
        (
            {"reason": "weak_match", "missing": (), "closest": ()},
            "No sentence in the archive answers this. Other words may help.",
        ),
        ({"reason": "outside_dates"}, "The archive has nothing on this from the dates asked about."),
        (
            {"reason": "outside_dates", "asked": Dates(date(2026, 3, 1), date(2026, 3, 7)), "held": Dates(DAY, DAY)},
            "The archive has nothing on this from 1 to 7 March 2026; what it has on it is from 9 March 2026.",
        ),
    ],
)
def test_an_abstention_says_why_in_one_sentence(changes, sentence):
    assert abstentions.abstention(replace(ABSTENTION, **changes)) == sentence


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (answered(), None),
        (answered("what did Ada Lindqvist say  about the pier"), None),
        (answered("And the pier?"), "Understood as: What did Ada Lindqvist say about the pier?"),
        (abstained("Ferries?", understood_as=None), None),
    ],
)
def test_what_was_understood_is_told_where_it_is_not_what_was_typed(reply, text):
    assert words.understood(reply) == text


def test_an_article_without_a_title_is_named_by_its_first_words():
    untitled = replace(
        ARTICLE, title=None, text="date 2026-03-04 one two three four five six seven eight nine ten x", body=16
    )

    assert words.title(untitled) == "one two three four five six seven eight nine ten …"
    assert words.title(replace(untitled, text="date 2026-03-04 one two", body=16)) == "one two"


@pytest.mark.parametrize(
    ("outlets", "newest", "text"),
    [
        ((), None, "1,200 articles"),
        (("A",), date(2026, 3, 4), "1,200 articles from A, the newest of 4 March 2026"),
        (("A", "B", "C"), None, "1,200 articles from A, B and C"),
        (("A", "B", "C", "D", "E"), None, "1,200 articles from A, B, C and 2 other outlets"),
    ],
)
def test_the_holdings_of_the_archive_are_one_phrase(outlets, newest, text):
    assert words.holdings(Overview(1_200, outlets, newest, (), ())) == text


def test_a_speaker_is_counted_with_the_role_where_it_is_known():
    assert words.counted_speaker(SpeakerCount("A", "mayor", 1)) == "A, mayor: 1 statement"
    assert words.counted_speaker(SpeakerCount("A", None, 2)) == "A: 2 statements"


@pytest.mark.parametrize("decision", ["choice", "confidence"])
def test_every_feature_that_weighs_has_a_plain_phrase(decision):
    models = getattr(load_weights(), decision).values()
    assert {name for weights in models for name in weights} - words.FEATURE.keys() <= {"bias"}


GLOBE = replace(DIRECT, article=replace(ARTICLE, id="g", outlet="Globe", published=DAY), statement=None)
CITED = replace(
    DIRECT,
    article=replace(ARTICLE, id="h", published=DAY),
    statement=replace(DIRECT.statement, via=("Herald", "Globe"), said_on=None),
)

CHANGED = [
    ({}, None),
    ({"correction": "The year was wrong."}, "in an article that was corrected"),
    ({"modified": datetime(2026, 3, 4, 23, tzinfo=UTC)}, None),
    ({"modified": datetime(2026, 3, 6, 1, tzinfo=UTC)}, "in an article that was changed on 6 March 2026"),
    ({"modified": datetime(2026, 3, 6, tzinfo=UTC), "published": None}, None),
]


@pytest.mark.parametrize(("changes", "text"), CHANGED)
def test_a_quote_tells_what_has_happened_to_its_article(changes, text):
    quote = replace(DIRECT, article=replace(ARTICLE, **changes))
    assert words.changed(quote) == text
    assert (text in words.source_parts(quote)) is (text is not None)


def test_that_a_quote_was_withdrawn_is_told_before_a_correction():
    quote = replace(DIRECT, article=replace(ARTICLE, correction="The year was wrong."), withdrawn=True)
    assert words.changed(quote) == "the article has since been changed and lacks this"


ALSO = [
    ((), None, ""),
    ((GLOBE,), "also in 1 other outlet", "The same statement: Globe, 9 March 2026."),
    (
        (GLOBE, replace(GLOBE, article=replace(GLOBE.article, outlet="Post"))),
        "also in 2 other outlets",
        "The same statement: Globe, 9 March 2026; Post, 9 March 2026.",
    ),
    ((GLOBE, GLOBE), "also in 1 other outlet", "The same statement: Globe, 9 March 2026; Globe, 9 March 2026."),
    ((CITED,), "also in 1 other article", "The same statement: Herald, citing Globe, 9 March 2026."),
]


@pytest.mark.parametrize(("others", "text", "names"), ALSO)
def test_a_quote_tells_where_else_its_statement_stands(others, text, names):
    quote = replace(DIRECT, also=others)
    assert (words.also(quote), words.copies(quote)) == (text, names)


def test_an_answer_tells_that_its_newest_source_is_old():
    old = answered(outdated=Outdated(date(2025, 9, 10), DAY))
    assert (
        words.outdated(old) == "The newest source of this is of 10 September 2025; the archive goes on to 9 March 2026."
    )
    assert words.outdated(answered()) is None


PERIODS = [
    ((None, None), "any day"),
    (("2026-03-09", "2026-03-09"), "9 March 2026"),
    (("2026-03-01", "2026-03-07"), "1 to 7 March 2026"),
    (("2026-02-28", "2026-03-07"), "28 February to 7 March 2026"),
    (("2025-12-31", "2026-03-07"), "31 December 2025 to 7 March 2026"),
    (("2026-03-02", None), "2 March 2026 on"),
    ((None, "2026-02-28"), "before 1 March 2026"),
]


@pytest.mark.parametrize(("days", "text"), PERIODS)
def test_a_period_is_told_as_one_would_say_it(days, text):
    assert abstentions.period(Dates(*(date.fromisoformat(d) if d else None for d in days))) == text
