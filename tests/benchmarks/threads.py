"""Answers in threads that go on and in threads that change their topic: python -m tests.benchmarks.threads DATA_FOLDER

DATA_FOLDER is that of ``answers``. Prints, of questions in threads by how they stand to the turns before, how many can
be answered, are, and are from the right article; and how many of the others are refused. Topics change where each
question of a set is asked after another of it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from retrieval.model import Abstention
from tests.benchmarks.qa_data import QuestionSet, asked, asked_in_threads, load

SETS = (("abgcoqa", "goes on"), ("abgcoqa", "hidden"), ("rtqa22", "changes"), ("squad2", "changes"))


def outcomes(qset: QuestionSet, *, hide_evidence: bool = False) -> Iterator[tuple[str, str]]:
    """How each question stands to the turns before, and what came of it."""
    for gold, question, retriever in asked(qset, hide_evidence=hide_evidence):
        found = retriever.answer(question.question, question.earlier)
        articles = {e["article_id"] for e in gold["evidence"]}
        if isinstance(found, Abstention):
            outcome = "refused"
        elif found.quotes[0].article.id in articles and not hide_evidence:
            outcome = "right"
        else:
            outcome = "wrong"
        can_be = gold["answerable"] and not hide_evidence
        yield question.earlier.standing, f"{outcome}, {'answerable' if can_be else 'not'}"


def main(arguments: list[str]) -> None:
    for name, thread in SETS:
        qset = load(Path(arguments[0]), name)
        qset = asked_in_threads(qset) if thread == "changes" else qset
        counts = Counter(outcomes(qset, hide_evidence=thread == "hidden"))
        for standing in ("alone", "either", "leaning"):
            can_be = [counts[standing, f"{outcome}, answerable"] for outcome in ("right", "wrong", "refused")]
            cannot = [counts[standing, f"{outcome}, not"] for outcome in ("wrong", "refused")]
            print(
                f"{name} {thread:8} {standing:8} {sum(can_be):4} answerable: {sum(can_be[:2])} answered, "
                f"{can_be[0]} from the right article; {sum(cannot):4} not: {cannot[1]} refused"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
