# SPDX-License-Identifier: GPL-2.0-or-later
"""The root resource has the members of recorded answers, in their order, generation by generation."""

from __future__ import annotations

import json

import numpy as np
import pytest

# Members that only a mosaic dataset or a cache has; ours is a single raster.
MOSAIC_ONLY = {
    "maxRecordCount",
    "maxDownloadImageCount",
    "maxDownloadSizeLimit",
    "maxMosaicImageCount",
    "tileInfo",
    "timeInfo",
}
RECORDINGS = {
    "9.3": "davidson-county-tn-root-9.3.json",
    "10.01": "generic-root-10.01.json",
    "10.3": "indiana-like-102605-root-10.3-download.json",
    "10.5": "idaho-naip2010-root-10.5.json",
    "10.91": "terriajs-rasterFns-root.json",
    "11": "sentinel2-landcover-root-11.0.json",
}


@pytest.mark.parametrize("generation", RECORDINGS)
def test_members_and_their_order_are_those_of_the_recording(world, shared_data, generation):
    recorded = json.loads((shared_data / "real-services" / RECORDINGS[generation]).read_text())
    world.control.override("signed", generation=generation)
    root = world.json("signed")
    expected = [name for name in recorded if name not in MOSAIC_ONLY]
    assert sorted(root) == sorted(expected)
    if generation != "9.3":  # that one was re-typed by its finder, and the order is his
        assert list(root) == expected
    for name in expected:
        if None not in (recorded[name], root[name]) and not isinstance(recorded[name], (int, float)):
            assert type(root[name]) is type(recorded[name]), name


@pytest.mark.parametrize(("generation", "version"), [("10.01", 10.01), ("10.51", 10.51), ("11", 11), ("12", 12)])
def test_the_version_is_a_number_as_recorded(world, generation, version):
    world.control.override("signed", generation=generation)
    value = world.json("signed")["currentVersion"]
    assert value == version
    assert type(value) is type(version)


def test_geometry_of_the_lattice_is_exact(world):
    root = world.json("geographic")
    (x, y), (dx, dy) = world.places["geographic"]["corner"], world.places["geographic"]["cell"]
    assert root["extent"]["xmin"] == x
    assert root["extent"]["ymax"] == y
    assert root["pixelSizeX"] == pytest.approx(dx, rel=1e-13)
    assert root["pixelSizeY"] == pytest.approx(dy, rel=1e-13)
    assert round((root["extent"]["xmax"] - x) / root["pixelSizeX"]) == 100
    assert root["spatialReference"] == {"wkid": 4326, "latestWkid": 4326}


def test_web_mercator_has_esris_number(world):
    assert world.json("elevation/dem")["spatialReference"] == {"wkid": 102100, "latestWkid": 3857}


def test_statistics_are_those_of_the_valid_pixels(world):
    root = world.json("elevation/dem")
    values = world.pixels["elevation/dem"][0][world.valid["elevation/dem"]].astype(float)
    assert root["minValues"] == [values.min()]
    assert root["maxValues"] == [values.max()]
    assert root["meanValues"][0] == pytest.approx(values.mean())
    assert root["stdvValues"][0] == pytest.approx(values.std())
    assert root["noDataValue"] == -9999
    assert root["noDataValues"] == [-9999]


def test_a_service_without_declared_nodata_says_nothing_about_it(world):
    assert "noDataValue" not in world.json("signed")


@pytest.mark.parametrize(
    ("name", "pixel_type", "bands"),
    [
        ("elevation/dem", "F32", 1),
        ("imagery/deep/scene", "U16", 4),
        ("classes", "U8", 1),
        ("signed", "S8", 1),
        ("precise", "F64", 1),
        ("geographic", "S16", 1),
        ("months", "S16", 1),
    ],
)
def test_pixel_types_and_band_counts(world, name, pixel_type, bands):
    root = world.json(name)
    assert (root["pixelType"], root["bandCount"], len(root["minValues"])) == (pixel_type, bands, bands)


def test_overrides_change_and_remove_members(world):
    world.control.override(
        "signed",
        root={"description": "<b>bold</b>", "maxImageWidth": 77, "somethingNew": [1]},
        rootRemove=["maxImageHeight", "spatialReference"],
        extent=[1_000_003.3, 5_999_407.0, 1_000_503.9, 6_000_007.7],
        truePixelType="U1",
    )
    root = world.json("signed")
    assert (root["description"], root["maxImageWidth"], root["somethingNew"]) == ("<b>bold</b>", 77, [1])
    assert "maxImageHeight" not in root
    assert "spatialReference" not in root
    assert "spatialReference" in root["extent"]
    assert root["extent"]["xmax"] == 1_000_503.9
    assert root["pixelType"] == "U1"
    world.control.reset()
    assert world.json("signed")["pixelType"] == "S8"


def test_a_raster_with_colours_is_shown_in_them_unless_told_otherwise(world):
    root = world.json("classes")
    assert root["serviceDataType"] == "esriImageServiceDataTypeThematic"
    assert [info["name"] for info in root["rasterFunctionInfos"]] == ["Colors", "None"]
    assert root["hasRasterAttributeTable"] is True


def test_the_root_resource_describes_the_result_of_a_rule(world):
    root = world.json("classes", renderingRule='{"rasterFunction":"Colors"}')
    assert (root["bandCount"], root["pixelType"], root["hasRasterAttributeTable"]) == (3, "U8", False)
    assert world.json("classes", renderingRule='{"rasterFunction":"nope"}')["error"]["code"] == 400


def test_a_service_without_functions_offers_none_and_refuses_all(world):
    world.control.override("signed", root={"allowRasterFunction": False})
    assert world.json("signed")["rasterFunctionInfos"] == []
    assert world.json("signed", renderingRule='{"rasterFunction":"None"}')["error"]["code"] == 400


def test_a_custom_reference_is_told_as_wkt(world_session, tmp_path):
    from osgeo import gdal, osr

    from sandbox.process import start

    reference = osr.SpatialReference()
    reference.ImportFromProj4("+proj=tmerc +lat_0=42.12 +lon_0=-71.7 +k=0.99998 +x_0=250000 +ellps=GRS80 +units=us-ft")
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "odd.tif"), 8, 8, 1, gdal.GDT_Float32)
    dataset.SetSpatialRef(reference)
    dataset.SetGeoTransform((1000, 3, 0, 2000, 0, -3))
    dataset.GetRasterBand(1).WriteArray(np.arange(64, dtype="f4").reshape(8, 8))
    dataset = None
    with start(tmp_path) as process:
        url = process.service_url("odd")
        reported = world_session.client.get(url, params={"f": "json"}, timeout=10).json()["spatialReference"]
        assert list(reported) == ["wkt"]
        assert reported["wkt"].startswith("PROJCS[")
        query = {
            "f": "image",
            "format": "bsq",
            "bbox": "1000,1976,1024,2000",
            "size": "8,8",
            "imageSR": json.dumps(reported),
            "bboxSR": reported["wkt"],
        }
        body = world_session.client.get(f"{url}/exportImage", params=query, timeout=10).content
        assert np.frombuffer(body, "f4", 64).tolist() == list(range(64))
