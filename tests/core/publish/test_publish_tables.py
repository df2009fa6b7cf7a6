# SPDX-License-Identifier: GPL-2.0-or-later
"""Colours and attribute tables survive the way to the server and back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from image_services import core
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass
from image_services.core.raster_source import GdalSource
from image_services.core.resources import raster_classes
from osgeo import gdal

CLASSES = ((1, "Wasser", (10, 20, 200)), (2, "Wald", (0, 120, 5)), (7, "Fels", (90, 90, 90)))


@pytest.fixture
def classified(tmp_path, write_raster):
    data = np.random.default_rng(2).choice([1, 2, 7], (1, 40, 50)).astype(np.uint8)
    plain = write_raster(tmp_path / "plain.tif", data)
    path = tmp_path / "classes.tif"
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), gdal.Open(str(plain)))
    dataset = gdal.Open(str(path), gdal.GA_Update)  # GDAL 3.13 gives no colours to a file that it has just written
    colors, table = gdal.ColorTable(), gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Count", gdal.GFT_Real, gdal.GFU_PixelCount)
    table.CreateColumn("Class_Name", gdal.GFT_String, gdal.GFU_Name)
    for name, usage in (("Red", gdal.GFU_Red), ("Green", gdal.GFU_Green), ("Blue", gdal.GFU_Blue)):
        table.CreateColumn(name, gdal.GFT_Integer, usage)
    table.SetRowCount(len(CLASSES))
    for row, (value, name, color) in enumerate(CLASSES):
        colors.SetColorEntry(value, (*color, 255))
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsDouble(row, 1, float((data == value).sum()))
        table.SetValueAsString(row, 2, name)
        for column, level in enumerate(color, start=3):
            table.SetValueAsInt(row, column, level)
    dataset.GetRasterBand(1).SetColorTable(colors)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    return path, data


def test_the_source_knows_its_classes(classified):
    path, data = classified
    facts = GdalSource(path).facts
    assert facts.classes[0] == RasterClass(1, "Wasser", (10, 20, 200), float((data == 1).sum()))
    assert [column.name for column in facts.attribute_table.columns][:3] == ["Value", "Count", "Class_Name"]


@pytest.mark.parametrize("promote", [True, False])
def test_classes_come_back(world, classified, name, promote):
    path, data = classified
    result = core.publish(path, gis=world.gis, service_name=name, promote=promote)
    service = core.open_service(result.service_url, gis=world.gis)
    assert service.pixel_type is PIXEL_TYPES["U16" if promote else "U8"]
    assert service.has_attribute_table
    found = raster_classes(service, service.session)
    assert [(entry.value, entry.name, entry.color) for entry in found if entry.name] == list(CLASSES)
    assert np.array_equal(service.read().data, data)
    assert world.state()["uploads"] == []


def test_a_server_that_takes_no_tables_gets_the_raster(world, classified, name):
    world.set(extensions=["tif"])
    path, data = classified
    result = core.publish(path, gis=world.gis, service_name=name)
    (note,) = (note for note in result.notes if "names of the classes stay behind" in note)
    assert "file extension not allowed" in note
    service = core.open_service(result.service_url, gis=world.gis)
    assert np.array_equal(service.read().data, data)
    assert world.state()["uploads"] == []


def test_online_the_table_lies_beside_the_raster(world, classified, name):
    """Where GDAL on the other side looks for it; only the raster's own address is submitted."""
    world.set(online=True)
    core.publish(classified[0], gis=world.gis, service_name=name, kind="dynamic")
    puts = [call["path"] for call in world.calls("blob")]
    assert [path.rpartition("/")[2] for path in puts] == [f"{name}.tif", f"{name}.tif.aux.xml"]
    assert len({path.rpartition("/")[0] for path in puts}) == 1
    (submitted,) = (call["params"] for call in world.calls("submitJob") if "inputRaster" in call["params"])
    (uri,) = json.loads(submitted["inputRaster"])["uris"]
    assert uri.endswith(f"/{name}.tif")
