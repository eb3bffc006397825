"""``kill -9`` at random moments of ingest, removal, merging and reindexing; after each, everything is verified.

Run as ``python -m tests.benchmarks.archive_kill [ROUNDS [SEED [URL]]]`` from the checkout; without the URL of an empty
database in SQLite.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive_kill import Rounds

WITHIN = 1.5  # seconds after the start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        url = sys.argv[3] if len(sys.argv) > 3 else f"sqlite:///{name}/archive.sqlite3"
        trial = Rounds(url, Path(name, "archive.index"), seed)
        wrong = [f"round {n}: {fault}" for n in range(1, rounds + 1) for fault in trial.kill(WITHIN)]
    print(*wrong, sep="\n")
    print(f"{rounds} kills, {len(wrong)} faults; killed while: {trial.killed}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
