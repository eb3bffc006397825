"""Train the weights of the choice: python -m tests.benchmarks.train DATA_FOLDER [--ablation] > weights.json

Choice: a logistic regression on differences between the features of an evidence sentence and those of another
candidate of the same question (pairwise ranking; Herbrich et al. 1999). Confidence: a logistic regression on the
features of the first candidate, whether the question can be answered. The sets count alike, whatever their size.
Needs scikit-learn, which nothing else does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from retrieval.retriever import Ranking
from tests.benchmarks.answers import SETS
from tests.benchmarks.qa_data import Gold, load, rankings, scorer

ANSWERED = 0.86  # the floor lets this share of the answerable questions through
OTHERS = 30  # candidates an evidence sentence is held against


def as_quote(ranked) -> dict:
    return {"text": ranked.candidate.text, "article": {"id": ranked.candidate.entry.article.id}}


def vector(ranked, names: Sequence[str]) -> np.ndarray:
    return np.array([ranked.features[name] for name in names])


def pairs(ranking: Ranking, gold: Gold, names: Sequence[str], module) -> np.ndarray:
    hits = [module.is_hit(as_quote(r), gold) for r in ranking.ranked]
    right = [vector(r, names) for r, hit in zip(ranking.ranked, hits, strict=True) if hit][:3]
    wrong = [vector(r, names) for r, hit in zip(ranking.ranked, hits, strict=True) if not hit][:OTHERS]
    return np.array([a - b for a in right for b in wrong])


def fit_choice(data, names, module) -> np.ndarray:
    rows, weights = [], []
    for _, found in data:
        groups = [p for gold, ranking in found if gold["answerable"] and len(p := pairs(ranking, gold, names, module))]
        for group in groups:
            rows.append(group)
            weights.append(np.full(len(group), 1 / len(group) / len(groups)))
    differences, share = np.concatenate(rows), np.concatenate(weights)
    share *= len(share) / share.sum()
    labels = np.r_[np.ones(len(share)), np.zeros(len(share))]
    rows = np.concatenate([differences, -differences])
    return fit_non_negative(rows, labels, np.r_[share, share], intercept=False)[0]


def fit_non_negative(x: np.ndarray, y: np.ndarray, share: np.ndarray, *, intercept: bool) -> tuple[np.ndarray, float]:
    """A logistic regression without negative weights: every feature is evidence for, so a negative one is noise."""
    kept = np.arange(x.shape[1])
    while True:
        model = LogisticRegression(fit_intercept=intercept, C=1.0, max_iter=1000).fit(x[:, kept], y, share)
        if (model.coef_[0] >= 0).all():
            weights = np.zeros(x.shape[1])
            weights[kept] = model.coef_[0]
            return weights, float(model.intercept_[0]) if intercept else 0.0
        kept = np.delete(kept, np.argmin(model.coef_[0]))


def best(ranking: Ranking, names: Sequence[str], weights: np.ndarray) -> np.ndarray:
    """The features of the candidate that these weights put first; zeros where there is none."""
    vectors = [vector(r, names) for r in ranking.ranked]
    return max(vectors, key=lambda v: v @ weights) if vectors else np.zeros(len(names))


def fit_confidence(data, names, choice) -> tuple[np.ndarray, float, float]:
    rows, labels, shares = [], [], []
    for _, found in data:
        own = [(best(ranking, names, choice), gold["answerable"]) for gold, ranking in found]
        rows += [row for row, _ in own]
        labels += [label for _, label in own]
        shares += [1 / len(own)] * len(own)
    x, y, share = np.array(rows), np.array(labels, dtype=float), np.array(shares)
    share *= len(share) / share.sum()
    weights, bias = fit_non_negative(x, y, share, intercept=True)
    confidence = 1 / (1 + np.exp(-(x @ weights + bias)))
    floor = float(np.quantile(confidence[y == 1], 1 - ANSWERED))
    return weights, bias, floor


def unanswerable(gold: Gold) -> Gold:
    return {**gold, "answerable": False, "evidence": []}


def training_data(folder: Path):
    for name in SETS:
        qset = load(folder, name)
        yield name, list(rankings(qset))
        if name == "rtqa22":
            yield "hidden", [(unanswerable(gold), r) for gold, r in rankings(qset, hide_evidence=True)]


def as_weights(names, choice, confidence, bias, floor) -> dict:
    def rounded(values):
        return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}

    return {
        "choice": {"bias": -2.0, **rounded(choice)},
        "confidence": {"bias": round(bias, 3), **rounded(confidence)},
        "floor": round(floor, 3),
    }


def main(arguments: list[str]) -> None:
    folder = Path(next(a for a in arguments if not a.startswith("--")))
    module = scorer(folder)
    data = list(training_data(folder))
    names = sorted(next(r.ranked[0].features for _, found in data for _, r in found if r.ranked))
    choice = fit_choice(data, names, module)
    confidence, bias, floor = fit_confidence(data, names, choice)
    json.dump(as_weights(names, choice, confidence, bias, floor), sys.stdout, indent=2)


if __name__ == "__main__":
    main(sys.argv[1:])
