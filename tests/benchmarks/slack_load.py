"""Mentions in many threads, with the faults of a bad day, and how long their answers take.

    python tests/benchmarks/slack_load.py --mentions 1000 --threads 60

Exit code 1 when a question was not answered exactly once, in its thread.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from slack_pressure import Load, play


def main() -> int:
    usual = Load()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=usual.mentions)
    parser.add_argument("--threads", type=int, default=usual.threads)
    parser.add_argument("--at-once", type=int, default=usual.at_once, help="mentions on their way at the same time")
    parser.add_argument("--seed", type=int, default=usual.seed)
    load = Load(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        count = asyncio.run(play(load, Path(folder)))
    print("\n".join(count.lines()))
    return 0 if count.right else 1


if __name__ == "__main__":
    sys.exit(main())
