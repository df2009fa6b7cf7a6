# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri spatial reference JSON and PROJ coordinate reference systems."""

from __future__ import annotations

import functools
import json
import threading
import warnings
from typing import Any

import numpy as np

with warnings.catch_warnings():
    # A distribution's pyproj imported from a virtual environment complains that PROJ's data folder is not beside it;
    # PROJ itself knows where its data is.
    warnings.simplefilter("ignore", UserWarning)
    from pyproj import CRS as CRS  # noqa: PLC0414 - others take it from here
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

from .errors import invalid_parameter
from .grid import Extent, Floats

ESRI_WKIDS = {3857: 102100, 2264: 102719}  # codes that services report under Esri's own number (recorded)
WEB_MERCATOR = {102100, 102113, 900913, 3785}
_local = threading.local()


def describe(crs: CRS | None) -> dict[str, Any] | None:
    """Return the JSON that a service reports: wkid and latestWkid where a registry knows it, else Esri's WKT."""
    if crs is None:
        return None
    authority = crs.to_authority(min_confidence=90)
    if authority is not None and authority[0] in ("EPSG", "ESRI"):
        code = int(authority[1])
        return {"wkid": ESRI_WKIDS.get(code, code), "latestWkid": code}
    return {"wkt": crs.to_wkt("WKT1_ESRI")}


def parse(text: str, parameter: str) -> tuple[CRS, dict[str, Any]]:
    """Read bboxSR or imageSR: a number, spatial reference JSON, or WKT. Raises ServiceError naming the parameter."""
    text = text.strip()
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = {"wkt": text}
    if isinstance(value, int) and not isinstance(value, bool):
        value = {"wkid": value, "latestWkid": value}
    if not isinstance(value, dict):
        raise invalid_parameter(parameter)
    crs = _resolve(value)
    if crs is None:
        raise invalid_parameter(parameter)
    if "wkt" in value and "wkid" not in value:
        return crs, {"wkt": value["wkt"]}
    wkid = value.get("wkid", value.get("latestWkid"))
    return crs, {"wkid": wkid, "latestWkid": 3857 if wkid in WEB_MERCATOR else value.get("latestWkid", wkid)}


def matches(text: str, reported: dict[str, Any] | None) -> bool:
    """Say whether a parameter merely repeats what the service reports, even where that is nonsense."""
    if reported is None:
        return False
    try:
        value = json.loads(text)
    except ValueError:
        return bool(text.strip() == reported.get("wkt"))
    if isinstance(value, dict):
        if "wkt" in value and "wkid" not in value:
            return bool(value["wkt"] == reported.get("wkt"))
        value = value.get("wkid", value.get("latestWkid"))
    return value is not None and value in (reported.get("wkid"), reported.get("latestWkid"))


def transformer(source: CRS, target: CRS) -> Transformer:
    """Return this thread's exact transformer (x before y on both sides); PROJ objects must not cross threads."""
    cache: dict[tuple[str, str], Transformer] | None = getattr(_local, "transformers", None)
    if cache is None:
        cache = _local.transformers = {}
    key = (source.srs, target.srs)
    if key not in cache:
        cache[key] = Transformer.from_crs(source, target, always_xy=True)
    return cache[key]


def same(one: CRS, other: CRS) -> bool:
    """Say whether coordinates can pass between the two unchanged."""
    return bool(one == other or one.equals(other, ignore_axis_order=True))


def equal_area(crs: CRS) -> CRS:
    """Return the cylindrical equal-area projection over the ellipsoid of a geographic reference."""
    ellipsoid = crs.ellipsoid
    shape = (
        "+ellps=WGS84" if ellipsoid is None else f"+a={ellipsoid.semi_major_metre} +rf={ellipsoid.inverse_flattening}"
    )
    return CRS.from_proj4(f"+proj=cea {shape} +units=m +no_defs +type=crs")


def project_points(source: CRS, target: CRS, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Transform every point by itself, without interpolation; a point that has no image becomes infinite."""
    out_x, out_y = transformer(source, target).transform(x, y)
    return np.asarray(out_x, dtype=np.float64), np.asarray(out_y, dtype=np.float64)


def project_extent(source: CRS, target: CRS, extent: Extent, parameter: str) -> Extent:
    """Return the box around the projected box, its edges densified."""
    bounds = transformer(source, target).transform_bounds(
        extent.xmin, extent.ymin, extent.xmax, extent.ymax, densify_pts=21
    )
    if not all(np.isfinite(bounds)) or bounds[0] >= bounds[2] or bounds[1] >= bounds[3]:
        raise invalid_parameter(parameter)
    return Extent(*bounds)


def from_wkt(wkt: str) -> CRS | None:
    """Return the CRS of a raster, None where it has none."""
    return CRS.from_wkt(wkt) if wkt else None


def _resolve(value: dict[str, Any]) -> CRS | None:
    codes = [value.get("latestWkid"), value.get("wkid")]
    for code in codes:
        if isinstance(code, int) and (crs := _by_code(code)) is not None:
            return crs
    wkt = value.get("wkt") or value.get("wkt2")
    return _by_wkt(wkt) if isinstance(wkt, str) else None


@functools.lru_cache(maxsize=256)
def _by_code(code: int) -> CRS | None:
    if code in WEB_MERCATOR:
        code = 3857
    for authority in ("EPSG", "ESRI"):
        try:
            return CRS.from_authority(authority, code)
        except CRSError:
            continue
    return None


@functools.lru_cache(maxsize=64)
def _by_wkt(wkt: str) -> CRS | None:
    try:
        return CRS.from_wkt(wkt)
    except CRSError:
        return None
