# SPDX-License-Identifier: GPL-2.0-or-later
"""How to sign in to a GIS: not at all, with a password, a token, the browser, or a configuration that QGIS has."""

from __future__ import annotations

from qgis.gui import QgsAuthConfigSelect, QgsFilterLineEdit, QgsPasswordLineEdit, QgsSpinBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QLabel, QWidget

from ..plugin.auth_store import REDIRECT_PORT, Account, Existing, Login, OAuth, ReadyToken
from .choice_box import ChoiceBox
from .form import Form

# The choices, as words.
NOTHING, LOGIN, READY, BROWSER, EXISTING = "nothing", "login", "ready", "browser", "existing"


class AccountPanel(QGroupBox):
    """The group box with the choice and its fields; an untouched secret of a stored account stays as it is."""

    changed = pyqtSignal()
    kind_changed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Authentication"))
        self._stored: Account | None = None
        self.kind = ChoiceBox(self._kinds(), self)
        self.username = QgsFilterLineEdit(self)
        self.password = QgsPasswordLineEdit(self)
        self.ready = QgsPasswordLineEdit(self)
        self.client_id = QgsFilterLineEdit(self)
        self.port = QgsSpinBox(self)
        self.port.setRange(1024, 65535)
        self.port.setValue(REDIRECT_PORT)
        self.port.setClearValue(REDIRECT_PORT)
        self.redirect = QLabel(self)
        self.redirect.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.authcfg = QgsAuthConfigSelect(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.form = Form(self)
        self._rows: dict[str, list[QWidget]] = {}
        self._layout()
        self._connect()
        self._show_kind()

    def _kinds(self) -> dict[str, str]:
        return {
            NOTHING: self.tr("None (Public Services Only)"),
            LOGIN: self.tr("User Name and Password"),
            READY: self.tr("Token or API Key"),
            BROWSER: self.tr("Sign In with the Browser (OAuth 2)"),
            EXISTING: self.tr("Existing Authentication Configuration"),
        }

    def _layout(self) -> None:
        self.form.add(self.tr("&Sign-in"), self.kind)
        self._add(LOGIN, self.tr("&User name"), self.username)
        self._add(LOGIN, self.tr("&Password"), self.password)
        self._add(READY, self.tr("&Token or key"), self.ready)
        self._add(BROWSER, self.tr("&Client ID"), self.client_id)
        self._add(BROWSER, self.tr("Redirect p&ort"), self.port)
        self._add(BROWSER, self.tr("Redirect URL"), self.redirect)
        self._add(EXISTING, self.tr("C&onfiguration"), self.authcfg)
        row = self.form.rowCount()
        self.form.addWidget(self.note, row, 1)
        self.form.setRowStretch(row + 1, 1)

    def _add(self, kind: str, text: str, field: QWidget) -> None:
        label = self.form.add(text, field)
        field.setAccessibleName(text.replace("&", ""))
        self._rows.setdefault(kind, []).extend((label, field))

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _index: self._show_kind())
        for line in (self.username, self.password, self.ready, self.client_id):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.port.valueChanged.connect(lambda _value: self._show_redirect())
        self.authcfg.selectedConfigIdChanged.connect(lambda _id: self.changed.emit())

    def set_account(self, account: Account | None) -> None:
        """Show an account that is stored; its secret is not shown, and kept unless another one is typed."""
        self._stored = account
        words = {Login: LOGIN, ReadyToken: READY, OAuth: BROWSER, Existing: EXISTING}
        self.kind.set_value(words.get(type(account), NOTHING))
        unchanged = self.tr("Unchanged")
        if isinstance(account, Login):
            self.username.setText(account.username)
            self.password.setPlaceholderText(unchanged)
        elif isinstance(account, ReadyToken):
            self.ready.setPlaceholderText(unchanged)
        elif isinstance(account, OAuth):
            self.client_id.setText(account.client_id)
            self.port.setValue(account.port)
        elif isinstance(account, Existing):
            self.authcfg.setConfigId(account.authcfg)
        self._show_kind()

    def value(self) -> Account | None:
        """Return the account as it is entered; None for no sign-in."""
        kind = self.kind.value()
        stored = self._stored
        if kind == LOGIN:
            kept = stored.password if isinstance(stored, Login) else ""
            return Login(self.username.text().strip(), self.password.text() or kept)
        if kind == READY:
            kept = stored.value if isinstance(stored, ReadyToken) else ""
            return ReadyToken(self.ready.text().strip() or kept)
        if kind == BROWSER:
            return OAuth(self.client_id.text().strip(), self.port.value())
        if kind == EXISTING:
            return Existing(str(self.authcfg.configId()))
        return None

    def problem(self) -> str:
        """Return what is still missing, as a sentence, or nothing."""
        account = self.value()
        if isinstance(account, Login) and not account.username:
            return self.tr("Enter the user name.")
        if isinstance(account, Login) and not account.password:
            return self.tr("Enter the password.")
        if isinstance(account, ReadyToken) and not account.value:
            return self.tr("Enter the token or API key.")
        if isinstance(account, OAuth) and not account.client_id:
            return self.tr("Enter the client ID of an application that is registered in the portal.")
        if isinstance(account, Existing) and not account.authcfg:
            return self.tr("Choose an authentication configuration, or create one.")
        return ""

    def _show_kind(self) -> None:
        chosen = self.kind.value()
        for kind, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(kind == chosen)
        self.note.setText(self._notes()[chosen])
        self._show_redirect()
        self.kind_changed.emit(chosen)

    def _show_redirect(self) -> None:
        self.redirect.setText(OAuth("", self.port.value()).redirect_url)
        self.changed.emit()

    def _notes(self) -> dict[str, str]:
        kept = self.tr("It is kept in QGIS's encrypted authentication database, and sent to this GIS only.")
        return {
            NOTHING: self.tr("Only services that are shared with everyone are found."),
            LOGIN: self.tr(
                "An account of the GIS itself; one with a company login or a second factor has to use the browser."
            )
            + " "
            + kept,
            READY: self.tr("It cannot be renewed: once it has expired, enter another one here.") + " " + kept,
            BROWSER: self.tr(
                "Ask the administrator of the portal for the client ID of an application for which exactly this "
                "redirect URL is registered."
            ),
            EXISTING: self.tr("QGIS applies it to every request to this GIS: OAuth 2, certificates, headers."),
        }
