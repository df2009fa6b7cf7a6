# SPDX-License-Identifier: GPL-2.0-or-later
"""The mosaicRule parameter: which rasters take part, in which order they lie, and how overlaps are resolved.

Facts: Esri's Mosaic Rules page, and Esri's account of ordering in mosaic datasets: ZOrder comes before every method
but None and LockRaster, the lowest on top.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from . import sql
from .errors import invalid_parameter
from .grid import Point
from .mosaic import Item, Mosaic
from .slices import Wanted, wanted
from .stack import OPERATORS

NONE, CENTER, NADIR, VIEWPOINT = "None", "Center", "Nadir", "Viewpoint"
ATTRIBUTE, LOCK, NORTHWEST, SEAMLINE = "ByAttribute", "LockRaster", "NorthWest", "Seamline"
METHODS = (NORTHWEST, CENTER, LOCK, ATTRIBUTE, NADIR, VIEWPOINT, SEAMLINE, NONE)
# A rule names a method as esriMosaicAttribute, the root resource as ByAttribute; case differs from place to place.
_METHODS = {name.lower(): name for name in METHODS} | {"attribute": ATTRIBUTE}
_OPERATORS = {name.lower(): name for name in OPERATORS}
_DATE_FORMATS = ("%Y/%m/%d", "%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y")


@dataclass(frozen=True)
class MosaicRule:
    """A mosaic rule that has been understood; what a request leaves out comes from the service's defaults."""

    method: str = NONE
    operator: str = "First"
    sort_field: str = ""
    sort_value: Any = None
    ascending: bool = True
    where: str = ""
    object_ids: tuple[int, ...] | None = None
    locked: tuple[int, ...] = ()
    viewpoint: Mapping[str, Any] | None = None
    definition: tuple[Wanted, ...] = ()
    item_rule: Mapping[str, Any] | None = None


def read(text: str | None, root: Mapping[str, Any]) -> MosaicRule:
    """Read a rule over the defaults of a root resource. Raises ServiceError."""
    value = _object(text) if text else {}
    try:
        method = _method(str(value.get("mosaicMethod") or root.get("defaultMosaicMethod") or NONE))
        operator = str(value.get("mosaicOperation") or root.get("mosaicOperator") or "First")
        rule = MosaicRule(
            method=method,
            operator=_OPERATORS[operator.lower().removeprefix("mt_")],
            sort_field=str(value.get("sortField") or root.get("sortField") or ""),
            sort_value=value.get("sortValue", root.get("sortValue")),
            ascending=bool(value.get("ascending", root.get("sortAscending", True))),
            where=str(value.get("where") or ""),
            object_ids=tuple(int(number) for number in value["fids"]) if value.get("fids") else None,
            locked=tuple(int(number) for number in value.get("lockRasterIds") or ()),
            viewpoint=value.get("viewpoint"),
            definition=wanted(value.get("multidimensionalDefinition"), "mosaicRule"),
            item_rule=_item_rule(value.get("itemRenderingRule")),
        )
    except (KeyError, TypeError, ValueError):
        raise invalid_parameter("mosaicRule") from None
    return rule


def check(rule: MosaicRule, mosaic: Mosaic, allowed: str) -> None:
    """Refuse what a mosaic cannot do: a method that it does not allow, or one that lacks what it works on."""
    if rule.method.lower() not in [name.strip().lower() for name in allowed.split(",")]:
        raise invalid_parameter("mosaicRule")
    names = {str(field["name"]).lower() for field in mosaic.fields}
    lacking = (
        (rule.method == LOCK and not rule.locked)
        or (rule.method == ATTRIBUTE and rule.sort_field.lower() not in names)
        or (rule.method == VIEWPOINT and not isinstance(rule.viewpoint, Mapping))
    )
    if lacking:
        raise invalid_parameter("mosaicRule")


def chosen(rule: MosaicRule, mosaic: Mosaic) -> list[Item]:
    """Return the items that a rule admits, before place, time and scale are looked at. Raises ServiceError."""
    if rule.method == LOCK:
        found = (mosaic.item(number) for number in rule.locked)
        return [item for item in found if item is not None]
    items = [item for item in mosaic.items if rule.object_ids is None or item.number in rule.object_ids]
    return matching(items, mosaic, rule.where, "mosaicRule")


def matching(items: Sequence[Item], mosaic: Mosaic, where: str, parameter: str) -> list[Item]:
    """Return the items for which a where clause holds. Raises ServiceError naming the parameter."""
    if not where.strip():
        return list(items)
    try:
        condition = sql.parse(where, {str(field["name"]): str(field["type"]) for field in mosaic.fields})
        return [item for item in items if condition(item.attributes) is True]
    except sql.SqlError as error:
        refusal = invalid_parameter(parameter)
        refusal.details = (*refusal.details, f"Invalid query: {error}.")
        raise refusal from None


def ordered(items: Sequence[Item], rule: MosaicRule, mosaic: Mosaic, view: Point, corner: Point) -> list[Item]:
    """Return the items from top to bottom. ``view`` is the centre of the request, ``corner`` the service's north-west.

    Both are in the service's spatial reference, and so is the viewpoint.
    """
    if rule.method == LOCK:
        return list(items)
    by_number = sorted(items, key=lambda item: item.number)
    if rule.method == NONE:
        return by_number
    key = _key(rule, mosaic, view, corner)
    known = [item for item in by_number if key(item) is not None]
    unknown = [item for item in by_number if key(item) is None]
    # Sorting keeps the order of equals: object id, then the method, then ZOrder above all.
    in_order = [*sorted(known, key=key, reverse=not rule.ascending and rule.method == ATTRIBUTE), *unknown]
    return sorted(in_order, key=lambda item: item.attributes.get("ZOrder") or 0)


def _key(rule: MosaicRule, mosaic: Mosaic, view: Point, corner: Point) -> Callable[[Item], Any]:
    if rule.method == ATTRIBUTE:
        return _by_attribute(rule, mosaic)
    if rule.method == SEAMLINE:
        return lambda item: item.attributes.get("SOrder") or 0
    place = {NORTHWEST: corner, VIEWPOINT: _point(rule.viewpoint)}.get(rule.method, view)
    return lambda item: math.dist(item.centre, place)


def _by_attribute(rule: MosaicRule, mosaic: Mosaic) -> Callable[[Item], Any]:
    """Return the distance of an attribute from the sort value; without one, or for a text, the attribute itself."""
    field = next(field for field in mosaic.fields if str(field["name"]).lower() == rule.sort_field.lower())
    name = str(field["name"])
    if rule.sort_value in (None, "") or field["type"] == "esriFieldTypeString":
        return lambda item: item.attributes.get(name)
    base = _base(rule.sort_value, is_date=field["type"] == sql.DATE_TYPE)
    return lambda item: None if item.attributes.get(name) is None else abs(item.attributes[name] - base)


def _base(value: Any, *, is_date: bool) -> float:
    """Return a sort value as a number: dates come as milliseconds, or as text in several shapes."""
    if isinstance(value, (int, float)):
        return float(value)
    text = str(value).strip()
    if is_date:
        date = sql.read_date(text)
        if date is not None:
            return date.milliseconds
        for form in _DATE_FORMATS:
            try:
                return datetime.strptime(text, form).replace(tzinfo=timezone.utc).timestamp() * 1000
            except ValueError:
                continue
    try:
        return float(text)
    except ValueError:
        raise invalid_parameter("mosaicRule") from None


def _point(value: Mapping[str, Any] | None) -> Point:
    if value is None:
        return 0.0, 0.0
    try:
        return float(value["x"]), float(value["y"])
    except (KeyError, TypeError, ValueError):
        raise invalid_parameter("mosaicRule") from None


def _item_rule(value: Any) -> Mapping[str, Any] | None:
    if value and not isinstance(value, dict):
        raise TypeError(value)
    return value or None


def _method(name: str) -> str:
    return _METHODS[name.lower().removeprefix("esrimosaic")]


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        raise invalid_parameter("mosaicRule") from None
    if not isinstance(value, dict):
        raise invalid_parameter("mosaicRule")
    return value
