# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing an extent: typed, drawn, or taken from the canvas, a layer, a layout or a bookmark; empty is everything."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsReferencedRectangle
from qgis.gui import QgsExtentWidget, QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..core.errors import PlanError


class ExtentField(QgsExtentWidget):
    """QGIS's extent widget in one line. It keeps the box as it was given, whatever it is shown in later.

    QGIS carries the box along from one reference to the next, and it grows each time; here it always starts from the
    box that the user gave.
    """

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent, QgsExtentWidget.WidgetStyle.CondensedStyle)
        self._given: QgsReferencedRectangle | None = None
        self._line = self.findChild(QgsFilterLineEdit)
        self.setFocusProxy(self._line)
        self.setMapCanvas(canvas, True)
        self.set_hint(self.tr("Full extent of the service"))
        self.extentChanged.connect(self._take)
        self.validationChanged.connect(lambda _valid: self.changed.emit())

    def set_hint(self, text: str) -> None:
        """Say what an empty field means."""
        is_empty = self._line.text() in ("", self._line.nullValue())
        self.setNullValueAllowed(True, text)
        self._line.setPlaceholderText(text)
        if is_empty:  # the words of the old hint stand in it
            blocked = self.blockSignals(True)
            self._empty()
            self.blockSignals(blocked)

    def set_service_extent(self, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Offer the extent of a service, and begin with everything."""
        self.setOriginalExtent(box, crs)
        self._given = None
        self.set_output_crs(crs)

    def set_output_crs(self, crs: QgsCoordinateReferenceSystem) -> None:
        """Show the box in another reference."""
        if not crs.isValid():
            return
        blocked = self.blockSignals(True)
        self.setOutputCrs(crs)
        if self._given is not None:
            self.setOutputExtentFromUser(self._given, self._given.crs())
        else:
            self._empty()
        self.blockSignals(blocked)

    def value(self) -> QgsReferencedRectangle | None:
        """Return the box as it was given, or None for everything.

        Raises:
            PlanError: there is a text, but no box in it.
        """
        text = self._line.text().strip()
        if self.isValid() and self._given is not None:
            return self._given
        if text and text != self._line.nullValue():
            raise PlanError(
                self.tr("“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code], or choose one.").format(
                    text=text
                )
            )
        return None

    def _empty(self) -> None:
        """Clear the field, without its habits of taking the focus, selecting its text and keeping its clear button."""
        focused = self.window().focusWidget()
        self.clear()
        self._line.deselect()
        self._line.textChanged.emit(self._line.text())
        if focused is not None:
            focused.setFocus()

    def _take(self, box: QgsRectangle) -> None:
        self._given = None if box.isNull() else QgsReferencedRectangle(box, self.outputCrs())
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)  # show the beginning of long numbers
        self.changed.emit()
