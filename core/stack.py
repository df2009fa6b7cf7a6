# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters over the same cells, put into one with a band for each: values, NoData, classes and statistics unchanged.

A mask belongs to a whole GeoTIFF, but each slice has holes of its own. Where the parts have masks, their holes become a
value that no cell has; where every value of the type is taken, the type is widened by one size.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .cancel import Cancel
from .errors import OutputError
from .gdal_errors import collected
from .geotiff_blocks import is_cut
from .geotiff_profile import tables_beside
from .grid import Window, plan_tiles
from .meaning import IMAGERY, PREFIX
from .output import writing
from .partial import PART, SIDECARS

if TYPE_CHECKING:
    from .steps import Step

# What is copied at once: 32 MB of the largest type.
SIDE = 2048
BLOCK = 256
# What a band says of its wavelengths, and a raster of its publisher, in metadata without a domain.
WAVELENGTHS = ("wavelength", "wavelength_units", "fwhm")
CREDITS = frozenset({"TIFFTAG_IMAGEDESCRIPTION", "TIFFTAG_COPYRIGHT"})
# The next larger type that holds all values, and one more.
WIDER = {
    "Byte": "Int16",
    "Int8": "Int16",
    "UInt16": "Int32",
    "Int16": "Int32",
    "UInt32": "Float64",
    "Int32": "Float64",
}


@dataclass(frozen=True)
class Part:
    """A file, and what its bands are to be called; ``metadata`` is written to each of them."""

    path: Path
    names: tuple[str, ...]
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Shape:
    """What all parts have in common."""

    columns: int
    rows: int
    transform: tuple[float, ...]
    wkt: str
    kind: str
    no_data: float | None
    has_masks: bool


def stack(
    parts: Sequence[Part],
    output: Path,
    *,
    metadata: dict[str, str],
    compression: str = "none",
    cancel: Cancel | None = None,
) -> tuple[str, float | None]:
    """Put files into one GeoTIFF, which appears when it is complete; return its GDAL type and NoData value.

    Args:
        parts: the files, in the order of the bands; all over the same cells and of the same type.
        output: the file; an older one is replaced.
        metadata: written to the raster.
        compression: as ``file_compression`` of a download.
        cancel: stops it; nothing is left.

    Raises:
        OutputError: a part cannot be read or does not fit the others, or the output cannot be written.
        Cancelled: it was cancelled.
    """
    cancel = cancel or Cancel()
    shape = _common_shape(parts)
    kind, no_data = shape.kind, shape.no_data
    if no_data is None and shape.has_masks:
        free = _free_value(parts, shape, cancel)
        kind, no_data = (shape.kind, free) if free is not None else (WIDER[shape.kind], _lowest(WIDER[shape.kind]))
    target = output.with_name(output.name + PART)
    try:
        with writing(output):
            _write(parts, target, shape, kind, no_data, metadata, compression, cancel)
            with target.open("rb+") as file:
                os.fsync(file.fileno())
            target.replace(output)
            for suffix in SIDECARS:
                old, new = Path(f"{output}{suffix}"), Path(f"{target}{suffix}")
                if new.exists():  # attribute tables: a TIFF holds that of one band only
                    new.replace(old)
                else:
                    old.unlink(missing_ok=True)  # it belonged to the file that was replaced
    finally:
        for suffix in ("", *SIDECARS):
            with contextlib.suppress(OSError):
                Path(f"{target}{suffix}").unlink(missing_ok=True)
    return kind, no_data


def _open(path: Path) -> Any:
    from osgeo import gdal

    dataset = None
    with collected() as messages:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    if dataset is None:
        raise OutputError(f"“{path}” cannot be read: {messages[0] if messages else 'GDAL gives no reason'}.")
    return dataset


def _common_shape(parts: Sequence[Part]) -> _Shape:
    shapes = {_shape(part) for part in parts}
    plain = {(s.columns, s.rows, s.transform, s.kind, s.no_data) for s in shapes}
    if len(plain) != 1:
        raise OutputError("The slices differ in size, place, type or NoData: they cannot be the bands of one raster.")
    first = next(iter(shapes))
    columns, rows, transform, kind, no_data = next(iter(plain))
    has_masks = any(shape.has_masks for shape in shapes)
    return _Shape(columns, rows, transform, first.wkt, kind, no_data, has_masks)


def _shape(part: Part) -> _Shape:
    from osgeo import gdal

    dataset = _open(part.path)
    band = dataset.GetRasterBand(1)
    return _Shape(
        dataset.RasterXSize,
        dataset.RasterYSize,
        tuple(dataset.GetGeoTransform()),
        dataset.GetProjection(),
        gdal.GetDataTypeName(band.DataType),
        band.GetNoDataValue(),
        bool(band.GetMaskFlags() & gdal.GMF_PER_DATASET),
    )


def _windows(shape: _Shape, cancel: Cancel) -> Iterator[Window]:
    for window in plan_tiles(shape.columns, shape.rows, SIDE, SIDE):
        cancel.raise_if_set()
        yield window


def _read(band: Any, window: Window, kind: str) -> NDArray[Any]:
    from osgeo import gdal

    box = (window.column, window.row, window.columns, window.rows)
    data = band.ReadRaster(*box, buf_type=gdal.GetDataTypeByName(kind))
    return np.frombuffer(data, _dtype(kind)).reshape(window.rows, window.columns)


def _dtype(kind: str) -> Any:
    names = {"Byte": "u1", "Int8": "i1", "CFloat32": "c8", "CFloat64": "c16"}
    return np.dtype(names.get(kind, kind.lower()))


def _lowest(kind: str) -> float:
    dtype = _dtype(kind)
    return float(np.finfo(dtype).min if dtype.kind == "f" else np.iinfo(dtype).min)


def _free_value(parts: Sequence[Part], shape: _Shape, cancel: Cancel) -> float | None:
    """Return a value that no valid cell has: the highest of an unsigned type, the lowest of a signed one, or any."""
    dtype = _dtype(shape.kind)
    limits = np.iinfo(dtype)
    ends = (limits.max, limits.min) if limits.min == 0 else (limits.min, limits.max)
    candidates = np.arange(limits.min, limits.max + 1) if dtype.itemsize <= 2 else np.array(ends)
    taken: NDArray[Any] = np.zeros(len(candidates), bool)
    for part in parts:
        dataset = _open(part.path)
        for index in range(1, dataset.RasterCount + 1):
            band = dataset.GetRasterBand(index)
            for window in _windows(shape, cancel):
                values = _read(band, window, shape.kind)[_read(band.GetMaskBand(), window, "Byte") > 0]
                if dtype.itemsize <= 2:
                    taken[values.astype(np.int64) - limits.min] = True
                else:
                    taken |= np.array([bool((values == value).any()) for value in candidates])
    free = candidates[~taken]
    preferred = [end for end in ends if end in free]
    return float(preferred[0]) if preferred else float(free[0]) if len(free) else None


def _write(
    parts: Sequence[Part],
    target: Path,
    shape: _Shape,
    kind: str,
    no_data: float | None,
    metadata: dict[str, str],
    compression: str,
    cancel: Cancel,
) -> None:
    from osgeo import gdal

    count = sum(len(part.names) for part in parts)
    dataset = None
    with collected() as messages, tables_beside():
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(target),
            shape.columns,
            shape.rows,
            count,
            gdal.GetDataTypeByName(kind),
            _creation_options(kind, count, compression),
        )
        if dataset is not None:
            dataset.SetGeoTransform(shape.transform)
            dataset.SetProjection(shape.wkt)
            _carry_meaning(_open(parts[0].path), dataset, metadata)
            number = 0
            for part in parts:
                source = _open(part.path)
                for index, name in enumerate(part.names, start=1):
                    number += 1
                    band = dataset.GetRasterBand(number)
                    band.SetDescription(name)
                    band.SetMetadata(part.metadata)
                    if no_data is not None:
                        band.SetNoDataValue(no_data)
                    _copy(source.GetRasterBand(index), band, target, shape, kind, no_data, cancel)
            dataset.FlushCache()
            dataset = band = None
    if messages:
        raise OutputError(f"“{target.name.replace(PART, '')}” cannot be written: {messages[0].replace(PART, '')}.")


def _carry_meaning(source: Any, target: Any, metadata: dict[str, str]) -> None:
    """Write the raster's metadata, and those of a part that are about the service: the same in all of them."""
    said = {name: text for name, text in source.GetMetadata().items() if name.startswith(PREFIX) or name in CREDITS}
    target.SetMetadata({**said, **metadata})
    imagery = source.GetMetadata(IMAGERY)
    if imagery:
        target.SetMetadata(imagery, IMAGERY)


def _copy(
    source: Any, target: Any, path: Path, shape: _Shape, kind: str, no_data: float | None, cancel: Cancel
) -> None:
    from osgeo import gdal

    code = gdal.GetDataTypeByName(kind)
    for window in _windows(shape, cancel):
        values = _read(source, window, kind)
        if shape.no_data is None and no_data is not None:
            mask = _read(source.GetMaskBand(), window, "Byte") > 0
            values = np.where(mask, values, _dtype(kind).type(no_data))
        box = (window.column, window.row, window.columns, window.rows)
        target.WriteRaster(*box, np.ascontiguousarray(values).tobytes(), buf_type=code)
        target.GetDataset().FlushCache()
        if is_cut((target,), window, path):
            raise OutputError(f"“{path.name.replace(PART, '')}” cannot be written: the disk is full.")
    table = source.GetDefaultRAT()
    if table is not None and table.GetRowCount():
        target.SetDefaultRAT(table)
    if source.GetUnitType():
        target.SetUnitType(source.GetUnitType())
    for name, value in (source.GetMetadata(IMAGERY) or {}).items():
        target.SetMetadataItem(name, value, IMAGERY)
    for name in WAVELENGTHS:
        if source.GetMetadataItem(name):
            target.SetMetadataItem(name, source.GetMetadataItem(name))
    known = [source.GetMetadataItem(f"STATISTICS_{name}") for name in ("MINIMUM", "MAXIMUM", "MEAN", "STDDEV")]
    if all(known):
        target.SetStatistics(*(float(number) for number in known))


def band_metadata(step: Step) -> dict[str, str]:
    """Return what a band says of its step: times in ISO 8601, variable, and places along other dimensions."""
    said = {f"DIMENSION_{place.dimension}": place.words for place in step.places if not place.is_time}
    if step.period is not None:
        said["TIME_START"], said["TIME_END"] = step.period.start.isoformat(), step.period.end.isoformat()
    if step.variable:
        said["VARIABLE"] = step.variable
    if step.slice_id is not None:
        said["SLICE_ID"] = str(step.slice_id)
    return said


def _creation_options(kind: str, count: int, compression: str) -> list[str]:
    options = ["TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "SPARSE_OK=TRUE", "INTERLEAVE=BAND"]
    options.append("PHOTOMETRIC=MINISBLACK")
    if count > 1:
        options.append("ALPHA=NO")
    if compression == "none":
        return [*options, "BIGTIFF=IF_NEEDED"]
    options += [f"COMPRESS={compression.upper()}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]
    if not kind.startswith("C"):
        options.append(f"PREDICTOR={3 if kind.startswith('Float') else 2}")
    return options
