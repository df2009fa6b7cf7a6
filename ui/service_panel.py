# SPDX-License-Identifier: GPL-2.0-or-later
"""From an address to a service: typed, pasted or used before; read in the background; the newest address wins."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent, QKeyEvent
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.address import service_url, shareable
from ..core.cancel import Cancel
from ..core.errors import ImageServiceError, SignInRequired
from ..core.service import ImageService
from ..plugin import library
from ..plugin.messages import sentence
from ..plugin.settings import settings
from ..plugin.tasks import CoreTask, TaskRunner
from .facts import ServiceFacts
from .form import Form
from .hint_line import HintLine
from .sign_in import SignIn, SignInBox

# An address that looks complete is opened once the typing has paused for this long.
TYPING_PAUSE_MS = 500
# Of its own: downloads may keep all of QGIS's threads busy for hours. One for an older address that is just ending.
THREADS = 2
COMPLETE = "/imageserver"


class ServicePanel(QGroupBox):
    """The group box with address, sign-in and facts."""

    loading = pyqtSignal()
    loaded = pyqtSignal(object)
    failed = pyqtSignal(str)
    cleared = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Image Service"))
        self._runner = TaskRunner(self, threads=THREADS)
        self._service: ImageService | None = None
        self._task: CoreTask | None = None
        self._asked: tuple[str, SignIn] | None = None
        self.address = _AddressBox(self)
        self.button = QPushButton(self.tr("Load"), self)
        self.button.setAutoDefault(False)
        self.sign_in = SignInBox(self)
        self.form = Form()
        self._layout()
        self.facts = ServiceFacts(self.form, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._connect()

    def _layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.sign_in)
        line = QHBoxLayout()
        line.addWidget(self.address, 1)
        line.addWidget(self.button)
        self.form.add(self.tr("&Address"), line, self.address)

    def _connect(self) -> None:
        self.address.entered.connect(self._on_entered)
        self.address.editTextChanged.connect(self._on_text)
        self.address.activated.connect(lambda _index: self._load_if_new())
        self.button.clicked.connect(self._on_button)
        self.sign_in.changed.connect(self._on_sign_in)
        self._pause.timeout.connect(self._load_if_new)

    def service(self) -> ImageService | None:
        """Return the service that is open, if any."""
        return self._service

    def open(self, url: str, gis: str = "", authcfg: str = "") -> None:
        """Put an address in, and open it, signed in with a registered GIS or a configuration if one is named."""
        if gis or authcfg:
            self.sign_in.choose_gis(gis)
            self.sign_in.choose_configuration(authcfg)
        self.address.setEditText(url)
        self.address.line.setCursorPosition(0)  # its server is of more interest than its end
        self.load()

    def load(self) -> None:
        """Open the service at the address; an answer to an older address is not waited for."""
        self._pause.stop()
        self._forget()
        text = self.address.currentText().strip()
        if not text:
            self.cleared.emit()
            return
        try:
            url = service_url(text)
        except ImageServiceError as error:
            self.failed.emit(sentence(error))
            return
        self._start(url, text)

    def cancel(self) -> None:
        """Stop waiting for an answer."""
        if self._task is not None:
            self._forget()
            self._asked = None
            self.cleared.emit()

    def _start(self, url: str, typed: str) -> None:
        library.connect()  # on the main thread, as QGIS's network wants it
        sign_in = self.sign_in.value()
        self._asked = (url, sign_in)

        def work(cancel: Cancel, progress: Any) -> ImageService:
            service = library.open_service(typed, gis=sign_in.gis, authcfg=sign_in.authcfg, cancel=cancel)
            _warm_up(service)
            return service

        task = CoreTask(
            self.tr("Open {url}").format(url=shareable(url)),
            work,
            on_done=lambda service: self._on_done(task, service),
            on_failed=lambda error: self._on_failed(task, error),
            on_cancelled=lambda: self._on_cancelled(task),
        )
        self._task = task
        self._show_waiting(True)
        self.loading.emit()
        self._runner.run(task)

    def _forget(self) -> None:
        """Drop what is open and what is under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._service = None
        self._asked = None
        self.facts.clear()
        self._show_waiting(False)

    def _on_done(self, task: CoreTask, service: ImageService) -> None:
        if task is not self._task:
            return
        self._task = None
        self._service = service
        self._show_waiting(False)
        settings().remember_service(service.url)
        self.address.offer(settings().recent_services())
        self.facts.show(service)
        self.address.show_beginning()
        self.loaded.emit(service)

    def _on_failed(self, task: CoreTask, error: BaseException) -> None:
        if task is not self._task:
            return
        self._task = None
        self._show_waiting(False)
        if isinstance(error, SignInRequired):
            self.sign_in.setCollapsed(False)
        self.failed.emit(sentence(error))

    def _on_cancelled(self, task: CoreTask) -> None:
        """Stop waiting for a task that others have cancelled."""
        if task is self._task:
            self._task = None
            self._asked = None
            self._show_waiting(False)
            self.cleared.emit()

    def _show_waiting(self, waiting: bool) -> None:
        self.address.line.setShowSpinner(waiting)
        self.button.setText(self.tr("Cancel") if waiting else self.tr("Load"))

    def _on_button(self) -> None:
        if self._task is not None:
            self.cancel()
        else:
            self.load()

    def _on_text(self, text: str) -> None:
        if COMPLETE in text.lower():
            self._pause.start()
        elif self._service is not None or self._task is not None:
            self._pause.stop()
            self._forget()
            self.cleared.emit()

    def _on_entered(self) -> None:
        """Open the address, or try it again; but not what is open, or on its way."""
        if not self._is_asked() or (self._task is None and self._service is None):
            self.load()

    def _load_if_new(self) -> None:
        """Open what was typed, unless it is what is open, has failed, or is on its way."""
        if not self._is_asked():
            self.load()

    def _is_asked(self) -> bool:
        try:
            return (service_url(self.address.currentText()), self.sign_in.value()) == self._asked
        except ImageServiceError:
            return False

    def _on_sign_in(self) -> None:
        if COMPLETE in self.address.currentText().lower():
            self.load()


class _AddressBox(QComboBox):
    """An address to type, with those used last in its list; Enter opens it and starts nothing else."""

    entered = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line = HintLine(self)
        self.line.setPlaceholderText("https://server/arcgis/rest/services/…/ImageServer")
        self.setLineEdit(self.line)
        self.setMinimumContentsLength(30)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAccessibleName(self.tr("Address of the image service"))
        self.setToolTip(self.tr("Address of an image service; any page below it will do"))
        self.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer().setCompletionMode(self.completer().CompletionMode.PopupCompletion)
        self.offer(settings().recent_services())
        self.setEditText("")

    def show_beginning(self) -> None:
        """Show the server's name of a long address, unless it is being typed."""
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)

    def offer(self, addresses: list[str]) -> None:
        """List addresses; the text stays."""
        text, cursor = self.currentText(), self.line.cursorPosition()
        blocked = self.blockSignals(True)
        self.clear()
        self.addItems(addresses)
        self.setEditText(text)
        self.line.setCursorPosition(cursor)
        self.blockSignals(blocked)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning as soon as the typing is over."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.show_beginning()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the address on Enter, and keep the key from the dialog's buttons."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _warm_up(service: ImageService) -> None:
    """Do here, beside the main thread, what the first plan would otherwise make it wait for."""
    if service.spatial_reference is not None and service.spatial_reference.is_known:
        service.spatial_reference.unit  # noqa: B018 - looks the reference up, and keeps it
    from ..core import geotiff  # noqa: F401 - imports numpy
    from ..core.decode import lerc  # noqa: F401
