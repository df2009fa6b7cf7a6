# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels on the left, fields on the right, in line with those of the neighbours; rows can vanish without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

Field = Union[QWidget, QLayout]


class Form(QGridLayout):
    """A form layout whose hidden rows leave no gap, which those of Qt 5 do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []

    def add(self, text: str, field: Field, buddy: QWidget | None = None, *, is_tall: bool = False) -> QLabel:
        """Add a row and return its label, which gives the focus to the buddy; tall fields have it at their top."""
        label = QLabel(text)
        row = self.rowCount()
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if is_tall else Qt.AlignmentFlag.AlignVCenter)
        if isinstance(field, QLayout):
            self.addLayout(field, row, 1)
        else:
            self.addWidget(field, row, 1)
        if buddy is None and isinstance(field, QWidget):
            buddy = field
        if buddy is not None:  # an empty combo box is false
            label.setBuddy(keyboard_part(buddy))
        self._labels.append(label)
        return label

    def label_width(self) -> int:
        """Return the width that the labels need."""
        return max((label.sizeHint().width() for label in self._labels), default=0)


def keyboard_part(field: QWidget) -> QWidget:
    """Return what a label can give the focus to: Qt's labels do nothing for fields made of several parts."""
    if field.focusPolicy() != Qt.FocusPolicy.NoFocus:
        return field
    proxy = field.focusProxy()
    if proxy is not None:
        return keyboard_part(proxy)
    parts = field.findChildren(QWidget)
    return next((part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus), field)


def collapsible_content(box: QgsCollapsibleGroupBox) -> QWidget:
    """Return a widget for all that a collapsible box holds.

    The box hides and shows its children with itself, whether or not they are meant to be seen; it now has only one.
    """
    content = QWidget(box)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(content)
    return content


def align(forms: Sequence[Form]) -> None:
    """Let the fields of several forms begin at the same place."""
    width = max(form.label_width() for form in forms)
    for form in forms:
        form.setColumnMinimumWidth(0, width)
