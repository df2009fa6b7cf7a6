# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels on the left, fields on the right, in line with those of the neighbours; rows can vanish without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QLayout, QWidget

Field = Union[QWidget, QLayout]


class Form(QGridLayout):
    """A form layout whose hidden rows leave no gap, which those of Qt 5 do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []

    def add(self, text: str, field: Field, buddy: QWidget | None = None) -> QLabel:
        """Add a row and return its label; the buddy gets the focus for the label's shortcut."""
        label = QLabel(text)
        row = self.rowCount()
        top = isinstance(field, QWidget) and field.sizePolicy().hasHeightForWidth()
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter)
        if isinstance(field, QLayout):
            self.addLayout(field, row, 1)
        else:
            self.addWidget(field, row, 1)
        focused = buddy or (field if isinstance(field, QWidget) else None)
        if focused is not None:
            label.setBuddy(focused)
        self._labels.append(label)
        return label

    def label_width(self) -> int:
        """Return the width that the labels need."""
        return max((label.sizeHint().width() for label in self._labels), default=0)


def align(forms: Sequence[Form]) -> None:
    """Let the fields of several forms begin at the same place."""
    width = max(form.label_width() for form in forms)
    for form in forms:
        form.setColumnMinimumWidth(0, width)
