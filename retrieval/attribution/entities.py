"""Whom or what an article names, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal["person", "organisation", "place", "nation", "unknown"]


@dataclass(slots=True)
class Entity:
    """Somebody or something that the article names. ``name`` is the fullest form; ``roles`` stand as written."""

    name: str
    kind: EntityKind = "unknown"
    gender: str | None = None
    roles: list[str] = field(default_factory=list)
    mentions: int = 0
    spoke: bool = False

    @property
    def role(self) -> str | None:
        return self.roles[0] if self.roles else None

    @property
    def is_person(self) -> bool:
        """Whether the article shows it to be a person, or lets it speak and shows it as nothing else."""
        return self.kind == "person" or (self.kind == "unknown" and self.spoke)

    @property
    def may_be_person(self) -> bool:
        return self.kind in {"person", "unknown"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names an entity: words ``first:end``, of which the name proper begins at ``name``."""

    first: int
    name: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker; ``sure`` in [0, 1] tells how well the text supports the name."""

    name: str | None
    text: str | None
    role: str | None = None
    entity: Entity | None = None
    sure: float = 1.0
