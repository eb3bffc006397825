"""The question sets of a data folder: archives, questions with gold evidence, and what a harness makes of them.

Each set is a folder with ``articles.jsonl`` and ``questions_dev.jsonl``, as the scorer in the data folder describes
them. The questions on the article that comes with the project lie beside the data folder, in ``seed_questions.jsonl``.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.assistant import Assistant
from bot.conversation import MemoryThreads
from bot.followups import Resolved, resolve
from retrieval.archive import Archive
from retrieval.index.base import Filter, Hit, PassageIndex
from retrieval.ingest import read_archive
from retrieval.retriever import Ranking, Retriever
from retrieval.thread import Earlier

Gold = dict[str, Any]
SEED = "seed"


@dataclass(frozen=True)
class QuestionSet:
    name: str
    archive: Archive
    index: PassageIndex
    questions: list[Gold]


def load(folder: Path, name: str) -> QuestionSet:
    """A set. The evidence of the seeds' questions, which have no ids, is how a sentence begins."""
    articles, questions = folder / name / "articles.jsonl", folder / name / "questions_dev.jsonl"
    if name == SEED:
        articles, questions = Path(__file__).parents[2] / "seeds", folder.resolve().parent / "seed_questions.jsonl"
    archive, index, _ = read_archive([articles])
    return QuestionSet(name, archive, index, lines(questions))


def lines(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def scorer(folder: Path) -> ModuleType:
    """The scorer that lies beside the sets, so that figures here are those of its command."""
    spec = importlib.util.spec_from_file_location("score_answers", folder / "score_answers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Without:
    """An index that does not find these articles; its statistics stay those of the whole."""

    def __init__(self, index: PassageIndex, hidden: Iterable[str]) -> None:
        self._index = index
        self._hidden = frozenset(hidden)

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        hits = self._index.search(terms, limit + 200, where)
        return [hit for hit in hits if hit.article_id not in self._hidden][:limit]

    def idf(self, term: str) -> float:
        return self._index.idf(term)

    def df(self, term: str) -> int:
        return self._index.df(term)

    def __len__(self) -> int:
        return len(self._index)


def asked_in_threads(qset: QuestionSet, limit: int = 900) -> QuestionSet:
    """Questions of the set, each in a thread of another question of it, whose topic is another."""
    dice = random.Random(1)
    answerable = [gold for gold in qset.questions if gold["answerable"]]
    asked = dice.sample(qset.questions, min(limit, len(qset.questions)))
    turns = [_as_turn(dice.choice([other for other in answerable if other is not gold]), dice) for gold in asked]
    return replace(qset, questions=[{**gold, "turns": [turn]} for gold, turn in zip(asked, turns, strict=True)])


def _as_turn(gold: Gold, dice: random.Random) -> dict[str, str]:
    """A question that was asked, answered in short or by a sentence of its evidence."""
    told = [e["sentence"] for e in gold["evidence"] if e["sentence"]]
    return {"q": gold["question"], "a": dice.choice([gold["answer"] or "", *told[:1]])}


def asked(qset: QuestionSet, *, hide_evidence: bool = False) -> Iterator[tuple[Gold, Resolved, Retriever]]:
    """Each question, what it means after its own turns, and what retrieves for it."""
    retriever = Retriever(qset.archive, qset.index)
    for gold in qset.questions:
        hidden = {e["article_id"] for e in gold["evidence"]} if hide_evidence else set()
        if hide_evidence and not hidden:
            continue
        threads = MemoryThreads()
        assistant = Assistant(qset.archive, retriever, threads)
        assistant.remember("thread", gold.get("turns", ()))
        resolved = resolve(threads.load("thread"), gold["question"], retriever.named_speakers)
        without = Retriever(qset.archive, Without(qset.index, hidden), table=retriever.table) if hidden else retriever
        yield gold, resolved, without


def rankings(qset: QuestionSet, *, hide_evidence: bool = False) -> Iterator[tuple[Gold, Ranking, Earlier]]:
    """Each question with its ranked candidates and the words of its turns."""
    for gold, resolved, retriever in asked(qset, hide_evidence=hide_evidence):
        yield gold, retriever.rank(resolved.question, resolved.earlier), resolved.earlier
