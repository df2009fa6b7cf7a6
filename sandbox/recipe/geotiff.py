# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing of rasters strip by strip, with everything that a server wants to find in the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from osgeo import gdal, osr

from .noise import Floats, Integers

gdal.UseExceptions()

F32_LOWEST = float(np.finfo(np.float32).min)
_OVERVIEWS_FROM = 2500  # rasters wider than this get reduced-resolution copies, as published ones do
_SIGNED_BYTE = getattr(gdal, "GDT_Int8", None)  # GDAL 3.7; before it, a Byte with a flag
_SIDECAR = ".aux.xml"
_TABLE_BESIDE = "GTIFF_WRITE_RAT_TO_PAM"  # where every GDAL finds it; GDAL 3.13 would put it into the file

Strip = tuple[int, "Floats | Integers"]  # first row; pixels of shape (bands, rows, columns)


@dataclass(frozen=True)
class Grid:
    """Where the pixels are: ``crs`` is anything that GDAL reads (EPSG:n, ESRI:n, WKT), empty for none."""

    columns: int
    rows: int
    xmin: float
    ymax: float
    cell_x: float
    cell_y: float
    crs: str

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax."""
        xmax = self.xmin + self.columns * self.cell_x
        return self.xmin, self.ymax - self.rows * self.cell_y, xmax, self.ymax


@dataclass(frozen=True)
class Category:
    """One class of a categorical raster."""

    value: int
    name: str
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Layout:
    """What the pixels are: ``pixel_type`` is ArcGIS's word for it (U1, U8, S8, U16, S16, U32, S32, F32, F64)."""

    pixel_type: str
    bands: Sequence[str] = ("Band_1",)
    nodata: float | None = None
    categories: Sequence[Category] = ()
    resampling: str = "AVERAGE"  # of the overviews
    options: Sequence[str] = field(default=())


_GDAL_TYPES = {
    "U1": gdal.GDT_Byte,
    "U8": gdal.GDT_Byte,
    "S8": _SIGNED_BYTE or gdal.GDT_Byte,
    "U16": gdal.GDT_UInt16,
    "S16": gdal.GDT_Int16,
    "U32": gdal.GDT_UInt32,
    "S32": gdal.GDT_Int32,
    "F32": gdal.GDT_Float32,
    "F64": gdal.GDT_Float64,
}


def write_geotiff(path: Path, grid: Grid, layout: Layout, strips: Iterable[Strip]) -> None:
    """Write a tiled GeoTIFF with its statistics, NoData value and colours, and its attribute table beside it."""
    before = gdal.GetThreadLocalConfigOption(_TABLE_BESIDE, None)
    gdal.SetThreadLocalConfigOption(_TABLE_BESIDE, "YES")
    try:
        _write(path, grid, layout, strips)
    finally:
        gdal.SetThreadLocalConfigOption(_TABLE_BESIDE, before)


def _write(path: Path, grid: Grid, layout: Layout, strips: Iterable[Strip]) -> None:
    dataset = _created(path, grid, layout)
    for number, name in enumerate(layout.bands, start=1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(name)
        if layout.nodata is not None:
            band.SetNoDataValue(layout.nodata)
    if layout.categories:
        _colour(dataset.GetRasterBand(1), layout.categories)
    statistics = [_Statistics(layout.nodata) for _ in layout.bands]
    counts = np.zeros(256, np.int64)
    for first_row, pixels in strips:
        for number, plane in enumerate(pixels, start=1):
            band = dataset.GetRasterBand(number)
            stored = plane.view(np.uint8) if layout.pixel_type == "S8" and _SIGNED_BYTE is None else plane
            band.WriteArray(np.ascontiguousarray(stored), 0, first_row)
            statistics[number - 1].add(plane)
        if layout.categories:
            counts += np.bincount(pixels[0].ravel(), minlength=256)
    for number, found in enumerate(statistics, start=1):
        dataset.GetRasterBand(number).SetStatistics(*found.result())
    if layout.categories:
        dataset.GetRasterBand(1).SetDefaultRAT(_attribute_table(layout.categories, counts))
    dataset.FlushCache()
    if grid.columns > _OVERVIEWS_FROM:
        dataset.BuildOverviews(layout.resampling, [2, 4, 8, 16])


def _created(path: Path, grid: Grid, layout: Layout) -> gdal.Dataset:
    options = ["TILED=YES", "BIGTIFF=IF_SAFER", "INTERLEAVE=PIXEL", *layout.options]
    if layout.pixel_type == "U1":
        options.append("NBITS=1")
    if layout.pixel_type == "S8" and _SIGNED_BYTE is None:
        options.append("PIXELTYPE=SIGNEDBYTE")
    dataset = gdal.GetDriverByName("GTiff").Create(
        os.fspath(path), grid.columns, grid.rows, len(layout.bands), _GDAL_TYPES[layout.pixel_type], options
    )
    dataset.SetGeoTransform((grid.xmin, grid.cell_x, 0.0, grid.ymax, 0.0, -grid.cell_y))
    if grid.crs:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(grid.crs)
        dataset.SetSpatialRef(reference)
    return dataset


class _Statistics:
    """Minimum, maximum, mean and standard deviation of one band, gathered as its strips are written."""

    def __init__(self, nodata: float | None) -> None:
        self._nodata = nodata
        self._count = 0
        self._low, self._high = np.inf, -np.inf
        self._sum = self._squares = 0.0
        self._offset: float | None = None

    def add(self, plane: Floats | Integers) -> None:
        values = plane[plane != self._nodata] if self._nodata is not None else plane.ravel()
        if not values.size:
            return
        if self._offset is None:
            self._offset = float(values[0])  # sums of differences keep the digits that sums of squares lose
        self._count += values.size
        self._low = min(self._low, float(values.min()))
        self._high = max(self._high, float(values.max()))
        shifted = values.astype(np.float64) - self._offset
        self._sum += float(shifted.sum())
        self._squares += float(np.dot(shifted, shifted))

    def result(self) -> tuple[float, float, float, float]:
        """Return minimum, maximum, mean, standard deviation; a band without any pixel is an error."""
        if self._offset is None:
            message = "a band without a valid pixel has no statistics"
            raise ValueError(message)
        mean = self._sum / self._count
        variance = max(self._squares / self._count - mean * mean, 0.0)
        return self._low, self._high, mean + self._offset, float(np.sqrt(variance))


def _colour(band: gdal.Band, categories: Sequence[Category]) -> None:
    table = gdal.ColorTable()
    for category in categories:
        table.SetColorEntry(category.value, (*category.colour, 255))
    band.SetRasterColorInterpretation(gdal.GCI_PaletteIndex)
    band.SetRasterColorTable(table)


def _attribute_table(categories: Sequence[Category], counts: Integers) -> gdal.RasterAttributeTable:
    table = gdal.RasterAttributeTable()
    for name, kind, usage in (
        ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
        ("Count", gdal.GFT_Real, gdal.GFU_PixelCount),
        ("Class_Name", gdal.GFT_String, gdal.GFU_Name),
        ("Red", gdal.GFT_Integer, gdal.GFU_Red),
        ("Green", gdal.GFT_Integer, gdal.GFU_Green),
        ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ):
        table.CreateColumn(name, kind, usage)
    table.SetRowCount(len(categories))
    for row, category in enumerate(categories):
        table.SetValueAsInt(row, 0, category.value)
        table.SetValueAsDouble(row, 1, float(counts[category.value]))
        table.SetValueAsString(row, 2, category.name)
        for column, part in enumerate(category.colour, start=3):
            table.SetValueAsInt(row, column, part)
    return table


def write_reference(path: Path, source: Path) -> None:
    """Write a VRT that shows ``source`` under another name; the two may move together."""
    absolute = os.fspath(source.resolve())
    gdal.Translate(os.fspath(path), absolute, format="VRT")
    relative = Path(os.path.relpath(absolute, path.parent.resolve())).as_posix()
    text = path.read_text("utf-8")
    # GDAL writes a relative name only for sources below the VRT's own folder.
    text = text.replace(f'relativeToVRT="0">{escape(absolute)}<', f'relativeToVRT="1">{escape(relative)}<')
    path.write_text(text, "utf-8")


def size_of(path: Path) -> tuple[int, int] | None:
    """Return (columns, rows) of a raster, or None where there is no readable one."""
    try:
        dataset = gdal.Open(os.fspath(path))
    except RuntimeError:
        return None
    return dataset.RasterXSize, dataset.RasterYSize


@contextmanager
def finished_together(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; rename it, and its .aux.xml before it, only if all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    draft_sidecar = draft.with_name(draft.name + _SIDECAR)
    try:
        yield draft
        if draft_sidecar.exists():
            draft_sidecar.replace(path.with_name(path.name + _SIDECAR))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
        draft_sidecar.unlink(missing_ok=True)
