# SPDX-License-Identifier: GPL-2.0-or-later
"""What a request means by "the image": the rasters of a service that rule, time and slice leave, in their order."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from . import mosaicrule, spatialref
from .errors import invalid_parameter, unable_to_complete
from .geometry import Geometry
from .grid import Extent, Grid, Point, Ring
from .mosaic import OVERVIEW, PRIMARY, Item, Mosaic
from .mosaicrule import MosaicRule
from .pixels import dtype_of
from .resample import Source
from .service import Service
from .slices import TIME, Wanted, matching
from .spatialref import CRS
from .stack import Layer, Stack

Period = tuple[float, float]
# An older server does not know these, and ignores what it does not know.
SINCE = {"mosaicRule": 10.0, "time": 10.0, "sliceId": 10.81}
ITEM_MEMBERS = (
    "maxImageWidth",
    "maxImageHeight",
    "bandNames",
    "noDataValue",
    "noDataValues",
    "defaultResamplingMethod",
)
MOST_RASTERS = 20  # maxMosaicImageCount unless the service says otherwise


@dataclass(frozen=True)
class Selection:
    """Rule, time and slices of a request; ``slices`` is None where the request names none."""

    rule: MosaicRule = field(default_factory=MosaicRule)
    period: Period | None = None
    slices: tuple[int, ...] | None = None


def read_selection(service: Service, params: Mapping[str, str]) -> Selection:
    """Read mosaicRule, time and sliceId as a server of the service's generation does. Raises ServiceError."""
    given = {name: params.get(name, "").strip() for name, since in SINCE.items() if service.version >= since}
    rule = mosaicrule.read(given.get("mosaicRule"), service.mosaic_defaults)
    period = read_time(given.get("time"))
    if service.mosaic is not None:
        mosaicrule.check(rule, service.mosaic, service.mosaic_methods)
        rule = replace(rule, viewpoint=_in_service(service, rule.viewpoint))
    selection = Selection(rule, period, _slices(service, given.get("sliceId"), rule.definition))
    return selection if service.mosaic is not None or not service.slices else _one_slice(service, selection)


def read_time(text: str | None) -> Period | None:
    """Read ``instant`` or ``start,end`` in epoch milliseconds; "null" leaves an end open. Raises ServiceError."""
    if not text:
        return None
    parts = [part.strip().lower() for part in text.split(",")]
    if len(parts) > 2:
        raise invalid_parameter("time")
    try:
        start = -math.inf if parts[0] == "null" else float(parts[0])
        end = math.inf if parts[-1] == "null" else float(parts[-1])
    except ValueError:
        raise invalid_parameter("time") from None
    if math.isnan(start) or math.isnan(end):
        raise invalid_parameter("time")
    return start, end


def of_slice(number: int) -> Selection:
    """Return the selection of one slice."""
    return Selection(slices=(number,))


def stack(
    service: Service, selection: Selection, grid: Grid, bands: tuple[int, ...] | None = None, crs: CRS | None = None
) -> Stack:
    """Return what a request shows on its grid (in ``crs``, None being the service's own). Raises ServiceError."""
    if service.mosaic is None:
        number = selection.slices[0] if selection.slices and service.slices else 0
        layer = Layer(Source(service.raster, service.bands_of(number, bands), crs))
        return _stack(service, [layer], len(layer.source.bands), selection.rule.operator)
    numbers = service.bands_of(0, bands)
    layers = [_layer(service, item, numbers, crs, selection.rule) for item in visible(service, selection, grid, crs)]
    return _stack(service, layers, len(numbers), selection.rule.operator, selection.rule.item_rule)


def item_stack(service: Service, item: Item, bands: tuple[int, ...] | None = None, crs: CRS | None = None) -> Stack:
    """Return one raster of a mosaic by itself."""
    layer = _layer(service, item, service.bands_of(0, bands), crs, MosaicRule())
    return _stack(service, [layer], len(layer.source.bands), "First")


def item_service(service: Service, item: Item) -> Service:
    """Return one raster of a mosaic as a service of its own: no functions, no catalogue."""
    root = {name: value for name, value in service.root_overrides.items() if name in ITEM_MEMBERS}
    overrides = {"generation": service.generation, "defaultFunction": "None", "functions": ["None"], "root": root}
    return Service(service.name, item.raster, overrides)


def visible(service: Service, selection: Selection, grid: Grid, crs: CRS | None = None) -> list[Item]:
    """Return the items that take part in a request, from top to bottom."""
    if service.mosaic is None:
        return []
    box = grid.extent
    if crs is not None and service.crs is not None:
        box = spatialref.project_extent(crs, service.crs, box, "bbox")
    cell = math.sqrt(box.width * box.height / (grid.columns * grid.rows))
    locked = selection.rule.method == mosaicrule.LOCK
    items = [
        item
        for item in candidates(service.mosaic, selection)
        if (locked or item.visible_at(cell)) and _box(item.footprint).touches(box)
    ]
    extent = service.raster.grid.extent
    items = mosaicrule.ordered(items, selection.rule, service.mosaic, box.centre, (extent.xmin, extent.ymax))
    return items[: int(service.root_overrides.get("maxMosaicImageCount", MOST_RASTERS))]


def candidates(mosaic: Mosaic, selection: Selection) -> list[Item]:
    """Return the items that rule, time and slices admit, at any place and scale."""
    return [
        item
        for item in mosaicrule.chosen(selection.rule, mosaic)
        if item.attributes["Category"] in (PRIMARY, OVERVIEW)
        and (selection.slices is None or item.slice_number in selection.slices)
        and in_period(mosaic, item, selection.period)
    ]


def in_period(mosaic: Mosaic, item: Item, period: Period | None) -> bool:
    """Say whether an item is from a period; a service without timeInfo does not know time."""
    if period is None or mosaic.time_fields is None:
        return True
    own = item.period(*mosaic.time_fields)
    return own is not None and own[0] <= period[1] and own[1] >= period[0]


def _slices(service: Service, text: str | None, definition: Sequence[Wanted]) -> tuple[int, ...] | None:
    if text:
        try:
            number = int(text)
        except ValueError:
            raise invalid_parameter("sliceId") from None
        if number < 0 or number >= max(len(service.slices), 1):
            raise invalid_parameter("sliceId")
        return (number,) if service.slices else None
    return matching(service.slices, definition) if definition and service.slices else None


def _one_slice(service: Service, selection: Selection) -> Selection:
    """Choose the one slice that a raster of slices can show: the first that the request admits."""
    numbers = selection.slices
    if numbers is None:
        numbers = tuple(item.number for item in service.slices if _in_time(item.place(TIME), selection.period))
    if not numbers:
        raise unable_to_complete("There is no raster at the given time.")
    return replace(selection, slices=numbers[:1])


def _in_time(place: Any, period: Period | None) -> bool:
    return period is None or place is None or (place.start <= period[1] and place.end >= period[0])


def _stack(
    service: Service,
    layers: Sequence[Layer],
    bands: int,
    operator: str,
    item_rule: Mapping[str, Any] | None = None,
) -> Stack:
    dtype: np.dtype[Any] = dtype_of(service.raster.pixel_type)
    return Stack(tuple(layers), bands, service.raster.pixel_type, dtype, operator, item_rule)


def _layer(service: Service, item: Item, bands: tuple[int, ...], crs: CRS | None, rule: MosaicRule) -> Layer:
    target = crs or service.crs
    own = item.raster.crs is None or target is None or spatialref.same(item.raster.crs, target)
    clip = None
    if rule.method == mosaicrule.SEAMLINE and item.seamline is not None:
        clip = Geometry("polygon", (_projected(item.seamline, service.crs, crs),))
    return Layer(Source(item.raster, bands, None if own else target), clip)


def _projected(ring: Ring, source: CRS | None, target: CRS | None) -> Ring:
    if source is None or target is None:
        return ring
    x, y = (np.asarray(values, dtype=np.float64) for values in zip(*ring, strict=True))
    x, y = spatialref.project_points(source, target, x, y)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _in_service(service: Service, point: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return a viewpoint in the spatial reference of the service."""
    reference = None if point is None else point.get("spatialReference")
    if point is None or reference is None or service.crs is None:
        return point
    text = json.dumps(reference)
    if spatialref.matches(text, service.spatial_reference):
        return point
    crs, _ = spatialref.parse(text, "mosaicRule")
    try:
        place: Point = float(point["x"]), float(point["y"])
    except (KeyError, TypeError, ValueError):
        raise invalid_parameter("mosaicRule") from None
    ((x, y),) = _projected((place,), crs, service.crs)
    return {"x": x, "y": y}


def _box(ring: Ring) -> Extent:
    x, y = zip(*ring, strict=True)
    return Extent(min(x), min(y), max(x), max(y))
