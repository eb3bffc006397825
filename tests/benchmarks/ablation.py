"""What each feature is worth: python -m tests.benchmarks.ablation DATA_FOLDER

Prints Markdown tables of what is lost without one feature of a model, the weights of the others fitted anew: of the
choice, the share of answerable questions whose first candidate is evidence, and is of the right article; of the
confidence, how well it tells questions that can be answered from others (auroc), and how far above the news set's
floor the least sure answer to a seed question is, in logits; of that of leaning questions, how well it tells first
candidates of the right article from others, and from those in threads of another topic.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.qa_data import SEED, scorer
from tests.benchmarks.train import (
    Confidence,
    fit_alone,
    fit_confidence_alone,
    fit_confidence_leaning,
    fit_leaning,
    fit_thread,
    least_logit,
    trained,
)
from tests.benchmarks.train_data import (
    CHOICE,
    CONFIDENCE,
    CONFIDENCE_LEANING,
    LEANING,
    NEWS,
    OTHERS,
    TALKS,
    THREAD,
    Choice,
    Example,
    Examples,
    Firsts,
    examples,
    first,
    firsts,
    joined,
    standing,
)

ALONE_SETS = (NEWS, *OTHERS, SEED)


def without(name: str, names: Sequence[str]) -> list[str]:
    return [other for other in names if other != name]


def table(heads: Sequence[str], rows: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    yield f"| {' | '.join(['without', *heads])} |"
    yield f"|{' --- |' * (len(heads) + 1)}"
    for name, cells in rows:
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def hits(found: Sequence[Example], choice: Choice) -> str:
    own = [e for e in found if e.answerable]
    best = [(e, first(e, choice)) for e in own]
    evidence = sum(b is not None and bool(e.evidence[b]) for e, b in best)
    article = sum(b is not None and bool(e.right_article[b]) for e, b in best)
    return f"{evidence / len(own):.3f} · {article / len(own):.3f}"


def of_choice(found: Examples, choice: Choice) -> Iterator[tuple[str, list[str]]]:
    def cells(weights: Choice) -> list[str]:
        return [hits(found[name], weights) for name in ALONE_SETS]

    yield "nothing", cells(choice)
    for name in CHOICE:
        yield f"`{name}`", cells(choice | {"alone": fit_alone(found, without(name, CHOICE))})


def of_thread(found: Examples, switched: Examples, choice: Choice) -> Iterator[tuple[str, list[str]]]:
    own = standing(found[TALKS], "thread")
    elsewhere = standing(switched[NEWS], "thread")
    yield "nothing", [hits(own, choice), hits(elsewhere, choice)]
    for name in THREAD:
        changed = choice | {"thread": fit_thread(found, switched, choice["alone"], without(name, THREAD))}
        yield f"`{name}`", [hits(own, changed), hits(elsewhere, changed)]
    yield "the thread", [hits(own, choice | {"thread": {}}), hits(elsewhere, choice | {"thread": {}})]


def of_leaning(found: Examples, choice: Choice) -> Iterator[tuple[str, list[str]]]:
    own = standing(found[TALKS], "leaning", "either")
    yield "nothing", [hits(own, choice)]
    for name in LEANING:
        yield f"`{name}`", [hits(own, choice | {"leaning": fit_leaning(found, without(name, LEANING))})]


def told_apart(found: Firsts, logits: Sequence[float], module) -> str:
    right = [score for score, yes in zip(logits, found.right, strict=True) if yes]
    wrong = [score for score, yes in zip(logits, found.right, strict=True) if not yes]
    return f"{module.auroc(right, wrong):.3f}"


def of_confidence(found: Examples, choice: Choice, module) -> Iterator[tuple[str, list[str]]]:
    asked = {name: [e for e in found[name] if not e.hidden] for name in (NEWS, *OTHERS)}
    asked["hidden"] = [e for e in found[NEWS] if e.hidden or e.answerable]
    told = [firsts(own, choice) for own in asked.values()]

    def cells(confidence: Confidence) -> list[str]:
        above = least_logit(found[SEED], choice, confidence, 1.0) - least_logit(found[NEWS], choice, confidence)
        return [*(told_apart(each, each.logits(confidence), module) for each in told), f"{above:.2f}"]

    yield "nothing", cells(fit_confidence_alone(found, choice))
    for name in CONFIDENCE:
        yield f"`{name}`", cells(fit_confidence_alone(found, choice, without(name, CONFIDENCE)))


def of_confidence_leaning(
    found: Examples, switched: Examples, choice: Choice, module
) -> Iterator[tuple[str, list[str]]]:
    told = []
    for kind in ("leaning", "either"):
        own = firsts(standing(found[TALKS], kind), choice, of_article=True)
        right = Firsts(*(column[own.right] for column in own))
        elsewhere = [e for other in switched.values() for e in standing(other, kind) if e.terms]
        told += [(kind, own), (kind, joined([right, firsts(elsewhere, choice, of_article=True)]))]

    def cells(confidence: Confidence) -> list[str]:
        return [told_apart(each, each.sums(confidence[kind]), module) for kind, each in told]

    yield "nothing", cells(fit_confidence_leaning(found, switched, choice))
    for name in CONFIDENCE_LEANING:
        names = without(name, CONFIDENCE_LEANING)
        yield f"`{name}`", cells(fit_confidence_leaning(found, switched, choice, names))


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    module = scorer(folder)
    found, switched = examples(folder)
    choice, _, _ = trained(found, switched)
    tables = (
        table(ALONE_SETS, of_choice(found, choice)),
        table((f"{TALKS}, standing alone", f"{NEWS} in other threads"), of_thread(found, switched, choice)),
        table((f"{TALKS}, leaning",), of_leaning(found, choice)),
        table((NEWS, *OTHERS, f"{NEWS} hidden", "seeds above"), of_confidence(found, choice, module)),
        table(
            ("leaning", "against elsewhere", "of either kind", "against elsewhere"),
            of_confidence_leaning(found, switched, choice, module),
        ),
    )
    for lines in tables:
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
