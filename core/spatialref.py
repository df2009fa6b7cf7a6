# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references: Esri's JSON on one side, a coordinate reference system on the other. Never a guess.

Esri writes ``{"wkid": 102100, "latestWkid": 3857}``, where ``wkid`` may be a code of Esri's own and ``latestWkid``
is usually EPSG's but may repeat Esri's (102605 does); or only ``{"wkt": ...}``. The order in which the candidates are
tried is that of the reference: EPSG latestWkid, ESRI latestWkid, EPSG wkid, ESRI wkid, then the text.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Union

from . import lenient
from .errors import PlanError, ProtocolError
from .grid import Extent

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Points along each edge when a box is carried into another reference: its edges become curves.
EDGE_POINTS = 51
_AUTHORITY_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9_]*:[A-Za-z0-9_.]+$")
# GDAL's dialect begins alike, but names authorities, and projections otherwise.
_ESRI_TEXT = re.compile(r"(?is)^\s*(?:PROJCS|GEOGCS)\s*\[(?!.*AUTHORITY)")
# No map reaches that far: what comes out there is a pole that lies at the end of the plane, or no number at all.
BEYOND_MAPS = 1e9
# Points along each side of the grid inside a box that tells whether its carried edges enclose it, and by how much
# they may miss (in parts of the box): a far corner of the world folds over in most projections.
INNER_POINTS = 16
INNER_TOLERANCE = 1e-3


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
        texts = [text for key in ("wkt", "wkt2") if isinstance(text := value.get(key), str)]
        wkt = next((text for text in texts if "[" in text), None)  # a mere name would be looked up, which is a guess
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
        if authority.upper() in {"EPSG", "ESRI"} and _code(code) is not None:
            return cls(wkid=_code(code))
        if _code(text) is not None:
            return cls(wkid=_code(text))
        if text.startswith("{"):
            try:
                return cls.from_json(json.loads(text))
            except (ValueError, RecursionError):
                return None
        # A mere name would be looked up among thousands of similar ones, which is slow, and a guess.
        is_definition = "[" in text or text.startswith("+proj") or _AUTHORITY_CODE.match(text)
        return cls(wkt=text) if is_definition else None

    def to_json(self) -> dict[str, Any]:
        """Return Esri's JSON object, as a service said it; what people gave as another text is put into Esri's dialect.

        Raises:
            PlanError: Esri's dialect has no words for it.
        """
        wkt, has_code = self.wkt, (self.wkid or self.latest_wkid) is not None
        if wkt is not None and not has_code and _ESRI_TEXT.match(wkt) is None and self.is_known:
            wkt = self._in_esris_dialect()
        fields = {"wkid": self.wkid, "latestWkid": self.latest_wkid, "wkt": wkt}
        return {key: value for key, value in fields.items() if value is not None}

    def parameter(self) -> str:
        """Return the value of ``bboxSR`` or ``imageSR``: a bare code where there is one, else JSON.

        A text without a code goes as Esri's own dialect of WKT, the only one that servers read.

        Raises:
            PlanError: Esri's dialect has no words for it.
        """
        code = self.wkid or self.latest_wkid
        if code is not None:
            return str(code)
        return json.dumps({"wkt": self._in_esris_dialect()}, separators=(",", ":"))

    def _in_esris_dialect(self) -> str:
        from pyproj.exceptions import CRSError

        wkt, crs = None, self._crs()
        with warnings.catch_warnings(), contextlib.suppress(CRSError):
            warnings.simplefilter("ignore", FutureWarning)  # pyproj warns that None will be an error
            wkt = crs.to_wkt("WKT1_ESRI")
        if not wkt:
            raise PlanError(f"ArcGIS has no words for “{self.label}”: choose another spatial reference.")
        return str(wkt)

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
        """Tell whether coordinates mean the same in both (wkid 102100 is EPSG:3857); heights do not count."""
        if self == other:
            return True
        one, two = (crs.sub_crs_list[0] if crs.is_compound else crs for crs in (self._crs(), other._crs()))
        return bool(one.equals(two, ignore_axis_order=True))


SpatialReferenceLike = Union[SpatialReference, int, str, dict]  # type: ignore[type-arg]  # any JSON object


def _code(value: Any) -> int | None:
    code = lenient.integer(value)
    return code if code is not None and 0 < code < 10**9 else None  # some servers write 0 or -1 for "none"


@lru_cache(maxsize=64)
def _resolve(reference: SpatialReference) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    for candidate in reference._candidates():
        try:
            crs = CRS.from_user_input(candidate)
        except CRSError:
            continue
        if not crs.is_geocentric and (crs.is_compound or not crs.is_vertical):
            return crs  # heights alone, or coordinates from the middle of the earth, are no map
    return None


def transform_extent(extent: Extent, source: SpatialReference, target: SpatialReference) -> Extent:
    """Return the box around ``extent`` carried from ``source`` to ``target``; see ``carried_part``.

    Raises:
        PlanError: no part of the extent can be expressed in the target.
    """
    return carried_part(extent, source, target)[1]


def carried_part(extent: Extent, source: SpatialReference, target: SpatialReference) -> tuple[Extent, Extent]:
    """Return the part of ``extent`` that ``target`` can show, and the box around it there; its edges become curves.

    Where the target cannot show all of it (the world in UTM, say), the part is where the target is meant to be used.
    Mercator's box ends there too, for its poles lie at the end of the plane.

    Raises:
        PlanError: no part of the extent can be expressed in the target.
    """
    if source.same_as(target):
        return extent, extent
    part: Extent | None = extent
    box = carried_whole(extent, source, target)
    if box is None:
        part = _usable_part(extent, _area_of_use(target, source), source)
        box = carried_whole(part, source, target) if part is not None else None
    if part is None or box is None:
        raise PlanError(
            f"The extent cannot be expressed in {target.label}: choose an extent or a spatial reference "
            "that belong together."
        )
    return part, box


def _usable_part(extent: Extent, usable: Extent | None, reference: SpatialReference) -> Extent | None:
    """Return what lies in ``usable``, where degrees may be counted from -180 or from 0; of two pieces the larger."""
    if usable is None:
        return None
    turns = (0.0, 360.0, -360.0) if reference.is_geographic else (0.0,)
    parts = [part for turn in turns if (part := extent.intersection(usable.shifted(turn))) is not None]
    return max(parts, key=lambda part: part.width, default=None)


def shared_extent(
    wanted: Extent, wanted_sr: SpatialReference, whole: Extent, whole_sr: SpatialReference
) -> Extent | None:
    """Return the part of ``whole`` that ``wanted`` covers, or None; the answer is in ``whole_sr``.

    Either reference may be unable to show all of the other box: a window of a world map in UTM, or a view of the
    world on a service in UTM. So it is the box that can be carried as a whole that is carried.
    """
    seen: Extent | None = wanted
    if not wanted_sr.same_as(whole_sr):
        seen = carried_whole(wanted, wanted_sr, whole_sr)
    if seen is None:
        cover = transform_extent(whole, whole_sr, wanted_sr)
        if wanted.contains(cover):
            return whole
        part = wanted.intersection(cover)
        seen = transform_extent(part, wanted_sr, whole_sr) if part is not None else None
    return seen.intersection(whole) if seen is not None else None


def transform_points(
    xs: list[float], ys: list[float], source: SpatialReference, target: SpatialReference
) -> tuple[list[float], list[float]]:
    """Return points carried from one reference to another, x before y in both; infinite where there is no place."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(source._crs(), target._crs(), always_xy=True)
    carried_xs, carried_ys = transformer.transform(xs, ys)
    return list(carried_xs), list(carried_ys)


def transform_arrays(
    xs: NDArray[Any], ys: NDArray[Any], source: SpatialReference, target: SpatialReference
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return arrays of points carried from one reference to another; infinite where there is no place."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(source._crs(), target._crs(), always_xy=True)
    carried_xs, carried_ys = transformer.transform(xs, ys)
    return carried_xs, carried_ys


def carried_whole(extent: Extent, source: SpatialReference, target: SpatialReference) -> Extent | None:
    """Return the box around ``extent`` in ``target``; None where ``target`` cannot show all of it in one piece."""
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    limits = _mercator_limits(target)
    boxes = []
    try:
        transformer = Transformer.from_crs(source._crs(), target._crs(), always_xy=True)
        for part in within_180(extent) if source.is_geographic else (extent,):
            xmin, ymin, xmax, ymax = transformer.transform_bounds(*part.bounds, densify_pts=EDGE_POINTS)
            west, south, east, north = _bounds_of_inner_points(transformer, part)
            if limits is not None:  # a pole within the box lies beyond all of its edges
                xmin, xmax = min(xmin, west), max(xmax, east)
                ymin, ymax = max(limits[0], min(ymin, south)), min(limits[1], max(ymax, north))
            elif not _encloses(
                # PROJ knows about poles and degrees; PROJ 9.9 also looks at inner points, which hides a fold.
                (xmin, ymin, xmax, ymax) if target.is_geographic else _bounds_of_edges(transformer, part),
                (west, south, east, north),
            ):
                return None  # the projection folds the box over: its edges do not enclose it
            boxes.append((xmin, ymin, xmax, ymax))
    except ProjError:
        return None
    if not all(abs(value) < BEYOND_MAPS for box in boxes for value in box):
        return None
    if any(xmin >= xmax or ymin >= ymax for xmin, ymin, xmax, ymax in boxes):
        return None  # across the meridian of 180 degrees
    xmins, ymins, xmaxs, ymaxs = zip(*boxes)
    return Extent(min(xmins), min(ymins), max(xmaxs), max(ymaxs))


def within_180(extent: Extent) -> tuple[Extent, ...]:
    """Return a box of degrees in pieces between -180 and 180: PROJ would take its ends the other way round."""
    turns = math.floor((extent.xmin + 180) / 360)
    extent = extent.shifted(-360.0 * turns) if turns else extent
    if extent.xmax <= 180 or extent.width > 360:
        return (extent,)
    return (
        Extent(extent.xmin, extent.ymin, 180.0, extent.ymax),
        Extent(-180.0, extent.ymin, extent.xmax - 360.0, extent.ymax),
    )


def _encloses(box: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    (xmin, ymin, xmax, ymax), (west, south, east, north) = box, inner
    x, y = INNER_TOLERANCE * (xmax - xmin), INNER_TOLERANCE * (ymax - ymin)
    return xmin - x <= west and east <= xmax + x and ymin - y <= south and north <= ymax + y


def _bounds_of_edges(transformer: Any, extent: Extent) -> tuple[float, float, float, float]:
    """Return the box around the images of points along the edges of ``extent``, as far as they have any."""
    steps = [index / (EDGE_POINTS + 1) for index in range(EDGE_POINTS + 2)]
    places = [place for step in steps for place in ((step, 0.0), (step, 1.0), (0.0, step), (1.0, step))]
    images = _images(transformer, extent, places)
    x, y = ([value for value in values if math.isfinite(value)] or [math.inf] for values in images)
    return min(x), min(y), max(x), max(y)


def _bounds_of_inner_points(transformer: Any, extent: Extent) -> tuple[float, float, float, float]:
    """Return the box around the images of a grid of points inside ``extent``; infinite if any has none."""
    steps = [(index + 0.5) / INNER_POINTS for index in range(INNER_POINTS)]
    x, y = _images(transformer, extent, [(across, up) for across in steps for up in steps])
    return min(x), min(y), max(x), max(y)


def _images(transformer: Any, extent: Extent, places: list[tuple[float, float]]) -> Any:
    xs = [extent.xmin + across * extent.width for across, _ in places]
    return transformer.transform(xs, [extent.ymin + up * extent.height for _, up in places])


def _mercator_limits(reference: SpatialReference) -> tuple[float, float] | None:
    """Return the lowest and highest y at which a Mercator map is meant to be used; None for other projections."""
    from pyproj import Transformer

    crs = reference._crs()
    name = crs.coordinate_operation.method_name if crs.coordinate_operation is not None else ""
    area = crs.area_of_use
    if area is None or not (name.startswith("Mercator") or "Pseudo Mercator" in name):
        return None
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    _, (south, north) = transformer.transform([area.west, area.west], [area.south, area.north])
    return south, north


def _area_of_use(reference: SpatialReference, target: SpatialReference) -> Extent | None:
    """Return where ``reference`` is meant to be used, in the coordinates of ``target``."""
    area = reference._crs().area_of_use
    if area is None or area.west == area.east:
        return None
    east = area.east if area.east > area.west else area.east + 360  # New Zealand lies on both sides of 180 degrees
    bounds = Extent(area.west, area.south, east, area.north)
    degrees = SpatialReference(wkid=4326)
    return bounds if target.same_as(degrees) else carried_whole(bounds, degrees, target)
