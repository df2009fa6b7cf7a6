# SPDX-License-Identifier: GPL-2.0-or-later
"""Colour tables and raster attribute tables, as GDAL stores them and as Esri's REST API tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal

Colormap = tuple[tuple[int, int, int, int], ...]
FIELD_TYPES = {
    gdal.GFT_Integer: "esriFieldTypeInteger",
    gdal.GFT_Real: "esriFieldTypeDouble",
    gdal.GFT_String: "esriFieldTypeString",
}


@dataclass(frozen=True)
class AttributeTable:
    """Columns (name, Esri field type) and rows of a raster attribute table."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    def column(self, name: str) -> int | None:
        """Return the index of a column, compared without case (spellings vary from service to service)."""
        for index, (column, _) in enumerate(self.columns):
            if column.lower() == name.lower():
                return index
        return None

    def colours(self) -> Colormap | None:
        """Return (value, red, green, blue) per row when the table has those columns, else None."""
        indexes = [self.column(name) for name in ("value", "red", "green", "blue")]
        if any(index is None for index in indexes):
            return None
        return tuple(tuple(int(row[index]) for index in indexes if index is not None) for row in self.rows)  # type: ignore[misc]

    def json(self) -> dict[str, Any]:
        """Return the feature-set-like resource, with the object ids that servers add (recorded)."""
        fields: list[dict[str, Any]] = [_field("OBJECTID", "esriFieldTypeOID")]
        fields += [_field(name, kind) for name, kind in self.columns]
        features = [
            {"attributes": {"OBJECTID": number, **dict(zip((c[0] for c in self.columns), row, strict=True))}}
            for number, row in enumerate(self.rows, start=1)
        ]
        return {"objectIdFieldName": "OBJECTID", "fields": fields, "features": features}


def read_colormap(band: Any) -> Colormap | None:
    """Return the colour table of a GDAL band, None where there is none."""
    table = band.GetRasterColorTable()
    if table is None:
        return None
    return tuple((value, *table.GetColorEntry(value)[:3]) for value in range(table.GetCount()))


def read_attribute_table(band: Any) -> AttributeTable | None:
    """Return the attribute table of a GDAL band, None where there is none."""
    table = band.GetDefaultRAT()
    if table is None or table.GetColumnCount() == 0 or table.GetRowCount() == 0:
        return None
    columns = []
    values: list[list[Any]] = []
    for index in range(table.GetColumnCount()):
        name, kind = table.GetNameOfCol(index), table.GetTypeOfCol(index)
        columns.append((name, _field_type(name, kind)))
        read = {
            gdal.GFT_Integer: table.GetValueAsInt,
            gdal.GFT_Real: table.GetValueAsDouble,
            gdal.GFT_String: table.GetValueAsString,
        }[kind]
        values.append([read(row, index) for row in range(table.GetRowCount())])
    return AttributeTable(tuple(columns), tuple(zip(*values, strict=True)))


def lookup(colours: Colormap, data: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Replace classes by colours. Returns (3, rows, columns) and where a class has a colour."""
    values = np.array([entry[0] for entry in colours])
    order = np.argsort(values, kind="stable")
    values = values[order]
    palette = np.array([entry[1:] for entry in colours], dtype=np.uint8)[order]
    found = np.clip(np.searchsorted(values, data), 0, len(values) - 1)
    known = values[found] == data
    return np.where(known[..., None], palette[found], 0).astype(np.uint8).transpose(2, 0, 1), known


def _field_type(name: str, kind: int) -> str:
    if name.lower() == "count":
        return "esriFieldTypeDouble"
    if name.lower() in ("red", "green", "blue"):
        return "esriFieldTypeSmallInteger"
    return FIELD_TYPES[kind]


def _field(name: str, kind: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": kind, "alias": name, "domain": None}
    if kind == "esriFieldTypeString":
        field["length"] = 255
    return field
