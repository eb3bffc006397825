"""Train the weights of the choice: python -m tests.benchmarks.train DATA_FOLDER [--ablation] > retrieval/weights.json

Choice: a conditional logit over each question's candidates (McFadden 1974), which makes an evidence sentence likely to
come first. It is fitted three times: for questions that stand alone; for what the thread adds to one that stands alone
in it; and for questions that lean on the turns before. What a thread adds is held in check by threads made up of one
question after another's turns, in which the topic changes: there it must add nothing.

Confidence: a logistic regression on the features of the first candidate, whether the question can be answered;
questions whose evidence is hidden are unanswerable ones. Every set has an intercept of its own while training, because
sets differ in how many questions can be answered; that of the news set is kept.

No weight is negative: every feature is evidence for, so that "why" can be read as a sum. How much a set counts is told
by the tables below. How sure to be is learnt from news first; the project's own article has few questions, but they
alone ask for somebody's words.

Needs scipy, as nothing else does.
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

from retrieval.quoting import Ranking, may_answer
from tests.benchmarks.qa_data import SEED, Gold, asked_in_threads, load, load_seed, rankings, scorer

NEWS = "rtqa22"
TALKS = "abgcoqa"  # the set of conversations
CHOICE_SETS = {NEWS: 1.6, "squad2": 1.8, "mhrag500": 1.5, SEED: 2.0}
CONFIDENCE_SETS = {NEWS: 8.0, "squad2": 4.0, "mhrag500": 0.7, TALKS: 0.1, SEED: 4.0}
HIDDEN = (NEWS, TALKS)  # sets whose questions are also asked with their evidence hidden
TRUE_THREADS, OTHER_TOPICS = 1.0, 0.25  # how much a set of threads counts, for one that goes on and one that does not
ANSWERED = 0.9  # the floor lets this share of the news set's answerable questions through, and all of the seed's
RIDGE, RIDGE_OF_THREADS, RIDGE_OF_CONFIDENCE = 3e-4, 1e-3, 5e-4
CHOICE = (
    "answer",
    "around",
    "article",
    "coverage_cubed",
    "coverage_of_best",
    "focus",
    "lead",
    "outlet",
    "pairs",
    "passage_of_best",
    "tells",
    "thing",
    "title",
)
THREAD = ("thread_bm25", "thread_rare", "thread_support", "thread_pairs", "near", "ahead")
LEANING = (
    "answer",
    "article_context_of_best",
    "context_of_best",
    "coverage_of_best",
    "thread_bm25",
    "thread_pairs",
    "thread_rare",
    "near",
    "ahead",
)
CONFIDENCE = (
    "agrees",
    "around",
    "article_context",
    "article_coverage",
    "context",
    "known",
    "names",
    "nearby",
    "numbers",
    "pairs",
    "proximity",
    "referred",
    "shows",
    "spoken",
    "tells",
    "thing",
    "title",
    "unopposed",
    "weighty",
)
NAMES = tuple(dict.fromkeys((*CHOICE, *THREAD, *LEANING, *CONFIDENCE)))

Weights = dict[str, float]


class Example(NamedTuple):
    """A question's candidates: their features (candidates x NAMES), which are evidence, and of the right article.

    ``allowed`` are those that may answer.
    """

    features: np.ndarray
    evidence: np.ndarray
    right_article: np.ndarray
    allowed: np.ndarray
    answerable: bool
    leans: bool

    def columns(self, names: Sequence[str]) -> np.ndarray:
        return self.features[:, [NAMES.index(name) for name in names]]

    def scores(self, weights: Weights) -> np.ndarray:
        return self.columns(tuple(weights)) @ np.array(tuple(weights.values()))


class Models(NamedTuple):
    alone: Weights
    leaning: Weights

    def first(self, e: Example) -> int | None:
        """The first candidate that may answer."""
        if not e.allowed.any():
            return None
        scores = e.scores(self.leaning if e.leans else self.alone)
        return int(np.argmax(np.where(e.allowed, scores, -np.inf)))


def example(gold: Gold, ranking: Ranking, module, *, leans: bool) -> Example:
    ranked, question = ranking.ranked, ranking.question
    quotes = [{"text": r.candidate.text, "article": {"id": r.candidate.entry.article.id}} for r in ranked]
    articles = {e["article_id"] for e in gold["evidence"] if not isinstance(e, str)}
    return Example(
        np.array([[r.features[name] for name in NAMES] for r in ranked]).reshape(-1, len(NAMES)),
        np.array([module.is_hit(quote, gold) for quote in quotes], dtype=bool),
        np.array([quote["article"]["id"] in articles for quote in quotes], dtype=bool),
        np.array([not question.asked_for or may_answer(r.candidate, question) for r in ranked], dtype=bool),
        gold["answerable"],
        leans,
    )


def examples(folder: Path) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    """By set the questions, those with hidden evidence among them as unanswerable; and those in threads of others."""
    module = scorer(folder / "qa")
    found = {SEED: [example(g, r, module, leans=leans) for g, r, leans in rankings(load_seed(folder))]}
    switched = {}
    for name in (CHOICE_SETS | CONFIDENCE_SETS).keys() - {SEED}:
        qset = load(folder / "qa", name)
        found[name] = [example(g, r, module, leans=leans) for g, r, leans in rankings(qset)]
        if name in HIDDEN:
            hidden = rankings(qset, hide_evidence=True)
            found[name] += [
                example({**g, "answerable": False, "evidence": []}, r, module, leans=leans) for g, r, leans in hidden
            ]
        elsewhere = rankings(asked_in_threads(qset))
        switched[name] = [example(g, r, module, leans=leans) for g, r, leans in elsewhere if not leans]
    return found, switched


Share = tuple[Example, float]  # an example and how much it counts


def shared(found: Sequence[Example], weight: float) -> list[Share]:
    """The examples from which a choice can be learnt; together they count for ``weight``."""
    own = [e for e in found if e.answerable and e.evidence.any() and not e.evidence.all()]
    return [(e, weight / len(own)) for e in own]


def fit_choice(shares: Sequence[Share], names: Sequence[str], ridge: float, fixed: Weights | None = None) -> Weights:
    """Weights that make it likeliest that evidence comes first; those of ``fixed`` are there already."""
    data = [e for e, _ in shares]
    x = np.concatenate([e.columns(names) for e in data])
    offset = np.concatenate([e.scores(fixed or {}) for e in data])
    evidence = np.concatenate([e.evidence for e in data])
    sizes = np.array([len(e.evidence) for e in data])
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(data)), sizes)
    share = np.array([weight for _, weight in shares])
    share /= share.sum()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ weights + offset
        exponents = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total, right = np.add.reduceat(exponents, starts), np.add.reduceat(exponents * evidence, starts)
        slope = exponents / total[group] - exponents * evidence / right[group]
        value = -(share * np.log(right / total)).sum() + ridge * weights @ weights
        return value, (slope * share[group]) @ x + 2 * ridge * weights

    return dict(zip(names, minimised(loss, len(names)), strict=True))


def minimised(loss, positive: int, free: int = 0) -> np.ndarray:
    """The arguments of the least loss, the first ``positive`` of them not negative."""
    bounds = [(0, None)] * positive + [(None, None)] * free
    return minimize(loss, np.zeros(positive + free), jac=True, method="L-BFGS-B", bounds=bounds).x


def fit_alone(found: dict[str, list[Example]], names: Sequence[str] = CHOICE) -> Weights:
    return fit_choice(
        [share for name, weight in CHOICE_SETS.items() for share in shared(found[name], weight)], names, RIDGE
    )


def fit_thread(found: dict[str, list[Example]], switched: dict[str, list[Example]], alone: Weights) -> Weights:
    shares = shared([e for e in found[TALKS] if not e.leans], TRUE_THREADS)
    for examples_of_set in switched.values():
        shares += shared(examples_of_set, OTHER_TOPICS)
    return fit_choice(shares, THREAD, RIDGE_OF_THREADS, fixed=alone)


def fit_leaning(found: dict[str, list[Example]], names: Sequence[str] = LEANING) -> Weights:
    return fit_choice(shared([e for e in found[TALKS] if e.leans], 1.0), names, RIDGE)


def of_first(found: Sequence[Example], models: Models) -> tuple[np.ndarray, np.ndarray]:
    """The confidence features of each question's first candidate, and which questions can be answered."""
    rows = []
    for e in found:
        first = models.first(e)
        rows.append(np.zeros(len(CONFIDENCE)) if first is None else e.columns(CONFIDENCE)[first])
    return np.array(rows), np.array([e.answerable for e in found])


def fit_confidence(found: dict[str, list[Example]], models: Models) -> tuple[Weights, float]:
    """Weights and the news set's intercept."""
    rows, labels, shares, intercepts = [], [], [], []
    for number, (name, weight) in enumerate(CONFIDENCE_SETS.items()):
        x, y = of_first(found[name], models)
        rows.append(x)
        labels.append(np.where(y, 1.0, -1.0))
        shares.append(np.where(y, 0.5 / y.sum(), 0.5 / (~y).sum()) * weight)
        intercepts.append(np.tile(np.eye(len(CONFIDENCE_SETS))[number], (len(y), 1)))
    x, sign, share = (
        np.c_[np.concatenate(rows), np.concatenate(intercepts)],
        np.concatenate(labels),
        np.concatenate(shares),
    )
    share /= share.sum()
    penalty = np.r_[np.full(len(CONFIDENCE), RIDGE_OF_CONFIDENCE), np.zeros(len(CONFIDENCE_SETS))]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ weights)
        value = (share * np.logaddexp(0, -margin)).sum() + (penalty * weights**2).sum()
        return value, -x.T @ (share * sign / (1 + np.exp(margin))) + 2 * penalty * weights

    fitted = minimised(loss, len(CONFIDENCE), len(CONFIDENCE_SETS))
    return dict(zip(CONFIDENCE, fitted, strict=False)), float(fitted[len(CONFIDENCE)])


def floor(found: dict[str, list[Example]], models: Models, confidence: Weights, bias: float) -> float:
    def least(name: str, answered: float) -> float:
        x, y = of_first(found[name], models)
        scores = x[y] @ np.array(tuple(confidence.values())) + bias
        return float(np.quantile(1 / (1 + np.exp(-scores)), 1 - answered))

    return min(least(NEWS, ANSWERED), least(SEED, 1.0))


def figures(found: dict[str, list[Example]], models: Models) -> Iterator[str]:
    """For each set the share of answerable questions whose first candidate is evidence, and is of the right article."""
    for name in CHOICE_SETS | CONFIDENCE_SETS:
        own = [e for e in found[name] if e.answerable]
        firsts = [(e, models.first(e)) for e in own]
        hits = sum(first is not None and bool(e.evidence[first]) for e, first in firsts)
        articles = sum(first is not None and bool(e.right_article[first]) for e, first in firsts)
        yield f"{name} {hits / len(own):.3f} {articles / len(own):.3f}"


def ablation(found: dict[str, list[Example]], models: Models) -> Iterator[str]:
    """What is lost without each feature of the choice, of questions that stand alone and of those that lean."""
    yield f"{'nothing':24} {'  '.join(figures(found, models))}"
    for names, fit, put in ((CHOICE, fit_alone, "alone"), (LEANING, fit_leaning, "leaning")):
        for left_out in names:
            fitted = fit(found, [name for name in names if name != left_out])
            yield f"{put} {left_out:24} {'  '.join(figures(found, models._replace(**{put: fitted})))}"


def rounded(weights: Weights) -> Weights:
    return {name: round(value, 3) for name, value in weights.items() if value > 0.005}


def main(arguments: list[str]) -> None:
    found, switched = examples(Path(next(a for a in arguments if not a.startswith("--"))))
    models = Models(fit_alone(found), fit_leaning(found))
    if "--ablation" in arguments:
        sys.stderr.write("\n".join(["without, S@1 and A@1 by set", *ablation(found, models), ""]))
    confidence, bias = fit_confidence(found, models)
    weights = {
        "choice": rounded(models.alone),
        "thread": rounded(fit_thread(found, switched, models.alone)),
        "leaning": rounded(models.leaning),
        "confidence": {"bias": round(bias, 3), **rounded(confidence)},
        "floor": math.floor(floor(found, models, confidence, bias) * 1000) / 1000,
    }
    sys.stdout.write(json.dumps(weights, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
