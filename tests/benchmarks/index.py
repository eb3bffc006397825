"""The index beside other engines: time, memory, and whether the ten best are those of rank_bm25.

Run as ``python -m tests.benchmarks.index`` from the checkout, with bm25s, numba, tantivy and matplotlib installed;
``--help`` tells what can be chosen. Passages are synthetic: 60 terms each from a vocabulary of half a million with
Zipf's frequencies. Questions have 6 to 12 terms that are drawn in the same way, and once more without the 100 most
frequent terms, as the stop list leaves them. Each engine runs in a process of its own, one after the other. Builds and
questions are told in CPU seconds, because those change least when the machine has something else to do; "peak GB more"
is what the build needs beside what the process had before. "4 threads" is how many times as fast four threads are that
share the questions.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from tests.benchmarks.index_engines import ENGINES, FIRST_DAY, PER_ARTICLE

VOCABULARY, LENGTH, QUERIES, STOP_WORDS, LIMIT, THREADS = 500_000, 60, 200, 100, 10, 4
ADDED = 20  # articles
PIECE = 10_000  # passages
WORDS = [f"t{number}" for number in range(VOCABULARY)]


def zipf(chance: np.random.Generator, size: tuple[int, ...], skipped: int = 0) -> np.ndarray:
    """Terms with Zipf's frequencies, never one of the ``skipped`` most frequent."""
    share = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    low = share[skipped - 1] if skipped else 0.0
    return np.searchsorted(share, low + (share[-1] - low) * chance.random(size)).astype(np.int32)


def queries(skipped: int) -> list[list[str]]:
    chance = np.random.default_rng(2)
    lengths = chance.integers(6, 13, QUERIES).tolist()
    return [[WORDS[term] for term in zipf(chance, (length,), skipped).tolist()] for length in lengths]


def write(corpus_file: Path, size: int) -> None:
    """Piece by piece, since a child begins with the peak memory of its parent."""
    chance = np.random.default_rng(1)
    with corpus_file.open("wb") as file:
        for begin in range(0, size, PIECE):
            zipf(chance, (min(PIECE, size - begin), LENGTH)).tofile(file)


def passages(corpus_file: Path) -> Iterator[list[str]]:
    """Read piece by piece, so that the corpus does not count as an engine's memory."""
    with corpus_file.open("rb") as file:
        while len(piece := np.fromfile(file, np.int32, PIECE * LENGTH)):
            yield from worded(piece)


def worded(terms: np.ndarray) -> Iterator[list[str]]:
    for row in terms.reshape(-1, LENGTH).tolist():
        yield [WORDS[term] for term in row]


def seconds(call: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    start = clock()
    call()
    return clock() - start


def milliseconds(calls: Sequence[Callable[[], object]], clock: Callable[[], float] = process_time) -> dict[str, float]:
    times = [seconds(call, clock) * 1000 for call in calls]
    return {"p50": float(np.median(times)), "p95": float(np.percentile(times, 95))}


def peak() -> float:
    """The most memory so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def measure(name: str, corpus_file: Path, folder: Path) -> dict[str, object]:
    """All figures of one engine, in this process."""
    size = corpus_file.stat().st_size // (4 * LENGTH)
    engine = ENGINES[name](folder)
    reading = seconds(lambda: sum(1 for _ in passages(corpus_file)), process_time)
    before = peak()
    building = seconds(lambda: engine.build(passages(corpus_file)), process_time)
    figures: dict[str, object] = {"build CPU s": building - reading, "peak GB more": peak() - before}
    if hasattr(engine, "open"):
        figures["open ms"] = seconds(engine.open) * 1000

    def ask(questions: Sequence[Sequence[str]]) -> list[list[tuple[int, float]]]:
        return [engine.search(question, LIMIT) for question in questions]

    asked = queries(0), queries(STOP_WORDS)
    engine.search(asked[0][0], LIMIT)  # loads and compiles
    if name == "rank_bm25":
        asked = asked[0][:20], asked[1][:20]
    for label, questions in zip(("all terms CPU ms", "no stop words CPU ms"), asked, strict=True):
        figures[label] = milliseconds([lambda q=q: engine.search(q, LIMIT) for q in questions])
    figures["found"] = ask(asked[0][:20])
    if hasattr(engine, "search_days"):
        first = FIRST_DAY + timedelta(60)
        days = first, first + timedelta(29)
        figures["30 days CPU ms"] = milliseconds([lambda q=q: engine.search_days(q, LIMIT, *days) for q in asked[1]])
    if name != "rank_bm25":
        shares = [asked[1][number::THREADS] for number in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as pool:
            one = seconds(lambda: ask(asked[1]))
            four = seconds(lambda: list(pool.map(ask, shares)))
        figures["4 threads"] = one / four
    if hasattr(engine, "add"):
        chance = np.random.default_rng(3)
        new = [list(worded(zipf(chance, (PER_ARTICLE, LENGTH)))) for _ in range(ADDED)]
        first = -(-size // PER_ARTICLE) * PER_ARTICLE
        figures["add ms"] = milliseconds(
            [lambda n=n, a=a: engine.add(first + n * PER_ARTICLE, a) for n, a in enumerate(new)], perf_counter
        )
    if hasattr(engine, "remove"):
        chosen = np.random.default_rng(4).integers(0, size, ADDED).tolist()
        figures["remove ms"] = milliseconds([lambda n=n: engine.remove(n) for n in chosen], perf_counter)
    return figures


def same_best(found: list[list[tuple[int, float]]], reference: list[list[tuple[int, float]]]) -> str:
    """How many of the ten best are the reference's, or that even all scores are equal to the bit."""
    if found == reference:
        return "to the bit"
    shares = [
        len({place for place, _ in mine} & {place for place, _ in theirs}) / max(len(theirs), 1)
        for mine, theirs in zip(found, reference, strict=True)
    ]
    return f"{sum(shares) / len(shares):.2f}"


def cell(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['p50']:.3g} ({value['p95']:.3g})"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def report(size: int, results: dict[str, dict[str, object]]) -> None:
    """Ratios first, then the table."""
    print(f"\n{size:,} passages")
    ours, rival = results.get("onrecord, fast"), results.get("tantivy")
    if ours and rival:
        for row in ("all terms CPU ms", "no stop words CPU ms"):
            print(f"  {row[:-7]}: {ours[row]['p50'] / rival[row]['p50']:.2f} times tantivy's p50")
    rows = list(dict.fromkeys(row for figures in results.values() for row in figures if row != "found"))
    print("  " + "".join(f"{name:>20}" for name in ["", *results]))
    for row in rows:
        print("  " + f"{row:>20}" + "".join(f"{cell(figures.get(row, '-')):>20}" for figures in results.values()))
    if "rank_bm25" in results:
        reference = results["rank_bm25"]["found"]
        line = "".join(f"{same_best(figures['found'], reference):>20}" for figures in results.values())
        print("  " + f"{'same best ten':>20}" + line)


def plot(every: dict[int, dict[str, dict[str, object]]], file: Path) -> None:
    """The median time of a question as the archive grows."""
    import matplotlib.pyplot as plt  # noqa: PLC0415  only where a picture is asked for

    figure, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True, layout="constrained")
    for axis, row in zip(axes, ("all terms CPU ms", "no stop words CPU ms"), strict=True):
        for name in ENGINES:
            points = [(size, results[name][row]["p50"]) for size, results in every.items() if name in results]
            if points:
                axis.loglog(*zip(*points, strict=True), marker="o", label=name)
        axis.set(title=row.removesuffix(" CPU ms"), xlabel="passages")
    axes[0].set_ylabel("CPU milliseconds a question, median")
    axes[0].legend()
    figure.savefig(file, dpi=120)


def in_a_process(name: str, corpus_file: Path, folder: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.benchmarks.index", "--measure", name, corpus_file, folder]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, object] = json.loads(output.splitlines()[-1])
    return figures


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000], metavar="PASSAGES")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=[*ENGINES], metavar="ENGINE")
    parser.add_argument("--plot", type=Path, metavar="PNG")
    parser.add_argument("--measure", nargs=3, help="for the script itself")
    arguments = parser.parse_args()
    if arguments.measure:
        name, corpus_file, folder = arguments.measure
        print(json.dumps(measure(name, Path(corpus_file), Path(folder))))
        return
    every: dict[int, dict[str, dict[str, object]]] = {}
    for size in arguments.sizes:
        with TemporaryDirectory() as folder:
            corpus_file = Path(folder) / "corpus"
            write(corpus_file, size)
            results = every[size] = {}
            for name in arguments.engines:
                engine_folder = Path(folder) / name
                engine_folder.mkdir()
                results[name] = in_a_process(name, corpus_file, engine_folder)
        report(size, results)
    if arguments.plot:
        plot(every, arguments.plot)


if __name__ == "__main__":
    main()
