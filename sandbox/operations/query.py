# SPDX-License-Identifier: GPL-2.0-or-later
"""query: the catalogue of a mosaic, filtered, sorted and paged. Facts: Esri's Query (Image Service) page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, not_supported, unable_to_complete
from ..features import feature_set, field_names, view
from ..footprints import related
from ..mosaic import OBJECT_ID, Item, Mosaic
from ..mosaicrule import matching
from ..output import OutputDirectory
from ..root import MAX_RECORDS, plain
from ..selection import in_period, read_time
from ..service import Service
from ..slices import matching as matching_slices
from ..slices import read_definition
from ..summaries import summarise

# An older server does not know these, and ignores what it does not know.
SINCE = {
    "outStatistics": 10.21,
    "groupByFieldsForStatistics": 10.21,
    "orderByFields": 10.21,
    "returnDistinctValues": 10.21,
    "multidimensionalDefinition": 10.3,
    "resultOffset": 10.31,
    "resultRecordCount": 10.31,
}
EXCEEDED_SINCE = 10.7


def query(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return a feature set, object ids, a count, distinct values or statistics."""
    mosaic = catalogue(service)
    given = {
        name: value.strip()
        for name, value in call.params.items()
        if value.strip() and service.version >= SINCE.get(name, 0)
    }
    return document(call, "Query", plain(_result(service, mosaic, given)))


def catalogue(service: Service) -> Mosaic:
    """Return the mosaic of a service that lets its catalogue be asked. Raises ServiceError for others."""
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)
    if service.mosaic is None or "catalog" not in service.capabilities:
        raise not_supported()
    return service.mosaic


def _result(service: Service, mosaic: Mosaic, given: Mapping[str, str]) -> dict[str, Any]:
    if "objectIds" in given and _flag(given, "returnIdsOnly"):
        raise unable_to_complete("'returnIdsOnly' is invalid with 'objectIds'.")
    items = _sorted(mosaic, _found(service, mosaic, given), given.get("orderByFields", ""))
    if _flag(given, "returnCountOnly"):
        return {"count": len(items)}
    if _flag(given, "returnIdsOnly"):
        return {"objectIdFieldName": OBJECT_ID, "objectIds": [item.number for item in items]}
    if "outStatistics" in given:
        return summarise(mosaic, items, given["outStatistics"], given.get("groupByFieldsForStatistics", ""))
    with_geometry = _flag(given, "returnGeometry", default=True)
    distinct = _flag(given, "returnDistinctValues")
    if distinct:
        if with_geometry and "returnGeometry" in given:
            raise unable_to_complete("Geometry is not supported with DISTINCT.")
        with_geometry = False
        items = _distinct(mosaic, items, given.get("outFields", ""))
    page, exceeded = _page(service, items, given)
    shown = view(service, mosaic, given.get("outFields", ""), geometry=with_geometry, reference=given.get("outSR"))
    result = feature_set(shown, page)
    if exceeded and service.version >= EXCEEDED_SINCE:
        result["exceededTransferLimit"] = True
    return result


def _found(service: Service, mosaic: Mosaic, given: Mapping[str, str]) -> list[Item]:
    """Return the items that every filter admits; objectIds puts all others out of force."""
    if "objectIds" in given:
        numbers = _integers(given["objectIds"], "objectIds")
        return [item for item in mosaic.items if item.number in numbers]
    items = matching(mosaic.items, mosaic, given.get("where", ""), "where")
    if "geometry" in given:
        shape = geometry.parse(service, _with_reference(given), "esriGeometryEnvelope")
        items = related(items, shape, given.get("spatialRel", "esriSpatialRelIntersects"))
    entries = read_definition(given.get("multidimensionalDefinition"), "multidimensionalDefinition")
    if entries:
        slices = matching_slices(mosaic.slices, entries)
        items = [item for item in items if item.slice_number in slices]
    period = read_time(given.get("time"))
    return [item for item in items if in_period(mosaic, item, period)]


def _with_reference(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return the parameters with inSR inside the geometry, unless that brings a spatial reference of its own."""
    if "inSR" not in given:
        return given
    text = given["geometry"]
    try:
        reference = json.loads(given["inSR"])
        reference = {"wkid": reference} if isinstance(reference, int) else reference
        value = json.loads(text) if text.startswith("{") else geometry.read_plain(text)
    except ValueError:
        raise invalid_parameter("geometry") from None
    value.setdefault("spatialReference", reference)
    return {**given, "geometry": json.dumps(value)}


def _sorted(mosaic: Mosaic, items: Sequence[Item], text: str) -> list[Item]:
    """Sort by fields, each with ASC or DESC; NULL comes first in ascending order."""
    result = sorted(items, key=lambda item: item.number)
    for part in reversed([part.split() for part in text.split(",") if part.strip()]):
        direction = part[1].upper() if len(part) == 2 else "ASC"
        if len(part) > 2 or direction not in ("ASC", "DESC"):
            raise invalid_parameter("orderByFields")
        (name,) = field_names(mosaic, part[0], "orderByFields")
        empty = [item for item in result if item.attributes.get(name) is None]
        full = [item for item in result if item.attributes.get(name) is not None]
        full.sort(key=lambda item: item.attributes[name], reverse=direction == "DESC")
        result = full + empty if direction == "DESC" else empty + full
    return result


def _distinct(mosaic: Mosaic, items: Sequence[Item], out_fields: str) -> list[Item]:
    names = field_names(mosaic, out_fields)
    first: dict[tuple[Any, ...], Item] = {}
    for item in items:
        first.setdefault(tuple(item.attributes.get(name) for name in names), item)
    return list(first.values())


def _page(service: Service, items: Sequence[Item], given: Mapping[str, str]) -> tuple[Sequence[Item], bool]:
    """Return the page that was asked for, cut to maxRecordCount, and whether more follows it."""
    limit = int(service.root_overrides.get("maxRecordCount", MAX_RECORDS))
    offset = _count(given, "resultOffset", 0)
    end = offset + min(limit, _count(given, "resultRecordCount", limit))
    return items[offset:end], end < len(items)


def _count(given: Mapping[str, str], name: str, default: int) -> int:
    if name not in given:
        return default
    (number,) = _integers(given[name], name)[:1]
    if number < 0:
        raise invalid_parameter(name)
    return number


def _integers(text: str, parameter: str) -> list[int]:
    try:
        return [int(part) for part in text.strip("[]").split(",")]
    except ValueError:
        raise invalid_parameter(parameter) from None


def _flag(given: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = given.get(name, "").lower()
    if text not in ("", "true", "false"):
        raise invalid_parameter(name)
    return default if not text else text == "true"
