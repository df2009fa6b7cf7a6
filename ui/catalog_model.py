# SPDX-License-Identifier: GPL-2.0-or-later
"""The rasters of a catalogue as rows: they grow while somebody scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from ..core.catalog import Catalog, CatalogField, CatalogRaster
from ..core.moment import moment_of, words_of
from ..plugin.summary import file_size
from . import numbers

NAME, DATE, SIZE, CELL, ID, FIELD = "name", "date", "size", "cell", "id", "field"
# What only servers need of a catalogue, or what has a column of its own.
DULL = frozenset(
    {"name", "shape", "minps", "maxps", "lowps", "highps", "category", "tag", "centerx", "centery", "zorder", "sorder"}
    | {"shape_length", "shape_area", "shape.len", "shape.area", "typeid", "itemts", "urihash", "raster"}
)


@dataclass(frozen=True)
class Column:
    """A column: what it shows, its title, and the field that the server sorts it by, if it can."""

    kind: str
    title: str
    field: CatalogField | None = None
    order: str = ""


class CatalogModel(QAbstractTableModel):
    """Rows of rasters; ``wanted`` asks for more of them."""

    wanted = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[Column] = []
        self._rows: list[CatalogRaster] = []
        self._sizes: dict[int, int] = {}
        self._has_more = False

    def set_catalog(self, catalog: Catalog | None, *, with_sizes: bool = False) -> None:
        """Show the columns of a catalogue, without rows."""
        self.beginResetModel()
        self._rows, self._sizes, self._has_more = [], {}, False
        self._columns = self._columns_of(catalog, with_sizes=with_sizes) if catalog is not None else []
        self.endResetModel()

    def _columns_of(self, catalog: Catalog, *, with_sizes: bool) -> list[Column]:
        names = {each.name.lower(): each.name for each in catalog.fields}
        time = catalog.time_fields[0] if catalog.time_fields else ""
        columns = [Column(NAME, self.tr("Name"), order=names.get("name", ""))]
        columns += [Column(DATE, self.tr("Date"), order=time)] if time else []
        columns += [Column(SIZE, self.tr("Size of Files"))] if with_sizes else []
        columns += [Column(CELL, self.tr("Cell Size"), order=names["lowps"])] if "lowps" in names else []
        columns.append(Column(ID, self.tr("ID"), order=catalog.id_field))
        known = DULL | {catalog.id_field.lower()} | {name.lower() for name in catalog.time_fields}
        own = [each for each in catalog.fields if each.name.lower() not in known and each.kind != "oid"]
        return columns + [Column(FIELD, each.alias, each, each.name) for each in own]

    def clear(self) -> None:
        """Forget all rows."""
        self.beginResetModel()
        self._rows, self._has_more = [], False
        self.endResetModel()

    def append(self, rasters: Iterable[CatalogRaster], *, has_more: bool) -> None:
        """Add rows at the end, but for rasters that have one: those picked on the map may be there already."""
        known = {each.id for each in self._rows}
        new = [each for each in rasters if each.id not in known]
        self._has_more = has_more
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def insert(self, rasters: Iterable[CatalogRaster]) -> None:
        """Add rows at the end, before their turn."""
        self.append(rasters, has_more=self._has_more)

    def set_sizes(self, sizes: Mapping[int, int]) -> None:
        """Show how large the files of rasters are, in bytes by the id of the raster."""
        self._sizes.update(sizes)
        for column, each in enumerate(self._columns):
            if each.kind == SIZE and self._rows:
                self.dataChanged.emit(self.index(0, column), self.index(len(self._rows) - 1, column))

    def rasters(self) -> list[CatalogRaster]:
        """Return the rasters of all rows."""
        return list(self._rows)

    def raster(self, row: int) -> CatalogRaster:
        """Return the raster of a row."""
        return self._rows[row]

    def order(self, column: int) -> str:
        """Return the name of the field that the server sorts a column by; empty where it cannot."""
        return self._columns[column].order

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return the number of rows that are there by now."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].title
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        column, raster = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, raster)
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(column):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def canFetchMore(self, parent: QModelIndex) -> bool:
        """Tell whether there are more rows."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex) -> None:
        """Ask for more rows, once."""
        if self.canFetchMore(parent):
            self._has_more = False  # until they have come
            self.wanted.emit()

    def _is_number(self, column: Column) -> bool:
        if column.field is not None:
            return column.field.kind in {"double", "single", "integer", "smallinteger", "biginteger"}
        return column.kind in {SIZE, CELL, ID}

    def _text(self, column: Column, raster: CatalogRaster) -> str:
        if column.kind == NAME:
            return raster.name
        if column.kind == DATE:
            return raster.period.words if raster.period is not None else ""
        if column.kind == ID:
            return str(raster.id)
        if column.kind == SIZE:
            return file_size(self._sizes[raster.id]) if raster.id in self._sizes else ""
        if column.kind == CELL:
            return numbers.shown(raster.cell_size[0]) if raster.cell_size is not None else ""
        return field_text(column.field, raster.attributes) if column.field is not None else ""


def field_text(field: CatalogField, attributes: Mapping[str, Any]) -> str:
    """Return the value of a field for people: codes as what they mean, dates as dates."""
    value = attributes.get(field.name)
    if value is None:
        value = next((each for name, each in attributes.items() if name.lower() == field.name.lower()), None)
    if value is None:
        return ""
    meaning = next((name for code, name in field.codes if code == value), None)
    if meaning is not None:
        return meaning
    if field.kind == "date" and isinstance(value, (int, float)):
        moment = moment_of(value)
        return words_of(moment) if moment is not None else str(value)
    if isinstance(value, float):
        return numbers.shown(value)
    return str(value)
