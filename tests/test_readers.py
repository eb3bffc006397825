import json
import os
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ArchiveMissing, ReadError
from retrieval.model import Article
from retrieval.readers import read
from retrieval.readers.decoding import canonical, decode
from retrieval.readers.header import read_header

PROSE = "The talks began on Monday."


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def jsonl(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def read_one(path):
    (article,) = read(path)
    assert isinstance(article, Article), str(article)
    return article


def read_error(path):
    (error,) = read(path)
    assert isinstance(error, ReadError)
    return error


# Folders


def test_a_folder_is_read_recursively_in_order_with_ids_that_are_paths_without_suffix(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/c.txt", "c.TXT"):
        write(tmp_path / name, PROSE)
    assert [article.id for article in read(tmp_path)] == ["a/b/c", "a/z", "b", "c"]


def test_hidden_and_unknown_files_in_a_folder_are_passed_over(tmp_path):
    for name in ("a.txt", ".hidden.txt", ".git/b.txt", "picture.png", "README"):
        write(tmp_path / name, PROSE)
    assert [article.id for article in read(tmp_path)] == ["a"]


def test_an_empty_folder_holds_nothing(tmp_path):
    assert list(read(tmp_path)) == []


def test_a_bad_file_is_named_and_the_others_are_still_read(tmp_path):
    write(tmp_path / "a.txt", PROSE)
    bad = write(tmp_path / "b.txt", "")
    write(tmp_path / "c.txt", PROSE)
    first, error, last = read(tmp_path)
    assert (first.id, last.id) == ("a", "c")
    assert (error.where, error.reason) == (str(bad), "holds no text")


def test_an_id_that_is_taken_is_an_error_and_the_first_article_stays(tmp_path):
    write(tmp_path / "a.md", PROSE)
    write(tmp_path / "a.txt", "Another text.")
    second = write(tmp_path / "b.jsonl", jsonl({"id": "x", "text": "One."}, {"id": "x", "text": "Two."}))
    article, clash, one, two = read(tmp_path)
    assert (article.id, article.text, one.text) == ("a", PROSE, "One.")
    assert clash.reason == "another article has the id 'a' already; the first one is kept"
    assert two.where == str(second)


def test_a_folder_that_holds_a_link_to_itself_is_read_once(tmp_path):
    write(tmp_path / "a" / "b.txt", PROSE)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    article, error = read(tmp_path)
    assert article.id == "a/b"
    assert (error.where, error.reason) == (
        str(tmp_path / "a" / "loop"),
        "is a link to a folder that was read already",
    )


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path):
    write(tmp_path / "elsewhere" / "b.txt", PROSE)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert read_one(tmp_path / "archive").id == "linked/b"


def test_links_to_nothing_and_to_themselves_are_errors(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    gone, itself = read(tmp_path)
    assert gone.reason == "is a link to nothing"
    assert itself.reason == "too many levels of symbolic links"


def test_a_pipe_is_an_error_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_error(tmp_path).reason == "is not a regular file"


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is permitted to root")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path):
    write(tmp_path / "a.txt", PROSE).chmod(0)
    assert read_error(tmp_path).reason == "permission denied"


@pytest.mark.parametrize("name", ["nowhere", "a.txt/b.txt", "nul\0"])
def test_a_path_to_nothing_is_a_missing_archive_at_once(tmp_path, name):
    write(tmp_path / "a.txt", PROSE)
    with pytest.raises(ArchiveMissing):
        read(tmp_path / name)


def test_a_path_too_long_for_the_system_is_an_error(tmp_path):
    assert read_error(tmp_path / ("a" * 5000)).reason == "file name too long"


def test_a_file_of_an_unknown_format_named_directly_is_an_error(tmp_path):
    error = read_error(write(tmp_path / "a.png", PROSE))
    known = ".atom, .htm, .html, .jsonl, .markdown, .md, .pdf, .rss, .txt, .xhtml, .xml"
    assert error.reason == f"has a format that is not known; known are {known}"


# Encodings


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("Київ".encode(), "Київ", id="UTF-8"),
        pytest.param("\ufeffКиїв".encode(), "Київ", id="UTF-8 with a byte order mark"),
        pytest.param("Київ".encode("utf-16"), "Київ", id="UTF-16 with a byte order mark"),
        pytest.param(
            ("Міністр закордонних справ заявив, що країна потребує гарантій безпеки. " * 4).encode("cp1251"),
            "Міністр закордонних справ заявив, що країна потребує гарантій безпеки. " * 4,
            id="Windows-1251",
        ),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", id="line ends"),
        pytest.param("e\u0301".encode(), "é", id="composed"),
        pytest.param(b"  a  b\t\n", "  a  b\t\n", id="nothing else is changed"),
    ],
)
def test_text_is_decoded_and_made_canonical(tmp_path, content, text):
    assert read_one(write(tmp_path / "a.txt", content)).text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text (it holds a NUL byte)"),
        ("a\0b".encode("utf-16"), "holds a NUL character"),
        (b"\xff\xfea", "is not valid UTF-16, though it starts as such"),
    ],
)
def test_a_file_that_is_no_text_is_an_error(tmp_path, content, reason):
    assert read_error(write(tmp_path / "a.txt", content)).reason == reason


@given(st.text())
def test_canonical_text_is_composed_has_one_kind_of_line_end_and_stays_as_it_is(text):
    once = canonical(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert canonical(once) == once


@given(st.binary(max_size=200))
def test_bytes_are_decoded_or_refused_with_a_reason(data):
    with suppress(ReadError):
        assert isinstance(decode(data, "a"), str)


# Headers in the text


@pytest.mark.parametrize(
    ("text", "found", "body"),
    [
        pytest.param(f" date 2026-02-08 {PROSE}", {"published": date(2026, 2, 8)}, PROSE, id="before the text"),
        pytest.param(f"Date: 2026-02-08 {PROSE}", {"published": date(2026, 2, 8)}, PROSE, id="with a colon"),
        pytest.param(f"date 2026-02-08T10:00:00Z {PROSE}", {"published": date(2026, 2, 8)}, PROSE, id="with a time"),
        pytest.param(
            f"Title: Talks begin\nBy: Ines Roth\nSource: KNA\nDate: 8 February 2026\nURL: https://example.com/a\n\n{PROSE}",
            {
                "title": "Talks begin",
                "author": "Ines Roth",
                "outlet": "KNA",
                "published": date(2026, 2, 8),
                "url": "https://example.com/a",
            },
            PROSE,
            id="lines",
        ),
        pytest.param(
            f"Outlet: KNA\ndate 2026-02-08 {PROSE}", {"outlet": "KNA", "published": date(2026, 2, 8)}, PROSE, id="both"
        ),
        pytest.param(f"AUTHOR :  Ines Roth \n{PROSE}", {"author": "Ines Roth"}, PROSE, id="spaced"),
        pytest.param(
            f"Дата: 08.02.2026\nДжерело: КНА\n{PROSE}",
            {"published": date(2026, 2, 8), "outlet": "КНА"},
            PROSE,
            id="Ukrainian",
        ),
        pytest.param(f"Date: Feb. 8, 2026\n{PROSE}", {"published": date(2026, 2, 8)}, PROSE, id="month cut short"),
        pytest.param(PROSE, {}, PROSE, id="none"),
        pytest.param(
            f"date palms grow here. {PROSE}", {}, f"date palms grow here. {PROSE}", id="a date that is a fruit"
        ),
        pytest.param(f"date 2026-02-31 {PROSE}", {}, f"date 2026-02-31 {PROSE}", id="no day of the calendar"),
        pytest.param(f"Date: soon\n{PROSE}", {}, f"Date: soon\n{PROSE}", id="no date"),
        pytest.param(
            f"Source: he did not say.\n{PROSE}", {}, f"Source: he did not say.\n{PROSE}", id="prose behind a key"
        ),
        pytest.param(f"{PROSE}\nDate: 2026-02-08\n", {}, f"{PROSE}\nDate: 2026-02-08\n", id="not at the top"),
        pytest.param("Title: Talks begin\n", {}, "Title: Talks begin\n", id="nothing below"),
        pytest.param("date 2026-02-08", {}, "date 2026-02-08", id="nothing behind"),
        pytest.param(
            f"By: Ines Roth\nBy: Otto Falk\n{PROSE}",
            {"author": "Ines Roth"},
            f"By: Otto Falk\n{PROSE}",
            id="said twice",
        ),
    ],
)
def test_a_header_gives_metadata_and_stays_in_the_text(text, found, body):
    header = read_header(text)
    assert text[header.end :] == body
    fields = ("title", "outlet", "author", "published", "url")
    assert {field: value for field in fields if (value := getattr(header, field)) is not None} == found


@given(st.text(st.sampled_from("date 2026-01:\nTitle:x.By ")))
def test_a_header_never_takes_the_whole_text(text):
    header = read_header(text)
    assert text[header.end :].strip() or header.end == 0


# Markdown

FRONT_MATTER = """---
title: No
outlet: KNA
author: Ines Roth
date: 2026-02-08
url: https://example.com/a
id: kna-1
language: uk
tags: [talks]
---
"""


def test_front_matter_gives_metadata_and_the_text_is_the_source_below_it(tmp_path):
    body = f"\n# Talks begin\n\n**{PROSE}**\n"
    article = read_one(write(tmp_path / "a.md", FRONT_MATTER + body))
    assert article == Article(
        id="kna-1",
        text=body,
        title="No",
        outlet="KNA",
        author="Ines Roth",
        published=date(2026, 2, 8),
        url="https://example.com/a",
        language="uk",
    )


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        pytest.param(
            f"# Talks *begin* #\n{PROSE}", "Talks *begin*", f"# Talks *begin* #\n{PROSE}", id="from a heading"
        ),
        pytest.param(f"## Details\n{PROSE}", None, f"## Details\n{PROSE}", id="no level-one heading"),
        pytest.param(f"---\n{PROSE}", None, f"---\n{PROSE}", id="a rule, no front matter"),
        pytest.param(f"---\n---\n{PROSE}", None, PROSE, id="empty front matter"),
        pytest.param(f"---\r\ntitle: Talks\r\n---\r\n{PROSE}", "Talks", PROSE, id="other line ends"),
        pytest.param(
            f"---\ntitle:\n---\n# Talks\n{PROSE}", "Talks", f"# Talks\n{PROSE}", id="an empty title counts as none"
        ),
    ],
)
def test_markdown_without_full_front_matter(tmp_path, source, title, text):
    article = read_one(write(tmp_path / "a.md", source))
    assert (article.id, article.title, article.text) == ("a", title, text)


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [", "its front matter is not valid YAML (line 3: "),
        ("- a\n- b", "its front matter is not a list of keys and values"),
        ("title: [a, b]", "title is not a string"),
        ("date: yesterday", "'yesterday' is not a date such as 2026-02-08"),
        ("[" * 2000, "its front matter is not valid YAML"),
    ],
)
def test_wrong_front_matter_is_an_error(tmp_path, front, reason):
    assert read_error(write(tmp_path / "a.md", f"---\n{front}\n---\n{PROSE}")).reason.startswith(reason)


def test_front_matter_without_text_is_an_error(tmp_path):
    assert read_error(write(tmp_path / "a.md", FRONT_MATTER)).reason == "holds no text"


# JSON Lines


def test_a_line_gives_all_fields_as_they_are(tmp_path):
    record = {
        "id": " kna/1 ",
        "title": "Talks begin",
        "outlet": "KNA",
        "author": "Ines Roth",
        "published": "2026-02-08T23:30:00+02:00",
        "url": "https://example.com/a",
        "language": "uk",
        "modified": "2026-02-09T08:00:00Z",
        "correction": "An earlier version misspelt a name.",
        "based_on": ["AFP", ""],
        "raw_hash": "0f" * 32,
        "text": f"  {PROSE}  \n",
        "extra": {"ignored": [1]},
    }
    at = datetime(2026, 2, 8, 23, 30, tzinfo=timezone(timedelta(hours=2)))
    assert read_one(write(tmp_path / "a.jsonl", jsonl(record))) == Article(
        id=" kna/1 ",
        text=f"  {PROSE}  \n",
        title="Talks begin",
        outlet="KNA",
        author="Ines Roth",
        published=date(2026, 2, 8),
        url="https://example.com/a",
        language="uk",
        published_at=at,
        modified=datetime(2026, 2, 9, 8, tzinfo=UTC),
        correction="An earlier version misspelt a name.",
        based_on=("AFP",),
    )


def test_empty_values_and_null_are_none_and_a_missing_id_is_made_of_file_and_line(tmp_path):
    empty = {"id": "", "title": "", "outlet": None, "author": " ", "published": "", "url": "", "text": PROSE}
    write(tmp_path / "feeds" / "a.jsonl", "\n" + jsonl(empty))
    assert read_one(tmp_path) == Article(id="feeds/a#2", text=PROSE)


def test_a_header_in_the_text_fills_in_what_the_line_does_not_say(tmp_path):
    text = f"Title: Other\nOutlet: KNA\ndate 2026-02-08 {PROSE}"
    article = read_one(write(tmp_path / "a.jsonl", jsonl({"title": "Talks", "text": text, "published": "2026-01-01"})))
    assert (article.title, article.outlet, article.published) == ("Talks", "KNA", date(2026, 1, 1))
    assert article.text[article.body :] == PROSE


def test_a_separator_of_lines_inside_a_text_ends_no_line(tmp_path):
    record = json.dumps({"text": "a\u2028b\x85c"}, ensure_ascii=False)
    assert read_one(write(tmp_path / "a.jsonl", record)).text == "a\u2028b\x85c"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not valid JSON (Expecting property name enclosed in double quotes at column 2)"),
        ("{'text': 'a'}", "is not valid JSON (Expecting property name enclosed in double quotes at column 2)"),
        ("[1]", "is not a JSON object"),
        ('"text"', "is not a JSON object"),
        ('{"title": "a"}', "has no text field"),
        ('{"text": null}', "has no text field"),
        ('{"text": ["a"]}', "text is not a string"),
        ('{"text": ""}', "holds no text"),
        ('{"text": "a", "title": 5}', "title is not a string"),
        ('{"text": "a", "id": true}', "id is not a string"),
        ('{"text": "a", "published": 2026}', "published is not a string"),
        ('{"text": "a", "modified": "soon"}', "'soon' is not a date such as 2026-02-08"),
        ('{"text": "a", "based_on": "AFP"}', "based_on is not a list"),
        ('{"text": "a", "based_on": [1]}', "based_on is not a string"),
        ('{"text": "a", "raw_hash": "0f"}', "raw_hash is no SHA-256 in hexadecimal"),
        ('{"text": "a", "published": "2026-02-31"}', "'2026-02-31' is not a date such as 2026-02-08"),
        ('{"text": "a\\u0000"}', "holds a NUL character"),
        ('{"text": "\\ud83d"}', "holds half of a character (a lone surrogate)"),
        ('{"text": "a", "title": "\\ud83d"}', "title holds half of a character (a lone surrogate)"),
        ('{"text": "a", "n": ' + "1" * 5000 + "}", "is not JSON that can be read"),
        ("[" * 100_000, "is not JSON that can be read"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_still_read(tmp_path, line, reason):
    path = write(tmp_path / "a.jsonl", f"{jsonl({'text': 'One.'})}{line}\n{jsonl({'text': 'Three.'})}")
    one, error, three = read(path)
    assert (one.text, three.text) == ("One.", "Three.")
    assert (error.where, error.reason) == (f"{path}, line 2", reason)


def test_a_line_that_is_binary_is_named_and_the_others_are_still_read(tmp_path):
    path = write(tmp_path / "a.jsonl", b'{"text": "One."}\n\x00\x01\n{"text": "Three."}')
    _, error, three = read(path)
    assert (error.where, error.reason) == (f"{path}, line 2", "is not text (it holds a NUL byte)")
    assert three.text == "Three."


def test_a_number_as_id_is_taken_as_it_is_written(tmp_path):
    assert read_one(write(tmp_path / "a.jsonl", jsonl({"id": 17, "text": PROSE}))).id == "17"


def test_an_empty_file_of_lines_is_an_error(tmp_path):
    assert read_error(write(tmp_path / "a.jsonl", "\n\n")).reason == "is empty"
