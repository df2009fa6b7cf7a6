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
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import geotiff_blocks
from .errors import OutputError
from .geotiff_profile import attribute_table, color_table, creation_options, tables_beside, write_meaning
from .grid import Window
from .journal import Finished
from .meaning import Meaning
from .output import check_name, writing
from .partial import PART, SIDECARS, bytes_on_disk, part_of, remove_part
from .pixels import PIXEL_TYPES, PixelType
from .plan import human_size
from .raster import RasterLayout
from .statistics import BandSummary

# Room for headers, statistics and whatever else the disk is used for meanwhile.
SPARE_BYTES = 16_000_000
# The header of a TIFF, which says where its directory lies: 8 bytes, or 16 of a BigTIFF.
HEAD_BYTES = 16


def storage_type(kind: PixelType) -> PixelType:
    """Return the type in which GDAL stores ``kind``: the same, but for S8 before GDAL 3.7, which had no such type."""
    from osgeo import gdal

    if kind.code == "S8" and not hasattr(gdal, "GDT_Int8"):
        return PIXEL_TYPES["S16"]
    return kind


def check_output(path: Path, expected_bytes: int, *, overwrite: bool) -> None:
    """Refuse an output that cannot end well, before anything is fetched.

    What an interrupted download has left is room that the next one may use.

    Raises:
        OutputError: the sentence names the cause and the remedy.
    """
    folder = path.parent
    check_name(path)
    if not folder.is_dir():
        raise OutputError(f"The folder “{folder}” does not exist: create it or choose another.")
    if path.is_dir():
        raise OutputError(f"“{path}” is a folder: give the name of a file.")
    check_free(path, overwrite=overwrite)
    if not os.access(folder, os.W_OK):
        raise OutputError(f"The folder “{folder}” cannot be written to: choose another.")
    free = shutil.disk_usage(folder).free + bytes_on_disk(path)
    if expected_bytes + SPARE_BYTES > free:
        raise OutputError(
            f"The raster needs {human_size(expected_bytes)}, but only {human_size(free)} are free in “{folder}”: "
            "make room, choose another folder, or a smaller extent."
        )


def check_free(path: Path, *, overwrite: bool) -> None:
    """Refuse to replace a file, unless that is allowed.

    Raises:
        OutputError: there is one.
    """
    if path.exists() and not overwrite:
        raise OutputError(f"“{path}” exists already: choose another name, or allow it to be overwritten.")


class GeoTiffSink:
    """Writes a GeoTIFF; ``finish`` makes it appear, ``abort`` leaves nothing. All calls from one thread.

    With ``again``, what an earlier sink has left under the other name is written further. The file stays usable at any
    moment but for the last tile: GDAL writes its directory before the first block, and from then on nothing but blocks
    and their places, in place (measured with GDAL 3.6). Only ``complete`` moves the directory, and for a moment there
    is none: ``head`` undoes that.
    """

    def __init__(
        self, path: Path, layout: RasterLayout, *, tile: tuple[int, int], compression: str = "none", again: bool = False
    ) -> None:
        self._path = path
        self._part = part_of(path)
        self._layout = layout
        self._type = storage_type(layout.pixel_type)
        self._messages: list[str] = []
        self._has_mask = False
        self._written_rows = layout.grid.rows if again else 0  # behind the last of them nothing was written yet
        self._dataset = self._reopen() if again else self._create(tile, compression)

    def _create(self, tile: tuple[int, int], compression: str) -> Any:
        from osgeo import gdal

        layout = self._layout
        remove_part(self._path)  # of a download that was killed: GDAL would read the sidecars
        with self._checked():
            dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._part),
                layout.grid.columns,
                layout.grid.rows,
                layout.band_count,
                gdal.GetDataTypeByName(self._type.gdal_name),
                creation_options(layout, self._type, tile, compression),
            )
        if dataset is None:
            raise self._failure("cannot be created")
        try:
            with self._checked():
                self._describe(dataset)
                dataset.FlushCache()  # the directory comes first
        except BaseException:
            dataset = None  # closes the file
            remove_part(self._path)
            raise
        return dataset

    def _reopen(self) -> Any:
        from osgeo import gdal

        layout = self._layout
        with writing(self._path):
            has_mask = geotiff_blocks.lengthen(self._part)
        with self._checked():
            options = {"open_options": ["NUM_THREADS=ALL_CPUS"], "allowed_drivers": ["GTiff"]}
            dataset = gdal.OpenEx(str(self._part), gdal.OF_RASTER | gdal.OF_UPDATE, **options)
        if dataset is None:
            raise self._failure("cannot be opened again")
        shape = (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount)
        first = dataset.GetRasterBand(1)
        kind = gdal.GetDataTypeName(first.DataType)
        if (*shape, kind) != (layout.grid.columns, layout.grid.rows, layout.band_count, self._type.gdal_name):
            raise OutputError(f"“{self._path}” cannot be written further: it is another raster.")
        self._has_mask = layout.no_data is None and has_mask
        self._attach_table(first)
        return dataset

    @property
    def head(self) -> bytes:
        """Return the first bytes of the file."""
        with self._part.open("rb") as file:
            return file.read(HEAD_BYTES)

    def _describe(self, dataset: Any) -> None:
        from osgeo import gdal

        layout = self._layout
        dataset.SetGeoTransform(layout.transform or layout.grid.transform)
        if dataset.SetProjection(layout.wkt):
            self._messages.append("GDAL does not understand its spatial reference")
        dataset.SetMetadata(layout.metadata)
        for index, name in enumerate(layout.band_names, start=1):
            band = dataset.GetRasterBand(index)
            band.SetDescription(name)
            if layout.no_data is not None:
                band.SetNoDataValue(layout.no_data)
        if layout.has_classes:
            band = dataset.GetRasterBand(1)
            colors = color_table(layout, self._type)
            if colors is not None:
                band.SetColorTable(colors)
            self._attach_table(band)
        elif layout.is_rgb and layout.band_count == 3:
            for index, color in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), start=1):
                dataset.GetRasterBand(index).SetColorInterpretation(color)

    def _attach_table(self, band: Any) -> None:
        """Give the file its attribute table: it will lie beside it, and is written when the file is closed."""
        table = attribute_table(self._layout) if self._layout.has_classes else None
        if table is not None:
            with tables_beside():
                band.SetDefaultRAT(table)

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> Finished:
        """Write the pixels of a window: shape (bands, rows, columns); see ``decode.Block`` for ``valid``.

        Returns what a journal keeps of it: above all the checksum of what ``read`` will give.

        Raises:
            OutputError: the disk is full, or the file was taken away.
        """
        from osgeo import gdal

        dtype = np.dtype(self._type.numpy_name)
        box = (window.column, window.row, window.columns, window.rows)
        code = gdal.GetDataTypeByName(self._type.gdal_name)
        mask_sum = 0
        with self._checked():
            if self._layout.no_data is None:
                mask_sum = self._write_mask(box, valid)
            checksum = mask_sum
            for index in range(self._layout.band_count):
                band = data[index]
                mask = valid if valid is None or valid.ndim == 2 else valid[index]
                if mask is not None and self._layout.no_data is not None:
                    band = np.where(mask, band, dtype.type(self._layout.no_data))
                pixels = np.ascontiguousarray(band, dtype)
                checksum = zlib.crc32(_bytes_of(pixels), checksum)
                target = self._dataset.GetRasterBand(index + 1)
                target.WriteRaster(*box, _bytes_of(pixels), buf_type=code)
            self._dataset.FlushCache()
            if geotiff_blocks.is_cut(self._bands(), window, self._part):
                self._messages.append("its last bytes did not reach the disk")
        self._written_rows = max(self._written_rows, window.row + window.rows)
        return Finished(window, checksum, mask_sum != 0)

    def _bands(self) -> list[Any]:
        """Return the bands, and the mask if there is one; GDAL is not asked for one (see ``lengthen``)."""
        bands = [self._dataset.GetRasterBand(index + 1) for index in range(self._layout.band_count)]
        return [*bands, bands[0].GetMaskBand()] if self._has_mask else bands

    def mend(self, window: Window) -> bool:
        """Empty the blocks of a window that cannot be read; return whether there were any."""
        return geotiff_blocks.mend(self._bands(), window) > 0

    def write_hole(self, window: Window) -> None:
        """Mark the pixels of a window as NoData."""
        pixels = np.zeros((self._layout.band_count, window.rows, window.columns), self._type.numpy_name)
        self.write(window, pixels, np.zeros(pixels.shape[1:], bool))

    def read(self, window: Window) -> tuple[NDArray[Any], NDArray[Any] | None, int]:
        """Return pixels and validity of a window, as ``write`` takes them, and their checksum.

        Raises:
            OutputError: they cannot be read.
        """
        from osgeo import gdal

        box = (window.column, window.row, window.columns, window.rows)
        data = np.empty((self._layout.band_count, window.rows, window.columns), self._type.numpy_name)
        valid, checksum = None, 0
        with self._checked():
            if self._has_mask:
                raw = self._dataset.GetRasterBand(1).GetMaskBand().ReadRaster(*box, buf_type=gdal.GDT_Byte)
                valid = np.frombuffer(raw or b"", np.uint8).reshape(data.shape[1:]) > 0
                checksum = _checksum_of_mask(valid)
            for index, band in enumerate(data):
                self._dataset.GetRasterBand(index + 1).ReadRaster(*box, buf_obj=_bytes_of(band))
                checksum = zlib.crc32(_bytes_of(band), checksum)
        no_data = self._layout.no_data
        if no_data is not None:
            valid = data != data.dtype.type(no_data)
        return data, valid, checksum

    def unmask(self, window: Window) -> None:
        """Mark all of a window as valid, if there is a mask: it was being made when the earlier sink ended."""
        if self._has_mask:
            with self._checked():
                self._write_mask((window.column, window.row, window.columns, window.rows), None)

    def _write_mask(self, box: tuple[int, int, int, int], valid: NDArray[Any] | None) -> int:
        """Keep validity in a mask band; it is made when the first invalid pixel comes, for most rasters have none."""
        from osgeo import gdal

        if valid is None and not self._has_mask:
            return 0
        if not self._has_mask:
            self._make_mask()
        width, height = box[2:]
        together = np.ones((height, width), bool) if valid is None else valid if valid.ndim == 2 else valid.all(axis=0)
        pixels = np.where(together, np.uint8(255), np.uint8(0))
        mask = self._dataset.GetRasterBand(1).GetMaskBand()
        mask.WriteRaster(*box, _bytes_of(pixels), buf_type=gdal.GDT_Byte)
        return _checksum_of_mask(together)

    def _make_mask(self) -> None:
        from osgeo import gdal

        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        try:
            self._dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        finally:
            gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        self._has_mask = True
        # What is written from now on brings its own part of the mask.
        geotiff_blocks.fill_mask(self._dataset.GetRasterBand(1).GetMaskBand(), self._written_rows)

    def finish(
        self, summaries: tuple[BandSummary, ...], metadata: dict[str, str], meaning: Meaning | None = None
    ) -> None:
        """Write statistics and metadata, close, and give the file its name; an older file is replaced only now.

        Raises:
            OutputError: the last bytes could not be written; nothing is left.
        """
        try:
            self.complete(summaries, metadata, meaning)
            self.publish()
        except OutputError:
            self.abort()
            raise

    def complete(
        self, summaries: tuple[BandSummary, ...], metadata: dict[str, str], meaning: Meaning | None = None
    ) -> None:
        """Write statistics and metadata, and bring the file to the disk, still under its other name.

        Raises:
            OutputError: the last bytes could not be written.
        """
        with self._checked():
            said = meaning or Meaning()
            self._dataset.SetMetadata({**self._layout.metadata, **said.metadata(), **metadata})
            write_meaning(self._dataset, said)
            for index, summary in enumerate(summaries, start=1):
                numbers = (summary.minimum, summary.maximum, summary.mean, summary.deviation)
                if summary.count and np.isfinite(numbers).all():
                    self._dataset.GetRasterBand(index).SetStatistics(*numbers)
            self._dataset.FlushCache()
            self._dataset = None
        with writing(self._path), self._part.open("rb+") as file:
            os.fsync(file.fileno())

    def publish(self) -> None:
        """Give the file its name, once it is complete; an older file is replaced.

        Raises:
            OutputError: the older file is in use, or the folder has gone.
        """
        with writing(self._path):
            self._part.replace(self._path)  # first: it fails on Windows while the older file is open, changing nothing
            for suffix in SIDECARS:
                old, new = Path(f"{self._path}{suffix}"), Path(f"{self._part}{suffix}")
                if new.exists():
                    new.replace(old)
                else:
                    old.unlink(missing_ok=True)  # it belonged to the file that was replaced

    def close(self) -> None:
        """Close the file as it is, to be opened ``again``.

        Raises:
            OutputError: the last bytes could not be written.
        """
        with self._checked():
            self._dataset = None

    def abort(self) -> None:
        """Close and remove whatever was written."""
        with contextlib.suppress(OutputError):
            self.close()
        remove_part(self._path)

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
            with tables_beside():
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


def _checksum_of_mask(valid: NDArray[Any]) -> int:
    """Return 0 where all is valid, with or without a mask."""
    return 0 if valid.all() else zlib.crc32(_bytes_of(np.ascontiguousarray(valid)))


def _bytes_of(pixels: NDArray[Any]) -> memoryview:
    """Return the memory of a contiguous array, without a copy."""
    return pixels.reshape(-1).view(np.uint8).data
