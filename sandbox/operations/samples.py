# SPDX-License-Identifier: GPL-2.0-or-later
"""getSamples: values at many places, along lines and over areas."""

from __future__ import annotations

import json
from typing import Any

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, invalid_url, unable_to_complete
from ..features import field_names
from ..footprints import related
from ..grid import Point
from ..mosaic import Item, Mosaic
from ..output import OutputDirectory
from ..root import plain
from ..selection import read_selection, visible
from ..service import Service
from ..values import cell_at, covers, values_at
from .identify import check_readable, flag

MAX_SAMPLES = 1000  # about what real servers allow
DEFAULT_SAMPLES = 100


def get_samples(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return values at many places. Places off the raster are left out, which leaves gaps in locationId. Since 10.2.

    With ``returnFirstValueOnly=false`` every raster of a mosaic that has the place gives a sample, the topmost first,
    all with the same locationId.
    """
    if service.version < 10.2:
        raise invalid_url()
    check_readable(service)
    shape = geometry.parse(service, call.params, "esriGeometryMultipoint")
    places = shape.along(_positive(call, "sampleDistance"), int(_positive(call, "sampleCount") or DEFAULT_SAMPLES))
    if len(places) > MAX_SAMPLES:
        raise unable_to_complete(f"The number of sample points exceeds the limit of {MAX_SAMPLES}.")
    samples = [
        sample
        for number, place in enumerate(places)
        if covers(service, place)
        for sample in _samples(service, call, number, place)
    ]
    return document(call, "Get Samples", plain({"samples": samples}))


def _samples(service: Service, call: Call, number: int, place: Point) -> list[dict[str, Any]]:
    if service.mosaic is None:
        values = values_at(service, call.params, place)
        return [_sample(service, number, place, values, 1, service.raster.grid.cell_width)]
    items = _items_at(service, call, place)
    texts = [(item, values_at(service, call.params, place, item)) for item in items]
    filled = [(item, text) for item, text in texts if text is not None]
    if flag(call, "returnFirstValueOnly", default=True):
        if not filled:
            return [_mosaic_sample(service, service.mosaic, call, number, place, item, None) for item in items[:1]]
        # The value is the mosaic's own, which an operator may have made of several rasters.
        return [
            _mosaic_sample(
                service, service.mosaic, call, number, place, filled[0][0], values_at(service, call.params, place)
            )
        ]
    return [_mosaic_sample(service, service.mosaic, call, number, place, item, text) for item, text in filled]


def _items_at(service: Service, call: Call, point: Point) -> list[Item]:
    """Return the items whose footprint holds a place, from top to bottom."""
    grid = cell_at(service, point, call.params.get("pixelSize", ""))
    items = visible(service, read_selection(service, call.params), grid)
    return related(items, geometry.Geometry("point", ((point,),)), "esriSpatialRelIntersects")


def _mosaic_sample(
    service: Service, mosaic: Mosaic, call: Call, number: int, place: Point, item: Item, values: list[str] | None
) -> dict[str, Any]:
    sample = _sample(service, number, place, values, item.number, item.raster.grid.cell_width)
    wanted = call.params.get("outFields", "").strip()
    attributes = {name: item.attributes.get(name) for name in field_names(mosaic, wanted)} if wanted else {}
    if item.slice_number is not None:
        of = service.slices[item.slice_number]
        places = {place.dimension: place.value for place in of.places}
        attributes = {"Variables": of.variable, "Dimensions": ",".join(places), **places, **attributes}
    return {**sample, "attributes": attributes} if attributes else sample


def _sample(
    service: Service, number: int, place: Point, values: list[str] | None, raster: int, resolution: float
) -> dict[str, Any]:
    return {
        "location": {"x": place[0], "y": place[1], "spatialReference": service.spatial_reference},
        "locationId": number,
        "value": "NoData" if values is None else " ".join(values),
        "rasterId": raster,
        "resolution": resolution,
    }


def _positive(call: Call, name: str) -> float | None:
    text = call.params.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(json.loads(text))
    except (ValueError, TypeError):
        raise invalid_parameter(name) from None
    if value <= 0:
        raise invalid_parameter(name)
    return value
