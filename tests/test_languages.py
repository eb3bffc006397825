"""The tables of languages, and which language a text is in."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages import DEFAULT, LANGUAGES, UNKNOWN
from retrieval.languages.detect import detect, language_of

TEXTS = [
    ("en", "The harbour will close in May, the mayor said."),
    ("en", "What did Lind say about taxes?"),
    ("en", "Lind: taxes"),
    ("en", "Zelda Müller said the café was full."),
    ("en", "NATO"),
    ("en", "2026"),
    ("en", ""),
    ("en", "What did Іваненко say about NATO?"),
    ("uk", "Міст закриють у травні, сказав мер."),
    ("uk", "Що сказав Іваненко про бюджет?"),
    ("uk", "Хто це сказав?"),
    ("uk", "Бюджет"),
    ("uk", "Про це повідомляє Reuters."),
    ("uk", "Компанія Harbor Lines відкриє рейс"),
    ("de", "Der Hafen schließt im Mai, sagte die Bürgermeisterin."),
    ("de", "Was sagte Weber über die Steuern?"),
    ("de", "Wer hat das gesagt?"),
    ("de", "Warum schließt die Schule?"),
    ("und", "Мэр сказал, что мост будет закрыт, объяснив это ремонтом."),
    ("und", ("Le maire a déclaré que le pont fermera en mai, et que les travaux de réparation seront terminés cet été. "
            "Les habitants ont été prévenus par lettre la semaine dernière.")),
    ("und", ("Burmistrz powiedział, że most zostanie zamknięty w maju, a prace zakończą się latem. Mieszkańcy dostali "
            "listy w zeszłym tygodniu i mogą jeździć przez drugi most koło młyna.")),
    ("und", "市長は橋を閉鎖すると述べた。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_letters_and_function_words_tell_the_language(code, text):
    assert detect(text) == code


@pytest.mark.parametrize(
    ("told", "text", "code"),
    [
        ("uk", "Міст закриють.", "uk"),
        ("uk-UA", "Міст закриють.", "uk"),
        ("de_AT", "Beisl", "de"),
        ("EN-us", "Der Hafen schließt im Mai.", "en"),
        ("en-US", "Міст закриють у травні, сказав мер.", "uk"),
        ("uk", "The harbour will close in May.", "uk"),
        ("fr", "Le maire a parlé.", "fr"),
        ("fr", "Міст закриють.", "fr"),
        ("english", "Міст закриють.", "uk"),
        ("uk", "2026", "uk"),
        (None, "Міст закриють.", "uk"),
        ("", "The harbour will close.", "en"),
    ],
)
def test_metadata_tell_the_language_unless_they_tell_the_default_one_of_other_letters(told, text, code):
    assert language_of(text, told) == code


@given(st.text(max_size=200))
def test_every_text_has_a_language(text):
    assert detect(text) in {*LANGUAGES, UNKNOWN}


def test_the_default_language_has_tables():
    assert DEFAULT in LANGUAGES
    assert UNKNOWN not in LANGUAGES


def patterns(value: object):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from patterns(part)
    elif isinstance(value, dict):
        yield from patterns(tuple(value.values()))


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_pattern_of_the_tables_can_be_compiled(language):
    for part in (language.sentences, language.periods, language.questions, language.follow_ups):
        for field in dataclasses.fields(part):
            for pattern in patterns(getattr(part, field.name)):
                re.compile(pattern)
