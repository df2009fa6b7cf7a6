# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri pixel types as numpy types, and conversion between them with clamping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

DTYPES: dict[str, str] = {
    "U1": "u1",
    "U2": "u1",
    "U4": "u1",
    "U8": "u1",
    "S8": "i1",
    "U16": "u2",
    "S16": "i2",
    "U32": "u4",
    "S32": "i4",
    "F32": "f4",
    "F64": "f8",
    "C64": "c8",
    "C128": "c16",
}
NARROW = {"U1": 1, "U2": 3, "U4": 15}  # types that travel as one byte (Esri's JavaScript client reads them so)


@dataclass(frozen=True)
class Image:
    """Pixels on their way to a client.

    ``data`` has the shape (bands, rows, columns); ``valid`` (rows, columns) is the one mask of all bands, None where
    every pixel is valid. ``rendered`` says that the values are colours and no longer data.
    """

    data: Array
    valid: Mask | None
    pixel_type: str
    rendered: bool = False

    @property
    def bands(self) -> int:
        """Return the number of bands."""
        return int(self.data.shape[0])

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return int(self.data.shape[1])

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return int(self.data.shape[2])

    def mask(self) -> Mask:
        """Return the mask as an array, True where valid."""
        if self.valid is None:
            return np.ones(self.data.shape[1:], dtype=np.bool_)
        return self.valid


def dtype_of(pixel_type: str) -> np.dtype[Any]:
    """Return the little-endian numpy type that carries a pixel type."""
    return np.dtype(DTYPES[pixel_type]).newbyteorder("<")


def pixel_type_of(dtype: np.dtype[Any]) -> str:
    """Return the Esri name of a numpy type."""
    short = dtype.kind + str(dtype.itemsize)
    for name, code in DTYPES.items():
        if code == short and name not in NARROW:
            return name
    message = f"no Esri pixel type holds {dtype}"
    raise ValueError(message)


def limits(pixel_type: str) -> tuple[float, float]:
    """Return the smallest and the largest value of a real pixel type."""
    if pixel_type in NARROW:
        return 0, NARROW[pixel_type]
    dtype = dtype_of(pixel_type)
    if dtype.kind == "c":
        pixel_type = {"C64": "F32", "C128": "F64"}[pixel_type]
        dtype = dtype_of(pixel_type)
    if dtype.kind == "f":
        real = np.finfo(dtype)
        return float(real.min), float(real.max)
    whole = np.iinfo(dtype)
    return int(whole.min), int(whole.max)


def cast(data: Array, pixel_type: str) -> Array:
    """Convert to a pixel type; values outside its range are clamped (Esri's Export Image page), fractions rounded."""
    target = dtype_of(pixel_type)
    if data.dtype == target and pixel_type not in NARROW:
        return data
    if data.dtype.kind == "c" and target.kind != "c":
        data = data.real
    if target.kind == "c":
        return data.astype(target)
    low, high = limits(pixel_type)
    if target.kind == "f":
        if data.dtype.kind == "f" and data.dtype.itemsize > target.itemsize:
            finite = np.isfinite(data)
            data = np.where(finite, np.clip(data, low, high), data)
        return data.astype(target)
    if data.dtype.kind == "f":
        # Not-a-number has no integer; whoever holds it has masked it already.
        data = np.rint(np.nan_to_num(data.astype(np.float64), nan=0.0))
    else:
        data = data.astype(np.int64)
    return np.clip(data, low, high).astype(target)
