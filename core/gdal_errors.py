# SPDX-License-Identifier: GPL-2.0-or-later
"""GDAL's own messages, collected while it works, whether or not somebody has switched its exceptions on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def collected() -> Iterator[list[str]]:
    """Collect the errors of GDAL within the block in the list that is handed out; nothing is printed or raised."""
    from osgeo import gdal

    messages: list[str] = []

    def note(level: int, _: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            messages.append(message)

    gdal.PushErrorHandler(note)
    try:
        yield messages
    except RuntimeError as error:
        messages.append(str(error))
    finally:
        gdal.PopErrorHandler()
