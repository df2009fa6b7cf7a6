# SPDX-License-Identifier: GPL-2.0-or-later
"""A tile cache whose every cell a test knows, served over real HTTP in any of the kinds that exist."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

import lerc
import numpy as np
import pytest
from image_services import core
from osgeo import gdal

from sandbox.lercblob import encode_lerc1
from sandbox.pixels import Image

gdal.UseExceptions()
MERCATOR = {"wkid": 102100, "latestWkid": 3857}
TILE = re.compile(r"/tile/(-?\d+)/(-?\d+)/(-?\d+)$")


@dataclass
class Cache:
    """One level of tiles: ``values`` (bands, rows, columns) and ``valid`` (rows, columns), from tile 0, 0 on.

    ``extent`` counts columns and rows: (left, top, right, bottom). ``root`` is put over the root resource.
    """

    values: np.ndarray
    valid: np.ndarray | None = None
    form: str = "LERC2D"
    size: int = 16
    cell: float = 10.0
    corner: tuple[float, float] = (1_000_003.25, 6_000_007.75)
    extent: tuple[int, int, int, int] | None = None
    level: int = 3
    pixel_type: str = "F32"
    by_band: bool = False
    missing: frozenset = frozenset()
    reference: dict = field(default_factory=lambda: MERCATOR)
    root: dict = field(default_factory=dict)

    @property
    def overlap(self):
        return 1 if self.form == "LERC" else 0

    def describe(self):
        """Return the root resource."""
        rows, columns = (side - self.overlap for side in self.values.shape[1:])
        left, top, right, bottom = self.extent or (0, 0, columns, rows)
        (x, y), cell = self.corner, self.cell
        lods = [
            {
                "level": level,
                "resolution": cell * 2.0 ** (self.level - level),
                "scale": 1e4 * 2.0 ** (self.level - level),
            }
            for level in range(self.level + 1)
        ]
        info = {"cols": self.size, "rows": self.size, "format": self.form, "origin": {"x": x, "y": y}, "lods": lods}
        return {
            "currentVersion": 11,
            "name": "Cache",
            "capabilities": "Image,TilesOnly",
            "extent": {
                "xmin": x + left * cell,
                "ymin": y - bottom * cell,
                "xmax": x + right * cell,
                "ymax": y - top * cell,
                "spatialReference": self.reference,
            },
            "pixelSizeX": cell,
            "pixelSizeY": cell,
            "bandCount": len(self.values),
            "pixelType": self.pixel_type,
            "tileInfo": {**info, "spatialReference": self.reference},
            "bsq": self.by_band,
            **self.root,
        }

    def tile(self, row, column, bands=slice(None)):
        """Return the body of a tile; None where there is none."""
        side = self.size + self.overlap
        top, left = row * self.size, column * self.size
        if (row, column) in self.missing or row < 0 or column < 0:
            return None
        part = self.values[bands, top : top + side, left : left + side]
        if not part.size or (self.overlap and min(part.shape[1:]) < 2):
            return None
        data = np.zeros((len(part), side, side), self.values.dtype)
        mask = np.zeros((side, side), bool)
        data[:, : part.shape[1], : part.shape[2]] = part
        known = True if self.valid is None else self.valid[top : top + side, left : left + side]
        mask[: part.shape[1], : part.shape[2]] = known
        return self.encode(data, mask)

    def encode(self, data, mask):
        if self.form == "LERC":
            return encode_lerc1(Image(data, mask, "F32"), 0.0)
        if self.form == "LERC2D":
            flat = np.ascontiguousarray(data if len(data) > 1 else data[0])
            error, size, body = lerc.encode(flat, 1, True, mask, 0.5 if data.dtype.kind in "iu" else 0, 1 << 20)
            assert error == 0
            return bytes(body[:size])
        return picture(np.concatenate((data, np.where(mask, 255, 0).astype("u1")[None])), "PNG")


def picture(bands, driver):
    """Return a picture of bytes (bands, rows, columns)."""
    memory = gdal.GetDriverByName("MEM").Create("", bands.shape[2], bands.shape[1], len(bands), gdal.GDT_Byte)
    for index, band in enumerate(bands, start=1):
        memory.GetRasterBand(index).WriteArray(band)
    path = f"/vsimem/{uuid.uuid4().hex}"
    gdal.GetDriverByName(driver).CreateCopy(path, memory, options=["QUALITY=95"] if driver == "JPEG" else [])
    body = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, gdal.VSIFOpenL(path, "rb")))
    for name in (path, f"{path}.aux.xml"):
        if gdal.VSIStatL(name):
            gdal.Unlink(name)
    return body


class Served:
    """A cache on a server; ``before`` may answer instead, ``seen`` is what was asked for."""

    def __init__(self, server, reply, reply_json, cache):
        self.server, self.reply, self.reply_json, self.cache = server, reply, reply_json, cache
        self.before = lambda seen: None
        self.url = f"{server.url}/arcgis/rest/services/Cache/ImageServer"
        server.respond = self.respond

    def respond(self, seen):
        answer = self.before(seen)
        if answer is not None:
            return answer
        if seen.path.endswith("/ImageServer"):
            return self.reply_json(self.cache.describe())
        found = TILE.search(seen.path)
        if not found:
            return self.reply_json({"error": {"code": 400, "message": "Invalid URL", "details": []}})
        level, row, column = map(int, found.groups())
        band = seen.query.get("bandId")
        bands = slice(None) if band is None else slice(int(band), int(band) + 1)
        body = self.cache.tile(row, column, bands) if level == self.cache.level else None
        return self.reply(b"<html>404</html>", status=404) if body is None else self.reply(body)

    def open(self):
        return core.open_service(self.url)

    def tiles(self):
        """Return level, row and column of every tile that was asked for."""
        found = (TILE.search(seen.path) for seen in self.server.seen)
        return [tuple(map(int, match.groups())) for match in found if match]


@pytest.fixture
def serve(server, reply, reply_json):
    """Serve a cache."""
    return lambda cache: Served(server, reply, reply_json, cache)


@pytest.fixture(name="make_cache")
def _make_cache():
    return Cache


@pytest.fixture(name="picture")
def _picture():
    return picture


@pytest.fixture
def relief():
    """Return values that differ from cell to cell."""

    def make(rows, columns, bands=1, dtype="f4"):
        count = np.arange(bands * rows * columns).reshape(bands, rows, columns)
        return (count % 251).astype(dtype) if np.dtype(dtype).itemsize == 1 else (count * 1.25).astype(dtype)

    return make
