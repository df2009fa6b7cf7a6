# SPDX-License-Identifier: GPL-2.0-or-later
"""The work of CopyRaster: from files that were sent to the one raster that is served.

Where nothing is to be changed, the file itself is served: every value, mask, colour and attribute stays what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal, osr

from ..catalog import RASTER_SUFFIXES
from .jobs import JobFailed
from .scratch import share

RESAMPLING = {"NEAREST": "near", "BILINEAR": "bilinear", "CUBIC": "cubic", "MAJORITY": "mode", "": "near"}
Source = tuple[str, Path]  # the client's name for a file, and where it lies


@dataclass(frozen=True)
class Changes:
    """What the output shall be other than a copy: its spatial reference, cell size, NoData by band."""

    epsg: int | None = None
    cell: tuple[float, float] | None = None
    no_data: tuple[tuple[int, float], ...] = ()
    resampling: str = "near"

    @property
    def are_none(self) -> bool:
        """Say whether a plain copy is wanted."""
        return self.epsg is None and self.cell is None and not self.no_data


def changes(values: Mapping[str, Any]) -> Changes:
    """Read the parameters of the task. Raises JobFailed for those that make no sense or are not done here."""
    context = values.get("context") or {}
    if values.get("clipSetting"):
        raise JobFailed("ERROR 000800: The value of clipSetting is not supported here.")
    method = str(values.get("resamplingMethod") or "").upper()
    if method not in RESAMPLING:
        raise JobFailed(
            f"ERROR 000800: The value {method} is no member of {' | '.join(name for name in RESAMPLING if name)}."
        )
    try:
        reference = context.get("outSR") or {}
        code = reference.get("latestWkid", reference.get("wkid")) if isinstance(reference, dict) else reference
        return Changes(
            None if code is None else int(code),
            _cell(values.get("outputCellsize") or context.get("cellSize")),
            _no_data(str(context.get("noData") or "")),
            RESAMPLING[method],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise JobFailed(f"ERROR 000800: A parameter is invalid: {error}.") from None


def primary(files: Sequence[Source]) -> Source:
    """Return the raster among the files that were sent together. Raises JobFailed."""
    rasters = [file for file in files if Path(file[0]).suffix.lower() in RASTER_SUFFIXES]
    if len(rasters) != 1:
        names = ", ".join(name for name, _ in files)
        raise JobFailed(f"ERROR 000732: Input Raster: Dataset {names} does not exist or is not supported")
    return rasters[0]


def place(files: Sequence[Source], name: str, wanted: Changes, folder: Path) -> Path:
    """Put the raster and what belongs to it into a folder, as wanted, under a new name. Raises JobFailed."""
    told, _ = primary(files)
    stem = Path(told).stem
    for own, path in files:
        if own.startswith(stem):  # x.tif, x.tif.aux.xml, x.tfw
            share(path, folder / (name + own[len(stem) :]))
    raster = folder / (name + Path(told).suffix.lower())
    if raster.name != name + Path(told).suffix:
        (folder / (name + Path(told).suffix)).rename(raster)
    try:
        dataset = gdal.Open(str(raster), gdal.GA_ReadOnly)
    except RuntimeError as error:
        raise JobFailed(
            f"ERROR 000732: Input Raster: Dataset {told} does not exist or is not supported", str(error)
        ) from None
    if wanted.are_none:
        return raster
    changed = _changed(dataset, raster, wanted)
    for file in folder.iterdir():
        if file != changed:
            file.unlink()
    return changed


def _changed(dataset: Any, raster: Path, wanted: Changes) -> Path:
    """Return a new raster beside the one given."""
    plain = gdal.Translate("", dataset, format="VRT")
    for number, value in wanted.no_data:
        if not 1 <= number <= plain.RasterCount:
            raise JobFailed(f"ERROR 000800: There is no band {number}.")
        plain.GetRasterBand(number).SetNoDataValue(value)
    target = raster.with_name(raster.stem + "_copy.tif")
    options = {"format": "GTiff", "creationOptions": ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]}
    if wanted.epsg is None and wanted.cell is None:
        gdal.Translate(str(target), plain, **options)
    else:
        across, down = wanted.cell or (None, None)
        reference = None if wanted.epsg is None else _wkt(wanted.epsg)
        gdal.Warp(
            str(target), plain, dstSRS=reference, xRes=across, yRes=down, resampleAlg=wanted.resampling, **options
        )
    return target


def _wkt(code: int) -> str:
    reference = osr.SpatialReference()
    authority = "ESRI" if code >= 100_000 else "EPSG"
    try:  # GDAL 3.13 raises where 3.6 returns a number: its exceptions are those of OSR, too
        failed = reference.SetFromUserInput(f"{authority}:{code}") != 0
    except RuntimeError:
        failed = True
    if failed:
        raise JobFailed(f"ERROR 000800: The spatial reference {code} is unknown.")
    return str(reference.ExportToWkt())


def _cell(value: Any) -> tuple[float, float] | None:
    if not value:
        return None
    if isinstance(value, dict):
        across = float(value["x"] if "x" in value else value["distance"])
        return across, float(value.get("y", across))
    return float(value), float(value)


def _no_data(text: str) -> tuple[tuple[int, float], ...]:
    """Read ``"1 255;2 0"``, or one value for the first band."""
    pairs = [part.split() for part in text.split(";") if part.strip()]
    return tuple((int(pair[0]), float(pair[1])) if len(pair) > 1 else (1, float(pair[0])) for pair in pairs)
