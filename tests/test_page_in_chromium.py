"""The article page in a real browser: the mark, the reader's light or dark, contrast, and that nothing runs."""

import asyncio
from contextlib import asynccontextmanager

import chromium
import pytest
from article_pages import ARTICLE, QUOTE, Shelf

from bot import pages
from bot.slack.http import Server
from retrieval.model import Article

pytestmark = pytest.mark.skipif(not chromium.PATH, reason="needs Chromium: apt-get install chromium")

HOSTILE = Article("evil", 'Hello <script>document.title="owned"</script><img src=x onerror=alert(1)> world.')

CONTRAST = """
(() => {
  const channels = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
  const light = colour => channels(colour).map(c => c / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0)
  const ground = e => {
    const own = getComputedStyle(e).backgroundColor
    return e.parentElement && own === "rgba(0, 0, 0, 0)" ? ground(e.parentElement) : own
  }
  return [...document.querySelectorAll("h1, h2, p, mark, footer")].map(e => {
    const [dark, bright] = [light(getComputedStyle(e).color), light(ground(e))].sort((a, b) => a - b)
    return (bright + .05) / (dark + .05)
  })
})()
"""


@asynccontextmanager
async def serving(*articles: Article):
    """The pages of these articles over HTTP, and the links to them."""
    links = pages.Links("", b"key", 30)
    server = Server([pages.article_route(links, Shelf(*articles).read)], "127.0.0.1", 0)
    running = asyncio.create_task(server.run_until_stopped())
    try:
        yield pages.Links(f"http://127.0.0.1:{server.port}", b"key", 30)
    finally:
        server.should_exit = True
        await running


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_readable_in_light_and_dark(scheme):
    async with serving(ARTICLE) as links, chromium.tab() as tab:
        await tab.open(links.to(ARTICLE, QUOTE), scheme=scheme)
        ground = await tab.evaluate("getComputedStyle(document.body).backgroundColor")
        contrasts = await tab.evaluate(CONTRAST)
        text = await tab.evaluate("document.querySelector('mark').textContent")
    assert text == ARTICLE.text[slice(*QUOTE)]
    assert (int(ground.strip("rgb()").split(",")[0]) > 127) == (scheme == "light")
    assert min(contrasts) >= 7, contrasts
    assert tab.refused == []


async def test_a_link_scrolls_to_the_quote_also_on_a_small_screen():
    long = Article("long", "A line of news.\n\n" * 200 + "The quote." + "\n\nMore news." * 200)
    start = long.text.index("The quote.")
    async with serving(long) as links, chromium.tab(360, 640) as tab:
        await tab.open(links.to(long, (start, start + 10)))
        top = await tab.evaluate("document.querySelector('mark').getBoundingClientRect().top")
        wider = await tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert 0 <= top < 640
    assert not wider


async def test_nothing_in_an_article_runs():
    async with serving(HOSTILE) as links, chromium.tab() as tab:
        await tab.open(links.to(HOSTILE, (0, 5)))
        shown = await tab.evaluate("document.querySelector('p').textContent")
        title = await tab.evaluate("document.title")
        elements = await tab.evaluate("document.querySelectorAll('script, img').length")
    assert shown == HOSTILE.text
    assert title == "Article – Onrecord"
    assert elements == 0
