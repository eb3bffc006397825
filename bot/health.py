"""``onrecord health``: asks a running bot whether it is ready, as container engines do."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException

_SECONDS = 5.0


def ask(host: str, port: int) -> tuple[bool, str]:
    """Whether the bot there is ready, and in a line what it says. No proxy is asked."""
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode("utf-8", "replace").strip()
    except (OSError, HTTPException):
        return False, f"nobody answers on {host}, port {port}"
    finally:
        connection.close()
