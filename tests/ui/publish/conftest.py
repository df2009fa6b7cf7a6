# SPDX-License-Identifier: GPL-2.0-or-later
"""A portal with accounts, layers to publish, and the parts of the plugin that publish them."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.plugin import auth_store as store
from image_services.plugin.auth_store import Login
from image_services.plugin.gis_store import Registration
from image_services.plugin.publish_jobs import Publishing, PublishJobs
from image_services.plugin.publish_outcomes import PublishOutcomes
from image_services.plugin.settings import settings
from image_services.ui.publish_dialog import PublishDialog
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent

gdal.UseExceptions()
LIMIT_MS = 60_000
PASSWORDS = {"publisher": "publisher-Pa55", "analyst": "a&b=c+d %41 päss"}


class Windows:
    """Stands for the other windows; remembers what was opened."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def register(registry, sandbox):
    """Register the sandbox's portal with an account, or one of its servers without."""

    def register_gis(name, username="publisher", url=None):
        url = url or sandbox.portal
        authcfg = store.store(Login(username, PASSWORDS[username]), name, url) if username else ""
        kind = "portal" if url == sandbox.portal else "server"
        registry.save(Registration(name, url, authcfg, kind, owns_config=bool(authcfg)))
        return name

    return register_gis


@pytest.fixture
def jobs(desktop, qtbot):
    """The publishing jobs, none to begin with, and what tells of their ends."""
    settings().publish_jobs.remove()
    jobs = PublishJobs()
    outcomes = PublishOutcomes(jobs, desktop, lambda: None)
    yield jobs
    outcomes.stop()
    jobs.stop()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    settings().publish_jobs.remove()


@pytest.fixture
def windows():
    return Windows()


@pytest.fixture
def publishing(desktop, jobs, desk, windows, qtbot):
    """Shows the dialog: ``publishing(layer, gis)``."""
    shown = []

    def show(layer=None, gis="", folder=""):
        settings().published_to.remove()
        dialog = PublishDialog(desktop, windows, Publishing(jobs, desk.runner))
        dialog.fill(layer, gis, folder)
        dialog.show()
        shown.append(dialog)
        return dialog

    yield show
    for dialog in shown:
        qtbot.waitUntil(lambda dialog=dialog: not dialog._runs, timeout=LIMIT_MS)
        dialog.reject()
        qtbot.waitUntil(lambda dialog=dialog: dialog.questions._source._runner.running == 0, timeout=LIMIT_MS)
        dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def layer(desk, tmp_path):
    """Makes a raster layer of the project: ``layer(columns, rows, bands)``."""

    def make(columns=60, rows=40, bands=1, code=3857, name="Heights"):
        path = tmp_path / f"{name}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, gdal.GDT_Float32)
        dataset.SetGeoTransform((1_000_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0))
        if code:
            dataset.SetProjection(QgsCoordinateReferenceSystem(f"EPSG:{code}").toWkt())
        for number in range(1, bands + 1):
            cells = (np.arange(rows * columns) * number / 7).astype("f4")
            dataset.GetRasterBand(number).WriteRaster(0, 0, columns, rows, cells.tobytes())
        dataset = None
        made = QgsRasterLayer(str(path), name)
        assert made.isValid()
        desk.project.addMapLayer(made)
        return made

    return make


@pytest.fixture
def named(qtbot):
    """Type a name, and wait until it is known whether it is free."""

    def enter(dialog, name):
        dialog.target_panel.name.clear()
        qtbot.keyClicks(dialog.target_panel.name, name)
        state = dialog.target_panel.name_state

        def is_known():
            assert state.kind() in ("success", "error"), (state.text(), dialog.plan_view.lines())

        qtbot.waitUntil(is_known, timeout=LIMIT_MS)

    return enter
