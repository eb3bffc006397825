"""Sources that are looked at: feeds, pages and folders, with what goes wrong at each."""

import json
import threading
import zlib
from dataclasses import replace
from datetime import date

import pytest
from news_site import HTML, RSS, endless, serving
from pdf import pdf

from retrieval.archive.writing import Outcome
from retrieval.errors import ArchiveError, ReadError
from retrieval.sources.fetch import Fetcher, Limits
from retrieval.sources.source import Feed, Folder, Health, Memory, Pages, State
from retrieval.sources.watch import SourceWatch
from retrieval.sources.web import read_address

LIMITS = Limits(size=200_000, whole=2, silence=2, pause=0)


class MemoryStates:
    """States that end with the process."""

    def __init__(self):
        self._states: dict[str, State] = {}

    def load(self, key):
        return self._states.get(key, State())

    def save(self, key, state):
        self._states[key] = state

    def keep(self, keys):
        self._states = {key: state for key, state in self._states.items() if key in keys}


class Clock:
    def __init__(self):
        self.time = 1_000_000.0

    def __call__(self):
        return self.time


class Newsroom:
    """A watch over a site on loopback, with an archive that only remembers texts by id."""

    def __init__(self, site, address):
        self.site = site
        self.address = address
        self.clock = Clock()
        self.states = MemoryStates()
        self.stop = threading.Event()
        self.articles = {}
        self.revised = []
        self.told = []
        self.full = False

    def add(self, found):
        for _, item in found:
            if self.full:
                raise ArchiveError("The disk is full.")
            if isinstance(item, ReadError):
                yield item
                continue
            held = self.articles.get(item.id)
            self.articles[item.id] = item
            yield Outcome("added" if held is None else "unchanged" if held == item else "revised", item.id)

    def watch(self, *sources):
        return SourceWatch(
            sources,
            fetcher=Fetcher(LIMITS, private=True),
            add=self.add,
            states=self.states,
            tell=lambda source, became: self.told.append(
                str(became) if isinstance(became, ReadError) else became.event
            ),
            stop=self.stop,
            now=self.clock,
            chance=lambda: 0.5,
        )

    def feed(self, *numbers, path="/rss", **texts):
        self.site.page(path, rss(*[item(f"{self.address}/{n}", texts.get(f"t{n}", "")) for n in numbers]), RSS)
        return Feed(f"{self.address}{path}")

    def pages(self, *numbers, text=""):
        for n in numbers:
            self.site.page(f"/{n}", page(n, text))

    @property
    def ids(self):
        return sorted(name.removeprefix(self.address) for name in self.articles)


def rss(*items):
    return f'<rss version="2.0"><channel><title>KNA</title>{"".join(items)}</channel></rss>'


def item(link, text=""):
    return f"<item><link>{link}</link><title>About {link}</title><description>{text}</description></item>"


def page(n, text=""):
    said = (
        f"Report number {n}: the talks began on Monday, the minister said, after a week of delays that tried everybody."
    )
    return f"<html><head><title>Report {n}</title></head><body><article><p>{said} {text}</p></article></body></html>"


@pytest.fixture
def room():
    with serving() as (site, address):
        yield Newsroom(site, address)


# Feeds


def test_the_pages_that_a_feed_links_to_are_added(room):
    room.pages(1, 2)
    room.watch(room.feed(1, 2)).once()
    assert room.ids == ["/1", "/2"]
    assert room.told == ["added", "added"]


def test_what_a_page_does_not_say_the_feed_says(room):
    room.pages(1)
    told = "<author>Ines Roth</author><pubDate>Sun, 08 Feb 2026 23:30:00 +0200</pubDate>"
    room.site.page("/rss", rss(f"<item><link>{room.address}/1</link>{told}</item>"), RSS)
    room.watch(Feed(f"{room.address}/rss")).once()
    (article,) = room.articles.values()
    assert (article.outlet, article.author, article.published) == (None, "Ines Roth", date(2026, 2, 8))


def test_a_source_names_the_outlet_and_the_language_of_its_articles(room):
    room.pages(1)
    room.watch(replace(room.feed(1), outlet="Coast Radio", language="uk")).once()
    (article,) = room.articles.values()
    assert (article.outlet, article.language) == ("Coast Radio", "uk")


def test_the_text_of_the_feed_itself_is_taken_where_the_source_says_so(room):
    room.watch(replace(room.feed(1, t1="The text in the feed."), text="feed")).once()
    assert [article.text for article in room.articles.values()] == ["The text in the feed."]
    assert not room.site.asked["/1"]


def test_nothing_is_asked_for_twice(room):
    room.pages(1, 2)
    feed = room.feed(1, 2)
    for _ in range(3):
        room.watch(feed).once()
    assert (room.site.asked["/rss"], room.site.asked["/1"], room.site.asked["/2"]) == (3, 1, 1)
    assert room.told == ["added", "added"]


def test_of_a_feed_that_grew_only_the_new_item_is_asked_for(room):
    room.pages(1, 2, 3)
    room.watch(room.feed(1, 2)).once()
    room.watch(room.feed(3, 2)).once()
    assert (room.ids, room.site.asked["/2"]) == (["/1", "/2", "/3"], 1)
    assert len(room.states.load(f"{room.address}/rss").memory.items) == 2


def test_an_item_that_changed_is_asked_for_again_and_revised(room):
    room.pages(1)
    room.watch(room.feed(1)).once()
    room.pages(1, text="It was corrected.")
    room.watch(room.feed(1, t1="Corrected")).once()
    assert room.told == ["added", "revised"]


def test_one_bad_item_is_named_once_and_the_others_are_added(room):
    room.pages(1, 3)
    room.site.page("/2", "<html><body><script>x()</script></body></html>")
    room.site.fail("/4", 404)
    feed = room.feed(1, 2, 3, 4)
    for _ in range(2):
        room.watch(feed).once()
    assert room.ids == ["/1", "/3"]
    assert sorted(said for said in room.told if said != "added") == [
        f"{room.address}/2: holds no text that stands out as an article's",
        f"{room.address}/4: does not exist",
    ]


def test_each_hostile_item_is_one_line_and_the_rest_goes_on(room):
    """A page of 3 GB, an HTML bomb, a PDF file of pictures, a page in no encoding, a feed that lies."""
    room.pages(1, 8)
    room.site.routes["/2"] = lambda h: h.answer(200, b"", **{"Content-Type": HTML, "Content-Length": 3_000_000_000})
    room.site.routes["/3"] = endless
    room.site.page("/4", "<html><body>" + "<b>" * 61_000)
    room.site.page("/5", zlib.compress(b"<p>" * 10_000_000, 9), Content_Encoding="deflate")
    room.site.page("/6", pdf([]), "application/pdf")
    room.site.page("/7", bytes(range(128, 256)) * 20, "text/html; charset=utf-8")
    lies = f"<item><guid>x</guid><link>{room.address}/8</link><title>One</title></item>"
    lies += f"<item><guid>x</guid><link>{room.address}/9</link><title>Two</title></item>"
    links = "".join(item(f"{room.address}/{n}") for n in range(1, 8))
    room.site.page("/rss", rss(links, lies), RSS)
    watch = room.watch(Feed(f"{room.address}/rss"))
    watch.once()
    assert room.ids == ["/1", "/8"]
    assert sorted(said.removeprefix(room.address) for said in room.told if said != "added") == [
        "/2: is larger than 0.2 MB",
        "/3: is larger than 0.2 MB",
        "/4: has more than 60,000 tags",
        "/5: is larger than 0.2 MB",
        "/6: holds no text, only pictures of it perhaps; it would have to be recognised first",
        "/7: is in no known text encoding",
        f"/rss, {room.address}/9: another item has the id '{room.address}/x' already; the first one is kept",
    ]
    assert watch.health()[0][1].unread == {"too_large": 4, "no_text": 1, "unreadable": 1, "duplicate": 1}


def test_an_item_that_may_come_later_is_asked_for_again_though_the_feed_did_not_change_and_then_given_up(room):
    room.site.fail("/1", 503)
    feed = room.feed(1)
    for _ in range(5):
        room.watch(feed).once()
    assert room.site.asked["/1"] == 3
    assert room.told == [f"{room.address}/1: answers with status 503"]


def test_an_item_that_comes_later_is_added(room):
    room.site.fail("/1", 503)
    feed = room.feed(1)
    room.watch(feed).once()
    room.pages(1)
    room.watch(feed).once()
    assert room.ids == ["/1"]


def test_a_site_that_is_asked_too_often_is_left_alone_until_the_next_look(room):
    for n in (1, 2, 3):
        room.site.fail(f"/{n}", 429, Retry_After="60")
    feed = room.feed(1, 2, 3)
    room.watch(feed).once()
    assert [room.site.asked[f"/{n}"] for n in (1, 2, 3)] == [1, 0, 0]
    room.pages(1, 2, 3)
    room.watch(feed).once()
    assert room.ids == ["/1", "/2", "/3"]


def test_the_same_article_in_two_feeds_is_added_once(room):
    room.pages(1)
    feeds = [room.feed(1, path="/a"), room.feed(1, path="/b")]
    room.site.page("/b", rss(item(f"{room.address}/1?utm_source=b#x")), RSS)
    for feed in feeds:
        room.watch(feed).look(feed)
    assert room.told == ["added"]


def test_a_pdf_file_and_a_text_that_a_feed_links_to_are_read(room):
    room.site.page("/1", pdf(["The board said on Sunday that the ferry will stop."]), "application/pdf")
    room.site.page("/2", "The board said so.", "text/plain")
    room.site.page("/3", b"\x89PNG\r\n", "image/png")
    room.watch(room.feed(1, 2, 3)).once()
    assert room.ids == ["/1", "/2"]
    assert f"{room.address}/3: is no article (image/png)" in room.told


def test_an_item_that_links_to_another_feed_is_no_article(room):
    room.site.page("/1", rss(), RSS)
    room.watch(room.feed(1)).once()
    assert room.told == [f"{room.address}/1: is no article (a feed)"]


# A source that fails


@pytest.mark.parametrize(
    ("serve", "reason", "sort"),
    [
        (lambda h: h.answer(500, b""), "answers with status 500", "unreachable"),
        (lambda h: h.answer(403, b""), "is forbidden to us", "forbidden"),
        (lambda h: h.answer(410, b""), "is gone for good", "gone"),
        (lambda h: h.answer(200, b"<html>moved</html>"), "is no feed", "unreadable"),
        (lambda h: h.answer(200, b"", **{"Content-Length": 3_000_000_000}), "is larger than 0.2 MB", "too_large"),
    ],
)
def test_a_feed_that_fails_is_told_once_and_its_health_says_so(room, serve, reason, sort):
    room.site.routes["/rss"] = serve
    watch = room.watch(Feed(f"{room.address}/rss"))
    for _ in range(3):
        watch.once()
    ((_, health),) = watch.health()
    assert (health.failures, health.error, health.succeeded, health.unread) == (3, reason, None, {sort: 3})
    assert room.told == [f"{room.address}/rss: {reason}"]


def test_a_feed_that_fails_is_asked_less_and_less_often_and_recovers(room):
    room.site.fail("/rss", 500)
    feed = Feed(f"{room.address}/rss", interval=600)
    watch, pauses = room.watch(feed), []
    for _ in range(7):
        watch.once()
        pauses.append(watch.health()[0][1].due - room.clock.time)
    assert pauses == [1_200, 2_400, 4_800, 9_600, 19_200, 21_600, 21_600]
    room.pages(1)
    room.feed(1)
    watch.once()
    ((_, health),) = watch.health()
    assert (health.failures, health.error, health.due - room.clock.time) == (0, None, 600)


def test_a_server_that_says_when_to_come_back_is_believed(room):
    room.site.fail("/rss", 429, Retry_After="50000")
    watch = room.watch(Feed(f"{room.address}/rss", interval=600))
    watch.once()
    assert watch.health()[0][1].due - room.clock.time == 50_000


def test_one_source_that_fails_does_not_hold_up_the_others(room):
    room.pages(1)
    room.watch(Feed("http://127.0.0.1:1/rss"), Feed("http://[/"), room.feed(1)).once()
    assert room.ids == ["/1"]


def test_when_the_archive_cannot_take_them_the_items_come_again(room):
    room.pages(1)
    room.full = True
    feed = room.feed(1)
    watch = room.watch(feed)
    watch.once()
    ((_, health),) = watch.health()
    assert (health.error, health.unread) == ("The disk is full.", {"archive": 1})
    room.full = False
    watch.once()
    assert room.ids == ["/1"]


def test_a_fault_of_ours_is_told_by_its_place_and_ends_nothing(room):
    room.pages(1)
    watch = room.watch(room.feed(1))
    room.states.load = lambda key: 1 // 0
    watch.once()
    assert "a fault of ours: ZeroDivisionError at" in room.told[0]
    assert watch.health()[0][1].unread == {"fault": 1}


def test_when_it_is_stopped_nothing_is_remembered_of_a_look_that_did_not_end(room):
    room.pages(1, 2)
    feed = room.feed(1, 2)
    room.stop.set()
    room.watch(feed).once()
    assert room.articles == {}
    assert room.states.load(feed.key) == State()


def test_a_feed_that_is_broken_off_as_the_process_ends_has_not_failed(room):
    def serve(handler):
        room.stop.set()
        handler.answer(500, b"")

    room.site.routes["/rss"] = serve
    watch = room.watch(Feed(f"{room.address}/rss"))
    watch.once()
    assert (watch.health()[0][1], room.told) == (Health(), [])


def test_what_another_process_has_looked_at_is_not_looked_at_again(room):
    room.pages(1)
    feed = room.feed(1)
    watch = room.watch(feed)
    room.watch(feed).once()
    asked = room.site.asked["/rss"]
    watch._look_unless_looked_at(feed)
    assert room.site.asked["/rss"] == asked
    room.clock.time += 2_000
    watch._look_unless_looked_at(feed)
    assert room.site.asked["/rss"] == asked + 1


def test_a_source_that_is_no_longer_named_is_forgotten(room):
    room.states.save("gone", State())
    room.watch(room.feed(1)).once()
    room.stop.set()
    room.watch(room.feed(1)).run()
    assert list(room.states._states) == [f"{room.address}/rss"]


# Pages


def test_pages_are_asked_for_again_and_sent_only_when_they_changed(room):
    room.pages(1, 2)
    room.site.fail("/3", 404)
    source = Pages("Ministry", addresses=tuple(f"{room.address}/{n}" for n in (1, 2, 3)))
    room.watch(source).once()
    room.pages(2, text="More was said.")
    room.watch(source).once()
    assert room.told == ["added", "added", f"{room.address}/3: does not exist", "revised"]


def test_when_no_page_can_be_had_the_source_fails(room):
    watch = room.watch(Pages("Ministry", addresses=(f"{room.address}/1",)))
    watch.once()
    assert watch.health()[0][1].error == "does not exist"


# Folders


def test_a_folder_is_read_and_read_again_without_telling_it_twice(room, tmp_path):
    (tmp_path / "a.txt").write_text("A text.")
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    for _ in range(2):
        room.watch(Folder("incoming", path=tmp_path, outlet="KNA")).once()
    assert room.articles["a"].outlet == "KNA"
    assert room.told == ["added", f"{tmp_path / 'b.pdf'}: is no PDF file that can be read"]


def test_of_a_folder_only_what_changed_is_read_with_the_ids_of_the_folder(room, tmp_path):
    folder = Folder("incoming", path=tmp_path)
    for name in ("a.txt", "in/b.txt", ".c.txt", "d.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("A text.")
    room.watch(folder).look(folder, [tmp_path / "in/b.txt", tmp_path / ".c.txt", tmp_path / "d.png"])
    assert list(room.articles) == ["in/b"]


def test_a_folder_that_is_not_there_is_a_source_that_fails(room, tmp_path):
    watch = room.watch(Folder("incoming", path=tmp_path / "gone"))
    watch.once()
    assert watch.health()[0][1].error == "there is no such folder"


def test_a_running_watch_sees_a_file_that_appears_and_a_feed_that_is_due(room, tmp_path):
    room.pages(1)
    folder = Folder("incoming", path=tmp_path)
    watch = room.watch(room.feed(1), folder)
    seen = threading.Event()

    def tell(source, _became):
        if source == folder and not (tmp_path / "late.txt").exists():
            (tmp_path / "late.txt").write_text("A later text.")
        if set(room.articles) >= {f"{room.address}/1", "early", "late"}:
            seen.set()

    watch._tell = tell
    (tmp_path / "early.txt").write_text("A text.")
    running = threading.Thread(target=watch.run)
    running.start()
    try:
        assert seen.wait(20)
    finally:
        room.stop.set()
        running.join(20)
    assert not running.is_alive()


# States


def test_a_state_survives_as_plain_data(room):
    room.pages(1)
    room.site.fail("/2", 404)
    feed = room.feed(1, 2)
    room.watch(feed).once()
    state = room.states.load(feed.key)
    assert state.memory.known.etag
    assert Memory.from_dict(json.loads(json.dumps(state.memory.as_dict()))) == state.memory


# One address


def test_an_address_gives_its_article_or_those_that_its_feed_links_to(room):
    room.pages(1, 2)
    room.feed(1, 2, 3)
    fetcher = Fetcher(LIMITS, private=True)
    (article,) = read_address(fetcher, f"{room.address}/1")
    one, two, error = read_address(fetcher, f"{room.address}/rss")
    assert article == replace(one, outlet=None, title=article.title)
    assert two.id == f"{room.address}/2"
    assert str(error) == f"{room.address}/3: does not exist"


def test_a_feed_that_is_served_as_a_page_is_still_a_feed(room):
    room.pages(1)
    room.site.page("/rss", rss(item(f"{room.address}/1")), HTML)
    (article,) = read_address(Fetcher(LIMITS, private=True), f"{room.address}/rss")
    assert article.id == f"{room.address}/1"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE html><html><body><p>{}</p></body></html>', "application/xml"),
        ("<!DOCTYPE html><html><body><p>{}</p></body></html>", ""),
        ("<html><body><p>{}</p></body></html>", "application/octet-stream"),
    ],
)
def test_a_page_is_known_by_its_looks_where_its_type_tells_nothing(room, body, media_type):
    said = "The talks began on Monday, the minister said, after a week of delays that tried everybody."
    room.site.page("/a", body.format(said), media_type)
    (article,) = read_address(Fetcher(LIMITS, private=True), f"{room.address}/a")
    assert article.text == said
