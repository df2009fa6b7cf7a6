# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster whose bands are the slices of a signed-in service is asked about with the same sign-in."""

from __future__ import annotations

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin.auth_store import Login
from image_services.plugin.gis_store import Registration
from image_services.plugin.layer_service import service_of
from image_services.ui.identify_panel import IdentifyPanel
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


@pytest.fixture
def stack(dialog, registry, sandbox, qtbot, desk, tmp_path):
    """Three months of a service that wants a sign-in, downloaded as one raster."""
    authcfg = store.store(Login("publisher", "publisher-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    url = f"{sandbox.server}/rest/services/secure/mosaics/monthly/ImageServer"
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        dialog.open(url, "Survey")
    dialog.replan()
    dialog.series_button.click()
    window = dialog.companions.series
    qtbot.waitUntil(lambda: not window.is_waiting(), timeout=LIMIT_MS)
    for row in range(3, window.steps.list.count()):
        window.steps.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    window.output.layouts.set_value("bands")
    window.output.place.setFilePath(str(tmp_path / "rain.tif"))
    window.download()
    qtbot.waitUntil(lambda: not window._jobs, timeout=LIMIT_MS)
    (layer,) = desk.project.mapLayers().values()
    assert layer.bandCount() == 3
    return layer


def test_identify_on_a_stack_signs_in_and_plots_all_slices(stack, desk, qtbot):
    assert service_of(stack).gis == "Survey"
    panel = IdentifyPanel(desk.canvas, lambda: stack)
    qtbot.addWidget(panel)
    panel.show()
    desk.canvas.setDestinationCrs(stack.crs())
    center = stack.extent().center()
    panel.ask_point(QgsPointXY(center.x() + stack.rasterUnitsPerPixelX() / 4, center.y()))
    qtbot.waitUntil(lambda: not panel.is_waiting(), timeout=LIMIT_MS)
    assert panel.state.kind() == "info", panel.state.text()
    (line,) = panel.lines._series
    assert [int(y) // 1000 for y in line.y] == list(range(60))
    panel.stop()


def test_the_choices_that_hold_for_all_slices_are_kept_and_survive_a_copy(stack):
    clone = stack.clone()
    found = service_of(clone)
    assert (found.gis, found.selection.time, found.selection.slice_id) == ("Survey", "", None)
