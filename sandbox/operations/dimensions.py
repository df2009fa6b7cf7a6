# SPDX-License-Identifier: GPL-2.0-or-later
"""What a multidimensional service tells about its variables, dimensions and slices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from ..answer import Answer, Call, document
from ..errors import invalid_parameter, invalid_url, unable_to_complete
from ..output import OutputDirectory
from ..root import plain
from ..service import Service
from ..slices import TIME, Place, Slice, matching, read_definition

RETURNS = ("always", "never", "ifirregular")
UNITS = {TIME: "ISO8601"}


def multidimensional_info(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return variables and dimensions. Since 10.3; an ordinary service has none.

    ``returnDimensionValues`` is always, never or ifIrregular (Esri's Multidimensional Info page).
    """
    if service.version < 10.3:
        raise invalid_url()
    if not service.slices:
        raise unable_to_complete()
    returned = call.params.get("returnDimensionValues", "").strip().lower() or "always"
    if returned not in RETURNS:
        raise invalid_parameter("returnDimensionValues")
    names = dict.fromkeys(item.variable for item in service.slices)
    variables = [_variable(service, name, returned) for name in names]
    return document(call, "Multidimensional Info", plain({"multidimensionalInfo": {"variables": variables}}))


def slices(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the slices with the numbers that sliceId takes, filtered by a definition. Since 10.8.1."""
    if service.version < 10.81:
        raise invalid_url()
    if not service.slices:
        raise unable_to_complete()
    entries = read_definition(call.params.get("multidimensionalDefinition"), "multidimensionalDefinition")
    chosen = matching(service.slices, entries)
    listed = [
        {"sliceId": item.number, "multidimensionalDefinition": item.definition()}
        for item in service.slices
        if item.number in chosen
    ]
    return document(call, "Slices", plain({"slices": listed}))


def _variable(service: Service, name: str, returned: str) -> dict[str, Any]:
    own = [item for item in service.slices if item.variable == name]
    stated = service.overrides.get("variables", {}).get(name, {})
    units = {**UNITS, **stated.get("dimensionUnits", {})}
    return {
        "name": name,
        "description": str(stated.get("description", "")),
        "unit": str(stated.get("unit", "")),
        "dimensions": [
            _dimension(_places(own, place.dimension), units.get(place.dimension, ""), returned)
            for place in own[0].places
        ],
    }


def _places(slices: Sequence[Slice], dimension: str) -> list[Place]:
    """Return the distinct places of some slices in one dimension, in order of first appearance."""
    return list(dict.fromkeys(place for item in slices if (place := item.place(dimension)) is not None))


def _dimension(places: Sequence[Place], unit: str, returned: str) -> dict[str, Any]:
    interval = _interval(places)
    dimension: dict[str, Any] = {
        "name": places[0].dimension,
        "description": "",
        "unit": unit,
        "field": places[0].dimension,
        "extent": [min(place.start for place in places), max(place.end for place in places)],
        "hasRanges": any(place.start != place.end for place in places),
    }
    if returned == "always" or (returned == "ifirregular" and interval is None):
        dimension["values"] = [place.value for place in places]
    dimension["hasRegularIntervals"] = interval is not None
    if interval is not None:
        dimension["interval"], dimension["intervalUnit"] = interval[0], interval[1] or unit
    return dimension


def _interval(places: Sequence[Place]) -> tuple[float, str] | None:
    """Return the step of a dimension of single values in its own unit, None where it has none."""
    values = [place.start for place in places]
    if len(values) < 2 or any(place.start != place.end for place in places):
        return None
    if places[0].dimension == TIME:
        return _time_interval(values)
    steps = {round(b - a, 9) for a, b in zip(values, values[1:], strict=False)}
    return (abs(steps.pop()), "") if len(steps) == 1 else None


def _time_interval(values: Sequence[float]) -> tuple[float, str] | None:
    moments = [datetime.fromtimestamp(value / 1000, timezone.utc) for value in values]
    months = [moment.year * 12 + moment.month for moment in moments]
    within = {(moment.day, moment.hour, moment.minute, moment.second) for moment in moments}
    steps = {b - a for a, b in zip(months, months[1:], strict=False)}
    if len(within) == 1 and len(steps) == 1 and steps != {0}:
        return steps.pop(), "Months"
    steps = {round(b - a) for a, b in zip(values, values[1:], strict=False)}
    return (steps.pop() / 3_600_000, "Hours") if len(steps) == 1 else None
