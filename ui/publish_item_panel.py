# SPDX-License-Identifier: GPL-2.0-or-later
"""How the new service is described and who sees it."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QWidget

from .choice_box import ChoiceBox
from .form import Form

# What portals take (documentation of Esri's Python client).
LONGEST_SUMMARY = 250


class PublishItemPanel(QGroupBox):
    """The item in the portal: title, tags, summary, sharing."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Item"))
        self.title_line = QgsFilterLineEdit(self)
        self.title_line.setToolTip(self.tr("What people read; empty takes the name of the layer"))
        self.tags = QgsFilterLineEdit(self)
        self.tags.setPlaceholderText(self.tr("Words, separated by commas"))
        self.summary = QgsFilterLineEdit(self)
        self.summary.setMaxLength(LONGEST_SUMMARY)
        self.summary.setToolTip(self.tr("What it is, in a sentence or two; up to 250 letters"))
        self.sharing = ChoiceBox(
            {
                "private": self.tr("Only Me"),
                "org": self.tr("My Organization"),
                "public": self.tr("Everyone (Public)"),
            },
            self,
        )
        self.form = Form(self)
        self.form.add(self.tr("&Title"), self.title_line)
        self.form.add(self.tr("T&ags"), self.tags)
        self.form.add(self.tr("S&ummary"), self.summary)
        self.form.add(self.tr("&Shared with"), self.sharing)
        for line in (self.title_line, self.tags, self.summary):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.sharing.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def suggest_title(self, text: str) -> None:
        """Show what the title is where none is given."""
        self.title_line.setPlaceholderText(text)

    def options(self) -> dict[str, object]:
        """Return the options of a publication that are chosen here."""
        return {
            "title": self.title_line.text().strip(),
            "tags": tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip()),
            "summary": self.summary.text().strip(),
            "sharing": self.sharing.value(),
        }
