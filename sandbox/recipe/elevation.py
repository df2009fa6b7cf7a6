# SPDX-License-Identifier: GPL-2.0-or-later
"""Elevation: a large invented mountain range with lakes left out, and a small real one."""

from __future__ import annotations

import importlib
import importlib.util
import site
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from .geotiff import F32_LOWEST, Grid, Layout, Strip, write_geotiff
from .noise import strips
from .terrain import Terrain

_SAMPLE = "sample_data/jacksboro_fault_dem.npz"


def write_dem(path: Path, grid: Grid) -> None:
    """Write the mountain range: float32 metres, its lakes NoData."""
    large = grid.columns > 4000
    terrain = Terrain(
        7, grid.columns, grid.rows, grid.cell_x, step=8 if large else 4, relief=4000.0 if large else 900.0
    )

    def pieces() -> Iterator[Strip]:
        for first, rows in strips(grid.rows):
            ground = terrain.ground(first, rows)
            height = np.where(ground.lake, np.float32(F32_LOWEST), ground.height + np.float32(180))
            yield first, height[None]

    write_geotiff(path, grid, Layout("F32", nodata=F32_LOWEST), pieces())


def jacksboro_grid() -> Grid | None:
    """Return the grid of the Jacksboro Fault model, or None where matplotlib's sample data is missing.

    In the file ``ymin`` is the northern edge: row 0 is there.
    """
    sample = _sample()
    if sample is None:
        return None
    with np.load(sample) as content:
        rows, columns = content["elevation"].shape
        north = float(max(content["ymin"], content["ymax"]))
        spacing = float(content["dx"]), float(content["dy"])
        return Grid(columns, rows, float(content["xmin"]), north, *spacing, "EPSG:4326")


def write_jacksboro(path: Path, grid: Grid) -> None:
    """Write the Jacksboro Fault model: int16 metres."""
    sample = _sample()
    if sample is None:
        message = "matplotlib's sample data is not installed"
        raise FileNotFoundError(message)
    with np.load(sample) as content:
        elevation = content["elevation"]
    write_geotiff(path, grid, Layout("S16"), [(0, elevation[None])])


@lru_cache(maxsize=1)
def _sample() -> Path | None:
    """Return the sample file, asking matplotlib where it can be imported and looking for it where it cannot."""
    folders = []
    if importlib.util.find_spec("matplotlib") is not None:
        try:
            matplotlib = importlib.import_module("matplotlib")
        except ImportError as error:
            print(f"matplotlib cannot be imported ({error}); looking for its files instead", file=sys.stderr)
        else:
            folders.append(Path(matplotlib.get_data_path()))
    folders += [Path(folder) / "matplotlib" / "mpl-data" for folder in site.getsitepackages()]
    return next((folder / _SAMPLE for folder in folders if (folder / _SAMPLE).is_file()), None)
