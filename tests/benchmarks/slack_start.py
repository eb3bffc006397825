"""How long a start takes: from the command to a connection to Slack with the seeds read.

python tests/benchmarks/slack_start.py --times 7
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from slack_process import environment, small_slack, start


async def measure(folder: Path) -> float:
    async with small_slack() as slack:
        environ = environment(slack, folder)
        del environ["ONRECORD_ARCHIVE"]  # the seeds, then
        began = time.monotonic()
        running = await start(environ)
        while (await running.get("/readyz"))[0] != 200:  # noqa: ASYNC110  # the process tells it to who asks
            await asyncio.sleep(0.005)
        seconds = time.monotonic() - began
        await running.end()
        return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    seconds = []
    for _ in range(parser.parse_args().times):
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(asyncio.run(measure(Path(folder))))
    print(f"ready after: median {statistics.median(seconds):.2f} s, from {min(seconds):.2f} to {max(seconds):.2f} s")


if __name__ == "__main__":
    main()
