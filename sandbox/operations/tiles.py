# SPDX-License-Identifier: GPL-2.0-or-later
"""Cached tiles, and the map that tells which of them exist."""

from __future__ import annotations

from ..answer import Answer, Call, document
from ..encode import CONTENT_TYPES, HEADERLESS
from ..errors import ServiceError, invalid_parameter, invalid_url
from ..functions import Renderer
from ..lercblob import encode_lerc1, encode_lerc2
from ..output import OutputDirectory
from ..picture import encode as encode_picture
from ..pixels import Image
from ..resample import METHODS
from ..selection import read_selection, stack
from ..service import Service
from ..tiling import ELEVATION_ERROR, Tiling, tiling
from ..values import RAW

# Formats of pictures that are all of one kind; MIXED is JPEG inside and PNG where a tile is not full.
PICTURES = {"JPEG": "jpg", "JPG": "jpg", "PNG": "png32", "PNG8": "png8", "PNG24": "png24", "PNG32": "png32"}
MAX_MAP = 128  # rows and columns of a tile map


def tile(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return ``/tile/level/row/column``; HTTP 404 where there is no tile (Esri's Image Tile page)."""
    scheme, (level, row, column) = _address(service, call, 3)
    if "variable" in call.params:
        raise invalid_parameter("variable")
    if (level, row, column) in scheme.empty:
        return Answer(b"", HEADERLESS)
    image = _cells(scheme, call, level, row, column) if scheme.holds(level, row, column) else None
    if image is None or not image.mask().any():
        raise ServiceError(404, "Tile not found", status=404)
    if scheme.cache_type == "Raster":
        return Answer(encode_lerc2(image, 0.0), HEADERLESS)
    if scheme.cache_type == "Elevation":
        return Answer(encode_lerc1(image, ELEVATION_ERROR), HEADERLESS)
    name = PICTURES.get(scheme.format.upper()) or ("jpg" if image.valid is None else "png32")
    return Answer(encode_picture(image, name, 75, service), CONTENT_TYPES[name])


def tilemap(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return ``/tilemap/level/row/column/width/height``: 1 for a tile that exists, else 0."""
    scheme, (level, row, column, width, height) = _address(service, call, 5)
    if "tilemap" not in service.capabilities or not (0 < width <= MAX_MAP and 0 < height <= MAX_MAP):
        raise invalid_url()
    data = [
        int(_exists(scheme, call, level, r, c)) for r in range(row, row + height) for c in range(column, column + width)
    ]
    location = {"left": column, "top": row, "width": width, "height": height}
    return document(call, "Tile Map", {"valid": True, "location": location, "data": data})


def _address(service: Service, call: Call, parts: int) -> tuple[Tiling, list[int]]:
    scheme = tiling(service)
    if scheme is None or len(call.tail) != parts:
        raise invalid_url()
    try:
        return scheme, [int(part) for part in call.tail]
    except ValueError:
        raise invalid_parameter("tile") from None


def _exists(scheme: Tiling, call: Call, level: int, row: int, column: int) -> bool:
    if not scheme.holds(level, row, column):
        return False
    image = _cells(scheme, call, level, row, column)
    return bool(image.mask().any())


def _cells(scheme: Tiling, call: Call, level: int, row: int, column: int) -> Image:
    service = scheme.service
    method = METHODS["Bilinear" if scheme.cache_type == "Elevation" else "Nearest"]
    grid = scheme.grid(level, row, column)
    bands = (_band(service, call),) if scheme.bsq else None
    source = stack(service, read_selection(service, call.params), grid, bands, scheme.crs)
    return Renderer(service, source, grid, method).render(None if scheme.cache_type == "Map" else RAW)


def _band(service: Service, call: Call) -> int:
    """Return the band of a band-sequential cache: the first unless ``bandId`` names another."""
    text = call.params.get("bandId", "0").strip()
    if not text.isdigit() or int(text) >= service.band_count:
        raise invalid_parameter("bandId")
    return int(text)
