# SPDX-License-Identifier: GPL-2.0-or-later
"""A mosaic: many rasters in one folder, served as one image with a catalogue of its items.

``NAME.mosaic/`` holds the rasters; ``mosaic`` in ``NAME.service.json`` may say more (all optional):

  items       [{"file", "attributes": {...}, "footprint": [[x, y], ...], "seamline": [[x, y], ...],
              "variable", "dimensions": {"StdTime": ms | [ms, ms], "StdZ": number | [a, b]}}]; default: every raster
              of the folder in order of name. ``file`` is relative to the folder. Object ids count from 1.
  fields      [{"name", "type", "alias", "length"}]: the publisher's own attributes beside the fixed ones
  defaults    attributes of every item that does not state them itself
  cellSize    of the service; default the smallest of the items
  timeInfo    {"startTimeField", "endTimeField"}: makes the service time-enabled
  sidecars    false keeps .aux.xml, .ovr and the like out of ``download``
  separator   between folders in the ids that ``download`` gives (real servers use their own, often a backslash)
  filePrefix  put before every such id
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import spatialref
from .grid import Extent, Grid, Point, Ring
from .raster import Raster, open_raster
from .slices import Place, Slice

Stamp = tuple[int, int]
SEARCHED = (".tif", ".tiff", ".img")
OBJECT_ID = "OBJECTID"
PRIMARY, OVERVIEW = 1, 2
_CATEGORIES = {
    "Unknown": 0,
    "Primary": 1,
    "Overview": 2,
    "Unprocessed Overview": 3,
    "Partial Overview": 4,
    "Inactive": 5,
    "Uploaded": 253,
    "Incomplete": 254,
    "Custom": 255,
}


def _field(name: str, kind: str, length: int | None = None) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": f"esriFieldType{kind}", "alias": name, "domain": None}
    if length is not None:
        field["length"] = length
    return field


_HEAD = (
    _field(OBJECT_ID, "OID"),
    _field("Shape", "Geometry"),
    _field("Name", "String", 200),
    *(_field(name, "Double") for name in ("MinPS", "MaxPS", "LowPS", "HighPS")),
    {
        **_field("Category", "Integer"),
        "domain": {
            "type": "codedValue",
            "name": "MosaicCatalogItemCategoryDomain",
            "description": "Catalog item categories.",
            "codedValues": [{"name": name, "code": code} for name, code in _CATEGORIES.items()],
            "mergePolicy": "esriMPTDefaultValue",
            "splitPolicy": "esriSPTDefaultValue",
        },
    },
    *(_field(name, "String", 100) for name in ("Tag", "GroupName", "ProductName")),
    *(_field(name, "Double") for name in ("CenterX", "CenterY")),
    *(_field(name, "Integer") for name in ("ZOrder", "SOrder")),
)
_DIMENSIONS = (
    _field("Variable", "String", 100),
    _field("Dimensions", "String", 100),
    {**_field("StdTime", "Date"), "length": 8},
    {**_field("StdTime_Max", "Date"), "length": 8},
    *(_field(name, "Double") for name in ("StdZ", "StdZ_Max")),
)
_TAIL = (_field("Shape_Length", "Double"), _field("Shape_Area", "Double"))


@dataclass(frozen=True, eq=False)
class Item:
    """One raster of a mosaic. ``footprint`` is a closed ring in the mosaic's spatial reference."""

    number: int
    raster: Raster
    attributes: Mapping[str, Any]
    footprint: Ring
    seamline: Ring | None = None
    slice_number: int | None = None

    @property
    def centre(self) -> Point:
        """Return the middle, which stands for the nadir as well."""
        return float(self.attributes["CenterX"]), float(self.attributes["CenterY"])

    def visible_at(self, cell: float) -> bool:
        """Say whether the item takes part at a pixel size; a billionth keeps the bounds themselves inside."""
        low, high = float(self.attributes["MinPS"]), float(self.attributes["MaxPS"])
        return low * (1 - 1e-9) <= cell <= high * (1 + 1e-9)

    def period(self, start_field: str, end_field: str | None) -> tuple[float, float] | None:
        """Return when the item is from, None for one without a date."""
        start = self.attributes.get(start_field)
        if start is None:
            return None
        end = self.attributes.get(end_field) if end_field else None
        return float(start), float(start if end is None else end)


@dataclass(frozen=True, eq=False)
class Mosaic:
    """The items in order of object id, and what the publisher stated about the whole."""

    folder: Path
    items: tuple[Item, ...]
    fields: tuple[Mapping[str, Any], ...]
    slices: tuple[Slice, ...]
    stated: Mapping[str, Any]

    def item(self, number: int) -> Item | None:
        """Return an item by its object id."""
        return next((item for item in self.items if item.number == number), None)

    @property
    def time_fields(self) -> tuple[str, str | None] | None:
        """Return the fields of start and end, None where the service is not time-enabled."""
        info = self.stated.get("timeInfo")
        return None if info is None else (str(info["startTimeField"]), info.get("endTimeField"))


def open_mosaic(folder: Path, stated: Mapping[str, Any]) -> tuple[Mosaic, Raster]:
    """Read a mosaic. Returns it with the facts of the whole, written as if it were one raster.

    Pixels do not come from that raster but from the items. Raises OSError or ValueError where there are none.
    """
    entries = stated.get("items") or [
        {"file": path.name} for path in sorted(folder.iterdir()) if path.suffix.lower() in SEARCHED
    ]
    if not entries:
        message = f"{folder.name}: there are no rasters"
        raise OSError(message)
    rasters = [_raster(folder / str(entry["file"])) for entry in entries]
    slices = _slices(entries)
    whole = _whole(folder, rasters, stated)
    items = tuple(
        _item(number, entry, raster, whole, stated, slices)
        for number, (entry, raster) in enumerate(zip(entries, rasters, strict=True), start=1)
    )
    fields = (*_HEAD, *(_DIMENSIONS if slices else ()), *_own_fields(stated), *_TAIL)
    return Mosaic(folder, items, fields, slices, stated), whole


def _raster(path: Path) -> Raster:
    status = path.stat()
    return open_raster(path, (status.st_mtime_ns, status.st_size))


def _whole(folder: Path, rasters: list[Raster], stated: Mapping[str, Any]) -> Raster:
    first = rasters[0]
    boxes = [_extent(raster, first) for raster in rasters]
    cell_x = float(stated.get("cellSize", min(raster.grid.cell_width for raster in rasters)))
    cell_y = float(stated.get("cellSize", min(raster.grid.cell_height for raster in rasters)))
    left, top = min(box.xmin for box in boxes), max(box.ymax for box in boxes)
    columns = math.ceil((max(box.xmax for box in boxes) - left) / cell_x - 1e-6)
    rows = math.ceil((top - min(box.ymin for box in boxes)) / cell_y - 1e-6)
    extent = Extent(left, top - rows * cell_y, left + columns * cell_x, top)
    return replace(first, path=folder, grid=Grid(extent, columns, rows))


def _extent(raster: Raster, first: Raster) -> Extent:
    if raster.crs is None or first.crs is None or spatialref.same(raster.crs, first.crs):
        return raster.grid.extent
    return spatialref.project_extent(raster.crs, first.crs, raster.grid.extent, "extent")


def _item(
    number: int,
    entry: Mapping[str, Any],
    raster: Raster,
    whole: Raster,
    stated: Mapping[str, Any],
    slices: tuple[Slice, ...],
) -> Item:
    box = _extent(raster, whole)
    corners = ((box.xmin, box.ymin), (box.xmin, box.ymax), (box.xmax, box.ymax), (box.xmax, box.ymin))
    footprint = _closed(entry.get("footprint") or corners)
    cell = raster.grid.cell_width
    attributes: dict[str, Any] = {
        OBJECT_ID: number,
        "Name": raster.path.stem,
        "MinPS": 0,
        "MaxPS": cell * 10,
        "LowPS": cell,
        "HighPS": cell,
        "Category": PRIMARY,
        "Tag": "Dataset",
        "GroupName": "",
        "ProductName": "",
        "CenterX": (box.xmin + box.xmax) / 2,
        "CenterY": (box.ymin + box.ymax) / 2,
        "ZOrder": None,
        "SOrder": None,
    }
    key = _key(entry) if slices else None
    found = next((item for item in slices if key == (item.variable, item.places)), None)
    if found is not None:
        attributes.update(_dimension_attributes(found))
    attributes.update({str(field["name"]): None for field in _own_fields(stated)})
    attributes.update(stated.get("defaults", {}))
    attributes.update(entry.get("attributes", {}))
    attributes.update(Shape_Length=_length(footprint), Shape_Area=_area(footprint))
    return Item(
        number,
        raster,
        attributes,
        footprint,
        _closed(entry["seamline"]) if entry.get("seamline") else None,
        None if found is None else found.number,
    )


def _own_fields(stated: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"alias": field["name"], "domain": None, **field} for field in stated.get("fields") or ()]


def _dimension_attributes(item: Slice) -> dict[str, Any]:
    values: dict[str, Any] = {
        "Variable": item.variable,
        "Dimensions": ",".join(place.dimension for place in item.places),
    }
    for place in item.places:
        values[place.dimension] = place.start
        values[f"{place.dimension}_Max"] = place.end
    return values


def _slices(entries: list[Mapping[str, Any]]) -> tuple[Slice, ...]:
    """Return the distinct slices of all items in the order in which they come first."""
    keys = dict.fromkeys(_key(entry) for entry in entries if entry.get("dimensions"))
    return tuple(Slice(number, variable, places) for number, (variable, places) in enumerate(keys))


def _key(entry: Mapping[str, Any]) -> tuple[str, tuple[Place, ...]]:
    return str(entry.get("variable", "")), read_places(entry.get("dimensions", {}))


def read_places(dimensions: Mapping[str, Any]) -> tuple[Place, ...]:
    """Read ``{"StdTime": ms or [start, end], "StdZ": number or [a, b]}``."""
    places = []
    for name, value in dimensions.items():
        start, end = (value[0], value[-1]) if isinstance(value, list) else (value, value)
        places.append(Place(name, start, end))
    return tuple(places)


def _closed(points: Any) -> Ring:
    ring = tuple((float(x), float(y)) for x, y in points)
    return ring if ring[0] == ring[-1] else (*ring, ring[0])


def _length(ring: Ring) -> float:
    return sum(math.dist(a, b) for a, b in zip(ring, ring[1:], strict=False))


def _area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False))) / 2
