# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC 2 through GDAL alone, where no LERC library can be called: a TIFF header is put in front of the blobs.

GDAL's own driver of bare blobs (MRF) loses masks, knows no version after 4 and takes no multi-band body. LERC is also
a compression of TIFF, and there libtiff hands each blob to the real library. Right are (measured, GDAL 3.6 to 3.13):
any type without mask; floating point with a mask in each blob, whose invalid pixels come as NaN. Integers with a mask
fail, and a mask shared by several bands gives garbage: these are refused here.
"""

from __future__ import annotations

import struct
from functools import lru_cache

import numpy as np

from ..errors import DecodeError
from .block import Block, Expected
from .gdal_memory import opened
from .lerc2_header import Blob

_LERC_COMPRESSION = 34887
_SHORT, _LONG = 3, 4


@lru_cache(maxsize=1)
def gdal_reads_lerc() -> bool:
    """Tell whether GDAL's TIFF driver was built with LERC."""
    try:
        from osgeo import gdal
    except ImportError:
        return False
    driver = gdal.GetDriverByName("GTiff")
    options = driver.GetMetadataItem("DMD_CREATIONOPTIONLIST") if driver else None
    return "LERC" in (options or "")


def supports(blobs: tuple[Blob, ...]) -> bool:
    """Tell whether GDAL decodes these blobs rightly, if at all."""
    return all(
        blob.depth == 1
        and not blob.has_no_data
        and (blob.all_valid or (blob.pixel_type.is_float and not blob.borrows_mask))
        for blob in blobs
    )


def decode(body: bytes, blobs: tuple[Blob, ...], expected: Expected) -> Block:
    """Return the pixels of blobs that GDAL `supports`.

    Raises:
        DecodeError: a blob is damaged.
    """
    header = _tiff_header(blobs)
    end = blobs[-1].start + blobs[-1].size
    with opened(header + body[:end], ("GTiff",), expected, "LERC 2") as raster:
        # libtiff warns of every blob newer than itself, and decodes it.
        data = raster.read(range(1, len(blobs) + 1), warnings_are_damage=False)
    if all(blob.all_valid for blob in blobs):
        return Block(data)
    valid = np.stack(
        [np.ones(band.shape, bool) if blob.all_valid else ~np.isnan(band) for band, blob in zip(data, blobs)]
    )
    if any(np.count_nonzero(mask) != blob.valid_pixels for mask, blob in zip(valid, blobs)):
        raise DecodeError("The LERC 2 answer is damaged, or has pixels that are valid but no number.", url=expected.url)
    return Block(data, valid[0] if len(blobs) == 1 else valid)


def _tiff_header(blobs: tuple[Blob, ...]) -> bytes:
    """Return a little-endian TIFF header with one strip per band; the blobs are to follow it directly."""
    first, bands = blobs[0], len(blobs)
    pixel = first.pixel_type
    sample_format = 3 if pixel.is_float else 2 if pixel.minimum < 0 else 1
    entries: list[tuple[int, int, list[int]]] = [
        (256, _LONG, [first.columns]),
        (257, _LONG, [first.rows]),
        (258, _SHORT, [pixel.bytes * 8] * bands),
        (259, _SHORT, [_LERC_COMPRESSION]),
        (262, _SHORT, [1]),  # photometric: dark to light
        (273, _LONG, [blob.start for blob in blobs]),  # from the first blob; moved below
        (277, _SHORT, [bands]),
        (278, _LONG, [first.rows]),
        (279, _LONG, [blob.size for blob in blobs]),
        (284, _SHORT, [2]),  # band after band
        (338, _SHORT, [0] * (bands - 1)),  # extra samples: unspecified
        (339, _SHORT, [sample_format] * bands),
        (50674, _LONG, [4, 0]),  # LERC parameters: version, no further compression
    ]
    entries = [entry for entry in entries if entry[2]]
    directory_bytes = 2 + 12 * len(entries) + 4
    sizes = {_SHORT: 2, _LONG: 4}
    total = 8 + directory_bytes + sum(_outside(len(values) * sizes[kind]) for _, kind, values in entries)
    directory, extra = [struct.pack("<H", len(entries))], b""
    for tag, kind, values in entries:
        shifted = [value + total for value in values] if tag == 273 else values
        packed = struct.pack(f"<{len(values)}{'H' if kind == _SHORT else 'I'}", *shifted)
        if len(packed) > 4:
            field = struct.pack("<I", 8 + directory_bytes + len(extra))
            extra += packed + b"\0" * (len(packed) % 2)
        else:
            field = packed.ljust(4, b"\0")
        directory.append(struct.pack("<HHI", tag, kind, len(values)) + field)
    return struct.pack("<2sHI", b"II", 42, 8) + b"".join(directory) + struct.pack("<I", 0) + extra


def _outside(size: int) -> int:
    """Return the bytes that ``size`` bytes of values take after the directory: none if they fit into their entry."""
    return 0 if size <= 4 else size + size % 2
