"""Answer quality on question sets: python -m tests.benchmarks.answers DATA_FOLDER [SET ...] [--reliability]

Prints the scorer's figures for each set, those of the 2022 news set with the evidence articles taken out of the
archive, and the time that an answer takes. The seeds' gold names no
article, so that their A@1 tells nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.assistant import Assistant
from bot.conversation import MemoryThreads
from bot.render.data import as_json
from retrieval.choice import load_weights
from retrieval.quoting import decide
from retrieval.retriever import Retriever
from tests.benchmarks.qa_data import SEED, Gold, QuestionSet, load, rankings, scorer

SETS = ("rtqa22", "squad2", "mhrag500", "abgcoqa", SEED)
SHOWN = ("S@1", "S@3", "MRR@10", "A@1", "auroc", "answered", "refused", "selective")


def answers(qset: QuestionSet) -> Iterator[dict]:
    """What ``onrecord ask --batch --json --limit 10`` prints for the set."""
    assistant = Assistant(qset.archive, Retriever(qset.archive, qset.index), MemoryThreads())
    for gold in qset.questions:
        name = id_of(gold)
        assistant.remember(name, gold.get("turns", ()))
        yield as_json(assistant.reply(name, gold["question"]), id=name, limit=10)


def id_of(gold: Gold) -> str:
    return gold.get("id", gold["question"])


def unanswerable_without_evidence(qset: QuestionSet, module) -> float:
    """auroc of the questions against themselves with their evidence hidden."""
    floor = load_weights().floor
    table = Retriever(qset.archive, qset.index).table
    confidence = {
        hidden: [decide(r, floor, table).confidence for _, r, _ in rankings(qset, hide_evidence=hidden)]
        for hidden in (False, True)
    }
    found = [c for c, g in zip(confidence[False], qset.questions, strict=True) if g["evidence"]]
    return module.auroc(found, confidence[True])


def reliability(results: Iterable[dict], golds: Iterable[Gold], module) -> Iterator[str]:
    """Confidence in tenths against the share of first quotes that are evidence."""
    tenths: dict[int, list[bool]] = {}
    for result, gold in zip(results, golds, strict=True):
        first = [*result["quotes"], *result["closest"]][:1]
        right = bool(first and gold["answerable"] and module.is_hit(first[0], gold))
        tenths.setdefault(min(9, int(result["confidence"] * 10)), []).append(right)
    for tenth in sorted(tenths):
        hits = tenths[tenth]
        yield f"    confidence .{tenth}: {len(hits):5} questions, {sum(hits) / len(hits):.2f} right"


def main(arguments: list[str]) -> None:
    folder, *names = [a for a in arguments if not a.startswith("--")]
    module = scorer(Path(folder))
    for name in names or SETS:
        qset = load(Path(folder), name)
        started = time.perf_counter()
        results = list(answers(qset))
        each = (time.perf_counter() - started) / len(results)
        figures = module.score(qset.questions, {r["id"]: r for r in results})
        seconds = sorted(r["seconds"] for r in results)
        timing = f"p50 {seconds[len(seconds) // 2] * 1000:.1f} ms mean {each * 1000:.1f} ms"
        print(f"{name:9}", *(f"{k} {figures[k]}" for k in SHOWN), timing)
        if name == "rtqa22":
            print(f"{name:9} evidence hidden: auroc {unanswerable_without_evidence(qset, module):.3f}")
        if "--reliability" in arguments:
            print("\n".join(reliability(results, qset.questions, module)))


if __name__ == "__main__":
    main(sys.argv[1:])
