# SPDX-License-Identifier: GPL-2.0-or-later
"""One exportImage request: every parameter says exactly what is meant, to every generation of server."""

from __future__ import annotations

import contextlib
import json
import locale
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.grid import Extent
from image_services.core.request import ExportRequest
from image_services.core.spatialref import SpatialReference

BOX = Extent(0, 0, 100, 50)


def params(**fields):
    return ExportRequest(BOX, 10, 5, **fields).params()


def test_the_least_request():
    assert params() == {
        "f": "image",
        "bbox": "0.0,0.0,100.0,50.0",
        "size": "10,5",
        "format": "bsq",
        "interpolation": "RSP_NearestNeighbor",
        "adjustAspectRatio": "false",
    }


@pytest.mark.parametrize(
    ("fields", "name", "sent"),
    [
        ({"extent_sr": SpatialReference(102100, 3857)}, "bboxSR", "102100"),
        ({"image_sr": SpatialReference(4326)}, "imageSR", "4326"),
        ({"pixel_type": "F32"}, "pixelType", "F32"),
        ({"band_ids": (3, 0, 0)}, "bandIds", "3,0,0"),
        ({"no_data": (-9999,)}, "noData", "-9999"),
        ({"no_data": (0.0, 255, 0.5)}, "noData", "0,255,0.5"),
        ({"no_data": (0,)}, "noDataInterpretation", "esriNoDataMatchAny"),
        ({"no_data": (0,), "no_data_interpretation": "all"}, "noDataInterpretation", "esriNoDataMatchAll"),
        ({"interpolation": "bilinear"}, "interpolation", "RSP_BilinearInterpolation"),
        ({"interpolation": "cubic"}, "interpolation", "RSP_CubicConvolution"),
        ({"interpolation": "majority"}, "interpolation", "RSP_Majority"),
        ({"rendering_rule": '{"rasterFunction":"None"}'}, "renderingRule", '{"rasterFunction":"None"}'),
        ({"mosaic_rule": '{"mosaicMethod":"esriMosaicNone"}'}, "mosaicRule", '{"mosaicMethod":"esriMosaicNone"}'),
        ({"time": "0,null"}, "time", "0,null"),
        ({"slice_id": 0}, "sliceId", "0"),
        ({"format": "lerc"}, "compressionTolerance", "0"),
        ({"format": "lerc", "lerc_tolerance": 0.01}, "compressionTolerance", "0.01"),
        ({"format": "lerc"}, "lercVersion", "2"),
        ({"format": "tiff"}, "compression", "None"),
        ({"format": "tiff", "compression": "lz77"}, "compression", "LZ77"),
        ({"format": "tiff", "compression": "jpeg", "compression_quality": 90}, "compressionQuality", "90"),
        ({"format": "jpgpng", "compression_quality": 0}, "compressionQuality", "0"),
    ],
)
def test_each_parameter(fields, name, sent):
    assert params(**fields)[name] == sent


@pytest.mark.parametrize(
    ("form", "absent"),
    [
        ("bsq", {"compression", "compressionQuality", "compressionTolerance", "lercVersion"}),
        ("lerc", {"compression", "compressionQuality"}),
        ("tiff", {"compressionTolerance", "lercVersion"}),
        ("png", {"compression", "compressionTolerance", "lercVersion"}),
    ],
)
def test_parameters_of_other_formats_are_not_sent(form, absent):
    sent = params(format=form, compression="lz77", compression_quality=50, lerc_tolerance=1)
    assert not absent & set(sent)


def test_what_is_not_said_is_not_sent():
    absent = {"bboxSR", "imageSR", "bandIds", "noData", "noDataInterpretation", "pixelType", "renderingRule"}
    assert not (absent | {"mosaicRule", "time", "sliceId", "token", "dpi"}) & set(params())


@pytest.mark.parametrize(("version", "knows"), [(None, True), (10.01, False), (10.2, False), (10.3, True), (12, True)])
def test_the_aspect_ratio_is_only_mentioned_to_servers_that_know_it(version, knows):
    assert ("adjustAspectRatio" in params(version=version)) == knows


@pytest.mark.parametrize(("version", "knows"), [(None, True), (10.3, False), (10.41, False), (10.5, True), (11, True)])
def test_the_version_of_lerc_is_only_mentioned_to_servers_that_know_it(version, knows):
    sent = params(format="lerc", version=version)
    assert ("lercVersion" in sent) == knows
    assert "compressionTolerance" in sent


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_box_keeps_every_digit(a, b, c, d):
    xs, ys = sorted((a, c)), sorted((b, d))
    if xs[0] == xs[1] or ys[0] == ys[1]:
        return
    box = Extent(xs[0], ys[0], xs[1], ys[1])
    sent = ExportRequest(box, 1, 1).params()["bbox"]
    assert tuple(float(part) for part in sent.split(",")) == box.bounds


@given(NUMBERS)
def test_a_number_keeps_every_digit(value):
    assert float(params(no_data=(value,))["noData"]) == value


def test_whole_numbers_are_sent_without_a_point():
    assert params(no_data=(-32768.0, 4294967295.0))["noData"] == "-32768,4294967295"
    assert float(params(no_data=(-3.4028234663852886e38,))["noData"]) == -3.4028234663852886e38


@pytest.fixture
def decimal_comma():
    """Set a locale that writes 0,5, as QGIS may have done."""
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "de_DE", "German_Germany"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            break
    if locale.localeconv()["decimal_point"] != ",":
        locale.setlocale(locale.LC_ALL, before)
        pytest.skip("no locale with a decimal comma is installed here")
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.mark.usefixtures("decimal_comma")
def test_numbers_have_a_point_in_every_locale():
    assert locale.format_string("%.1f", 0.5) == "0,5"
    sent = params(format="lerc", lerc_tolerance=0.5, no_data=(0.25,))
    assert (sent["compressionTolerance"], sent["noData"], sent["bbox"]) == ("0.5", "0.25", "0.0,0.0,100.0,50.0")


def test_numbers_of_numpy_look_like_numbers():
    import numpy as np

    box = Extent(*np.array([0.1, 0.2, 0.3, 0.4]))
    assert ExportRequest(box, 1, 1).params()["bbox"] == "0.1,0.2,0.3,0.4"


def test_a_reference_without_a_code_is_sent_as_json():
    wkt = SpatialReference(wkt=SpatialReference(32633).to_wkt())
    assert set(json.loads(params(image_sr=wkt)["imageSR"])) == {"wkt"}


def test_the_same_request_for_another_box():
    request = ExportRequest(BOX, 10, 5, band_ids=(1,), rendering_rule="{}")
    other = request.over(Extent(1, 1, 2, 2), 3, 4)
    assert other.params() == {**request.params(), "bbox": "1.0,1.0,2.0,2.0", "size": "3,4"}
    assert pickle.loads(pickle.dumps(request)) == request
