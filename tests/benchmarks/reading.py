"""How fast articles are read and cut into sentences: python -m tests.benchmarks.reading PATH ...

Prints megabytes of UTF-8 text a CPU second for each path, and the CPU seconds that a megabyte of hostile text takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

from retrieval.model import Article
from retrieval.readers import read
from retrieval.segment import passages, sentences

HOSTILE = ('"', "“", "'", "(", "“a. ", "... ", "A\n", "# a\n", "😀. ")
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = process_time()
    result = work()
    return process_time() - start, result


def cut(articles: list[Article]) -> int:
    """The number of sentences; passages are cut, too."""
    found = [(article, sentences(article)) for article in articles]
    return sum(len(cuts) for article, cuts in found if passages(article, cuts) or not cuts)


def main(paths: list[str]) -> None:
    for path in paths:
        reading, articles = timed(lambda path=path: [a for a in read(Path(path)) if isinstance(a, Article)])
        megabytes = sum(len(article.text.encode()) for article in articles) / 1e6
        cutting, count = timed(lambda articles=articles: cut(articles))
        print(f"{path}: {len(articles)} articles, {count} sentences, {megabytes:.1f} MB")
        print(f"  read {megabytes / reading:.1f} MB/s, cut {megabytes / cutting:.1f} MB/s")
    for text in HOSTILE:
        article = Article("hostile", text * (1_000_000 // len(text)))
        seconds, count = timed(lambda article=article: cut([article]))
        print(f"1 MB of {text!r}: {count} sentences, {seconds:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
