import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.analysis import fold, terms, tokens

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("aeiosuUSTWHO ’'ʼ.-,0123456789$%üÜøłéıİßﬁйїЇñ\u0301\u0308\u00ad\u202f\u00a0\n"),
    ),
    max_size=60,
)

LANGUAGES = ["en", "uk", "de", "xx"]

ALIKE = [
    ("Rome's", "Rome", "a possessive"),
    ("Rome’s", "ROME'S", "its typographic apostrophe and its capitals"),
    ("the negotiators' room", "the negotiators room", "a plural possessive"),
    ("O'Brien", "O’Brien", "the apostrophe of a name"),
    ("12,000", "12000", "thousands after a comma"),
    ("12\u202f000", "12,000", "thousands after a narrow space"),
    ("12,000,000.50", "12000000.50", "millions and a fraction"),
    ("$12tn", "$12 trillion", "a unit behind its number"),
    ("$3.5bn", "$3.5 billion", "a fraction with its unit"),
    ("twelve ministers", "12 ministers", "a number in words"),
    ("20%", "20 percent", "a sign for a word"),
    ("20 per cent", "20 percent", "a phrase for a word"),
    ("5pm", "5 p.m.", "the time of day"),
    ("U.S. troops", "US troops", "dots in an abbreviation"),
    ("the U.K.", "the UK", "its last dot"),
    ("U.S.A.", "USA", "three letters of an abbreviation"),
    ("the USA", "the US", "two abbreviations of one country"),
    ("what did the us say", "what did the US say", "a country in lower case"),
    ("Erdoğan", "Erdogan", "Latin diacritics"),
    ("Wałęsa", "Walesa", "a Latin letter that Unicode does not decompose"),
    ("İstanbul", "istanbul", "a dotted capital"),
    ("Straße", "STRASSE", "a letter that has two capitals"),
    ("ﬁnance", "finance", "a ligature"),
    ("recog\u00adnition", "recognition", "a hyphenation"),
    (unicodedata.normalize("NFD", "café"), "café", "combining marks"),
    ("anti-war", "anti war", "a compound"),
    ("COVID-19", "covid 19", "a compound with a number"),
    ("didn't", "did not", "a contracted negation"),
    ("cannot", "can not", "a negation in one word"),
    ("He said so", "He says so", "an irregular verb"),
    ("women", "woman", "an irregular noun"),
    ("recognised", "recognizes", "two ways of spelling"),
    ("neighbouring", "neighboring", "two more"),
    ("recognition of treaties", "recognitions of treaty", "inflections"),
]


@pytest.mark.parametrize(("written", "other", "difference"), ALIKE)
def test_texts_have_the_same_terms_whatever(written, other, difference):
    assert terms(written) == terms(other) != []


DIFFERENT = [
    ("Give us more", "Give US more", "the pronoun is stopped, the country is not"),
    ("who said it", "WHO said it", "so is the question word, and the organisation is not"),
    ("recognised it", "recognised IT", "so is the pronoun, and the trade is not"),
    ("it is invalid", "it is not invalid", "negations count"),
    ("he voted for it", "he voted against it", "so do words that take a side"),
    ("before the war", "after the war", "so do words that bound a time"),
    ("more than ten", "under ten", "so do words that bound a number"),
    ("20", "20%", "a sign counts"),
    ("Київ", "Киів", "letters that are not Latin keep their marks"),
]


@pytest.mark.parametrize(("written", "other", "why"), DIFFERENT)
def test_texts_have_other_terms_because(written, other, why):
    assert terms(written) != terms(other)


@pytest.mark.parametrize("text", ["", " ", "?!", "…", "—", "What is it about?", "WHAT IS IT?", "'", "\x00", "👍", "_"])
def test_a_text_without_words_that_count_has_no_terms(text):
    assert terms(text) == []


def test_in_a_text_all_in_capitals_the_pronoun_is_stopped():
    assert terms("TELL US WHO SPOKE") == terms("tell us who spoke")


def test_a_token_covers_the_word_without_its_ending():
    text = "In Rome’s $12tn plan, the U.S. didn't."
    assert [(token.term, text[token.start : token.end]) for token in tokens(text)] == [
        ("rome", "Rome"),
        ("dollar", "$"),
        ("12", "12"),
        ("trillion", "tn"),
        ("plan", "plan"),
        ("us", "U.S."),
        ("not", "didn't"),
    ]


UKRAINIAN = [
    ("Іваненка", "Іваненком", "the case of a surname"),
    ("Довбенкові", "Довбенка", "the case of a surname that no dictionary has"),
    ("мосту", "мостом", "the case of a noun"),
    ("шкіл", "школи", "a vowel that changes"),
    ("у Києві", "Київ", "a city in the locative"),
    ("п'ять", "п’ять", "the apostrophe"),
    ("подвір'я", "подвірʼя", "the letter apostrophe"),
    ("сказала", "сказав", "the gender of a verb"),
    ("12 000 людей", "12000 людей", "thousands behind a blank"),
    ("3,5 млн", "3,5 мільйона", "a fraction, and a unit in short"),
    ("20%", "20 відсотків", "a sign for a word"),
    ("двоє суддів", "2 судді", "a number in words"),
    ("Це про мости", "мости", "stop words"),
]


@pytest.mark.parametrize(("written", "other", "difference"), UKRAINIAN)
def test_ukrainian_texts_have_the_same_terms_whatever(written, other, difference):
    assert terms(written, "uk") == terms(other, "uk") != []


@pytest.mark.parametrize(("written", "other"), [("гриб", "ґриб"), ("їж", "иж"), ("Київ", "Киів"), ("не був", "був")])
def test_ukrainian_letters_and_negations_count(written, other):
    assert terms(written, "uk") != terms(other, "uk")


def test_latin_words_in_a_ukrainian_text_are_read_as_english():
    assert terms("Reuters reports про NATO", "uk") == terms("Reuters reports NATO", "en")


GERMAN = [
    ("Häuser", "Haus", "an umlaut of the plural"),
    ("Straße", "Strasse", "a letter that is two"),
    ("12.000 Euro", "12000 Euro", "thousands behind a stop"),
    ("3,5 Mio.", "3,5 Millionen", "a fraction, and a unit in short"),
    ("Das ist die Brücke", "Brücke", "stop words"),
]


@pytest.mark.parametrize(("written", "other", "difference"), GERMAN)
def test_german_texts_have_the_same_terms_whatever(written, other, difference):
    assert terms(written, "de") == terms(other, "de") != []


def test_an_unknown_language_is_neither_stopped_nor_stemmed():
    assert terms("Це про визнання, 12,000 людей", "xx") == ["це", "про", "визнання", "12000", "людей"]


@given(TEXTS)
@example("İ")
@example("ı̇")
@example("ﬁ")
@example("ℕ´")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_canonically_equal_texts_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_tokens_follow_one_another_inside_the_text(text, language):
    end = 0
    for token in tokens(text, language):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_tokens_and_terms_agree(text, language):
    assert [token.term for token in tokens(text, language)] == terms(text, language)


@given(TEXTS)
def test_no_term_is_empty_or_has_a_blank(text):
    assert all(term and not any(map(str.isspace, term)) for term in terms(text))


@given(st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=8))
def test_a_question_in_any_case_meets_the_text(words):
    text = " ".join(words)
    assert terms(text) == terms(text.title()) == terms(text.upper())


def test_threads_read_alike():
    texts = [f"The {number} ministers' recognised treaties{number}" for number in range(400)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(terms, texts)) == [terms(text) for text in texts]
