# SPDX-License-Identifier: GPL-2.0-or-later
"""Units, wavelengths and what a service says of itself arrive in the file, and cost neither pixels nor time."""

from __future__ import annotations

import json
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from image_services import core
from image_services.core import errors, inquiry
from image_services.core.cancel import Cancel
from image_services.core.heights import height_unit, vertical_unit
from image_services.core.service import ImageService
from osgeo import gdal

WIDE = "science/wide"
DEM = "elevation/dem"
OCEAN = "mosaics/ocean"
RADIANCE = "W/(m2 sr um)"


@pytest.fixture
def fetch(sandbox, tmp_path):
    """Download a service and return what its file says."""

    def fetch(name, **options):
        path = tmp_path / "out.tif"
        report = core.open_service(sandbox.service_url(name)).download(path, overwrite=True, **options)
        return read(path, report)

    return fetch


def read(path, report=None):
    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(index + 1) for index in range(dataset.RasterCount)]
    return SimpleNamespace(
        report=report,
        names=[band.GetDescription() for band in bands],
        units=[band.GetUnitType() for band in bands],
        imagery=[band.GetMetadata("IMAGERY") for band in bands],
        bands=[band.GetMetadata() for band in bands],
        metadata=dataset.GetMetadata(),
        sensor=dataset.GetMetadata("IMAGERY"),
        values=dataset.ReadAsArray(),
    )


def asked(sandbox, operation="keyProperties"):
    return [entry for entry in sandbox.control.requests() if entry["operation"] == operation]


def test_units_and_wavelengths_arrive_with_their_bands(fetch, sandbox, tmp_path):
    found = fetch(WIDE, bands=[7, 2])
    assert found.names == ["NIR1", "Blue"]
    assert found.units == [RADIANCE, RADIANCE]
    assert found.imagery == [
        {"CENTRAL_WAVELENGTH_UM": "0.8325", "FWHM_UM": "0.125"},
        {"CENTRAL_WAVELENGTH_UM": "0.48", "FWHM_UM": "0.06"},
    ]
    assert found.bands[1]["wavelength"] == "480"
    assert found.bands[1]["wavelength_units"] == "Nanometers"
    assert float(found.bands[1]["STATISTICS_MAXIMUM"]) > 0
    assert len(asked(sandbox)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out.tif"], "all of it is in the file, nothing beside it"


def test_key_properties_description_and_copyright_are_metadata_of_the_file(fetch):
    found = fetch(WIDE, bands=[1])
    said = {name: value for name, value in found.metadata.items() if name.startswith("IMAGE_SERVICE_PROPERTY_")}
    assert said["IMAGE_SERVICE_PROPERTY_SensorName"] == "Sandpiper-2"
    assert said["IMAGE_SERVICE_PROPERTY_SunElevation"] == "62.5"
    assert said["IMAGE_SERVICE_PROPERTY_SunAzimuth"] == "151.25"
    assert json.loads(said["IMAGE_SERVICE_PROPERTY_Corners"]) == {"UpperLeft": [2600012.5, 1200037.5]}
    assert "IMAGE_SERVICE_PROPERTY_OffNadir" not in said
    assert not any("BandProperties" in name for name in said)
    assert found.sensor == {
        "SATELLITEID": "Sandpiper-2",
        "ACQUISITIONDATETIME": "2023-06-21 10:31:05",
        "CLOUDCOVER": "12",
    }
    assert found.metadata["TIFFTAG_IMAGEDESCRIPTION"].startswith("At-sensor radiance")
    assert found.metadata["TIFFTAG_COPYRIGHT"].startswith("Made up")


def test_heights_have_the_unit_of_the_service_and_its_credit_is_plain_text(fetch):
    found = fetch(DEM, extent=(1190004.5, 5980003.75 - 1000, 1191004.5, 5980003.75))
    assert found.units == ["m"]
    assert found.metadata["TIFFTAG_COPYRIGHT"] == "Made up for tests & demonstrations. Terms of use"


def test_lenient_shapes_arrive(fetch, sandbox):
    stated = [{"bandname": "Blue", "WAVELENGTHMIN": "0,45", "wavelengthMax": 0.51, "Units": "K"}, None]
    sandbox.control.override(WIDE, keyProperties={"BandProperties": stated, "CloudCover": None, "a=b\n": "c<&>\x01"})
    found = fetch(WIDE, bands=[2, 3])
    assert found.units == ["K", ""]
    assert found.imagery == [{"CENTRAL_WAVELENGTH_UM": "0.48", "FWHM_UM": "0.06"}, {}]
    assert found.metadata["IMAGE_SERVICE_PROPERTY_a_b"] == "c<&>"


def test_a_rendering_has_neither_units_nor_wavelengths_of_the_values(fetch):
    found = fetch("mosaics/scenes", rendering_rule="NDVI", extent=None, cell_size=40)
    assert found.units == [""]
    assert found.imagery == [{}]
    assert found.sensor["SATELLITEID"] == "Plover"


def test_bands_without_names_get_those_of_the_key_properties(fetch, sandbox):
    entries = [{"BandName": f"Channel {number}"} for number in range(8)]
    sandbox.control.override(WIDE, rootRemove=["bandNames"], keyProperties={"BandProperties": entries})
    assert fetch(WIDE, bands=[1, 3]).names == ["Channel 0", "Channel 2"]


BAD = [
    {"kind": "error", "code": 400},
    {"kind": "error", "code": 500},
    {"kind": "status", "code": 404},
    {"kind": "status", "code": 500},
    {"kind": "html"},
    {"kind": "empty"},
]


@pytest.mark.parametrize("fault", BAD, ids=lambda fault: f"{fault['kind']} {fault.get('code', '')}".strip())
def test_a_server_without_key_properties_costs_one_request(fetch, sandbox, fault):
    before = fetch(WIDE, bands=[1])
    sandbox.control.faults({**fault, "operation": "keyProperties"})
    sandbox.control.clear()
    found = fetch(WIDE, bands=[1])
    assert len(asked(sandbox)) == 1
    assert found.units == [""]
    assert found.report.is_native
    assert np.array_equal(found.values, before.values, equal_nan=True)


def test_a_busy_moment_is_not_taken_for_no_answer(fetch, sandbox):
    sandbox.control.faults({"kind": "status", "code": 503, "operation": "keyProperties", "count": 1})
    assert fetch(WIDE, bands=[1]).units == [RADIANCE]
    assert len(asked(sandbox)) == 2


def test_a_server_that_never_answers_holds_nothing_up_for_long(fetch, sandbox, monkeypatch):
    monkeypatch.setattr(inquiry, "PATIENCE_S", 0.3)
    sandbox.control.faults({"kind": "hang", "s": 60, "operation": "keyProperties"})
    before = set(threading.enumerate())
    started = time.monotonic()
    found = fetch(WIDE, bands=[1])
    assert time.monotonic() - started < 20
    assert found.units == [""]
    assert set(threading.enumerate()) <= before


def test_tiles_do_not_wait_for_words(fetch, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 1500, "operation": "keyProperties"})
    reached = {}

    def progress(done, total, _):
        reached.setdefault(done >= total, time.monotonic())

    started = time.monotonic()
    found = fetch(WIDE, bands=[1], extent=(2600012.5, 1199037.5, 2601012.5, 1200037.5), progress=progress)
    assert reached[True] - started < 1.2, "all tiles were there before the answer"
    assert found.units == [RADIANCE], "and yet it is waited for"


def test_a_cancel_ends_the_question_too(sandbox, tmp_path):
    sandbox.control.faults({"kind": "hang", "s": 60, "operation": "keyProperties"})
    cancel = Cancel()
    before = set(threading.enumerate())
    with pytest.raises(errors.Cancelled):
        core.open_service(sandbox.service_url(WIDE)).download(
            tmp_path / "out.tif", cancel=cancel, progress=lambda done, total, _: cancel.set()
        )
    assert set(threading.enumerate()) <= before
    assert list(tmp_path.iterdir()) == []


def test_servers_before_key_properties_are_not_asked(fetch, sandbox):
    fetch("quirks/old")
    assert asked(sandbox) == []


def test_a_slice_has_the_unit_of_its_variable(fetch, sandbox):
    assert fetch(OCEAN, slice_id=0).units == ["degC"]
    assert fetch(OCEAN, slice_id=15).units == ["psu"]
    entry = {"variableName": "mean_salt", "dimensionName": "StdTime", "values": []}
    rule = json.dumps({"multidimensionalDefinition": [entry]})
    sandbox.control.clear()
    assert fetch(OCEAN, mosaic_rule=rule).units == ["psu"]
    assert asked(sandbox, "slices") == [], "the rule names the variable"
    assert fetch(OCEAN).units == [""], "which variable the server shows by itself is not told"
    assert fetch("mosaics/monthly_slices", slice_id=3).units == ["mm"]


def test_a_series_carries_the_units_of_its_variables(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url(OCEAN))
    steps = [step for step in service.steps() if step.slice_id in {0, 1, 14, 15}]
    sandbox.control.clear()
    report = service.download_series(tmp_path / "files", steps)
    assert [read(layer.path).units for layer in report.layers] == [["degC"], ["degC"], ["psu"], ["psu"]]
    assert (len(asked(sandbox)), len(asked(sandbox, "multidimensionalInfo"))) == (1, 1)
    assert asked(sandbox, "slices") == []
    stacked = service.download_series(tmp_path / "all.tif", steps, layout="bands")
    found = read(tmp_path / "all.tif")
    assert found.units == ["degC", "degC", "psu", "psu"]
    assert found.bands[3]["VARIABLE"] == "mean_salt"
    assert found.metadata["TIFFTAG_COPYRIGHT"].startswith("Made up")
    assert stacked.cells_from == "service"


def test_an_interrupted_download_that_goes_on_says_the_same(sandbox, tmp_path, fetch):
    options = {"tile_columns": 200, "tile_rows": 200, "bands": [2, 7]}
    whole = fetch(WIDE, **options)
    path = tmp_path / "again.tif"
    service = core.open_service(sandbox.service_url(WIDE))
    sandbox.control.faults(
        {"kind": "error", "code": 400, "service": WIDE, "skip": 9},  # for good, in the middle of it
        {"kind": "status", "code": 404, "operation": "keyProperties"},  # nothing was told the first time
    )
    with pytest.raises(errors.ImageServiceError):
        service.download(path, **options, max_concurrency=1)
    assert path.with_name("again.tif.part").exists()
    sandbox.control.reset()
    report = service.download(path, **options)
    again = read(path)
    assert report.tiles_resumed > 0
    assert (again.units, again.imagery, again.sensor) == (whole.units, whole.imagery, whole.sensor)
    assert again.names == whole.names == ["Blue", "NIR1"]
    assert np.array_equal(again.values, whole.values, equal_nan=True)


def test_reports_tell_whose_cells_they_are(fetch, sandbox):
    box = {"extent": (1190004.5, 5979003.75, 1191004.5, 5980003.75)}
    assert fetch(DEM, **box).report.cells_from == "service"
    assert fetch(DEM, **box, cell_size=20).report.cells_from == "server"
    assert fetch(DEM, **box, extent_sr=3857, sr=4326).report.cells_from == "server"


ELEVATION = {
    "name": "T",
    "extent": {"xmin": 0, "ymin": 0, "xmax": 10, "ymax": 10, "spatialReference": {"wkid": 2264}},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
    "bandCount": 1,
    "pixelType": "F32",
    "serviceDataType": "esriImageServiceDataTypeElevation",
}


@pytest.mark.parametrize(
    ("more", "unit"),
    [
        ({}, ""),
        ({"heightModelInfo": {"heightUnit": "meter"}}, "m"),
        ({"heightModelInfo": {"heightUnit": "us-foot"}}, "US survey foot"),
        ({"heightModelInfo": {"heightUnit": "clarke-yard"}}, "clarke-yard"),
        ({"heightModelInfo": None, "spatialReference": {"wkid": 6347, "vcsWkid": 5703}}, "m"),
        ({"spatialReference": {"wkid": 2264, "vcsWkid": 105703, "latestVcsWkid": 6360}}, "US survey foot"),
        ({"heightModelInfo": {"heightUnit": "meter"}, "bandCount": 3}, ""),
        ({"heightModelInfo": {"heightUnit": "meter"}, "serviceDataType": "esriImageServiceDataTypeGeneric"}, ""),
    ],
)
def test_the_unit_of_heights_is_told_or_unknown(more, unit):
    service = ImageService.from_json("https://example.org/arcgis/rest/services/T/ImageServer", {**ELEVATION, **more})
    assert height_unit(service) == unit


def test_key_properties_know_the_unit_of_heights_best():
    root = {**ELEVATION, "heightModelInfo": {"heightUnit": "meter"}}
    service = ImageService.from_json("https://example.org/arcgis/rest/services/T/ImageServer", root)
    assert height_unit(service, "Feet") == "ft"


@pytest.mark.parametrize("value", [None, 5, {}, {"wkid": 4326}, {"vcsWkid": 999999}, {"vcsWkid": "x"}, {"wkt": "x[]"}])
def test_references_without_heights_have_no_unit_of_heights(value):
    assert vertical_unit(value) == ""


def test_recorded_roots_have_the_units_that_they_tell(shared_data):
    found = {}
    for path in (shared_data / "real-services").glob("*root*.json"):
        root = json.loads(path.read_text(encoding="utf-8"))
        if "pixelSizeX" in root:
            service = ImageService.from_json(f"https://example.org/{path.stem}/ImageServer", root)
            found[path.stem] = height_unit(service)
    assert len(found) > 8
    assert set(found.values()) == {""}, "no recorded elevation service names its unit, and pictures have none"
