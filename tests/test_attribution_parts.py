"""The parts of attribution on their own: marks, names, days, outlets, the lexicon."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.attribution import infer_outlet, outlets, relay
from retrieval.attribution.english import lexicon
from retrieval.attribution.english.people import People
from retrieval.attribution.english.tags import classes
from retrieval.attribution.kinds import Kinds
from retrieval.attribution.quotation import quotations
from retrieval.attribution.units import QUOTE, Layout
from retrieval.attribution.when import said_on
from retrieval.attribution.words import words
from retrieval.model import Article, Sentence

PUBLISHED = date(2026, 3, 11)  # a Wednesday


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "yes" and left.', ['"yes"']),
        ("He said “yes” and left.", ["“yes”"]),
        ("Er sagte „ja“ und ging.", ["„ja“"]),
        ("Il a dit «oui» hier.", ["«oui»"]),
        ("He said ''yes'' and left.", ["''yes''"]),
        ("He said ``yes'' and left.", ["``yes''"]),
        ("He said ‘not today,’ and left.", ["‘not today,’"]),
        ("It's the miners' hall, isn't it?", []),
        ("“He told me “no” twice,” she said.", ["“He told me ", "“no”"]),
        ("“I said 'no' twice,” she said.", ["“I said 'no' twice,”"]),
        ('“The road is clear," he said.', ['“The road is clear,"']),
        ('"The road is clear, he said.', ['"The road is clear, he said.']),
        ('"A lost mark. "We go on," he said.', ['"A lost mark. ', '"We go on,"']),
        ('A board 12" wide', []),
    ],
)
def test_marks_are_paired(text, found):
    assert quoted(text) == found


def test_a_quotation_goes_on_in_a_paragraph_that_opens_with_a_mark():
    text = "“One.\n“Two,” he said."
    first, second = quotations(text, [(0, 5), (6, len(text))])
    assert (first.closed, first.resumes, second.closed, second.resumes) == (False, False, True, True)


def test_words_keep_abbreviations_whole_and_possessives_apart():
    assert words("Sen. J. Lind of the U.S. met Moe's aide, R-Ky., today.").text == [
        *("Sen.", "J.", "Lind", "of", "the", "U.S.", "met", "Moe", "'s", "aide", ",", "R-Ky.", ",", "today", "."),
    ]


def units_of(text: str):
    sentence = Sentence(0, len(text))
    found = words(text)
    (units,) = Layout(text, found, quotations(text, [(0, len(text))]), [sentence], classes).pieces(0, len(text))
    return units


@pytest.mark.parametrize(
    ("text", "is_unit"),
    [
        ('He said "we are done."', True),
        ('"Yes," he said.', True),
        ('The "shadow fleet" grew.', False),
        ('She read "The Long Way Home," a novel.', False),
        ('They want "a very much longer list of things" now.', True),
    ],
)
def test_speech_is_one_unit_and_a_term_in_marks_stays_words(text, is_unit):
    assert (QUOTE in units_of(text).low) == is_unit


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"All of it is in marks."', "direct"),
        ('Half of it "is in marks."', "mixed"),
        ("None of it is.", "paraphrase"),
    ],
)
def test_the_kind_follows_the_share_in_marks(text, kind):
    assert Kinds(words(text), quotations(text, [(0, len(text))])).kind(0, len(text)) == kind


def entities(text: str) -> dict[str, tuple[str, str | None, str | None]]:
    found = words(text)
    layout = Layout(text, found, [], [Sentence(0, len(text))], classes)
    return {e.name: (e.kind, e.gender, e.role) for e in People(text, found, layout.tags).entities}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("We met Finance Minister Tomas Berg.", "Tomas Berg", ("person", "m", "Finance Minister")),
        ("We met Karin Moe, head of the union, there.", "Karin Moe", ("person", "f", "head of the union")),
        ("We met the prime minister, Jonas Lind, there.", "Jonas Lind", ("person", "m", "prime minister")),
        ("We met spokeswoman Xi Quor.", "Xi Quor", ("person", "f", "spokeswoman")),
        ("We met Mrs. Quor there.", "Quor", ("person", "f", None)),
        ("We went to Norway by ship.", "Norway", ("place", None, None)),
        ("We asked the Harbour Authority first.", "Harbour Authority", ("organisation", None, None)),
        ("We asked the Bank of Moss first.", "Bank of Moss", ("organisation", None, None)),
        ("We met Maria van der Berg there.", "Maria van der Berg", ("person", "f", None)),
    ],
)
def test_names_get_their_kind_gender_and_role(text, name, expected):
    assert entities(text)[name] == expected


def test_short_names_stand_for_the_full_one():
    assert list(entities("We met Jonas Lind and Karin Moe. Lind left, and Moe stayed.")) == ["Jonas Lind", "Karin Moe"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Monday", date(2026, 3, 9)),
        ("on Wednesday", date(2026, 3, 11)),
        ("last Wednesday", date(2026, 3, 4)),
        ("on Thursday", date(2026, 3, 5)),
        ("yesterday", date(2026, 3, 10)),
        ("today", date(2026, 3, 11)),
        ("on 3 March", date(2026, 3, 3)),
        ("on March 3rd", date(2026, 3, 3)),
        ("on Dec. 30", date(2025, 12, 30)),
        ("on March 3, 2019", date(2019, 3, 3)),
        ("on 31 February", None),
        ("last month", None),
        ("in March", None),
        ("last week", None),
        ("he may 3 times", None),
        ("", None),
    ],
)
def test_only_what_fixes_a_day_gives_a_date(text, day):
    found = words(text)
    assert said_on(found, 0, len(found), PUBLISHED) == day


def test_without_the_article_s_date_no_day_is_known():
    found = words("on Monday")
    assert said_on(found, 0, len(found), None) is None


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The dam broke, KNA reports with reference to Reuters.", "KNA"),
        ("The dam broke, reports KNA, citing Reuters.", "KNA"),
        ("The dam broke. This was reported by KNA with reference to Reuters.", "KNA"),
        ("MOSS, March 3 (Reuters) - The dam broke.", "Reuters"),
        ("The dam broke, the Moss Tribune reports.", None),
        ("The dam broke.", None),
        ("", None),
    ],
)
def test_the_outlet_is_learnt_from_the_text(text, outlet):
    assert infer_outlet(Article("a", text)) == outlet


@pytest.mark.parametrize(
    ("article", "chain"),
    [
        (Article("a", "It broke.", outlet="KNA"), ("KNA",)),
        (Article("a", "It broke, KNA reports citing Reuters.", outlet="KNA"), ("KNA", "Reuters")),
        (Article("a", "It broke, KNA reports citing Reuters.", outlet="Moss Post"), ("Moss Post",)),
        (Article("a", "It broke.", outlet="Moss Post", author="Associated Press"), ("Moss Post", "Associated Press")),
        (Article("a", "It broke.", outlet="Moss Post", author="Karin Moe"), ("Moss Post",)),
        (Article("a", "It broke."), ()),
        (Article("a", "It broke.", outlet="Moss Post", based_on=("Karst Courier",)), ("Moss Post", "Karst Courier")),
        (Article("a", "It broke.", outlet="Moss Post", based_on=("The dam broke",)), ("Moss Post",)),
        (
            Article("a", "It broke.", outlet="KNA", based_on=("https://www.reuters.com/world/dam",)),
            ("KNA", "Reuters"),
        ),
        (
            Article("a", "It broke.", outlet="KNA", based_on=("https://newyorktimes.example/1",)),
            ("KNA", "New York Times"),
        ),
        (Article("a", "It broke.", outlet="KNA", based_on=("https://council.example/minutes", "")), ("KNA",)),
        (
            Article("a", "It broke, KNA reports citing Reuters.", outlet="KNA", based_on=("Reuters", "AFP")),
            ("KNA", "Reuters", "AFP"),
        ),
    ],
)
def test_the_chain_holds_for_the_whole_article(article, chain):
    assert relay.chain(article) == chain


@pytest.mark.parametrize(
    ("name", "known"),
    [("Reuters", True), ("the Associated Press", True), ("Moss Tribune", True), ("Karin Moe", False), ("", False)],
)
def test_outlets_are_told_by_name_or_last_word(name, known):
    assert outlets.is_outlet(name) == known


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"),
        ("says", "say"),
        ("replied", "reply"),
        ("replies", "reply"),
        ("arguing", "argue"),
        ("admitted", "admit"),
        ("quipped", "quip"),
        ("stresses", "stress"),
        ("agreed", "agree"),
        ("thought", "think"),
        ("written", "write"),
    ],
)
def test_verbs_have_all_their_forms(form, lemma):
    assert lexicon.verbs()[form].verb.lemma == lemma


def test_every_letter_in_the_lexicon_of_verbs_is_explained():
    used = {letter for form in lexicon.verbs().values() for letter in form.verb.follows}
    assert used <= set("btwqnvaim")
