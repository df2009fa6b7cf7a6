# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of every kind as sources of cells: what is read is what QGIS shows, in every block."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from image_services.core.errors import ImageServiceError, PlanError
from image_services.core.grid import Window
from image_services.plugin.layer_source import LayerSnapshot
from image_services.plugin.provider_source import PICTURE_SIDE, Part, pieces
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRasterRange,
)
from qgis.PyQt.QtGui import QColor

pytestmark = pytest.mark.qgis
gdal.UseExceptions()

COLUMNS, ROWS = 1100, 70
TRANSFORM = (0.1, 1 / 3, 0.0, 7.7, 0.0, -0.1)
KINDS = {
    np.uint8: (gdal.GDT_Byte, "U8"),
    np.uint16: (gdal.GDT_UInt16, "U16"),
    np.int16: (gdal.GDT_Int16, "S16"),
    np.uint32: (gdal.GDT_UInt32, "U32"),
    np.int32: (gdal.GDT_Int32, "S32"),
    np.float32: (gdal.GDT_Float32, "F32"),
    np.float64: (gdal.GDT_Float64, "F64"),
}


def reference(code=4326):
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    return system


def write(path, bands, no_data=None, wkt=None, dress=None):
    """Write arrays as a GeoTIFF; return its path as a text."""
    kind = KINDS[bands[0].dtype.type][0]
    rows, columns = bands[0].shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, len(bands), kind)
    dataset.SetGeoTransform(TRANSFORM)
    dataset.SetProjection(reference().ExportToWkt() if wkt is None else wkt)
    for number, cells in enumerate(bands, start=1):
        band = dataset.GetRasterBand(number)
        band.WriteRaster(0, 0, columns, rows, np.ascontiguousarray(cells).tobytes())
        if no_data is not None:
            band.SetNoDataValue(no_data)
    if dress is not None:
        dress(dataset)
    dataset.FlushCache()
    return str(path)


def cells_of(kind=np.float32, count=1, columns=COLUMNS, rows=ROWS):
    limit = 200 if kind is np.uint8 else 30_000
    return [(np.arange(rows * columns).reshape(rows, columns) * (n + 1) % limit).astype(kind) for n in range(count)]


def layer_of(path, name="a layer"):
    layer = QgsRasterLayer(path, name)
    assert layer.isValid()
    return layer


def read_all(source, window=None):
    facts = source.facts
    return source.read(tuple(range(len(facts.bands))), window or Window(0, 0, facts.width, facts.height))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("is_plain", [True, False], ids=["file", "provider"])
def test_cells_of_every_type_are_read_exactly(qgis_app, tmp_path, kind, is_plain):
    bands = cells_of(kind, 2)
    snapshot = LayerSnapshot.of(layer_of(write(tmp_path / "a.tif", bands)))
    assert snapshot.path == str(tmp_path / "a.tif")
    source = (snapshot if is_plain else replace(snapshot, path="")).open()
    facts = source.facts
    assert (facts.name, facts.width, facts.height) == ("a layer", COLUMNS, ROWS)
    assert facts.transform == pytest.approx(TRANSFORM, rel=1e-14)
    assert [band.pixel_type.code for band in facts.bands] == [KINDS[kind][1]] * 2
    data, valid = read_all(source)
    assert np.array_equal(data, np.stack(bands))
    assert valid.all()
    window = Window(997, 13, 101, 29)
    data, _ = source.read((1,), window)
    assert np.array_equal(data[0], bands[1][13:42, 997:1098])
    source.close()


def test_the_place_of_a_file_is_kept_to_the_last_bit(qgis_app, tmp_path):
    source = LayerSnapshot.of(layer_of(write(tmp_path / "a.tif", cells_of()))).open()
    assert source.facts.transform == TRANSFORM


def test_source_no_data_and_ranges_of_the_user_are_holes(qgis_app, tmp_path):
    (cells,) = bands = cells_of()
    layer = layer_of(write(tmp_path / "a.tif", bands, no_data=5))
    kinds = QgsRasterRange.BoundsType
    ranges = [QgsRasterRange(10, 20), QgsRasterRange(30, 40, kinds.IncludeMin), QgsRasterRange(29_990, np.nan)]
    layer.dataProvider().setUserNoDataValue(1, ranges)
    snapshot = LayerSnapshot.of(layer)
    assert snapshot.path == ""
    source = snapshot.open()
    assert source.facts.bands[0].no_data == 5
    data, valid = read_all(source)
    hole = (cells == 5) | ((cells >= 10) & (cells <= 20)) | ((cells >= 30) & (cells < 40)) | (cells >= 29_990)
    assert np.array_equal(valid[0], ~hole)
    assert np.array_equal(data[0][~hole], cells[~hole])


def test_no_data_of_the_user_alone_becomes_that_of_the_band(qgis_app, tmp_path):
    (cells,) = bands = cells_of(np.uint8)
    layer = layer_of(write(tmp_path / "a.tif", bands))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(7, 7)])
    source = LayerSnapshot.of(layer).open()
    assert source.facts.bands[0].no_data == 7
    assert np.array_equal(read_all(source)[1][0], cells != 7)


def test_no_data_that_the_user_has_switched_off_is_a_value(qgis_app, tmp_path):
    bands = cells_of(np.uint8)
    layer = layer_of(write(tmp_path / "a.tif", bands, no_data=5))
    layer.dataProvider().setUseSourceNoDataValue(1, False)
    source = LayerSnapshot.of(layer).open()
    assert source.facts.bands[0].no_data is None
    data, valid = read_all(source)
    assert valid.all()
    assert np.array_equal(data[0], bands[0])


def test_not_a_number_is_a_hole(qgis_app, tmp_path):
    (cells,) = bands = cells_of()
    cells[3, 4] = np.nan
    snapshot = LayerSnapshot.of(layer_of(write(tmp_path / "a.tif", bands)))
    for one in (snapshot, replace(snapshot, path="")):
        _, valid = read_all(one.open())
        assert np.argwhere(~valid[0]).tolist() == [[3, 4]]


def test_scaled_values_are_those_that_qgis_shows(qgis_app, tmp_path):
    def scale(dataset):
        dataset.GetRasterBand(1).SetScale(0.5)
        dataset.GetRasterBand(1).SetOffset(-10)

    bands = cells_of(np.int16)
    layer = layer_of(write(tmp_path / "a.tif", bands, dress=scale))
    source = LayerSnapshot.of(layer).open()
    assert source.facts.bands[0].pixel_type.is_float
    data, _ = read_all(source)
    assert np.array_equal(data[0], bands[0] * 0.5 - 10)


def test_a_raster_in_memory_is_read(qgis_app):
    path = "/vsimem/in memory.tif"
    bands = cells_of(np.uint16)
    try:
        source = LayerSnapshot.of(layer_of(write(path, bands))).open()
        assert np.array_equal(read_all(source)[0], np.stack(bands))
        assert source.facts.size_on_disk is None
        source.close()
    finally:
        gdal.Unlink(path)


def test_a_formula_is_read_as_it_is_worked_out(qgis_app, tmp_path):
    (cells,) = bands = cells_of()
    path = write(tmp_path / "a.tif", bands, no_data=5)
    right, bottom = TRANSFORM[0] + COLUMNS * TRANSFORM[1], TRANSFORM[3] + ROWS * TRANSFORM[5]
    uri = (
        f"?crs=EPSG:4326&extent={TRANSFORM[0]},{bottom},{right},{TRANSFORM[3]}&width={COLUMNS}&height={ROWS}"
        f"&formula=%22a@1%22*2&a:uri={path}&a:provider=gdal"
    )
    layer = QgsRasterLayer(uri, "twice", "virtualraster")
    assert layer.isValid(), layer.error().summary()
    source = LayerSnapshot.of(layer).open()
    data, valid = read_all(source)
    assert (source.facts.width, source.facts.height) == (COLUMNS, ROWS)
    assert np.array_equal(valid[0], cells != 5)
    assert np.array_equal(data[0][valid[0]], cells[valid[0]] * 2)


def test_the_reference_of_the_layer_comes_first_also_one_that_only_wkt_can_say(qgis_app, tmp_path):
    layer = layer_of(write(tmp_path / "a.tif", cells_of(), wkt=""))
    assert LayerSnapshot.of(layer).open().facts.wkt == ""
    own = QgsCoordinateReferenceSystem.fromProj("+proj=laea +lat_0=12.34 +lon_0=56.78 +datum=WGS84 +units=m")
    assert own.isValid()
    layer.setCrs(own)
    wkt = LayerSnapshot.of(layer).open().facts.wkt
    read_again = osr.SpatialReference()
    assert read_again.ImportFromWkt(wkt) == 0
    assert "12.34" in wkt
    assert QgsCoordinateReferenceSystem.fromWkt(wkt) == own


def table():
    made = gdal.RasterAttributeTable()
    made.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    made.CreateColumn("Cover", gdal.GFT_String, gdal.GFU_Name)
    made.CreateColumn("Area", gdal.GFT_Real, gdal.GFU_Generic)
    for row, (value, name, area) in enumerate([(1, "Wald", 2.5), (2, "Straße", 0.25)]):
        made.SetValueAsInt(row, 0, value)
        made.SetValueAsString(row, 1, name)
        made.SetValueAsDouble(row, 2, area)
    return made


@pytest.mark.parametrize("is_plain", [True, False], ids=["file", "provider"])
def test_an_attribute_table_is_kept_whole(qgis_app, tmp_path, is_plain):
    path = write(tmp_path / "a.tif", cells_of(np.uint8), dress=lambda d: d.GetRasterBand(1).SetDefaultRAT(table()))
    layer = layer_of(path)
    if not is_plain:
        layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(99, 99)])
    kept = LayerSnapshot.of(layer).open().facts.attribute_table
    assert [(c.name, c.kind, c.usage) for c in kept.columns] == [
        ("Value", "integer", gdal.GFU_MinMax),
        ("Cover", "text", gdal.GFU_Name),
        ("Area", "real", gdal.GFU_Generic),
    ]
    assert kept.rows == ((1, "Wald", 2.5), (2, "Straße", 0.25))


def test_classes_of_the_style_become_colors_and_labels(qgis_app, tmp_path):
    layer = layer_of(write(tmp_path / "a.tif", cells_of(np.uint8, 2)))
    kind = QgsPalettedRasterRenderer.Class
    classes = [kind(1, QColor(10, 20, 30), "water"), kind(2, QColor(40, 50, 60, 70), "sand")]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    facts = LayerSnapshot.of(layer).open().facts
    assert facts.bands[0].colors == ((1, 10, 20, 30, 255, "water"), (2, 40, 50, 60, 70, "sand"))
    assert facts.bands[1].colors == ()
    assert [(entry.value, entry.name, entry.color) for entry in facts.classes] == [
        (1, "water", (10, 20, 30)),
        (2, "sand", (40, 50, 60)),
    ]


def test_what_happens_to_the_layer_later_changes_nothing(qgis_app, tmp_path):
    layer = layer_of(write(tmp_path / "a.tif", cells_of(np.uint8)))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(7, 7)])
    snapshot = LayerSnapshot.of(layer)
    layer.setName("another")
    layer.dataProvider().setUserNoDataValue(1, [])
    del layer
    source = snapshot.open()
    assert source.facts.name == "a layer"
    assert not read_all(source)[1].all()


def test_a_broken_layer_is_refused(qgis_app, tmp_path):
    with pytest.raises(PlanError, match="“gone” cannot be read"):
        LayerSnapshot.of(QgsRasterLayer(str(tmp_path / "gone.tif"), "gone"))


def drawn_layer(sandbox):
    uri = f"format='PNG32' layer='' url='{sandbox.service_url('elevation/dem')}'"
    layer = QgsRasterLayer(uri, "drawn", "arcgismapserver")
    assert layer.isValid(), layer.error().summary()
    return layer


def test_what_a_server_draws_is_a_picture_and_says_so(qgis_app, sandbox, beside):
    layer = drawn_layer(sandbox)
    snapshot = LayerSnapshot.of(layer)
    assert "the values behind it" in snapshot.notes()[0]
    source = snapshot.open()
    facts = source.facts
    assert [(band.name, band.pixel_type.code) for band in facts.bands] == [
        (name, "U8") for name in ("Red", "Green", "Blue")
    ]
    assert max(facts.width, facts.height) == PICTURE_SIDE
    ((data, valid),) = beside(lambda _: read_all(source, Window(300, 200, 64, 32)))
    assert data.shape == valid.shape == (3, 32, 64)
    assert valid.any()
    assert np.array_equal(data[0], data[1])  # a picture in grey
    assert len(np.unique(data)) > 1


def test_a_part_of_a_picture_is_read_as_it_was_chosen(qgis_app, sandbox, beside):
    layer = drawn_layer(sandbox)
    box = layer.extent()
    part = Part((box.xMinimum(), box.yMinimum(), box.center().x(), box.center().y()), 40, 30)
    source = LayerSnapshot.of(layer, part).open()
    assert (source.facts.width, source.facts.height) == (40, 30)
    assert source.facts.transform[0] == box.xMinimum()
    ((data, _),) = beside(lambda _: read_all(source))
    assert data.shape == (3, 30, 40)


def test_a_picture_that_cannot_be_had_is_an_error_and_no_hole(qgis_app, sandbox, beside):
    source = LayerSnapshot.of(drawn_layer(sandbox)).open()
    sandbox.control.faults({"kind": "reset", "operation": "*"})
    with pytest.raises(ImageServiceError, match=r"could not read all cells of the layer: .*Connection closed"):
        beside(lambda _: read_all(source, Window(3, 5, 17, 19)))


def test_pieces_cover_a_window_once():
    window = Window(5, 7, 2500, 1025)
    seen = np.zeros((1025, 2500), int)
    for piece in pieces(window):
        seen[piece.row - 7 : piece.row - 7 + piece.rows, piece.column - 5 : piece.column - 5 + piece.columns] += 1
    assert (seen == 1).all()
