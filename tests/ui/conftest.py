# SPDX-License-Identifier: GPL-2.0-or-later
"""A canvas, a message bar, a runner, and the dialog as a user finds it; every wait has a limit and a reason."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from image_services.plugin import library, translation
from image_services.plugin.connections import connections
from image_services.plugin.desktop import Desktop
from image_services.plugin.gis_store import ProfileRegistry, changes
from image_services.plugin.settings import settings, unregister_settings
from image_services.plugin.tasks import TaskRunner
from image_services.ui.download_dialog import DownloadDialog
from image_services.ui.gis_dialog import GisDialog
from qgis.core import Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMainWindow

LIMIT_MS = 30_000


@pytest.fixture
def clean_settings():
    """The plugin's settings as after its installation."""
    known = settings()
    known.remember_folder("")
    for entry in (known.tile_columns, known.tile_rows, known.concurrency, known.file_compression, known.open_output):
        entry.remove()
    known._recent.remove()
    yield known
    unregister_settings()


@pytest.fixture
def desk(qtbot, qgis_new_project, clean_settings):
    """What QGIS gives the dialog: canvas, message bar, runner, project."""
    library.prepare()
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    bar = QgsMessageBar()
    qtbot.addWidget(canvas)
    qtbot.addWidget(bar)
    runner = TaskRunner()
    yield SimpleNamespace(canvas=canvas, bar=bar, runner=runner, project=QgsProject.instance())
    runner.cancel_all()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    library.release()


@pytest.fixture
def dialog(desk, qtbot):
    """The dialog, on the screen."""
    dialog = DownloadDialog(desk.canvas, desk.runner, desk.bar, desk.project)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(dialog, qtbot, sandbox):
    """Open a service of the sandbox in the dialog, and wait for it."""

    def open_service(name):
        with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
            dialog.open(sandbox.service_url(name))
        return dialog

    return open_service


@pytest.fixture
def finished(dialog, qtbot):
    """Click Download, and wait until every download has ended."""

    def download():
        dialog.replan()
        assert dialog.plan() is not None, dialog.plan_view.text()
        dialog.download_button.click()
        qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)

    return download


@pytest.fixture
def said(desk):
    """Return what the message bar says now, newest first: (title, text, level) of each message."""

    def said():
        return [(item.title(), item.text(), item.level()) for item in desk.bar.items()]

    return said


@pytest.fixture(scope="session")
def auth_store(qgis_app):
    """QGIS's store of authentications, unlocked; it lies in the settings folder of the tests, open all the time."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("only for these tests", True)
    return manager


@pytest.fixture
def registry(auth_store):
    """The registered GIS, none to begin with, and nothing left of them afterwards."""
    registry = ProfileRegistry()

    def clear():
        for name in registry.names():
            registry.remove(name)
        for authcfg in auth_store.configIds():
            auth_store.removeAuthenticationConfig(authcfg)
        connections().forget()

    clear()
    yield registry
    clear()


@pytest.fixture
def desktop(desk, registry, qtbot):
    """What the panels and windows of the plugin share, on a main window without a QGIS around it."""
    window = QMainWindow()
    qtbot.addWidget(window)
    iface = SimpleNamespace(mainWindow=lambda: window, mapCanvas=lambda: desk.canvas, messageBar=lambda: desk.bar)
    desktop = Desktop(iface)
    forgets = (desktop.places.forget, connections().forget)
    for forget in forgets:
        changes().happened.connect(forget)
    yield desktop
    for forget in forgets:
        changes().happened.disconnect(forget)
    desktop.live.stop()
    desktop.runner.cancel_all()
    qtbot.waitUntil(lambda: desktop.runner.running == 0, timeout=LIMIT_MS)


@pytest.fixture
def logged():
    """Whatever is written to QGIS's log meanwhile."""
    lines = []
    received = QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]

    def take(text, tag, level):
        lines.append(text)

    received.connect(take)
    yield lines
    received.disconnect(take)


@pytest.fixture(autouse=True)
def english(qgis_app):
    """English texts with their plural forms, whatever the language of this machine."""
    remove = translation.install("en")
    yield
    remove()


@pytest.fixture
def show(desktop, qtbot):
    """Show the dialog, for a new GIS or for a registered one, and wait until it knows what is at its address."""

    def show_dialog(previous=None):
        dialog = GisDialog(desktop.runner, previous)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.place.text()), timeout=LIMIT_MS)
        return dialog

    return show_dialog


@pytest.fixture
def idle(qtbot):
    """Wait until a dialog has nothing under way."""
    return lambda dialog: qtbot.waitUntil(lambda: dialog._task is None, timeout=LIMIT_MS)


@pytest.fixture
def enter(qtbot):
    """Type a name, an address and a sign-in."""

    def enter_all(dialog, address, name="", username="", password="", ready=""):
        dialog.address.clear()
        qtbot.keyClicks(dialog.address, address)
        if name:
            dialog.name.setText(name)
        if username:
            dialog.account.kind.set_value("login")
            dialog.account.username.setText(username)
            dialog.account.password.setText(password)
        if ready:
            dialog.account.kind.set_value("ready")
            dialog.account.ready.setText(ready)

    return enter_all
