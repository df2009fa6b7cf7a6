# SPDX-License-Identifier: GPL-2.0-or-later
"""identify: the value at a place, and what every raster of a mosaic has there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, not_supported, unable_to_complete
from ..features import view
from ..footprints import related
from ..grid import Point
from ..mosaic import Mosaic
from ..output import OutputDirectory
from ..root import plain
from ..selection import read_selection, visible
from ..service import Service
from ..values import cell_at, values_at

MULTIDIMENSIONAL_SINCE = 10.9


def identify(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the value at a point, or in the middle of another geometry.

    Recorded: ``value`` has a comma and a blank between bands, ``properties.Values`` (one entry a catalogue item, top
    first) a blank; without a catalogue ``properties`` and ``catalogItems`` are null.
    """
    check_readable(service)
    shape = geometry.parse(service, call.params)
    point = shape.extent.centre
    values = values_at(service, call.params, point)
    result: dict[str, Any] = {
        "objectId": 0,
        "name": "Pixel",
        "value": "NoData" if values is None else ", ".join(values),
        "location": {"x": point[0], "y": point[1], "spatialReference": service.spatial_reference},
        "properties": None,
        "catalogItems": None,
        "catalogItemVisibilities": [],
    }
    if service.mosaic is not None:
        result.update(_catalogue_part(service, service.mosaic, call, shape, point))
    elif flag(call, "processAsMultidimensional") and service.version >= MULTIDIMENSIONAL_SINCE and service.slices:
        result["properties"] = _slices_part(service, call, point)
    return document(call, "Identify", plain(result))


def check_readable(service: Service) -> None:
    """Raise ServiceError for a service that gives no pixels."""
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)
    if "image" not in service.capabilities:
        raise not_supported()


def flag(call: Call, name: str, *, default: bool = False) -> bool:
    """Read a boolean parameter. Raises ServiceError for anything but true and false."""
    text = call.params.get(name, "").strip().lower()
    if text not in ("", "true", "false"):
        raise invalid_parameter(name)
    return default if not text else text == "true"


def _catalogue_part(
    service: Service, mosaic: Mosaic, call: Call, shape: geometry.Geometry, point: Point
) -> dict[str, Any]:
    """Return the items at the place from top to bottom, their values, and how much of each is to be seen."""
    grid = cell_at(service, point, call.params.get("pixelSize", ""))
    items = visible(service, read_selection(service, call.params), grid)
    if shape.kind in ("point", "polygon"):
        items = related(items, shape, "esriSpatialRelIntersects")
    most = call.params.get("maxItemCount", "").strip()
    if most.isdigit() and service.version >= 10.61:
        items = items[: int(most)]
    texts = [values_at(service, call.params, point, item) for item in items]
    parts: dict[str, Any] = {
        "properties": {"Values": ["NoData" if text is None else " ".join(text) for text in texts]},
        "catalogItemVisibilities": _visibilities(texts),
    }
    if flag(call, "returnCatalogItems", default=True) and "catalog" in service.capabilities:
        shown = view(service, mosaic, "*", geometry=flag(call, "returnGeometry"))
        parts["catalogItems"] = {**shown.head(), "features": [shown.feature(item) for item in items]}
    return parts


def _visibilities(texts: Sequence[list[str] | None]) -> list[int]:
    """Return 1 for the topmost item that has a value and 0 for all others."""
    top = next((index for index, text in enumerate(texts) if text is not None), None)
    return [int(index == top) for index in range(len(texts))]


def _slices_part(service: Service, call: Call, point: Point) -> dict[str, Any]:
    """Return the value of every slice at the place, with what the slice is."""
    values, attributes = [], []
    for item in service.slices:
        text = values_at(service, {**call.params, "sliceId": str(item.number), "mosaicRule": ""}, point)
        values.append("NoData" if text is None else " ".join(text))
        places = {place.dimension: place.value for place in item.places}
        attributes.append({"Variables": item.variable, "Dimensions": ",".join(places), **places})
    return {"Values": values, "Attributes": attributes}
