# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri geometries of the operations that take one: points to sample, areas to summarise."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import spatialref
from .errors import invalid_parameter
from .grid import Extent, Grid, Point, Ring
from .pixels import Mask
from .service import Service


@dataclass(frozen=True)
class Geometry:
    """Points in the service's spatial reference; ``kind`` is point, multipoint, polyline, polygon or envelope.

    ``parts`` are rings or paths; for points one part holds them all, for an envelope its ring.
    """

    kind: str
    parts: tuple[Ring, ...]

    @property
    def points(self) -> list[Point]:
        """Return all vertices."""
        return [point for part in self.parts for point in part]

    @property
    def extent(self) -> Extent:
        """Return the bounding box."""
        x, y = zip(*self.points, strict=True)
        return Extent(min(x), min(y), max(x), max(y))

    def covers(self, grid: Grid) -> Mask:
        """Return which cell centres of a grid lie inside (even-odd rule, so that inner rings are holes)."""
        y = grid.y_centres(0, grid.rows)[:, np.newaxis]
        x = grid.x_centres(0, grid.columns)[np.newaxis, :]
        inside = np.zeros((grid.rows, grid.columns), dtype=np.bool_)
        for ring in self.parts:
            for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if y1 != y2:
                    crosses = (y1 > y) != (y2 > y)
                    inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
        return inside

    def along(self, distance: float | None, count: int) -> list[Point]:
        """Return sample places: vertices of points, steps along lines, a lattice over areas."""
        if self.kind in ("point", "multipoint"):
            return self.points
        if self.kind == "polyline":
            return _walk(self.parts, distance, count)
        box = self.extent
        step = distance or math.sqrt(box.width * box.height / max(count, 1))
        columns, rows = max(1, round(box.width / step)), max(1, round(box.height / step))
        grid = Grid(box, columns, rows)
        rows_inside, columns_inside = np.nonzero(self.covers(grid))
        x, y = grid.x_centres(0, columns), grid.y_centres(0, rows)
        return [(float(x[column]), float(y[row])) for row, column in zip(rows_inside, columns_inside, strict=True)]


def parse(service: Service, params: Mapping[str, str], default_kind: str = "esriGeometryPoint") -> Geometry:
    """Read ``geometry`` and ``geometryType``. Raises ServiceError."""
    text = params.get("geometry", "").strip()
    kind = params.get("geometryType", default_kind).strip().removeprefix("esriGeometry").lower()
    if not text:
        raise invalid_parameter("geometry")
    try:
        value = json.loads(text) if text.startswith("{") else read_plain(text)
        parts = _parts(kind, value)
    except (ValueError, TypeError, KeyError, IndexError):
        raise invalid_parameter("geometry") from None
    if parts is None:
        raise invalid_parameter("geometryType")
    if not any(parts) or not all(math.isfinite(number) for part in parts for point in part for number in point):
        raise invalid_parameter("geometry")
    return Geometry(kind, _to_service(service, value.get("spatialReference"), parts))


def read_plain(text: str) -> dict[str, Any]:
    """Read the short form of a point (two numbers) or an envelope (four). Raises ValueError."""
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) == 2:
        return {"x": numbers[0], "y": numbers[1]}
    if len(numbers) == 4:
        return dict(zip(("xmin", "ymin", "xmax", "ymax"), numbers, strict=True))
    raise ValueError(text)


def _parts(kind: str, value: Mapping[str, Any]) -> tuple[Ring, ...] | None:
    if kind == "point":
        return (((float(value["x"]), float(value["y"])),),)
    if kind == "envelope":
        x1, y1, x2, y2 = (float(value[name]) for name in ("xmin", "ymin", "xmax", "ymax"))
        return (((x1, y1), (x1, y2), (x2, y2), (x2, y1)),)
    members = {"multipoint": "points", "polyline": "paths", "polygon": "rings"}
    if kind not in members:
        return None
    lists = value[members[kind]]
    return tuple(_ring(part) for part in ([lists] if kind == "multipoint" else lists))


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)


def _to_service(service: Service, reference: Any, parts: tuple[Ring, ...]) -> tuple[Ring, ...]:
    if reference is None or service.crs is None:
        return parts
    text = json.dumps(reference)
    if spatialref.matches(text, service.spatial_reference):
        return parts
    crs, _ = spatialref.parse(text, "geometry")
    if spatialref.same(crs, service.crs):
        return parts
    result = []
    for part in parts:
        x, y = (np.asarray(values, dtype=np.float64) for values in zip(*part, strict=True))
        x, y = spatialref.project_points(crs, service.crs, x, y)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise invalid_parameter("geometry")
        result.append(tuple(zip(x.tolist(), y.tolist(), strict=True)))
    return tuple(result)


def _walk(paths: tuple[Ring, ...], distance: float | None, count: int) -> list[Point]:
    lengths = [[math.dist(a, b) for a, b in zip(path, path[1:], strict=False)] for path in paths]
    total = sum(map(sum, lengths))
    step = distance or total / max(count - 1, 1)
    result = []
    for path, pieces in zip(paths, lengths, strict=True):
        stations = np.cumsum([0.0, *pieces])
        places = np.arange(0, stations[-1] + step * 1e-9, step) if step > 0 else stations[:1]
        x = np.interp(places, stations, [point[0] for point in path])
        y = np.interp(places, stations, [point[1] for point in path])
        result += list(zip(x.tolist(), y.tolist(), strict=True))
    return result
