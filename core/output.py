# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are written: what the system refuses, in words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import OutputError
from .partial import journal_of

# Characters of a name that are shown where it is at fault.
LONGEST_SHOWN = 60


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise what the system refuses within the block as an error of ours."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"“{path}” cannot be written: {error.strerror or 'the disk refused'}.") from None


def check_name(path: Path) -> None:
    """Refuse a name that no file can have; those of the files beside it are longer (``partial``).

    Raises:
        OutputError: it is too long, or has a character that no name may have.
    """
    try:
        os.lstat(journal_of(path))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        shown = path.name if len(path.name) <= LONGEST_SHOWN else f"{path.name[:LONGEST_SHOWN]}…"
        raise OutputError(f"“{shown}” cannot be the name of a file ({reason}): choose another.") from None
