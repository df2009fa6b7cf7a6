# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons of a layer: read beside the main thread as they are now, and found again where a file holds them."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, PlanError
from image_services.plugin.polygons import PolygonSource, file_of
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorFileWriter, QgsVectorLayer

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]
SQUARES = ("POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((5 5,20 5,20 20,5 20,5 5))")


def layer_of(*texts, crs="EPSG:25832"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "areas", "memory")
    layer.dataProvider().addFeatures([feature(text) for text in texts])
    return layer


def feature(text):
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(text))
    return feature


def area(clip):
    geometry = QgsGeometry()
    geometry.fromWkb(clip.wkb)
    return geometry.area()


@pytest.fixture
def lasting_file():
    """A GeoPackage with the squares, outside the folder for temporary files."""
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        path = Path(folder) / "areas.gpkg"
        options = QgsVectorFileWriter.SaveVectorOptions()
        context = QgsProject.instance().transformContext()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer_of(*SQUARES), str(path), context, options)
        yield path


def test_overlapping_polygons_are_one():
    clip = PolygonSource(layer_of(*SQUARES)).clip(Cancel())
    assert area(clip) == 100 + 225 - 25
    assert clip.sr.to_authority() == "EPSG:25832"
    assert clip.extent.bounds == (0, 0, 20, 20)


def test_only_the_features_wanted_are_taken():
    layer = layer_of(*SQUARES)
    second = max(feature.id() for feature in layer.getFeatures())
    assert area(PolygonSource(layer, [second]).clip(Cancel())) == 225


def test_polygons_are_read_in_another_thread_as_they_were_when_it_began():
    layer = layer_of(SQUARES[0])
    layer.startEditing()
    layer.addFeature(feature(SQUARES[1]))
    source = PolygonSource(layer)
    layer.rollBack()
    clips = []
    thread = threading.Thread(target=lambda: clips.append(source.clip(Cancel())))
    thread.start()
    thread.join(10)
    assert area(clips[0]) == 300


def test_polygons_that_cross_themselves_are_made_whole():
    bows = ("POLYGON((0 0,10 10,10 0,0 10,0 0))", "POLYGON((5 0,15 10,15 0,5 10,5 0))")
    assert area(PolygonSource(layer_of(*bows)).clip(Cancel())) == pytest.approx(87.5)


def test_an_empty_layer_is_refused_in_words():
    with pytest.raises(PlanError, match="holds no polygons"):
        PolygonSource(layer_of()).clip(Cancel())


def test_reading_can_be_cancelled():
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        PolygonSource(layer_of(*SQUARES)).clip(cancel)


def test_only_what_a_lasting_file_holds_can_be_found_again(lasting_file, tmp_path):
    if Path(tempfile.gettempdir()) in lasting_file.parents:
        pytest.skip("this checkout itself lies in the folder for temporary files")
    source = f"{lasting_file}|layername=areas"
    layer = QgsVectorLayer(source, "areas", "ogr")
    assert layer.isValid()
    assert file_of(layer) == source
    layer.startEditing()
    assert file_of(layer) == source
    layer.deleteFeature(1)
    assert file_of(layer) == ""
    layer.rollBack()
    assert file_of(layer_of(*SQUARES)) == ""
    temporary = tmp_path / "areas.gpkg"
    temporary.write_bytes(lasting_file.read_bytes())
    assert file_of(QgsVectorLayer(str(temporary), "areas", "ogr")) == ""
