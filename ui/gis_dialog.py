# SPDX-License-Identifier: GPL-2.0-or-later
"""Registering a GIS: a name, an address of which any page will do, and a way to sign in that is tried first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from qgis.core import Qgis, QgsApplication
from qgis.gui import QgsFilterLineEdit, QgsGui, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QDialogButtonBox,
    QGroupBox,
    QVBoxLayout,
    QWidget,
)

from ..core.address import ARCGIS_ONLINE, may_carry_secrets, root_of
from ..core.cancel import Cancel
from ..core.errors import ImageServiceError
from ..plugin import auth_store, gis_check, library
from ..plugin.auth_store import Account, Existing, Login, OAuth
from ..plugin.gis_store import ProfileRegistry, Registration
from ..plugin.messages import Messages, details, log, sentence
from ..plugin.tasks import CoreTask, TaskRunner
from . import help_pages
from .account_panel import NOTHING, AccountPanel
from .form import Form, align
from .growing_dialog import GrowingDialog
from .outcome_line import OutcomeLine
from .place_line import PlaceLine, usual_name
from .status_line import ERROR, SUCCESS

if TYPE_CHECKING:
    from ..core.directory import Place
    from ..plugin.gis_check import Checked

# An address is looked up once the typing has paused for this long.
TYPING_PAUSE_MS = 700
SIZE = (560, 440)


class GisDialog(GrowingDialog):
    """Registers a GIS, or changes a registered one. What is asked of the network is asked in the background."""

    def __init__(self, runner: TaskRunner, previous: Registration | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesGisDialog")
        self.setWindowTitle(self.tr("Edit GIS") if previous else self.tr("Register GIS"))
        self._runner = runner
        self._registry = ProfileRegistry()
        self._previous = previous
        self._registration: Registration | None = None
        self._task: CoreTask | None = None
        self._trying: CoreTask | None = None
        self._tried: Account | None = None
        self._place: Place | None = None
        self._place_of = ""
        self._suggested = ""
        self._trial_config = ""
        self._is_over = False
        self.bar = QgsMessageBar(self)
        self.messages = Messages(self.bar)
        self._make_fields()
        self._make_buttons()
        self._layout()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._connect()
        self._fill()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def registration(self) -> Registration | None:
        """Return what was registered, once the dialog has been accepted."""
        return self._registration

    def _make_fields(self) -> None:
        self.name = QgsFilterLineEdit(self)
        self.name.setPlaceholderText(self.tr("A name of your own"))
        self.address = QgsFilterLineEdit(self)
        self.address.setPlaceholderText(ARCGIS_ONLINE)
        self.address.setToolTip(
            self.tr("Address of a portal or a server; any page of it, a service or an item will do as well")
        )
        self.place = PlaceLine(self)
        self.account = AccountPanel(self)
        self.outcome = OutcomeLine(self.tr("Save Anyway") if self._previous else self.tr("Register Anyway"), self)

    def _make_buttons(self) -> None:
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Cancel | standard.Help, self)
        text = self.tr("Save") if self._previous else self.tr("Register")
        self.register_button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.register_button.setDefault(True)
        self.test_button = self.buttons.addButton(self.tr("Test"), QDialogButtonBox.ButtonRole.ResetRole)
        self.test_button.setAutoDefault(False)
        self.test_button.setToolTip(self.tr("Sign in, and say as whom"))

    def _layout(self) -> None:
        box = QGroupBox(self.tr("Portal or Server"), self)
        form = Form(box)
        form.add(self.tr("&Name"), self.name)
        form.add(self.tr("&Address"), self.address)
        form.addWidget(self.place, form.rowCount(), 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(box)
        layout.addWidget(self.account, 1)
        layout.addWidget(self.outcome)
        layout.addWidget(self.buttons)
        self._forms = [form, self.account.form]

    def _connect(self) -> None:
        self.address.textChanged.connect(self._on_address)
        self.name.textChanged.connect(lambda _text: self._enable())
        self._pause.timeout.connect(self._find)
        self.place.portal_wanted.connect(self._on_use_portal)
        self.account.kind_changed.connect(self._on_kind)
        self.account.changed.connect(self._stop_trying)
        self.outcome.anyway.connect(self._keep_anyway)
        self.test_button.clicked.connect(lambda _checked=False: self._stop_or_test())
        self.buttons.accepted.connect(self.register)
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(lambda: help_pages.show_or_tell("register", self._ask_for))

    def _fill(self) -> None:
        known = self._previous
        self.name.setText(known.name if known else "")
        self.address.setText(known.url if known else ARCGIS_ONLINE)
        if known is not None:
            self._fill_account(known)
        self._find()
        self.address.setFocus()
        self.address.selectAll()

    def _fill_account(self, known: Registration) -> None:
        if not known.authcfg:
            return
        try:
            account = auth_store.read(known.authcfg) if known.owns_config else Existing(known.authcfg)
        except ImageServiceError as error:
            self._ask_for(sentence(error))
            account = Existing(known.authcfg)
        self.account.set_account(account)

    # What is at the address

    def _on_address(self) -> None:
        self._forget_task()
        self.outcome.clear()
        self._place = None
        if self._address():
            self.place.show_looking()
            self._pause.start()
        else:
            self.place.clear()
            self._pause.stop()
        self._enable()

    def _address(self) -> str:
        return self.address.text().strip()

    def _find(self, then: Callable[[Place], object] = lambda _place: None) -> None:
        """Find out what is at the address, unless that is known, and go on."""
        self._pause.stop()
        address = self._address()
        if self._place is not None and self._place_of == address:
            then(self._place)
            return
        account = self.account.value()
        authcfg = account.authcfg if isinstance(account, Existing) else ""
        self.place.show_looking()

        def work(cancel: Cancel, _progress: Any) -> Place:
            session = auth_store.trial(None, root_of(address), authcfg).session_for(address)
            return gis_check.find_gis(address, session, cancel)

        def on_done(place: Place) -> None:
            self._place, self._place_of = place, address
            self._show_place(place)
            then(place)

        self._start(self.tr("Find out what is at the address"), work, on_done, self.place.show_error)

    def _show_place(self, place: Place) -> None:
        self.place.show_place(place)
        if self.name.text().strip() in {"", self._suggested}:
            self._suggested = usual_name(place.root)
            self.name.setText(self._suggested)

    def _on_use_portal(self) -> None:
        if self._place is not None and self._place.owner:
            self.address.setText(self._place.owner)
            self._find()

    # Trying and registering

    def _stop_or_test(self) -> None:
        if not self._stop_trying():
            self.test()

    def test(self) -> None:
        """Sign in, and tell as whom."""
        self._try(self._on_tested, self._on_failed)

    def register(self) -> None:
        """Sign in once to see that it works, and keep the GIS."""
        name = self.name.text().strip()
        taken = name in self._registry.names() and not (self._previous and self._previous.name == name)
        if taken:
            self._ask_for(self.tr("A GIS named “{name}” is registered already: choose another name.").format(name=name))
            self.name.setFocus()
            return
        self._try(lambda checked: self._keep(checked.place), self._on_failed_to_register)

    def _try(self, on_done: Callable[[Checked], None], on_failed: Callable[[Exception], None]) -> None:
        self.bar.clearWidgets()
        self.outcome.clear()
        problem = self.account.problem()
        if problem:
            self._ask_for(problem)
            return
        self._find(lambda place: self._check(place, on_done, on_failed))

    def _check(self, place: Place, on_done: Callable[[Checked], None], on_failed: Callable[[Exception], None]) -> None:
        problem = self._unfit(place)
        if problem:
            self._ask_for(problem)
            return
        account = self.account.value()
        try:
            authcfg = self._config_for_trial(account, place)
        except ImageServiceError as error:
            self._ask_for(sentence(error))
            return

        def work(cancel: Cancel, _progress: Any) -> Checked:
            return gis_check.check_gis(place, auth_store.trial(account, place.root, authcfg), cancel)

        self.outcome.show_trial(account)
        self._start(self.tr("Sign in to {root}").format(root=place.root), work, on_done, on_failed)
        self._trying, self._tried = self._task, account
        self._enable()

    def _unfit(self, place: Place) -> str:
        """Return why the sign-in cannot work at a place, or nothing."""
        account = self.account.value()
        if account is not None and not may_carry_secrets(place.root):
            return self.tr("The address is not encrypted, so no sign-in is sent there: use its https address.")
        if isinstance(account, OAuth) and place.kind == "server":
            return self.tr("People sign in with the browser at portals, and this is a server: give its portal.")
        return ""

    def _config_for_trial(self, account: Account | None, place: Place) -> str:
        """Return a configuration for a sign-in that QGIS does; what is registered is not touched before it works."""
        if not isinstance(account, OAuth):
            return ""
        self._trial_config = auth_store.store(account, self._shown_name(place), place.root, self._trial_config)
        return self._trial_config

    def _shown_name(self, place: Place) -> str:
        return self.name.text().strip() or usual_name(place.root)

    def _on_tested(self, checked: Checked) -> None:
        account = self.account.value()
        username = account.username if isinstance(account, Login) else ""
        self.outcome.show_text(SUCCESS, gis_check.outcome(checked, username))

    def _on_failed(self, error: Exception) -> None:
        log(details(error), Qgis.MessageLevel.Warning)
        self.outcome.show_text(ERROR, sentence(error))

    def _on_failed_to_register(self, error: Exception) -> None:
        self._on_failed(error)
        if self._place is not None:
            self.outcome.offer_anyway()

    def _keep_anyway(self) -> None:
        if self._place is not None:
            self._keep(self._place)

    def _keep(self, place: Place) -> None:
        previous = self._previous
        own = previous.authcfg if previous and previous.owns_config else ""
        account = self.account.value()
        name = self._shown_name(place)
        try:
            authcfg = self._stored(account, place, name, own)
            owns = bool(authcfg) and (not isinstance(account, Existing) or authcfg == own)
            kept = Registration(name, place.root, authcfg, place.kind, owns)
            self._registry.save(kept, previous.name if previous else "")
        except ImageServiceError as error:
            self._ask_for(sentence(error))
            return
        if self._trial_config == authcfg:
            self._trial_config = ""
        if own and own != authcfg:
            auth_store.remove(own)
        self._registration = kept
        self.accept()

    def _stored(self, account: Account | None, place: Place, name: str, own: str) -> str:
        """Keep an account, in the GIS's own configuration where it has one, and return the configuration's id."""
        if account is None:
            return ""
        if isinstance(account, OAuth) and self._trial_config and not own:
            return self._trial_config  # written anew, it would have to sign in once more
        return auth_store.store(account, name, place.root, own or self._trial_config)

    # One thing at a time

    def _start(
        self,
        title: str,
        work: Callable[[Cancel, Any], Any],
        on_done: Callable[[Any], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        library.connect()
        self._forget_task()

        def ended(then: Callable[..., None]) -> Callable[..., None]:
            def tell(*outcome: Any) -> None:
                if sip.isdeleted(self):  # QGIS was closed, and the dialog with it
                    return
                if self._task is task:  # else the user has changed his mind
                    self._task = None
                    self._enable()
                    then(*outcome)
                elif self._is_over:
                    self._drop_trial()

            return tell

        cancelled = ended(lambda: None)
        task = CoreTask(title, work, on_done=ended(on_done), on_failed=ended(on_failed), on_cancelled=cancelled)
        self._task = task
        self._enable()
        self._runner.run(task)

    def _forget_task(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            account = self._tried
            if task is self._trying and isinstance(account, OAuth):
                title = self.tr("Stop signing in")
                self._runner.run(CoreTask(title, lambda cancel, _: auth_store.give_up_waiting(account, cancel)))
        self._enable()

    def _enable(self) -> None:
        busy = self._task is not None
        self.address.setShowSpinner(busy)
        ready = bool(self._address()) and not (busy and self._place is not None)
        self.test_button.setText(self.tr("Stop") if self._is_trying() else self.tr("Test"))
        self.test_button.setEnabled(ready or self._is_trying())
        self.register_button.setEnabled(ready)

    def _is_trying(self) -> bool:
        return self._task is not None and self._task is self._trying

    def _stop_trying(self) -> bool:
        """Forget the outcome of the last trial, and give one up that is under way; tell whether there was one."""
        was_trying = self._is_trying()
        if was_trying:
            self._forget_task()
        self.outcome.clear()
        return was_trying

    def _ask_for(self, text: str) -> None:
        self.bar.clearWidgets()
        self.messages.warning(self.windowTitle(), text)

    def _on_kind(self, kind: str) -> None:
        if kind != NOTHING and QgsApplication.authManager().isDisabled():
            self._ask_for(auth_store.disabled_text())

    def showEvent(self, event: QShowEvent) -> None:
        """Line up the fields; labels know their width once they have a style."""
        super().showEvent(event)
        align(self._forms)

    def done(self, result: int) -> None:
        """Close, and leave nothing of a sign-in that was only tried."""
        self._pause.stop()
        self._is_over = True
        is_busy = self._task is not None
        self._forget_task()
        if not is_busy:  # else QGIS may be using it still
            self._drop_trial()
        super().done(result)

    def _drop_trial(self) -> None:
        authcfg, self._trial_config = self._trial_config, ""
        if authcfg:
            auth_store.remove_once_unused(authcfg)
