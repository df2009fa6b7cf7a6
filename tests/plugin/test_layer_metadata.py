# SPDX-License-Identifier: GPL-2.0-or-later
"""The metadata of a layer tell what its values mean, when they were measured, and who made its cells."""

from __future__ import annotations

import pytest
from image_services import core
from image_services.plugin import layers
from image_services.plugin.series_layers import SeriesDresser
from osgeo import gdal
from qgis.core import QgsLayerMetadata, QgsRasterLayer

pytestmark = pytest.mark.qgis
gdal.UseExceptions()

WIDE = "science/wide"
BOX = (2600012.5, 1199037.5, 2601012.5, 1200037.5)


@pytest.fixture
def layer_of(sandbox, tmp_path):
    """Download a service and return the layer of it; layers are kept, for their parts die with them."""
    made = []

    def layer_of(name, request=None, **options):
        service = core.open_service(sandbox.service_url(name))
        path = tmp_path / f"{len(made)}.tif"
        report = service.download(path, **options)
        made.append(layers.make_layer(str(path), report, service, request))
        return made[-1]

    return layer_of


def test_wavelengths_and_units_are_there_to_be_read(layer_of):
    metadata = layer_of(WIDE, bands=[2, 7], extent=BOX).metadata()
    paragraphs = metadata.abstract().split("\n\n")
    assert paragraphs[0].startswith("At-sensor radiance in eight bands")
    assert paragraphs[1].split("\n") == [
        "Bands:",
        "1 Blue: 450 – 510 nm, W/(m2 sr um)",
        "2 NIR1: 770 – 895 nm, W/(m2 sr um)",
    ]
    assert "SunElevation: 62.5" in paragraphs[2].split("\n")
    assert metadata.rights() == ["Made up for tests and demonstrations. No real place looks like this."]
    assert metadata.categories() == ["Imagery Base Maps Earth Cover"]
    assert metadata.keywords("Sensor") == ["Sandpiper-2"]
    assert metadata.keywords("Unit") == ["W/(m2 sr um)"]
    assert metadata.keywords("Wavelengths")[0].startswith("1 Blue: 450 – 510 nm")


def times(layer):
    (shown,) = layer.metadata().extent().temporalExtents()
    return [
        end.toUTC().toString("yyyy-MM-dd HH:mm:ss") if end.isValid() else "" for end in (shown.begin(), shown.end())
    ]


def test_the_time_is_that_of_the_image(layer_of):
    assert times(layer_of(WIDE, bands=[1], extent=BOX)) == ["2023-06-21 10:31:05"] * 2


def test_the_time_is_that_of_the_request_or_of_the_whole_service(layer_of):
    one = {"SERVICE": "x", "TIME": "2020-03-01/2020-03-31"}
    assert times(layer_of("mosaics/monthly", one, time=one["TIME"])) == ["2020-03-01 00:00:00", "2020-03-31 23:59:59"]
    assert times(layer_of("mosaics/monthly", {"TIME": "2020-03-01/.."}))[1] == ""
    whole = times(layer_of("mosaics/monthly", {"TIME": "not a time"}))
    assert (whole[0], whole[1][:4]) == ("2020-01-01 00:00:00", "2024")


def test_a_service_that_tells_nothing_has_plain_metadata(layer_of, sandbox):
    sandbox.control.faults({"kind": "error", "code": 400, "operation": "keyProperties"})
    metadata = layer_of("quirks/nofunctions").metadata()
    assert metadata.abstract() == "No raster functions allowed."
    assert metadata.categories() == []
    assert metadata.keywords() == {}
    assert metadata.extent().temporalExtents() == []


def test_an_elevation_model_says_in_what_its_heights_are(layer_of):
    metadata = layer_of("elevation/dem", extent=(1190004.5, 5979003.75, 1191004.5, 5980003.75)).metadata()
    assert "Unit of the values: m" in metadata.abstract().split("\n\n")
    assert metadata.categories() == ["Elevation"]


def test_metadata_survive_being_saved_with_the_layer(layer_of, tmp_path):
    layer = layer_of(WIDE, bands=[2], extent=BOX)
    assert layer.saveNamedMetadata(str(tmp_path / "kept.qmd"))[1]
    other = QgsRasterLayer(layer.source(), "other")
    assert other.loadNamedMetadata(str(tmp_path / "kept.qmd"))[1]
    assert isinstance(other.metadata(), QgsLayerMetadata)
    assert other.metadata().abstract() == layer.metadata().abstract()
    assert other.metadata().keywords() == layer.metadata().keywords()


def test_long_lists_are_cut_for_people(layer_of, sandbox):
    entries = {f"Property{number:03}": number for number in range(90)}
    sandbox.control.override(WIDE, keyProperties=entries)
    layer = layer_of(WIDE, bands=[1], extent=BOX)
    lines = layer.metadata().abstract().split("\n\n")[-1].split("\n")
    assert lines[-1] == "…"
    assert len(lines) < 50
    assert gdal.Open(layer.source()).GetMetadataItem("IMAGE_SERVICE_PROPERTY_Property089") == "89"


HISTORIES = [
    ("elevation/dem", {"extent": (1190004.5, 5979003.75, 1191004.5, 5980003.75)}, "native cells."),
    ("elevation/dem", {"extent": (1190004.5, 5979003.75, 1191004.5, 5980003.75), "cell_size": 20}, "by the server."),
]


@pytest.mark.parametrize(("name", "options", "words"), HISTORIES, ids=["native", "resampled"])
def test_the_history_says_who_made_the_cells(layer_of, name, options, words):
    (line,) = layer_of(name, **options).metadata().history()
    assert words in line


def test_cells_that_were_carried_here_are_not_said_to_come_from_the_server(layer_of):
    (own,) = layer_of("caches/webmercator").metadata().history()
    (carried,) = layer_of("caches/webmercator", sr=4326).metadata().history()
    assert "resampled by the server" not in own + carried
    assert "cells of the tile cache, as they are stored there." in own
    assert "each cell taken from the nearest one of the tile cache, on this computer." in carried


def test_slices_and_stacks_say_their_unit_and_their_time(sandbox, tmp_path):
    service = core.open_service(sandbox.service_url("mosaics/monthly_slices"))
    steps = service.steps()[:3]
    report = service.download_series(tmp_path / "files", steps)
    first, *_ = made = SeriesDresser(service, report, {"SERVICE": service.url}).make()
    assert len(made) == 3
    assert "Unit of the values: mm" in first.metadata().abstract()
    assert times(first) == ["2020-01-01 00:00:00"] * 2
    report = service.download_series(tmp_path / "all.tif", steps, layout="bands")
    (stacked,) = SeriesDresser(service, report).make()
    assert "Unit of the values: mm" in stacked.metadata().abstract()
    assert times(stacked) == ["2020-01-01 00:00:00", "2020-03-01 00:00:00"]
    assert "native cells" in stacked.metadata().history()[0]
