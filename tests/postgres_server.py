"""A PostgreSQL server of its own for tests, where its programs are installed."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from retrieval.archive.engine import with_driver

# The server refuses to run as root, which containers often are.
_RUNNER = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


@contextmanager
def running():
    """Makes empty databases on a server that runs while the block does; gives the URL of each.

    Without the server's programs the test is skipped.
    """
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
            _run([*runner, initdb, "-D", folder / "pg", "-A", "trust", "-U", "onrecord", "--no-sync"])
            _run([*control, "-w", "-l", folder / "pg" / "log", "-o", flags, "start"])
        except subprocess.CalledProcessError as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        try:
            yield _databases(f"postgresql:///postgres?host={folder}&user=onrecord")
        finally:
            _run([*control, "-m", "immediate", "stop"])


def _databases(server):
    numbers = count()

    def database():
        name = f"test{next(numbers)}"
        engine = create_engine(with_driver(make_url(server)), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return server.replace("/postgres?", f"/{name}?")

    return database


def _run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # the server keeps them
