# SPDX-License-Identifier: GPL-2.0-or-later
"""What a service says about itself, in a few lines."""

from __future__ import annotations

from qgis.core import QgsUnitTypes
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ..core.plain_text import plain_text
from ..core.service import ImageService
from ..plugin.crs import to_qgis
from .elided_label import ElidedLabel
from .form import Form
from .names import pixel_type_names
from .numbers import counted, shown

translate = QCoreApplication.translate


class ServiceFacts:
    """Rows of a form that can be read and copied, but not changed."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        names = (
            translate("Facts", "Name"),
            translate("Facts", "Pixels"),
            translate("Facts", "CRS"),
            translate("Facts", "Copyright"),
        )
        self.labels = [ElidedLabel(parent) for _ in names]
        self._names = [form.add(name, label) for name, label in zip(names, self.labels)]
        for name, label in zip(names, self.labels):
            label.setAccessibleName(name)
        self.clear()

    def show(self, service: ImageService) -> None:
        """Show the facts of a service; those that it does not tell are left out."""
        reference = to_qgis(service.spatial_reference)
        unknown = service.spatial_reference.label if service.spatial_reference else translate("Facts", "not defined")
        self._fill(
            service.name,
            pixels(service),
            reference.userFriendlyIdentifier() if reference.isValid() else unknown,
            plain_text(service.copyright_text),
        )

    def clear(self) -> None:
        """Show nothing."""
        self._fill(*("" for _ in self.labels))

    def text(self) -> str:
        """Return the texts that are shown."""
        return "\n".join(label.whole_text() for label in self.labels if label.whole_text())

    def _fill(self, *texts: str) -> None:
        for name, label, text in zip(self._names, self.labels, texts):
            label.set_whole_text(text)
            label.setVisible(bool(text))
            name.setVisible(bool(text))


def pixels(service: ImageService) -> str:
    """Return what the pixels of a service are: bands, type, counts and size."""
    crs = to_qgis(service.spatial_reference)
    kind = pixel_type_names().get(service.pixel_type.code) if service.pixel_type else None
    text = translate("Facts", "{bands}, {kind}, {columns} × {rows} cells of {width} × {height} {unit}")
    return text.format(
        bands=translate("Facts", "%Ln band(s)", n=service.band_count),
        kind=kind or translate("Facts", "unknown pixel type"),
        columns=counted(service.grid.columns),
        rows=counted(service.grid.rows),
        width=shown(service.cell_width, 6),
        height=shown(service.cell_height, 6),
        unit=QgsUnitTypes.toString(crs.mapUnits()) if crs.isValid() else translate("Facts", "map units"),
    )
