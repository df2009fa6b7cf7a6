# SPDX-License-Identifier: GPL-2.0-or-later
"""A combo box that knows the words behind its texts."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """Shows names and gives the words of the contract that they stand for; typed texts are given as they are."""

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_choices(choices)

    def set_choices(self, choices: Mapping[str, str], tips: Mapping[str, str] | None = None) -> None:
        """Offer other choices, word by name, and select the first."""
        blocked = self.blockSignals(True)
        self.clear()
        for word, name in choices.items():
            self.addItem(name, word)
            self.setItemData(self.count() - 1, (tips or {}).get(word, ""), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(0)
        self.blockSignals(blocked)

    def value(self) -> str:
        """Return the word of the current choice, or what was typed."""
        text = self.currentText().strip()
        index = self.findText(text, Qt.MatchFlag.MatchFixedString | Qt.MatchFlag.MatchCaseSensitive)
        return text if index < 0 else str(self.itemData(index))

    def set_value(self, word: str) -> None:
        """Select a word, or show it as typed."""
        index = self.findData(word)
        if index >= 0:
            self.setCurrentIndex(index)
        elif self.isEditable():
            self.setEditText(word)
