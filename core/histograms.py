# SPDX-License-Identifier: GPL-2.0-or-later
"""How often each value occurs in an area, counted by the server.

Esri's Compute Histograms page. The server reads the area at some cell size, and refuses when that would be a larger
image than it allows: it is then asked again at twice the size, and the result says which one it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Union

from . import lenient
from .cancel import Cancel
from .errors import BadRequest, PlanError
from .grid import Extent
from .longitudes import area_as_counted
from .schedule import says_too_large
from .selection import Selection
from .service import BandStatistics, ImageService
from .session import Session
from .spatialref import SpatialReference

# After so many doublings it is something else that the server refuses.
MOST_DOUBLINGS = 16

Rings = Sequence[Sequence["tuple[float, float]"]]
Area = Union[Extent, Rings]


@dataclass(frozen=True)
class Histogram:
    """The values of one band in an area.

    Attributes:
        minimum, maximum: the outer ends of the first and the last bin.
        counts: how many cells fall into each bin; all bins are equally wide.
        statistics: of the same cells, where the server tells them.
    """

    minimum: float
    maximum: float
    counts: tuple[int, ...]
    statistics: BandStatistics | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """Return the middle of each bin: for classes, the class."""
        width = (self.maximum - self.minimum) / len(self.counts) if self.counts else 0.0
        return tuple(self.minimum + (index + 0.5) * width for index in range(len(self.counts)))

    @property
    def cells(self) -> int:
        """Return the number of cells counted."""
        return sum(self.counts)


@dataclass(frozen=True)
class Histograms:
    """The histograms of an area, one for each band; ``cell_size`` is what they were counted at, None unknown."""

    bands: tuple[Histogram, ...]
    cell_size: tuple[float, float] | None = None


def compute_histograms(
    service: ImageService,
    session: Session,
    area: Area,
    sr: SpatialReference | None = None,
    *,
    selection: Selection | None = None,
    cell_size: tuple[float, float] | None = None,
    cancel: Cancel | None = None,
) -> Histograms:
    """Let the server count the values in a box, or in a polygon of rings of (x, y) pairs.

    Args:
        service: the service.
        session: how to reach it.
        area: the box or the rings.
        sr: their reference; None is the service's.
        selection: which rasters, and drawn how.
        cell_size: width and height in units of the service; None is native, coarser only where it must be.
        cancel: stops it.

    Raises:
        PlanError: the area is none.
        ImageServiceError: the server does not answer.
    """
    size = cell_size or (service.cell_width, service.cell_height)
    params = {**_geometry(*_as_counted(area, sr, service)), **(selection or Selection()).params(service)}
    has_statistics = service.since(10.4)
    operation = "computeStatisticsHistograms" if has_statistics else "computeHistograms"
    for _ in range(MOST_DOUBLINGS):
        query = {**params, "pixelSize": json.dumps(_pixel_size(size, service), separators=(",", ":"))}
        try:
            answer = session.json(f"{service.url}/{operation}", query, cancel=cancel)
        except BadRequest as error:
            if not says_too_large(error) or cell_size is not None:
                raise
            size = (size[0] * 2, size[1] * 2)
            continue
        return Histograms(histograms_of(answer), size)
    raise PlanError("The area is too large for the server to count: choose a smaller one.", url=service.url)


def histograms_of(answer: dict[str, Any]) -> tuple[Histogram, ...]:
    """Read histograms, and the statistics beside them; a band without counts has none."""
    statistics = [_statistics(lenient.mapping(each)) for each in lenient.items(answer.get("statistics"))]
    found = []
    for index, entry in enumerate(map(lenient.mapping, lenient.items(answer.get("histograms")))):
        counts = tuple(int(count or 0) for count in lenient.numbers(entry.get("counts")))
        low, high = lenient.number(entry.get("min")), lenient.number(entry.get("max"))
        histogram = Histogram(low or 0.0, high if high is not None else float(len(counts)), counts)
        found.append(replace(histogram, statistics=statistics[index] if index < len(statistics) else None))
    return tuple(found)


def _statistics(entry: dict[str, Any]) -> BandStatistics:
    return BandStatistics(*(lenient.number(entry.get(key)) for key in ("min", "max", "mean", "standardDeviation")))


def _pixel_size(size: tuple[float, float], service: ImageService) -> dict[str, Any]:
    reference = service.spatial_reference
    place = {"spatialReference": reference.to_json()} if reference is not None else {}
    return {"x": size[0], "y": size[1], **place}


def _as_counted(area: Area, sr: SpatialReference | None, service: ImageService) -> tuple[Area, SpatialReference | None]:
    """Return an area as a service that counts longitudes otherwise finds it: as it is, for most services."""
    rings: Rings = area if not isinstance(area, Extent) else (_corners(area),)
    moved, moved_sr = area_as_counted(rings, sr, service)
    return (area, sr) if moved is rings else (moved, moved_sr)


def _corners(box: Extent) -> tuple[tuple[float, float], ...]:
    return (box.xmin, box.ymin), (box.xmin, box.ymax), (box.xmax, box.ymax), (box.xmax, box.ymin)


def _geometry(area: Area, sr: SpatialReference | None) -> dict[str, str]:
    place = {"spatialReference": sr.to_json()} if sr is not None else {}
    if isinstance(area, Extent):
        shape: dict[str, Any] = dict(zip(("xmin", "ymin", "xmax", "ymax"), area.bounds))
        kind = "esriGeometryEnvelope"
    else:
        rings = [[list(point) for point in ring] for ring in area]
        if not rings or any(len(ring) < 3 for ring in rings):
            raise PlanError("The area to count in is no polygon: draw one with at least three corners.")
        shape = {"rings": [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings]}
        kind = "esriGeometryPolygon"
    return {"geometry": json.dumps({**shape, **place}, separators=(",", ":")), "geometryType": kind}
