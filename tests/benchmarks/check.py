"""How often a message is judged rightly: quotes of an archive, changed by a rule, held against that archive.

    python tests/benchmarks/check.py PATH [--sample N] [--seed S]

Half of the articles at PATH are the record. Quotes of that half, as they are and changed, must get the verdict of the
rule; quotes of the other half must not be taken for the record's. Prints one line a rule: judged rightly, of how many.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from retrieval.archive import MemoryArchive
from retrieval.check import check
from retrieval.index.okapi import OkapiIndex
from retrieval.ingest import indexed_passages, read_archive
from retrieval.model import Entry, Statement

WORDS = 8  # the fewest of a quote: shorter ones stand in the record more than once
_NEGATION = re.compile(r"\b(?:not|never|no) ")

Rule = Callable[[list[str], random.Random], list[str] | None]


def _same(words: list[str], _chance: random.Random) -> list[str]:
    return words


def _part(words: list[str], chance: random.Random) -> list[str]:
    start = chance.randrange(len(words) - WORDS + 1)
    return words[start : start + WORDS]


def _word_changed(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(words) - 1)
    return [*words[:at], "otherwise", *words[at + 1 :]]


def _word_dropped(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(words) - 1)
    return [*words[:at], *words[at + 1 :]]


def _word_put_in(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(1, len(words) - 1)
    return [*words[:at], "hardly", *words[at:]]


def _negation_dropped(words: list[str], _chance: random.Random) -> list[str] | None:
    said = " ".join(words)
    return _NEGATION.sub("", said, count=1).split() if _NEGATION.search(said) else None


def _left_out_and_marked(words: list[str], chance: random.Random) -> list[str] | None:
    at = chance.randrange(2, len(words) - 3)
    gone = words[at : at + 2]
    return None if _NEGATION.search(" ".join([*gone, ""])) else [*words[:at], "…", *words[at + 2 :]]


RULES: dict[str, tuple[Rule, str]] = {
    "as it is": (_same, "verbatim"),
    "a part of it": (_part, "verbatim"),
    "words left out and marked": (_left_out_and_marked, "verbatim"),
    "a word changed": (_word_changed, "differs"),
    "a word dropped": (_word_dropped, "differs"),
    "a word put in": (_word_put_in, "differs"),
    "a negation dropped": (_negation_dropped, "differs"),
}


def quotes(entry: Entry) -> list[tuple[str, Statement]]:
    """The direct statements of an article that are one sentence, without their marks."""
    found = []
    for statement in entry.statements:
        words = entry.article.text[statement.start : statement.end].strip(' "“”,')
        one = not re.search(r"[.!?…\n\[\"“”]", words.rstrip(".!?"))
        if statement.kind == "direct" and one and len(words.split()) >= WORDS:
            found.append((words, statement))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    entries = list(read_archive([given.archive])[0].entries())
    chance.shuffle(entries)
    record, others = entries[::2], entries[1::2]
    archive, index = MemoryArchive(record), OkapiIndex()
    index.add(passage for entry in record for passage in indexed_passages(entry))
    known = [quote for entry in record for quote in quotes(entry)]
    unknown = [quote for entry in others for quote in quotes(entry)]
    known, unknown = (chance.sample(q, min(given.sample, len(q))) for q in (known, unknown))
    print(f"{len(record)} articles, {len(index)} passages; {len(known)} quotes of theirs, {len(unknown)} of others")
    began, asked = time.perf_counter(), 0

    def verdict(words: list[str], speaker: str) -> str:
        items = check(f'{speaker} said: "{" ".join(words)}."', archive, index).items
        found = Counter(item.verdict for item in items)
        credited = any(item.credited_to for item in items)
        return (", ".join(sorted(found)) or "nothing to check") + (", credited otherwise" if credited else "")

    for name, (rule, right) in RULES.items():
        changed = [(rule(words.split(), chance), s.speaker or "She") for words, s in known]
        seen = Counter(verdict(words, speaker) for words, speaker in changed if words)
        asked += seen.total()
        others = {found: count for found, count in seen.items() if found != right}
        print(f"{name:28} {seen[right]:4} of {seen.total():4} {right}; others: {others}")
    seen = Counter(verdict(words.split(), "Nadia Frost") for words, s in known if s.speaker)
    print(
        f"{'credited to somebody else':28} {seen['verbatim, credited otherwise']:4} of {seen.total():4}; {dict(seen)}"
    )
    far = Counter(verdict(words.split(), s.speaker or "She") for words, s in unknown)
    right = far.total() - sum(count for found, count in far.items() if found.startswith(("verbatim", "differs")))
    print(f"{'not of this record':28} {right:4} of {far.total():4} not taken for it; {dict(far)}")
    asked += seen.total() + far.total()
    print(f"{1000 * (time.perf_counter() - began) / asked:.1f} ms a message")


if __name__ == "__main__":
    main()
