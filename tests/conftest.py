"""What holds for every test.

A job that a shell starts in the background is told to ignore interrupts, and so are all that it starts. The tests that
press Ctrl-C need programs that listen to it, wherever the suite itself was started.
"""

from __future__ import annotations

import signal

import postgres_server
import pytest
from hypothesis import settings
from osmem_server import OsmemServer

signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no failure, and the first Cyrillic word loads the lemmas of Ukrainian.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def osmem_server():
    """In place of the plugin's, which leaves a pipe open."""
    server = OsmemServer.start(freeze=True, japanese=False)
    yield server
    server.close()
    server.process.stdout.close()


@pytest.fixture(scope="session")
def postgres():
    """Makes empty databases on one server; gives the URL of each."""
    with postgres_server.running() as database:
        yield database
