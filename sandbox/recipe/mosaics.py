# SPDX-License-Identifier: GPL-2.0-or-later
"""Mosaics: overlapping rasters that differ, so that a wrong choice or a wrong order among them shows."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from .collection import Collection, Part
from .geotiff import Grid, Layout, write_geotiff
from .noise import Floats, Integers, power_noise

CREDIT = "Made up for tests and demonstrations. No real place looks like this."
OVERLAP_NODATA = -1
SCENE_BANDS = ("Blue", "Green", "Red", "NearInfrared")
COMPACT = ("BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE")  # tiles of 256 x 256 would be mostly padding
SCENE_SIZE, SCENE_STEP, SCENE_COLLAR = 120, 90, 12  # cells
_OVERLAP_CORNER, _SCENE_CORNER = (600_005.0, 5_700_015.0), (437_115.0, 4_812_405.0)


def milliseconds(*date: int) -> int:
    """Return year, month, day (and hour) in UTC as epoch milliseconds."""
    return int(datetime(*date, tzinfo=timezone.utc).timestamp() * 1000)  # type: ignore[misc, arg-type]


# Column and row (in cells of 10 m), size, cell size, and attributes by which every method gives another order.
_OVERLAPS: tuple[tuple[int, int, int, float, dict[str, Any]], ...] = (
    (0, 0, 60, 10.0, {"Priority": 30, "CloudCover": 12.5, "Sensor": "Delta", "SOrder": 6}),
    (30, 5, 60, 10.0, {"Priority": 10, "CloudCover": 80.0, "Sensor": "Bravo", "SOrder": 5}),
    (10, 30, 60, 10.0, {"Priority": 20, "CloudCover": None, "Sensor": "Alpha", "SOrder": 4}),
    (40, 40, 60, 10.0, {"Priority": 60, "CloudCover": 3.25, "Sensor": "Echo", "SOrder": 3}),
    (25, 20, 60, 10.0, {"Priority": 50, "CloudCover": 45.0, "Sensor": "Foxtrot's", "SOrder": 2}),
    (50, 10, 80, 5.0, {"Priority": 40, "CloudCover": 0.0, "Sensor": "Charlie_5", "SOrder": 1}),
)
_OVERLAP_DATES = ((2021, 5, 1), (2023, 8, 15), (2020, 1, 31), (2022, 12, 24), (2024, 2, 29), (2019, 7, 7))


def overlap() -> Collection:
    """Return six rasters of 16-bit numbers in which the thousands are the number of the raster."""
    parts = []
    for number, (column, row, size, cell, attributes) in enumerate(_OVERLAPS, start=1):
        left, top = _OVERLAP_CORNER[0] + column * 10, _OVERLAP_CORNER[1] - row * 10
        grid = Grid(size, size, left, top, cell, cell, "EPSG:25832")
        stated = {"Name": f"patch_{number}", "MinPS": 0, "MaxPS": cell * 10, "Category": 1, **attributes}
        entry: dict[str, Any] = {"attributes": {**stated, "Acquired": milliseconds(*_OVERLAP_DATES[number - 1])}}
        if number in (1, 5):  # the western half is all that may show of these
            middle, bottom = left + size * cell / 2, top - size * cell
            entry["seamline"] = [[left, bottom], [left, top], [middle, top], [middle, bottom]]
        parts.append(Part(f"patch_{number}.tif", entry, partial(_write_patch, grid, number)))
    return Collection(
        "mosaics/overlap",
        parts,
        mosaic={
            "cellSize": 10.0,
            "fields": [
                {"name": "Priority", "type": "esriFieldTypeInteger"},
                {"name": "CloudCover", "type": "esriFieldTypeDouble"},
                {"name": "Sensor", "type": "esriFieldTypeString", "length": 20},
                {"name": "Acquired", "type": "esriFieldTypeDate", "length": 8},
            ],
        },
        service={
            "generation": "10.91",
            "functions": ["None", _per_request()],
            "root": {
                "description": "Six overlapping patches; the thousands of every value are the number of its patch.",
                "copyrightText": CREDIT,
                "defaultMosaicMethod": "NorthWest",
                "defaultResamplingMethod": "Nearest",
                "noDataValue": OVERLAP_NODATA,
                "noDataValues": [OVERLAP_NODATA],
            },
        },
    )


def _write_patch(grid: Grid, number: int, path: Path) -> None:
    rows, columns = np.indices((grid.rows, grid.columns))
    pixels: Integers = (number * 1000 + (rows * 7 + columns * 3) % 100).astype(np.int16)
    if number == 4:
        pixels[15:25, 20:40] = OVERLAP_NODATA
    write_geotiff(
        path, grid, Layout("S16", bands=("Patch",), nodata=OVERLAP_NODATA, options=COMPACT), [(0, pixels[None])]
    )


def scenes() -> Collection:
    """Return 24 scenes (12 places, each seen twice) and an overview of them, with sidecars beside the files."""
    parts = [_scene(number) for number in range(24)]
    parts.append(_overview())
    return Collection(
        "mosaics/scenes",
        parts,
        mosaic={
            "cellSize": 10.0,
            "timeInfo": {"startTimeField": "AcquisitionDate"},
            "separator": "\\",
            "filePrefix": ".\\",
            "fields": [
                {"name": "AcquisitionDate", "type": "esriFieldTypeDate", "length": 8},
                {"name": "CloudCover", "type": "esriFieldTypeDouble", "alias": "Cloud cover"},
                {"name": "Platform", "type": "esriFieldTypeString", "length": 15},
            ],
        },
        service={
            "generation": "11",
            "functions": [
                "None",
                _composite("Natural Color", [2, 1, 0], (150, 2600)),
                _composite("ColorInfrared", [3, 2, 1], (150, 5600)),
                _index("NDVI"),
                _coloured("NDVI Colored"),
                _per_request(),
            ],
            "keyProperties": {"SensorName": "Plover", "BandProperties": _band_properties()},
            "root": {
                "description": "Surface reflectance times 10,000: scenes of two summers, and an overview.",
                "copyrightText": CREDIT,
                "capabilities": "Image,Metadata,Catalog,Mensuration,Download",
                "bandNames": list(SCENE_BANDS),
                "defaultMosaicMethod": "Center",
                "defaultResamplingMethod": "Nearest",
                "noDataValue": 0,
                "noDataValues": [0, 0, 0, 0],
                "maxImageHeight": 1000,
                "maxImageWidth": 1500,
                "maxRecordCount": 10,
                "maxDownloadImageCount": 6,
                "maxDownloadSizeLimit": 1,
            },
        },
    )


def _band_properties() -> list[dict[str, Any]]:
    """Return names and wavelengths in nanometres."""
    ends = ((450, 510), (520, 590), (630, 690), (770, 890))
    return [
        {"BandName": name, "WavelengthMin": low, "WavelengthMax": high}
        for name, (low, high) in zip(SCENE_BANDS, ends, strict=True)
    ]


def _scene(number: int) -> Part:
    place, year = number % 12, 2022 + number // 12
    column, row = place % 4, place // 4
    left, top = (
        _SCENE_CORNER[0] + column * SCENE_STEP * 10,
        _SCENE_CORNER[1] - row * SCENE_STEP * 10,
    )
    grid = Grid(SCENE_SIZE, SCENE_SIZE, left, top, 10.0, 10.0, "EPSG:32616")
    name = f"S{number + 1:02}_{year}"
    xmin, ymin, xmax, ymax = grid.extent
    collar = SCENE_COLLAR * 10
    entry = {
        "attributes": {
            "Name": name,
            "MinPS": 0,
            "MaxPS": 40,
            "Category": 1,
            "GroupName": f"Orbit {column + 1}",
            "AcquisitionDate": milliseconds(year, 6 + row, 3 + 7 * column, 16),
            "CloudCover": round((number * 37 % 101) * 0.99, 2),
            "Platform": f"Plover-{1 + number % 2}",
        },
        "footprint": [[xmin + collar, ymin], [xmin, ymax], [xmax - collar, ymax], [xmax, ymin]],
    }
    file = f"{name}.tif"
    files = (f"{file}.aux.xml", f"{name}.tfw") if number % 3 == 0 else (f"{file}.aux.xml",)
    return Part(file, entry, partial(_write_scene, grid, number, files), files)


def _write_scene(grid: Grid, number: int, files: tuple[str, ...], path: Path) -> None:
    """Write four bands; what lies outside the slanted footprint is 0, which is NoData."""
    rows, columns = np.indices((grid.rows, grid.columns))
    slant = SCENE_COLLAR * (rows + 0.5) / grid.rows
    inside = (columns + 0.5 >= slant) & (columns + 0.5 <= grid.columns - SCENE_COLLAR + slant)
    green = power_noise(300 + number, (grid.rows, grid.columns), 2.6)
    write_geotiff(
        path,
        grid,
        Layout("U16", bands=SCENE_BANDS, nodata=0, options=COMPACT),
        [(0, np.where(inside, _reflectance(green, number), 0).astype(np.uint16))],
    )
    for name in files:
        text = '<PAMDataset>\n  <Metadata>\n    <MDI key="Sensor">Plover</MDI>\n  </Metadata>\n</PAMDataset>\n'
        if name.endswith(".tfw"):
            text = f"10.0\n0.0\n0.0\n-10.0\n{grid.xmin + 5}\n{grid.ymax - 5}\n"
        (path.parent / name).write_text(text, "utf-8")


def _reflectance(green: Floats, number: int) -> Floats:
    """Return blue, green, red and infrared where ``green`` tells how much grows (deviation 1)."""
    vigour = 1 / (1 + np.exp(-green))
    offset = 20 * number  # so that no two scenes agree
    bands = (420 - 120 * vigour, 700 - 150 * vigour, 900 - 620 * vigour, 1500 + 2900 * vigour)
    return np.stack([band + offset for band in bands])


def _overview() -> Part:
    """Return one raster over all places, with cells of 40 m: seen where the scenes are not any more."""
    cells = (SCENE_SIZE + 3 * SCENE_STEP) // 4 + 1, (SCENE_SIZE + 2 * SCENE_STEP) // 4 + 1
    grid = Grid(*cells, *_SCENE_CORNER, 40.0, 40.0, "EPSG:32616")
    entry = {
        "attributes": {
            "Name": "Ov_i01_L01",
            "MinPS": 40,
            "MaxPS": 1000,
            "LowPS": 40,
            "HighPS": 40,
            "Category": 2,
            "Tag": "Overview",
        }
    }
    return Part("Ov_i01_L01.tif", entry, partial(_write_overview, grid))


def _write_overview(grid: Grid, path: Path) -> None:
    green = power_noise(350, (grid.rows, grid.columns), 2.6)
    pixels = _reflectance(green, 30).astype(np.uint16)
    write_geotiff(path, grid, Layout("U16", bands=SCENE_BANDS, nodata=0, options=COMPACT), [(0, pixels)])


def _composite(name: str, bands: list[int], ends: tuple[int, int]) -> dict[str, Any]:
    """Return three bands stretched between two fixed values, the same in every request."""
    extracted = {"rasterFunction": "ExtractBand", "rasterFunctionArguments": {"BandIDs": bands}}
    arguments = {"StretchType": 5, "Statistics": [list(ends)] * 3, "DRA": False, "Raster": extracted}
    return {
        "name": name,
        "description": f"Bands {', '.join(SCENE_BANDS[band] for band in bands)} on red, green and blue.",
        "rule": {"rasterFunction": "Stretch", "rasterFunctionArguments": arguments},
    }


def _index(name: str) -> dict[str, Any]:
    rule = {"rasterFunction": "NDVI", "rasterFunctionArguments": {"VisibleBandID": 2, "InfraredBandID": 3}}
    return {
        "name": name,
        "description": "Normalized difference vegetation index, -1 to 1.",
        "help": "One band of 32-bit floats.",
        "rule": {**rule, "outputPixelType": "F32"},
    }


def _coloured(name: str) -> dict[str, Any]:
    arguments = {"VisibleBandID": 2, "InfraredBandID": 3}
    return {
        "name": name,
        "description": "Vegetation index in colours.",
        "rule": {"rasterFunction": "NDVIColored", "rasterFunctionArguments": arguments},
    }


def _per_request() -> dict[str, Any]:
    """Return a stretch whose ends are those of each request: neighbouring tiles do not match."""
    return {
        "name": "StretchPerRequest",
        "description": "Dynamic range adjustment: stretched to what is in view.",
        "help": "Every request is stretched by its own statistics.",
        "rule": {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 5, "DRA": True}},
    }
