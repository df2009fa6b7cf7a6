# SPDX-License-Identifier: GPL-2.0-or-later
"""Values at one place: what the service shows there, and what each raster below holds.

Esri's Identify (Image Service) page. Values are texts: bands separated by a comma and a blank in ``value``, by blanks
in ``properties.Values``, which run parallel to the catalogue items; "NoData" is no value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import lenient
from .cancel import Cancel
from .catalog import CatalogRaster, fields_of, rasters_of, time_fields
from .longitudes import as_counted
from .pool import run_all
from .selection import Selection
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .steps import Step

WIDTH = 4
_BETWEEN = re.compile(r"[\s,;]+")

Values = tuple["float | None", ...]


@dataclass(frozen=True)
class RasterValues:
    """The values of one raster at a place, and whether they are those that the mosaic shows."""

    raster: CatalogRaster
    values: Values
    is_visible: bool


@dataclass(frozen=True)
class Identified:
    """The values at a place: one for each band, None where there is NoData; empty where there is nothing at all.

    ``rasters`` are those of the catalogue below the place, in the order of the service.
    """

    x: float
    y: float
    values: Values
    rasters: tuple[RasterValues, ...] = ()


def identify_point(
    service: ImageService,
    session: Session,
    x: float,
    y: float,
    sr: SpatialReference | None = None,
    *,
    selection: Selection | None = None,
    with_rasters: bool = False,
    cancel: Cancel | None = None,
) -> Identified:
    """Ask for the values at a point, in ``sr`` or else in the service's reference.

    ``with_rasters`` also asks for the rasters of the catalogue there, which takes servers longer.

    Raises:
        PlanError: the selection cannot be read.
        ImageServiceError: the service does not answer.
    """
    ((asked_x, asked_y),), asked_sr = as_counted([(x, y)], sr, service)
    point: dict[str, Any] = {"x": asked_x, "y": asked_y}
    if asked_sr is not None:
        point["spatialReference"] = asked_sr.to_json()
    params = {
        "geometry": json.dumps(point, separators=(",", ":")),
        "geometryType": "esriGeometryPoint",
        "returnGeometry": "false",
        "returnCatalogItems": "true" if with_rasters else "false",
        "returnPixelValues": "true" if with_rasters else "false",
        **(selection or Selection()).params(service),
    }
    return identified_of(session.json(f"{service.url}/identify", params, cancel=cancel), x, y, service)


def identified_of(answer: dict[str, Any], x: float, y: float, service: ImageService) -> Identified:
    """Read the answer of identify; what is missing is left out."""
    items = lenient.mapping(answer.get("catalogItems"))
    id_field = lenient.text(items.get("objectIdFieldName")) or "OBJECTID"
    times = time_fields(service, fields_of(lenient.items(service.raw.get("fields"))))
    rasters = rasters_of(items, id_field, times)
    texts = lenient.items(lenient.mapping(answer.get("properties")).get("Values"))
    shown = lenient.items(answer.get("catalogItemVisibilities"))
    found = []
    for index, raster in enumerate(rasters if len(rasters) == len(lenient.items(items.get("features"))) else []):
        values = values_of(texts[index]) if index < len(texts) else ()
        found.append(RasterValues(raster, values, bool(index < len(shown) and lenient.number(shown[index]))))
    return Identified(x, y, values_of(answer.get("value")), tuple(found))


def identify_steps(
    service: ImageService,
    session: Session,
    x: float,
    y: float,
    steps: Sequence[Step],
    sr: SpatialReference | None = None,
    *,
    selection: Selection | None = None,
    cancel: Cancel | None = None,
) -> tuple[tuple[Step, Values], ...]:
    """Ask for the values of all steps of a stack at a point: a profile through time or depth, in the order given.

    Raises:
        ImageServiceError: the service does not answer.
    """
    base = selection or Selection()

    def work(step: Step, stop: Cancel) -> Values:
        return identify_point(service, session, x, y, sr, selection=base.at(step, service), cancel=stop).values

    found = {step.name: values for step, values in run_all(steps, work, width=WIDTH, cancel=cancel)}
    return tuple((step, found[step.name]) for step in steps)


def values_of(text: Any) -> Values:
    """Return the numbers of a text, None for what is no number; "NoData" and an empty text are no values at all."""
    if isinstance(text, (int, float)):
        value = lenient.number(text)
        return (value,) if value is not None else ()
    words = [word for word in _BETWEEN.split(lenient.text(text)) if word]
    values = tuple(lenient.number(word) for word in words)
    return values if any(value is not None for value in values) else ()
