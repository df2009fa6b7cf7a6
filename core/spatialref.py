# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references: Esri's JSON on one side, a coordinate reference system on the other. Never a guess.

Esri writes ``{"wkid": 102100, "latestWkid": 3857}``, where ``wkid`` may be a code of Esri's own and ``latestWkid``
is usually EPSG's but may repeat Esri's (102605 does); or only ``{"wkt": ...}``. The order in which the candidates are
tried is that of the reference: EPSG latestWkid, ESRI latestWkid, EPSG wkid, ESRI wkid, then the text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Union

from .errors import PlanError, ProtocolError
from .grid import Extent

# Points along each edge when a box is carried into another reference: its edges become curves.
EDGE_POINTS = 51


@dataclass(frozen=True)
class SpatialReference:
    """A spatial reference as a service says it; compare two with ``same_as``, not with ``==``."""

    wkid: int | None = None
    latest_wkid: int | None = None
    wkt: str | None = None

    @classmethod
    def from_json(cls, value: Any) -> SpatialReference | None:
        """Read Esri's JSON object; None where it holds nothing that could name a reference."""
        if not isinstance(value, dict):
            return None
        wkt = next((text for key in ("wkt", "wkt2") if isinstance(text := value.get(key), str) and text.strip()), None)
        reference = cls(_code(value.get("wkid")), _code(value.get("latestWkid")), wkt)
        return None if reference == cls() else reference

    @classmethod
    def parse(cls, value: SpatialReferenceLike) -> SpatialReference:
        """Read what a person gives: a code (4326), "EPSG:4326", "ESRI:102605", a WKT text or Esri's JSON.

        Raises:
            PlanError: it names no known spatial reference.
        """
        if isinstance(value, SpatialReference):
            return value
        if isinstance(value, int):
            reference: SpatialReference | None = cls(wkid=value)
        elif isinstance(value, dict):
            reference = cls.from_json(value)
        else:
            reference = cls._from_text(str(value).strip())
        if reference is None or reference._resolve() is None:
            shown = str(value)
            shown = shown if len(shown) <= 60 else shown[:57] + "..."
            raise PlanError(f"“{shown}” is not a known spatial reference: give a code such as EPSG:3857, or a WKT.")
        return reference

    @classmethod
    def _from_text(cls, text: str) -> SpatialReference | None:
        authority, _, code = text.partition(":")
        if code.isdigit() and authority.upper() in {"EPSG", "ESRI"}:
            return cls(wkid=int(code))
        if text.isdigit():
            return cls(wkid=int(text))
        if text.startswith("{"):
            try:
                return cls.from_json(json.loads(text))
            except ValueError:
                return None
        return cls(wkt=text) if text else None

    def to_json(self) -> dict[str, Any]:
        """Return Esri's JSON object."""
        fields = {"wkid": self.wkid, "latestWkid": self.latest_wkid, "wkt": self.wkt}
        return {key: value for key, value in fields.items() if value is not None}

    def parameter(self) -> str:
        """Return the value of ``bboxSR`` or ``imageSR``: a bare code where there is one, else JSON.

        A text without a code goes as Esri's own dialect of WKT, the only one that servers read.
        """
        code = self.wkid or self.latest_wkid
        if code is not None:
            return str(code)
        return json.dumps({"wkt": self._crs().to_wkt("WKT1_ESRI")}, separators=(",", ":"))

    def _candidates(self) -> Iterator[str]:
        for code in (self.latest_wkid, self.wkid):
            if code is not None:
                yield f"EPSG:{code}"
                yield f"ESRI:{code}"
        if self.wkt:
            yield self.wkt

    def _resolve(self) -> Any:
        return _resolve(self)

    def _crs(self) -> Any:
        crs = self._resolve()
        if crs is None:
            raise ProtocolError(
                f"The spatial reference {self.label} is unknown to this computer: neither EPSG nor Esri lists it and "
                "it comes without a usable definition. Ask the owner of the service for its WKT."
            )
        return crs

    @property
    def label(self) -> str:
        """Return a short name for people, such as "EPSG:3857" or the name inside a WKT."""
        crs = self._resolve()
        if crs is not None:
            authority = crs.to_authority(min_confidence=100)
            return ":".join(authority) if authority else str(crs.name)
        code = self.latest_wkid or self.wkid
        return f"wkid {code}" if code else "given as text"

    @property
    def is_known(self) -> bool:
        """Tell whether this computer knows the reference."""
        return self._resolve() is not None

    @property
    def is_geographic(self) -> bool:
        """Tell whether coordinates are degrees."""
        return bool(self._crs().is_geographic)

    @property
    def unit(self) -> str:
        """Return the name of the map unit, such as "metre", "degree" or "US survey foot"."""
        return str(self._crs().axis_info[0].unit_name)

    def to_wkt(self) -> str:
        """Return the definition as WKT (2019), as GDAL and QGIS read it.

        Raises:
            ProtocolError: the reference is unknown to this computer.
        """
        return str(self._crs().to_wkt())

    def to_authority(self) -> str | None:
        """Return "EPSG:code" or "ESRI:code" where the reference has one."""
        authority = self._crs().to_authority(min_confidence=100)
        return ":".join(authority) if authority else None

    def same_as(self, other: SpatialReference) -> bool:
        """Tell whether coordinates mean the same in both (wkid 102100 is EPSG:3857)."""
        if self == other:
            return True
        return bool(self._crs().equals(other._crs(), ignore_axis_order=True))


SpatialReferenceLike = Union[SpatialReference, int, str, dict]  # type: ignore[type-arg]  # any JSON object


def _code(value: Any) -> int | None:
    try:
        code = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return code if code > 0 else None  # some servers write 0 or -1 for "none"


@lru_cache(maxsize=64)
def _resolve(reference: SpatialReference) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    for candidate in reference._candidates():
        try:
            return CRS.from_user_input(candidate)
        except CRSError:
            continue
    return None


def transform_extent(extent: Extent, source: SpatialReference, target: SpatialReference) -> Extent:
    """Return the box around ``extent`` carried from ``source`` to ``target``, its edges followed as curves.

    Where the target cannot show all of it (the poles in Mercator), the box is cut to where the target is used.

    Raises:
        PlanError: no part of the extent can be expressed in the target.
    """
    if source.same_as(target):
        return extent
    bounds = _transform_bounds(extent, source, target)
    if bounds is None:
        usable = _area_of_use(source, target)
        part = extent.intersection(usable) if usable else None
        bounds = _transform_bounds(part, source, target) if part else None
    if bounds is None:
        raise PlanError(
            f"The extent cannot be expressed in {target.label}: choose an extent or a spatial reference "
            "that belong together."
        )
    return bounds


def _transform_bounds(extent: Extent, source: SpatialReference, target: SpatialReference) -> Extent | None:
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    transformer = Transformer.from_crs(source._crs(), target._crs(), always_xy=True)
    try:
        bounds = transformer.transform_bounds(*extent.bounds, densify_pts=EDGE_POINTS)
    except ProjError:
        return None
    if not all(math.isfinite(value) for value in bounds) or bounds[0] >= bounds[2] or bounds[1] >= bounds[3]:
        return None
    return Extent(*bounds)


def _area_of_use(source: SpatialReference, target: SpatialReference) -> Extent | None:
    """Return where ``target`` is meant to be used, in the coordinates of ``source``."""
    area = target._crs().area_of_use
    if area is None or area.west >= area.east:
        return None
    bounds = Extent(area.west, area.south, area.east, area.north)
    return _transform_bounds(bounds, SpatialReference(wkid=4326), source)


def native_cell_size(
    extent: Extent, cell: tuple[float, float], source: SpatialReference, target: SpatialReference
) -> float:
    """Return the size of a square cell in ``target`` that keeps the detail of ``cell`` in ``source``.

    It keeps the number of cells along the diagonal of the extent, as GDAL's warper suggests its output size, and is
    rounded to four significant digits so that people can read it.
    """
    box = transform_extent(extent, source, target)
    cells = math.hypot(extent.width / cell[0], extent.height / cell[1])
    size = math.hypot(box.width, box.height) / cells
    digits = 3 - math.floor(math.log10(size))
    return round(size, digits)
