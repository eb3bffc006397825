"""Fetching from a site on loopback with the faults of real ones, and keeping out of private networks."""

import gzip
import socket
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from news_site import breaking_off, dripping, endless, nonsense, serving, silent

from retrieval.sources.fetch import Fetcher, FetchError, Limits
from retrieval.sources.known import Known
from retrieval.sources.network import is_public

LIMITS = Limits(size=1_000_000, whole=5, silence=5, pause=0)
QUICK = Limits(size=1_000_000, whole=0.3, silence=0.3, pause=0)


@pytest.fixture(scope="module")
def module_site():
    with serving() as found:
        yield found


@pytest.fixture
def site(module_site):
    site, address = module_site
    site.routes.clear()
    site.asked.clear()
    site.headers.clear()
    return site, address


def fetcher(limits=LIMITS, **options):
    return Fetcher(limits, **{"private": True, **options})


def refusal(address, limits=LIMITS, **options):
    with pytest.raises(FetchError) as caught:
        fetcher(limits, **options).get(address)
    assert caught.value.where == address
    return caught.value


# What comes back


def test_a_page_comes_with_its_type_and_its_final_address(site):
    pages, address = site
    pages.page("/b", "<p>Hello</p>", 'text/html; charset="windows-1251"', Last_Modified="Sun, 08 Feb 2026 10:00:00 GMT")
    pages.redirect("/a", "b#part")
    found = fetcher().get(f"{address}/a")
    assert (found.address, found.data, found.media_type, found.charset) == (
        f"{address}/b",
        b"<p>Hello</p>",
        "text/html",
        "windows-1251",
    )
    assert found.known.modified == "Sun, 08 Feb 2026 10:00:00 GMT"


def test_what_is_known_is_not_sent_again(site):
    pages, address = site
    pages.page("/a", "<p>Hello</p>")
    asking = fetcher()
    first = asking.get(f"{address}/a")
    assert asking.get(f"{address}/a", first.known) is None
    assert asking.get(f"{address}/a", Known(etag='"old"')).data == b"<p>Hello</p>"


def test_we_say_who_we_are(site):
    pages, address = site
    pages.page("/a", "x")
    fetcher().get(f"{address}/a")
    assert all(headers["User-Agent"].startswith("onrecord/") for _, headers in pages.headers)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes), ("GZip", gzip.compress)],
)
def test_a_body_is_unpacked(site, encoding, pack):
    pages, address = site
    pages.page("/a", pack(b"Hello" * 1_000), Content_Encoding=encoding)
    assert fetcher().get(f"{address}/a").data == b"Hello" * 1_000


# Faults


def bomb():
    """A kilobyte for each megabyte."""
    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(300)), packer.flush()])


BOMB = bomb()


@pytest.mark.parametrize(
    ("serve", "reason", "transient"),
    [
        pytest.param(lambda h: h.answer(404, b""), "does not exist", False, id="404"),
        pytest.param(lambda h: h.answer(410, b""), "is gone for good", False, id="410"),
        pytest.param(lambda h: h.answer(403, b""), "is forbidden to us", False, id="403"),
        pytest.param(lambda h: h.answer(500, b""), "answers with status 500", True, id="500"),
        pytest.param(lambda h: h.answer(204, b""), "answers with status 204", False, id="204"),
        pytest.param(lambda h: h.answer(302, b""), "answers with status 302", False, id="a redirect to nowhere"),
        pytest.param(
            lambda h: h.answer(200, b"", **{"Content-Length": 3_000_000_000}), "is larger than 1 MB", False, id="3 GB"
        ),
        pytest.param(endless, "is larger than 1 MB", False, id="endless"),
        pytest.param(
            lambda h: h.answer(200, BOMB, **{"Content-Encoding": "gzip"}),
            "is larger than 1 MB",
            False,
            id="a gzip bomb",
        ),
        pytest.param(
            lambda h: h.answer(200, b"no gzip", **{"Content-Encoding": "gzip"}),
            "is compressed wrongly",
            False,
            id="no gzip",
        ),
        pytest.param(
            lambda h: h.answer(200, BOMB[:500], **{"Content-Encoding": "gzip"}), "breaks off", True, id="half a gzip"
        ),
        pytest.param(
            lambda h: h.answer(200, b"x", **{"Content-Encoding": "br"}),
            "is compressed in a way that was not asked for (br)",
            False,
            id="brotli",
        ),
        pytest.param(breaking_off, "cannot be reached (", True, id="breaks off"),
        pytest.param(nonsense, "cannot be reached (", True, id="no HTTP"),
    ],
)
def test_a_fault_of_a_server_is_told_and_whether_it_passes(site, serve, reason, transient):
    pages, address = site
    pages.routes["/a"] = serve
    error = refusal(f"{address}/a")
    assert error.reason.startswith(reason)
    assert error.transient is transient


@pytest.mark.parametrize("serve", [silent, dripping])
def test_nobody_is_waited_for_beyond_the_time_for_a_request(site, serve):
    pages, address = site
    pages.routes["/a"] = serve
    error = refusal(f"{address}/a", QUICK, robots=False)
    assert (error.reason, error.transient) == ("does not answer in time", True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("999999999", 86_400),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        (format_datetime(datetime.now(UTC) + timedelta(hours=30), usegmt=True), 86_400),
        ("Sun, 08 Feb 2015 10:00:00 GMT", 0),
    ],
    ids=["seconds", "too many", "less than none", "a word", "nothing", "a day to come", "a day gone by"],
)
def test_a_server_says_how_long_to_leave_it_alone(site, value, seconds):
    pages, address = site
    pages.fail("/a", 429, Retry_After=value)
    error = refusal(f"{address}/a")
    assert (error.wait, error.transient) == (seconds, True)


def test_a_host_that_is_not_there_is_told():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        assert refusal(address).transient


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http://[/", "mailto:a@b", "x", "http://a b/", "http:///a"],
)
def test_what_is_no_address_on_the_web_is_refused(address):
    assert refusal(address).reason == "is no address that can be fetched"


# Redirects


def test_redirects_end(site):
    pages, address = site
    pages.redirect("/a", "/b")
    pages.redirect("/b", "/a")
    assert refusal(f"{address}/a").reason == "redirects more than 5 times"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "javascript:alert(1)", "ftp://a.example/", "http://["])
def test_a_redirect_leads_to_the_web_only(site, to):
    pages, address = site
    pages.redirect("/a", to)
    assert refusal(f"{address}/a").reason == "redirects to what is no address on the web"


# Private networks


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.1",
        "0.0.0.0",  # noqa: S104 - it is not bound to
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_an_address_that_is_not_of_the_internet_is_private(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_a_private_host_is_refused_however_it_is_written(site, host):
    pages, address = site
    port = address.rpartition(":")[2]
    error = refusal(f"http://{host}:{port}/a", private=False)
    assert error.reason == "is in a private network, which is not allowed"
    assert not error.transient
    assert not pages.asked


def test_a_redirect_into_a_private_network_is_refused(site):
    pages, address = site
    pages.redirect("/a", "http://localhost:1/secret")
    port = address.rpartition(":")[2]
    asking = fetcher(private=False, robots=False, resolve=_public_at("127.0.0.1"))
    with pytest.raises(FetchError) as caught:
        asking.get(f"http://news.example:{port}/a")
    assert (
        caught.value.reason
        == "redirects to http://localhost:1/secret, which is in a private network, which is not allowed"
    )


def _public_at(loopback):
    """A name server whose answer is judged as public, so that a test can stand for the internet."""

    class Public(str):
        __slots__ = ()

        def partition(self, _sign):
            return ("8.8.8.8", "", "")  # what is judged; what is connected to is the string itself

    return lambda host, _port: [Public(loopback)] if host == "news.example" else ["127.0.0.1"]


def test_a_name_is_resolved_once_a_request_so_that_a_second_answer_gains_nothing(site):
    pages, address = site
    pages.page("/a", "public")
    asked = []

    def answering_otherwise(host, port):
        asked.append(host)
        return _public_at("127.0.0.1")(host, port) if len(asked) == 1 else ["10.0.0.1"]

    asking = fetcher(private=False, robots=False, resolve=answering_otherwise)
    assert asking.get(f"http://news.example:{address.rpartition(':')[2]}/a").data == b"public"
    assert asked == ["news.example"]


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    asking = fetcher(private=False, robots=False, resolve=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FetchError, match="private network"):
        asking.get("http://news.example/a")


def test_a_name_that_nobody_knows_is_told():
    def unknown(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    assert refusal("http://news.example/", resolve=unknown).reason.startswith(
        "cannot be reached (its name is not known)"
    )


def test_proxies_of_the_environment_are_not_used(site, monkeypatch):
    pages, address = site
    pages.page("/a", "direct")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert fetcher().get(f"{address}/a").data == b"direct"


# robots.txt


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", "/private/a", False),
        ("User-agent: *\nDisallow: /private", "/a", True),
        ("User-agent: *\nDisallow: /\nUser-agent: onrecord\nAllow: /", "/a", True),
        ("User-agent: Onrecord\nDisallow: /a", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("<html>no rules</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(site, rules, path, allowed):
    pages, address = site
    pages.page("/robots.txt", rules, "text/plain")
    pages.page(path, "x")
    if allowed:
        assert fetcher().get(address + path)
    else:
        assert refusal(address + path).reason == "its site does not want it read by programs (robots.txt)"
        assert not pages.asked[path]


def test_robots_txt_is_asked_for_once_a_site(site):
    pages, address = site
    pages.page("/a", "x")
    asking = fetcher()
    for _ in range(3):
        asking.get(f"{address}/a")
    assert pages.asked["/robots.txt"] == 1


def test_nothing_is_read_of_a_site_that_cannot_tell_what_may_be(site):
    pages, address = site
    pages.page("/a", "x")
    pages.fail("/robots.txt", 503)
    error = refusal(f"{address}/a")
    assert (error.reason, error.transient) == ("answers with status 503 (its robots.txt)", True)
    assert not pages.asked["/a"]


def test_a_redirect_does_not_lead_around_robots_txt(site):
    pages, address = site
    pages.page("/robots.txt", "User-agent: *\nDisallow: /b", "text/plain")
    pages.redirect("/a", "/b")
    pages.page("/b", "x")
    assert "robots.txt" in refusal(f"{address}/a").reason
    assert not pages.asked["/b"]


def test_a_site_is_asked_with_the_pause_that_it_wants(site):
    pages, address = site
    pages.page("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    pages.page("/a", "x")
    waited = []
    asking = fetcher(wait=waited.append)
    for _ in range(3):
        asking.get(f"{address}/a")
    assert [round(seconds) for seconds in waited] == [0, 7, 14]


def test_a_body_that_never_ends_is_broken_off_as_the_process_ends(site):
    pages, address = site
    ended = []

    def serve(handler):
        ended.append(True)
        endless(handler)

    pages.routes["/a"] = serve
    asking = Fetcher(Limits(size=10**12), private=True, robots=False, ended=lambda: bool(ended))
    with pytest.raises(FetchError, match="does not answer in time"):
        asking.get(f"{address}/a")
