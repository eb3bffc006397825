"""Follow-ups in Ukrainian and German, each in a thread of its own language or of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands import speaker_and_topic, timeline_in_words
from bot.conversation import QuoteRef, Turn
from bot.followups import resolve, tells_nothing, welcome
from retrieval.model import SpeakerCount
from retrieval.speakers import SpeakerList, SpeakerTable

TABLE = SpeakerTable(
    SpeakerList(
        [
            SpeakerCount("Тарас Левчин", "мер", 5),
            SpeakerCount("Лариса Снігур", "депутатка", 3),
            SpeakerCount("Karl Wenzel", "Bürgermeister", 5),
            SpeakerCount("Nora Aigner", "Stadträtin", 3),
            SpeakerCount("Jonas Lind", "Prime Minister", 2),
        ]
    )
)
QUOTES = (QuoteRef("a", 0, 10), QuoteRef("a", 20, 30))


def turn(question: str, speaker: str | None, topic: str, answer: str) -> Turn:
    return Turn(question, question, speaker=speaker, topic=topic, answer=answer, quotes=QUOTES, shown=1)


TARIFFS = turn("Що сказав Левчин про тарифи?", "Тарас Левчин", "тарифи", "Тарифи не зростуть.")
ROOF = turn("Що Снігур сказала про дах?", "Лариса Снігур", "дах", "Дах протікає.")
BRIDGE = turn("Чому закрили міст?", None, "закрили міст", "Міст закрили через тріщини.")
SENT = turn("Скільки учнів навчає Заріччя?", None, "учнів навчає Заріччя", "Заріччя навчає 64 учнів.")
WHO_SAID = turn("Хто сказав, що тарифи зростуть?", "Тарас Левчин", "тарифи зростуть", "Тарифи зростуть.")
OPENS = turn("Коли його відкриють?", None, "відкриють", "У травні.")
MISSPELT = replace(turn("Що сказав Левчен про дощ?", "Левчен", "дощ", ""), quotes=(), meant="Тарас Левчин")

TAXES = turn("Was sagte Wenzel über die Steuern?", "Karl Wenzel", "die Steuern", "Die Steuern steigen nicht.")
HALL = turn("Warum schließt die Halle?", None, "schließt die Halle", "Die Halle schließt wegen Rissen.")
TROOPS = turn("Wie viele Soldaten schickt Frankreich?", None, "Soldaten schickt Frankreich", "Zweitausend.")
WHO_SAYS = turn("Wer sagte, dass die Steuern steigen?", "Karl Wenzel", "die Steuern steigen", "Die Steuern steigen.")

FARES = turn("What did Lind say about fares?", "Jonas Lind", "fares", "Fares will not rise.")

# class of follow-up, the turn before, the message, the question understood
REWRITTEN = [
    ("another speaker", TARIFFS, "А Снігур?", "Що сказала Лариса Снігур про тарифи?"),
    ("another speaker", ROOF, "а як щодо мера?", "Що сказав Тарас Левчин про дах?"),
    ("another speaker", TARIFFS, "А що Снігур?", "Що сказала Лариса Снігур про тарифи?"),
    ("another topic", TARIFFS, "А про міст?", "Що сказав Тарас Левчин про міст?"),
    ("another topic", TARIFFS, "і лікарню", "Що сказав Тарас Левчин про лікарню?"),
    ("another topic", TARIFFS, "Розкажи про міст", "Що сказав Тарас Левчин про міст?"),
    ("a topic that is a speaker", TARIFFS, "А про Снігур?", "Що сказав Тарас Левчин про Снігур?"),
    ("correction", TARIFFS, "Ні, я мав на увазі Снігур", "Що сказала Лариса Снігур про тарифи?"),
    ("correction", TARIFFS, "я мала на увазі міст", "Що сказав Тарас Левчин про міст?"),
    ("correction of a thing", OPENS, "Я мав на увазі міст", "Коли міст відкриють?"),
    ("correction to a question", TARIFFS, "Ні, я мав на увазі, чому закрили міст?", "Чому закрили міст?"),
    ("another name", SENT, "А Озерне?", "Скільки учнів навчає Озерне?"),
    ("a part that fits nowhere", BRIDGE, "А пекарня?", "Як щодо пекарня?"),
    ("pronoun", TARIFFS, "Що він сказав про міст?", "Що Тарас Левчин сказав про міст?"),
    ("pronoun", ROOF, "А що сказала вона про міст?", "Що сказала Лариса Снігур про міст?"),
    ("a pronoun for a thing", BRIDGE, "Коли він відкриється?", "Коли він відкриється?"),
    ("the topic before", TARIFFS, "Що сказала Снігур про це?", "Що сказала Снігур про тарифи?"),
    ("more of a speaker", TARIFFS, "Що ще?", "Що сказав Тарас Левчин?"),
    ("more of a speaker", TARIFFS, "Що ще він сказав?", "Що сказав Тарас Левчин?"),
    ("more of a speaker", TARIFFS, "Що він ще казав про міст?", "Що сказав Тарас Левчин про міст?"),
    ("more of another", TARIFFS, "Що ще сказала Снігур?", "Що сказала Лариса Снігур?"),
    ("others on a topic", TARIFFS, "Хто ще?", "Хто говорив про тарифи?"),
    ("others on a topic", WHO_SAID, "А хто ще це сказав?", "Хто сказав, що тарифи зростуть?"),
    ("yes to a name", MISSPELT, "Так, будь ласка", "Що сказав Тарас Левчин про дощ?"),
    ("dates in words", TARIFFS, "А в березні?", "Що сказав Левчин про тарифи в березні?"),
    ("a filter", TARIFFS, "А Снігур? after:2026-03", "Що сказала Лариса Снігур про тарифи? after:2026-03"),
    ("a new question", TARIFFS, "Скільки коштує квиток до Озерного?", "Скільки коштує квиток до Озерного?"),
    ("a new question", TARIFFS, "Що про лікарню сказала Снігур?", "Що про лікарню сказала Снігур?"),
    ("another speaker", TAXES, "Und Aigner?", "Was sagte Nora Aigner über die Steuern?"),
    ("another speaker", TAXES, "Was ist mit Aigner?", "Was sagte Nora Aigner über die Steuern?"),
    ("another topic", TAXES, "Und über die Halle?", "Was sagte Karl Wenzel über die Halle?"),
    ("another topic", TAXES, "und die Halle", "Was sagte Karl Wenzel über die Halle?"),
    ("correction", TAXES, "Nein, ich meinte die Stadträtin", "Was sagte Nora Aigner über die Steuern?"),
    ("correction", TAXES, "Ich meine die Halle", "Was sagte Karl Wenzel über die Halle?"),
    ("another name", TROOPS, "Und Polen?", "Wie viele Soldaten schickt Polen?"),
    ("a part that fits nowhere", HALL, "Und die Bäckerei?", "Was ist mit die Bäckerei?"),
    ("pronoun", TAXES, "Was sagte er über die Halle?", "Was sagte Karl Wenzel über die Halle?"),
    ("pronoun", TAXES, "Was hat er zur Halle gesagt?", "Was hat Karl Wenzel zur Halle gesagt?"),
    ("a pronoun for a thing", HALL, "Wann öffnet sie wieder?", "Wann öffnet sie wieder?"),
    ("the topic before", TAXES, "Was sagte Aigner darüber?", "Was sagte Aigner über die Steuern?"),
    ("more of a speaker", TAXES, "Was noch?", "Was sagte Karl Wenzel?"),
    ("more of a speaker", TAXES, "Was hat er noch gesagt?", "Was sagte Karl Wenzel?"),
    ("more of another", TAXES, "Was sagte Aigner noch über die Halle?", "Was sagte Nora Aigner über die Halle?"),
    ("others on a topic", TAXES, "Wer noch?", "Wer sagte etwas über die Steuern?"),
    ("others on a topic", WHO_SAYS, "Und wer sonst?", "Wer sagte, dass die Steuern steigen?"),
    ("dates in words", TAXES, "Und im März?", "Was sagte Wenzel über die Steuern im März?"),
    ("a new question", TAXES, "Wann öffnet die neue Halle in Auental?", "Wann öffnet die neue Halle in Auental?"),
    ("a thread in another language", FARES, "а Левчин?", "What did Тарас Левчин say about fares?"),
    ("a thread in another language", FARES, "Und Wenzel?", "What did Karl Wenzel say about fares?"),
    ("a thread in another language", TARIFFS, "And about the bridge?", "Що сказав Тарас Левчин про the bridge?"),
    ("a name in other letters", TARIFFS, "а Wenzel?", "Що сказав Karl Wenzel про тарифи?"),
]  # fmt: skip


@pytest.mark.parametrize(("_class", "before", "text", "question"), REWRITTEN)
def test_a_follow_up_is_written_in_the_language_of_the_question_before(_class, before, text, question):
    resolved = resolve([before], text, TABLE.named)
    assert (resolved.does, resolved.question) == ("ask", question)


OF_THE_ANSWER = [
    (TARIFFS, "ще", "more"),
    (TARIFFS, "Покажи більше", "more"),
    (TARIFFS, "далі", "more"),
    (TARIFFS, "Хто це сказав?", "again"),
    (TARIFFS, "А хто?", "again"),
    (TARIFFS, "коли?", "again"),
    (TARIFFS, "Коли він це сказав?", "again"),
    (TARIFFS, "Звідки це відомо?", "again"),
    (TARIFFS, "Джерело?", "again"),
    (BRIDGE, "Що ще?", "more"),
    (TAXES, "mehr", "more"),
    (TAXES, "weiter", "more"),
    (TAXES, "Wer hat das gesagt?", "again"),
    (TAXES, "Wer?", "again"),
    (TAXES, "Und wann?", "again"),
    (TAXES, "Wann hat er das gesagt?", "again"),
    (TAXES, "Quelle?", "again"),
    (HALL, "Was noch?", "more"),
]


@pytest.mark.parametrize(("before", "text", "does"), OF_THE_ANSWER)
def test_what_is_asked_of_the_answer_itself_shows_it_on_or_again(before, text, does):
    assert resolve([before], text, TABLE.named).does == does


LEANING = [
    (BRIDGE, "Скільки це коштувало?", "leaning"),
    (BRIDGE, "Коли він відкриється?", "leaning"),
    (BRIDGE, "Скільки коштує квиток?", "either"),
    (BRIDGE, "Скільки коштує квиток до Озерного?", "alone"),
    (HALL, "Wie teuer war das?", "leaning"),
    (HALL, "Wann öffnet sie wieder?", "leaning"),
    (HALL, "Warum endete der Streik?", "either"),
    (HALL, "Wem gehört Schloss Auenstein?", "alone"),
]


@pytest.mark.parametrize(("before", "text", "standing"), LEANING)
def test_a_question_leans_on_the_turns_before_by_a_pronoun_and_by_saying_little(before, text, standing):
    assert resolve([before], text, TABLE.named).earlier.standing == standing


TOLD = [
    ("Did the mill close?", "Yes.", True),
    ("Did the mill close?", "unknown", True),
    ("Did the mill close?", "Yes, after the flood.", False),
    ("Чи зачинили міст?", "Так.", True),
    ("Чи зачинили міст?", "Ні", True),
    ("Чи зачинили міст?", "Так, на зиму.", False),
    ("Ist die Halle offen?", "Nein.", True),
    ("Ist die Halle offen?", "Ab Mai", False),
]


@pytest.mark.parametrize(("question", "answer", "nothing"), TOLD)
def test_a_mere_yes_or_no_tells_nothing_of_a_topic(question, answer, nothing):
    assert tells_nothing(answer, question) is nothing


BEGINS = [
    (TARIFFS, "А про тариф на воду?", False),  # of another number, but the same word
    (TARIFFS, "А про лікарню?", True),
    (TAXES, "Und über die Steuer?", False),
    (TAXES, "Und über die Halle?", True),
]


@pytest.mark.parametrize(("before", "text", "begins"), BEGINS)
def test_words_of_the_turns_before_are_known_in_any_form(before, text, begins):
    assert resolve([before], text, TABLE.named).begins is begins


TIMELINES = [
    ("Хронологія висловлювань Левчина про тарифи", ("Левчина", "тарифи")),
    ("Покажи хронологію того, що казав Левчин про міст.", ("Левчин", "міст")),
    ("Хронологія подій про міст", None),
    ("Zeig mir eine Chronologie von Wenzel zu den Steuern", ("Wenzel", "den Steuern")),
    ("Zeitleiste von dem, was Wenzel über die Halle sagte", ("Wenzel", "die Halle")),
]


@pytest.mark.parametrize(("text", "wanted"), TIMELINES)
def test_a_timeline_may_be_asked_for_in_words(text, wanted):
    assert timeline_in_words(text, TABLE.named) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/timeline Тарас Левчин про міст", ("Тарас Левчин", "міст")),
        ("/timeline Тарас Левчин on міст", ("Тарас Левчин", "міст")),
        ("/timeline Karl Wenzel über die Halle", ("Karl Wenzel", "die Halle")),
    ],
)
def test_the_command_takes_the_preposition_of_any_language(text, wanted):
    assert speaker_and_topic(text) == wanted


THANKS = [
    ("Thanks", "You are welcome."),
    ("ok, thank you!", "You are welcome."),
    ("Great, thanks a lot.", "You are welcome."),
    ("Thank you for your help", "You are welcome."),
    ("Дякую!", "Будь ласка."),
    ("добре, дуже дякую", "Будь ласка."),
    ("Danke", "Gern geschehen."),
    ("Okay, vielen Dank!", "Gern geschehen."),
]


@pytest.mark.parametrize(("text", "words"), THANKS)
def test_thanks_are_answered_in_their_language(text, words):
    assert welcome(text).startswith(words)


@pytest.mark.parametrize(
    "text",
    ["Thanks to whom did the bridge open?", "Who said thanks?", "okay", "Кому дякує мер?", "Wer sagte danke?", ""],
)
def test_what_asks_something_is_no_thanks(text):
    assert welcome(text) is None
