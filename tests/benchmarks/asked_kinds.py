"""How much more often a word of the asked kind stands in evidence than elsewhere: python asked_kinds.py FOLDER ...

The folders, the other sentences and the pooled ratio are those of ``related_words``. Printed for each folder, and
pooled: how many questions ask for a kind that is known, the share of their evidence that holds a word of it which the
question does not hold, the same share of other sentences, and the ratio of the two.
"""

import random
import sys
from pathlib import Path

from related_words import Case, cases

from retrieval.analysis import terms
from retrieval.lexicon.asked import asked_kind
from retrieval.lexicon.kinds import kinds_of


def holds(question: str, sentence: list[str]) -> bool:
    asked = set(terms(question))
    return not asked_kind(question).isdisjoint(kinds_of([term for term in sentence if term not in asked]))


def counts(folder: list[Case]) -> tuple[int, int, int, int]:
    """Evidence that holds the kind, all evidence, and the same of other sentences; of questions that ask for a kind."""
    asking = [case for case in folder if asked_kind(case[0])]
    elsewhere = [holds(question, other) for question, _, others in asking for other in others]
    return sum(holds(question, found) for question, found, _ in asking), len(asking), sum(elsewhere), len(elsewhere)


def main() -> None:
    draw = random.Random(1)
    above = below = 0.0
    for name in sys.argv[1:]:
        hits, asking, misleading, others = counts(list(cases(Path(name), draw)))
        above += hits * others / (asking + others)
        below += misleading * asking / (asking + others)
        print(f"{Path(name).name}: {asking} ask, {hits / asking:.3f} against {misleading / others:.3f}")
    print(f"pooled ratio {above / below:.2f}")


if __name__ == "__main__":
    main()
