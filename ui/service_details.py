# SPDX-License-Identifier: GPL-2.0-or-later
"""What a portal and a service say about themselves, as plain text, whatever they have written."""

from __future__ import annotations

import html
from typing import Any

from qgis.gui import QgsScrollArea
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ..core.address import shareable
from ..core.cancel import Cancel
from ..core.plain_text import plain_text
from ..core.service import ImageService
from ..plugin import library
from ..plugin.browser.descriptions import Descriptions
from ..plugin.browser.places import Entry
from ..plugin.crs import to_qgis
from ..plugin.messages import sentence
from ..plugin.tasks import CoreTask, TaskRunner
from .browse_model import shown_date
from .facts import pixels
from .form import Form
from .numbers import counted
from .status_line import ERROR, INFO, WARNING, StatusLine

# Whoever moves through the list with the arrow keys wants the details of where he stops.
PAUSE_MS = 150
MOST_BANDS = 12
LONGEST = 2000
# A longer word, such as names that are joined by underscores, may be wider than its place, and is not wrapped.
LONGEST_WORD = 24


class ServiceDetails(QgsScrollArea):
    """Shows one service; ``loaded`` tells its description, which is read in the background."""

    loaded = pyqtSignal(object, object)

    def __init__(self, descriptions: Descriptions, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Details of the image service"))
        self.setVerticalOnly(True)
        self.setWidgetResizable(True)
        self._descriptions = descriptions
        self._runner = runner
        self._entry: Entry | None = None
        self._service: ImageService | None = None
        self._task: CoreTask | None = None
        self._rows: list[tuple[QLabel, QLabel]] = []
        content = QWidget()
        layout = QVBoxLayout(content)
        self.title = _label(content)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.status = StatusLine(content)
        self.form = Form()
        layout.addWidget(self.title)
        layout.addWidget(self.status)
        layout.addLayout(self.form)
        layout.addStretch(1)
        self.setWidget(content)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.show_entry(None)

    def entry(self) -> Entry | None:
        """Return the service that is shown."""
        return self._entry

    def service(self) -> ImageService | None:
        """Return its description, once that has been read."""
        return self._service

    def text(self) -> str:
        """Return everything that is shown."""
        lines = [self.title.text(), self.status.text()]
        return "\n".join([*lines, *(f"{name.text()}: {value.text()}" for name, value in self._rows)])

    def show_entry(self, entry: Entry | None) -> None:
        """Show a service, or what to do to see one; its description follows."""
        self.stop()
        self._entry, self._service = entry, None
        _show(self.title, entry.title if entry else "")
        self.title.setVisible(entry is not None)
        if entry is None:
            self._fill([])
            self.status.show_text(INFO, self.tr("Select an image service to see what it offers."))
            return
        self._fill(self._of_item(entry))
        self.status.show_text(INFO, self.tr("Asking the service what it offers…"))
        self._pause.start()

    def stop(self) -> None:
        """Wait for nothing more."""
        self._pause.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was being read when the window was closed."""
        super().showEvent(event)
        if self._entry is not None and self._service is None and self.status.kind() == INFO:
            self._pause.start()

    def _read(self) -> None:
        entry = self._entry
        if entry is None or self._task is not None:
            return
        library.connect()

        def work(cancel: Cancel, _progress: Any) -> ImageService:
            return self._descriptions.service(entry, cancel)

        task = CoreTask(
            self.tr("Details of an image service"),
            work,
            on_done=lambda service: self._on_read(task, service),
            on_failed=lambda error: self._on_failed(task, error),
        )
        self._task = task
        self._runner.run(task)

    def _on_read(self, task: CoreTask, service: ImageService) -> None:
        if task is not self._task or self._entry is None:
            return
        self._task = None
        self._service = service
        self.status.clear()
        if "image" not in service.capabilities and not service.tiles_only:
            self.status.show_text(WARNING, self.tr("This service hands out no pixels."))
        rows = self._of_service(service)
        told = {text for _, text in rows}  # portals often say the same as credits that services say as copyright
        self._fill([*rows, *(row for row in self._of_item(self._entry) if row[1] not in told)])
        self.loaded.emit(self._entry, service)

    def _on_failed(self, task: CoreTask, error: BaseException) -> None:
        if task is self._task:
            self._task = None
            self.status.show_text(ERROR, sentence(error))

    def _of_item(self, entry: Entry) -> list[tuple[str, str]]:
        item = entry.item
        rows = [(self.tr("URL"), shareable(entry.url))]
        if item is None:
            return rows
        return [
            (self.tr("Summary"), plain_text(item.snippet)),
            (self.tr("Owner"), item.owner),
            (self.tr("Modified"), shown_date(item.modified_ms)),
            (self.tr("Tags"), ", ".join(item.tags)),
            (self.tr("Credits"), plain_text(item.copyright_text)),
            *rows,
        ]

    def _of_service(self, service: ImageService) -> list[tuple[str, str]]:
        reference = to_qgis(service.spatial_reference)
        unknown = service.spatial_reference.label if service.spatial_reference else self.tr("not defined")
        limits = self.tr("{columns} × {rows} pixels per request").format(
            columns=counted(service.max_columns), rows=counted(service.max_rows)
        )
        functions = [function.name for function in service.raster_functions if function.name != "None"]
        return [
            (self.tr("Pixels"), pixels(service).replace(" × ", "\u00a0×\u00a0")),
            (self.tr("Bands"), _listed(list(service.band_names))),
            (self.tr("CRS"), reference.userFriendlyIdentifier() if reference.isValid() else unknown),
            (self.tr("Limits"), self.tr("hands out tiles of a cache only") if service.tiles_only else limits),
            (self.tr("Capabilities"), ", ".join(sorted(service.capabilities))),
            (self.tr("Raster functions"), _listed(functions)),
            (self.tr("Server version"), "" if service.version is None else f"{service.version:g}"),
            (self.tr("Copyright"), plain_text(service.copyright_text)),
            (self.tr("Description"), plain_text(service.description)),
        ]

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        """Show the rows that say something."""
        filled = [(name, text[:LONGEST]) for name, text in rows if text]
        while len(self._rows) < len(filled):
            value = _label(self.widget())
            value.setIndent(0)  # where themes give labels a frame, Qt would move the first line down
            self._rows.append((self.form.add("", value, is_tall=True), value))
        for index, (name_label, value_label) in enumerate(self._rows):
            name, text = filled[index] if index < len(filled) else ("", "")
            name_label.setText(name)
            _show(value_label, text)
            value_label.setAccessibleName(name)
            for label in (name_label, value_label):
                label.setVisible(bool(text))


def _show(label: QLabel, text: str) -> None:
    """Show a text; what may be cut off is told by the tool tip, too. (An invisible break would be copied with it.)"""
    label.setText(text)
    is_wide = any(len(word) > LONGEST_WORD for word in text.split())
    label.setToolTip(f"<p>{html.escape(text)}</p>" if is_wide else "")


def _listed(names: list[str]) -> str:
    more = f", … ({counted(len(names))})" if len(names) > MOST_BANDS else ""
    return ", ".join(names[:MOST_BANDS]) + more


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)  # publishers write HTML
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)  # in line with the name beside it
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # May shrink: the height that Qt likes is that of a narrow column, and would be scrolled to though it is empty.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
