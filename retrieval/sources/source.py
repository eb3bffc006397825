"""The sources of an archive, and what is remembered of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from retrieval.sources.known import UNKNOWN, Known


@dataclass(frozen=True, slots=True)
class Source:
    """What all sources have: ``key`` names one for ever, ``interval`` are the seconds from one look to the next.

    ``outlet`` and ``language`` are those of its articles, whatever these say themselves.
    """

    key: str
    outlet: str | None = None
    language: str | None = None
    interval: float = 900.0


@dataclass(frozen=True, slots=True)
class Feed(Source):
    """A feed at the address ``key``; the text is that of the pages it links to, or the one in the feed itself."""

    text: Literal["page", "feed"] = "page"


@dataclass(frozen=True, slots=True)
class Pages(Source):
    """Pages that are looked at again and again."""

    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder(Source):
    """A folder whose files are read when they appear and when they change; what is deleted there stays on record."""

    path: Path = Path()


@dataclass(frozen=True, slots=True)
class Seen:
    """A version of an item, by its hash; ``tries`` counts in how many looks it could not be had, 0 when it was."""

    version: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a look at a source needs to know of the one before.

    ``items`` holds those of the feed as it was then, and no others; ``pages`` what each page's server gave with it;
    ``told`` the errors that were told.
    """

    known: Known = UNKNOWN
    items: dict[str, Seen] = field(default_factory=dict)
    pages: dict[str, Known] = field(default_factory=dict)
    told: frozenset[str] = frozenset()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, which ``from_dict`` takes back."""
        return asdict(self) | {"told": sorted(self.told)}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Memory:
        return cls(
            known=Known(**plain["known"]),
            items={key: Seen(**seen) for key, seen in plain["items"].items()},
            pages={key: Known(**known) for key, known in plain["pages"].items()},
            told=frozenset(plain["told"]),
        )


@dataclass(frozen=True, slots=True)
class Health:
    """How a source does. Times are seconds since 1970, None for never.

    ``failures`` counts the looks without success since the last one with it, and ``error`` says why. The others count
    since the source is known: new articles, new revisions, and by the sort of the reason what could not be read, the
    source itself too.
    """

    tried: float | None = None
    succeeded: float | None = None
    due: float = 0.0
    failures: int = 0
    error: str | None = None
    added: int = 0
    revised: int = 0
    unread: Mapping[str, int] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether the last look came to its end."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept of a source from one run to the next."""

    memory: Memory = Memory()
    health: Health = Health()


class States(Protocol):
    """Where states are kept. Many threads may use it."""

    def load(self, key: str) -> State:
        """The state of a source; a new one when it is not known."""

    def save(self, key: str, state: State) -> None: ...

    def keep(self, keys: Collection[str]) -> None:
        """Forget all sources but these."""
