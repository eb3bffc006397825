"""What holds for every test.

A job that a shell starts in the background is told to ignore interrupts, and so are all that it starts. The tests that
press Ctrl-C need programs that listen to it, wherever the suite itself was started.
"""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
