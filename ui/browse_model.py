# SPDX-License-Identifier: GPL-2.0-or-later
"""The services that a search has found so far, as a list that grows while somebody scrolls."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QAbstractListModel, QDateTime, QLocale, QModelIndex, QObject, Qt, pyqtSignal

from ..core.address import shareable
from ..plugin.browser.places import Entry

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)


class BrowseModel(QAbstractListModel):
    """Rows are entries; the view asks for more through ``fetchMore``, and whoever hears ``wanted`` brings them."""

    wanted = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._has_more = False

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of services."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown and read aloud; pictures are the delegate's affair, which knows what is visible."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return shareable(entry.url)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.byline(entry)
        return None

    def canFetchMore(self, parent: QModelIndex) -> bool:
        """Tell whether there is more."""
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: QModelIndex) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent):
            self._has_more = False
            self.wanted.emit()

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._entries = []
        self._has_more = False
        self.endResetModel()

    def append(self, entries: tuple[Entry, ...], *, has_more: bool) -> None:
        """Add a page."""
        first = len(self._entries)
        if entries:
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self._entries.extend(entries)
            self.endInsertRows()
        self._has_more = has_more

    def entry(self, index: QModelIndex) -> Entry | None:
        """Return the service of a row."""
        return self.data(index, ENTRY_ROLE) if index.isValid() else None

    def byline(self, entry: Entry) -> str:
        """Return owner, date and who may see it, or the folder on a server."""
        item = entry.item
        if item is None:
            return shareable(entry.url).partition("/services/")[2].rpartition("/ImageServer")[0]
        shared = {
            "public": self.tr("shared with everyone"),
            "org": self.tr("shared with the organization"),
            "shared": self.tr("shared with groups"),
            "private": self.tr("not shared"),
        }
        return " · ".join(filter(None, (item.owner, shown_date(item.modified_ms), shared.get(item.access, ""))))


def shown_date(milliseconds: int | None) -> str:
    """Return a date as people write it here, with all digits of the year; nothing for none."""
    if milliseconds is None:
        return ""
    usual = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    date = QDateTime.fromMSecsSinceEpoch(milliseconds).date()
    return QLocale().toString(date, usual if "yyyy" in usual else usual.replace("yy", "yyyy"))
