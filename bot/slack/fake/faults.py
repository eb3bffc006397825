"""What can be made to go wrong between the app and the small Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call of the Web API goes wrong.

    ``status`` 429 comes with ``retry_after`` seconds; ``done`` is True when Slack did what was asked, and the app is
    told otherwise; ``slow`` is how long it takes; ``cut`` ends the connection without an answer; ``refused`` is what
    Slack says is wrong with it.
    """

    status: int = 200
    retry_after: int = 1
    done: bool = False
    slow: float = 0.0
    cut: bool = False
    refused: str = ""


Plan = Callable[[str, dict[str, Any]], Fault | None]
"""Given a method and its arguments: what goes wrong with this call, None for nothing."""


def nothing(_method: str, _args: dict[str, Any]) -> None:
    return None
