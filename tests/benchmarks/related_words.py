"""How much more often a related word stands in a question's evidence than elsewhere: python related_words.py FOLDER ...

Each folder holds ``articles.jsonl`` ({"id", "text"}) and ``questions_dev.jsonl`` ({"question", "answerable",
"evidence": [{"article_id", "sentence"}]}). Counted per term of the question that the sentence lacks; the others are
the six sentences that are nearest to the evidence in length, of twenty drawn from the same article. Ratios are pooled
over folders as Mantel and Haenszel do, since folders differ in how much of their questions the evidence repeats.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import sentencex

from retrieval.analysis import terms
from retrieval.lexicon.related import related

Case = tuple[str, list[str], list[list[str]]]  # a question, the terms of its evidence, and of other sentences


def cases(folder: Path, draw: random.Random) -> Iterator[Case]:
    questions = [json.loads(line) for line in (folder / "questions_dev.jsonl").open(encoding="utf-8")]
    questions = [question for question in questions if question["answerable"]]
    needed = {evidence["article_id"] for question in questions for evidence in question["evidence"]}
    articles = {}
    for line in (folder / "articles.jsonl").open(encoding="utf-8"):
        article = json.loads(line)
        if article["id"] in needed:
            articles[article["id"]] = [(one, terms(one)) for one in sentencex.segment("en", article["text"])]
    for question in questions:
        for evidence in question["evidence"][:2]:
            found = terms(evidence["sentence"])
            others = [
                other
                for sentence, other in articles[evidence["article_id"]]
                if len(other) > 3 and sentence not in evidence["sentence"] and evidence["sentence"] not in sentence
            ]
            others = draw.sample(others, min(20, len(others)))
            others.sort(key=lambda other: abs(len(other) - len(found)))
            yield question["question"], found, others[:6]


def ratio(
    folders: list[list[Case]], matches: Callable[[str, set[str]], bool], *, exact: bool
) -> tuple[int, int, float]:
    """Matches in evidence, matches elsewhere, and the pooled ratio of their rates."""
    above = below = 0.0
    hits: Counter[bool] = Counter()
    for folder in folders:
        seen: Counter[bool] = Counter()
        hit: Counter[bool] = Counter()
        for question, found, others in folder:
            for sentence, is_evidence in [(set(found), True), *((set(other), False) for other in others)]:
                asked = set(terms(question)) if exact else set(terms(question)) - sentence
                seen[is_evidence] += len(asked)
                hit[is_evidence] += sum(matches(term, sentence) for term in asked)
        above += hit[True] * seen[False] / seen.total()
        below += hit[False] * seen[True] / seen.total()
        hits += hit
    return hits[True], hits[False], above / below if below else float("nan")


def main() -> None:
    draw = random.Random(1)
    folders = [list(cases(Path(name), draw)) for name in sys.argv[1:]]
    print("exact   ", *ratio(folders, lambda term, sentence: term in sentence, exact=True))
    print("related ", *ratio(folders, lambda term, sentence: not sentence.isdisjoint(related(term)), exact=False))
    for weight in (0.3, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(
            f"  at {weight:.1f}",
            *ratio(
                folders,
                lambda term, sentence, weight=weight: any(
                    other in sentence and each == weight for other, each in related(term).items()
                ),
                exact=False,
            ),
        )


if __name__ == "__main__":
    main()
