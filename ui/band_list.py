# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing bands and their order."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlanError
from ..core.service import BandStatistics, ImageService
from . import numbers

FEWEST_ROWS, MOST_ROWS = 3, 4
NUMBER = Qt.ItemDataRole.UserRole


class BandList(QWidget):
    """The bands of a service with check boxes; they are dragged into the order wanted."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Bands"))
        self.list.setToolTip(self.tr("Bands to download; drag them into the order wanted"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setUniformItemSizes(True)
        self.all_button = self._button(self.tr("All"), self.tr("Check all bands"), self.check_all)
        self.none_button = self._button(self.tr("None"), self.tr("Uncheck all bands"), self.check_none)
        buttons = QVBoxLayout()
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.none_button)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.model().rowsMoved.connect(lambda *_rows: self.changed.emit())

    def _button(self, text: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def set_service(self, service: ImageService) -> None:
        """List the bands of a service, all checked."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for number, name in enumerate(service.band_names, start=1):
            item = QListWidgetItem(_title(number, name), self.list)
            item.setData(NUMBER, number)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            if number <= len(service.statistics):
                item.setToolTip(self._range(service.statistics[number - 1]))
        self.list.blockSignals(blocked)
        rows = min(max(service.band_count, FEWEST_ROWS), MOST_ROWS)
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        self.list.setFixedHeight(rows * height + 2 * self.list.frameWidth() + 2)

    def _range(self, statistics: BandStatistics) -> str:
        low, high = statistics.minimum, statistics.maximum
        if low is None or high is None:
            return ""
        return self.tr("Values from {low} to {high}").format(low=numbers.shown(low), high=numbers.shown(high))

    def value(self) -> tuple[int, ...] | None:
        """Return the numbers of the checked bands in their order, or None for all in their own.

        Raises:
            PlanError: no band is checked.
        """
        items = [self.list.item(row) for row in range(self.list.count())]
        checked = tuple(int(i.data(NUMBER)) for i in items if i.checkState() == Qt.CheckState.Checked)
        if items and not checked:
            raise PlanError(self.tr("No band is checked: check at least one."))
        return None if checked == tuple(range(1, len(items) + 1)) else checked

    def check_all(self) -> None:
        """Check every band."""
        self._check(Qt.CheckState.Checked)

    def check_none(self) -> None:
        """Uncheck every band."""
        self._check(Qt.CheckState.Unchecked)

    def _check(self, state: Qt.CheckState) -> None:
        blocked = self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(state)
        self.list.blockSignals(blocked)
        self.changed.emit()


def _title(number: int, name: str) -> str:
    """Return what a band is called: its number and its name, unless the name is but the number."""
    plain = name.replace("_", " ").strip().lower() in {f"band {number}", f"band{number}", str(number), ""}
    return name if plain and name.strip() else f"{number}  {name}"
