# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in GDAL's memory, for drivers that write nothing else than files."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

from osgeo import gdal

_numbers = itertools.count()


@contextlib.contextmanager
def scratch_folder() -> Iterator[str]:
    """Give the name of a folder that no other thread uses, and remove it with everything a driver left in it."""
    name = f"/vsimem/sandbox_{next(_numbers)}"
    gdal.Mkdir(name, 0o755)
    try:
        yield name
    finally:
        gdal.RmdirRecursive(name)


def read_file(name: str) -> bytes:
    """Return the content of a file in memory. Raises RuntimeError where there is none."""
    status = gdal.VSIStatL(name)
    if status is None:
        message = f"GDAL wrote no {name}"
        raise RuntimeError(message)
    handle = gdal.VSIFOpenL(name, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, status.size, handle))
    finally:
        gdal.VSIFCloseL(handle)
