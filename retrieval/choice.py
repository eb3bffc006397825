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


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the models, by the name of the feature or "bias".

    ``choice`` is for a question that stands alone; in a thread, the weights ``thread`` come to it, and for one that
    leans on the turns before, ``leaning`` takes its place. ``floor`` is the least confidence of an answer.
    """

    choice: Mapping[str, float]
    thread: Mapping[str, float]
    leaning: Mapping[str, float]
    confidence: Mapping[str, float]
    floor: float

    def choice_in(self, thread: Thread) -> Mapping[str, float]:
        if thread.leans:
            return self.leaning
        return {**self.choice, **self.thread} if thread.turns else self.choice

    def with_floor(self, floor: float | None) -> Weights:
        """The same with another floor; None keeps it."""
        return self if floor is None else replace(self, floor=floor)


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
