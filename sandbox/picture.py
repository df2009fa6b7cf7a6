# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures: PNG in its kinds, JPEG, GIF and BMP. Anything that is not 8-bit is stretched first, as servers do."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from .errors import export_failed
from .functions import minimum_maximum
from .memory import read_file, scratch_folder
from .pixels import Array, Image
from .service import Service
from .statistics import compute

DRIVERS = {"jpg": "JPEG", "gif": "GIF", "bmp": "BMP"}  # the rest is PNG
PALETTED = ("png8", "gif")
LEVELS = 6  # shades per channel of the colour cube in paletted pictures
Bytes = npt.NDArray[np.uint8]


def encode(image: Image, name: str, quality: int, service: Service) -> bytes:
    """Return the picture file; ``name`` is png, png8, png24, png32, jpg, gif or bmp."""
    bands = _displayable(image, service)
    palette: list[tuple[int, int, int, int]] | None = None
    if name in PALETTED:
        bands, palette = _paletted(bands, image)
    elif name == "png32":
        alpha = np.where(image.mask(), 255, 0).astype(np.uint8)[np.newaxis]
        bands = np.concatenate([_rgb(bands), alpha])
    elif name in ("png24", "bmp"):
        bands = _rgb(bands)
    options = [f"QUALITY={quality}"] if name == "jpg" else []
    return _write(bands, palette, DRIVERS.get(name, "PNG"), options)


def png(bands: Array) -> bytes:
    """Return a PNG of one, three or four 8-bit bands."""
    return _write(bands, None, "PNG", [])


def _displayable(image: Image, service: Service) -> Bytes:
    """Return one or three 8-bit bands. The default stretch takes the service's own statistics where it can."""
    chosen = list(range(3 if image.bands >= 3 else 1))
    data = image.data[chosen]
    if image.pixel_type != "U8":
        part = Image(data.real if data.dtype.kind == "c" else data, image.valid, image.pixel_type)
        statistics = service.statistics()[: len(chosen)]
        if len(statistics) < len(chosen) or image.pixel_type != service.pixel_type:
            statistics = compute(part, part.pixel_type)
        data = minimum_maximum(part, statistics).data
    elif image.valid is not None:
        data = np.where(image.valid, data, 0)
    return np.ascontiguousarray(data, dtype=np.uint8)


def _rgb(bands: Bytes) -> Bytes:
    return bands if len(bands) == 3 else np.repeat(bands, 3, axis=0)


def _paletted(bands: Bytes, image: Image) -> tuple[Bytes, list[tuple[int, int, int, int]]]:
    """Return indexes into at most 256 colours; index 0 is transparent."""
    if len(bands) == 3:
        steps = (bands.astype(np.uint16) * (LEVELS - 1) + 127) // 255
        indexes = 1 + (steps[0] * LEVELS + steps[1]) * LEVELS + steps[2]
        shades = [round(step * 255 / (LEVELS - 1)) for step in range(LEVELS)]
        colours = [(r, g, b, 255) for r in shades for g in shades for b in shades]
    else:
        indexes = np.maximum(bands[0], 1).astype(np.uint16)
        colours = [(grey, grey, grey, 255) for grey in range(1, 256)]
    indexes = np.where(image.mask(), indexes, 0)
    return indexes.astype(np.uint8)[np.newaxis], [(0, 0, 0, 0), *colours]


def _write(bands: Array, palette: list[tuple[int, int, int, int]] | None, driver: str, options: list[str]) -> bytes:
    _, rows, columns = bands.shape
    memory: Any = gdal.GetDriverByName("MEM").Create("", columns, rows, len(bands), gdal.GDT_Byte)
    for index, band in enumerate(bands):
        memory.GetRasterBand(index + 1).WriteArray(band)
    if palette is not None:
        table = gdal.ColorTable()
        for value, colour in enumerate(palette):
            table.SetColorEntry(value, colour)
        memory.GetRasterBand(1).SetRasterColorTable(table)
        memory.GetRasterBand(1).SetNoDataValue(0)
    if len(bands) == 4:
        memory.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    try:
        with scratch_folder() as folder:
            copy = gdal.GetDriverByName(driver).CreateCopy(f"{folder}/picture", memory, 0, options)
            copy = None  # noqa: F841 - closing writes the file
            return read_file(f"{folder}/picture")
    except RuntimeError as error:
        raise export_failed() from error
