# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixel types: what Esri's codes are in numpy and GDAL, and what they can hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import PlanError

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class PixelType:
    """A pixel type by Esri's code; ``bits`` are those of its value range, ``numpy_name`` how it travels.

    U1, U2 and U4 travel and are stored as whole bytes (Export Image reference, section on binary formats).
    """

    code: str
    numpy_name: str
    gdal_name: str
    minimum: float
    maximum: float

    @property
    def bytes(self) -> int:
        """Return the bytes of one sample on the wire and in memory."""
        return self.dtype.itemsize

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the numpy type, little-endian as ArcGIS sends it."""
        import numpy as np

        return np.dtype(self.numpy_name).newbyteorder("<")

    @property
    def is_float(self) -> bool:
        """Tell whether values have fractions."""
        return self.numpy_name.startswith(("float", "complex"))

    @property
    def is_complex(self) -> bool:
        """Tell whether values are complex."""
        return self.numpy_name.startswith("complex")

    def nearest(self, value: float) -> float | None:
        """Return ``value`` as this type stores it, or None where it cannot.

        Servers write the lowest float as -3.4028235e+38, a rounding of the true bound: it is stored as the bound.
        """
        import numpy as np

        if not self.is_float:
            return value if float(value).is_integer() and self.minimum <= value <= self.maximum else None
        with np.errstate(over="ignore"):
            stored = float(np.real(np.dtype(self.numpy_name).type(value)))
        return stored if math.isfinite(stored) or not math.isfinite(value) else None


_F32_MAX = 3.4028234663852886e38
_F64_MAX = 1.7976931348623157e308

PIXEL_TYPES: dict[str, PixelType] = {
    kind.code: kind
    for kind in (
        PixelType("U1", "uint8", "Byte", 0, 1),
        PixelType("U2", "uint8", "Byte", 0, 3),
        PixelType("U4", "uint8", "Byte", 0, 15),
        PixelType("U8", "uint8", "Byte", 0, 255),
        PixelType("S8", "int8", "Int8", -128, 127),
        PixelType("U16", "uint16", "UInt16", 0, 65535),
        PixelType("S16", "int16", "Int16", -32768, 32767),
        PixelType("U32", "uint32", "UInt32", 0, 4294967295),
        PixelType("S32", "int32", "Int32", -2147483648, 2147483647),
        PixelType("F32", "float32", "Float32", -_F32_MAX, _F32_MAX),
        PixelType("F64", "float64", "Float64", -_F64_MAX, _F64_MAX),
        PixelType("C64", "complex64", "CFloat32", -_F32_MAX, _F32_MAX),
        PixelType("C128", "complex128", "CFloat64", -_F64_MAX, _F64_MAX),
    )
}

# The next larger type that holds every value exactly, and has one more for NoData (Esri's GeoAnalytics Engine writes
# rasters so). Image services have no 64-bit integers, and F32 would lose digits of 32-bit ones: beyond them is F64.
_PROMOTED = {
    "U1": "U8",
    "U2": "U8",
    "U4": "U8",
    "U8": "U16",
    "U16": "U32",
    "U32": "F64",
    "S8": "S16",
    "S16": "S32",
    "S32": "F64",
    "F32": "F64",
    "F64": "F64",
}


def promoted(kind: PixelType) -> PixelType:
    """Return the type in which a raster of ``kind`` is published; the largest value of that type is its NoData.

    Raises:
        PlanError: the values are complex.
    """
    code = _PROMOTED.get(kind.code)
    if code is None:
        raise PlanError("Complex values cannot be published with exact NoData: publish real and imaginary part.")
    return PIXEL_TYPES[code]


def pixel_type(code: str | None) -> PixelType:
    """Return the pixel type of Esri's code, in any case.

    Raises:
        PlanError: the code is none of Esri's, or UNKNOWN.
    """
    kind = PIXEL_TYPES.get((code or "").strip().upper())
    if kind is None:
        choices = ", ".join(PIXEL_TYPES)
        raise PlanError(f"{code!r} is not a pixel type of image services; choose one of {choices}.")
    return kind


def of_dtype(dtype: np.dtype[Any]) -> PixelType:
    """Return the pixel type that numpy's ``dtype`` holds.

    Raises:
        PlanError: image services have no such type (64-bit integers, for one).
    """
    for kind in PIXEL_TYPES.values():
        if kind.code not in {"U1", "U2", "U4"} and kind.numpy_name == dtype.name:
            return kind
    raise PlanError(f"Image services have no pixel type for {dtype.name}: convert the raster first.")
