"""Scores attribution against gold: python -m tests.benchmarks.attribution DATA_FOLDER [NAME ...]

DATA_FOLDER holds NAME_dev.jsonl (articles with gold quotes), perhaps NAME_dev.resolved.jsonl, and the scorer,
score_attribution.py, whose functions are run from there. Prints its figures, articles a second of one core, and a table
of the spoken sentences by class of speaker: how many there are, found, and credited to the right speaker.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from retrieval.attribution import attribute
from retrieval.model import Article
from retrieval.segment import sentences

PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who", "which", "that"])
LEAST_SHARE = 0.4


def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_attribution", folder / "score_attribution.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def predict(gold: dict[str, Any]) -> dict[str, Any]:
    """What `onrecord inspect --json` says of an article, as far as the scorer reads it."""
    published = gold.get("date")
    article = Article(gold["id"], gold["text"], published=date.fromisoformat(published) if published else None)
    cut = sentences(article)
    began = time.process_time()
    found = attribute(article, cut)
    seconds = time.process_time() - began
    fields = ("start", "end", "speaker", "speaker_text", "cue")
    return {"id": article.id, "seconds": seconds, "statements": [{f: getattr(s, f) for f in fields} for s in found]}


def main_quote(quotes: list[dict[str, Any]], first: int, end: int) -> dict[str, Any] | None:
    """The quote with the largest share of tokens ``first:end``, when the quotes cover enough of them."""
    shares = [(max(0, min(q["sp"][1], end) - max(q["sp"][0], first)), i) for i, q in enumerate(quotes)]
    covered = {k for q in quotes for k in range(max(q["sp"][0], first), min(q["sp"][1], end))}
    if not shares or len(covered) < LEAST_SHARE * (end - first):
        return None
    return quotes[max(shares, key=lambda pair: (pair[0], -pair[1]))[1]]


def speaker_class(quote: dict[str, Any], text: str) -> str:
    """The class of a gold quote by how its speaker is given and where the cue stands."""
    speaker = quote["speaker_text"] or ""
    if not speaker:
        return "no speaker given"
    if speaker.lower() in PRONOUNS:
        kind = "pronoun"
    elif ", " in speaker:
        kind = "name with apposition or clause"
    elif any(word[0].isupper() for word in speaker.split()[-1:]):
        kind = "name"
    else:
        kind = "common noun"
    if quote["cue_start"] is None:
        return kind
    if quote["cue_start"] > quote["end"]:
        order = "words, verb, speaker" if quote["cue_start"] < quote["speaker_start"] else "words, speaker, verb"
    elif text[quote["cue_end"] : quote["start"]].strip().endswith(":") or quote["cue"] == ":":
        order = "colon"
    else:
        order = "speaker, verb, words"
    return f"{kind}; {quote['kind']}; {order}"


def by_class(
    score: ModuleType, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> Counter[tuple[str, str]]:
    """Spoken gold sentences by class: (class, "all" | "found" | "right")."""
    table: Counter[tuple[str, str]] = Counter()
    for article, line in zip(gold, predicted, strict=True):
        doc = score.Doc(article["text"])
        quotes = [dict(q, sp=doc.span(q["start"], q["end"])) for q in article["quotes"]]
        ours = [dict(q, sp=doc.span(q["start"], q["end"])) for q in score.as_quotes(line)["quotes"]]
        for start, end in score.sents(article["text"]):
            first, last = doc.span(start, end)
            if last - first < 4:
                continue
            wanted, got = main_quote(quotes, first, last), main_quote(ours, first, last)
            if wanted is None or not wanted.get("speech"):
                continue
            name = speaker_class(wanted, article["text"])
            table[name, "all"] += 1
            table[name, "found"] += got is not None
            table[name, "right"] += bool(got and score.same(got["speaker"], wanted["speaker_text"]))
    return table


def report(folder: Path, name: str) -> None:
    score = scorer(folder)
    gold = list(lines(folder / f"{name}_dev.jsonl"))
    predict(gold[0])  # the lexicon is read once a process
    predicted = [predict(article) for article in gold]
    resolved = folder / f"{name}_dev.resolved.jsonl"
    known = score.load_resolved(resolved) if resolved.exists() else None
    print(f"== {name}: {len(gold)} articles")
    for figure, value in score.evaluate(gold, [score.as_quotes(p) for p in predicted], known).items():
        print(f"{figure:18}", value)
    table = by_class(score, gold, predicted)
    print(f"\n{'class':66} {'all':>6} {'found':>6} {'right':>6}")
    for row in sorted({row for row, _ in table}, key=lambda row: -table[row, "all"]):
        total = table[row, "all"]
        shares = (f"{100 * table[row, column] / total:5.1f}%" for column in ("found", "right"))
        print(f"{row:66} {total:6}", *shares)
    print()


if __name__ == "__main__":
    for wanted_name in sys.argv[2:] or ["polnear", "gum"]:
        report(Path(sys.argv[1]), wanted_name)
