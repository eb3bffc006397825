"""A PostgreSQL server of its own for tests, where its programs are installed."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

# The server refuses to run as root, which containers often are.
_RUNNER = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


@contextmanager
def running():
    """The URL of a server that runs while the block does; without its programs the test is skipped."""
    initdb = shutil.which("initdb")
    if not initdb:
        pytest.skip("the programs of PostgreSQL are not on the path")
    runner = _RUNNER if Path("/proc/self").owner() == "root" and shutil.which("setpriv") else ()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        control = [*runner, "pg_ctl", "-D", folder / "pg"]
        flags = f"-k {folder} -h '' -c fsync=off"
        try:
            _run([*runner, initdb, "-D", folder / "pg", "-A", "trust", "-U", "onrecord"])
            _run([*control, "-w", "-l", folder / "pg" / "log", "-o", flags, "start"])
        except subprocess.CalledProcessError as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        try:
            yield f"postgresql:///postgres?host={folder}&user=onrecord"
        finally:
            _run([*control, "-m", "immediate", "stop"])


def _run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # the server keeps them
