# SPDX-License-Identifier: GPL-2.0-or-later
"""The file that is uploaded: every value, every hole, georeferencing to the last bit, tables, references."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, PublishError
from image_services.core.prepared import prepare_file
from image_services.core.publish_options import PublishOptions
from image_services.core.publish_plan import plan_publish
from image_services.core.raster_source import GdalSource
from osgeo import gdal, osr

LARGEST = np.finfo(np.float64).max


def prepared(path, folder, cancel=None, progress=None, **options):
    source = GdalSource(path)
    plan = plan_publish(source, PublishOptions.of(service_name="out", **options))
    folder.mkdir(exist_ok=True)
    try:
        return prepare_file(source, plan, folder, cancel or Cancel(), progress), plan
    finally:
        source.close()


@pytest.mark.parametrize(
    "transform",
    [
        (1 / 3, 0.1 + 2**-50, 0.0, 1e7 / 7, 0.0, -(0.1 + 2**-49)),
        (500_000.1, 3.3, 0.7, 5e6 / 3, -0.2, -7.7),
        (-180.0, 1 / 1200, 0.0, 90.0, 0.0, -1 / 1500),
    ],
)
def test_georeferencing_to_the_last_bit(tmp_path, write_raster, values_of, transform):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 1, 40, 50), transform=transform)
    file, _ = prepared(path, tmp_path / "out")
    assert gdal.Open(str(file.path)).GetGeoTransform() == transform


def test_the_largest_doubles_are_kept(tmp_path, write_raster):
    """Written by our own masks: by GDAL's, everything from 1e292 on would be NoData."""
    data = np.array([[[1e292, 1e308, np.nextafter(LARGEST, 0), -LARGEST, np.nan, np.inf, 5.0]]])
    file, _ = prepared(write_raster(tmp_path / "in.tif", data), tmp_path / "out")
    dataset = gdal.Open(str(file.path))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == LARGEST
    np.testing.assert_array_equal(band.ReadAsArray(), np.where(np.isnan(data[0]), LARGEST, data[0]))


def test_values_that_become_holes_are_counted(tmp_path, write_raster):
    data = np.array([[[LARGEST, 1.0, LARGEST]]])
    file, _ = prepared(write_raster(tmp_path / "in.tif", data), tmp_path / "out")
    assert file.conflicts == (2,)


def test_a_mask_stays_a_mask_without_promotion(tmp_path, write_raster, values_of):
    data = values_of("U8", 3, 40, 50)
    holes = np.zeros(data.shape, bool)
    holes[:, 5:9, 7:11] = True
    file, plan = prepared(write_raster(tmp_path / "in.tif", data, holes=holes), tmp_path / "out", promote=False)
    assert plan.no_data is None
    dataset = gdal.Open(str(file.path))
    band = dataset.GetRasterBand(2)
    np.testing.assert_array_equal(band.GetMaskBand().ReadAsArray() == 0, holes[0])
    np.testing.assert_array_equal(band.ReadAsArray()[~holes[1]], data[1][~holes[1]])


def test_more_than_one_window(tmp_path, write_raster, monkeypatch):
    monkeypatch.setattr("image_services.core.publish_plan.WINDOW_BYTES", 1)
    data = np.random.default_rng(4).integers(-5, 5, (2, 1100, 1300)).astype(np.int16)
    holes = data == 3
    seen = []
    file, _ = prepared(
        write_raster(tmp_path / "in.tif", data, holes=holes, no_data=99),
        tmp_path / "out",
        progress=lambda *now: seen.append(now),
    )
    dataset = gdal.Open(str(file.path))
    np.testing.assert_array_equal(dataset.ReadAsArray(), np.where(holes, np.int32(2147483647), data))
    assert len(seen) == 9
    assert seen[-1] == (1100 * 1300, 1100 * 1300)
    minimum, maximum, mean, _ = dataset.GetRasterBand(1).GetStatistics(False, False)
    kept = data[0][~holes[0]]
    assert (minimum, maximum) == (kept.min(), kept.max())
    assert mean == pytest.approx(kept.mean())


def paletted(path, write_raster, code=np.uint8):
    write_raster(path, np.arange(16, dtype=code).reshape(1, 4, 4))
    copy = path.with_name(f"palette_{path.name}")
    gdal.GetDriverByName("GTiff").CreateCopy(str(copy), gdal.Open(str(path)))
    dataset = gdal.Open(str(copy), gdal.GA_Update)  # GDAL 3.13 gives no colours to a file that it has just written
    table = gdal.ColorTable()
    table.SetColorEntry(1, (1, 2, 3, 255))
    table.SetColorEntry(2, (250, 128, 5, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    return copy, dataset


def test_a_palette_is_kept(tmp_path, write_raster):
    path, dataset = paletted(tmp_path / "in.tif", write_raster)
    dataset = None
    file, _ = prepared(path, tmp_path / "out")
    dataset = gdal.Open(str(file.path))
    band = dataset.GetRasterBand(1)
    assert band.DataType == gdal.GDT_UInt16
    assert [band.GetColorTable().GetColorEntry(value)[:3] for value in (1, 2)] == [(1, 2, 3), (250, 128, 5)]


def test_a_palette_that_the_new_type_has_no_place_for_is_a_table(tmp_path, write_raster):
    path, dataset = paletted(tmp_path / "in.tif", write_raster, np.uint16)
    dataset = None
    file, _ = prepared(path, tmp_path / "out")
    assert file.sidecar is not None
    dataset = gdal.Open(str(file.path))
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    names = [table.GetNameOfCol(column) for column in range(table.GetColumnCount())]
    rows = {table.GetValueAsInt(row, 0): row for row in range(table.GetRowCount())}
    assert [table.GetValueAsInt(rows[2], names.index(color)) for color in ("Red", "Green", "Blue")] == [250, 128, 5]


def test_an_attribute_table_is_kept_whole(tmp_path, write_raster):
    path, dataset = paletted(tmp_path / "in.tif", write_raster)
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Name", gdal.GFT_String, gdal.GFU_Name)
    table.CreateColumn("Biomass", gdal.GFT_Real, gdal.GFU_Generic)
    table.SetRowCount(2)
    for row, values in enumerate([(1, "Wasser", 0.25), (2, "Wald", 1e9 / 3)]):
        table.SetValueAsInt(row, 0, values[0])
        table.SetValueAsString(row, 1, values[1])
        table.SetValueAsDouble(row, 2, values[2])
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    file, _ = prepared(path, tmp_path / "out")
    assert file.files == (file.path, file.sidecar)
    dataset = gdal.Open(str(file.path))
    kept = dataset.GetRasterBand(1).GetDefaultRAT()
    assert [kept.GetNameOfCol(column) for column in range(3)] == ["Value", "Name", "Biomass"]
    assert (kept.GetValueAsString(1, 1), kept.GetValueAsDouble(1, 2)) == ("Wald", 1e9 / 3)
    assert kept.GetUsageOfCol(0) == gdal.GFU_MinMax


def test_tables_of_rasters_of_many_bands_are_a_warning(tmp_path, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 2, 5, 5))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(["a", "b"])
    dataset = None
    file, plan = prepared(path, tmp_path / "out")
    assert "one band only" in plan.warnings[0]
    assert file.path.exists()


@pytest.mark.parametrize(
    "reference",
    [
        "EPSG:4326",
        "EPSG:7405",
        "ESRI:54012",
        "ESRI:102605",
        "+proj=laea +lat_0=52.123 +lon_0=10.321 +x_0=1 +y_0=2 +ellps=GRS80",
        "+proj=omerc +lat_0=4 +lonc=102.25 +alpha=323.1 +gamma=323.2 +k=0.99984 +x_0=804671 +y_0=0 +ellps=evrstSS",
    ],
)
def test_references_that_only_wkt_can_say(tmp_path, write_raster, values_of, reference):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 1, 5, 5), wkt=reference)
    file, _ = prepared(path, tmp_path / "out")
    assert file.sidecar is None  # the file itself says it
    wanted = osr.SpatialReference()
    wanted.SetFromUserInput(reference)
    kept = gdal.Open(str(file.path)).GetSpatialRef()
    assert kept.IsSame(wanted, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"])


def test_cancelled_in_the_middle(tmp_path, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 1, 1100, 50))
    cancel = Cancel()
    with pytest.raises(Cancelled):
        prepared(path, tmp_path / "out", cancel, lambda *_: cancel.set())
    assert list((tmp_path / "out").iterdir()) == []


def test_a_source_that_breaks_off(tmp_path, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("F64", 1, 300, 300))
    path.write_bytes(path.read_bytes()[:300_000])
    with pytest.raises(PublishError, match="cannot be read"):
        prepared(path, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_file_is_compressed_in_blocks(tmp_path, write_raster):
    path = write_raster(tmp_path / "in.tif", np.zeros((1, 900, 900), np.float32))
    file, plan = prepared(path, tmp_path / "out")
    dataset = gdal.Open(str(file.path))
    assert dataset.GetRasterBand(1).GetBlockSize() == [512, 512]
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert file.bytes < plan.upload_bytes / 10
