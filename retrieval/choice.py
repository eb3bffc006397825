"""The logistic models over the features: which sentence to quote, and how sure to be that it answers.

Their weights are data, in ``weights.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from retrieval.features import Features
from retrieval.model import Feature
from retrieval.thread import Thread

WEIGHTS = Path(__file__).with_name("weights.json")
SHORT, LONG = 3, 9  # terms of a question that is short and that is long


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the models, by the name of the model and of the feature or "bias".

    ``choice`` has those of a question that stands "alone", what comes to them in a "thread", and those of one that is
    or may be "leaning" on the turns before. ``confidence`` has those of a "short" and of a "long" question that stand
    alone, of one that is "leaning", and of one that may be of "either" kind. ``floor`` is the least confidence of an
    answer.
    """

    choice: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, Mapping[str, float]]
    floor: float

    def choice_in(self, thread: Thread) -> Mapping[str, float]:
        if thread.standing != "alone":
            return self.choice["leaning"]
        return {**self.choice["alone"], **self.choice["thread"]} if thread.turns else self.choice["alone"]

    def confidence_in(self, thread: Thread, terms: int) -> Mapping[str, float]:
        """Those for a question of so many terms: the fewer it has, the more each of them matters.

        Between a short and a long one the weights change evenly.
        """
        if thread.standing != "alone":
            return self.confidence[thread.standing]
        share = length(terms)
        short, long = self.confidence["short"], self.confidence["long"]
        return {n: (1 - share) * short.get(n, 0.0) + share * long.get(n, 0.0) for n in dict.fromkeys([*short, *long])}

    def with_floor(self, floor: float | None) -> Weights:
        """The same with another floor; None keeps it."""
        return self if floor is None else replace(self, floor=floor)


def length(terms: int) -> float:
    """How long a question of so many terms is: 0 if short, 1 if long."""
    return min(1.0, max(0.0, (terms - SHORT) / (LONG - SHORT)))


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    return Weights(**json.loads(path.read_text(encoding="utf-8")))


def weighted(weights: Mapping[str, float], features: Features) -> float:
    """The weighted sum of the features, and the bias where there is one."""
    return sum(weight * features.get(name, 1.0 if name == "bias" else 0.0) for name, weight in weights.items())


def probability(weights: Mapping[str, float], features: Features) -> float:
    """The logistic function of the weighted sum, in (0, 1)."""
    return 1 / (1 + math.exp(-weighted(weights, features)))


def explained(weights: Mapping[str, float], features: Features) -> tuple[Feature, ...]:
    """The features that count, the one that counts most first."""
    named = [Feature(name, features.get(name, 0.0), weight) for name, weight in weights.items()]
    return tuple(sorted((f for f in named if f.weight and f.value), key=lambda f: -abs(f.value * f.weight)))
