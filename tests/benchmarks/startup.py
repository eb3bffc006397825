"""How long ``onrecord ask`` takes on the seeds, from the start of the process to the printed answer.

Run as ``python -m tests.benchmarks.startup [RUNS]`` from the checkout. CPU seconds are told too, because they change
less than the others when the machine has something else to do.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.bootstrap import assistant
from bot.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION = "Who said recognition of Crimea would be legally invalid?"
GOAL_START, GOAL_ANSWER = 0.7, 0.005  # seconds


def start_to_answer(runs: int) -> tuple[list[float], float]:
    """Seconds of each run, and the CPU seconds of one on average. One run before them fills the caches."""
    command = [sys.executable, "-m", "bot", "ask", "--archive", str(SEEDS), QUESTION]
    subprocess.run(command, check=True, capture_output=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = []
    for _ in range(runs):
        start = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(perf_counter() - start)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / runs


def answers(runs: int) -> list[float]:
    """Seconds of answers alone, each to a question that is new to its thread."""
    asked = assistant(Settings(), archive=[SEEDS])
    return [asked.reply(f"run {run}", QUESTION).seconds for run in range(runs)]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    seconds, cpu = start_to_answer(runs)
    alone = answers(50 * runs)
    print(
        f"start to answer  median {median(seconds):.3f} s  best {min(seconds):.3f} s  "
        f"CPU {cpu:.3f} s  goal {GOAL_START} s"
    )
    print(
        f"answer alone     median {median(alone) * 1000:.2f} ms  first {alone[0] * 1000:.2f} ms  "
        f"worst {max(alone) * 1000:.2f} ms  goal {GOAL_ANSWER * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
