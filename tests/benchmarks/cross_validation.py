"""Figures for questions that were not trained with: python -m tests.benchmarks.cross_validation DATA_FOLDER

Choice and confidence of questions that stand alone, in five folds; a question whose evidence is hidden is in the fold
of the question itself. The seeds' few questions are always trained with.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.benchmarks.qa_data import SEED, scorer
from tests.benchmarks.train import ANSWERED, fit_alone, fit_confidence_alone
from tests.benchmarks.train_data import NEWS, OTHERS, Example, Examples, examples, first, firsts

FOLDS = 5
SETS = (NEWS, *OTHERS)


class Judged(NamedTuple):
    """A question that was not trained with: the logit of its confidence, and whether its first candidate is right."""

    asked: Example
    logit: float
    evidence: bool
    article: bool


def fold_of(found: Sequence[Example]) -> dict[str, int]:
    """The fold of each question."""
    return {asked: number % FOLDS for number, asked in enumerate(sorted({e.asked for e in found}))}


def judged(found: Examples, fold: int) -> Iterator[tuple[str, Judged]]:
    """The questions of a fold, each with its set, by weights that were made without them."""
    folds = {name: fold_of(found[name]) for name in SETS}
    others = {name: [e for e in found[name] if folds[name][e.asked] != fold] for name in SETS} | {SEED: found[SEED]}
    choice = {"alone": fit_alone(others)}
    confidence = fit_confidence_alone(others, choice)
    for name in SETS:
        own = [e for e in found[name] if folds[name][e.asked] == fold]
        for e, logit in zip(own, firsts(own, choice).logits(confidence), strict=True):
            best = first(e, choice)
            is_evidence = best is not None and bool(e.evidence[best])
            yield name, Judged(e, float(logit), is_evidence, best is not None and bool(e.right_article[best]))


def figures(told: Sequence[Judged], module) -> str:
    right = [one for one in told if one.asked.answerable]
    wrong = [one.logit for one in told if not one.asked.answerable and not one.asked.hidden]
    hidden = [one.logit for one in told if one.asked.hidden]
    logits = [one.logit for one in right]
    floor = float(np.quantile(logits, 1 - ANSWERED))
    parts = [
        f"S@1 {np.mean([one.evidence for one in right]):.3f} A@1 {np.mean([one.article for one in right]):.3f}",
        f"auroc {module.auroc(logits, wrong):.3f}",
        f"refused at {ANSWERED} answered {np.mean(np.array(wrong) < floor):.3f}",
    ]
    return " ".join([*parts, f"evidence hidden: auroc {module.auroc(logits, hidden):.3f}"] if hidden else parts)


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    found, _ = examples(folder)
    told = [one for fold in range(FOLDS) for one in judged(found, fold)]
    for name in SETS:
        print(f"{name:9}", figures([one for of, one in told if of == name], scorer(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
