# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC, both versions, by the best decoder that is there.

LERC 1 needs none (`lerc1`). LERC 2 goes to libLerc, which the Python package ``lerc`` brings and which often lies in
the system already; without it to GDAL, for the cases that GDAL decodes rightly.
"""

from __future__ import annotations

import numpy as np

from ..errors import DecodeError
from . import lerc1, lerc_gdal
from .block import Block, Expected
from .conform import conform, require_bands, require_size
from .lerc2_header import Blob, read_blobs
from .lerc_library import find_library

_NAME = "LERC 2"
# LERC 1 keeps singles, which hold whole numbers without gaps up to here.
_LARGEST_WHOLE_SINGLE = 1 << 24


def lerc_available() -> bool:
    """Tell whether every LERC answer can be decoded; looked up once."""
    return find_library() is not None


def decoder_name() -> str:
    """Return what decodes LERC 2 here: "lerc 4.0.1" (the package), "libLerc", "GDAL" (not every answer), or "none"."""
    library = find_library()
    if library is not None:
        return library.name
    return "GDAL" if lerc_gdal.gdal_reads_lerc() else "none"


def decode(body: bytes, expected: Expected) -> Block:
    """Return the pixels and the mask of a LERC answer of any version.

    The values of LERC 1 are singles: they are rounded to the expected integer type, from which they came.

    Raises:
        DecodeError: another size, number of bands or pixel type than expected, a damaged body, or nothing here that
            can decode it.
    """
    if body.startswith(lerc1.MAGIC):
        return _whole_numbers(lerc1.decode(body, expected), expected)
    blobs = read_blobs(body, expected)
    first = blobs[0]
    require_size(first.columns, first.rows, expected, _NAME)
    if len(blobs) > 1 and first.depth > 1:
        raise DecodeError(
            f"The server sent {_NAME} of {len(blobs)} bands with {first.depth} values per pixel, an order of bands "
            "that is not known.",
            url=expected.url,
        )
    require_bands(len(blobs) * first.depth, first.pixel_type.bytes, expected, _NAME)
    return conform(_decode_blobs(body, blobs, expected), expected, _NAME)


def _decode_blobs(body: bytes, blobs: tuple[Blob, ...], expected: Expected) -> Block:
    library = find_library()
    if library is not None:
        block = library.decode(body, blobs)
        if block is None:
            raise DecodeError(f"The {_NAME} answer is damaged: it does not decode.", url=expected.url)
        return block
    if lerc_gdal.supports(blobs) and lerc_gdal.gdal_reads_lerc():
        return lerc_gdal.decode(body, blobs, expected)
    raise DecodeError(
        "This LERC answer needs the Python package 'lerc': install it into the Python of QGIS "
        "(python3 -m pip install lerc), or choose another format.",
        url=expected.url,
    )


def _whole_numbers(block: Block, expected: Expected) -> Block:
    """Return the singles of a LERC 1 body in the expected type."""
    kind = expected.pixel_type
    if kind is None or kind.is_float:
        return conform(block, expected, "LERC 1")
    with np.errstate(invalid="ignore"):  # damaged bodies hold NaN of every kind
        whole = np.rint(block.data)
    if kind.bytes > 2:
        inside = whole if block.valid is None else np.where(block.valid, whole, 0)
        if not np.abs(inside).max() <= _LARGEST_WHOLE_SINGLE:
            raise DecodeError(
                f"The server sent LERC 1, which cannot hold {kind.code} values beyond 16,777,216 exactly: "
                "choose another format.",
                url=expected.url,
            )
    return conform(Block(whole, block.valid), expected, "LERC 1")
