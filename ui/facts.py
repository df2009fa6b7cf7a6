# SPDX-License-Identifier: GPL-2.0-or-later
"""What a service says about itself, in a few lines."""

from __future__ import annotations

import html

from qgis.core import QgsUnitTypes
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..core.service import ImageService
from ..plugin.layers import plain_text
from .crs import to_qgis
from .form import Form
from .names import pixel_type_names
from .numbers import counted, shown

translate = QCoreApplication.translate
LONGEST = 160


class ServiceFacts:
    """Rows of a form that can be selected and copied, but not changed."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        names = (
            translate("Facts", "Name"),
            translate("Facts", "Pixels"),
            translate("Facts", "CRS"),
            translate("Facts", "Copyright"),
        )
        self.labels = [_label(parent) for _ in names]
        self._names = [form.add(name, label, is_tall=True) for name, label in zip(names, self.labels)]
        for name, label in zip(names, self.labels):
            label.setAccessibleName(name)
        self.clear()

    def show(self, service: ImageService) -> None:
        """Show the facts of a service; those that it does not tell are left out."""
        reference = to_qgis(service.spatial_reference)
        unknown = service.spatial_reference.label if service.spatial_reference else translate("Facts", "not defined")
        texts = (
            service.name,
            pixels(service),
            reference.userFriendlyIdentifier() if reference.isValid() else unknown,
            " ".join(plain_text(service.copyright_text).split()),
        )
        for index, text in enumerate(texts):
            self._fill(index, text)

    def clear(self) -> None:
        """Show nothing."""
        for index in range(len(self.labels)):
            self._fill(index, "")

    def text(self) -> str:
        """Return the texts that are shown."""
        return "\n".join(label.text() for label in self.labels if label.text())

    def _fill(self, index: int, text: str) -> None:
        label = self.labels[index]
        short = text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
        label.setText(short)
        label.setToolTip(f"<p>{html.escape(text)}</p>" if short != text else "")
        label.setVisible(bool(text))
        self._names[index].setVisible(bool(text))


def pixels(service: ImageService) -> str:
    """Return what the pixels of a service are: bands, type, counts and size."""
    crs = to_qgis(service.spatial_reference)
    kind = pixel_type_names().get(service.pixel_type.code) if service.pixel_type else None
    bands = translate("Facts", "1 band") if service.band_count == 1 else translate("Facts", "{count} bands")
    text = translate("Facts", "{bands}, {kind}, {columns} × {rows} cells of {width} × {height} {unit}")
    return text.format(
        bands=bands.format(count=service.band_count),
        kind=kind or translate("Facts", "unknown pixel type"),
        columns=counted(service.grid.columns),
        rows=counted(service.grid.rows),
        width=shown(service.cell_width, 6),
        height=shown(service.cell_height, 6),
        unit=QgsUnitTypes.toString(crs.mapUnits()) if crs.isValid() else translate("Facts", "map units"),
    )


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)  # publishers write HTML
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label
