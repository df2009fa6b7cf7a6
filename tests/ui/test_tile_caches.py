# SPDX-License-Identifier: GPL-2.0-or-later
"""The download dialog on services that hand out nothing but tiles of a cache."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtWidgets import QComboBox

pytestmark = pytest.mark.qgis


def test_the_plan_of_a_tile_cache_says_that_values_are_unchanged(opened):
    dialog = opened("quirks/tilesonly")
    kind, text = dialog.plan_view.lines()[0]
    assert kind == "success"
    assert text.startswith("1,400 × 1,100 cells, 1 band F32, 30 requests")
    assert "tiles of the cache" in dialog.plan_view.toolTip()
    assert dialog.download_button.isEnabled()


def test_the_sizes_in_the_list_are_those_of_the_levels(opened):
    dialog = opened("quirks/tilesonly")
    sizes = dialog.raster_panel.cell_size.sizes
    offered = [sizes.itemData(row) for row in range(1, sizes.count())]
    assert [size.level for size in offered] == [2, 1, 0]
    dialog.raster_panel.cell_size.width_edit.setText("50")
    dialog.replan()
    assert (
        "warning",
        "The cache has no cells of 50: level 2 is read, with cells of 40; the next ones have 80, 20.",
    ) in (dialog.plan_view.lines())


def test_another_reference_is_a_warning(opened):
    dialog = opened("quirks/tilesonly")
    dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dialog.replan()
    kind, text = dialog.plan_view.lines()[1]
    assert kind == "warning"
    assert "carried to EPSG:4326 here" in text


def test_what_a_cache_cannot_give_is_said_in_words(opened):
    dialog = opened("quirks/tilesonly")
    dialog.values_panel.mosaic_rule.setCurrentText("Center")
    dialog.replan()
    kind, text = dialog.plan_view.lines()[0]
    assert kind == "error"
    assert "a mosaic rule cannot be had" in text
    assert not dialog.download_button.isEnabled()


def test_the_reference_of_the_tiles_is_named_where_it_is_not_the_services(opened):
    dialog = opened("caches/webmercator")
    panel = dialog.raster_panel
    words = panel.crs.findChild(QComboBox)
    assert words.itemText(0) == "As the Tiles (EPSG:3857)"
    assert panel.extent.outputCrs().authid() == "EPSG:3857"
    panel.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    panel.crs.setCrs(QgsCoordinateReferenceSystem())
    assert panel.extent.outputCrs().authid() == "EPSG:3857"
    opened("elevation/dem")
    assert words.itemText(0) == "As the Service (EPSG:3857)"
