# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing a registered GIS, with buttons to register, change and remove one."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from ..plugin.browser.menus import Windows
from ..plugin.gis_store import ProfileRegistry, changes


class GisBar(QWidget):
    """A line with the names of the registered GIS; it follows what is registered elsewhere."""

    changed = pyqtSignal(str)

    def __init__(self, windows: Windows, parent: QWidget | None = None, *, has_label: bool = True) -> None:
        super().__init__(parent)
        self._windows = windows
        self.names = QComboBox(self)
        self.names.setMinimumContentsLength(20)
        self.names.setToolTip(self.tr("Registered portals and servers"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if has_label:
            label = QLabel(self.tr("&GIS"), self)
            label.setBuddy(self.names)
            layout.addWidget(label)
        layout.addWidget(self.names, 1)
        self.register_button = self._button("/symbologyAdd.svg", self.tr("Register GIS…"), windows.register_gis)
        self.edit_button = self._button(
            "/symbologyEdit.svg", self.tr("Edit GIS…"), lambda: windows.edit_gis(self.name())
        )
        self.remove_button = self._button(
            "/symbologyRemove.svg", self.tr("Remove GIS…"), lambda: windows.remove_gis(self.name())
        )
        self._offer()
        self.names.currentIndexChanged.connect(lambda _index: self._tell())
        changes().happened.connect(self._on_changes)

    def name(self) -> str:
        """Return the name of the chosen GIS, or nothing where none is registered."""
        return str(self.names.currentText())

    def choose(self, name: str) -> None:
        """Choose a GIS, if it is registered."""
        index = self.names.findText(name)
        if index >= 0:
            self.names.setCurrentIndex(index)

    def _button(self, icon: str, text: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setText(text)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: act())
        self.layout().addWidget(button)
        return button

    def _offer(self) -> None:
        """List the names; the chosen one stays chosen, and a new one is chosen at once."""
        before = {self.names.itemText(index) for index in range(self.names.count())}
        chosen, names = self.name(), ProfileRegistry().names()
        new = [name for name in names if name not in before]
        blocked = self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(names)
        self.names.blockSignals(blocked)
        self.choose(new[0] if before and len(new) == 1 else chosen)
        self._enable()

    def _on_changes(self) -> None:
        self._offer()
        self._tell()  # also where the name has stayed: another address or another sign-in shows other services

    def _tell(self) -> None:
        self._enable()
        self.changed.emit(self.name())

    def _enable(self) -> None:
        """Where nothing is registered, say in words how to begin."""
        has_names = self.names.count() > 0
        for widget in (self.names, self.edit_button, self.remove_button):
            widget.setEnabled(has_names)
        style = Qt.ToolButtonStyle
        self.register_button.setToolButtonStyle(
            style.ToolButtonIconOnly if has_names else style.ToolButtonTextBesideIcon
        )
