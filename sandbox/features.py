# SPDX-License-Identifier: GPL-2.0-or-later
"""A mosaic's catalogue as feature sets, the way query and identify answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import spatialref
from .errors import invalid_parameter
from .footprints import projected
from .mosaic import OBJECT_ID, Item, Mosaic
from .service import Service
from .spatialref import CRS

SHAPE = "Shape"


@dataclass(frozen=True)
class View:
    """How features are to be told: which fields, with which geometry."""

    service: Service
    mosaic: Mosaic
    names: tuple[str, ...]
    geometry: bool = True
    crs: CRS | None = None  # None: the service's own
    reference: Mapping[str, Any] | None = None

    @property
    def fields(self) -> list[Mapping[str, Any]]:
        """Return the descriptions of the fields."""
        return [field for field in self.mosaic.fields if field["name"] in self.names]

    def feature(self, item: Item) -> dict[str, Any]:
        """Return one item."""
        feature: dict[str, Any] = {"attributes": {name: item.attributes.get(name) for name in self.names}}
        if self.geometry:
            ring = projected(item.footprint, self.service.crs, self.crs)
            feature["geometry"] = {"rings": [ring], "spatialReference": self.reference}
        return feature

    def head(self) -> dict[str, Any]:
        """Return the members that come before the features."""
        head: dict[str, Any] = {"objectIdFieldName": OBJECT_ID}
        if self.geometry:
            head |= {"geometryType": "esriGeometryPolygon", "spatialReference": self.reference}
        return head


def view(
    service: Service, mosaic: Mosaic, out_fields: str, *, geometry: bool = True, reference: str | None = None
) -> View:
    """Read outFields and outSR. Raises ServiceError for a field that is not there."""
    crs, described = None, service.spatial_reference
    if reference and not spatialref.matches(reference, service.spatial_reference):
        crs, described = spatialref.parse(reference, "outSR")
    return View(service, mosaic, field_names(mosaic, out_fields), geometry, crs, described)


def field_names(mosaic: Mosaic, text: str, parameter: str = "outFields") -> tuple[str, ...]:
    """Return the proper names of a list of fields, ``*`` for all; names are compared without case.

    Without a list it is the object id alone. Raises ServiceError for a field that is not there.
    """
    known = {str(field["name"]).lower(): str(field["name"]) for field in mosaic.fields if field["name"] != SHAPE}
    wanted = [part.strip().strip('"').lower() for part in text.split(",") if part.strip()]
    if "*" in wanted:
        return tuple(known.values())
    wanted = [name for name in wanted if name != SHAPE.lower()]
    if any(name not in known for name in wanted):
        raise invalid_parameter(parameter)
    return tuple(dict.fromkeys(known[name] for name in wanted)) or (OBJECT_ID,)


def feature_set(shown: View, items: Sequence[Item]) -> dict[str, Any]:
    """Return items as the feature set of a query."""
    head = shown.head()
    return {
        "objectIdFieldName": head.pop("objectIdFieldName"),
        "fields": shown.fields,
        **head,
        "features": [shown.feature(item) for item in items],
    }
