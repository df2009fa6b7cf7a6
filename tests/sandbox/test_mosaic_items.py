# SPDX-License-Identifier: GPL-2.0-or-later
"""The rasters of a catalogue one by one: what is said about them, their images, their files, their outline."""

from __future__ import annotations

import json

import numpy as np
import pytest
from osgeo import gdal, ogr

OVERLAP, SCENES, MONTHLY = "mosaics/overlap", "mosaics/scenes", "mosaics/monthly"


def test_an_item_has_the_members_of_a_recorded_one(asker, shared_data):
    recorded = json.loads((shared_data / "real-services" / "catalogitem-102605-10.3.json").read_text())
    ours = asker.json(OVERLAP, "3")
    assert set(recorded) == set(ours)
    assert set(recorded["attributes"]) <= set(ours["attributes"])
    assert ours["geometry"]["rings"][0][0] == ours["geometry"]["rings"][0][-1]
    recorded = json.loads((shared_data / "real-services" / "shape-rasterInfo.json").read_text())
    assert set(recorded) <= set(asker.json(OVERLAP, "3/info"))


def test_the_info_of_an_item_is_that_of_its_file(asker, placed):
    info, file = asker.json(OVERLAP, "6/info"), placed("mosaics/overlap.mosaic/patch_6.tif")
    assert (info["pixelSizeX"], info["pixelSizeY"]) == (5, 5)
    assert info["origin"] == {"x": file.xmin, "y": file.ymax}
    assert [info["extent"][name] for name in ("xmin", "ymin", "xmax", "ymax")] == list(file.extent)
    assert (info["bandCount"], info["pixelType"]) == (1, "S16")
    assert asker.json(SCENES, "1/info/keyProperties")["BandProperties"][3]["BandName"] == "NearInfrared"


def test_the_image_of_an_item_is_its_file_whatever_lies_above(asker, placed):
    file = placed("mosaics/overlap.mosaic/patch_5.tif")
    rule = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [1]}
    pixels, mask = asker.raw(OVERLAP, file.extent, file.size, "i2", operation="5/image", mosaicRule=rule)
    assert mask.all()
    np.testing.assert_array_equal(pixels[0], file.pixels[0])
    fine = placed("mosaics/overlap.mosaic/patch_6.tif")
    pixels, _ = asker.raw(OVERLAP, fine.extent, fine.size, "i2", operation="6/image")
    np.testing.assert_array_equal(pixels[0], fine.pixels[0])  # at its own 5 m, where the service has 10


def test_the_bands_of_an_items_image_can_be_chosen(asker, placed):
    file = placed("mosaics/scenes.mosaic/S02_2022.tif")
    pixels, mask = asker.raw(SCENES, file.extent, file.size, "u2", 2, operation="2/image", bandIds="3,0")
    np.testing.assert_array_equal(mask, file.valid)
    np.testing.assert_array_equal(pixels[:, mask], file.pixels[[3, 0]][:, mask])


def test_thumbnail_and_missing_items(asker):
    answer = asker.get(SCENES, "1/thumbnail")
    assert (answer.headers["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert asker.json(OVERLAP, "7")["error"]["code"] == 400
    assert asker.json(OVERLAP, "1/nothing")["error"]["message"] == "Invalid URL"
    error = asker.get(OVERLAP, "1/image", f="image", size="99999,1", format="tiff")
    assert error.json()["error"]["details"] == ["The requested image exceeds the size limit."]


def test_the_boundary_is_the_union_of_the_footprints(asker):
    shape = asker.json(OVERLAP, "queryBoundary")
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for number in range(1, 7):
        whole.AddGeometry(polygon(asker.json(OVERLAP, str(number))["geometry"]["rings"]))
    whole = whole.UnionCascaded()
    assert polygon(shape["shape"]["rings"]).SymDifference(whole).Area() == pytest.approx(0, abs=1e-6)
    assert shape["area"] == pytest.approx(whole.Area())
    world = asker.json(OVERLAP, "queryBoundary", outSR="4326")["shape"]
    assert world["spatialReference"]["wkid"] == 4326
    assert 9 < world["rings"][0][0][0] < 12


def polygon(rings):
    text = ",".join(f"({','.join(f'{x} {y}' for x, y in ring)})" for ring in rings)
    return ogr.CreateGeometryFromWkt(f"POLYGON({text})")


def test_the_area_of_a_geographic_service_is_measured_on_the_ellipsoid(asker, shared_data):
    """The whole earth is known, and so is a degree at the equator, from Esri's own example."""
    example = json.loads((shared_data / "real-services" / "shape-queryBoundary.json").read_text())
    assert asker.json("science/temperature", "queryBoundary")["error"]["message"] == "Invalid URL"  # since 10.6
    asker.control.override("science/temperature", generation="10.91")
    whole = asker.json("science/temperature", "queryBoundary")
    assert whole["area"] == pytest.approx(510_065_621_724_000, rel=1e-6)
    items = [{"file": "temp_t0_z0.tif"}]
    asker.control.override("mosaics/ocean", mosaic={"items": items})
    part = asker.json("mosaics/ocean", "queryBoundary")["area"]
    degree = example["area"] * np.cos(np.radians(39.2))
    assert part == pytest.approx(20 * 12 * degree, rel=0.01)


def listed(asker, name=SCENES, **params):
    return asker.json(name, "download", **params)["rasterFiles"]


def test_every_file_of_a_raster_is_named_and_comes_as_it_is(asker):
    files = listed(asker, rasterIds="1,2")
    folder = asker.data / "mosaics" / "scenes.mosaic"
    expected = {
        1: ["S01_2022.tif", "S01_2022.tfw", "S01_2022.tif.aux.xml"],
        2: ["S02_2022.tif", "S02_2022.tif.aux.xml"],
    }
    assert [(file["id"], file["rasterIds"]) for file in files] == [
        (f".\\scenes\\{name}", [number]) for number, names in expected.items() for name in names
    ]  # ids are spelt as the server likes
    for file in files:
        name = file["id"].rpartition("\\")[2]
        answer = asker.get(SCENES, "file", id=file["id"], rasterId=file["rasterIds"][0])
        assert answer.content == (folder / name).read_bytes()
        assert file["size"] == len(answer.content)


def test_a_file_can_be_taken_up_where_it_broke_off(asker):
    file = listed(asker, rasterIds="3")[0]
    whole = asker.get(SCENES, "file", id=file["id"])
    assert whole.headers["Accept-Ranges"] == "bytes"
    tag = whole.headers["ETag"]

    def part(text, **headers):
        return asker.get(SCENES, "file", headers={"Range": text, **headers}, id=file["id"])

    rest = part("bytes=1000-", **{"If-Range": tag})
    assert (rest.status_code, rest.content) == (206, whole.content[1000:])
    assert rest.headers["Content-Range"] == f"bytes 1000-{file['size'] - 1}/{file['size']}"
    assert part("bytes=10-19").content == whole.content[10:20]
    assert part("bytes=-7").content == whole.content[-7:]
    changed = part("bytes=1000-", **{"If-Range": '"of another file"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    assert part(f"bytes={file['size']}-").status_code == 416
    assert part("bytes=0-1,5-6").status_code == 200
    assert part("lines=1-2").status_code == 200
    asker.control.override(SCENES, mosaic={"ranges": False})
    plain = part("bytes=1000-")
    assert (plain.status_code, plain.content) == (200, whole.content)
    assert "Accept-Ranges" not in plain.headers


def test_the_server_clips_to_a_box(asker, placed):
    box = (437_500.0, 4_811_503.0, 438_003.0, 4_812_000.0)
    text = ",".join(map(str, box))
    files = listed(asker, rasterIds="1,2,12", geometry=text, geometryType="esriGeometryEnvelope", format="TIFF")
    assert [file["rasterIds"] for file in files] == [[1]]  # the others are elsewhere
    clipped = fetched(asker, files[0])
    file = placed("mosaics/scenes.mosaic/S01_2022.tif")
    left, top = 38, 40  # cells that the box touches, whole
    expected = file.pixels[:, top : top + 51, left : left + 51]
    np.testing.assert_array_equal(clipped.ReadAsArray(), expected)
    assert clipped.GetGeoTransform() == (437_495.0, 10, 0, 4_812_005.0, 0, -10)


def test_the_server_clips_to_a_polygon(asker, placed):
    ring = [[437_500, 4_811_500], [437_500, 4_812_000], [438_000, 4_812_000], [437_500, 4_811_500]]
    geometry = {"rings": [ring], "spatialReference": {"wkid": 32616}}
    (file,) = listed(asker, rasterIds="1", geometry=geometry, geometryType="esriGeometryPolygon")
    clipped = fetched(asker, file)
    pixels = clipped.ReadAsArray()[0]
    assert clipped.GetRasterBand(1).GetNoDataValue() == 0
    assert pixels[5, 10] > 0
    assert pixels[-1, -1] == 0
    assert asker.json(SCENES, "download", rasterIds="1", geometry=geometry, geometryType="esriGeometryPolygon",
                      format="JP2")["error"]["code"] == 400  # fmt: skip


def fetched(asker, file):
    content = asker.get(SCENES, "file", id=file["id"], rasterId=str(file["rasterIds"][0])).content
    assert len(content) == file["size"]
    gdal.FileFromMemBuffer(f"/vsimem/{file['id']}", content)
    return gdal.Open(f"/vsimem/{file['id']}")


@pytest.mark.parametrize(
    ("params", "detail"),
    [
        ({"rasterIds": "1,2,3,4,5,6,7"}, "The number of requested rasters exceeds the limit for download."),
        ({"rasterIds": "1,99"}, "A raster of the request does not exist."),
        ({"rasterIds": "one"}, "'rasterIds' parameter is invalid."),
        ({}, "'rasterIds' parameter is invalid."),
    ],
)
def test_downloads_that_are_refused(asker, params, detail):
    error = asker.json(SCENES, "download", **params)["error"]
    assert (error["code"], error["details"]) == (400, [detail])


def test_the_size_of_a_download_is_limited(asker):
    asker.control.override(SCENES, root={"maxDownloadSizeLimit": 0.05})  # megabytes
    assert len(listed(asker, rasterIds="1")) == 3
    error = asker.json(SCENES, "download", rasterIds="1,2")["error"]
    assert error["details"] == ["The size of the requested files exceeds the limit for download."]


def test_no_file_outside_the_catalogue_can_be_had(asker):
    for name in ("..\\scenes.service.json", "../scenes.service.json", "/etc/passwd", "", "S01_2022.tif"):
        assert asker.get(SCENES, "file", id=name).status_code == 404
    assert asker.json(OVERLAP, "download", rasterIds="1")["error"]["code"] == 400
    asker.control.override(SCENES, mosaic={"filePrefix": "..\\..\\"})  # ids that a careless client writes to
    file = listed(asker, rasterIds="1")[0]
    assert file["id"] == "..\\..\\scenes\\S01_2022.tif"
    assert asker.get(SCENES, "file", id=file["id"]).content[:4] == b"II*\0"


def test_a_file_that_several_rasters_share_is_named_once(asker):
    items = [{"file": "S01_2022.tif"}, {"file": "S01_2022.tif"}]
    asker.control.override(SCENES, mosaic={"items": items, "sidecars": False})
    assert [file["rasterIds"] for file in listed(asker, rasterIds="1,2")] == [[1, 2]]


def test_the_rasters_of_a_mosaic_are_no_services_of_their_own(asker):
    folder = asker.client.get(f"{asker.process.services}/mosaics?f=json", timeout=30).json()
    assert folder["folders"] == []
    assert [entry["name"] for entry in folder["services"]][:2] == ["mosaics/monthly", "mosaics/monthly_slices"]
    assert asker.json("mosaics/overlap.mosaic/patch_1")["error"]["code"] == 500
    inside = asker.client.get(f"{asker.process.services}/mosaics/overlap.mosaic?f=json", timeout=30).json()
    assert inside["error"]["message"] == "Folder not found"


def test_a_folder_of_rasters_is_a_mosaic_without_further_ado(asker):
    """What the publisher does not state comes from the files."""
    asker.control.override(OVERLAP, mosaic={"items": None, "fields": None, "cellSize": 10.0})
    answer = asker.json(OVERLAP, "query", outFields="Name,LowPS,MaxPS,Category", returnGeometry="false")
    rows = [tuple(feature["attributes"].values()) for feature in answer["features"]]
    assert rows == [(f"patch_{n}", 5 if n == 6 else 10, 50 if n == 6 else 100, 1) for n in range(1, 7)]
