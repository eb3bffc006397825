"""Questions in Ukrainian, German and English on one small archive of invented articles in all three."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.ingest import read_archive
from retrieval.model import Abstention, Answer
from retrieval.retriever import Retriever

ARTICLES = Path(__file__).parent / "data" / "lisograd"


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    archive, index, problems = read_archive([ARTICLES])
    assert problems == []
    return Retriever(archive, index, today=lambda: date(2026, 3, 12))


# question, words of the first quote, its speaker (None: the outlet itself speaks)
ANSWERED = [
    ("Що сказав Левчин про тарифи?", "Ми не підвищуватимемо тарифи", "Тарас Левчин"),
    ("Що Тарас Левчин сказав про тарифи на воду?", "Ми не підвищуватимемо тарифи", "Тарас Левчин"),
    ("Що думає Лариса Снігур про лікарню?", "на лікарню виділили замало", "Лариса Снігур"),
    ("Що сказала Снігур про міст?", "Міст мали відкрити ще восени", "Снігур"),
    ("Хто сказав, що опори витримають сто років?", "Нові опори витримають", "Оксана Рись"),
    ("Коли відкриють міст через Тиху?", "відновлять у травні", "Тарас Левчин"),
    ("Скільки коштував ремонт мосту?", "48 мільйонів", None),
    ("Чому закрили міст?", "через тріщини в опорах", None),
    ("Яка позиція Пасічної щодо сільських шкіл?", "Закрити сільську школу", "Ольга Пасічна"),
    ("Скільки учнів навчається у школі в Заріччі?", "64 учні", None),
    ("Що розповіла Надія Стець про вчителів, які не отримували надбавок?", "не отримували надбавок", "Надія Стець"),
    ("За словами Гриня, що буде із зарплатою працівників?", "Зарплату виплатимо", "Остап Гринь"),
    ("Хто назвав обіцянки словами на вітер?", "словами на вітер", "Марія Козубська"),
    ("Що сказав Дзюба про чергу на обстеження?", "черга на обстеження скоротиться", "Роман Дзюба"),
    ("Скільки будинків підтоплено у Заріччі?", "чотирнадцять будинків", None),
    ("Коли почне спадати рівень води?", "рівень води почне спадати", "Леся Вовк"),
    ("Was sagte Wenzel über die NATO?", "die NATO habe zweihundert", "Karl Wenzel"),
    ("Was sagte Karl Wenzel über die Familien?", "Die Familien haben genug bezahlt", "Karl Wenzel"),
    ("Wann soll die neue Halle öffnen?", "im Mai öffnen", None),
    ("What did Reed say about NATO?", "NATO base brought two hundred jobs", "Jonas Reed"),
    ("What did Reed say about families?", "Families have paid enough", "Jonas Reed"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "words", "speaker"), ANSWERED)
def test_a_question_is_answered_in_its_language(retriever, question, words, speaker):
    found = retriever.answer(question)
    assert isinstance(found, Answer)
    first = found.quotes[0]
    assert words in first.text
    assert first.speaker == speaker


ABSTAINED = [
    ("Що сказав Левчин про футбол?", "speaker_silent"),
    ("Що сказав Гринь про паводок?", "speaker_silent"),
    ("Що сказав Зозуля про міст?", "speaker_silent"),
    ("Хто виграв чемпіонат з шахів?", "no_match"),
    ("Скільки коштує квиток на потяг до Одеси?", "no_match"),
    ("Was sagte Wenzel über Fußball?", "speaker_silent"),
]


@pytest.mark.parametrize(("question", "reason"), ABSTAINED)
def test_what_the_archive_does_not_say_is_not_answered(retriever, question, reason):
    found = retriever.answer(question)
    assert isinstance(found, Abstention)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("NATO jobs in May", "en"),
        ("Hat die NATO Arbeitsplätze gebracht?", "de"),
        ("Will the water tax be raised?", "en"),
    ],
)
def test_a_question_finds_its_own_language_first(retriever, question, language):
    found = retriever.answer(question)
    assert isinstance(found, Answer)
    assert found.quotes[0].article.language == language


def test_where_its_own_language_has_nothing_others_answer(retriever):
    found = retriever.answer("Що сказав Jonas Reed про NATO?")
    assert isinstance(found, Answer)
    assert found.quotes[0].speaker == "Jonas Reed"


def test_every_article_is_read_in_its_language(retriever):
    languages = {entry.article.id: entry.article.language for entry in retriever._archive.entries()}
    assert languages.pop("port") == "en"
    assert languages.pop("hafen") == "de"
    assert set(languages.values()) == {"uk"}
