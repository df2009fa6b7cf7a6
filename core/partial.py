# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a download that is not finished: they lie beside its output, under names that do not look finished.

Imports nothing but the standard library: a program asks about them when it starts.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from .filelock import Taken, give_up, is_taken, take

PART = ".part"
JOURNAL = ".part.journal"
SIDECARS = (".aux.xml", ".ovr", ".msk")


def part_of(output: Path) -> Path:
    """Return the raster that is being written, in place of ``output``."""
    return output.with_name(output.name + PART)


def journal_of(output: Path) -> Path:
    """Return the list of what is in it."""
    return output.with_name(output.name + JOURNAL)


def is_interrupted(output: Path) -> bool:
    """Tell whether a download into ``output`` was interrupted and can go on; one that is running was not."""
    return part_of(output).is_file() and journal_of(output).is_file() and not is_taken(journal_of(output))


def discard(output: Path) -> bool:
    """Remove what is left of an interrupted download; return False where it is running, and nothing was removed."""
    journal = journal_of(output)
    if not journal.exists():
        return True
    try:
        held = take(journal)
    except (Taken, OSError):
        return False
    remove_part(output)
    give_up(journal, held)
    return True


def remove_part(output: Path) -> None:
    """Remove the unfinished raster and what GDAL put beside it."""
    for suffix in ("", *SIDECARS):
        with contextlib.suppress(OSError):
            Path(f"{part_of(output)}{suffix}").unlink()


def bytes_on_disk(output: Path) -> int:
    """Return how much room the unfinished raster takes already."""
    try:
        found = part_of(output).stat()
    except OSError:
        return 0
    blocks: int | None = getattr(found, "st_blocks", None)
    return found.st_size if blocks is None else min(found.st_size, blocks * 512)
