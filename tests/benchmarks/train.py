"""Train the weights of the choice: python -m tests.benchmarks.train DATA_FOLDER > retrieval/weights.json

Choice: a conditional logit over each question's candidates (McFadden 1974), which makes an evidence sentence likely to
come first. It is fitted three times: for questions that stand alone; for what the thread adds to one that stands alone
in it; and for questions that lean on the turns before. What a thread adds is held in check by threads made up of one
question after another's turns, in which the topic changes: there it must add nothing.

Confidence: a logistic regression on the features of the first candidate. Of questions that stand alone it tells
whether they can be answered; questions whose evidence is hidden are unanswerable ones. Each of its weights changes with
the question's length, from that for short ones to that for long ones. Of questions that lean on a thread, or may, it
tells whether the first candidate is of the right article, which is the hard part there; in threads of another topic
none is.

No weight is negative: every feature is evidence for, so that "why" can be read as a sum. How much a set counts is told
by the tables below. Long questions are news first; of short ones the encyclopaedia has trick questions, and the
project's own article, which has few, those that ask for somebody's words.

Needs scipy, as nothing else does.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from tests.benchmarks.qa_data import SEED
from tests.benchmarks.train_data import (
    CHOICE,
    CONFIDENCE,
    CONFIDENCE_LEANING,
    LEANING,
    NEWS,
    TALKS,
    THREAD,
    Choice,
    Example,
    Examples,
    Firsts,
    Standing,
    Weights,
    examples,
    firsts,
    joined,
    standing,
)

CHOICE_SETS = {NEWS: 1.6, "squad2": 2.6, "mhrag500": 1.5, SEED: 3.0}
CONFIDENCE_SETS = {NEWS: 8.0, "squad2": 12.0, "mhrag500": 1.0, SEED: 6.0}
TRUE_THREADS, OTHER_TOPICS = 1.0, 0.25  # how much a set of threads counts, for one that goes on and one that does not
LEANT_ELSEWHERE = 0.4  # how much questions count that lean on a thread of another topic
OF_ARTICLE = 0.4  # how much the right article counts beside the evidence itself, for a question that leans
ANSWERED = 0.9  # the floor lets this share of the news set's answerable questions through, and all of the seed's
RIDGE, RIDGE_OF_THREADS, RIDGE_OF_CONFIDENCE = 3e-4, 1e-3, 5e-4

Share = tuple[Example, float]  # an example and how much it counts


def shared(found: Sequence[Example], weight: float) -> list[Share]:
    """The examples from which a choice can be learnt; together they count for ``weight``."""
    own = [e for e in found if e.answerable and e.evidence.any() and not e.evidence.all()]
    return [(e, weight / len(own)) for e in own]


def fit_choice(
    shares: Sequence[Share], names: Sequence[str], ridge: float, fixed: Weights | None = None, article: float = 0.0
) -> Weights:
    """Weights that make it likeliest that evidence comes first; those of ``fixed`` are there already.

    ``article`` is how much it counts instead, in [0, 1], that a sentence of the right article comes first.
    """
    data = [e for e, _ in shares]
    x = np.concatenate([e.columns(names) for e in data])
    offset = np.concatenate([e.scores(fixed or {}) for e in data])
    targets = [(1 - article, np.concatenate([e.evidence for e in data]))]
    targets += [(article, np.concatenate([e.right_article for e in data]))] if article else []
    sizes = np.array([len(e.evidence) for e in data])
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(data)), sizes)
    share = np.array([weight for _, weight in shares])
    share /= share.sum()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ weights + offset
        exponents = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total = np.add.reduceat(exponents, starts)
        value, slope = ridge * weights @ weights, 2 * ridge * weights
        for counts, right in targets:
            among = np.add.reduceat(exponents * right, starts)
            value -= counts * (share * np.log(among / total)).sum()
            slope += counts * ((exponents / total[group] - exponents * right / among[group]) * share[group]) @ x
        return value, slope

    return dict(zip(names, minimised(loss, len(names)), strict=True))


def minimised(loss, positive: int, free: int = 0) -> np.ndarray:
    """The arguments of the least loss, the first ``positive`` of them not negative."""
    bounds = [(0, None)] * positive + [(None, None)] * free
    return minimize(loss, np.zeros(positive + free), jac=True, method="L-BFGS-B", bounds=bounds).x


def fit_alone(found: Examples, names: Sequence[str] = CHOICE) -> Weights:
    return fit_choice(
        [share for name, weight in CHOICE_SETS.items() for share in shared(found[name], weight)], names, RIDGE
    )


def fit_thread(found: Examples, switched: Examples, alone: Weights, names: Sequence[str] = THREAD) -> Weights:
    shares = shared(standing(found[TALKS], "thread"), TRUE_THREADS)
    for examples_of_set in switched.values():
        shares += shared(standing(examples_of_set, "thread"), OTHER_TOPICS)
    return fit_choice(shares, names, RIDGE_OF_THREADS, fixed=alone)


def fit_leaning(found: Examples, names: Sequence[str] = LEANING) -> Weights:
    shares = shared(standing(found[TALKS], "leaning", "either"), 1.0)
    return fit_choice(shares, names, RIDGE, article=OF_ARTICLE)


def fit_logistic(x: np.ndarray, told: Firsts, positive: int) -> np.ndarray:
    """The weights of the columns of ``x``; the first ``positive`` are kept small and not negative."""
    sign, share = np.where(told.right, 1.0, -1.0), told.share / told.share.sum()
    free = x.shape[1] - positive
    penalty = np.r_[np.full(positive, RIDGE_OF_CONFIDENCE), np.zeros(free)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ weights)
        value = (share * np.logaddexp(0, -margin)).sum() + (penalty * weights**2).sum()
        return value, -x.T @ (share * sign / (1 + np.exp(margin))) + 2 * penalty * weights

    return minimised(loss, positive, free)


Confidence = dict[str, Weights]


def fit_confidence(found: Examples, switched: Examples, choice: Choice) -> Confidence:
    return fit_confidence_alone(found, choice) | fit_confidence_leaning(found, switched, choice)


def fit_confidence_alone(found: Examples, choice: Choice, names: Sequence[str] = CONFIDENCE) -> Confidence:
    told = joined([firsts(found[name], choice, weight) for name, weight in CONFIDENCE_SETS.items()])
    x, long = told.columns(names), told.length[:, None]
    fitted = fit_logistic(np.c_[x * (1 - long), x * long, 1 - long, long], told, 2 * len(names))
    *weights, short_bias, long_bias = map(float, fitted)
    return {
        "short": {"bias": short_bias} | dict(zip(names, weights[: len(names)], strict=True)),
        "long": {"bias": long_bias} | dict(zip(names, weights[len(names) :], strict=True)),
    }


def fit_confidence_leaning(
    found: Examples, switched: Examples, choice: Choice, names: Sequence[str] = CONFIDENCE_LEANING
) -> Confidence:
    """In a thread of another topic a question leans wrongly, unless it has no words of its own ("Why?")."""

    def fit(kind: Standing) -> Weights:
        elsewhere = [e for other in switched.values() for e in standing(other, kind) if e.terms]
        own = firsts(standing(found[TALKS], kind), choice, of_article=True)
        told = joined([own, firsts(elsewhere, choice, LEANT_ELSEWHERE, of_article=True)])
        x = np.c_[told.columns(names), np.ones(len(told.right))]
        *weights, bias = map(float, fit_logistic(x, told, len(names)))
        return {"bias": bias} | dict(zip(names, weights, strict=True))

    return {"leaning": fit("leaning"), "either": fit("either")}


def floor(found: Examples, choice: Choice, confidence: Confidence) -> float:
    least = min(least_logit(found[NEWS], choice, confidence), least_logit(found[SEED], choice, confidence, 1.0))
    return 1 / (1 + math.exp(-least))


def least_logit(found: Sequence[Example], choice: Choice, confidence: Confidence, answered: float = ANSWERED) -> float:
    """The logit that this share of the answerable questions reaches."""
    told = firsts(found, choice)
    return float(np.quantile(told.logits(confidence)[told.right], 1 - answered))


def rounded(models: dict[str, Weights]) -> dict[str, Weights]:
    return {
        model: {name: round(value, 3) for name, value in weights.items() if name == "bias" or value > 0.005}
        for model, weights in models.items()
    }


def trained(found: Examples, switched: Examples) -> tuple[Choice, Confidence, float]:
    """The weights of the choice and of the confidence, and the floor."""
    alone = fit_alone(found)
    choice = {"alone": alone, "thread": fit_thread(found, switched, alone), "leaning": fit_leaning(found)}
    confidence = fit_confidence(found, switched, choice)
    return choice, confidence, floor(found, choice, confidence)


def main(arguments: list[str]) -> None:
    choice, confidence, least = trained(*examples(Path(arguments[0])))
    weights = {
        "choice": rounded(choice),
        "confidence": rounded(confidence),
        "floor": math.floor(least * 1000) / 1000,
    }
    sys.stdout.write(json.dumps(weights, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
