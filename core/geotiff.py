# SPDX-License-Identifier: GPL-2.0-or-later
"""The GeoTIFF that a download ends in: written block by block under another name, and renamed when it is whole.

Facts that shaped it (measured with GDAL 3.6): GDAL's block cache takes 5 % of the memory unless each tile is flushed;
requests aligned to the file's blocks write every block once; ``WriteRaster`` from a buffer needs no ``gdal_array``,
which is bound to one numpy; a sparse file closes at once when it is given up, where a full one would first be filled.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import OutputError
from .grid import Window
from .pixels import PIXEL_TYPES, PixelType
from .plan import human_size
from .raster import RasterLayout
from .statistics import BandSummary

PART = ".part"
SIDECARS = (".aux.xml", ".ovr", ".msk")
BLOCK_SIZES = (512, 256, 128)
# Room for headers, statistics and whatever else the disk is used for meanwhile.
SPARE_BYTES = 16_000_000


def storage_type(kind: PixelType) -> PixelType:
    """Return the type in which GDAL stores ``kind``: the same, but for S8 before GDAL 3.7, which had no such type."""
    from osgeo import gdal

    if kind.code == "S8" and not hasattr(gdal, "GDT_Int8"):
        return PIXEL_TYPES["S16"]
    return kind


def check_output(path: Path, expected_bytes: int, *, overwrite: bool) -> None:
    """Refuse an output that cannot end well, before anything is fetched.

    Raises:
        OutputError: the sentence names the cause and the remedy.
    """
    folder = path.parent
    if not folder.is_dir():
        raise OutputError(f"The folder “{folder}” does not exist: create it or choose another.")
    if path.is_dir():
        raise OutputError(f"“{path}” is a folder: give the name of a file.")
    if path.exists() and not overwrite:
        raise OutputError(f"“{path}” exists already: choose another name, or allow it to be overwritten.")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"The folder “{folder}” cannot be written to: choose another.")
    free = shutil.disk_usage(folder).free
    if expected_bytes + SPARE_BYTES > free:
        raise OutputError(
            f"The raster needs {human_size(expected_bytes)}, but only {human_size(free)} are free in “{folder}”: "
            "make room, choose another folder, or a smaller extent."
        )


class GeoTiffSink:
    """Writes a GeoTIFF; ``finish`` makes it appear, ``abort`` leaves nothing. All calls from one thread."""

    def __init__(self, path: Path, layout: RasterLayout, *, tile: tuple[int, int], compression: str = "none") -> None:
        self._path = path
        self._part = path.with_name(path.name + PART)
        self._layout = layout
        self._type = storage_type(layout.pixel_type)
        self._messages: list[str] = []
        self._has_mask = False
        self._dataset = self._create(tile, compression)

    def _create(self, tile: tuple[int, int], compression: str) -> Any:
        from osgeo import gdal

        layout = self._layout
        self._remove_parts()  # of a download that was killed: GDAL would read the sidecars
        with self._checked():
            dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._part),
                layout.grid.columns,
                layout.grid.rows,
                layout.band_count,
                gdal.GetDataTypeByName(self._type.gdal_name),
                _creation_options(layout, self._type, tile, compression),
            )
        if dataset is None:
            raise self._failure("cannot be created")
        try:
            with self._checked():
                self._describe(dataset)
        except BaseException:
            dataset = None  # closes the file
            self._remove_parts()
            raise
        return dataset

    def _describe(self, dataset: Any) -> None:
        from osgeo import gdal

        layout = self._layout
        dataset.SetGeoTransform(layout.grid.transform)
        if dataset.SetProjection(layout.wkt):
            self._messages.append("GDAL does not understand its spatial reference")
        dataset.SetMetadata(layout.metadata)
        for index, name in enumerate(layout.band_names, start=1):
            band = dataset.GetRasterBand(index)
            band.SetDescription(name)
            if layout.no_data is not None:
                band.SetNoDataValue(layout.no_data)
        if layout.classes and layout.band_count == 1:
            band = dataset.GetRasterBand(1)
            if self._type.code in {"U8", "U16", "U1", "U2", "U4"} and any(c.color for c in layout.classes):
                band.SetColorTable(_color_table(layout, self._type))
            band.SetDefaultRAT(_attribute_table(layout))
        elif layout.is_rgb and layout.band_count == 3:
            for index, color in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), start=1):
                dataset.GetRasterBand(index).SetColorInterpretation(color)

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> None:
        """Write the pixels of a window: shape (bands, rows, columns); see ``decode.Block`` for ``valid``.

        Raises:
            OutputError: the disk is full, or the file was taken away.
        """
        from osgeo import gdal

        dtype = np.dtype(self._type.numpy_name)
        box = (window.column, window.row, window.columns, window.rows)
        code = gdal.GetDataTypeByName(self._type.gdal_name)
        with self._checked():
            if self._layout.no_data is None:
                self._write_mask(box, valid)
            for index in range(self._layout.band_count):
                band = data[index]
                mask = valid if valid is None or valid.ndim == 2 else valid[index]
                if mask is not None and self._layout.no_data is not None:
                    band = np.where(mask, band, dtype.type(self._layout.no_data))
                pixels = np.ascontiguousarray(band, dtype)
                target = self._dataset.GetRasterBand(index + 1)
                target.WriteRaster(*box, _bytes_of(pixels), buf_type=code)
            self._dataset.FlushCache()

    def _write_mask(self, box: tuple[int, int, int, int], valid: NDArray[Any] | None) -> None:
        """Keep validity in a mask band; it is made when the first invalid pixel comes, for most rasters have none."""
        from osgeo import gdal

        if valid is None and not self._has_mask:
            return
        if not self._has_mask:
            self._make_mask()
        width, height = box[2:]
        together = np.ones((height, width), bool) if valid is None else valid if valid.ndim == 2 else valid.all(axis=0)
        pixels = np.where(together, np.uint8(255), np.uint8(0))
        mask = self._dataset.GetRasterBand(1).GetMaskBand()
        mask.WriteRaster(*box, _bytes_of(pixels), buf_type=gdal.GDT_Byte)

    def _make_mask(self) -> None:
        from osgeo import gdal

        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        try:
            self._dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        finally:
            gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        self._has_mask = True
        mask = self._dataset.GetRasterBand(1).GetMaskBand()
        columns = self._layout.grid.columns
        for row in range(0, self._layout.grid.rows, 256):
            rows = min(256, self._layout.grid.rows - row)
            mask.WriteRaster(0, row, columns, rows, b"\xff" * (columns * rows), buf_type=gdal.GDT_Byte)

    def finish(self, summaries: tuple[BandSummary, ...], metadata: dict[str, str]) -> None:
        """Write statistics and metadata, close, and give the file its name; an older file is replaced only now.

        Raises:
            OutputError: the last bytes could not be written; nothing is left.
        """
        try:
            with self._checked():
                self._dataset.SetMetadata({**self._layout.metadata, **metadata})
                for index, summary in enumerate(summaries, start=1):
                    numbers = (summary.minimum, summary.maximum, summary.mean, summary.deviation)
                    if summary.count and np.isfinite(numbers).all():
                        self._dataset.GetRasterBand(index).SetStatistics(*numbers)
                self._dataset.FlushCache()
                self._dataset = None
            self._sync()
            self._publish()
        except OSError as error:
            self.abort()
            raise OutputError(f"“{self._path}” cannot be written: {error.strerror or 'the disk refused'}.") from None
        except OutputError:
            self.abort()
            raise

    def _sync(self) -> None:
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())

    def _publish(self) -> None:
        self._part.replace(self._path)  # first: it fails on Windows while the older file is open, and changes nothing
        for suffix in SIDECARS:
            old, new = Path(f"{self._path}{suffix}"), Path(f"{self._part}{suffix}")
            if new.exists():
                new.replace(old)
            else:
                old.unlink(missing_ok=True)  # it belonged to the file that was replaced

    def abort(self) -> None:
        """Close and remove whatever was written."""
        with contextlib.suppress(OutputError), self._checked():
            self._dataset = None
        self._remove_parts()

    def _remove_parts(self) -> None:
        for suffix in ("", *SIDECARS):
            with contextlib.suppress(OSError):
                Path(f"{self._part}{suffix}").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _checked(self) -> Iterator[None]:
        """Collect GDAL's errors within the block and raise them as one of ours, whether or not it uses exceptions."""
        from osgeo import gdal

        def note(level: int, _: int, message: str) -> None:
            if level >= gdal.CE_Failure:
                self._messages.append(message)

        self._messages.clear()
        gdal.PushErrorHandler(note)
        try:
            yield
        except RuntimeError as error:
            self._messages.append(str(error))
        finally:
            gdal.PopErrorHandler()
        if self._messages:
            raise self._failure("cannot be written")

    def _failure(self, what: str) -> OutputError:
        free = 0
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self._path.parent).free
        if not self._path.parent.is_dir():
            reason = "its folder is gone"
        elif free < 1_000_000:
            reason = "the disk is full; make room or choose another folder"
        else:
            reason = self._messages[0] if self._messages else "GDAL gives no reason"
        return OutputError(f"“{self._path}” {what}: {reason.replace(PART, '')}.")


def _bytes_of(pixels: NDArray[Any]) -> memoryview:
    """Return the memory of a contiguous array, without a copy."""
    return pixels.reshape(-1).view(np.uint8).data


def _creation_options(layout: RasterLayout, kind: PixelType, tile: tuple[int, int], compression: str) -> list[str]:
    block = next((size for size in BLOCK_SIZES if not tile[0] % size and not tile[1] % size), 256)
    width, height = (min(block, -(-side // 16) * 16) for side in (layout.grid.columns, layout.grid.rows))
    options = ["TILED=YES", f"BLOCKXSIZE={width}", f"BLOCKYSIZE={height}", "SPARSE_OK=TRUE", "INTERLEAVE=BAND"]
    options.append("PHOTOMETRIC=RGB" if layout.is_rgb and layout.band_count == 3 else "PHOTOMETRIC=MINISBLACK")
    if layout.band_count > 1:
        options.append("ALPHA=NO")
    if compression == "none":
        return [*options, "BIGTIFF=IF_NEEDED"]
    options += [f"COMPRESS={compression.upper()}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]
    if not kind.is_complex:
        options.append(f"PREDICTOR={3 if kind.is_float else 2}")
    level = {"deflate": "ZLEVEL=1", "zstd": "ZSTD_LEVEL=1"}.get(compression)
    return [*options, level] if level else options


def _color_table(layout: RasterLayout, kind: PixelType) -> Any:
    from osgeo import gdal

    table = gdal.ColorTable()
    for entry in layout.classes:
        if entry.color is not None and 0 <= entry.value <= kind.maximum:
            table.SetColorEntry(entry.value, (*entry.color, 255))
    return table


def _attribute_table(layout: RasterLayout) -> Any:
    from osgeo import gdal

    table = gdal.RasterAttributeTable()
    columns = [
        ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
        ("Count", gdal.GFT_Real, gdal.GFU_PixelCount),
        ("Class", gdal.GFT_String, gdal.GFU_Name),
        ("Red", gdal.GFT_Integer, gdal.GFU_Red),
        ("Green", gdal.GFT_Integer, gdal.GFU_Green),
        ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ]
    has_color = any(entry.color for entry in layout.classes)
    for name, kind, usage in columns if has_color else columns[:3]:
        table.CreateColumn(name, kind, usage)
    classes = [entry for entry in layout.classes if abs(entry.value) < 2**31]  # as far as GDAL's column reaches
    table.SetRowCount(len(classes))
    for row, entry in enumerate(classes):
        table.SetValueAsInt(row, 0, entry.value)
        table.SetValueAsDouble(row, 1, entry.count or 0.0)
        table.SetValueAsString(row, 2, entry.name)
        for column, part in enumerate(entry.color or (), start=3):
            table.SetValueAsInt(row, column, part)
    return table
