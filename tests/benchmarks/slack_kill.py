"""Kill the bot at random moments under load, start it again each time, and count the answers.

    python tests/benchmarks/slack_kill.py --kills 50

Exit code 1 when a question was not answered exactly once, in its thread.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from slack_pressure import kill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = asyncio.run(kill(given.kills, Path(folder), seed=given.seed))
    print("\n".join(count.lines()))
    return 0 if count.right else 1


if __name__ == "__main__":
    sys.exit(main())
