# SPDX-License-Identifier: GPL-2.0-or-later
"""Files as sources: what is valid, which way rows run, tables and colours, and files that cannot be read."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core.errors import PlanError, PublishError
from image_services.core.grid import Window
from image_services.core.publish_options import PublishOptions
from image_services.core.publish_plan import plan_publish
from image_services.core.raster import RasterClass
from image_services.core.raster_source import GdalSource
from osgeo import gdal


def whole(source):
    facts = source.facts
    return source.read(tuple(range(len(facts.bands))), Window(0, 0, facts.width, facts.height))


def test_the_facts(tmp_path, write_raster, values_of):
    source = GdalSource(write_raster(tmp_path / "some dem.tif", values_of("S16", 2, 30, 40), no_data=-7), bands=(2, 1))
    facts = source.facts
    assert (facts.name, facts.width, facts.height) == ("some dem", 40, 30)
    assert facts.transform == (500_003.3, 12.5, 0.0, 5_400_007.7, 0.0, -7.25)
    assert [band.name for band in facts.bands] == ["band 2", "band 1"]
    assert facts.bands[0].pixel_type.code == "S16"
    assert "UTM zone 32N" in facts.wkt
    assert facts.size_on_disk == (tmp_path / "some dem.tif").stat().st_size
    source.close()


@pytest.mark.parametrize("no_data", [None, -9999.0])
def test_holes_by_mask_and_by_value(tmp_path, write_raster, values_of, no_data):
    data = values_of("F32", 2, 30, 40)
    holes = np.zeros(data.shape, bool)
    holes[:, 3:9, 5:20] = True
    got, valid = whole(GdalSource(write_raster(tmp_path / "in.tif", data, holes=holes, no_data=no_data)))
    np.testing.assert_array_equal(valid, ~holes)
    np.testing.assert_array_equal(got[valid], data[valid])


def test_holes_by_mask_and_by_value_at_once(tmp_path, write_raster):
    """GDAL looks at the mask alone: elsewhere, -9999 would be published as a height."""
    data = np.array([[[-9999, 1, 2, 3]]], np.float32)
    holes = np.array([[[False, False, False, True]]])
    path = write_raster(tmp_path / "in.tif", data, holes=holes)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetNoDataValue(-9999)
    dataset = None
    assert whole(GdalSource(path))[1].tolist() == [[[False, True, True, False]]]


def test_stored_values_are_told_from_what_they_mean(tmp_path, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("S16", 2, 9, 9))
    assert plan_publish(GdalSource(path), PublishOptions("n")).warnings == ()
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(2).SetScale(0.01)
    dataset.GetRasterBand(2).SetOffset(273.15)
    dataset = None
    assert plan_publish(GdalSource(path), PublishOptions("n")).warnings == (
        "“band 2” has a scale of 0.01 and an offset of 273.15: what is published are the stored values, without them.",
    )
    assert plan_publish(GdalSource(path), PublishOptions("n", bands=(1,))).warnings == ()


def test_only_the_very_no_data_value_is_a_hole(tmp_path, write_raster):
    """GDAL itself takes everything from 1e292 on for NoData here."""
    largest = np.finfo(np.float64).max
    data = np.array([[[1e292, 1e308, largest, -largest, 0.0, np.nextafter(largest, 0)]]])
    holes = np.zeros(data.shape, bool)
    got, valid = whole(GdalSource(write_raster(tmp_path / "in.tif", data, holes=holes, no_data=largest)))
    assert valid.tolist() == [[[True, True, False, True, True, True]]]
    np.testing.assert_array_equal(got, data)


def test_nan_is_a_hole_whatever_is_declared(tmp_path, write_raster):
    data = np.array([[[np.nan, 1.0, -5.0, np.inf]]], np.float32)
    path = write_raster(tmp_path / "in.tif", data)
    assert whole(GdalSource(path))[1].tolist() == [[[False, True, True, True]]]


def test_an_alpha_band_is_a_band(tmp_path, write_raster):
    data = np.zeros((4, 6, 7), np.uint8)
    data[:3] = 9
    source = GdalSource(write_raster(tmp_path / "in.tif", data, photometric="RGB", alpha="YES"))
    got, valid = whole(source)
    assert valid.all()
    np.testing.assert_array_equal(got, data)


def test_a_no_data_value_that_no_cell_can_have(tmp_path, write_raster, values_of):
    data = values_of("U8", 1, 9, 9)
    path = tmp_path / "in.tif"
    write_raster(path, data)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetNoDataValue(-9999)
    dataset = None
    source = GdalSource(path)
    assert source.facts.bands[0].no_data is None
    assert whole(source)[1].all()


@pytest.mark.parametrize(("bits", "code"), [(1, "U1"), (2, "U2"), (4, "U4")])
def test_few_bits(tmp_path, write_raster, bits, code):
    data = np.arange(64, dtype=np.uint8).reshape(1, 8, 8) % 2**bits
    source = GdalSource(write_raster(tmp_path / "in.tif", data, nbits=bits))
    assert source.facts.bands[0].pixel_type.code == code
    np.testing.assert_array_equal(whole(source)[0], data)


def test_signed_bytes(tmp_path, write_raster, values_of):
    data = values_of("S8", 1, 9, 9)
    source = GdalSource(write_raster(tmp_path / "in.tif", data))
    assert source.facts.bands[0].pixel_type.code == "S8"
    np.testing.assert_array_equal(whole(source)[0], data)


def test_rows_from_the_south_are_turned(tmp_path, write_raster, values_of):
    data = values_of("S16", 1, 30, 40)
    path = write_raster(tmp_path / "in.tif", data, transform=(10.0, 2.0, 0.0, 1000.0, 0.0, 3.0))
    source = GdalSource(path)
    assert source.facts.transform == (10.0, 2.0, 0.0, 1090.0, 0.0, -3.0)
    np.testing.assert_array_equal(whole(source)[0], data[:, ::-1])
    part, _ = source.read((0,), Window(4, 25, 7, 5))
    np.testing.assert_array_equal(part, data[:, ::-1][:, 25:30, 4:11])


def test_a_palette_and_its_names(tmp_path, write_raster):
    path = write_raster(tmp_path / "in.tif", np.arange(16, dtype=np.uint8).reshape(1, 4, 4))
    table = gdal.ColorTable()
    for value, color in enumerate([(0, 0, 0, 0), (1, 2, 3, 255), (250, 128, 5, 100)]):
        table.SetColorEntry(value, color)
    gdal.GetDriverByName("GTiff").CreateCopy(str(tmp_path / "p.tif"), gdal.Open(str(path)))
    dataset = gdal.Open(str(tmp_path / "p.tif"), gdal.GA_Update)
    dataset.GetRasterBand(1).SetColorTable(table)
    dataset.GetRasterBand(1).SetCategoryNames(["", "water", "wood"])
    dataset = None
    facts = GdalSource(tmp_path / "p.tif").facts
    colors = facts.bands[0].colors
    assert colors[1] == (1, 1, 2, 3, 255, "water")
    assert facts.classes == (RasterClass(1, "water", (1, 2, 3)), RasterClass(2, "wood", (250, 128, 5)))


def test_a_virtual_raster_and_a_band_of_it(tmp_path, write_raster, values_of):
    data = values_of("U16", 3, 20, 20)
    path = write_raster(tmp_path / "in.tif", data)
    gdal.BuildVRT(str(tmp_path / "in.vrt"), [str(path)]).FlushCache()
    source = GdalSource(tmp_path / "in.vrt", bands=(3,))
    np.testing.assert_array_equal(whole(source)[0], data[2:])


@pytest.mark.parametrize("exceptions", [True, False])
def test_what_is_no_raster(tmp_path, exceptions):
    (gdal.UseExceptions if exceptions else gdal.DontUseExceptions)()
    try:
        (tmp_path / "text.tif").write_text("no raster")
        for path in (tmp_path / "text.tif", tmp_path / "missing.tif"):
            with pytest.raises(PlanError, match="cannot be opened as a raster"):
                GdalSource(path)
    finally:
        gdal.UseExceptions()


@pytest.mark.parametrize("exceptions", [True, False])
def test_a_file_that_ends_too_early(tmp_path, write_raster, values_of, exceptions):
    path = write_raster(tmp_path / "in.tif", values_of("F64", 1, 300, 300))
    path.write_bytes(path.read_bytes()[:200_000])
    (gdal.UseExceptions if exceptions else gdal.DontUseExceptions)()
    try:
        with pytest.raises(PublishError, match="” cannot be read"):
            whole(GdalSource(path))
    finally:
        gdal.UseExceptions()


def test_a_band_that_is_not_there(tmp_path, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 1, 5, 5))
    with pytest.raises(PlanError, match="There is no band 2"):
        GdalSource(path, bands=(2,))


def test_64_bit_integers(tmp_path):
    if not hasattr(gdal, "GDT_Int64"):
        pytest.skip("this GDAL has no 64-bit integers")
    gdal.GetDriverByName("GTiff").Create(str(tmp_path / "in.tif"), 4, 4, 1, gdal.GDT_Int64)
    with pytest.raises(PlanError, match="no pixel type for Int64"):
        GdalSource(tmp_path / "in.tif")
