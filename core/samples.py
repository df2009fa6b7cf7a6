# SPDX-License-Identifier: GPL-2.0-or-later
"""Values at many places, asked for in batches.

Esri's Get Samples page (10.2). A request takes about a thousand points. Places where nothing was found are left out of
an answer: ``locationId`` is the number of the point and has gaps. The operation knows no rendering rules, and servers
before 10.2 lack it: then identify is asked. That takes several points since 11.0, but what it answers for them is not
established: so each point is a request, a few of them under way at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import lenient
from .cancel import Cancel
from .errors import BadRequest, NotFound, ProtocolError
from .identify import Values, identify_point, values_of
from .longitudes import as_counted
from .pool import run_all
from .selection import Selection
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .steps import Step
from .transfer import Progress

BATCH = 500
# For servers with a lower limit.
FEW = 50
WIDTH = 4
# The version that brought getSamples.
SINCE = 10.2
INTERPOLATIONS = {
    "nearest": "RSP_NearestNeighbor",
    "bilinear": "RSP_BilinearInterpolation",
    "cubic": "RSP_CubicConvolution",
    "majority": "RSP_Majority",
}


@dataclass(frozen=True)
class Sample:
    """Values at a point.

    Attributes:
        point: the number of the point, as they were given, from 0.
        values: one for each band, None for NoData; empty where there is nothing.
        raster_id: the raster that they come from, or None.
        resolution: the cell size that they were read at, in units of the service, or None.
        attributes: of the raster, where any were asked for.
        step: the step of the stack, or None.
    """

    point: int
    values: Values
    raster_id: int | None = None
    resolution: float | None = None
    attributes: dict[str, Any] = field(default_factory=dict, hash=False)
    step: Step | None = None


@dataclass(frozen=True)
class SampleOptions:
    """How to sample.

    Attributes:
        sr: the reference of the points; None is the service's.
        selection: which rasters.
        interpolation: "nearest", "bilinear", "cubic" or "majority".
        each_raster: one sample for each raster of the catalogue below a point, not just the one that shows.
        fields: attributes of the rasters to fetch.
    """

    sr: SpatialReference | None = None
    selection: Selection = field(default_factory=Selection)
    interpolation: str = "nearest"
    each_raster: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Batch:
    first: int
    points: tuple[tuple[float, float], ...]
    step: Step | None


def sample_points(
    service: ImageService,
    session: Session,
    points: Sequence[tuple[float, float]],
    options: SampleOptions | None = None,
    steps: Sequence[Step] = (),
    *,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> Iterator[Sample]:
    """Yield the samples of all points, and of all steps where there are any; in batches, in no certain order.

    Points without a value come too, with empty values, so that none is forgotten.

    Raises:
        PlanError: the selection cannot be read.
        ImageServiceError: the service does not answer.
        Cancelled: it was cancelled.
    """
    options = options or SampleOptions()
    total, done = len(points) * max(1, len(steps)), 0
    batches: list[_Batch] = []
    asks_one_by_one = False
    for size in _sizes(service, options):
        batches = list(_batches(points, steps, size or 1))
        asks_one_by_one = size is None
        if not batches or asks_one_by_one:
            break
        try:
            first = _sampled(service, session, batches[0], options, cancel or Cancel())
        except (BadRequest, NotFound, ProtocolError):
            continue  # whether the operation or the request is refused, identify will tell
        yield from first
        done += len(batches.pop(0).points)
        break
    ask = _identified if asks_one_by_one else _sampled

    def work(batch: _Batch, stop: Cancel) -> list[Sample]:
        return ask(service, session, batch, options, stop)

    for batch, found in run_all(batches, work, width=WIDTH, cancel=cancel):
        yield from found
        done += len(batch.points)
        if progress is not None:
            progress(done, total, f"{done:,} of {total:,} samples")


def _sizes(service: ImageService, options: SampleOptions) -> tuple[int | None, ...]:
    """Return how many points to ask for at once, the first choice first; None is one by one, with identify."""
    is_too_old = service.version is not None and not service.since(SINCE)
    knows_no_rules = bool(options.selection.rendering_rule.strip())
    return (None,) if is_too_old or knows_no_rules else (BATCH, FEW, None)


def _batches(points: Sequence[tuple[float, float]], steps: Sequence[Step], size: int) -> Iterator[_Batch]:
    for step in steps or (None,):
        for first in range(0, len(points), size):
            yield _Batch(first, tuple(points[first : first + size]), step)


def _selection(options: SampleOptions, batch: _Batch, service: ImageService) -> Selection:
    return options.selection if batch.step is None else options.selection.at(batch.step, service)


def _sampled(
    service: ImageService, session: Session, batch: _Batch, options: SampleOptions, cancel: Cancel
) -> list[Sample]:
    points, sr = as_counted(batch.points, options.sr, service)
    shape: dict[str, Any] = {"points": [list(point) for point in points]}
    if sr is not None:
        shape["spatialReference"] = sr.to_json()
    params = {
        "geometry": json.dumps(shape, separators=(",", ":")),
        "geometryType": "esriGeometryMultipoint",
        "returnFirstValueOnly": "false" if options.each_raster else "true",
        "interpolation": INTERPOLATIONS[options.interpolation],
        **_selection(options, batch, service).params(service),
    }
    if options.fields:
        params["outFields"] = ",".join(options.fields)
    answer = session.json(f"{service.url}/getSamples", params, cancel=cancel)
    if not isinstance(answer.get("samples"), list):
        raise ProtocolError("The server answers something else than samples.", url=service.url)
    found = [sample for sample in samples_of(answer) if sample.point < len(batch.points)]
    missing = set(range(len(batch.points))) - {sample.point for sample in found}
    found += [Sample(point, ()) for point in sorted(missing)]
    return [replace(sample, point=sample.point + batch.first, step=batch.step) for sample in found]


def samples_of(answer: dict[str, Any]) -> list[Sample]:
    """Read the answer of getSamples; entries that belong to no point are left out."""
    found = []
    for entry in map(lenient.mapping, lenient.items(answer.get("samples"))):
        number = lenient.integer(entry.get("locationId"))
        if number is None or number < 0:
            continue
        found.append(
            Sample(
                number,
                values_of(entry.get("value")),
                lenient.integer(entry.get("rasterId")),
                lenient.number(entry.get("resolution")),
                lenient.mapping(entry.get("attributes")),
            )
        )
    return found


def _identified(
    service: ImageService, session: Session, batch: _Batch, options: SampleOptions, cancel: Cancel
) -> list[Sample]:
    selection = _selection(options, batch, service)
    with_rasters = options.each_raster or bool(options.fields)
    found = []
    for number, (x, y) in enumerate(batch.points, start=batch.first):
        here = identify_point(
            service, session, x, y, options.sr, selection=selection, with_rasters=with_rasters, cancel=cancel
        )
        rasters = [each for each in here.rasters if options.each_raster or each.is_visible]
        if options.each_raster and rasters:
            for each in rasters:
                attributes = _chosen(each.raster.attributes, options.fields)
                found.append(Sample(number, each.values, each.raster.id, None, attributes, batch.step))
        else:
            top = rasters[0].raster if rasters else None
            attributes = _chosen(top.attributes, options.fields) if top else {}
            found.append(Sample(number, here.values, top.id if top else None, None, attributes, batch.step))
    return found


def _chosen(attributes: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    wanted = {name.lower() for name in fields}
    return {name: value for name, value in attributes.items() if name.lower() in wanted or "*" in wanted}
