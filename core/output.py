# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are written: what the system refuses, in words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from .errors import OutputError


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise what the system refuses within the block as an error of ours."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"“{path}” cannot be written: {error.strerror or 'the disk refused'}.") from None
