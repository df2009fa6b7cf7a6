# SPDX-License-Identifier: GPL-2.0-or-later
"""Series in time and depth: sixty months as a time-enabled mosaic and as slices, and two variables of an ocean."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from .collection import Collection, Part
from .geotiff import F32_LOWEST, Grid, Layout, write_geotiff
from .mosaics import COMPACT, CREDIT, milliseconds
from .noise import Floats, power_noise

MONTHS = 60
FIRST_YEAR = 2020
DEPTHS = (0, -10, -50)
_MONTHLY_GRID = Grid(96, 72, 5.0, 55.5, 0.125, 0.125, "EPSG:4326")
_OCEAN_GRID = Grid(80, 60, -30.0, 45.0, 0.25, 0.2, "EPSG:4326")
_OCEAN_TIMES = ((2023, 1, 15), (2023, 4, 10), (2023, 7, 20), (2023, 12, 31))
_QUARTERS = tuple(
    (milliseconds(2023, 1 + 3 * n, 1), milliseconds(2023 + n // 3, (4 + 3 * n - 1) % 12 + 1, 1)) for n in range(4)
)


def month_start(number: int) -> int:
    """Return when a month of the series begins, as epoch milliseconds."""
    return milliseconds(FIRST_YEAR + number // 12, 1 + number % 12, 1)


def month_name(number: int) -> str:
    """Return a month of the series as text."""
    return f"{FIRST_YEAR + number // 12}-{1 + number % 12:02}"


def monthly() -> Collection:
    """Return sixty rasters with a period each: time-enabled, but without slices."""
    parts = []
    for number in range(MONTHS):
        attributes = {
            "Name": f"rain_{month_name(number)}",
            "MaxPS": 10,
            "StdTime": month_start(number),
            "StdTime_Max": month_start(number + 1) - 1000,
        }
        write = partial(_write_month, number)
        parts.append(Part(f"rain_{month_name(number)}.tif", {"attributes": attributes}, write))
    return Collection(
        "mosaics/monthly",
        parts,
        mosaic={
            "timeInfo": {"startTimeField": "StdTime", "endTimeField": "StdTime_Max"},
            "fields": [
                {"name": "StdTime", "type": "esriFieldTypeDate", "length": 8},
                {"name": "StdTime_Max", "type": "esriFieldTypeDate", "length": 8},
            ],
        },
        service={
            "generation": "10.91",
            "functions": ["None"],
            "root": {
                "description": "Monthly precipitation in millimetres, January 2020 to December 2024.",
                "copyrightText": CREDIT,
                "capabilities": "Image,Metadata,Catalog,Mensuration,Download",
                "bandNames": ["Precipitation"],
                "defaultMosaicMethod": "ByAttribute",
                "sortField": "StdTime",
                "sortValue": "2050/1/1",
                "defaultResamplingMethod": "Nearest",
                "maxRecordCount": 20,
            },
        },
    )


def monthly_slices() -> Collection:
    """Return the same sixty rasters as slices of one variable."""
    parts = []
    for number in range(MONTHS):
        name = f"rain_{month_name(number)}"
        entry = {
            "attributes": {"Name": name, "MaxPS": 10},
            "variable": "precipitation",
            "dimensions": {"StdTime": month_start(number)},
        }
        parts.append(Part(f"../monthly.mosaic/{name}.tif", entry))
    return Collection(
        "mosaics/monthly_slices",
        parts,
        source="mosaics/monthly",
        mosaic={"timeInfo": {"startTimeField": "StdTime", "endTimeField": "StdTime_Max"}},
        service={
            "generation": "11",
            "functions": ["None"],
            "variables": {"precipitation": {"description": "Precipitation of a month", "unit": "mm"}},
            "root": {
                "description": "Monthly precipitation in millimetres as slices.",
                "copyrightText": CREDIT,
                "serviceDataType": "esriImageServiceDataTypeScientific",
                "bandNames": ["Precipitation"],
                "defaultMosaicMethod": "None",
                "defaultResamplingMethod": "Nearest",
                "maxRecordCount": 20,
            },
        },
    )


def _write_month(number: int, path: Path) -> None:
    """Write millimetres of rain: whole numbers of months in the thousands, so that no month is taken for another."""
    grid = _MONTHLY_GRID
    relief: Floats = power_noise(401, (grid.rows, grid.columns), 2.8)
    season = 1 + 0.6 * np.cos(2 * np.pi * number / 12)
    rain = number * 1000 + np.clip(80 + 45 * relief, 0, None) * season
    rain = np.where(relief < np.quantile(relief, 0.12), F32_LOWEST, rain).astype(np.float32)
    write_geotiff(
        path, grid, Layout("F32", bands=("Precipitation",), nodata=F32_LOWEST, options=COMPACT), [(0, rain[None])]
    )


def ocean() -> Collection:
    """Return temperatures by time and depth, and salinities by periods that follow each other."""
    parts = []
    for t, date in enumerate(_OCEAN_TIMES):
        for z, depth in enumerate(DEPTHS):
            name = f"temp_t{t}_z{z}"
            entry = {
                "attributes": {"Name": name, "MaxPS": 10},
                "variable": "temp",
                "dimensions": {"StdTime": milliseconds(*date), "StdZ": depth},
            }
            parts.append(Part(f"{name}.tif", entry, partial(_write_ocean, 100 * (t + 1) + 10 * z)))
    for number, quarter in enumerate(_QUARTERS):
        name = f"salt_q{number + 1}"
        entry = {
            "attributes": {"Name": name, "MaxPS": 10},
            "variable": "mean_salt",
            "dimensions": {"StdTime": list(quarter)},
        }
        parts.append(Part(f"{name}.tif", entry, partial(_write_ocean, 1000 * (number + 1))))
    return Collection(
        "mosaics/ocean",
        parts,
        service={
            "generation": "11",
            "functions": ["None"],
            "variables": {
                "temp": {"description": "Temperature", "unit": "degC", "dimensionUnits": {"StdZ": "m"}},
                "mean_salt": {"description": "Salinity of a quarter", "unit": "psu"},
            },
            "root": {
                "description": "An ocean: temperature by time and depth, salinity by quarter.",
                "copyrightText": CREDIT,
                "serviceDataType": "esriImageServiceDataTypeScientific",
                "defaultMosaicMethod": "None",
                "defaultResamplingMethod": "Nearest",
            },
        },
    )


def _write_ocean(base: int, path: Path) -> None:
    """Write ``base`` plus a gentle pattern; the islands are NoData."""
    grid = _OCEAN_GRID
    pattern: Floats = power_noise(407, (grid.rows, grid.columns), 3.0)
    values = np.where(pattern > np.quantile(pattern, 0.9), F32_LOWEST, base + pattern).astype(np.float32)
    write_geotiff(path, grid, Layout("F32", nodata=F32_LOWEST, options=COMPACT), [(0, values[None])])
