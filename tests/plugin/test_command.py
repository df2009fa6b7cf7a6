# SPDX-License-Identifier: GPL-2.0-or-later
"""A download can be written down: as parameters, as a command, as Python; nothing is lost and nothing is secret."""

from __future__ import annotations

import ast
import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.clip import Clip
from image_services.core.grid import Extent
from image_services.core.options import DownloadOptions
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.service import ImageService
from image_services.core.spatialref import SpatialReference
from image_services.plugin import command
from image_services.plugin.algorithms.download import DownloadAlgorithm
from image_services.plugin.algorithms.download_options import options_from
from qgis.core import QgsGeometry, QgsProcessingContext

pytestmark = pytest.mark.qgis

URL = "https://gis.example.org/arcgis/rest/services/Folder/Terrain/ImageServer"
UTM = SpatialReference(wkid=25832)
SERVICE = ImageService(
    url=URL,
    name="Folder/Terrain",
    extent=Extent(400000, 5098560, 401920, 5100000),
    spatial_reference=UTM,
    cell_width=30.0,
    cell_height=30.0,
    band_count=4,
    pixel_type=PIXEL_TYPES["F32"],
)
RULE = json.dumps({"rasterFunction": 'It\'s a "rule" & $HOME `x` \\ %PATH%'})
OPTIONS = DownloadOptions(
    extent=Extent(400000.1, 5098560, 401000, 5099999.9999),
    extent_sr=SpatialReference(wkid=25832),
    sr=SpatialReference(wkid=4326),
    cell_size=(0.0003, 0.0002),
    bands=(4, 3, 2),
    tile_columns=2048,
    tile_rows=512,
    format="lerc",
    lerc_tolerance=0.001,
    pixel_type="F64",
    no_data=(0.0, -9999.5),
    no_data_interpretation="all",
    interpolation="bilinear",
    rendering_rule=RULE,
    mosaic_rule="center",
    time="2020-06-01/2020-06-30",
    slice_id=3,
    compression="jpeg",
    compression_quality=80,
    max_concurrency=2,
    on_error="nodata",
    overwrite=True,
    file_compression="deflate",
)


def test_defaults_are_left_out():
    assert command.download_parameters(SERVICE, DownloadOptions()) == {"SERVICE": URL, "OUTPUT": "TEMPORARY_OUTPUT"}


def test_everything_asked_for_is_written_down():
    parameters = command.download_parameters(SERVICE, OPTIONS, output="/data/out.tif", gis="my GIS", authcfg="abc1234")
    assert parameters == {
        "SERVICE": URL,
        "GIS": "my GIS",
        "AUTHCFG": "abc1234",
        "EXTENT": "400000.1,401000,5098560,5099999.9999 [EPSG:25832]",
        "CRS": "EPSG:4326",
        "CELL_SIZE": "0.0003,0.0002",
        "BANDS": "4,3,2",
        "NODATA": "0,-9999.5",
        "TILE_COLUMNS": 2048,
        "TILE_ROWS": 512,
        "FORMAT": "lerc",
        "LERC_TOLERANCE": 0.001,
        "PIXEL_TYPE": "F64",
        "NODATA_INTERPRETATION": "all",
        "INTERPOLATION": "bilinear",
        "RENDERING_RULE": RULE,
        "MOSAIC_RULE": "center",
        "TIME": "2020-06-01/2020-06-30",
        "SLICE": 3,
        "COMPRESSION": "jpeg",
        "COMPRESSION_QUALITY": 80,
        "MAX_CONCURRENCY": 2,
        "ON_ERROR": "nodata",
        "FILE_COMPRESSION": "deflate",
        "OVERWRITE": True,
        "OUTPUT": "/data/out.tif",
    }


def test_the_algorithm_knows_every_parameter():
    algorithm = DownloadAlgorithm()
    algorithm.initAlgorithm()
    known = {definition.name() for definition in algorithm.parameterDefinitions()}
    assert set(command.download_parameters(SERVICE, OPTIONS, gis="g", authcfg="a")) <= known


def test_the_algorithm_reads_back_what_was_written_down():
    algorithm = DownloadAlgorithm()
    algorithm.initAlgorithm()
    parameters = command.download_parameters(SERVICE, OPTIONS, output="/data/out.tif")
    read = DownloadOptions.of(**options_from(algorithm, parameters, QgsProcessingContext()))
    assert read == OPTIONS


def clipped_to(text, wkid, **others):
    clip = Clip.from_wkt(text, SpatialReference(wkid=wkid))
    return clip, DownloadOptions(clip=clip, **others)


ODD = "MULTIPOLYGON(((0.1 0.3,10 0.123456789012345678,10 10,0.1 0.3),(4 2,5 2,5 3,4 2)),((50 20,60 20,60 40,50 20)))"


@pytest.mark.parametrize("wkid", [25832, 4326, 102008])
def test_polygons_are_written_out_and_read_back_to_the_last_digit(wkid):
    clip, options = clipped_to(ODD, wkid)
    algorithm = DownloadAlgorithm()
    algorithm.initAlgorithm()
    parameters = command.download_parameters(SERVICE, options)
    read = options_from(algorithm, parameters, QgsProcessingContext())["clip"]
    assert read.sr.same_as(clip.sr)
    assert corners(read) == corners(clip)


def corners(clip):
    geometry = QgsGeometry()
    geometry.fromWkb(clip.wkb)
    return {(point.x(), point.y()) for point in geometry.vertices()}


def test_polygons_of_a_file_are_named_by_it():
    _, options = clipped_to(ODD, 25832)
    parameters = command.download_parameters(SERVICE, options, clip_source="/data/areas.gpkg|layername=areas")
    assert parameters["CLIP"] == "/data/areas.gpkg|layername=areas"
    assert "CLIP" not in command.download_parameters(SERVICE, DownloadOptions(), clip_source="/data/areas.gpkg")


def test_the_extent_of_the_polygons_is_not_written_down_but_another_is():
    clip, _ = clipped_to(ODD, 25832)
    own = DownloadOptions(clip=clip, extent=clip.extent, extent_sr=clip.sr)
    assert "EXTENT" not in command.download_parameters(SERVICE, own)
    other = DownloadOptions(clip=clip, extent=Extent(1, 2, 3, 4), extent_sr=clip.sr)
    assert command.download_parameters(SERVICE, other)["EXTENT"] == "1,3,2,4 [EPSG:25832]"


def test_polygons_that_no_command_can_hold_are_left_out():
    ring = ",".join(f"{column} {column % 2}" for column in range(5000))
    _, options = clipped_to(f"POLYGON(({ring},5000 9,0 9,0 0))", 25832)
    assert "CLIP" not in command.download_parameters(SERVICE, options)
    unknown = Clip.from_wkt(ODD, SpatialReference(wkt='LOCAL_CS["Site", UNIT["metre", 1]]'))
    assert "CLIP" not in command.download_parameters(SERVICE, DownloadOptions(clip=unknown))


def test_an_extent_without_its_own_reference_is_in_that_of_the_output_or_the_service():
    box = Extent(1, 2, 3, 4)
    there = command.download_parameters(SERVICE, DownloadOptions(extent=box, sr=SpatialReference(wkid=4326)))
    assert there["EXTENT"] == "1,3,2,4 [EPSG:4326]"
    assert command.download_parameters(SERVICE, DownloadOptions(extent=box))["EXTENT"] == "1,3,2,4 [EPSG:25832]"


def test_a_reference_without_a_code_is_written_as_text():
    local = SpatialReference(wkt='LOCAL_CS["Site", UNIT["metre", 1]]')
    assert command.reference_text(local).startswith("WKT:")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, URL),
        (f"https://ann:hunter2@gis.example.org/ImageServer?token=abc#{'x'}", "https://gis.example.org/ImageServer"),
        (
            f"https://proxy.example.org/proxy.ashx?{URL}?token=abc",
            f"https://proxy.example.org/proxy.ashx?{URL}",
        ),
        ("http://[::1]:6443/arcgis/ImageServer?token=abc", "http://[::1]:6443/arcgis/ImageServer"),
        ("https://[broken/ImageServer?token=abc", "an address that cannot be read"),
    ],
)
def test_addresses_are_shared_without_secrets(url, shown):
    assert command.shareable(url) == shown


TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(st.sampled_from(["SERVICE", "RENDERING_RULE", "OUTPUT"]), TEXTS, min_size=1))
def test_a_shell_reads_the_command_as_it_was_meant(parameters):
    words = shlex.split(command.as_qgis_process(parameters, windows=False))
    assert words == ["qgis_process", "run", "imageservices:download", "--"] + [
        f"{name}={value}" for name, value in parameters.items()
    ]


@given(st.dictionaries(st.sampled_from(["SERVICE", "RENDERING_RULE", "OUTPUT"]), TEXTS, min_size=1))
def test_windows_reads_the_command_as_it_was_meant(parameters):
    words = split_as_windows_does(command.as_qgis_process(parameters, windows=True))
    assert words[4:] == [f"{name}={value}" for name, value in parameters.items()]


def split_as_windows_does(line):
    """Split a command line by the published rules of Microsoft's C run-time (argv parsing)."""
    words, word, quoted, started, slashes = [], "", False, False, 0
    for letter in line:
        if letter == "\\":
            slashes += 1
            started = True
            continue
        if letter == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            slashes, started = 0, True
            continue
        word, slashes = word + "\\" * slashes, 0
        if letter in " \t" and not quoted:
            if started:
                words.append(word)
            word, started = "", False
        else:
            word, started = word + letter, True
    return [*words, word + "\\" * slashes] if started else words


def test_python_reads_the_statements_as_they_were_meant():
    parameters = command.download_parameters(SERVICE, OPTIONS)
    tree = ast.parse(command.as_python(parameters))
    call = tree.body[-1].value
    assert [ast.literal_eval(argument) for argument in call.args] == ["imageservices:download", parameters]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_all_their_digits(value):
    assert float(command.number(value)) == value
