"""The composition root: settings in, an assistant out. Nothing else puts the parts together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.conversation import MemoryThreads, Threads
from retrieval.choice import load_weights
from retrieval.ingest import read_archive
from retrieval.retriever import Retriever

if TYPE_CHECKING:
    from bot.settings import Settings


def assistant(
    settings: Settings,
    *,
    archive: Sequence[Path] | None = None,
    threads: Threads | None = None,
) -> Assistant:
    """An assistant over the settings' archive, or over ``archive``. Raises ArchiveError."""
    articles, index, problems = read_archive(archive or settings.archive)
    weights = load_weights().with_floor(settings.confidence_floor)
    return Assistant(articles, Retriever(articles, index, weights), threads or MemoryThreads(), problems=problems)
