"""A site on loopback that serves what it is told to, with the faults of real ones."""

import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml"


class Site:
    """Routes are bytes, or functions that take the request's handler. ``asked`` counts the requests by path."""

    def __init__(self):
        self.routes = {}
        self.asked = Counter()
        self.headers = []  # of every request, with its path
        self._lock = threading.Lock()

    def page(self, path, body, media_type=HTML, **headers):
        """Serve a body with an ETag, and 304 to whoever has it."""
        data = body.encode() if isinstance(body, str) else body
        etag = f'"{hash(data) & 0xFFFFFFFF:x}"'

        def serve(handler):
            if handler.headers.get("If-None-Match") == etag:
                handler.answer(304, b"", ETag=etag)
            else:
                told = {name.replace("_", "-"): value for name, value in headers.items()}
                handler.answer(200, data, **{"Content-Type": media_type, "ETag": etag, **told})

        self.routes[path] = serve

    def redirect(self, path, to, status=302):
        self.routes[path] = lambda handler: handler.answer(status, b"", Location=to)

    def fail(self, path, status, **headers):
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = lambda handler: handler.answer(status, b"no", **told)

    def note(self, handler):
        with self._lock:
            self.asked[handler.path] += 1
            self.headers.append((handler.path, dict(handler.headers)))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site = None
    timeout = 10
    disable_nagle_algorithm = True

    def do_GET(self):
        self.site.note(self)
        route = self.site.routes.get(self.path)
        with suppress(ConnectionError, TimeoutError):
            route(self) if route else self.answer(404, b"nothing here")

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # the client went away, which is what the tests are about


@contextmanager
def serving():
    """A site, and the address that it stands at, without a slash at the end."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def endless(handler):
    """A body without a length that never ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>more</p>" * 5_000)


def dripping(handler):
    """Headers that come a byte at a time, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def silent(handler):
    """Nothing, until the client gives up."""
    handler.rfile.read(1)


def breaking_off(handler):
    """Half of what is promised."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<p>half")
    handler.wfile.flush()
    _hang_up(handler)


def nonsense(handler):
    """No HTTP at all."""
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    _hang_up(handler)


def _hang_up(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
