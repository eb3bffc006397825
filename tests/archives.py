"""Entries of an invented town, for tests of archives."""

from datetime import date, timedelta

from retrieval import segment
from retrieval.model import Article, Entry, Statement

COUNCIL = Article(
    id="council",
    text=(
        "The harbour council met on Tuesday.\n\n"
        '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette. '
        "She said that the repair would take two years.\n\n"
        "The fishermen's leader, Olle Berg, said that the boats would stay."
    ),
    title="Council keeps the pier",
    outlet="Harbour News",
    author="Jo Berg",
    published=date(2026, 3, 4),
    url="https://news.example/pier",
)
FERRY = Article(
    id="ferry",
    text='"The ferry will sail in May," said Transport Minister Karin Moe.\n\nTickets cost 4 crowns.',
    title="Ferry returns",
    outlet="Coast Gazette",
    published=date(2026, 3, 5),
)
SCHOOL = Article(id="school", text="The school has a new roof. Olle Berg, a teacher, said it was about time.")
# Who says what, and in which role: by hand, so that the tests of archives do not hang on the rules of attribution.
SAID = {
    "council": [
        ("We will not sell the old pier,", "Ada Lindqvist", "Mayor"),
        ("the repair would take two years", "Ada Lindqvist", "Mayor"),
        ("the boats would stay", "Olle Berg", "fishermen's leader"),
    ],
    "ferry": [("The ferry will sail in May,", "Karin Moe", "Transport Minister")],
    "school": [("it was about time", "Olle Berg", "teacher")],
}


def entry(article, said=()):
    """An entry with these statements: triples of words, speaker and role."""
    sentences = segment.sentences(article)
    statements = [
        Statement(at, at + len(words), speaker, speaker, role, "direct", "said", (article.outlet or "Wire", "Agency"))
        for words, speaker, role in said
        for at in [article.text.index(words)]
    ]
    return Entry(article, sentences, segment.passages(article, sentences), tuple(statements))


def entries():
    return [entry(article, SAID[article.id]) for article in (COUNCIL, FERRY, SCHOOL)]


def many(count, start=0):
    """Different articles, newest last."""
    return [
        Article(
            id=f"a{n}",
            text=(
                f'"Pier number {n} stays open," said Mayor Vera Holm{n % 7}.\n\n'
                f"The harbour master, Nils Aker, said that {n} boats had come. Nobody else spoke."
            ),
            title=f"Pier {n}",
            outlet=f"Gazette {n % 3}",
            published=date(2026, 1, 1) + timedelta(days=n % 300),
        )
        for n in range(start, start + count)
    ]
