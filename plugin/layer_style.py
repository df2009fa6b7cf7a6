# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer knows about its values besides them: classes with names and colours, and an attribute table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import QgsPalettedRasterRenderer, QgsRasterAttributeTable, QgsRasterLayer
from qgis.PyQt.QtCore import QMetaType

if TYPE_CHECKING:
    from ..core.raster import AttributeTable, RasterClass
    from ..core.raster_source import BandColor, SourceFacts

_INTEGERS = {QMetaType.Type.Int, QMetaType.Type.UInt, QMetaType.Type.LongLong, QMetaType.Type.ULongLong}
_INTEGER, _REAL, _TEXT = "integer", "real", "text"


@dataclass(frozen=True)
class LayerStyle:
    """The classes of a layer that is drawn by unique values, with the band they belong to, counted from 1.

    ``table`` is (columns, rows) of the first band's attribute table: names, kinds and GDAL's numbers of uses.
    """

    band: int = 0
    colors: tuple[BandColor, ...] = ()
    columns: tuple[tuple[str, str, int], ...] = ()
    rows: tuple[tuple[int | float | str, ...], ...] = ()

    @classmethod
    def of(cls, layer: QgsRasterLayer) -> LayerStyle:
        """Read what a layer knows."""
        columns, rows = _table(layer.attributeTable(1))
        renderer = layer.renderer()
        if not isinstance(renderer, QgsPalettedRasterRenderer):
            return cls(columns=columns, rows=rows)
        colors = [_color(entry) for entry in renderer.classes() if float(entry.value).is_integer()]
        return cls(renderer.inputBand(), tuple(colors), columns, rows)

    def dressed(self, facts: SourceFacts) -> SourceFacts:
        """Return what is known of a source, with this in place of what its data say."""
        if self.rows:
            facts = replace(facts, attribute_table=self._attribute_table())
        if not self.colors or self.band > len(facts.bands):
            return facts
        bands = list(facts.bands)
        bands[self.band - 1] = replace(bands[self.band - 1], colors=self.colors)
        facts = replace(facts, bands=tuple(bands))
        return replace(facts, classes=self._classes(facts)) if self.band == 1 else facts

    def _classes(self, facts: SourceFacts) -> tuple[RasterClass, ...]:
        from ..core.raster import RasterClass

        counts = {entry.value: entry.count for entry in facts.classes}
        return tuple(
            RasterClass(value, label, (red, green, blue), counts.get(value))
            for value, red, green, blue, _, label in self.colors
        )

    def _attribute_table(self) -> AttributeTable:
        from ..core.raster import AttributeTable, TableColumn

        return AttributeTable(tuple(TableColumn(*column) for column in self.columns), self.rows)


def _color(entry: QgsPalettedRasterRenderer.Class) -> BandColor:
    color = entry.color
    return (int(entry.value), color.red(), color.green(), color.blue(), color.alpha(), str(entry.label))


def _table(
    table: QgsRasterAttributeTable | None,
) -> tuple[tuple[tuple[str, str, int], ...], tuple[tuple[int | float | str, ...], ...]]:
    """Return columns and rows of an attribute table; QGIS numbers the uses of columns as GDAL does."""
    if table is None:
        return (), ()
    columns = tuple((field.name, _kind(field.type), int(field.usage.value)) for field in table.fields())
    rows = tuple(tuple(_value(value, kind) for value, (_, kind, _) in zip(row, columns)) for row in table.data())
    return columns, rows


def _kind(kind: QMetaType.Type) -> str:
    if kind in _INTEGERS:
        return _INTEGER
    return _REAL if kind == QMetaType.Type.Double else _TEXT


def _value(value: object, kind: str) -> int | float | str:
    if kind == _TEXT:
        return str(value if value is not None else "")
    number = float(value) if isinstance(value, (int, float)) else 0.0
    return int(number) if kind == _INTEGER else number
