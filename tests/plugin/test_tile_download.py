# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:download on services that hand out nothing but tiles of a cache."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.plugin import library
from image_services.plugin.provider import ImageServicesProvider
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

pytestmark = pytest.mark.qgis
gdal.UseExceptions()


@pytest.fixture
def download(qgis_app, sandbox, tmp_path):
    """Run the algorithm on a service of the sandbox; return its results, what it said, and the raster."""
    library.prepare()
    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)

    def run(name, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("imageservices:download")
        output = tmp_path / "out.tif"
        feedback = QgsProcessingFeedback(False)
        given = {"SERVICE": sandbox.service_url(name), "OUTPUT": str(output), **parameters}
        results, ok = algorithm.run(given, QgsProcessingContext(), feedback, catchExceptions=False)
        assert ok
        return results, feedback.textLog(), gdal.Open(str(output))

    yield run
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


def test_a_tile_cache_is_downloaded_like_any_service(download, sandbox_data):
    results, log, raster = download("quirks/tilesonly")
    source = gdal.Open(str(sandbox_data / "quirks" / "tilesonly.tif"))
    assert np.array_equal(raster.ReadAsArray(), source.ReadAsArray())
    assert raster.GetGeoTransform() == source.GetGeoTransform()
    assert (results["WIDTH"], results["HEIGHT"], results["TILES"], results["TILES_FAILED"]) == (1400, 1100, 30, 0)
    assert "tiles of the cache" in log
    assert "level 3" in log
    assert "Native grid" in log


def test_the_cell_size_names_a_level(download):
    results, log, raster = download("quirks/tilesonly", CELL_SIZE="80")
    assert (results["WIDTH"], results["HEIGHT"], raster.GetGeoTransform()[1]) == (350, 275, 80)
    assert "Level 1 is an overview" in log
    _, log, raster = download("quirks/tilesonly", CELL_SIZE="100", OVERWRITE=True)
    assert raster.GetGeoTransform()[1] == 80
    assert "The cache has no cells of 100: level 1 is read, with cells of 80" in log


def test_another_reference_is_made_here(download):
    _, log, raster = download("quirks/tilesonly", CRS="EPSG:4326")
    assert raster.GetSpatialRef().GetAuthorityCode(None) == "4326"
    assert "carried to EPSG:4326 here" in log
    assert raster.GetRasterBand(1).GetMaskBand().ReadAsArray().mean() > 250


def test_what_a_cache_cannot_give_is_said_in_words(download, tmp_path):
    with pytest.raises(QgsProcessingException, match="a rendering rule cannot be had"):
        download("quirks/tilesonly", RENDERING_RULE="Hillshade")
    assert list(tmp_path.iterdir()) == []
