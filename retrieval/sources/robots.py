"""robots.txt: what a site lets be read, and how fast (RFC 9309)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from retrieval.errors import ReadError

LIMIT = 512_000  # bytes that are read of one, as the RFC asks at least
_KEPT_FOR = 24 * 3600  # seconds, the RFC's most
_TRIED_AGAIN = 600  # seconds, when a site could not tell
_KEPT = 2_000  # sites
_LONGEST_PAUSE = 60.0  # seconds; who wants more gets that

Read = Callable[[str], str]
"""The robots.txt at an address, empty where there is none. Raises ReadError where the site cannot tell."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says to us. While it cannot tell, ``trouble`` says why, and nothing is read."""

    rules: Protego
    until: float
    trouble: str | None = None

    def allow(self, address: str, agent: str) -> bool:
        return self.trouble is None and self.rules.can_fetch(address, agent)

    def pause(self, agent: str) -> float:
        """Seconds between two requests."""
        return min(self.rules.crawl_delay(agent) or 0.0, _LONGEST_PAUSE)


class Robots:
    """The rules of the sites that were asked last. Any number of threads may use it."""

    def __init__(self, read: Read, clock: Callable[[], float]) -> None:
        self._read = read
        self._clock = clock
        self._kept: OrderedDict[str, Rules] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, address: str) -> Rules:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            rules = self._kept.get(origin)
        if rules is None or rules.until <= self._clock():
            rules = self._ask(origin)
            with self._lock:
                self._kept[origin] = rules
                self._kept.move_to_end(origin)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return rules

    def _ask(self, origin: str) -> Rules:
        try:
            text = self._read(f"{origin}/robots.txt")
        except ReadError as error:
            return Rules(Protego.parse(""), until=self._clock() + _TRIED_AGAIN, trouble=error.reason)
        return Rules(Protego.parse(text), until=self._clock() + _KEPT_FOR)
