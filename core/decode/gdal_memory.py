# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers read by GDAL from memory, in the calling thread, without touching GDAL's global state.

Whether GDAL's Python functions raise or return None is a switch of the whole process that belongs to the host program,
so both are handled. Pixels go through the buffer protocol, never through `osgeo.gdal_array`: that costs start-up time
and breaks when the user's numpy is not the one GDAL was built with.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from ..pixels import PIXEL_TYPES
from .block import Expected
from .conform import require_size

_TYPES = {kind.gdal_name: kind.numpy_name for kind in PIXEL_TYPES.values()}
# A block is decoded whole: its size is another claim of the header that costs memory.
_LARGEST_BLOCK = 1 << 26


class MemoryRaster:
    """An answer that GDAL has opened; sizes are checked already. Only inside `opened`."""

    def __init__(self, dataset: Any, expected: Expected, name: str) -> None:
        """Wrap ``dataset``; DecodeError if it has another size than ``expected``, or blocks of absurd size."""
        self._dataset = dataset
        self._expected = expected
        self._name = name
        require_size(dataset.RasterXSize, dataset.RasterYSize, expected, name)
        self.bands = int(dataset.RasterCount)
        if self.bands < 1:
            raise self.damaged()
        self._require_small_blocks(self.band(1), self.bands * self.dtype.itemsize)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return numpy's type of the samples."""
        from osgeo import gdal

        band = self.band(1)
        name = gdal.GetDataTypeName(band.DataType)
        if name not in _TYPES:
            raise DecodeError(
                f"The server sent {self._name} of pixel type {name}, which image services do not have.",
                url=self._expected.url,
            )
        # Before 3.7 GDAL had no type for S8 and marked its bytes.
        if name == "Byte" and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":
            return np.dtype(np.int8)
        return np.dtype(_TYPES[name])

    def band(self, number: int) -> Any:
        """Return GDAL's band, counted from 1."""
        return self._dataset.GetRasterBand(number)

    def read(self, bands: Sequence[int], *, warnings_are_damage: bool = True) -> NDArray[Any]:
        """Return the samples of ``bands`` (from 1) with the shape (bands, rows, columns).

        Decoders warn, and go on with grey pixels, when a JPEG ends early; ``warnings_are_damage`` refuses that.
        """
        data = np.empty((len(bands), self._expected.rows, self._expected.columns), self.dtype)
        self._fill(self._dataset, data, warnings_are_damage, band_list=list(bands))
        return data

    def read_mask(self, band: int) -> NDArray[Any]:
        """Return the validity of ``band`` as GDAL sees it (mask band, alpha, tag), with the shape (rows, columns)."""
        mask = self.band(band).GetMaskBand()
        self._require_small_blocks(mask, 1)
        data = np.empty((self._expected.rows, self._expected.columns), np.uint8)
        self._fill(mask, data, True)
        return np.asarray(data != 0)

    def damaged(self) -> DecodeError:
        """Return the error that says so, with GDAL's own words as a detail."""
        from osgeo import gdal

        return DecodeError(
            f"The {self._name} answer is cut or damaged.", url=self._expected.url, gdal=gdal.GetLastErrorMsg()
        )

    def _require_small_blocks(self, band: Any, pixel_bytes: int) -> None:
        """Refuse blocks that are larger than any server makes them, and larger than the image itself."""
        width, height = band.GetBlockSize()
        pixels = self._expected.columns * self._expected.rows
        if width * height * pixel_bytes > max(_LARGEST_BLOCK, 2 * pixels * pixel_bytes):
            raise self.damaged()

    def _fill(self, source: Any, data: NDArray[Any], strict: bool, **options: Any) -> None:
        from osgeo import gdal

        gdal.ErrorReset()
        try:
            done = source.ReadRaster(buf_obj=data.view(np.uint8).data.cast("B"), **options)
        except RuntimeError as error:
            raise self.damaged() from error
        state = gdal.GetLastErrorType()
        if done is None or state >= gdal.CE_Failure or (strict and state == gdal.CE_Warning):
            raise self.damaged()

    def close(self) -> None:
        """Let go of the dataset."""
        self._dataset = None


@contextmanager
def opened(body: bytes, drivers: Sequence[str], expected: Expected, name: str) -> Iterator[MemoryRaster]:
    """Open ``body`` with one of GDAL's ``drivers``, and no other; ``name`` is what errors call the answer.

    Raises:
        DecodeError: GDAL has none of the drivers, or cannot read the body, or its size is not the expected one.
    """
    from osgeo import gdal

    available = [driver for driver in drivers if gdal.GetDriverByName(driver) is not None]
    if not available:
        raise DecodeError(f"This GDAL cannot read {name}: choose another format.", url=expected.url)
    path = f"/vsimem/imageservices-{uuid.uuid4().hex}"
    raster = None
    gdal.FileFromMemBuffer(path, body)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        raster = MemoryRaster(_open(gdal, path, available, expected, name), expected, name)
        yield raster
    finally:
        if raster is not None:
            raster.close()
        gdal.Unlink(path)
        gdal.ErrorReset()
        gdal.PopErrorHandler()


def _open(gdal: Any, path: str, drivers: list[str], expected: Expected, name: str) -> Any:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER, allowed_drivers=drivers)
    except RuntimeError as error:
        raise DecodeError(f"The {name} answer is cut or damaged.", url=expected.url, gdal=str(error)) from error
    if dataset is None:
        reason = gdal.GetLastErrorMsg()
        raise DecodeError(f"The {name} answer is cut or damaged.", url=expected.url, gdal=reason)
    return dataset
