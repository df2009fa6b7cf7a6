# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be published: a raster that is read in blocks, whatever it is. Files are read by ``GdalSource``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import PlanError, PublishError
from .gdal_errors import collected
from .grid import Window
from .pixels import PIXEL_TYPES, PixelType
from .raster import AttributeTable, RasterClass, TableColumn

# Red, green, blue and alpha from 0 to 255, and what the value means.
BandColor = tuple[int, int, int, int, int, str]
Transform = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class SourceBand:
    """A band: its NoData value, if it has one, and its colours as (value, red, green, blue, alpha, label).

    ``scaling`` is (scale, offset): cells that are stored otherwise than they are meant mean stored * scale + offset.
    """

    name: str
    pixel_type: PixelType
    no_data: float | None = None
    colors: tuple[BandColor, ...] = ()
    scaling: tuple[float, float] = (1.0, 0.0)


@dataclass(frozen=True)
class SourceFacts:
    """A raster without its pixels.

    Attributes:
        name: what people call it; the title of the new service where none is given.
        width, height: in cells.
        transform: GDAL's geotransform.
        wkt: the spatial reference; empty where there is none.
        classes: what the values of a raster of classes mean.
        attribute_table: the whole table of the first band, where there is one.
        size_on_disk: in bytes, None where it is no file.
    """

    name: str
    width: int
    height: int
    transform: Transform
    wkt: str
    bands: tuple[SourceBand, ...]
    classes: tuple[RasterClass, ...] = ()
    attribute_table: AttributeTable | None = None
    size_on_disk: int | None = None


class RasterSource(Protocol):
    """A raster that is read in blocks; all calls come from one thread."""

    @property
    def facts(self) -> SourceFacts:
        """Return what is known without reading pixels."""

    def read(self, band_indexes: tuple[int, ...], window: Window) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the pixels of a window in the bands ``band_indexes`` (from 0), and which of them are valid.

        Both have the shape (bands, rows, columns). Values of invalid pixels mean nothing.

        Raises:
            ImageServiceError: they cannot be read.
        """

    def close(self) -> None:
        """Let go of whatever is open."""


# GDAL keeps blocks it has read in a cache of 5 % of the memory; they are let go after so many bytes were read.
CACHE_BYTES = 64_000_000
_TABLE_KINDS = ("integer", "real", "text")


class GdalSource:
    """A raster that GDAL opens: a file, a virtual raster, or any other name that it knows.

    Cells are valid by comparing them with the NoData value in the raster's own pixel type, and by the raster's mask.
    (Where there are both, GDAL looks at the mask alone; QGIS shows both kinds of holes.)
    (GDAL's own comparison has a tolerance that overflows for the largest doubles: measured with 3.6, NoData
    1.797e308 masks all values from 1e292 on.) An alpha band makes no holes: it is a band like any other, and often
    is called alpha by mistake. NaN is never valid: image services know no such value. Rows that are stored from south
    to north are turned, so that the first one is in the north.

    Args:
        path: what GDAL opens.
        bands: the bands wanted, from 1 and in the order wanted; None is all.

    Raises:
        PlanError: it cannot be opened, or image services have no such pixels.
    """

    def __init__(self, path: str | Path, bands: tuple[int, ...] | None = None) -> None:
        self._path = str(path)
        self._dataset = _opened(self._path)
        count = self._dataset.RasterCount
        wanted = tuple(range(1, count + 1)) if bands is None else tuple(bands)
        for number in wanted:
            if not 1 <= number <= count:
                raise PlanError(f"There is no band {number}: “{Path(self._path).name}” has {count}.")
        self._bands = tuple(self._dataset.GetRasterBand(number) for number in wanted)
        self._unflushed = 0
        transform = self._dataset.GetGeoTransform(can_return_null=True) or (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        self._is_turned = transform[5] > 0 and transform[2] == transform[4] == 0 and transform[3] != 0
        self._facts = self._described(tuple(transform))

    @property
    def facts(self) -> SourceFacts:
        """Return what is known without reading pixels."""
        return self._facts

    def _described(self, transform: Transform) -> SourceFacts:
        dataset, height = self._dataset, self._dataset.RasterYSize
        if self._is_turned:
            west, width, _, south, _, cell = transform
            transform = (west, width, 0.0, south + height * cell, 0.0, -cell)
        reference = dataset.GetSpatialRef()
        table = _table_of(self._bands[0]) if self._bands else None
        file = Path(self._path)
        return SourceFacts(
            name=file.stem or self._path,
            width=dataset.RasterXSize,
            height=height,
            transform=transform,
            wkt=reference.ExportToWkt(["FORMAT=WKT2_2019"]) if reference is not None else "",
            bands=tuple(_band_of(band, index) for index, band in enumerate(self._bands, start=1)),
            classes=_classes_of(self._bands[0], table) if self._bands else (),
            attribute_table=table,
            size_on_disk=file.stat().st_size if file.is_file() else None,
        )

    def read(self, band_indexes: tuple[int, ...], window: Window) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the pixels of a window, and which of them are valid: shape (bands, rows, columns).

        Raises:
            PublishError: they cannot be read.
        """
        row = self._facts.height - window.row - window.rows if self._is_turned else window.row
        box = (window.column, row, window.columns, window.rows)
        pieces = [self._read_band(index, box) for index in band_indexes]
        data, valid = np.stack([piece[0] for piece in pieces]), np.stack([piece[1] for piece in pieces])
        self._unflushed += data.nbytes
        if self._unflushed > CACHE_BYTES:
            self._dataset.FlushCache()
            self._unflushed = 0
        return (data[:, ::-1], valid[:, ::-1]) if self._is_turned else (data, valid)

    def _read_band(self, index: int, box: tuple[int, int, int, int]) -> tuple[NDArray[Any], NDArray[Any]]:
        from osgeo import gdal

        band, kind = self._bands[index], self._facts.bands[index].pixel_type
        shape = (box[3], box[2])
        data = np.frombuffer(self._bytes(band, box, band.DataType), np.dtype(kind.numpy_name)).reshape(shape)
        valid = np.ones(shape, bool)
        flags, no_data = band.GetMaskFlags(), self._facts.bands[index].no_data
        if not flags & (gdal.GMF_ALL_VALID | gdal.GMF_NODATA | gdal.GMF_ALPHA):
            valid = np.frombuffer(self._bytes(band.GetMaskBand(), box, gdal.GDT_Byte), np.uint8).reshape(shape) != 0
        if no_data is not None:
            valid = valid & (data != data.dtype.type(no_data))
        return data, valid & ~np.isnan(data) if kind.is_float else valid

    def _bytes(self, band: Any, box: tuple[int, int, int, int], code: int) -> bytes:
        found = None
        with collected() as words:
            found = band.ReadRaster(*box, buf_type=code)
        if found is None:
            raise PublishError(f"“{Path(self._path).name}” cannot be read: {_first(words) or 'it is damaged'}.")
        return bytes(found)

    def close(self) -> None:
        """Close the raster."""
        self._bands = ()
        self._dataset = None


def _opened(path: str) -> Any:
    from osgeo import gdal

    dataset = None
    with collected() as words:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    if dataset is None:
        raise PlanError(f"“{Path(path).name}” cannot be opened as a raster: {_first(words) or 'there is none'}.")
    if not dataset.RasterCount:
        raise PlanError(f"“{Path(path).name}” has no bands of its own: choose one of the rasters in it.")
    return dataset


def _first(words: list[str]) -> str:
    return words[0].rstrip(".") if words else ""


def _band_of(band: Any, number: int) -> SourceBand:
    kind = _pixel_type_of(band)
    no_data = band.GetNoDataValue()
    if no_data is not None:
        no_data = kind.nearest(no_data)
    scale, offset = band.GetScale(), band.GetOffset()
    scaling = (1.0 if scale is None else scale, 0.0 if offset is None else offset)
    return SourceBand(band.GetDescription() or f"Band {number}", kind, no_data, _colors_of(band), scaling)


def _pixel_type_of(band: Any) -> PixelType:
    from osgeo import gdal

    name = gdal.GetDataTypeName(band.DataType)
    if name == "Byte":
        if band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":  # GDAL before 3.7
            return PIXEL_TYPES["S8"]
        return PIXEL_TYPES.get(f"U{band.GetMetadataItem('NBITS', 'IMAGE_STRUCTURE')}", PIXEL_TYPES["U8"])
    for kind in PIXEL_TYPES.values():
        if kind.gdal_name == name:
            return kind
    raise PlanError(f"Image services have no pixel type for {name}: convert the raster first.")


def _colors_of(band: Any) -> tuple[BandColor, ...]:
    table = band.GetColorTable()
    if table is None:
        return ()
    names = band.GetCategoryNames() or []
    return tuple(
        (value, *table.GetColorEntry(value), names[value] if value < len(names) else "")
        for value in range(table.GetCount())
    )


def _table_of(band: Any) -> AttributeTable | None:
    table = band.GetDefaultRAT()
    if table is None or not table.GetRowCount():
        return None
    columns = tuple(
        TableColumn(table.GetNameOfCol(index), _TABLE_KINDS[table.GetTypeOfCol(index)], table.GetUsageOfCol(index))
        for index in range(table.GetColumnCount())
    )
    readers = {"integer": table.GetValueAsInt, "real": table.GetValueAsDouble, "text": table.GetValueAsString}
    rows = tuple(
        tuple(readers[column.kind](row, index) for index, column in enumerate(columns))
        for row in range(table.GetRowCount())
    )
    return AttributeTable(columns, rows)


def _classes_of(band: Any, table: AttributeTable | None) -> tuple[RasterClass, ...]:
    if table is not None:
        return table.classes()
    names = band.GetCategoryNames() or []
    colors = {color[0]: color[1:4] for color in _colors_of(band)}
    return tuple(RasterClass(value, name, colors.get(value)) for value, name in enumerate(names) if name)
