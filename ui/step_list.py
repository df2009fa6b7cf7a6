# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing slices: by variable, time and depth, and one by one; what is listed is what the service really has."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QDateTime, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import ImageServiceError
from ..core.moment import milliseconds_of
from ..core.steps import Step, StepChoice, chosen
from .choice_box import ChoiceBox
from .form import Form
from .numbers import counted
from .time_field import TimeField

NUMBER = Qt.ItemDataRole.UserRole


class StepList(QWidget):
    """Filters and a list with check boxes."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Step, ...] = ()
        self._listed: tuple[Step, ...] = ()
        self._places: dict[str, ChoiceBox] = {}
        self.variables = ChoiceBox({"": ""}, self)
        self.time = TimeField(self, self.tr("Any Time"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Slices"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.count = QLabel(self)
        self.all_button = self._button(self.tr("Select &All"), Qt.CheckState.Checked)
        self.none_button = self._button(self.tr("&Deselect All"), Qt.CheckState.Unchecked)
        self._form = Form()
        self._variables_label = self._form.add(self.tr("&Variable"), self.variables)
        self._time_label = self._form.add(self.tr("Ti&me"), self.time)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.all_button)
        below.addWidget(self.none_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)
        self.variables.currentIndexChanged.connect(lambda _index: self._filter())
        self.time.changed.connect(self._filter)
        self.list.itemChanged.connect(lambda _item: self._on_checked())

    def _button(self, text: str, state: Qt.CheckState) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self._check_all(state))
        return button

    def set_steps(self, found: Sequence[Step]) -> None:
        """List steps, all of them checked; the filters offer what there is among them."""
        self._found = tuple(found)
        blocked = self.blockSignals(True)
        names = sorted({step.variable for step in found if step.variable})
        self.variables.set_choices({"": self.tr("All Variables"), **{name: name for name in names}})
        self._show(len(names) > 1, self.variables, self._variables_label)
        periods = [step.period for step in found if step.period is not None]
        if periods:
            ends = (min(each.start for each in periods), max(each.end for each in periods))
            self.time.set_span(*(QDateTime.fromMSecsSinceEpoch(milliseconds_of(end), Qt.TimeSpec.UTC) for end in ends))
        self._show(len(periods) > 1, self.time, self._time_label)
        self._offer_places()
        self.blockSignals(blocked)
        self._filter()

    def _show(self, visible: bool, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.setVisible(visible)

    def _offer_places(self) -> None:
        """Offer a box for each dimension besides the time, such as the depth."""
        found: dict[str, dict[str, str]] = {}
        for step in self._found:
            for place in step.places:
                if not place.is_time:
                    found.setdefault(place.dimension, {})[f"{place.low!r}/{place.high!r}"] = place.words
        for box in self._places.values():
            box.setVisible(False)
        for name, places in found.items():
            if name not in self._places:
                self._places[name] = ChoiceBox({"": ""}, self)
                self._form.add(name, self._places[name])
                self._places[name].currentIndexChanged.connect(lambda _index: self._filter())
            self._places[name].set_choices({"": self.tr("All"), **places})
            self._places[name].setVisible(len(places) > 1)

    def choice(self) -> StepChoice:
        """Return what the filters let through.

        Raises:
            PlanError: the time ends before it starts.
        """
        variable = self.variables.value()
        places = []
        for name, box in self._places.items():
            low, _, high = box.value().partition("/")
            if low and not box.isHidden():
                places.append((name, float(low), float(high)))
        return StepChoice(self.time.value(), (variable,) if variable else (), tuple(places))

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that are checked."""
        rows = range(self.list.count())
        return tuple(self._listed[row] for row in rows if self.list.item(row).checkState() == Qt.CheckState.Checked)

    def clear(self) -> None:
        """List nothing."""
        self.set_steps(())

    def _filter(self) -> None:
        try:
            self._listed = chosen(self._found, self.choice())
        except ImageServiceError:  # while a range is being typed
            self._listed = ()
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for step in self._listed:
            item = QListWidgetItem(step.words, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.list.blockSignals(blocked)
        self._on_checked()

    def _check_all(self, state: Qt.CheckState) -> None:
        """Check the selected rows, or all where at most one is selected."""
        rows = [self.list.row(item) for item in self.list.selectedItems()]
        rows = rows if len(rows) > 1 else list(range(self.list.count()))
        blocked = self.list.blockSignals(True)
        for row in rows:
            self.list.item(row).setCheckState(state)
        self.list.blockSignals(blocked)
        self._on_checked()

    def _on_checked(self) -> None:
        text = self.tr("{checked} of {count} slices")
        self.count.setText(text.format(checked=counted(len(self.steps())), count=counted(len(self._found))))
        self.changed.emit()
