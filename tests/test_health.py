"""``onrecord health`` against a server that listens, one that is not ready, and none."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot import health

ONRECORD = Path(sys.executable).with_name("onrecord")


@contextmanager
def saying(status: int, body: bytes):
    """A server that answers /readyz so; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@contextmanager
def silent(answer: bytes = b""):
    """A server that speaks no HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            connection, _ = listening.accept()
            with connection:
                connection.recv(1_000)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [(200, b"ready\n", (True, "ready")), (503, b"not connected to Slack\n", (False, "not connected to Slack"))],
)
def test_it_tells_what_the_bot_says(status, body, told):
    with saying(status, body) as port:
        assert health.ask("127.0.0.1", port) == told


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0\r\n"])
def test_what_does_not_speak_http_is_not_ready(answer):
    with silent(answer) as port:
        assert health.ask("127.0.0.1", port) == (False, f"nobody answers on 127.0.0.1, port {port}")


def test_where_nobody_listens_it_is_not_ready():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert health.ask("127.0.0.1", port) == (False, f"nobody answers on 127.0.0.1, port {port}")


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_command_ends_as_container_engines_want_and_asks_no_proxy(status, code):
    with saying(status, b"so it is\n") as port:
        environment = os.environ | {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
        command = [ONRECORD, "health", "--port", str(port)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "so it is\n", "")
