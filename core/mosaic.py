# SPDX-License-Identifier: GPL-2.0-or-later
"""Which rasters of a mosaic are seen, in which order, and what becomes of those that overlap: the mosaic rule.

From Esri's Mosaic Rule Objects page. The root resource writes short names ("NorthWest", "ByAttribute", "First"), a
request long ones ("esriMosaicNorthwest", "esriMosaicAttribute", "MT_FIRST"): both are read, the long ones are written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Union

from . import lenient
from .errors import PlanError
from .service import ImageService
from .spatialref import SpatialReference

METHODS = {
    "none": "esriMosaicNone",
    "center": "esriMosaicCenter",
    "nadir": "esriMosaicNadir",
    "viewpoint": "esriMosaicViewpoint",
    "attribute": "esriMosaicAttribute",
    "lockraster": "esriMosaicLockRaster",
    "northwest": "esriMosaicNorthwest",
    "seamline": "esriMosaicSeamline",
}
# What these put on top depends on the box that is asked for (Esri's page; so a mosaic in tiles may show seams).
VIEW_METHODS = frozenset({"center", "nadir"})
OPERATIONS = ("first", "last", "min", "max", "mean", "blend", "sum")
# What servers lock at most where they do not say (the factory default of maxMosaicImageCount).
DEFAULT_MOST_LOCKED = 20

DimensionValue = Union[float, tuple[float, float]]  # a number, or (low, high)


def method_of(text: str) -> str | None:
    """Return the method that any spelling means, as the keys of ``METHODS``; None for an unknown one."""
    word = text.strip().lower().replace("esrimosaic", "")
    word = "attribute" if word == "byattribute" else word
    return word if word in METHODS else None


def operation_of(text: str) -> str | None:
    """Return the operation that any spelling means, as in ``OPERATIONS``; None for an unknown one."""
    word = text.strip().lower()
    word = word[3:] if word.startswith("mt_") else word
    return word if word in OPERATIONS else None


@dataclass(frozen=True)
class DimensionFilter:
    """One entry of a multidimensional definition: places along a dimension of a variable.

    Attributes:
        variable: its name; empty suits services with one variable.
        dimension: its name, such as "StdTime" (milliseconds since 1970 UTC) or "StdZ".
        values: numbers, or pairs (low, high).
        is_slice: pairs name slices with exactly these bounds, or two ends of a range; False takes whatever overlaps.
    """

    variable: str
    dimension: str
    values: tuple[DimensionValue, ...] = ()
    is_slice: bool = True

    @classmethod
    def from_json(cls, value: Any) -> DimensionFilter:
        """Read Esri's JSON; what is no number is left out."""
        entry = lenient.mapping(value)
        values = (_dimension_value(each) for each in lenient.items(entry.get("values")))
        return cls(
            lenient.text(entry.get("variableName")),
            lenient.text(entry.get("dimensionName")),
            tuple(each for each in values if each is not None),
            lenient.flag(entry.get("isSlice", True)),
        )

    def to_json(self) -> dict[str, Any]:
        """Return Esri's JSON; whole numbers are written as such."""
        values = [_plain_pair(value) if isinstance(value, tuple) else _plain(value) for value in self.values]
        entry: dict[str, Any] = {
            "variableName": self.variable,
            "dimensionName": self.dimension,
            "values": values,
        }
        return entry if self.is_slice else {**entry, "isSlice": False}


def _dimension_value(value: Any) -> DimensionValue | None:
    if isinstance(value, list):
        ends = [end for end in lenient.numbers(value) if end is not None]
        return (ends[0], ends[-1]) if ends else None
    return lenient.number(value)


def _plain_pair(pair: tuple[float, ...]) -> list[float]:
    return [_plain(end) for end in pair]


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() and abs(number) < 2**53 else number


@dataclass(frozen=True)
class MosaicRule:
    """A mosaic rule. Everything that is left empty is the service's own choice.

    Attributes:
        method: a key of ``METHODS``; which raster is on top.
        operation: one of ``OPERATIONS``; what becomes of cells that several rasters have.
        where: an SQL condition on the attributes of the catalogue.
        sort_field, sort_value: for "attribute": the field, and the value that the nearest raster comes first for.
        ascending: the order; False turns it around.
        lock_rasters: for "lockraster": ids of the rasters to show, at any scale.
        viewpoint: for "viewpoint": (x, y), in ``viewpoint_sr`` or else the service's reference.
        rasters: ids of rasters that are considered at all (Esri's ``fids``).
        dimensions: the slices of a multidimensional service.
        item_rendering_rule: JSON of a raster function that is applied to each raster.
    """

    method: str = ""
    operation: str = ""
    where: str = ""
    sort_field: str = ""
    sort_value: str | float | None = None
    ascending: bool = True
    lock_rasters: tuple[int, ...] = ()
    viewpoint: tuple[float, float] | None = None
    viewpoint_sr: SpatialReference | None = None
    rasters: tuple[int, ...] = ()
    dimensions: tuple[DimensionFilter, ...] = ()
    item_rendering_rule: str = ""

    def __post_init__(self) -> None:
        if self.method and self.method not in METHODS:
            raise PlanError(f"“{self.method}” is no mosaic method; choose one of {', '.join(METHODS)}.")
        if self.operation and self.operation not in OPERATIONS:
            raise PlanError(f"“{self.operation}” is no mosaic operation; choose one of {', '.join(OPERATIONS)}.")
        if self.method == "lockraster" and not self.lock_rasters:
            raise PlanError("The mosaic method “lockraster” needs the ids of the rasters to show.")
        if self.method == "viewpoint" and self.viewpoint is None:
            raise PlanError("The mosaic method “viewpoint” needs a point.")

    @classmethod
    def lock(cls, *rasters: int, operation: str = "") -> MosaicRule:
        """Return the rule that shows just these rasters of the catalogue."""
        return cls("lockraster", operation, lock_rasters=rasters)

    @classmethod
    def from_json(cls, value: Any) -> MosaicRule:
        """Read Esri's JSON object.

        Raises:
            PlanError: it names an unknown method or operation, or lacks what its method needs.
        """
        rule = lenient.mapping(value)
        method, operation = lenient.text(rule.get("mosaicMethod")), lenient.text(rule.get("mosaicOperation"))
        point = lenient.mapping(rule.get("viewpoint"))
        x, y = lenient.number(point.get("x")), lenient.number(point.get("y"))
        item_rule = rule.get("itemRenderingRule")
        return cls(
            method=(method_of(method) or method) if method else "",
            operation=(operation_of(operation) or operation) if operation else "",
            where=lenient.text(rule.get("where")),
            sort_field=lenient.text(rule.get("sortField")),
            sort_value=_sort_value(rule.get("sortValue")),
            ascending=lenient.flag(rule.get("ascending", True)),
            lock_rasters=_ids(rule.get("lockRasterIds")),
            viewpoint=(x, y) if x is not None and y is not None else None,
            viewpoint_sr=SpatialReference.from_json(point.get("spatialReference")),
            rasters=_ids(rule.get("fids")),
            dimensions=tuple(map(DimensionFilter.from_json, lenient.items(rule.get("multidimensionalDefinition")))),
            item_rendering_rule=_compact(item_rule) if isinstance(item_rule, dict) else "",
        )

    def to_json(self) -> dict[str, Any]:
        """Return Esri's JSON object, without what is left to the service."""
        point = None
        if self.viewpoint is not None:
            point = {"x": self.viewpoint[0], "y": self.viewpoint[1]}
            if self.viewpoint_sr is not None:
                point["spatialReference"] = self.viewpoint_sr.to_json()  # type: ignore[assignment]
        rule: dict[str, Any] = {
            "mosaicMethod": METHODS.get(self.method),
            "mosaicOperation": f"MT_{self.operation.upper()}" if self.operation else None,
            "where": self.where or None,
            "sortField": self.sort_field or None,
            "sortValue": self.sort_value,
            "ascending": None if self.ascending else False,
            "lockRasterIds": list(self.lock_rasters) or None,
            "viewpoint": point,
            "fids": list(self.rasters) or None,
            "multidimensionalDefinition": [entry.to_json() for entry in self.dimensions] or None,
            "itemRenderingRule": json.loads(self.item_rendering_rule) if self.item_rendering_rule else None,
        }
        return {key: value for key, value in rule.items() if value is not None}

    def parameter(self) -> str:
        """Return the value of ``mosaicRule``; empty where everything is left to the service."""
        rule = self.to_json()
        return _compact(rule) if rule else ""

    def check(self, service: ImageService) -> None:
        """Compare with what a service says of itself, before anything is sent.

        Raises:
            PlanError: it does not allow the method, has no such field, or shows fewer rasters at once.
        """
        allowed = {method_of(name) for name in service.mosaic_methods} - {None}
        if self.method and self.method != "none" and allowed and self.method not in allowed:
            offered = ", ".join(sorted(str(name) for name in allowed))
            raise PlanError(f"“{service.name}” does not allow the mosaic method “{self.method}”; it allows: {offered}.")
        default_field = lenient.text(service.raw.get("sortField"))
        if self.method == "attribute" and not self.sort_field and not default_field:
            raise PlanError("The mosaic method “attribute” needs the name of a field to sort by.")
        fields = map(lenient.mapping, lenient.items(service.raw.get("fields")))
        names = {lenient.text(field.get("name")).lower() for field in fields}
        if self.sort_field and names and self.sort_field.lower() not in names:
            raise PlanError(f"The catalogue of “{service.name}” has no field “{self.sort_field}”.")
        most = most_locked(service)
        if len(self.lock_rasters) > most:
            raise PlanError(
                f"“{service.name}” shows at most {most} locked rasters at once, not {len(self.lock_rasters)}: "
                "choose fewer, or download each raster separately."
            )


def most_locked(service: ImageService) -> int:
    """Return how many rasters a service shows at once when they are locked."""
    most = lenient.integer(service.raw.get("maxMosaicImageCount"))
    return most if most and most > 0 else DEFAULT_MOST_LOCKED


def _sort_value(value: Any) -> str | float | None:
    if isinstance(value, str):
        return value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _ids(value: Any) -> tuple[int, ...]:
    """Return ids from a list, or from a text such as "1,2"."""
    entries = value.split(",") if isinstance(value, str) else lenient.items(value)
    return tuple(number for entry in entries if (number := lenient.integer(entry)) is not None)


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
