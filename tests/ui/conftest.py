# SPDX-License-Identifier: GPL-2.0-or-later
"""A canvas, a message bar, a runner, and the dialog as a user finds it; every wait has a limit and a reason."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from image_services.plugin import library
from image_services.plugin.settings import settings, unregister_settings
from image_services.plugin.tasks import TaskRunner
from image_services.ui.download_dialog import DownloadDialog
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent

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
