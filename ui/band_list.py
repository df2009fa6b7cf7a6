# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing bands and their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlanError
from ..core.service import BandStatistics
from ..plugin.band_colors import COLOR_INFRARED, NATURAL_COLOR, bands_of
from . import numbers

FEWEST_ROWS, MOST_ROWS = 3, 4
NUMBER = Qt.ItemDataRole.UserRole


class HasBands(Protocol):
    """A raster with bands: a service, or a layer."""

    @property
    def band_names(self) -> tuple[str, ...]:
        """Return their names."""

    @property
    def band_count(self) -> int:
        """Return their number."""

    @property
    def statistics(self) -> tuple[BandStatistics, ...]:
        """Return their statistics, or nothing."""


class BandList(QWidget):
    """The bands of a service with check boxes; they are dragged into the order wanted."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Bands"))
        self.list.setToolTip(self.tr("Bands to download; drag them into the order wanted"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setUniformItemSizes(True)
        self.all_button = self._button(self.tr("All"), self.tr("Check all bands"), self.check_all)
        self.none_button = self._button(self.tr("None"), self.tr("Uncheck all bands"), self.check_none)
        self.presets_button = QPushButton(self.tr("Presets"), self)
        self.presets_button.setToolTip(self.tr("Check bands that are often wanted together, in their usual order"))
        self.presets_button.setAutoDefault(False)
        self.presets = QMenu(self.presets_button)
        self.presets_button.setMenu(self.presets)
        buttons = QGridLayout()
        buttons.addWidget(self.all_button, 0, 0)
        buttons.addWidget(self.none_button, 0, 1)
        buttons.addWidget(self.presets_button, 1, 0, 1, 2)
        column = QVBoxLayout()
        column.addLayout(buttons)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addLayout(column)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.model().rowsMoved.connect(lambda *_rows: self.changed.emit())

    def _button(self, text: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def set_service(self, service: HasBands) -> None:
        """List the bands of a service, all checked."""
        self._names = service.band_names
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
        self._offer_presets(service)
        rows = min(max(service.band_count, FEWEST_ROWS), MOST_ROWS)
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        self.list.setFixedHeight(rows * height + 2 * self.list.frameWidth() + 2)

    def show_bands_of(self, source: HasBands) -> None:
        """List the bands of a service or of what a raster function makes of it; the same ones stay as they are."""
        if source.band_names != self._names:
            self.set_service(source)

    def _offer_presets(self, service: HasBands) -> None:
        names = dict(enumerate(service.band_names, start=1))
        presets = {
            self.tr("All Bands"): list(names),
            self.tr("Natural Colour"): bands_of(NATURAL_COLOR, names),
            self.tr("Colour Infrared"): bands_of(COLOR_INFRARED, names),
            self.tr("First Three"): list(names)[:3] if len(names) > 3 else [],
        }
        self.presets.clear()
        for title, bands in presets.items():
            if bands:
                action = self.presets.addAction(title)
                action.setToolTip(", ".join(names[band] for band in bands))
                action.triggered.connect(lambda _checked=False, bands=bands: self.choose(bands))
        self.presets_button.setVisible(len(self.presets.actions()) > 1)

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

    def choose(self, bands: Sequence[int]) -> None:
        """Check just these bands and put them first, in this order; the others follow in their own."""
        blocked = self.list.blockSignals(True)
        items = {int(item.data(NUMBER)): item for item in self._take_items()}
        for number in [*bands, *sorted(set(items) - set(bands))]:
            state = Qt.CheckState.Checked if number in bands else Qt.CheckState.Unchecked
            items[number].setCheckState(state)
            self.list.addItem(items[number])
        self.list.scrollToTop()
        self.list.blockSignals(blocked)
        self.changed.emit()

    def _take_items(self) -> list[QListWidgetItem]:
        return [self.list.takeItem(0) for _ in range(self.list.count())]

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
