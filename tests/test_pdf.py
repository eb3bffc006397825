"""PDF files to articles."""

import io

import pytest
from pdf import pdf
from pypdf import PdfReader, PdfWriter

from retrieval.errors import ReadError
from retrieval.readers import read
from retrieval.readers.origin import Origin
from retrieval.readers.pdf import paragraphs, parse

HERE = Origin(where="a.pdf", name="a")
FIRST = [
    "The harbour board said on Sunday that the ferry line will",
    "stop at the end of March, because the ship that is left needs a new en-",
    "gine. Nobody was surprised.",
    "A second paragraph begins here and it is as long as the lines are,",
    "and ends (as it should).",
]
SECOND = ["On the next page the report goes on for a while."]


def reason(data):
    with pytest.raises(ReadError) as caught:
        parse(data, HERE)
    return caught.value.reason


def test_the_lines_of_a_paragraph_are_joined_and_pages_follow_each_other():
    article = parse(pdf(FIRST, SECOND, title="Ferry report", author="Ines Roth"), HERE)
    assert article.text == (
        "The harbour board said on Sunday that the ferry line will stop at the end of March, because the ship that is"
        " left needs a new engine. Nobody was surprised.\n\n"
        "A second paragraph begins here and it is as long as the lines are, and ends (as it should).\n\n"
        "On the next page the report goes on for a while."
    )
    assert (article.id, article.title, article.author, article.published) == ("a", "Ferry report", "Ines Roth", None)


@pytest.mark.parametrize("title", ["", "Untitled", "Microsoft Word - Document1", "report_final(2).docx"])
def test_a_title_that_a_program_made_is_none(title):
    assert parse(pdf(SECOND, title=title.replace("(", r"\(").replace(")", r"\)")), HERE).title is None


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param("One line.", ["One line."], id="one"),
        pytest.param("A line of words that goes\non here", ["A line of words that goes on here"], id="joined"),
        pytest.param("Title\n\nA text.\n", ["Title", "A text."], id="a blank line"),
        pytest.param("a co-\noperative", ["a cooperative"], id="a broken word"),
        pytest.param("the Anglo-\nFrench war", ["the Anglo- French war"], id="a name is not joined"),
        pytest.param("  much   space \n", ["much space"], id="space"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_lines_make_paragraphs(page, found):
    assert list(paragraphs(page)) == found


def test_a_file_of_pictures_is_named_as_such():
    assert reason(pdf([])) == "holds no text, only pictures of it perhaps; it would have to be recognised first"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4\n", pdf(SECOND)[:300], b"GIF89a" + bytes(100), b"%PDF-1.4\n" + b"[" * 10_000]
)
def test_what_is_no_whole_pdf_file_is_an_error(data):
    assert reason(data) in {
        "is no PDF file that can be read",
        "holds no text, only pictures of it perhaps; it would have to be recognised first",
    }


@pytest.mark.parametrize(("password", "found"), [("secret", "needs a password"), ("", None)])
def test_a_file_is_read_if_everybody_may_open_it(password, found):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SECOND))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    if found:
        assert reason(data.getvalue()) == found
    else:
        assert parse(data.getvalue(), HERE).text == SECOND[0]


def test_too_many_pages_are_refused():
    assert reason(pdf(*[["a"]] * 1_001)) == "has more than 1,000 pages"


def test_pdf_files_in_a_folder_are_read_with_the_others(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(SECOND))
    (tmp_path / "b.pdf").write_bytes(pdf([]))
    (tmp_path / "c.txt").write_text("A text.")
    first, error, last = read(tmp_path)
    assert (first.text, last.text) == (SECOND[0], "A text.")
    assert error.where == str(tmp_path / "b.pdf")
