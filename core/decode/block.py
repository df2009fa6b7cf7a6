# SPDX-License-Identifier: GPL-2.0-or-later
"""What a decoder is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from ..pixels import PixelType


@dataclass(frozen=True)
class Expected:
    """What the answer to a request must hold: the raw formats say nothing of themselves, and servers err.

    ``bands`` and ``pixel_type`` are None where the request left them to the server (a rendering rule, say).
    ``no_data`` holds the values that mean "invalid" in formats without a mask of their own (TIFF), as the request
    named them: one for all bands, or one per band. None means that none was asked for; then a NoData tag in the
    answer is not believed, because servers write one of their own into rendered pictures (measured: a zero, which
    would turn every black pixel invalid). ``no_data_match`` is how several bands count, see `no_data.fold_no_data`.
    """

    columns: int
    rows: int
    bands: int | None = None
    pixel_type: PixelType | None = None
    url: str | None = None
    no_data: tuple[float, ...] | None = None
    no_data_match: str | None = None


@dataclass(frozen=True)
class Block:
    """Pixels of one answer: ``data`` has the shape (bands, rows, columns) in native byte order.

    ``valid`` is None where every pixel is valid, else booleans (True = valid) of the shape (rows, columns), one for
    all bands, or (bands, rows, columns). Values of invalid pixels mean nothing. ``data`` may be a read-only view of
    the answer's own bytes, and need not be contiguous: copy before writing into it.
    """

    data: NDArray[Any]
    valid: NDArray[Any] | None = None

    @property
    def bands(self) -> int:
        """Return the number of bands."""
        return int(self.data.shape[0])
