import pytest

from retrieval.analysis import terms
from retrieval.lexicon.asked import asked_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        # behind "what" or "which"
        ("Which country won the vote?", "country"),
        ("Which virus closed the school?", "virus"),
        ("What sport does the mayor play?", "sport"),
        ("What equipment did the firemen bring?", "equipment"),
        ("In which city is the museum?", "city"),
        ("The bridge was built across which river?", "river"),
        ("As of this week, which drug is free?", "drug"),
        ("What diseases does the vaccine prevent?", "disease"),
        ("Which two rivers meet in the town?", "river"),
        ("which language is spoken there", "language"),
        ("Which U.S. state passed the law?", "state"),
        # the head of several words
        ("Which small island nation sold its airport?", "nation"),
        ("What heavy metal was found in the well?", "metal"),
        ("What video game did the boy like?", "game"),
        ("Which well-known painter left the academy?", "painter"),
        ("Which women's sport drew the largest crowd?", "sport"),
        ("What musical instrument was stolen?", "instrument"),
        # a verb behind it
        ("Which country debuted the trains?", "country"),
        ("Which city lost the games?", "city"),
        ("What metals rust in water?", "metal"),
        ("Which dog bites the postman?", "dog"),
        ("What drugs help the patients?", "drug"),
        ("Which state went to the court?", "state"),
        # an owner, "of"
        ("Which country's parliament met?", "country"),
        ("What kind of bird was it?", "bird"),
        ("What type of the metal was used?", "metal"),
        ("What species of fish came back?", "fish"),
        ("Which of these countries has no army?", "country"),
        ("What piece of equipment failed?", "equipment"),
        # what something is
        ("What is the capital of the region?", "capital"),
        ("What's the name of the river in the town?", "river"),
        ("What was the largest city that fell?", "city"),
        ("What are the languages of the country?", "language"),
        ("What is Anna's favourite sport?", "sport"),
        ("What was another disease that spread?", "disease"),
        ("What is one example of a metal that floats?", "metal"),
    ],
)
def test_the_kind_that_is_asked_for_is_found(question, kind):
    assert asked_kind(question) == set(terms(kind))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "What?",
        "What happened?",
        "What is a satellite?",
        "What did the country do?",
        "What was the ship called?",
        "What is the bridge made of?",
        "What is the dog like?",
        "What was his name?",
        "What does it mean?",
        "What if the river rises?",
        "Who saw the disease that came, which killed the dog?",
        "When did the country, which is small, join?",
        "Where is the city which has no river?",
        "How did the disease spread?",
        "Is there a river which has no bridge?",
        "In what year did it end?",
        "What of it?",
        "What the country did is wrong",
        "Tell me about the river",
    ],
)
def test_a_question_for_something_else_asks_for_no_kind(question):
    assert asked_kind(question) == set()
