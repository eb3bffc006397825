"""Saved pages to articles: every field of 30 shapes of pages, encodings, and what is no page."""

import html
import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ReadError
from retrieval.readers import read
from retrieval.readers.dates import moment
from retrieval.readers.html import decode_page, page_text, parse
from retrieval.readers.jsonld import read_jsonld
from retrieval.readers.origin import Facts, Origin

PAGES = Path(__file__).parent / "data" / "pages"
EXPECTED = yaml.safe_load((PAGES / "expected.yaml").read_text(encoding="utf-8"))
GOOD = {name: fields for name, fields in EXPECTED.items() if "error" not in fields}
FIELDS = ("title", "outlet", "author", "published", "modified", "url", "language", "correction", "based_on")
HERE = Origin(where="page", name="page")
BODY = (
    "<p>The talks began on Monday, the minister said, after a week of delays that had tried everybody’s patience.</p>"
)


def read_page(name):
    (found,) = read(PAGES / name)
    return found


def page(head="", body=BODY, **attributes):
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<html{told}><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_every_page_has_its_row():
    assert sorted(EXPECTED) == sorted(path.name for path in PAGES.glob("*.html"))
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("name", GOOD)
def test_the_fields_of_a_page_are_read(name):
    article = read_page(name)
    found = {
        "published": (article.published_at or article.published or date.min).isoformat() if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "based_on": list(article.based_on),
        **{field: getattr(article, field) for field in ("title", "outlet", "author", "url", "language", "correction")},
    }
    assert found == {field: GOOD[name].get(field, [] if field == "based_on" else None) for field in FIELDS}


@pytest.mark.parametrize("name", GOOD)
def test_the_text_of_a_page_is_its_article_and_nothing_else(name):
    paragraphs = read_page(name).text.split("\n\n")
    assert [" ".join(paragraph.split()[:5]) for paragraph in paragraphs] == GOOD[name]["paragraphs"]


@pytest.mark.parametrize("name", GOOD)
def test_each_paragraph_stands_in_the_page_to_the_letter(name):
    source = decode_page((PAGES / name).read_bytes(), HERE)
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())
    for paragraph in read_page(name).text.split("\n\n"):
        assert paragraph.removeprefix("## ") in shown


@pytest.mark.parametrize("name", [name for name, fields in EXPECTED.items() if "error" in fields])
def test_a_page_without_a_text_is_an_error(name):
    assert read_page(name).reason == EXPECTED[name]["error"]


def test_the_hash_is_that_of_the_bytes_and_is_not_compared():
    one, other = parse(page(), HERE), parse(page(head="<!-- an advertisement -->"), HERE)
    assert one == other
    assert len(one.raw_hash) == 64
    assert one.raw_hash != other.raw_hash


# Addresses

CANONICAL = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("fetched", "canonical", "url", "based_on"),
    [
        pytest.param("https://a.example/x", "https://a.example/y", "https://a.example/y", (), id="canonical"),
        pytest.param("https://amp.a.example/x", "https://www.a.example/y", "https://www.a.example/y", (), id="AMP"),
        pytest.param("https://a.example/x", "/y?utm_source=z#top", "https://a.example/y", (), id="relative, decorated"),
        pytest.param(
            "https://a.example/x",
            "https://b.example/y",
            "https://a.example/x",
            ("https://b.example/y",),
            id="syndicated",
        ),
        pytest.param("https://a.example/x", "javascript:void(0)", "https://a.example/x", (), id="nonsense"),
        pytest.param("https://a.example/x", "http://[", "https://a.example/x", (), id="broken"),
    ],
)
def test_a_page_has_the_address_that_it_gives_itself_on_its_own_site(fetched, canonical, url, based_on):
    article = parse(page(head=CANONICAL.format(canonical)), Origin(where=fetched, name=fetched, url=fetched))
    assert (article.id, article.url, article.based_on) == (url, url, based_on)


# Encodings

WORDS = "Zoë’s café — «Київ»"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        pytest.param(WORDS.encode(), None, id="UTF-8, undeclared"),
        pytest.param(WORDS.encode(), "iso-8859-1", id="UTF-8, server says otherwise"),
        pytest.param(b"<meta charset=latin1>" + WORDS.encode(), None, id="UTF-8, page says otherwise"),
        pytest.param(WORDS.encode("utf-8-sig"), "koi8-u", id="a byte order mark"),
        pytest.param(WORDS.encode("utf-16"), None, id="UTF-16"),
        pytest.param(b"<meta charset='no-such-thing'>" + WORDS.encode(), "nonsense", id="unknown names"),
    ],
)
def test_a_page_is_decoded_whatever_is_declared(data, charset):
    assert decode_page(data, Origin(where="", name="", charset=charset)).endswith(WORDS)


@pytest.mark.parametrize(
    ("text", "encoding", "server", "page"),
    [
        ("Київ", "cp1251", "windows-1251", None),
        ("Київ", "cp1251", None, "windows-1251"),
        ("Київ", "koi8-u", "koi8-u", "windows-1251"),
        ("“Zoë”", "cp1252", None, "iso-8859-1"),
        ("Łódź", "iso-8859-2", None, "latin2"),
    ],
)
def test_the_declared_encoding_counts_where_it_is_not_utf8_and_the_server_is_asked_first(text, encoding, server, page):
    declared = f"<meta charset='{page}'>" if page else ""
    data = declared.encode() + text.encode(encoding)
    assert decode_page(data, Origin(where="", name="", charset=server)) == declared + text


def test_a_page_with_a_broken_byte_keeps_its_encoding():
    source = decode_page(("Zoë " * 2_000).encode() + b"\xe2\x80", HERE)
    assert source.count("Zoë") == 2_000
    assert source.count("\ufffd") == 1


# Not pages, and pages made to break readers


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is not HTML", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text (it holds a NUL byte)", id="a picture"),
        pytest.param(b"<p>" * 70_000, "has more than 60,000 tags", id="many tags"),
        pytest.param(b"<div>" * 50_000 + b"words", "holds no text that stands out as an article's", id="deep"),
        pytest.param(b"<a href='" + b"x" * 900_000, "holds no text that stands out as an article's", id="long"),
        pytest.param(b"<!--" * 20_000, "is not HTML", id="comments"),
    ],
)
def test_what_is_no_page_is_refused_with_a_reason(data, reason):
    with pytest.raises(ReadError) as caught:
        parse(data, HERE)
    assert caught.value.reason == reason


def test_a_page_larger_than_any_is_refused_without_being_read(tmp_path):
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)  # a hole: it takes no room on the disk
    (error,) = read(path)
    assert error.reason == "is larger than 10 MB"


@given(st.text(st.sampled_from("<>/ab \"'=&;pdivtable-!"), max_size=60))
def test_any_source_gives_text_without_markup_or_none(source):
    text = page_text(f"<html><body>{source}</body></html>")
    assert unicodedata.normalize("NFC", text) == text
    assert all(line == " ".join(line.split()) for line in text.split("\n"))


# Linked data


@pytest.mark.parametrize(
    "script",
    ["", "{", "[]", "null", "1", '"text"', "[[[]]]", '{"@type": 5}', '{"@type": "NewsArticle"}', "[" * 10_000],
)
def test_data_that_tells_nothing_is_no_error(script):
    assert read_jsonld([script], None) == Facts()


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"author": "Ines Roth"}, "Ines Roth"),
        ({"author": ["Ines Roth", "Otto Falk", "Ines Roth"]}, "Ines Roth, Otto Falk"),
        ({"author": {"@type": "Person", "name": " Ines\n Roth "}}, "Ines Roth"),
        ({"author": {"name": {"@value": "Ines Roth", "@language": "en"}}}, "Ines Roth"),
        ({"author": [], "creator": "Ines Roth"}, "Ines Roth"),
        ({"author": 5}, None),
        ({"author": {"name": None}}, None),
    ],
)
def test_authors_come_in_many_forms(fields, author):
    data = {"@type": "NewsArticle", **fields}
    assert read_jsonld([json.dumps(data)], None).author == author


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026-02-08", "2026-02-08"),
        ("2026-02-08T23:30:00+02:00", "2026-02-08T23:30:00+02:00"),
        ("2026-02-08T23:30Z", "2026-02-08T23:30:00+00:00"),
        ("2026-02-08 23:30:00 UTC", "2026-02-08T23:30:00+00:00"),
        ("2026-02-08T23:30:00.123456789+0200", "2026-02-08T23:30:00.123456+02:00"),
        ("Sun, 08 Feb 2026 23:30:00 +0200", "2026-02-08T23:30:00+02:00"),
        ("2026-02-31", None),
        ("2026-02-08T99:00", None),
        ("8 February", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_moment_is_read_on_the_calendar_of_whoever_wrote_it(written, found):
    read_moment = moment(written)
    assert (read_moment and read_moment.isoformat()) == found
