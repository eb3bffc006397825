"""The invented archive of ``data/coast.jsonl``: several outlets, half a year, wire copies and a correction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.assistant import Assistant
from bot.conversation import MemoryThreads
from retrieval.archive import MemoryArchive
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.ingest import analyse, read_archive
from retrieval.model import Article
from retrieval.retriever import Retriever

TODAY = date(2026, 3, 18)  # a Wednesday
ARCHIVE, INDEX, _ = read_archive([Path(__file__).parent / "data" / "coast.jsonl"])
RETRIEVER = Retriever(ARCHIVE, INDEX, today=lambda: TODAY)


def assistant(*, limit: int = 3) -> Assistant:
    return Assistant(ARCHIVE, RETRIEVER, MemoryThreads(), limit=limit, clock=lambda: 0.0)


def conversation(*messages: str):
    """The replies to messages of one thread."""
    asked = assistant()
    return [asked.reply("thread", message) for message in messages]


def retriever(*articles: Article) -> Retriever:
    """One over other articles."""
    archive, index = MemoryArchive([analyse(article) for article in articles]), OkapiIndex()
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return Retriever(archive, index, today=lambda: TODAY)
