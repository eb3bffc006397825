"""Text fragments, after the URL Fragment Text Directives draft."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import links
from retrieval.model import Article, Quote

URL = "https://news.example/a"
LONG = " ".join(f"word{n}" for n in range(40)).capitalize()


def linked(words: str, *, text: str | None = None, url: str | None = URL, last: bool = False) -> str | None:
    text = words if text is None else text
    start = text.rindex(words) if last else text.index(words)
    return links.to_quote(Quote(words, start, start + len(words), Article("a", text, url=url), None, 1.0))


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("We agree.", "We%20agree."),
        ("a well-known, 50% & more", "a%20well%2Dknown%2C%2050%25%20%26%20more"),
        ("«Так», ні", "%C2%AB%D0%A2%D0%B0%D0%BA%C2%BB%2C%20%D0%BD%D1%96"),
        ("#top ?x=1", "%23top%20%3Fx%3D1"),
        (LONG, "Word0%20word1%20word2%20word3%20word4,word35%20word36%20word37%20word38%20word39"),
        ("First line.\n\nAnd its last line.", "First%20line.,And%20its%20last%20line."),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_words(words, directive):
    assert linked(words) == f"{URL}#:~:text={directive}"


def test_words_that_stand_there_twice_are_told_apart_by_their_neighbours():
    text = "He said no, and she said no too.\n\nLater he said no again."
    assert linked("said no", text=text, last=True) == f"{URL}#:~:text=Later%20he-,said%20no,-again."


def test_a_fragment_of_the_address_is_kept_and_an_old_directive_is_not():
    assert linked("We agree.", url=f"{URL}#part") == f"{URL}#part:~:text=We%20agree."
    assert linked("We agree.", url=f"{URL}#:~:text=old") == f"{URL}#:~:text=We%20agree."


def test_a_directive_that_would_be_too_long_leaves_the_plain_address():
    url = f"{URL}/{'p' * 560}"
    assert linked("Quite a few words that do not fit any more.", url=url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "news.example/a", "/a", "javascript:alert(1)", "file:///etc/passwd", "ftp://news.example/a",
        "https://",
        "https://news.example/a b", "https://news.example/\u202ea", "https://[::1", "https://news.example/\n",
        "x" * 700, "https://news.example/" + "x" * 600,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_linked(url):
    assert links.web_address(url) is None
    assert linked("We agree.", url=url) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: not text.isspace()))
def test_a_link_is_one_address_and_its_parts_are_the_words(words):
    link = linked(words)
    assert link is not None
    assert links.web_address(link) == link
    directive = link.partition("#:~:text=")[2]
    for part in directive.split(","):
        assert unquote(part.strip("-")) in " ".join(words.split()) or unquote(part) in words
