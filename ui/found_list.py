# SPDX-License-Identifier: GPL-2.0-or-later
"""What a search has found so far: a list that grows while somebody scrolls, with a line about how far it has come."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QModelIndex, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..plugin import library
from ..plugin.browser.items import icon
from ..plugin.browser.places import Entry
from ..plugin.browser.search import Found, Search
from ..plugin.messages import details, log, sentence
from ..plugin.tasks import CoreTask, TaskRunner
from .browse_model import BrowseModel
from .numbers import counted
from .service_list import ServiceList
from .status_line import ERROR, INFO, StatusLine
from .thumbnails import Thumbnails

# A search that takes longer than this can be cancelled; a button for shorter ones would only flicker.
PATIENCE_MS = 1500


class FoundList(QWidget):
    """Runs a search, page after page, and shows what it finds; starting another one drops it."""

    chosen = pyqtSignal(object)
    activated = pyqtSignal()
    busy = pyqtSignal(bool)

    def __init__(self, thumbnails: Thumbnails, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._thumbnails = thumbnails
        self._search: Search | None = None
        self._task: CoreTask | None = None
        self.model = BrowseModel(self)
        self.list = ServiceList(thumbnails, icon("image_service"), self)
        self.list.setModel(self.model)
        self.status = StatusLine(self)
        self.retry_button = self._button(self.tr("Retry"), self._more)
        self.cancel_button = self._button(self.tr("Cancel Search"), self.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addStretch()  # while there is nothing to say
        below.addWidget(self.retry_button)
        below.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)
        self._patience.timeout.connect(self.cancel_button.show)
        self.model.wanted.connect(self._more)
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self.chosen.emit(self.model.entry(index)))
        self.list.activated.connect(lambda _index: self.activated.emit())

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)  # Enter in the search line searches
        button.clicked.connect(lambda _checked=False: act())
        button.hide()
        return button

    def entry(self) -> Entry | None:
        """Return the service that is selected."""
        return self.model.entry(self.list.currentIndex())

    def start(self, search: Search | None, sentence_without: str = "") -> None:
        """Begin a search, or show nothing but a sentence."""
        self.stop()
        self._search = search
        self.model.clear()
        self.chosen.emit(None)
        self.status.clear()
        self.retry_button.hide()
        self.list.show_sentence(sentence_without)
        if search is not None:
            self._more()

    def stop(self) -> None:
        """Wait for nothing more; whoever scrolls on goes on with the search."""
        self._thumbnails.stop()
        task = self._task
        if task is not None:
            self._end()
            task.cancel()
            self.model.append((), has_more=True)

    def cancel(self) -> None:
        """Stop, as the user wishes: what was found stays, and nothing goes on by itself."""
        self.stop()
        self.model.append((), has_more=False)
        self.list.show_sentence(self.tr("The search was cancelled."))
        self.status.show_text(
            INFO, self.tr("Cancelled. Image services found: {count}.").format(count=counted(self.model.rowCount()))
        )
        self.retry_button.show()

    def is_complete(self) -> bool:
        """Tell whether everything that was searched for so far is shown."""
        return self._task is None and not self.retry_button.isVisibleTo(self)

    def _more(self) -> None:
        search = self._search
        if search is None or self._task is not None:
            return
        library.connect()
        task = CoreTask(
            self.tr("Searching for image services"),
            lambda cancel, _progress: search.next(cancel),
            on_done=lambda found: self._on_found(task, search, found),
            on_failed=lambda error: self._on_failed(task, error),
        )
        self._task = task
        self.retry_button.hide()
        self.list.show_sentence(self.tr("Searching…"))
        self.status.show_text(INFO, self.tr("Searching…") if self.model.rowCount() else "")
        self._patience.start()
        self.busy.emit(True)
        self._runner.run(task)

    def _end(self) -> None:
        """Note that nothing is under way any more."""
        self._task = None
        self._patience.stop()
        self.cancel_button.hide()
        self.busy.emit(False)

    def _on_found(self, task: CoreTask, search: Search, found: Found) -> None:
        if task is not self._task:
            return
        self._end()
        self.model.append(found.entries, has_more=not found.is_last)
        self.list.show_sentence(self._nothing_found(search) if found.is_last else self.tr("Searching…"))
        self._tell_count(search, found)
        if not found.is_last and self._has_room():
            self.model.fetchMore(QModelIndex())

    def _has_room(self) -> bool:
        """Tell whether the list ends within the window, where nobody can scroll to its end."""
        count = self.model.rowCount()
        return count == 0 or self.list.visualRect(self.model.index(count - 1)).top() < self.list.viewport().height()

    def _tell_count(self, search: Search, found: Found) -> None:
        shown = self.model.rowCount()
        if found.is_last:
            text = self.tr("Image services: {shown}.") if shown else ""
        elif found.total is not None:
            text = self.tr("{shown} of {total} image services, scroll for more.")
        else:
            text = self.tr("{shown} of {seen} image services looked at, scroll for more.")
        text = text.format(shown=counted(shown), total=counted(found.total or 0), seen=counted(found.seen))
        if search.unreadable_folders:
            locked = self.tr("Folders that cannot be read: {count}.").format(count=counted(search.unreadable_folders))
            text = f"{text} {locked}".strip()
        self.status.show_text(INFO, text)

    def _nothing_found(self, search: Search) -> str:
        wanted = search.wanted
        if wanted.text:
            text = self.tr("No image service matches “{text}”.").format(text=wanted.text)
            return f"{text} {self.tr('Filters are active.')}" if wanted.is_filtered else text
        if wanted.is_filtered:
            return self.tr("No image service passes the filters.")
        return self.tr("There are no image services here, or none that this sign-in may see.")

    def _on_failed(self, task: CoreTask, error: BaseException) -> None:
        if task is not self._task:
            return
        self._end()
        log(details(error))
        self.list.show_sentence(self.tr("The image services could not be listed."))
        self.status.show_text(ERROR, sentence(error))
        self.retry_button.show()
