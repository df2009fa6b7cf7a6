# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be asked of a download: every choice as a checked value. The contract's parameters, one to one."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any, Union

from . import lenient
from .clip import Clip
from .defaults import DEFAULT_CONCURRENCY, DEFAULT_TILE, MAX_CONCURRENCY
from .errors import PlanError
from .grid import Extent
from .spatialref import SpatialReference, SpatialReferenceLike

FORMATS = ("auto", "bsq", "bip", "lerc", "tiff", "jpgpng", "png", "png8", "png24", "png32", "jpg", "bmp", "gif")
PICTURES = frozenset({"jpgpng", "png", "png8", "png24", "png32", "jpg", "bmp", "gif"})
INTERPOLATIONS = ("nearest", "bilinear", "cubic", "majority")
NO_DATA_INTERPRETATIONS = ("any", "all")
COMPRESSIONS = ("none", "jpeg", "lz77")
ON_ERROR = ("fail", "nodata")
SOURCES = ("auto", "export", "tiles")
FILE_COMPRESSIONS = ("none", "deflate", "zstd", "lzw")

ExtentLike = Union[Extent, Sequence[float], dict]  # type: ignore[type-arg]  # any JSON object


@dataclass(frozen=True)
class DownloadOptions:
    """One download. Units: extents in ``extent_sr``, else in ``sr``, else in the service's spatial reference.

    Attributes:
        extent: the box wanted; None is the service's full extent.
        sr: output spatial reference; None is the service's.
        clip: polygons; cells outside become NoData, tiles outside are not fetched. Without ``extent``, it is theirs.
        cell_size: (width, height) in units of the output; None is native.
        bands: 1-based, in the order wanted; None is all.
        tile_columns, tile_rows: size of a request in pixels, clamped to the server's limits.
        format: how pixels travel; "auto" keeps values and masks exact at the least cost.
        lerc_tolerance: largest error allowed when pixels travel as LERC, in units of the values.
        pixel_type: Esri's code, such as "F32"; the server converts, clamping what does not fit.
        no_data: value(s) to treat as NoData; one for all bands or one per band.
        no_data_interpretation: whether "any" or "all" bands must match ``no_data``.
        rendering_rule: JSON or the name of a raster function; empty is raw values.
        mosaic_rule: JSON or the name of a mosaic method; empty is the service's default.
        time: ISO 8601 instant or "start/end", where either may be ".."; a day, month or year alone is all of it (UTC).
        max_concurrency: ceiling for the number of parallel requests; the actual number adapts below it.
        on_error: "fail" keeps no raster when a tile cannot be had, "nodata" fills and lists such tiles.
        overwrite: replace an existing output, once the new one is complete.
        file_compression: how the GeoTIFF is compressed on disk; "none" is the fastest to write and to read.
        source: "export" asks the server for images, "tiles" reads its cache, where ``cell_size`` names a level; "auto"
            reads tiles only where the service answers nothing else.
    """

    extent: Extent | None = None
    extent_sr: SpatialReference | None = None
    sr: SpatialReference | None = None
    clip: Clip | None = None
    cell_size: tuple[float, float] | None = None
    bands: tuple[int, ...] | None = None
    tile_columns: int = DEFAULT_TILE
    tile_rows: int = DEFAULT_TILE
    format: str = "auto"
    lerc_tolerance: float = 0.0
    pixel_type: str | None = None
    no_data: tuple[float, ...] = ()
    no_data_interpretation: str = "any"
    interpolation: str = "nearest"
    compression: str = "none"
    compression_quality: int | None = None
    rendering_rule: str = ""
    mosaic_rule: str = ""
    time: str = ""
    slice_id: int | None = None
    max_concurrency: int = DEFAULT_CONCURRENCY
    on_error: str = "fail"
    overwrite: bool = False
    file_compression: str = "none"
    source: str = "auto"

    @classmethod
    def of(
        cls,
        *,
        extent: ExtentLike | None = None,
        extent_sr: SpatialReferenceLike | None = None,
        sr: SpatialReferenceLike | None = None,
        cell_size: float | Sequence[float] | None = None,
        bands: Sequence[int] | None = None,
        no_data: float | Sequence[float] | None = None,
        rendering_rule: str | dict[str, Any] | None = None,
        mosaic_rule: str | dict[str, Any] | None = None,
        **others: Any,
    ) -> DownloadOptions:
        """Build options from what people write: a number for a square cell, four numbers for a box, a code for an SR.

        Raises:
            PlanError: a value is not what its name says, or a name is unknown.
        """
        check_names(cls, others)
        given = {name: value for name, value in others.items() if value is not None}
        box, box_sr = _extent(extent)
        return cls(
            extent=box,
            extent_sr=SpatialReference.parse(extent_sr) if extent_sr is not None else box_sr,
            sr=SpatialReference.parse(sr) if sr is not None else None,
            cell_size=_cell_size(cell_size),
            bands=band_numbers(bands),
            no_data=_no_data(no_data),
            rendering_rule=_rule(rendering_rule),
            mosaic_rule=_rule(mosaic_rule),
            **given,
        )

    def __post_init__(self) -> None:
        _choice("format", self.format, FORMATS)
        _choice("interpolation", self.interpolation, INTERPOLATIONS)
        _choice("no_data_interpretation", self.no_data_interpretation, NO_DATA_INTERPRETATIONS)
        _choice("compression", self.compression, COMPRESSIONS)
        _choice("on_error", self.on_error, ON_ERROR)
        _choice("file_compression", self.file_compression, FILE_COMPRESSIONS)
        _choice("source", self.source, SOURCES)
        for name in ("rendering_rule", "mosaic_rule", "time"):
            if not isinstance(getattr(self, name), str):
                raise PlanError(f"{_words(name)} is a text, not {getattr(self, name)!r}.")
        _whole("tile_columns", self.tile_columns, 1, 2**31 - 1)
        _whole("tile_rows", self.tile_rows, 1, 2**31 - 1)
        _whole("max_concurrency", self.max_concurrency, 1, MAX_CONCURRENCY)
        _range("lerc_tolerance", self.lerc_tolerance, 0, sys.float_info.max)
        if self.compression_quality is not None:
            _whole("compression_quality", self.compression_quality, 0, 100)
        if self.slice_id is not None:
            _whole("slice_id", self.slice_id, 0, 2**31 - 1)


def _rule(value: str | dict[str, Any] | None) -> str:
    if not isinstance(value, dict):
        return value or ""
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise PlanError("A rule holds something that JSON has no words for: give numbers, texts and lists.") from None


def _entries(value: Any) -> list[Any]:
    """Return the entries of a list, of a text such as "4,3,2", or the one value that it is."""
    if isinstance(value, str):
        return value.split(",")
    return list(value) if isinstance(value, Iterable) else [value]


def _choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise PlanError(f"“{value}” is no {name.replace('_', ' ')}; choose one of {', '.join(choices)}.")


def _range(name: str, value: Any, low: float, high: float) -> None:
    if not isinstance(value, Real) or not low <= float(value) <= high:
        raise PlanError(f"{_words(name)} is {value!r}, but must lie from {low:g} to {high:g}.")


def _whole(name: str, value: Any, low: int, high: int) -> None:
    if not isinstance(value, Integral) or not low <= int(value) <= high:
        raise PlanError(f"{_words(name)} is {value!r}, but must be a whole number from {low} to {high}.")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _extent(value: ExtentLike | None) -> tuple[Extent | None, SpatialReference | None]:
    if value is None or isinstance(value, Extent):
        return value, None
    if isinstance(value, dict):
        corners = [lenient.number(value.get(key)) for key in ("xmin", "ymin", "xmax", "ymax")]
        reference = SpatialReference.from_json(value.get("spatialReference"))
    else:
        corners = [_float(entry) for entry in _entries(value)]
        reference = None
    if len(corners) != 4 or any(corner is None for corner in corners):
        raise PlanError("An extent is four numbers: xmin, ymin, xmax, ymax.")
    return Extent(*(float(corner) for corner in corners if corner is not None)), reference


def _float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _cell_size(value: float | Sequence[float] | None) -> tuple[float, float] | None:
    if value is None:
        return None
    numbers = [number for size in _entries(value) if (number := _float(size)) is not None]
    if len(numbers) not in {1, 2} or len(numbers) < len(_entries(value)) or not all(0 < n < math.inf for n in numbers):
        raise PlanError("A cell size is one positive number, or two (width, height), in units of the output.")
    return (numbers[0], numbers[-1])


def check_names(options: type, given: Iterable[str]) -> None:
    """Refuse names that are no fields of a dataclass of options.

    Raises:
        PlanError: one of them is none.
    """
    known = {field.name for field in fields(options)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise PlanError(f"There is no option “{unknown[0]}”; the options are {', '.join(sorted(known))}.")


def band_numbers(value: Sequence[int] | None) -> tuple[int, ...] | None:
    """Return bands as they are counted from 1, from a list or a text such as "4,3,2"; None where none are given.

    Raises:
        PlanError: they are no such numbers.
    """
    if value is None:
        return None
    bands = [lenient.integer(band) for band in _entries(value)]
    if not bands or any(band is None or band < 1 for band in bands):
        raise PlanError("Bands are numbers counted from 1, such as 4,3,2.")
    return tuple(band for band in bands if band is not None)


def _no_data(value: float | Sequence[float] | None) -> tuple[float, ...]:
    if value is None:
        return ()
    values = [_float(entry) for entry in _entries(value)]
    if not values or any(entry is None or not math.isfinite(entry) for entry in values):
        raise PlanError("NoData is one number, or one per band.")
    return tuple(entry for entry in values if entry is not None)
