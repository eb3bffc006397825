"""What the weights of the choice are trained on: the candidates of the questions of a data folder, as numbers.

See ``train``, which is the command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from retrieval.choice import length
from retrieval.quoting import Ranking, may_answer
from retrieval.thread import Earlier
from tests.benchmarks.qa_data import SEED, Gold, QuestionSet, asked_in_threads, load, rankings, scorer

NEWS = "rtqa22"
TALKS = "abgcoqa"  # the set of conversations
OTHERS = ("squad2", "mhrag500")
HIDDEN = (NEWS, TALKS)  # sets whose questions are also asked with their evidence hidden
CHOICE = (
    "answer",
    "around",
    "article",
    "article_coverage",
    "coverage_cubed",
    "coverage_of_best",
    "focus",
    "lead",
    "names",
    "outlet",
    "pairs",
    "passage_of_best",
    "tells",
    "thing",
    "title",
)
THREAD = ("thread_rare", "thread_support", "thread_pairs", "ahead")
LEANING = (
    "ahead",
    "answer",
    "article_context_of_best",
    "context_of_best",
    "coverage_of_best",
    "near",
    "on_thread",
    "thread_pairs_of_best",
)
CONFIDENCE = (
    "agrees",
    "denies",
    "names",
    "nearby",
    "numbers",
    "pairs",
    "referred",
    "shows",
    "spoken",
    "tells",
    "thing",
    "title",
    "unopposed",
    "weighty",
    "whole_names",
)
CONFIDENCE_LEANING = (
    "article",
    "article_context_of_best",
    "names",
    "on_thread",
    "pairs",
    "passage",
    "shows",
    "thing",
    "thread_bm25",
    "thread_pairs_of_best",
    "thread_rare",
    "title",
)
NAMES = tuple(dict.fromkeys((*CHOICE, *THREAD, *LEANING, *CONFIDENCE, *CONFIDENCE_LEANING)))


Weights = dict[str, float]
Standing = Literal["alone", "thread", "leaning", "either"]


class Example(NamedTuple):
    """A question's candidates: their features (candidates x NAMES), which are evidence, and of the right article.

    ``allowed`` are those that may answer. ``terms`` is how many the question has. ``hidden``: its evidence is.
    ``asked`` is the question.
    """

    features: np.ndarray
    evidence: np.ndarray
    right_article: np.ndarray
    allowed: np.ndarray
    answerable: bool
    standing: Standing
    terms: int
    hidden: bool
    asked: str

    def columns(self, names: Sequence[str]) -> np.ndarray:
        return self.features[:, [NAMES.index(name) for name in names]]

    def scores(self, weights: Weights) -> np.ndarray:
        return self.columns(tuple(weights)) @ np.array(tuple(weights.values()))


Choice = dict[str, Weights]


def first(e: Example, choice: Choice) -> int | None:
    """The first candidate that may answer."""
    if not e.allowed.any():
        return None
    models = {"alone": ["alone"], "thread": ["alone", "thread"], "leaning": ["leaning"], "either": ["leaning"]}
    weights = {name: weight for model in models[e.standing] for name, weight in choice[model].items()}
    return int(np.argmax(np.where(e.allowed, e.scores(weights), -np.inf)))


def example(gold: Gold, ranking: Ranking, module, standing: Standing, *, hidden: bool) -> Example:
    ranked, question = ranking.ranked, ranking.question
    quotes = [{"text": r.candidate.text, "article": {"id": r.candidate.entry.article.id}} for r in ranked]
    articles = {e["article_id"] for e in gold["evidence"] if not isinstance(e, str)}
    return Example(
        np.array([[r.features[name] for name in NAMES] for r in ranked]).reshape(-1, len(NAMES)),
        np.array([module.is_hit(quote, gold) for quote in quotes], dtype=bool),
        np.array([quote["article"]["id"] in articles for quote in quotes], dtype=bool),
        np.array([not question.asked_for or may_answer(r.candidate, question) for r in ranked], dtype=bool),
        gold["answerable"],
        standing,
        len(ranking.weighed.shares),
        hidden,
        gold["question"],
    )


def examples_of(qset: QuestionSet, module, *, hide_evidence: bool = False) -> Iterator[Example]:
    for gold, ranking, earlier in rankings(qset, hide_evidence=hide_evidence):
        told = {**gold, "answerable": False, "evidence": []} if hide_evidence else gold
        yield example(told, ranking, module, standing_of(earlier), hidden=hide_evidence)


def standing_of(earlier: Earlier) -> Standing:
    return "thread" if earlier.turns and earlier.standing == "alone" else earlier.standing


Examples = dict[str, list[Example]]


def examples(folder: Path) -> tuple[Examples, Examples]:
    """By set the questions, those with hidden evidence among them as unanswerable; and those in threads of others."""
    module = scorer(folder)
    found, switched = {SEED: list(examples_of(load(folder, SEED), module))}, {}
    for name in (NEWS, TALKS, *OTHERS):
        qset = load(folder, name)
        found[name] = list(examples_of(qset, module))
        if name in HIDDEN:
            found[name] += examples_of(qset, module, hide_evidence=True)
        switched[name] = list(examples_of(asked_in_threads(qset), module))
    return found, switched


def standing(found: Sequence[Example], *where: Standing) -> list[Example]:
    return [e for e in found if e.standing in where]


class Firsts(NamedTuple):
    """Of each question the features of its first candidate (questions x NAMES), its length, and how much it counts."""

    features: np.ndarray
    length: np.ndarray
    right: np.ndarray
    share: np.ndarray

    def columns(self, names: Sequence[str]) -> np.ndarray:
        return self.features[:, [NAMES.index(name) for name in names]]

    def sums(self, weights: Weights) -> np.ndarray:
        names = [name for name in weights if name != "bias"]
        return self.columns(names) @ np.array([weights[name] for name in names]) + weights.get("bias", 0.0)

    def logits(self, confidence: dict[str, Weights]) -> np.ndarray:
        """Those of questions that stand alone."""
        return (1 - self.length) * self.sums(confidence["short"]) + self.length * self.sums(confidence["long"])


def firsts(found: Sequence[Example], choice: Choice, weight: float = 1.0, *, of_article: bool = False) -> Firsts:
    """What is right is that a question can be answered or, ``of_article``, that its first candidate is of that article.

    Right and wrong ones together count for half of ``weight`` each.
    """
    best = [first(e, choice) for e in found]
    features = [np.zeros(len(NAMES)) if b is None else e.features[b] for e, b in zip(found, best, strict=True)]
    answered = [b is not None and bool(e.right_article[b]) for e, b in zip(found, best, strict=True)]
    right = np.array(answered if of_article else [e.answerable for e in found])
    share = weight * np.where(right, 0.5 / max(1, right.sum()), 0.5 / max(1, (~right).sum()))
    return Firsts(np.array(features), np.array([length(e.terms) for e in found]), right, share)


def joined(parts: Sequence[Firsts]) -> Firsts:
    return Firsts(*map(np.concatenate, zip(*parts, strict=True)))
