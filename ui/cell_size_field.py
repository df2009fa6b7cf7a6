# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing a cell size: native as long as nothing is typed, one number for square cells, two for others."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ..core.errors import PlanError
from . import numbers
from .cell_sizes import CellSize
from .hint_line import HintLine


class CellSizeField(QWidget):
    """Width and height of a cell in units of the output; sizes that suit the service are in a list."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual: tuple[float, float] | None = None
        self._is_native = True
        self.width_edit = HintLine(self)
        self.width_edit.setToolTip(self.tr("Width of a cell; empty is the size of the service's own cells"))
        self.sizes = QComboBox(self)
        self.sizes.setEditable(True)
        self.sizes.setLineEdit(self.width_edit)
        self.sizes.setCompleter(None)  # it would turn a typed number into one of the list
        self.sizes.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.sizes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for widget in (self.sizes, self.width_edit):
            widget.setAccessibleName(self.tr("Cell width"))
        self.height_edit = QgsFilterLineEdit(self)
        self.height_edit.setAccessibleName(self.tr("Cell height"))
        self.height_edit.setToolTip(self.tr("Height of a cell; empty is the same as the width"))
        self._unit = QLabel(self)
        self._unit.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sizes, 1)
        layout.addWidget(QLabel("×", self))
        layout.addWidget(self.height_edit, 1)
        layout.addWidget(self._unit)
        self.setFocusProxy(self.sizes)
        self.sizes.activated.connect(self._take)
        for edit in (self.width_edit, self.height_edit):
            edit.textChanged.connect(self._on_text)

    def set_usual(self, width: float, height: float, *, is_native: bool) -> None:
        """Show what an empty field means: the service's own cells, or others that keep their detail."""
        self._usual = (width, height)
        self._is_native = is_native
        self._show_hints()

    def offer(self, sizes: Sequence[CellSize]) -> None:
        """List the usual size and others; what is typed stays."""
        if self._usual is None:
            return
        usual = self.tr("{size} (native)") if self._is_native else self.tr("{size} (suggested)")
        rows = [(usual.format(size=_shown(*self._usual)), None), *((self._title(size), size) for size in sizes)]
        if rows == [(self.sizes.itemText(row), self.sizes.itemData(row)) for row in range(self.sizes.count())]:
            return
        text = self.width_edit.text()
        blocked = self.sizes.blockSignals(True), self.width_edit.blockSignals(True)
        self.sizes.clear()
        for title, size in rows:
            self.sizes.addItem(title, size)
        self.sizes.setCurrentIndex(-1)
        self.sizes.setEditText(text)
        self.sizes.blockSignals(blocked[0])
        self.width_edit.blockSignals(blocked[1])

    def _title(self, size: CellSize) -> str:
        text = _shown(size.width, size.height)
        if size.level is not None:
            return self.tr("{size} (level {level})").format(size=text, level=size.level)
        whole = self.tr("{size} ({factor} × native)") if self._is_native else self.tr("{size} ({factor} × suggested)")
        return whole.format(size=text, factor=numbers.counted(size.factor))

    def _take(self, row: int) -> None:
        """Take a size of the list, with all its digits."""
        size: CellSize | None = self.sizes.itemData(row)
        self.width_edit.setText("" if size is None else numbers.exact(size.width))
        is_square = size is None or size.width == size.height
        self.height_edit.setText("" if size is None or is_square else numbers.exact(size.height))

    def set_unit(self, name: str) -> None:
        """Show the map unit that the sizes are in."""
        self._unit.setText(name)

    def clear(self) -> None:
        """Go back to native."""
        self.width_edit.clear()
        self.height_edit.clear()

    def value(self) -> tuple[float, float] | None:
        """Return (width, height), or None for native.

        Raises:
            PlanError: there is a text, but no positive number in it.
        """
        sizes = [self._size(edit) for edit in (self.width_edit, self.height_edit)]
        width, height = sizes[0] or sizes[1], sizes[1] or sizes[0]
        return None if width is None or height is None else (width, height)

    def _size(self, edit: QgsFilterLineEdit) -> float | None:
        text = edit.text().strip()
        if not text:
            return None
        size = numbers.parsed(text)
        if size is None or size <= 0:
            raise PlanError(self.tr("“{text}” is no cell size: give a positive number.").format(text=text))
        return size

    def _on_text(self) -> None:
        self._show_hints()
        self.changed.emit()

    def _show_hints(self) -> None:
        if self._usual is None:
            return
        hint = self.tr("{size} (native)") if self._is_native else self.tr("{size} (suggested)")
        edits = (self.width_edit, self.height_edit)
        for edit, other, usual in zip(edits, reversed(edits), self._usual):
            text = other.text().strip()
            edit.setPlaceholderText(text or hint.format(size=numbers.shown(usual)))


def _shown(width: float, height: float) -> str:
    return numbers.shown(width) if width == height else f"{numbers.shown(width)} × {numbers.shown(height)}"
