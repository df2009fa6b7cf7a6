# SPDX-License-Identifier: GPL-2.0-or-later
"""identify and getSamples: values at places."""

from __future__ import annotations

import json
from typing import Any

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, invalid_url, not_supported, unable_to_complete
from ..output import OutputDirectory
from ..root import plain
from ..service import Service
from ..values import covers, values_at

MAX_SAMPLES = 1000  # about what real servers allow
DEFAULT_SAMPLES = 100


def identify(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the value at a point, or in the middle of another geometry, as recorded from services without catalog."""
    _check_allowed(service)
    shape = geometry.parse(service, call.params)
    box = shape.extent
    point = ((box.xmin + box.xmax) / 2, (box.ymin + box.ymax) / 2)
    values = values_at(service, call.params, point)
    result = {
        "objectId": 0,
        "name": "Pixel",
        "value": "NoData" if values is None else ", ".join(values),
        "location": {"x": point[0], "y": point[1], "spatialReference": service.spatial_reference},
        "properties": None,
        "catalogItems": None,
        "catalogItemVisibilities": [],
    }
    return document(call, "Identify", plain(result))


def get_samples(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return values at many places. Places off the raster are left out, which leaves gaps in locationId. Since 10.2."""
    if service.version < 10.2:
        raise invalid_url()
    _check_allowed(service)
    shape = geometry.parse(service, call.params, "esriGeometryMultipoint")
    places = shape.along(_positive(call, "sampleDistance"), int(_positive(call, "sampleCount") or DEFAULT_SAMPLES))
    if len(places) > MAX_SAMPLES:
        raise unable_to_complete(f"The number of sample points exceeds the limit of {MAX_SAMPLES}.")
    samples = [_sample(service, call, number, place) for number, place in enumerate(places) if covers(service, place)]
    return document(call, "Get Samples", plain({"samples": samples}))


def _sample(service: Service, call: Call, number: int, place: geometry.Point) -> dict[str, Any]:
    values = values_at(service, call.params, place)
    return {
        "location": {"x": place[0], "y": place[1], "spatialReference": service.spatial_reference},
        "locationId": number,
        "value": "NoData" if values is None else " ".join(values),
        "rasterId": 1,
        "resolution": service.raster.grid.cell_width,
    }


def _check_allowed(service: Service) -> None:
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)
    if "image" not in service.capabilities:
        raise not_supported()


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
