# SPDX-License-Identifier: GPL-2.0-or-later
"""The publishing jobs: which run, how they stand, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QDateTime, QLocale, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..plugin.desktop import Desktop
from ..plugin.publish_jobs import CANCELLED, FAILED, RUNNING, SUCCEEDED, Entry, PublishJobs
from ..plugin.publish_outcomes import add_as_layer, copy_url, open_item_page
from ..plugin.translation import in_own_words
from .status_line import ERROR, INFO, SUCCESS, StatusLine

KEY = Qt.ItemDataRole.UserRole
SIZE = (640, 340)


class PublishJobsDialog(QDialog):
    """Follows the jobs that the profile keeps, those of earlier days included."""

    def __init__(self, jobs: PublishJobs, desktop: Desktop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesPublishJobs")
        self.setWindowTitle(self.tr("Publishing Jobs"))
        self._jobs = jobs
        self._desktop = desktop
        self._words: dict[str, str] = {}
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Publishing jobs"))
        self.list.setHeaderLabels([self.tr("Title"), self.tr("GIS"), self.tr("Started"), self.tr("State")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        self.state = StatusLine(self)
        self._make_buttons()
        self._layout()
        self._connect()
        self._show_jobs()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _make_buttons(self) -> None:
        self.page_button = self._button(self.tr("Open Item Page"), open_item_page)
        self.layer_button = self._button(self.tr("Add as Layer"), lambda entry: add_as_layer(entry, self._desktop))
        self.copy_button = self._button(self.tr("Copy URL"), copy_url)
        self.cancel_button = self._button(self.tr("Cancel Job"), lambda entry: self._jobs.cancel(entry.key))
        self.remove_button = self._button(self.tr("Remove from List"), lambda entry: self._jobs.remove(entry.key))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)

    def _button(self, text: str, act: Callable[[Entry], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self._act(act))
        return button

    def _layout(self) -> None:
        line = QHBoxLayout()
        for button in (self.page_button, self.layer_button, self.copy_button):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.cancel_button, self.remove_button):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.state)
        layout.addLayout(line)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self._jobs.changed.connect(self._show_jobs)
        self._jobs.reported.connect(self._on_progress)
        self.list.currentItemChanged.connect(lambda *_items: self._show_current())
        self.buttons.rejected.connect(self.reject)

    def current(self) -> Entry | None:
        """Return the job that is chosen."""
        item = self.list.currentItem()
        return self._jobs.entry(str(item.data(0, KEY))) if item is not None else None

    def _act(self, act: Callable[[Entry], object]) -> None:
        entry = self.current()
        if entry is not None:
            act(entry)

    def _show_jobs(self) -> None:
        """List the jobs; the chosen one stays chosen."""
        chosen = self.current()
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for entry in self._jobs.entries():
            item = QTreeWidgetItem(self.list, [entry.title, entry.gis, _moment(entry.started), self._state_of(entry)])
            item.setData(0, KEY, entry.key)
            item.setToolTip(0, entry.url)
            if self.list.currentItem() is None or (chosen is not None and entry.key == chosen.key):
                self.list.setCurrentItem(item)
        self.list.blockSignals(blocked)
        self._show_current()

    def _state_of(self, entry: Entry) -> str:
        if entry.is_running and not self._jobs.is_watched(entry.key):
            return self.tr("Not known")
        return {
            RUNNING: self.tr("Running"),
            SUCCEEDED: self.tr("Published"),
            FAILED: self.tr("Failed"),
            CANCELLED: self.tr("Cancelled"),
        }[entry.state]

    def _on_progress(self, key: str, _done: int, _total: int, words: str) -> None:
        self._words[key] = f"{words[:1].upper()}{words[1:]}"
        self._show_current()

    def _show_current(self) -> None:
        """Say how the chosen job stands, and offer what can be done with it."""
        entry = self.current()
        if entry is None:
            self.state.show_text(INFO, "" if self.list.topLevelItemCount() else self.tr("No jobs."))
        else:
            kind = {SUCCEEDED: SUCCESS, FAILED: ERROR}.get(entry.state, INFO)
            words = in_own_words(entry.text)
            self.state.show_text(kind, self._words.get(entry.key, words) if entry.is_running else words)
        is_there = entry is not None and entry.state == SUCCEEDED
        for button in (self.page_button, self.layer_button, self.copy_button):
            button.setEnabled(is_there)
        self.cancel_button.setEnabled(entry is not None and entry.is_running)
        self.remove_button.setEnabled(entry is not None and not entry.is_running)


def _moment(text: str) -> str:
    """Return a moment as the user's language writes it, in local time."""
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODate)
    return QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat) if moment.isValid() else text
