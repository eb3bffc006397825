"""Connections to public hosts only, one for each request.

An address that somebody else chose (a link in a feed, a redirect) must not lead into our own network. A name is
resolved once, all that it resolves to is judged, and the connection goes to the very address that was judged: a name
server that answers differently the next time (DNS rebinding) gains nothing. A request has one deadline for everything,
so that a server which sends a byte now and then gains nothing either.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpcore
import httpx

from retrieval.errors import OnrecordError

Resolve = Callable[[str, int], Sequence[str]]
"""A host and a port to IP addresses. May raise OSError."""

Left = Callable[[], float]
"""The seconds that are left for a request; none or fewer end it."""


class NotPublic(OnrecordError):
    """A host that is not to be talked to."""


class TooSlow(OnrecordError):
    """The time for a request is over."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large; IPv4 written as IPv6 counts as itself."""
    ip = ip_address(address.partition("%")[0])
    return _is_global(ip) and all(_is_global(inner) for inner in _inside(ip))


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast


def _inside(ip: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that a gateway would take an IPv6 address to (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(ip, IPv4Address):
        return
    yield from filter(None, (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())))
    if ip.packed.startswith(_NAT64):
        yield IPv4Address(ip.packed[-4:])


_NAT64 = ip_address("64:ff9b::").packed[:12]


class Transport(httpx.BaseTransport):
    """Sends requests as long as time is ``left``. Raises NotPublic, TooSlow, and errors of httpcore.

    Proxies of the environment are not used: behind one, the address that is connected to could not be judged.
    """

    def __init__(self, tls: ssl.SSLContext, resolve: Resolve, left: Left, *, private: bool) -> None:
        backend = _Backend(resolve, left, private=private)
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_keepalive_connections=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        reply = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(reply.status, headers=reply.headers, stream=_Body(reply), extensions=reply.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, resolve: Resolve, left: Left, *, private: bool) -> None:
        self._resolve = resolve
        self._left = left
        self._private = private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("its name is not known") from None
        if not self._private and not all(map(is_public, addresses)):
            raise NotPublic("is in a private network, which is not allowed")
        error: Exception = httpcore.ConnectError("its name is not known")
        for address in addresses:
            left = _bounded(self._left, timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
            else:
                return _Stream(stream, self._left)
        raise error


class _Stream(httpcore.NetworkStream):
    """A stream none of whose operations goes on longer than time is left."""

    def __init__(self, stream: httpcore.NetworkStream, left: Left) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bounded(self._left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bounded(self._left, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _bounded(self._left, timeout))
        return _Stream(stream, self._left)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _bounded(left: Left, timeout: float | None) -> float:
    seconds = left()
    if seconds <= 0:
        raise TooSlow("does not answer in time")
    return min(seconds, timeout or seconds)
