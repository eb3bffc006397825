"""The two logistic models over the features: which sentence to quote, and how sure to be that it answers.

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

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of both models, by the name of the feature or "bias".

    ``floor`` is the least confidence at which an answer is given.
    """

    choice: Mapping[str, float]
    confidence: Mapping[str, float]
    floor: float

    def with_floor(self, floor: float | None) -> Weights:
        """The same with another floor; None keeps it."""
        return self if floor is None else replace(self, floor=floor)


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    return Weights(**json.loads(path.read_text(encoding="utf-8")))


def weighted(weights: Mapping[str, float], features: Features) -> float:
    """The weighted sum of the features, and the bias where there is one."""
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())


def probability(weights: Mapping[str, float], features: Features) -> float:
    """The logistic function of the weighted sum, in (0, 1)."""
    return 1 / (1 + math.exp(-weighted(weights, features)))


def explained(weights: Mapping[str, float], features: Features) -> tuple[Feature, ...]:
    """The features that count, the one that counts most first."""
    named = [Feature(name, value, weights.get(name, 0.0)) for name, value in features.items()]
    return tuple(sorted((f for f in named if f.weight and f.value), key=lambda f: -abs(f.value * f.weight)))
