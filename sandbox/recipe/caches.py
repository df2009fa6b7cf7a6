# SPDX-License-Identifier: GPL-2.0-or-later
"""Tile caches of every kind, each over a small raster that tells what its tiles must hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .geotiff import F32_LOWEST, Grid, Layout, write_geotiff
from .mosaics import COMPACT, CREDIT, milliseconds
from .noise import Floats, power_noise
from .product import Product

SLICES = 6
_NODATA = -32768


def products() -> tuple[Product, ...]:
    """Return the cached services."""
    return _PICTURES, _BANDS, _SLICES, _SPARSE, _ELSEWHERE, _ELEVATION


def _service(description: str, tiles: dict[str, Any], capabilities: str, **fields: Any) -> dict[str, Any]:
    root = {"description": description, "copyrightText": CREDIT, "capabilities": capabilities}
    return {"generation": "11", "functions": ["None"], "root": root, "tiles": tiles, **fields}


def _smooth(seed: int, grid: Grid) -> Floats:
    return power_noise(seed, (grid.rows, grid.columns), 3.4)


def _write_picture(path: Path, grid: Grid) -> None:
    """Write three bands that JPEG hardly harms; a bay in the south-east is NoData."""
    bands = np.stack([np.clip(128 + 40 * _smooth(501 + band, grid), 1, 255) for band in range(3)])
    rows, columns = np.indices((grid.rows, grid.columns))
    bay = (rows > grid.rows * 0.6) & (columns > grid.columns * 0.55)
    pixels = np.where(bay, 0, np.round(bands)).astype(np.uint8)
    write_geotiff(path, grid, Layout("U8", bands=("Red", "Green", "Blue"), nodata=0, options=COMPACT), [(0, pixels)])


def _write_bands(path: Path, grid: Grid) -> None:
    """Write four bands of 16-bit numbers: the ten thousands are the band."""
    bands = np.stack([10_000 * (band + 1) + np.round(500 * _smooth(511 + band, grid)) for band in range(4)])
    names = ("Blue", "Green", "Red", "NearInfrared")
    write_geotiff(path, grid, Layout("U16", bands=names, options=COMPACT), [(0, bands.astype(np.uint16))])


def _write_slices(path: Path, grid: Grid) -> None:
    """Write six months: the thousands are the month; the same third is NoData in all of them."""
    pattern = _smooth(521, grid)
    months = np.stack([1000 * (month + 1) + np.round(100 * pattern) for month in range(SLICES)])
    months = np.where(pattern < np.quantile(pattern, 0.33), _NODATA, months).astype(np.int16)
    names = [f"2024-{month:02}" for month in range(1, SLICES + 1)]
    write_geotiff(path, grid, Layout("S16", bands=names, nodata=_NODATA, options=COMPACT), [(0, months)])


def _write_sparse(path: Path, grid: Grid) -> None:
    """Write numbers in two far corners; all between is NoData, so that many tiles do not exist."""
    rows, columns = np.indices((grid.rows, grid.columns))
    known = (rows + columns < 260) | (rows + columns > grid.rows + grid.columns - 220)
    values = np.where(known, 50 + 20 * _smooth(531, grid), F32_LOWEST).astype(np.float32)
    write_geotiff(path, grid, Layout("F32", nodata=F32_LOWEST, options=COMPACT), [(0, values[None])])


def _write_plain(path: Path, grid: Grid) -> None:
    """Write a gentle surface in whole hundredths."""
    values = np.round(300 + 80 * _smooth(541, grid), 2).astype(np.float32)
    write_geotiff(path, grid, Layout("F32", options=COMPACT), [(0, values[None])])


_PICTURES = Product(
    "caches/mixed",
    small=Grid(600, 500, 1_190_004.5, 5_980_003.75, 10.0, 10.0, "EPSG:3857"),
    write=_write_picture,
    service=_service(
        "Pictures in colour: JPEG inside, PNG where a tile is not full.",
        {"format": "MIXED", "size": 128},
        "Image,TilesOnly,Tilemap",
    ),
)
_BANDS = Product(
    "caches/bands",
    small=Grid(300, 260, 389_420.0, 5_822_780.0, 20.0, 20.0, "EPSG:32633"),
    write=_write_bands,
    service=_service(
        "A tile for every band.",
        {"format": "LERC2D", "size": 128, "bsq": True},
        "Image,TilesOnly,Tilemap",
    ),
)
_SLICES = Product(
    "caches/slices",
    small=Grid(240, 180, -20.0, 60.0, 0.25, 0.25, "EPSG:4326"),
    write=_write_slices,
    service=_service(
        "Six months, a tile for every slice.",
        {"format": "LERC2D", "size": 64},
        "Image,TilesOnly",
        slices=[milliseconds(2024, month, 1) for month in range(1, SLICES + 1)],
        variable="anomaly",
    ),
)
_SPARSE = Product(
    "caches/sparse",
    small=Grid(700, 520, 2_600_012.5, 1_200_037.5, 25.0, 25.0, "EPSG:2056"),
    write=_write_sparse,
    service=_service(
        "Two corners of a country: most tiles are not there, and levels are listed that do not exist.",
        # One tile lost, and one that comes without a byte: both lie where there are values.
        {"size": 64, "coarser": 2, "finer": 1, "missing": [[6, 1, 0]], "empty": [[6, 0, 1]]},
        "Image,TilesOnly,Tilemap",
    ),
)
_ELSEWHERE = Product(
    "caches/webmercator",
    small=Grid(320, 240, 389_420.0, 5_822_780.0, 20.0, 20.0, "EPSG:25833"),
    write=_write_plain,
    service=_service(
        "A service in UTM whose cache is on the usual web scheme.",
        {"format": "LERC2D", "size": 256, "wkid": 102100, "finer": 2},
        "Image,TilesOnly",
    ),
)
_ELEVATION = Product(
    "caches/elevation",
    small=Grid(400, 300, 1_190_004.5, 5_980_003.75, 10.0, 10.0, "EPSG:3857"),
    write=_write_plain,
    service=_service(
        "Heights at the corners of cells, one row and column more in every tile.",
        {"format": "LERC", "size": 128},
        "Image,Tilemap,Mensuration",
    ),
)
