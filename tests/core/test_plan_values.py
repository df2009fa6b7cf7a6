# SPDX-License-Identifier: GPL-2.0-or-later
"""What a plan says of the values: bands, NoData, whatever changes them, and whatever cannot work."""

from __future__ import annotations

import pickle

import pytest
from image_services.core.errors import PlanError
from image_services.core.grid import Window
from image_services.core.options import DownloadOptions
from image_services.core.plan import human_size, plan_download
from image_services.core.selection import Selection
from image_services.core.service import ImageService

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
ROOT = {
    "name": "Elevation",
    "currentVersion": 10.91,
    "extent": {"xmin": 0, "ymin": 0, "xmax": 1000, "ymax": 500, "spatialReference": {"wkid": 32633}},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
    "bandCount": 1,
    "pixelType": "F32",
    "capabilities": "Image,Metadata",
    "rasterFunctionInfos": [{"name": "None"}, {"name": "Hillshade"}],
}


def service(**fields):
    return ImageService.from_json(URL, {**ROOT, **fields})


def plan(one=None, *, rendered=None, has_lerc=True, **options):
    return plan_download(one or service(), DownloadOptions.of(**options), rendered=rendered, has_lerc=has_lerc)


# Bands


def test_bands_keep_their_order_and_are_sent_from_zero():
    one = plan(service(bandCount=4, pixelType="U8"), bands="4,3,2")
    assert one.bands == (3, 2, 1)
    assert one.answer_bands == 3
    assert one.server_picks_bands
    assert one.request(one.tiles[0]).params()["bandIds"] == "3,2,1"


def test_all_bands_in_order_are_not_mentioned():
    one = plan(service(bandCount=3), bands=(1, 2, 3))
    assert "bandIds" not in one.request(one.tiles[0]).params()
    assert one.server_picks_bands


def test_under_a_rule_bands_are_picked_here():
    rgb = service(bandCount=3, pixelType="U8")
    one = plan(rendering_rule="hillshade", bands=(3, 1), rendered=rgb)
    query = one.request(one.tiles[0]).params()
    assert query["renderingRule"] == '{"rasterFunction":"Hillshade"}'
    assert "bandIds" not in query
    assert (one.bands, one.answer_bands, one.server_picks_bands) == ((2, 0), 3, False)
    assert one.pixel_type.code == "U8"
    assert any("rendering rule" in text for text in one.warnings)


@pytest.mark.parametrize(("count", "said"), [(1, "only band 1"), (3, "bands 1 to 3")])
def test_a_band_that_is_not_there_says_which_are(count, said):
    with pytest.raises(PlanError, match=f"no band 4: “Elevation” has {said}"):
        plan(service(bandCount=count), bands=(1, 4))


# What cannot work, and what changes values


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"capabilities": "Image,TilesOnly,Tilemap"}, "tile cache.*Ask its owner"),
        ({"capabilities": "Catalog,Mensuration"}, r"capabilities are: catalog, mensuration\).*allow “Image”"),
        ({"pixelType": "UNKNOWN"}, "does not say its pixel type: choose one"),
    ],
)
def test_a_service_that_gives_no_pixels_says_why(fields, match):
    with pytest.raises(PlanError, match=match) as caught:
        plan(service(**fields))
    assert caught.value.url == URL


def test_an_unknown_pixel_type_can_be_chosen():
    assert plan(service(pixelType="UNKNOWN"), pixel_type="s16").pixel_type.code == "S16"


@pytest.mark.parametrize(
    ("options", "warning"),
    [
        ({"pixel_type": "U8"}, "converts F32 to U8"),
        ({"format": "png"}, "stretched to 8 bits"),
        ({"format": "tiff", "compression": "jpeg"}, "JPEG compression changes values"),
        ({"format": "lerc", "lerc_tolerance": 0.5}, "differ from the source by up to 0.5"),
        ({"lerc_tolerance": 0.5}, "differ from the source by up to 0.5"),
        ({"rendering_rule": '{"rasterFunction":"Slope"}'}, "result of a rendering rule"),
        ({"time": "2020-01-01"}, "has no time"),
        ({"sr": 3857}, "reprojects"),
        ({"cell_size": 3}, "resamples"),
    ],
)
def test_whatever_changes_values_is_a_warning(options, warning):
    assert any(warning in text for text in plan(**options).warnings)


@pytest.mark.parametrize(
    "options",
    [
        {"pixel_type": "F32"},
        {"format": "lerc"},
        {"format": "tiff", "compression": "lz77"},
        {"format": "bsq", "lerc_tolerance": 0.5},
        {"compression": "jpeg"},  # means TIFF, which does not travel here
        {"no_data": -9999},
        {"interpolation": "bilinear"},
    ],
)
def test_whatever_does_not_is_none(options):
    assert plan(**options).warnings == ()


def test_a_tolerance_below_one_leaves_integers_alone():
    assert plan(service(pixelType="U8"), lerc_tolerance=0.5).warnings == ()
    assert any("up to 2" in text for text in plan(service(pixelType="U8"), lerc_tolerance=2).warnings)


def test_jpeg_in_tiff_is_warned_of_where_tiff_is_all_there_is():
    assert plan(service(currentVersion=10.1), compression="jpeg").warnings == ("JPEG compression changes values.",)


def test_time_on_a_service_with_time_is_sent():
    one = plan(service(timeInfo={"timeExtent": [0, 1]}), time="1970-01-01/..")
    assert one.request(one.tiles[0]).params()["time"] == "0,null"
    assert one.warnings == ()


def test_times_that_are_slices_are_better_chosen_as_such():
    (warning,) = plan(service(hasMultidimensions=True), time="2020-01-01").warnings
    assert "keeps its times as slices" in warning
    assert "Choose a slice" in warning
    assert plan(service(hasMultidimensions=True, timeInfo={"timeExtent": [0, 1]}), time="2020-01-01").warnings == ()


@pytest.mark.parametrize(
    ("time", "sent"),
    [
        ("2026-09-01", "1788220800000,1788307199999"),  # rasters of that day: catalogues keep 12:00, say
        ("2026-09-01/2026-09-02", "1788220800000,1788393599999"),
        ("../2026-09-01", "null,1788307199999"),
        ("2026-09-01T12:00:00Z", "1788264000000"),
    ],
)
def test_a_date_is_the_whole_day_as_it_is_for_the_catalogue(time, sent):
    timed = service(timeInfo={"timeExtent": [0, 1]})
    one = plan(timed, time=time)
    assert one.request(one.tiles[0]).params()["time"] == sent
    assert Selection(time=time).params(timed)["time"] == sent


def test_slices_need_a_server_that_knows_them():
    with pytest.raises(PlanError, match="knows no slices"):
        plan(service(currentVersion=10.71), slice_id=3)
    for version in (10.81, 12, None):
        one = plan(service(currentVersion=version), slice_id=0)
        assert one.request(one.tiles[0]).params()["sliceId"] == "0"


def test_pictures_hold_eight_bits():
    assert plan(format="png").pixel_type.code == "U8"
    with pytest.raises(PlanError, match="choose bsq or tiff"):
        plan(format="png", pixel_type="F32")


def test_a_function_that_is_not_offered_lists_those_that_are():
    with pytest.raises(PlanError, match="offers: None, Hillshade"):
        plan(rendering_rule="Aspect")


# NoData


@pytest.mark.parametrize(
    ("fields", "options", "value"),
    [
        ({}, {}, -3.4028234663852886e38),  # fractions have room for a value of their own
        ({"pixelType": "F64"}, {}, -1.7976931348623157e308),
        ({"pixelType": "U8"}, {}, None),  # integers have none that is surely free: a mask says it
        ({"pixelType": "S16", "noDataValue": -32768}, {}, -32768),
        ({"pixelType": "U8", "noDataValue": -9999}, {}, None),
        ({"pixelType": "U8", "noDataValue": 0.5}, {}, None),
        ({"noDataValue": -3.4028235e38}, {}, -3.4028234663852886e38),  # what text loses is stored as the bound
        ({"noDataValue": -9999}, {}, -9999),
        ({"noDataValue": -9999}, {"no_data": 5}, 5),
        ({"pixelType": "U8"}, {"no_data": 255}, 255),
        ({"pixelType": "U8", "bandCount": 2, "noDataValues": [0, 255]}, {}, None),
        ({"pixelType": "U8", "bandCount": 2, "noDataValues": [0, 255]}, {"bands": "2"}, 255),
        ({"pixelType": "U8", "bandCount": 2, "noDataValues": [7, None]}, {}, None),  # 7 is a value of band 2
        ({"pixelType": "U8", "bandCount": 2, "noDataValues": [7, None]}, {"bands": "1"}, 7),
        ({"bandCount": 2, "noDataValues": [7, None]}, {}, -3.4028234663852886e38),
        ({"pixelType": "U8", "bandCount": 2}, {"no_data": 0, "no_data_interpretation": "all"}, None),
        ({"pixelType": "U8"}, {"no_data": 0, "no_data_interpretation": "all"}, 0),
        ({"pixelType": "U8", "bandCount": 2}, {"no_data": (1, 2)}, None),
        ({"noDataValue": "1,79e+308"}, {}, -3.4028234663852886e38),
    ],
)
def test_the_value_that_stands_for_no_data(fields, options, value):
    assert plan(service(**fields), **options).no_data == value


def test_declared_no_data_follows_the_bands():
    two = service(pixelType="U8", bandCount=3, noDataValues=[0, None, 9])
    assert plan(two).declared_no_data == (0, None, 9)
    assert plan(two, bands="3,1").declared_no_data == (9, 0)
    assert plan(two, rendering_rule="Hillshade", rendered=two).declared_no_data == ()
    assert plan().declared_no_data == ()


def test_tiff_is_asked_to_mark_the_mask_with_a_value():
    one = plan(format="tiff")
    assert float(one.request(one.tiles[0]).params()["noData"]) == one.no_data
    assert "noData" not in plan(service(pixelType="U8"), format="tiff").request(Window(0, 0, 1, 1)).params()
    assert plan(format="tiff", no_data=3).request(Window(0, 0, 1, 1)).params()["noData"] == "3"
    assert "noData" not in one.request(Window(0, 0, 1, 1), "bsq").params()


# In words, and on the way to workers


def test_the_summary_says_what_will_happen():
    assert plan().summary() == "1,000 × 500 cells, 1 band F32, 1 request, about 2 MB, in EPSG:32633"
    assert (
        "3 bands U8, 50 requests"
        in plan(service(bandCount=3, pixelType="U8"), tile_columns=100, tile_rows=100).summary()
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (460e6, "460 MB"), (1.25e9, "1.2 GB"), (3e12, "3.0 TB")],
)
def test_sizes_in_words(count, words):
    assert human_size(count) == words


def test_a_plan_pickles():
    one = plan(sr=3857, bands=(1,), extent=service().extent, extent_sr=32633)
    copy = pickle.loads(pickle.dumps(one))
    assert copy == one
    assert copy.request(copy.tiles[0]).params() == one.request(one.tiles[0]).params()
    assert one.bytes == one.cells * 4


def test_every_plan_error_ends_like_a_sentence():
    wrong = [
        lambda: plan(bands=(9,)),
        lambda: plan(extent=(5000, 0, 5001, 1)),
        lambda: plan(rendering_rule="x"),
        lambda: plan(service(capabilities="Catalog")),
        lambda: plan(cell_size=1e-9),
        lambda: plan(mosaic_rule="x"),
        lambda: plan(time="x"),
        lambda: plan(pixel_type="X8"),
    ]
    for attempt in wrong:
        with pytest.raises(PlanError) as caught:
            attempt()
        assert str(caught.value)[-1] == "."
        assert str(caught.value)[0].isupper() or str(caught.value)[0] in "“'"


@pytest.mark.parametrize(("bands", "form"), [((1, 2), "png"), (None, "jpg"), ((1, 2, 3, 4, 5), "jpgpng")])
def test_a_picture_of_bands_that_none_has_is_refused_before_anything_is_sent(bands, form):
    with pytest.raises(PlanError, match="1 or 3 bands"):
        plan(service(bandCount=8, pixelType="U8"), format=form, bands=bands)


@pytest.mark.parametrize(("bands", "count"), [(None, 3), ((2, 1), 4), ((1,), 2)])
def test_a_list_of_no_data_is_as_long_as_there_are_bands(bands, count):
    one = service(bandCount=5, pixelType="U8")
    with pytest.raises(PlanError, match=f"list of {count} values"):
        plan(one, bands=bands, no_data=range(count))
    for fitting in (1, len(bands or range(5)), 5):
        plan(one, bands=bands, no_data=range(fitting))


@pytest.mark.parametrize(
    ("method", "words"),
    [("lockraster", "ids"), ("viewpoint", "point"), ("ByAttribute", "field"), ("nadir", "does not allow")],
)
def test_a_mosaic_method_that_cannot_do_by_its_name_alone_says_what_it_needs(method, words):
    mosaic = service(allowedMosaicMethods="LockRaster,Viewpoint,ByAttribute,NorthWest")
    with pytest.raises(PlanError, match=words):
        plan(mosaic, mosaic_rule=method)
    plan(mosaic, mosaic_rule="northwest")


def test_an_empty_object_is_no_rendering_rule():
    with pytest.raises(PlanError, match="Leave it out for raw values"):
        plan(rendering_rule="{}")
