"""Article pages over the real routes: their links, what they show, and what they refuse."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import samples
from article_pages import ARTICLE, BASE, QUOTE, TODAY, Page, Shelf, links
from hostile import HOSTILE
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot import pages
from bot.render import page
from bot.reply import ArticleView
from bot.settings import Settings
from retrieval.model import Article


async def opened(shelf: Shelf, link: str, today=TODAY) -> httpx.Response:
    """The answer to a link, from the routes as a server would call them."""
    routes = Starlette(routes=[pages.article_route(links(today), shelf.read)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=routes)) as client:
        return await client.get(link)


async def shown(article=ARTICLE, marked=QUOTE) -> httpx.Response:
    return await opened(Shelf(article), links().to(article, marked))


async def test_a_link_shows_the_article_with_the_quote_marked():
    answer = await shown()
    html = Page(answer.text)
    assert answer.status_code == 200
    assert html.text("mark") == samples.DIRECT_WORDS
    assert html.text("h1") == "Council keeps the pier"
    assert html.text("bdi") == "Harbour News · Jo Berg · 4 March 2026"
    assert html.text("h2") == "Money"
    assert "".join(html.text("p").split()).endswith("".join(samples.TEXT.split())[-20:])
    assert html.text("footer").endswith("This link works until 9 April 2026.")


async def test_a_link_leads_to_the_mark():
    link = links().to(ARTICLE, QUOTE)
    assert urlsplit(link).fragment == page.ANCHOR
    assert ("mark", "id", page.ANCHOR) in Page((await shown()).text).attributes


async def test_a_quote_over_several_paragraphs_is_marked_in_each_and_named_once():
    start, end = samples.span(samples.NARRATION_WORDS)[0], QUOTE[1]
    html = Page((await shown(marked=(start, end))).text)
    assert html.text("mark") == "The harbour council met on Tuesday.Money" + samples.DIRECT_WORDS
    assert [name for tag, name, _ in html.attributes if tag == "mark"].count("id") == 1
    assert [value for tag, name, value in html.attributes if (tag, name) == ("mark", "class")] == ["first", "last"]


async def test_an_article_can_be_linked_without_a_quote():
    html = Page((await shown(marked=None)).text)
    assert "mark" not in html.tags
    assert "a" not in html.tags


async def test_an_untitled_article_is_headed_by_where_it_comes_from():
    assert Page((await shown(replace(ARTICLE, title=None))).text).text("h1") == "Harbour News · Jo Berg · 4 March 2026"
    assert Page((await shown(Article("x", samples.TEXT))).text).text("h1") == "Article"


async def test_metadata_before_the_text_is_not_shown():
    article = replace(ARTICLE, body=samples.TEXT.index("Money"))
    assert "met on Tuesday" not in (await shown(article)).text


@pytest.mark.parametrize("header", list(pages._HEADERS))
async def test_every_answer_forbids_what_the_page_does_not_need(header):
    for link in (links().to(ARTICLE, QUOTE), f"{BASE}/articles/x"):
        assert (await opened(Shelf(), link)).headers[header] == pages._HEADERS[header]


def test_the_policy_allows_no_script_and_no_address():
    assert page.POLICY.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in page.POLICY


def changed_link(**changes: str) -> str:
    parts = urlsplit(links().to(ARTICLE, QUOTE))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return f"{BASE}{parts.path}?{urlencode(query)}"


@pytest.mark.parametrize(
    "link",
    [
        changed_link(quote="0-35-000000000000"),
        changed_link(quote=""),
        changed_link(until="2099-01-01"),
        changed_link(signature=""),
        changed_link(signature="ґ\x00"),
        changed_link().replace("pier-1", "pier-2"),
        f"{BASE}/articles/pier-1",
        f"{BASE}/articles/",
        links(key=b"another").to(ARTICLE, QUOTE),
    ],
)
async def test_a_link_that_is_not_ours_is_refused_before_the_archive_is_asked(link):
    shelf = Shelf(ARTICLE, replace(ARTICLE, id="pier-2"))
    answer = await opened(shelf, link)
    assert answer.status_code == 403
    assert shelf.asked == []
    assert "pier" not in answer.text


@pytest.mark.parametrize(("today", "status"), [(date(2026, 4, 9), 200), (date(2026, 4, 10), 410)])
async def test_a_link_works_to_the_end_of_its_last_day(today, status):
    answer = await opened(Shelf(ARTICLE), links().to(ARTICLE, QUOTE), today)
    assert answer.status_code == status


async def test_an_article_that_is_gone_is_said_to_be():
    answer = await opened(Shelf(), links().to(ARTICLE, QUOTE))
    assert answer.status_code == 404
    assert Page(answer.text).text("h1") == "This article is gone"


@pytest.mark.parametrize("text", ["Corrected. " + samples.TEXT, "Short."])
async def test_words_that_have_changed_are_not_marked(text):
    answer = await opened(Shelf(replace(ARTICLE, text=text)), links().to(ARTICLE, QUOTE))
    html = Page(answer.text)
    assert answer.status_code == 200
    assert "mark" not in html.tags
    assert page.CHANGED in html.text("p")


async def test_what_the_publisher_says_to_have_corrected_stands_above_the_text():
    html = Page((await opened(Shelf(replace(ARTICLE, correction="It was <Friday>.")), links().to(ARTICLE, QUOTE))).text)
    assert "Corrected by its publisher: It was <Friday>." in html.text("p")


async def test_a_correction_after_the_quote_leaves_it_marked():
    corrected = replace(ARTICLE, text=samples.TEXT + "\nCorrection: Friday.\n")
    assert Page((await opened(Shelf(corrected), links().to(ARTICLE, QUOTE))).text).text("mark") == samples.DIRECT_WORDS


@pytest.mark.parametrize("article_id", ["a b", "a/b.txt", "звіт", "50%", "a?b#c", "a%2Fb", "..a", "a&b=c"])
async def test_any_sane_id_comes_back_as_it_was(article_id):
    assert (await shown(replace(ARTICLE, id=article_id))).status_code == 200


@pytest.mark.parametrize(
    "article_id", ["", ".", "..", "a/../b", "/a", "a/", "a//b", "a\nb", "a\x00", "\ud800", "\u202ea"]
)
def test_an_id_that_would_not_come_back_as_it_was_has_no_link(article_id):
    assert links().to(replace(ARTICLE, id=article_id), QUOTE) is None


def test_an_address_behind_a_path_is_kept():
    assert links(base=f"{BASE}/onrecord/").to(ARTICLE, None).startswith(f"{BASE}/onrecord/articles/pier-1?")


@example("\x1c", None)
@given(HOSTILE, st.data())
def test_hostile_text_stays_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(text))) if data else len(text)
    article = Article("a", text, text, text, "</style><script>", language='"><script>', correction=text)
    html = Page(page.article_page(ArticleView(article, (), (start, end)), TODAY))
    assert set(html.tags) <= {
        "html", "head", "meta", "title", "style", "body", "a", "main", "h1", "p", "bdi", "mark", "footer",
    }  # fmt: skip
    marked = page._UNSHOWABLE.sub("\ufffd", text[start:end])
    assert "".join(html.text("mark").split()) == "".join(marked.split())


SECRET = "a secret of some thirty-two letters"  # noqa: S105  # of this test


@pytest.mark.parametrize(
    ("given_settings", "there"),
    [
        ({"public_url": BASE, "link_secret": SECRET}, True),
        ({"public_url": BASE, "slack_signing_secret": "signing"}, True),
        ({"public_url": BASE}, False),
        ({"link_secret": SECRET, "slack_signing_secret": "signing"}, False),
    ],
)
def test_there_are_links_where_there_is_an_address_and_a_key(given_settings, there):
    assert (pages.links(Settings(_env_file=None, **given_settings)) is not None) == there


def test_the_key_is_not_the_signing_secret_itself():
    made = pages.links(Settings(_env_file=None, public_url=BASE, slack_signing_secret=SECRET))
    assert made.key not in {SECRET.encode(), b""}
