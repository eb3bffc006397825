"""What questions in Ukrainian and German ask: whose words, which kind of answer, on what topic, from when."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answer_type import asks_for_several, holds_answer, question_kind
from retrieval.filters import parse
from retrieval.model import Dates, SpeakerCount
from retrieval.question import understand
from retrieval.speakers import SpeakerList, SpeakerTable

TODAY = date(2026, 3, 11)  # a Wednesday
TABLE = SpeakerTable(
    SpeakerList(
        [
            SpeakerCount("Тарас Левчин", "мер", 5),
            SpeakerCount("Ольга Пасічна", "міністерка освіти", 3),
            SpeakerCount("Марко Довбенко", None, 2),
            SpeakerCount("Karl Wenzel", "Bürgermeister", 4),
        ]
    )
)

ASKED = [
    ("Що сказав Левчин про тарифи?", "Левчин", ["Тарас Левчин"], ["тариф"]),
    ("Що Левчин сказав про тарифи?", "Левчин", ["Тарас Левчин"], ["тариф"]),
    ("Що Тарас Левчин думає про нові тарифи на воду?", "Тарас Левчин", ["Тарас Левчин"], ["новий", "тариф", "вода"]),
    ("Що про тарифи сказав Левчин?", "Левчин", ["Тарас Левчин"], ["тариф"]),
    ("Що ще сказала Ольга Пасічна?", "Ольга Пасічна", ["Ольга Пасічна"], []),
    ("Яка позиція Левчина щодо моста?", "Левчина", ["Тарас Левчин"], ["міст"]),
    ("Що заявляє мер про міст?", "мер", ["Тарас Левчин"], ["міст"]),
    ("Що говорив Довбенко про школи?", "Довбенко", ["Марко Довбенко"], ["школа"]),
    ("За словами Довбенка, школа закриється?", "Довбенка", ["Марко Довбенко"], ["школа", "закритися"]),
    ("Чи говорив Левчин про міст?", "Левчин", ["Тарас Левчин"], ["міст"]),
    ("Що сказав Зозуля про міст?", "Зозуля", [], ["міст"]),
    ("Що він сказав про міст?", None, [], ["сказати", "міст"]),
    ("Хто сказав, що міст відкриють?", None, [], ["міст", "відкрити"]),
    ("Чи погодився Левчин?", None, ["Тарас Левчин"], ["погодитися", "левчин"]),
    ("Коли відкриють міст?", None, [], ["відкрити", "міст"]),
    ("Was sagte Wenzel über die Steuern?", "Wenzel", ["Karl Wenzel"], ["steu"]),
    ("Was hat Karl Wenzel zu den Steuern gesagt?", "Karl Wenzel", ["Karl Wenzel"], ["steu"]),
    ("Was sagt der Bürgermeister über die Halle?", "Bürgermeister", ["Karl Wenzel"], ["hall"]),
    ("Wer hat das gesagt?", None, [], []),
    ("Laut Wenzel, wann öffnet die Halle?", "Wenzel", ["Karl Wenzel"], ["offn", "hall"]),
    ("Wann öffnet die Halle?", None, [], ["offn", "hall"]),
]


@pytest.mark.parametrize(("text", "asked_for", "speakers", "topic"), ASKED)
def test_a_question_tells_whose_words_it_asks_for_and_on_what(text, asked_for, speakers, topic):
    question = understand(text, TABLE)
    assert question.asked_for == asked_for
    assert list(question.speakers) == speakers
    assert question.topic_terms() == topic


KINDS = [
    ("uk", "Хто побудував міст?", "who"),
    ("uk", "Кого обрали мером?", "who"),
    ("uk", "Коли відкриють міст?", "when"),
    ("uk", "Якого року згорів млин?", "when"),
    ("uk", "Де відбудеться зустріч?", "where"),
    ("uk", "У якому місті живе мер?", "where"),
    ("uk", "Скільки учнів у школі?", "how_many"),
    ("uk", "Скільки коштує квиток?", "how_much"),
    ("uk", "Скільки років Левчину?", "age"),
    ("uk", "Чому закрили міст?", "why"),
    ("uk", "Що таке кворум?", "definition"),
    ("uk", "Яка компанія виграла тендер?", "which"),
    ("uk", "Чи погодилася рада?", "yes_no"),
    ("uk", "Що вирішила рада?", "what"),
    ("de", "Wer baute die Brücke?", "who"),
    ("de", "Wann öffnet die Brücke?", "when"),
    ("de", "In welchem Jahr brannte die Mühle?", "when"),
    ("de", "Wo trafen sie sich?", "where"),
    ("de", "Wie viele Schüler hat die Schule?", "how_many"),
    ("de", "Wie hoch ist der Turm?", "how_much"),
    ("de", "Wie alt ist der Bürgermeister?", "age"),
    ("de", "Warum wurde die Brücke gesperrt?", "why"),
    ("de", "Hat der Rat zugestimmt?", "yes_no"),
    ("de", "Was beschloss der Rat?", "what"),
]


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_its_words_tell_the_kind_of_a_question(language, text, kind):
    assert question_kind(text, language)[0] == kind


HOLDERS = [
    ("uk", "how_many", "У школі навчаються 64 учні.", True),
    ("uk", "how_many", "Підтоплено чотирнадцять будинків.", True),
    ("uk", "how_many", "Школу закінчила третина учнів.", True),
    ("uk", "how_many", "У школі багато учнів.", False),
    ("uk", "when", "Міст відкриють 5 травня.", True),
    ("uk", "when", "Міст відкриють у травні.", True),
    ("uk", "when", "Міст відкриють незабаром.", False),
    ("uk", "where", "Вони зустрілися в Луцьку.", True),
    ("uk", "where", "Вони зустрілися знову.", False),
    ("uk", "why", "Міст закрили через тріщини.", True),
    ("uk", "why", "Міст закрили.", False),
    ("uk", "age", "54-річний мер пішов у відставку.", True),
    ("de", "how_many", "Die Schule hat vierzig Schüler.", True),
    ("de", "how_many", "Ein Viertel der Schüler war krank.", True),
    ("de", "when", "Die Brücke öffnet am 5. Mai.", True),
    ("de", "when", "Die Brücke öffnet bald.", False),
    ("de", "why", "Sie wurde wegen Rissen gesperrt.", True),
]


@pytest.mark.parametrize(("language", "kind", "sentence", "holds"), HOLDERS)
def test_a_sentence_shows_an_answer_of_a_kind(language, kind, sentence, holds):
    assert holds_answer(kind, sentence, "", language) is holds


SEVERAL = [
    ("uk", "Які школи закриють?", True),
    ("uk", "У яких селах підтопило будинки?", True),
    ("uk", "Назвіть членів ради", True),
    ("uk", "Яка школа закриється?", False),
    ("uk", "Що розповіла Стець про вчителів, які чекають?", False),
    ("de", "Welche Schulen werden geschlossen?", True),
    ("de", "In welchen Orten stehen Häuser unter Wasser?", True),
    ("de", "Wer sind die Stadträte?", True),
    ("de", "Welche Schule wird geschlossen?", False),
    ("de", "Was sagte Wenzel über die Schulen?", False),
]


@pytest.mark.parametrize(("language", "text", "several"), SEVERAL)
def test_a_plural_behind_the_question_word_asks_for_several(language, text, several):
    assert asks_for_several(text, language) is several


def days(first: str, last: str | None) -> Dates:
    return Dates(date.fromisoformat(first), date.fromisoformat(last) if last else None)


DATES = [
    ("Що сказав мер минулого тижня?", days("2026-03-02", "2026-03-08")),
    ("Що сталося вчора?", days("2026-03-10", "2026-03-10")),
    ("Що вирішила рада у лютому?", days("2026-02-01", "2026-02-28")),
    ("Що вирішила рада в березні 2025 року?", days("2025-03-01", "2025-03-31")),
    ("Що змінилося з 2024 року?", days("2024-01-01", None)),
    ("Що змінилося від січня?", days("2026-01-01", None)),
    ("Що сталося 5 березня?", days("2026-03-05", "2026-03-06")),
    ("Що сталося в понеділок?", days("2026-03-09", "2026-03-10")),
    ("Що збудували торік?", days("2025-01-01", "2025-12-31")),
    ("Що таке бюджет?", None),
    ("Was sagte der Bürgermeister letzte Woche?", days("2026-03-02", "2026-03-08")),
    ("Was beschloss der Rat im Februar?", days("2026-02-01", "2026-02-28")),
    ("Was geschah am 5. März?", days("2026-03-05", "2026-03-06")),
    ("Was geschah am Montag?", days("2026-03-09", "2026-03-10")),
    ("Was hat sich seit 2024 geändert?", days("2024-01-01", None)),
    ("Was ist der Haushalt?", None),
]


@pytest.mark.parametrize(("text", "dates"), DATES)
def test_dates_in_words_are_read(text, dates):
    assert parse(text, TODAY)[1].in_words == dates
