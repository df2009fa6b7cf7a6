# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes of a mosaic's items: in another spatial reference, against a query's geometry, and all of them together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from osgeo import ogr

from . import spatialref
from .errors import invalid_parameter
from .geometry import Geometry
from .grid import Point, Ring
from .mosaic import Item
from .service import Service
from .spatialref import CRS

Predicate = Callable[[Any, Any], bool]


def _boxes_meet(item: Any, query: Any) -> bool:
    left, right, bottom, top = item.GetEnvelope()
    other_left, other_right, other_bottom, other_top = query.GetEnvelope()
    return bool(left <= other_right and right >= other_left and bottom <= other_top and top >= other_bottom)


# Read as "the item's footprint ... the query's geometry", but for Contains and Within, which speak of the query's.
RELATIONS: Mapping[str, Predicate] = {
    "esriSpatialRelIntersects": lambda item, query: bool(item.Intersects(query)),
    "esriSpatialRelContains": lambda item, query: bool(query.Contains(item)),
    "esriSpatialRelWithin": lambda item, query: bool(query.Within(item)),
    "esriSpatialRelCrosses": lambda item, query: bool(item.Crosses(query)),
    "esriSpatialRelOverlaps": lambda item, query: bool(item.Overlaps(query)),
    "esriSpatialRelTouches": lambda item, query: bool(item.Touches(query)),
    "esriSpatialRelEnvelopeIntersects": _boxes_meet,
    "esriSpatialRelIndexIntersects": _boxes_meet,
}


def related(items: Sequence[Item], shape: Geometry, relation: str) -> list[Item]:
    """Return the items whose footprint stands in a relation to a geometry in the service's spatial reference."""
    if relation not in RELATIONS:
        raise invalid_parameter("spatialRel")
    query = to_ogr(shape)
    return [item for item in items if RELATIONS[relation](_polygon(item.footprint), query)]


def to_ogr(shape: Geometry) -> Any:
    """Return a geometry as OGR knows it."""
    kinds = {"point": "Point", "multipoint": "MultiPoint", "polyline": "MultiLineString"}
    kind = kinds.get(shape.kind, "Polygon")
    parts: Any = [[*part, part[0]] for part in shape.parts] if kind == "Polygon" else list(shape.parts)
    coordinates = {"Point": lambda: parts[0][0], "MultiPoint": lambda: parts[0]}.get(kind, lambda: parts)()
    geometry = ogr.CreateGeometryFromJson(json.dumps({"type": kind, "coordinates": coordinates}))
    if geometry is None:
        raise invalid_parameter("geometry")
    return geometry


def projected(ring: Ring, source: CRS | None, target: CRS | None) -> list[list[float]]:
    """Return a ring as JSON has it, in another spatial reference where one is given. Raises ServiceError."""
    if source is None or target is None or spatialref.same(source, target):
        return [list(point) for point in ring]
    x, y = (np.asarray(values, dtype=np.float64) for values in zip(*ring, strict=True))
    x, y = spatialref.project_points(source, target, x, y)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise invalid_parameter("outSR")
    return [list(point) for point in zip(x.tolist(), y.tolist(), strict=True)]


def outline(service: Service) -> tuple[list[Ring], float]:
    """Return the rings around everything that a service covers, and their area in square metres."""
    if service.mosaic is None:
        e = service.raster.grid.extent
        corners = ((e.xmin, e.ymin), (e.xmin, e.ymax), (e.xmax, e.ymax), (e.xmax, e.ymin), (e.xmin, e.ymin))
        whole = _polygon(corners)
    else:
        whole = ogr.Geometry(ogr.wkbMultiPolygon)
        for item in service.mosaic.items:
            whole.AddGeometry(_polygon(item.footprint))
        whole = whole.UnionCascaded()
    rings = [_oriented(ring, inner=number > 0) for polygon in _polygons(whole) for number, ring in enumerate(polygon)]
    return rings, _square_metres(service, whole, rings)


def _polygon(ring: Sequence[Sequence[float]]) -> Any:
    polygon, line = ogr.Geometry(ogr.wkbPolygon), ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ring:
        line.AddPoint_2D(x, y)
    polygon.AddGeometry(line)
    return polygon


def _polygons(geometry: Any) -> list[list[Ring]]:
    if geometry.GetGeometryName() == "POLYGON":
        rings = (geometry.GetGeometryRef(index) for index in range(geometry.GetGeometryCount()))
        return [[tuple((x, y) for x, y, *_ in ring.GetPoints()) for ring in rings]]
    return [
        polygon for index in range(geometry.GetGeometryCount()) for polygon in _polygons(geometry.GetGeometryRef(index))
    ]


def _oriented(ring: Ring, *, inner: bool) -> Ring:
    """Return a ring clockwise, or the other way round for a hole, as Esri's geometry objects want them."""
    return ring if (_turn(ring) < 0) is not inner else tuple(reversed(ring))


def _turn(ring: Sequence[Point]) -> float:
    """Return the area inside a closed ring, negative where it runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)) / 2


def _square_metres(service: Service, whole: Any, rings: Sequence[Ring]) -> float:
    """Return the area on the map of a projected service, on the ellipsoid (between parallels) of a geographic one."""
    crs = service.crs
    if crs is None:
        return float(whole.Area())
    if not crs.is_geographic:
        return float(whole.Area()) * crs.axis_info[0].unit_conversion_factor ** 2
    flat = spatialref.equal_area(crs)
    # Outer rings run clockwise, which the surveyor's formula counts as negative, and holes the other way round.
    return -sum(_turn([(x, y) for x, y in projected(ring, crs, flat)]) for ring in rings)
