"""A day of feeds: 200 of them with 5,000 items in ten rounds, from a server on loopback that injects faults.

    python -m tests.benchmarks.feeds [--items 5000] [--without-analysis]

Every good item has to be in the archive, none twice, each bad one named once, and the memory flat. Everything is real
but the network: the archive is in SQL, articles are analysed, states are kept.
"""

import argparse
import gzip
import logging
import multiprocessing
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import news_site
from news_site import HTML, RSS
from pdf import pdf

from retrieval import intake
from retrieval.archive.database import Database
from retrieval.archive.rows import Filed, digest
from retrieval.archive.sql import SqlArchive
from retrieval.errors import ReadError
from retrieval.model import Article, Entry
from retrieval.sources.fetch import Fetcher, Limits
from retrieval.sources.source import Feed
from retrieval.sources.store import SqlStates
from retrieval.sources.watch import SourceWatch

FEEDS, ROUNDS, SHOWN = 200, 10, 12  # items that a feed shows at a time
LIMITS = Limits(size=2_000_000, whole=3, silence=3, pause=0)
BAD_FEEDS = {
    11: "gone",
    31: "broken",
    51: "page",
    71: "loop",
    91: "endless",
    111: "entities",
    131: "huge",
    151: "nonsense",
    171: "silent",
    191: "empty",
}
# By the last two digits of an item's number, and for the slow ones by the last three.
BAD_ITEMS = {3: "gone", 13: "script", 23: "huge", 33: "gzip bomb", 43: "tag bomb", 53: "scan", 63: "loop", 73: "robots"}
SLOW_ITEMS = {483: "silent", 983: "dripping"}
ODD_ITEMS = {5: "late", 15: "charset", 25: "pdf", 35: "decorated", 45: "text", 55: "redirected", 65: "compressed"}
WORDS = (
    "harbour",
    "council",
    "engineer",
    "ferry",
    "minister",
    "report",
    "island",
    "budget",
    "bridge",
    "school",
    "river",
)


def kind(number):
    return SLOW_ITEMS.get(number % 1_000) or BAD_ITEMS.get(number % 100) or ODD_ITEMS.get(number % 100, "plain")


def is_good(number):
    return kind(number) not in {*SLOW_ITEMS.values(), *BAD_ITEMS.values()}


def items_of(feed, items):
    good = [number for number in range(FEEDS) if number not in BAD_FEEDS]
    return [number for number in range(items) if good[number % len(good)] == feed]


# The server, in a process of its own


def article(number):
    """A page as long as those of news sites: three quarters of it are not the article."""

    def word(factor):
        return WORDS[number * factor % len(WORDS)]

    said = [
        f"Item {number}, part {part}: the {word(1)} of the {word(3)} would be looked at again, a spokeswoman for the"
        f" {word(5 + part)} said on Monday. “We have {part + 2} reasons to wait for the {word(7)},” she added, after"
        f" {number % 90 + 3} days of talks."
        for part in range(6)
    ]
    menu = "".join(
        f"<li><a href='/section/{n}' class='nav-link nav-link--{n}'>Section {n}</a></li>" for n in range(150)
    )
    head = f"<title>Item {number} | Feed</title><meta property='article:published_time' content='2026-02-08T10:00:00Z'>"
    style = "<style>" + ".a{margin:0;padding:0}" * 900 + "</style>"
    body = "".join(f"<p>{text}</p>" for text in said)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}{style}</head><body><nav><ul>{menu}</ul>"
        f"</nav><main><article><h1>Item {number}</h1>{body}</article></main><footer>© Feed</footer></body></html>"
    )


def gzip_bomb():
    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(500)), packer.flush()])


class Day:
    """The routes of a site on which a day goes by."""

    def __init__(self, items):
        self.round = 0
        self.feeds = {feed: items_of(feed, items) for feed in range(FEEDS)}
        self.late = Counter()
        self.bomb = gzip_bomb()
        self.tags = b"<html><body>" + b"<div><p>" * 100_000
        self.scan = pdf([])

    def get(self, path):
        _, what, *rest = path.split("?")[0].split("/")
        if what == "robots.txt":
            return lambda h: h.answer(200, b"User-agent: *\nDisallow: /item/*73$\n")
        if what == "round":
            self.round = int(rest[0])
            return lambda h: h.answer(200, b"ok")
        if what == "feed":
            return self.feed(int(rest[0]))
        return self.item(path, int(rest[0])) if what == "item" else None

    def feed(self, number):
        faults = {
            "gone": lambda h: h.answer(404, b""),
            "broken": lambda h: h.answer(500, b""),
            "page": lambda h: h.answer(200, b"<html><body>Moved</body></html>"),
            "loop": lambda h: h.answer(302, b"", Location=h.path),
            "endless": news_site.endless,
            "entities": lambda h: h.answer(200, b'<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"></rss>'),
            "huge": lambda h: h.answer(200, b"", **{"Content-Length": 3_000_000_000}),
            "nonsense": news_site.nonsense,
            "silent": news_site.silent,
            "empty": lambda h: h.answer(200, b""),
        }
        if number in BAD_FEEDS:
            return faults[BAD_FEEDS[number]]
        return lambda h: self.serve(h, self.rss(h, number), RSS)

    def rss(self, handler, number):
        here = f"http://{handler.headers['Host']}"
        own = self.feeds[number]
        upto = len(own) * (self.round + 1) // ROUNDS
        entries = []
        for n in reversed(own[max(0, upto - SHOWN) : upto]):
            decoration = "?utm_source=rss&amp;utm_medium=feed#top" if kind(n) == "decorated" else ""
            entries.append(
                f"<item><guid isPermaLink='false'>id-{n}</guid><link>{here}/item/{n}{decoration}</link>"
                f"<title>Item {n}</title><description>{'About it. ' * 20}</description></item>"
            )
        if number % 20 == 0 and entries:
            entries.append(
                f"<item><guid isPermaLink='false'>id-{own[upto - 1]}</guid><link>{here}/lie/{number}</link></item>"
            )
        return f"<rss version='2.0'><channel><title>Feed {number}</title>{''.join(entries)}</channel></rss>".encode()

    def serve(self, handler, data, media_type, **headers):
        etag = f'"{zlib.crc32(data):x}"'
        if handler.headers.get("If-None-Match") == etag:
            handler.answer(304, b"", ETag=etag)
        else:
            handler.answer(200, data, **{"Content-Type": media_type, "ETag": etag, **headers})

    def item(self, path, n):
        kinds = {
            "gone": lambda h: h.answer(404, b""),
            "script": lambda h: self.serve(h, b"<html><body><script>go()</script></body></html>", HTML),
            "huge": lambda h: h.answer(200, b"", **{"Content-Length": 3_000_000_000}),
            "gzip bomb": lambda h: self.serve(h, self.bomb, HTML, **{"Content-Encoding": "gzip"}),
            "tag bomb": lambda h: self.serve(h, self.tags, HTML),
            "scan": lambda h: self.serve(h, self.scan, "application/pdf"),
            "loop": lambda h: h.answer(302, b"", Location=path),
            "silent": news_site.silent,
            "dripping": news_site.dripping,
            "late": lambda h: self.come_late(h, n),
            "charset": lambda h: self.serve(
                h, article(n).replace("©", "").encode("utf-8"), "text/html; charset=koi8-r"
            ),
            "pdf": lambda h: self.serve(
                h, pdf([f"Item {n} is a file, the board said.", "It has two lines."]), "application/pdf"
            ),
            "text": lambda h: self.serve(h, f"Item {n} is plain, the board said.".encode(), "text/plain"),
            "redirected": lambda h: (
                h.answer(301, b"", Location=f"{path}?moved") if "?" not in h.path else self.plain(h, n)
            ),
            "compressed": lambda h: self.serve(
                h, gzip.compress(article(n).encode()), HTML, **{"Content-Encoding": "gzip"}
            ),
        }
        return kinds.get(kind(n), lambda h: self.plain(h, n))

    def plain(self, handler, n):
        self.serve(handler, article(n).encode(), HTML)

    def come_late(self, handler, n):
        self.late[n] += 1
        handler.answer(503, b"") if self.late[n] == 1 else self.plain(handler, n)


def server(items, pipe):
    with news_site.serving() as (site, address):
        site.routes = Day(items)
        site.note = lambda handler: site.asked.update([handler.path.split("?")[0]])
        pipe.send(address)
        pipe.recv()
        pipe.send(site.asked)


# The watch


def memory():
    """Megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4_096 / 1_000_000


def unanalysed(archive, found):
    """What ``intake.add`` does, but for the analysis."""
    for source, item in found:
        if isinstance(item, Article):
            yield from archive.put_all([Filed(Entry(item, (), (), ()), digest(item), source)])
        else:
            yield item


def play(archive, address, *, analysed):
    """The day; returns what was told, as (event, id) and as errors."""
    events, errors, lock = Counter(), [], threading.Lock()

    def tell(_source, became):
        with lock:
            if isinstance(became, ReadError):
                errors.append(became)
            else:
                events[became.event, became.article_id] += 1

    clock = [0.0]
    put = (
        (lambda found: intake.add(archive, found, workers=1))
        if analysed
        else (lambda found: unanalysed(archive, found))
    )
    fetcher = Fetcher(LIMITS, private=True)
    watch = SourceWatch(
        [Feed(f"{address}/feed/{number}") for number in range(FEEDS)],
        fetcher=fetcher,
        add=put,
        states=SqlStates(archive.database),
        tell=tell,
        stop=threading.Event(),
        now=lambda: clock[0],
    )
    print(f"{'round':>5} {'articles':>8} {'errors':>6} {'seconds':>7} {'MB':>5}")
    for number in [*range(ROUNDS), ROUNDS - 1, ROUNDS - 1]:  # the last two bring nothing new but what comes late
        begun = time.perf_counter()
        fetcher.get(f"{address}/round/{number}")
        watch.once()
        clock[0] += 3_600
        print(
            f"{number:5} {len(archive):8,} {len(errors):6,} {time.perf_counter() - begun:7.1f} {memory():5.0f}",
            flush=True,
        )
    return events, errors


def judge(archive, address, items, told, asked):
    """Say what is wrong; returns how much is."""
    events, errors = told
    numbers = range(items)
    good = {f"{address}/item/{n}{'?moved' if kind(n) == 'redirected' else ''}" for n in numbers if is_good(n)}
    bad = {f"{address}/item/{n}" for n in numbers if not is_good(n)} | {f"{address}/feed/{n}" for n in BAD_FEEDS}
    late = {f"{address}/item/{n}" for n in numbers if kind(n) == "late"}
    once = [n for n in numbers if is_good(n) and kind(n) not in {"late", "redirected"}]
    held = {article.id for article in archive.articles()}
    named = Counter(error.where for error in errors)
    lies = {where for where in named if "/lie/" in where}
    wrong = {
        "good items that are missing": good - held,
        "articles that nobody asked for": held - good,
        "articles added twice": {
            article for (event, article), times in events.items() if event == "added" and times > 1
        },
        "articles revised though nothing changed": {article for event, article in events if event == "revised"},
        "bad items and feeds not named": bad - set(named),
        "bad items and feeds named more than once": {where for where in bad if named[where] > 1},
        "good ones named as bad": set(named) - bad - late - lies,
        "feeds that lie, not named": set(range(0, FEEDS, 20)) - {int(where.rpartition("/")[2]) for where in lies},
        "good pages asked for twice": {n for n in once if asked[f"/item/{n}"] != 1},
    }
    print(
        f"\n{len(held & good):,} of {len(good):,} good items; {len(bad & set(named)):,} of {len(bad):,} bad ones named"
    )
    for what, which in wrong.items():
        print(f"{len(which):6,} {what}{':' if which else ''} {', '.join(map(str, sorted(which, key=str)[:3]))}")
    for where in sorted(wrong["good ones named as bad"])[:3]:
        print(*(error for error in errors if error.where == where))
    return sum(map(len, wrong.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--without-analysis", action="store_true", help="leave out who says what: half of the time")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=server, args=(options.items, there), daemon=True)
    process.start()
    address = here.recv()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        archive = SqlArchive(Database(f"sqlite:///{folder}/archive.sqlite3", create=True))
        told = play(archive, address, analysed=not options.without_analysis)
        seconds = time.perf_counter() - begun
        here.send("end")
        wrong = judge(archive, address, options.items, told, here.recv())
        archive.close()
    print(f"{seconds:.0f} seconds, {options.items / seconds:.0f} items a second")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
