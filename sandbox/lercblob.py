# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC blobs of both generations: one blob per band, the mask in the first one only."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import lerc
import numpy as np
from osgeo import gdal

from .memory import read_file, scratch_folder
from .pixels import Array, Image

LERC1_HEADER = struct.Struct("<10siiiid")  # "CntZImage ", version 11, type 8, height, width, largest error
LERC1_PART = struct.Struct("<iiif")  # tiles down, tiles across, bytes, largest value


def encode_lerc2(image: Image, tolerance: float) -> bytes:
    """Return LERC2 as Esri's library writes it today. Integers take 0.5 as lossless, floats 0."""
    data = np.ascontiguousarray(image.data if image.bands > 1 else image.data[0])
    mask = None if image.valid is None else np.ascontiguousarray(image.valid)
    room = data.nbytes + image.rows * image.columns + 4096 * image.bands
    if data.dtype.kind in "iu":
        tolerance = max(tolerance, 0.5)
    result, size, blob = lerc.encode(data, 1, mask is not None, mask, tolerance, room)
    if result != 0:
        message = f"lerc_encode failed with {result}"
        raise RuntimeError(message)
    return bytes(blob[:size])


def encode_lerc2_bands(bands: Sequence[Image], tolerance: float) -> bytes:
    """Return LERC2 of several bands, each with a mask of its own."""
    data = np.ascontiguousarray(np.concatenate([band.data for band in bands]))
    masks = np.ascontiguousarray(np.stack([band.mask() for band in bands]))
    if data.dtype.kind in "iu":
        tolerance = max(tolerance, 0.5)
    room = data.nbytes + masks.size + 4096 * len(bands)
    result, size, blob = lerc.encode(data, 1, True, masks, tolerance, room)
    if result != 0:
        message = f"lerc_encode failed with {result}"
        raise RuntimeError(message)
    return bytes(blob[:size])


def encode_lerc1(image: Image, tolerance: float) -> bytes:
    """Return LERC1, which real servers send unless lercVersion=2 asks otherwise. Every type becomes a 32-bit float.

    The first band is a whole blob; further bands are a header and a value part, the count part (the mask) being shared.
    """
    blobs = [_lerc1_band(np.asarray(band, dtype=np.float32), image, tolerance) for band in image.data]
    if len(blobs) == 1:
        return blobs[0]  # with the three bytes of padding that a recorded answer has, too
    return b"".join(_parts(blob, with_mask=number == 0) for number, blob in enumerate(blobs))


def _lerc1_band(band: Array, image: Image, tolerance: float) -> bytes:
    """Let GDAL's MRF driver, which carries Esri's LERC1 encoder, write one block; NoData becomes the mask."""
    rows, columns = band.shape
    hidden = np.float32(-3.4028235e38)
    if image.valid is not None:
        band = np.where(image.valid, band, hidden)
    options = [
        f"BLOCKXSIZE={columns}",
        f"BLOCKYSIZE={rows}",
        "COMPRESS=LERC",
        f"OPTIONS=V1=ON LERC_PREC={tolerance!r}",
    ]
    with scratch_folder() as folder:
        dataset = gdal.GetDriverByName("MRF").Create(f"{folder}/blob.mrf", columns, rows, 1, gdal.GDT_Float32, options)
        target = dataset.GetRasterBand(1)
        target.SetNoDataValue(float(hidden))
        target.WriteArray(band)
        target = dataset = None  # closing writes the block
        return read_file(f"{folder}/blob.lrc")


def _parts(blob: bytes, *, with_mask: bool) -> bytes:
    """Return header, count part and value part without padding; the count part only where it is wanted."""
    values = LERC1_HEADER.size + _part_size(blob, LERC1_HEADER.size)
    end = values + _part_size(blob, values)
    return blob[:end] if with_mask else blob[: LERC1_HEADER.size] + blob[values:end]


def _part_size(blob: bytes, start: int) -> int:
    *_, size, _largest = LERC1_PART.unpack_from(blob, start)
    return LERC1_PART.size + int(size)
