"""Writing files whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def replace(file: Path, text: str) -> None:
    """Put ``text`` in the place of what the file holds: a reader sees the one or the other, also after a crash.

    A link stays a link, and permissions stay. Raises OSError.
    """
    file = file.resolve()
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            shutil.copymode(file, part)
        part.replace(file)
    except BaseException:  # also Ctrl-C: nothing half-written is left behind
        part.unlink(missing_ok=True)
        raise
