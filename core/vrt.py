# SPDX-License-Identifier: GPL-2.0-or-later
"""Many rasters shown as one without copying them: GDAL's virtual raster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cancel import Cancel
from .errors import OutputError
from .gdal_errors import collected

# What lies beside a raster and is none itself, though GDAL would open some of it.
SIDECARS = (".ovr", ".aux.xml", ".aux", ".xml", ".prj", ".rrd", ".msk", ".txt", ".json", ".met", ".vrt", ".clr")
WORLD_FILES = (".tfw", ".tifw", ".jgw", ".pgw", ".wld", ".sdw", ".j2w", ".bpw")


@dataclass(frozen=True)
class Mosaic:
    """A virtual raster: its file, the rasters in it, and those left out with the reason."""

    path: str
    rasters: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def build_vrt(files: Iterable[Path], target: Path, cancel: Cancel | None = None) -> Mosaic | None:
    """Write a virtual raster over the rasters among some files; None where there are none.

    The first raster sets what the others have to share: reference, number and type of bands. What does not fit is left
    out and named: GDAL would do it silently.

    Raises:
        OutputError: it cannot be written.
        Cancelled: it was cancelled.
    """
    from osgeo import gdal

    fitting: list[str] = []
    left_out: list[tuple[str, str]] = []
    first: tuple[Any, ...] | None = None
    for path in files:
        if cancel is not None:
            cancel.raise_if_set()
        if path.name.lower().endswith((*SIDECARS, *WORLD_FILES)):
            continue
        kind = _kind(path)
        if kind is None:
            left_out.append((str(path), "GDAL cannot read it"))
        elif first is not None and kind != first:
            left_out.append((str(path), "its reference or its bands differ"))
        else:
            first = kind
            fitting.append(str(path))
    if not fitting:
        return None
    with collected() as messages:
        dataset = gdal.BuildVRT(str(target), fitting, resolution="highest")
        if dataset is not None:
            dataset.FlushCache()
        dataset = None
    if messages:
        raise OutputError(f"“{target}” cannot be written: {messages[0]}.")
    return Mosaic(str(target), tuple(fitting), tuple(left_out))


def _kind(path: Path) -> tuple[Any, ...] | None:
    """Return what rasters of one VRT share, or None for what is no raster that lies somewhere."""
    from osgeo import gdal

    dataset = None
    with collected():
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    if dataset is None or not dataset.RasterCount:
        return None
    reference = dataset.GetSpatialRef()
    types = tuple(dataset.GetRasterBand(i).DataType for i in range(1, dataset.RasterCount + 1))
    return types, reference.ExportToWkt() if reference is not None else ""
