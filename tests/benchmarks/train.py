"""Train the weights of the choice: python -m tests.benchmarks.train DATA_FOLDER [--ablation] > retrieval/weights.json

Choice: a conditional logit over each question's candidates (McFadden 1974), which makes an evidence sentence likely to
come first. Confidence: a logistic regression on the features of the first candidate, whether the question can be
answered; questions whose evidence is hidden are unanswerable ones. Every set has an intercept of its own while
training, because sets differ in how many questions can be answered; that of the news set is kept. No weight is
negative: every feature is evidence for, so that "why" can be read as a sum. How much a set counts is told by
CHOICE_SETS and CONFIDENCE_SETS: news first; the project's own article has few questions, but they alone ask for
somebody's words; the set of trick questions, which no news desk asks, counts least for the confidence.

Needs scikit-learn (and scipy, which comes with it), as nothing else does.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from retrieval.quoting import Ranking, may_answer
from tests.benchmarks.qa_data import Gold, load, load_seed, rankings, scorer

NEWS = "rtqa22"
SEED = "seed"
CHOICE_SETS = {NEWS: 2.0, "squad2": 1.0, "mhrag500": 1.0, "abgcoqa": 1.0, SEED: 2.0}
CONFIDENCE_SETS = {NEWS: 4.0, "squad2": 0.5, "mhrag500": 1.5, "abgcoqa": 0.3, SEED: 2.0}
HIDDEN = (NEWS, "abgcoqa")  # sets whose questions are also asked with their evidence hidden
ANSWERED = (
    0.87  # the floor lets at least this share of the news set's answerable questions through, and all of the seed's
)
RIDGE = 3e-4
CHOICE = (
    "answer",
    "around",
    "article",
    "article_context_of_best",
    "bm25_of_best",
    "context_of_best",
    "coverage_cubed",
    "coverage_of_best",
    "lead",
    "length",
    "pairs",
    "passage_of_best",
    "referred",
    "tells",
    "thing",
    "title",
)
CONFIDENCE = (
    "article_context",
    "article_coverage",
    "context",
    "coverage",
    "known",
    "names",
    "nearby",
    "pairs",
    "passage",
    "proximity",
    "shows",
    "spoken",
    "tells",
    "thing",
    "title",
)


class Example(NamedTuple):
    """A question's candidates: choice features, confidence features, which are evidence, and if it can be answered."""

    choice: np.ndarray
    confidence: np.ndarray
    evidence: np.ndarray
    right_article: np.ndarray
    answerable: bool


def example(gold: Gold, ranking: Ranking, module) -> Example:
    ranked = [r for r in ranking.ranked if not ranking.question.asked_for or may_answer(r.candidate, ranking.question)]
    quotes = [{"text": r.candidate.text, "article": {"id": r.candidate.entry.article.id}} for r in ranked]
    articles = {e["article_id"] for e in gold["evidence"] if not isinstance(e, str)}
    return Example(
        np.array([[r.features[name] for name in CHOICE] for r in ranked]).reshape(-1, len(CHOICE)),
        np.array([[r.features[name] for name in CONFIDENCE] for r in ranked]).reshape(-1, len(CONFIDENCE)),
        np.array([module.is_hit(quote, gold) for quote in quotes], dtype=bool),
        np.array([quote["article"]["id"] in articles for quote in quotes], dtype=bool),
        gold["answerable"],
    )


def examples(folder: Path) -> dict[str, list[Example]]:
    """By set; questions with hidden evidence among their set's, as unanswerable."""
    module = scorer(folder / "qa")
    found = {SEED: [example(gold, ranking, module) for gold, ranking in rankings(load_seed(folder))]}
    for name in CHOICE_SETS.keys() - {SEED}:
        qset = load(folder / "qa", name)
        found[name] = [example(gold, ranking, module) for gold, ranking in rankings(qset)]
        if name in HIDDEN:
            hidden = rankings(qset, hide_evidence=True)
            found[name] += [example({**g, "answerable": False, "evidence": []}, r, module) for g, r in hidden]
    return found


def fit_choice(data: dict[str, list[Example]], names: Sequence[str] = CHOICE) -> np.ndarray:
    """Weights that maximise the likelihood that an evidence sentence is chosen."""
    columns = [CHOICE.index(name) for name in names]
    groups, shares = [], []
    for name, weight in CHOICE_SETS.items():
        own = [e for e in data[name] if e.answerable and e.evidence.any() and not e.evidence.all()]
        groups += own
        shares += [weight / len(own)] * len(own)
    x = np.concatenate([e.choice[:, columns] for e in groups])
    evidence = np.concatenate([e.evidence for e in groups])
    sizes = np.array([len(e.evidence) for e in groups])
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(groups)), sizes)
    share = np.array(shares) / np.sum(shares)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ weights
        exponents = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total, right = np.add.reduceat(exponents, starts), np.add.reduceat(exponents * evidence, starts)
        slope = exponents / total[group] - exponents * evidence / right[group]
        value = -(share * np.log(right / total)).sum() + RIDGE * weights @ weights
        return value, (slope * share[group]) @ x + 2 * RIDGE * weights

    fitted = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(columns)).x
    return np.array([fitted[names.index(name)] if name in names else 0.0 for name in CHOICE])


def first(e: Example, choice: np.ndarray) -> int:
    return int(np.argmax(e.choice @ choice))


def of_first(found: Sequence[Example], choice: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The confidence features of each question's first candidate, and which questions can be answered."""
    rows = [e.confidence[first(e, choice)] if len(e.choice) else np.zeros(len(CONFIDENCE)) for e in found]
    return np.array(rows), np.array([e.answerable for e in found])


def fit_confidence(data: dict[str, list[Example]], choice: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and the news set's intercept."""
    rows, labels, shares, intercepts = [], [], [], []
    for number, (name, weight) in enumerate(CONFIDENCE_SETS.items()):
        x, y = of_first(data[name], choice)
        rows.append(x)
        labels.append(y)
        shares.append(np.where(y, 0.5 / y.sum(), 0.5 / (~y).sum()) * weight)
        intercepts.append(np.tile(np.eye(len(CONFIDENCE_SETS))[number], (len(y), 1)))
    x, y, own, share = (np.concatenate(part) for part in (rows, labels, intercepts, shares))
    kept = list(range(len(CONFIDENCE)))
    while True:
        model = LogisticRegression(max_iter=2000).fit(np.c_[x[:, kept], 3 * own], y, share * len(share) / share.sum())
        weights = model.coef_[0][: len(kept)]
        if (weights >= 0).all():
            break
        kept.pop(int(np.argmin(weights)))
    fitted = np.zeros(len(CONFIDENCE))
    fitted[kept] = weights
    return fitted, float(model.intercept_[0] + 3 * model.coef_[0][len(kept)])


def floor(data: dict[str, list[Example]], choice: np.ndarray, confidence: np.ndarray, bias: float) -> float:
    def least(name: str, answered: float) -> float:
        x, y = of_first(data[name], choice)
        return float(np.quantile(1 / (1 + np.exp(-(x[y] @ confidence + bias))), 1 - answered))

    return min(least(NEWS, ANSWERED), least(SEED, 1.0))


def figures(data: dict[str, list[Example]], choice: np.ndarray) -> Iterator[tuple[str, float, float]]:
    """For each set the share of answerable questions whose first candidate is evidence, and is of the right article."""
    for name in CHOICE_SETS:
        own = [e for e in data[name] if e.answerable]
        hits = [len(e.choice) and e.evidence[first(e, choice)] for e in own]
        articles = [len(e.choice) and e.right_article[first(e, choice)] for e in own]
        yield name, sum(hits) / len(own), sum(articles) / len(own)


def ablation(data: dict[str, list[Example]]) -> Iterator[str]:
    """What is lost without each feature of the choice."""
    for left_out in ("nothing", *CHOICE):
        choice = fit_choice(data, [name for name in CHOICE if name != left_out])
        row = "  ".join(f"{name} {hit:.3f} {article:.3f}" for name, hit, article in figures(data, choice))
        yield f"without {left_out:24} {row}"


def rounded(names: Sequence[str], values: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True) if value > 0.005}


def main(arguments: list[str]) -> None:
    data = examples(Path(next(a for a in arguments if not a.startswith("--"))))
    if "--ablation" in arguments:
        sys.stderr.write("\n".join(["S@1 and A@1 by set", *ablation(data), ""]))
    choice = fit_choice(data)
    confidence, bias = fit_confidence(data, choice)
    weights = {
        "choice": {"bias": 0.0, **rounded(CHOICE, choice)},
        "confidence": {"bias": round(bias, 3), **rounded(CONFIDENCE, confidence)},
        "floor": math.floor(floor(data, choice, confidence, bias) * 1000) / 1000,
    }
    sys.stdout.write(json.dumps(weights, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
