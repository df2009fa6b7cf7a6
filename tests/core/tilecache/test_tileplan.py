# SPDX-License-Identifier: GPL-2.0-or-later
"""Plans of downloads from tiles: the level that suits, what the values are, and what cannot be had."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import tileplan
from image_services.core.errors import PlanError
from image_services.core.options import DownloadOptions
from image_services.core.plan import plan_download
from image_services.core.service import ImageService

URL = "https://example.org/arcgis/rest/services/S/ImageServer"


def service(info=None, **root):
    """Return a service of 1000 x 1000 cells of 10, with a cache of four levels; None leaves a member out."""
    tiles = {
        "cols": 256,
        "rows": 256,
        "format": "LERC2D",
        "origin": {"x": -1000, "y": 9000},
        "spatialReference": {"wkid": 3857},
        "lods": [{"level": n, "resolution": 80 / 2**n} for n in range(4)],
    }
    described = {
        "name": "S",
        "currentVersion": 11,
        "capabilities": "Image,TilesOnly",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 10_000, "ymax": 10_000, "spatialReference": {"wkid": 102100}},
        "pixelSizeX": 10,
        "pixelSizeY": 10,
        "bandCount": 1,
        "pixelType": "F32",
        "tileInfo": {**tiles, **(info or {})},
        **root,
    }
    return ImageService.from_json(URL, {key: value for key, value in described.items() if value is not None})


def plan(one=None, *, has_lerc=True, **options):
    return plan_download(one or service(), DownloadOptions.of(**options), has_lerc=has_lerc)


def texts(one):
    return " ".join(note.text for note in one.notes)


def test_without_wishes_it_is_the_finest_level_and_unchanged():
    one = plan()
    assert (one.cache.level.number, one.grid.cell_width, one.is_native, one.notes) == (3, 10, True, ())
    # The service reaches to y = 10000, its tiles begin at 9000.
    assert (one.grid.columns, one.grid.rows, one.grid.first_column, one.grid.first_row) == (1000, 900, 100, 0)
    assert len(one.tiles) == 5 * 4
    assert one.tiles[0].columns == 156
    assert "level 3" in one.format.reason
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize(("cell", "level"), [(10, 3), (20, 2), (20.05, 2), (79.99, 0), ((40, 40.0001), 1)])
def test_a_cell_size_names_a_level(cell, level):
    one = plan(cell_size=cell)
    assert one.cache.level.number == level
    assert one.grid.cell_width == 80 / 2**level
    assert "has no cells of" not in texts(one)
    assert one.is_native == (level == 3)
    assert ("overview" in texts(one)) == (level != 3)


@pytest.mark.parametrize(
    ("cell", "level", "words"),
    [
        (30, 1, "no cells of 30: level 1 is read, with cells of 40; the next ones have 80, 20."),
        (27, 2, "no cells of 27: level 2 is read, with cells of 20; the next ones have 40, 10."),
        (1, 3, "no cells of 1: level 3 is read, with cells of 10; the next ones have 20."),
        (5000, 0, "no cells of 5000: level 0 is read, with cells of 80; the next ones have 40."),
        ((10, 40), 2, "no cells of 10 × 40: level 2 is read"),
    ],
)
def test_another_size_is_answered_by_the_nearest_level_in_words(cell, level, words):
    one = plan(cell_size=cell)
    assert one.cache.level.number == level
    assert words in texts(one)
    assert one.warnings


def test_an_extent_is_cut_out_of_the_tiles():
    one = plan(extent=(101, 202, 399, 488))
    assert one.grid.extent.bounds == (100, 200, 400, 490)
    assert one.grid.first_column == 110
    with pytest.raises(PlanError, match="lies outside “S”"):
        plan(extent=(-500, -500, -100, -100))
    with pytest.raises(PlanError, match=r"outside the tiles.*begin at -1000, 9000"):
        plan(extent=(100, 9100, 400, 9900))


@given(
    st.floats(0, 9_000),
    st.floats(0, 8_000),
    st.floats(0.5, 3_000),
    st.floats(0.5, 3_000),
    st.sampled_from([10, 20, 40]),
)
def test_every_plan_lies_on_the_lattice_and_covers_what_is_wanted(x, y, width, height, cell):
    wanted = (x, y, min(x + width, 10_000), min(y + height, 9_000))
    one = plan(extent=wanted, cell_size=cell)
    box = one.grid.extent
    assert box.xmin <= wanted[0] + cell * 1e-5
    assert box.ymin <= wanted[1] + cell * 1e-5
    assert box.xmax >= wanted[2] - cell * 1e-5
    assert box.ymax >= wanted[3] - cell * 1e-5
    assert (box.xmin + 1000) % cell == 0
    assert (9000 - box.ymax) % cell == 0
    assert sum(window.cells for window in one.tiles) == one.cells


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rendering_rule": '{"rasterFunction": "Hillshade"}'}, "a rendering rule"),
        ({"mosaic_rule": "Center"}, "a mosaic rule"),
        ({"time": "2020-01-01"}, "choose a slice"),
        ({"format": "tiff"}, "the transfer format tiff"),
        ({"interpolation": "bilinear"}, "the interpolation bilinear"),
        ({"pixel_type": "U8"}, "the pixel type U8"),
    ],
)
def test_what_tiles_cannot_give_is_refused_with_a_remedy(options, words):
    with pytest.raises(PlanError, match=f"{words}.*cannot be had.*dynamic imagery layer"):
        plan(**options)


def test_what_is_so_anyway_is_no_wish():
    assert plan(pixel_type="f32", format="auto", interpolation="nearest", compression="lz77").is_native


def test_without_a_decoder_it_says_what_is_missing_and_how_to_get_it():
    with pytest.raises(PlanError, match=r"LERC.*python3 -m pip install lerc.*start QGIS again"):
        plan(service(pixelType="S16"), has_lerc=False)
    assert plan(service({"format": "LERC"}), has_lerc=False).cache.scheme.kind == "Elevation"  # LERC 1 needs nothing
    assert plan(service({"format": "PNG32"}), has_lerc=False).answer_bands == 3


@pytest.mark.parametrize("reads", [True, False])
def test_single_floats_are_left_to_gdal_where_it_can(monkeypatch, reads):
    monkeypatch.setattr(tileplan, "gdal_reads_lerc", lambda: reads)
    if reads:
        assert plan(has_lerc=False).is_native
        with pytest.raises(PlanError, match="pip install"):
            plan(service(bandCount=2), has_lerc=False)
    else:
        with pytest.raises(PlanError, match="pip install"):
            plan(has_lerc=False)


def test_heights_say_where_they_stand_and_how_exact_they_are():
    one = plan(service({"format": "LERC", "lercError": 0.1}, pixelType="S16"))
    assert "half a cell" in texts(one)
    assert "error of up to 0.1" in one.warnings[0]
    assert (one.pixel_type.code, one.is_native) == ("F32", False)
    assert one.grid.first_column == 100
    assert one.grid.xmin == -1005


def test_pictures_are_called_pictures():
    one = plan(service({"format": "MIXED"}, bandCount=8, pixelType="U16", noDataValue=3))
    assert (one.bands, one.pixel_type.code, one.no_data, one.declared_no_data) == ((0, 1, 2), "U8", None, ())
    assert "rendered colours" in one.warnings[0]
    assert "JPEG" in one.warnings[1]
    assert "JPEG" not in texts(plan(service({"format": "PNG32"})))
    with pytest.raises(PlanError, match="no band 4"):
        plan(service({"format": "PNG32"}), bands=[4])


def test_values_in_pictures_are_values():
    """A raster cache of bytes may be kept as PNG or JPEG."""
    exact = plan(service({"format": "PNG"}, cacheType="Raster", pixelType="U8"))
    assert (exact.is_native, exact.pixel_type.code, exact.answer_bands) == (True, "U8", 1)
    lossy = plan(service({"format": "JPEG"}, cacheType="Raster", pixelType="U8"))
    assert not lossy.is_native
    assert "JPEG" in lossy.warnings[0]


def test_another_reference_is_carried_here_and_says_so():
    one = plan(sr=4326)
    assert one.cache.is_warped
    assert not one.is_native
    assert "carried to EPSG:4326 here" in one.warnings[0]
    assert one.cache.level.number == 3
    assert plan(sr=4326, cell_size=one.grid.cell_width * 4).cache.level.number == 1
    assert plan(sr=4326, cell_size=one.grid.cell_width * 5).grid.cell_width == one.grid.cell_width * 5
    assert plan(sr=3857).cache.is_warped is False  # 102100 is the same


def test_a_service_that_gives_both_is_asked_for_tiles_only_on_request():
    both = service(capabilities="Image,Metadata", cacheType="Map")
    assert plan(both).cache is None
    assert plan(both, source="tiles").cache is not None
    with pytest.raises(PlanError, match="no exportImage requests"):
        plan(source="export")
    with pytest.raises(PlanError, match="no source"):
        plan(both, source="tile")
    with pytest.raises(PlanError, match="has no cache"):
        plan(service(tileInfo=None, capabilities="Image"), source="tiles")


def test_a_clip_is_the_extent_where_none_is_given():
    from image_services.core.clip import Clip
    from image_services.core.spatialref import SpatialReference

    clip = Clip.from_wkt("POLYGON ((105 105, 395 105, 395 395, 105 395, 105 105))", SpatialReference(3857))
    one = plan(clip=clip)
    assert one.grid.extent.bounds == (100, 100, 400, 400)
    assert one.clip is clip


def test_the_whole_world_in_the_finest_detail_is_planned_at_once():
    """Four thousand million tiles are counted, not listed."""
    lods = [{"level": n, "resolution": 156543.033928 / 2**n} for n in range(25)]
    world = {"xmin": -20037508, "ymin": -20037508, "xmax": 20037508, "ymax": 20037508}
    origin = {"x": -20037508.342787, "y": 20037508.342787}
    one = service(
        {"format": "LERC", "lods": lods, "origin": origin}, extent={**world, "spatialReference": {"wkid": 3857}}
    )
    assert len(plan(one, cell_size=2.388657).tiles) == 65537**2  # one sample more than there are cells
    with pytest.raises(PlanError, match="larger cells or a smaller extent"):
        plan(one)


@pytest.mark.parametrize("options", [{}, {"sr": 4326, "cell_size": 0.1}, {"cell_size": 1000}, {"bands": [1]}])
def test_every_recorded_cache_is_planned(shared_data, options):
    seen = 0
    for path in sorted((shared_data / "real-services").glob("*root*.json")):
        root = json.loads(path.read_text())
        if not root.get("tileInfo", {}).get("lods"):
            continue
        recorded = ImageService.from_json(URL, root)
        if "anonymised" in path.name:  # its numbers were made up, and the data lies outside its tiles
            with pytest.raises(PlanError, match="outside"):
                plan(recorded, source="tiles")
            continue
        one = plan(recorded, source="tiles", **options)
        assert one.cells > 0
        assert one.summary()
        assert one.tiles[0].cells > 0
        seen += 1
    assert seen == 4


def test_the_recorded_hosted_cache_is_read_without_asking(shared_data):
    root = json.loads((shared_data / "real-services/agol-hosted-GEBCO2021-depth-ranges-root-12.json").read_text())
    one = plan(ImageService.from_json(URL, root))
    assert (one.cache.level.number, one.grid.columns, one.grid.rows, one.no_data) == (8, 86400, 43200, 32767)
    assert one.is_native
    assert one.spatial_reference.label == "EPSG:4326"


def test_the_plan_of_a_part_of_terrain_3d_keeps_samples_in_place(shared_data):
    root = json.loads((shared_data / "real-services/elevation3d-Terrain3D-root-10.6.json").read_text())
    one = plan(ImageService.from_json(URL, root), source="tiles", extent=(0, 0, 5000, 5000), cell_size=19.1)
    assert one.cache.level.number == 13
    half = one.grid.cell_width / 2
    sample = (one.grid.extent.xmin + half + 20037508.342787) / one.grid.cell_width
    assert sample == pytest.approx(round(sample), abs=1e-6)
