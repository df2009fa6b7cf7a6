# SPDX-License-Identifier: GPL-2.0-or-later
"""PNG, JPEG, GIF and BMP, through GDAL: rendered colours, and validity from transparency.

Of the formats that `exportImage` calls png, png8, png24, png32, jpg, jpgpng, bmp and gif, only those with an alpha
channel or a transparent colour carry validity. An indexed picture (PNG8, GIF) is expanded to its colours: its bytes
are numbers of colours, not values.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from .block import Block, Expected
from .conform import conform, require_bands
from .gdal_memory import MemoryRaster, opened

_DRIVERS = {"png": ("PNG",), "jpeg": ("JPEG",), "gif": ("GIF", "BIGGIF"), "bmp": ("BMP",)}
_OPAQUE = 255


def decode(body: bytes, expected: Expected, kind: str) -> Block:
    """Return the colours of a picture: 1 band (grey), 3 (red, green, blue), or 4 with alpha if 4 are expected.

    Grey is repeated where 3 bands are expected, equal colours become one band where 1 is. Fully transparent pixels
    are invalid.

    Args:
        body: the picture.
        expected: size, bands, pixel type.
        kind: what `sniff` says: png, jpeg, gif or bmp.

    Raises:
        DecodeError: another size or number of bands, or a damaged picture.
    """
    name = kind.upper()
    with opened(body, _DRIVERS[kind], expected, name) as raster:
        colours, alpha, valid = _read(raster)
    return conform(Block(_fit_bands(colours, alpha, expected, name), valid), expected, name)


def decode_values(body: bytes, expected: Expected, kind: str, requested: str) -> Block:
    """Return the values of a picture that came although ``requested`` is a format of values.

    Only a PNG or BMP without palette holds them, if they are bytes, band for band: servers stretch what is not 8 bits.

    Raises:
        DecodeError: the picture cannot hold the values that were asked for.
    """
    name = kind.upper()
    refusal = DecodeError(
        f"The server sent {name} although {requested} was asked for; pictures do not hold the values of this service.",
        url=expected.url,
        came=kind,
    )
    bytes_asked = expected.pixel_type is not None and expected.pixel_type.numpy_name == "uint8"
    if kind not in {"png", "bmp"} or not bytes_asked:
        raise refusal
    with opened(body, _DRIVERS[kind], expected, name) as raster:
        if raster.band(1).GetColorTable() is not None:
            raise refusal
        colours, _, valid = _read(raster)
    if len(colours) != expected.bands:
        raise refusal
    return conform(Block(colours, valid), expected, name)


def _read(raster: MemoryRaster) -> tuple[NDArray[Any], NDArray[Any] | None, NDArray[Any] | None]:
    """Return the colours (bands, rows, columns), the alpha channel and the validity, where there are any."""
    from osgeo import gdal

    table = raster.band(1).GetColorTable()
    if raster.bands == 1 and table is not None:
        entries = [table.GetColorEntry(number) for number in range(table.GetCount())]
        # Numbers beyond the table, in a damaged picture, become transparent.
        palette = np.zeros((256, 4), np.uint8)
        palette[: len(entries)] = np.array(entries[:256], np.uint8).reshape(-1, 4)
        colours = np.ascontiguousarray(palette.T)[:, raster.read([1])[0]]
        alpha, colours = colours[3], colours[:3]
        return colours, alpha, alpha != 0
    has_alpha = raster.band(raster.bands).GetColorInterpretation() == gdal.GCI_AlphaBand and raster.bands > 1
    data = raster.read(range(1, raster.bands + 1))
    if has_alpha:
        return data[:-1], data[-1], data[-1] != 0
    # A transparent colour of a PNG without alpha.
    flags = raster.band(1).GetMaskFlags()
    return data, None, None if flags & gdal.GMF_ALL_VALID else raster.read_mask(1)


def _fit_bands(colours: NDArray[Any], alpha: NDArray[Any] | None, expected: Expected, name: str) -> NDArray[Any]:
    """Return the colours with the expected number of bands."""
    have, want = len(colours), expected.bands
    if want in {3, 4} and have == 1:
        colours = np.broadcast_to(colours, (3, *colours.shape[1:]))
    if want == 1 and have == 3 and (colours == colours[0]).all():
        return colours[:1]
    if want == 4 and len(colours) == 3:
        opaque = np.full(colours.shape[1:], _OPAQUE, colours.dtype)
        return np.concatenate((colours, (opaque if alpha is None else alpha)[None]))
    require_bands(len(colours), colours.itemsize, expected, name)
    return colours
