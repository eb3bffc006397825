"""Addresses on the web: the same article has one, however a link to it was decorated."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ocid|cmpid|ns_\w+)(?:=|\Z)"
)
_OWN_LABELS = re.compile(r"\A(?:www|amp|m|mobile)\.")
_NO_HOST = re.compile(r"[\s\x00-\x1f<>^`{|}\"\\%]")
_PORTS = {"http": 80, "https": 443}


def plain_address(address: str | None, base: str | None = None) -> str | None:
    """The address on the web that is meant by one on the page ``base``: whole, without fragment and tracking.

    None where it is none (``mailto:``, ``javascript:``, nonsense).
    """
    try:
        parts = urlsplit(urljoin(base or "", (address or "").strip()))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if not address or parts.scheme not in _PORTS or not host or _NO_HOST.search(host):
        return None
    host = f"[{host}]" if ":" in host else host
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair))
    own_port = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    return urlunsplit((parts.scheme, host + own_port, parts.path or "/", query, ""))


def site(address: str) -> str:
    """The host of an address without the labels that a site puts before its own name."""
    return _OWN_LABELS.sub("", (urlsplit(address).hostname or "").lower())
