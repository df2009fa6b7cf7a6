# SPDX-License-Identifier: GPL-2.0-or-later
"""A GDAL raster as a source of pixels: its facts, and windowed reads from any thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from . import spatialref
from .attributes import AttributeTable, Colormap, read_attribute_table, read_colormap
from .grid import Extent, Grid
from .pixels import Array, Mask, limits, pixel_type_of
from .spatialref import CRS

MAX_HANDLES = 24  # per thread; a dataset costs a file descriptor and its share of GDAL's block cache
COMPRESSION_NAMES = {"LZW": "LZW", "DEFLATE": "LZ77", "JPEG": "JPEG", "YCbCr JPEG": "JPEG", "LERC": "LERC"}
_local = threading.local()


@dataclass(frozen=True)
class Window:
    """Columns and rows of a raster, half open."""

    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True, eq=False)
class Raster:
    """One north-up raster file. Reading opens one dataset handle per thread, as GDAL demands."""

    path: Path
    stamp: tuple[int, int]
    grid: Grid
    crs: CRS | None
    band_count: int
    band_names: tuple[str, ...]
    dtype: np.dtype[Any]
    pixel_type: str
    nodata: tuple[float | None, ...]
    block: tuple[int, int]
    compression: str
    colormap: Colormap | None
    table: AttributeTable | None

    def read(self, bands: Sequence[int], window: Window) -> tuple[Array, Mask | None]:
        """Read a window that lies inside the raster.

        Returns the pixels (bands, rows, columns) and their common mask (None: all valid). A pixel is invalid when it
        is masked in any of the bands read, for one mask must speak for all of them.
        """
        dataset = _handle(self.path, self.stamp)
        box = (window.column, window.row, window.columns, window.rows)
        data = np.empty((len(bands), window.rows, window.columns), dtype=self.dtype)
        valid: Mask | None = None
        for index, number in enumerate(bands):
            band = dataset.GetRasterBand(number + 1)
            pixels = band.ReadAsArray(*box)
            if pixels is None:
                message = f"cannot read {self.path.name}: {gdal.GetLastErrorMsg()}"
                raise OSError(message)
            data[index] = pixels.view(self.dtype) if pixels.dtype.itemsize == self.dtype.itemsize else pixels
            mask = _band_mask(band, data[index], box)
            if mask is not None:
                valid = mask if valid is None else valid & mask
        if valid is not None and bool(valid.all()):
            valid = None
        return data, valid

    def read_padded(self, bands: Sequence[int], window: Window) -> tuple[Array, Mask | None]:
        """Read a window that may leave the raster; what lies outside is zero and invalid."""
        left, top = max(window.column, 0), max(window.row, 0)
        right = min(window.column + window.columns, self.grid.columns)
        bottom = min(window.row + window.rows, self.grid.rows)
        shape = (window.rows, window.columns)
        if left >= right or top >= bottom:
            return np.zeros((len(bands), *shape), dtype=self.dtype), np.zeros(shape, dtype=np.bool_)
        inner = Window(left, top, right - left, bottom - top)
        data, valid = self.read(bands, inner)
        if inner == window:
            return data, valid
        place = np.s_[top - window.row : bottom - window.row, left - window.column : right - window.column]
        padded = np.zeros((len(bands), *shape), dtype=self.dtype)
        padded[(slice(None), *place)] = data
        padded_valid = np.zeros(shape, dtype=np.bool_)
        padded_valid[place] = True if valid is None else valid
        return padded, padded_valid

    def fill_value(self, pixel_type: str) -> float:
        """Return what stands under the mask: the declared NoData, else 0 or the lowest float (measured: -3.4e38)."""
        low, high = limits(pixel_type)
        declared = next((value for value in self.nodata if value is not None), None)
        if declared is not None and low <= declared <= high:
            return declared
        return low if pixel_type in ("F32", "F64") else 0


def open_raster(path: Path, stamp: tuple[int, int]) -> Raster:
    """Read the facts of a raster file. Raises OSError when GDAL cannot open it or it is not north-up."""
    dataset = _handle(path, stamp)
    transform = dataset.GetGeoTransform()
    if transform[2] != 0 or transform[4] != 0 or transform[1] <= 0 or transform[5] >= 0:
        message = f"{path.name}: only north-up rasters can be served"
        raise OSError(message)
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    xmin, ymax = transform[0], transform[3]
    extent = Extent(xmin, ymax + rows * transform[5], xmin + columns * transform[1], ymax)
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    first = bands[0]
    dtype = _dtype(first)
    reference = dataset.GetSpatialRef()
    compression = dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") or "None"
    block = first.GetBlockSize()
    return Raster(
        path=path,
        stamp=stamp,
        grid=Grid(extent, columns, rows),
        crs=None if reference is None else spatialref.from_wkt(reference.ExportToWkt(["FORMAT=WKT2_2019"])),
        band_count=len(bands),
        band_names=tuple(band.GetDescription() or f"Band_{i + 1}" for i, band in enumerate(bands)),
        dtype=dtype,
        pixel_type=pixel_type_of(dtype),
        nodata=tuple(band.GetNoDataValue() for band in bands),
        block=(block[0], block[1]),
        compression=COMPRESSION_NAMES.get(compression, compression),
        colormap=read_colormap(first),
        table=read_attribute_table(first),
    )


def _dtype(band: Any) -> np.dtype[Any]:
    kinds = {
        gdal.GDT_Byte: "u1",
        gdal.GDT_UInt16: "u2",
        gdal.GDT_Int16: "i2",
        gdal.GDT_UInt32: "u4",
        gdal.GDT_Int32: "i4",
        gdal.GDT_Float32: "f4",
        gdal.GDT_Float64: "f8",
        gdal.GDT_CFloat32: "c8",
        gdal.GDT_CFloat64: "c16",
        getattr(gdal, "GDT_Int8", 14): "i1",
    }
    code = kinds.get(band.DataType)
    if code is None:
        message = f"no Esri pixel type holds GDAL's {gdal.GetDataTypeName(band.DataType)}"
        raise OSError(message)
    if code == "u1" and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":
        code = "i1"  # how GDAL before 3.7 stores signed bytes
    return np.dtype(code)


def _masks(band: Any) -> bool:
    flags = band.GetMaskFlags()
    # An alpha band is an ordinary band to an image service.
    return not flags & gdal.GMF_ALL_VALID and not flags & gdal.GMF_ALPHA


def _band_mask(band: Any, data: Array, box: tuple[int, int, int, int]) -> Mask | None:
    mask: Mask | None = None
    if _masks(band):
        if band.GetMaskFlags() & gdal.GMF_NODATA and data.dtype.kind in "iuf":
            # GDAL 3.6 compares floats with a tolerance that overflows: it masks 1e292 where DBL_MAX is NoData.
            mask = data != _in_type(band.GetNoDataValue(), data.dtype)
        else:
            mask = band.GetMaskBand().ReadAsArray(*box) != 0
    if data.dtype.kind == "f":
        numbers = ~np.isnan(data)  # not-a-number is NoData to ArcGIS
        if not numbers.all():
            mask = numbers if mask is None else mask & numbers
    return mask


def _in_type(value: float, dtype: np.dtype[Any]) -> Any:
    """Return a declared NoData value as the pixels hold it: the nearest number of a float type."""
    with np.errstate(over="ignore"):
        return dtype.type(value) if dtype.kind == "f" else value


def _handle(path: Path, stamp: tuple[int, int]) -> Any:
    handles: OrderedDict[tuple[Path, tuple[int, int]], Any] | None = getattr(_local, "handles", None)
    if handles is None:
        handles = _local.handles = OrderedDict()
    key = (path, stamp)
    dataset = handles.get(key)
    if dataset is None:
        dataset = gdal.Open(str(path), gdal.GA_ReadOnly)
        if dataset is None:
            message = f"GDAL cannot open {path.name}"
            raise OSError(message)
        handles[key] = dataset
        if len(handles) > MAX_HANDLES:
            handles.popitem(last=False)
    handles.move_to_end(key)
    return dataset
