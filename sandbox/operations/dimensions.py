# SPDX-License-Identifier: GPL-2.0-or-later
"""What a multidimensional service tells about its slices."""

from __future__ import annotations

from typing import Any

from ..answer import Answer, Call, document
from ..errors import invalid_url, unable_to_complete
from ..output import OutputDirectory
from ..service import Service, Slice

DIMENSION = "StdTime"


def multidimensional_info(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return variables and dimensions. Since 10.3; an ordinary service has none."""
    if service.version < 10.3:
        raise invalid_url()
    if not service.slices:
        raise unable_to_complete()
    values = [_value(item) for item in service.slices]
    dimension = {
        "name": DIMENSION,
        "description": "",
        "unit": "ISO8601",
        "field": DIMENSION,
        "extent": [service.slices[0].start, max(item.end for item in service.slices)],
        "hasRanges": any(isinstance(value, list) for value in values),
        "values": values,
        "hasRegularIntervals": False,
    }
    variable = {"name": service.variable, "description": "", "unit": "", "dimensions": [dimension]}
    return document(call, "Multidimensional Info", {"multidimensionalInfo": {"variables": [variable]}})


def slices(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the slices with the numbers that sliceId takes. Since 10.8.1."""
    if service.version < 10.81:
        raise invalid_url()
    if not service.slices:
        raise unable_to_complete()
    listed: list[dict[str, Any]] = [
        {
            "sliceId": item.number,
            "multidimensionalDefinition": [
                {"variableName": service.variable, "dimensionName": DIMENSION, "values": [_value(item)]}
            ],
        }
        for item in service.slices
    ]
    return document(call, "Slices", {"slices": listed})


def _value(item: Slice) -> int | list[int]:
    return item.start if item.start == item.end else [item.start, item.end]
