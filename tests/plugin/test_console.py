# SPDX-License-Identifier: GPL-2.0-or-later
"""The library as people use it in QGIS's Python console: on the main thread, through QGIS's network."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

pytestmark = pytest.mark.qgis
gdal.UseExceptions()


@pytest.fixture
def core(qgis_iface):
    """The library with the plugin loaded."""
    from image_services import classFactory, core

    plugin = classFactory(None)
    plugin.initProcessing()
    yield core
    plugin.unload()


def test_reading_and_downloading_work_on_the_main_thread(core, sandbox, sandbox_data, tmp_path):
    service = core.open_service(sandbox.service_url("elevation/dem"))
    data = service.read(tile_columns=400, tile_rows=400)
    source = gdal.Open(str(sandbox_data / "elevation" / "dem.tif")).ReadAsArray()
    assert np.array_equal(data.data[0][~data.mask[0]], source[~data.mask[0]])
    report = service.download(tmp_path / "out.tif")
    assert report.width == 1200


def test_the_console_sends_through_qgis(core, sandbox):
    from image_services.plugin.network.adapter import QgisAdapter

    service = core.open_service(sandbox.service_url("science/temperature"))
    assert isinstance(service.session._requests.get_adapter("http://x"), QgisAdapter)
