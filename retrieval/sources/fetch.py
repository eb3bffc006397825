"""What stands at an address on the web, asked for politely and taken with care.

Every hop of a redirect is checked as the first address is: its scheme, the site's robots.txt, where it leads to.
"""

from __future__ import annotations

import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from time import monotonic, sleep
from urllib.parse import urlsplit

import httpcore
import httpx

from retrieval.errors import ReadError, Unread
from retrieval.readers.addresses import plain_address
from retrieval.sources.known import UNKNOWN, Known
from retrieval.sources.network import NotPublic, Resolve, TooSlow, Transport, resolve
from retrieval.sources.robots import LIMIT as ROBOTS_LIMIT
from retrieval.sources.robots import Robots

AGENT = "onrecord"  # the name that robots.txt speaks to
_MOST_HOPS = 5
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
)
_TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
_MEANS: dict[int, tuple[str, Unread]] = {
    401: ("asks for a password", "forbidden"),
    403: ("is forbidden to us", "forbidden"),
    404: ("does not exist", "gone"),
    410: ("is gone for good", "gone"),
    429: ("is asked too often", "unreachable"),
    451: ("is withheld for legal reasons", "forbidden"),
}


class FetchError(ReadError):
    """An address could not be fetched. ``transient``: it may be later, after ``wait`` seconds where the server says."""

    def __init__(
        self, where: str, reason: str, sort: Unread = "unreadable", *, transient: bool = False, wait: float = 0.0
    ) -> None:
        super().__init__(where, reason, "unreachable" if transient else sort)
        self.transient = transient
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one answer after decompression, and seconds: for an answer, between two bytes, between two requests."""

    size: int = 20_000_000
    whole: float = 60.0
    silence: float = 15.0
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``address`` is where the redirects ended; ``data`` is as served, but decompressed."""

    address: str
    data: bytes
    media_type: str
    charset: str | None
    known: Known


class Fetcher:
    """Fetches addresses. Any number of threads may use it; they take turns where they ask the same site.

    ``private`` allows hosts in private networks, ``robots`` False ignores robots.txt. ``wait`` pauses a thread;
    as soon as ``ended`` is true there is no more time for anything.
    """

    def __init__(  # noqa: PLR0913  # what is set from outside
        self,
        limits: Limits = Limits(),
        *,
        private: bool = False,
        robots: bool = True,
        resolve: Resolve = resolve,
        wait: Callable[[float], object] = sleep,
        ended: Callable[[], bool] = lambda: False,
    ) -> None:
        self._limits = limits
        self._private = private
        self._resolve = resolve
        self._wait = wait
        self._ended = ended
        self._robots = Robots(self._read_robots, monotonic) if robots else None
        self._turns = _Turns()

    def get(self, address: str, known: Known = UNKNOWN) -> Fetched | None:
        """What stands at an address; None when it is what is known already. Raises FetchError."""
        return self._follow(address, known, self._limits.size, checked=True)

    def _follow(self, first: str, known: Known, size: int, *, checked: bool) -> Fetched | None:
        if plain_address(first) is None:
            raise FetchError(first, "is no address that can be fetched")
        address = first
        for _ in range(_MOST_HOPS + 1):
            if checked:
                self._ask_robots(address, first)
            with self._answer(address, first, known) as answer:
                if answer.status_code == 304:
                    return None
                if not answer.has_redirect_location:
                    _require_ok(answer, first)
                    return _taken(address, answer, _body(answer, first, size))
                address = _next(address, answer.headers["location"], first)
        raise FetchError(first, f"redirects more than {_MOST_HOPS} times")

    @contextmanager
    def _answer(self, address: str, first: str, known: Known) -> Iterator[httpx.Response]:
        headers = {
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "User-Agent": f"{AGENT}/{version('onrecord')}",
            "If-None-Match": known.etag,
            "If-Modified-Since": known.modified,
        }
        request = httpx.Request(
            "GET",
            address,
            headers={name: value for name, value in headers.items() if value},
            extensions={"timeout": httpx.Timeout(self._limits.silence).as_dict()},
        )
        deadline = monotonic() + self._limits.whole

        def left() -> float:
            return 0.0 if self._ended() else deadline - monotonic()

        try:
            with (
                Transport(_tls(), self._resolve, left, private=self._private) as transport,
                closing(transport.handle_request(request)) as answer,
            ):
                yield answer
        except NotPublic as error:
            raise FetchError(
                first, str(error) if address == first else f"redirects to {address}, which {error}", "forbidden"
            ) from None
        except TooSlow as error:
            raise FetchError(first, str(error), transient=True) from None
        except (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException):
            raise FetchError(first, "does not answer in time", transient=True) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, ssl.SSLError, OSError) as error:
            said = str(error).rstrip(".") or type(error).__name__
            raise FetchError(first, f"cannot be reached ({said})", transient=True) from None

    def _ask_robots(self, address: str, first: str) -> None:
        pause = self._limits.pause
        if self._robots:
            rules = self._robots.of(address)
            if rules.trouble:
                raise FetchError(first, f"{rules.trouble} (its robots.txt)", transient=True)
            if not rules.allow(address, AGENT):
                raise FetchError(first, "its site does not want it read by programs (robots.txt)", "forbidden")
            pause = max(pause, rules.pause(AGENT))
        self._wait(self._turns.wait(urlsplit(address).netloc, pause))

    def _read_robots(self, address: str) -> str:
        try:
            found = self._follow(address, UNKNOWN, ROBOTS_LIMIT, checked=False)
        except FetchError as error:
            if error.transient:
                raise
            return ""  # there is none
        return found.data.decode(errors="replace") if found else ""


@cache
def _tls() -> ssl.SSLContext:
    """One for all: to read the certificates of the world takes longer than a request."""
    return httpx.create_ssl_context()


class _Turns:
    """When each site may be asked next."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, site: str, pause: float) -> float:
        """Takes the next turn at a site; returns the seconds until then."""
        with self._lock:
            now = monotonic()
            self._next = {key: turn for key, turn in self._next.items() if turn > now}
            turn = self._next.get(site, now)
            self._next[site] = turn + pause
            return turn - now


def _next(address: str, location: str, first: str) -> str:
    """Where a redirect leads to."""
    target = plain_address(location, address)
    if target is None:
        raise FetchError(first, "redirects to what is no address on the web")
    if address.startswith("https:") and target.startswith("http:"):
        raise FetchError(first, "redirects from an encrypted address to one that is not")
    return target


def _require_ok(answer: httpx.Response, first: str) -> None:
    status = answer.status_code
    if status != 200:
        reason, sort = _MEANS.get(status, (f"answers with status {status}", "unreachable"))
        wait = _retry_after(answer.headers.get("retry-after", ""))
        raise FetchError(first, reason, sort, transient=status in _TRANSIENT, wait=wait)


def _taken(address: str, answer: httpx.Response, data: bytes) -> Fetched:
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type", "")
    return Fetched(
        address=address,
        data=data,
        media_type=kind.get_content_type() if kind["content-type"] else "",
        charset=kind.get_content_charset(),
        known=Known(answer.headers.get("etag"), answer.headers.get("last-modified")),
    )


def _body(answer: httpx.Response, first: str, size: int) -> bytes:
    """The body, decompressed, and never more in memory than ``size`` and what one read brings."""
    too_large = FetchError(first, f"is larger than {size / 1_000_000:g} MB", "too_large")
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > size:
        raise too_large
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise FetchError(first, f"is compressed in a way that was not asked for ({encoding[:20]})")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding not in {"", "identity"} else None
    body = bytearray()
    try:
        for chunk in answer.iter_raw():
            body += unpack.decompress(chunk, size + 1 - len(body)) if unpack else chunk
            if len(body) > size:
                raise too_large
    except zlib.error:
        raise FetchError(first, "is compressed wrongly") from None
    if unpack and not unpack.eof:
        raise FetchError(first, "breaks off", transient=True)
    return bytes(body)


def _retry_after(value: str) -> float:
    """Seconds, as a number or until a date (RFC 9110, 10.2.3); at most a day."""
    try:
        seconds = (
            float(value) if value.isdigit() else (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        )
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), 86_400.0)
