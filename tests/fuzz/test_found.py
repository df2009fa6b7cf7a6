# SPDX-License-Identifier: GPL-2.0-or-later
"""What fuzzing has found, each once more: answers that made the library crash, hang or ask for ever."""

from __future__ import annotations

import base64
import json

import pytest
from image_services.core import envelope
from image_services.core.catalog import Catalog, CatalogQuery
from image_services.core.decode import Expected as ExpectedPixels
from image_services.core.decode import decode
from image_services.core.errors import DecodeError, ProtocolError
from image_services.core.identify import values_of
from image_services.core.jobs import PublishJob
from image_services.core.original_files import OriginalFile, placed
from image_services.core.originals import list_originals
from image_services.core.remote_file import RemoteFile, fetch_file
from image_services.core.service import ImageService
from image_services.core.session import Session
from image_services.core.verification import Expected

URL = "https://gis.example/arcgis/rest/services/A/ImageServer"
BOX = {"xmin": 0, "ymin": 0, "xmax": 9, "ymax": 9}
ROOT = {"extent": BOX, "pixelSizeX": 1, "pixelSizeY": 1, "capabilities": "Image,Catalog,Download"}


def service(**fields):
    return ImageService.from_json(URL, {**ROOT, "objectIdField": "OBJECTID", **fields})


@pytest.mark.parametrize("body", [rb'{"id": "a\ud800b"}', rb'{"id": "a\uDFFFb"}', b'{"id": "a\xed\xa0\x80b"}'])
def test_half_a_character_does_not_get_in(body):
    envelope.json_of(body)["id"].encode()


def test_whole_characters_do():
    assert envelope.json_of(rb'{"id": "\ud83d\ude00"}') == {"id": "\U0001f600"}
    assert envelope.json_of('{"id": "한국"}'.encode()) == {"id": "한국"}


def test_an_error_of_very_many_words_is_short():
    details = [str(number) for number in range(300_000)]
    error = envelope.error_in({"error": {"code": 400, "message": "no", "details": details}}, URL)
    assert len(str(error)) < 10_000


@pytest.mark.parametrize(
    "text",
    [
        "https://b/c?sv=1&sig=Abc%2Bdef",
        'sig="Abc%2Bdef"',
        "X-Amz-Signature=Abc%2Bdef&a=1",
        "https://b/c?X-Amz-Credential=Abc%2F2030&X-Amz-Date=1",
        "https://b/c?x-amz-security-token=Abc",
        "https://b/c?AWSAccessKeyId=Abc&Expires=1",
        "https://b/c?GoogleAccessId=Abc",
        "https://b/c?Policy=Abc~eyJTdGF0ZW1lbnQi&Key-Pair-Id=Abc",
        "https://b/c?api_key=Abc",
        "https://b/c?subscription-key=Abc",
    ],
)
def test_a_signature_in_the_servers_words_is_not_shown(text):
    error = envelope.error_in({"error": {"code": 400, "message": f"cannot read {text}"}}, URL)
    assert "Abc" not in str(error)


def test_ordinary_words_of_a_server_are_shown():
    error = envelope.error_in(
        {"error": {"code": 400, "message": "Check the policy: it needs a key, see design=1"}}, URL
    )
    assert "Check the policy: it needs a key, see design=1" in str(error)


def test_an_integer_beyond_all_doubles_is_no_value():
    assert values_of(10**400) == ()


@pytest.mark.parametrize("version", [10.1, 10.91])
def test_a_catalogue_that_heeds_no_ids_is_not_asked_for_ever(version):
    session, asked = Session(), []

    def json_(url, params=None, cancel=None):
        asked.append(url)
        assert len(asked) < 20
        if params.get("returnIdsOnly"):
            return {"objectIds": list(range(10))}
        rows = [{"attributes": {"OBJECTID": number}} for number in range(3)]
        return {"features": rows, "exceededTransferLimit": True}

    session.json = json_
    catalog = Catalog(service(maxRecordCount=3, currentVersion=version), session)
    assert [raster.id for raster in catalog.rasters()] == [0, 1, 2]
    assert [raster.id for raster in catalog.rasters(CatalogQuery(ids=(7, 8, 9, 1)))] == [1]


@pytest.mark.parametrize("field", ["job_url", "item_id", "gis", "service_url", "started", "upload_urls", "expected"])
@pytest.mark.parametrize("value", [None, 7, True, [1], {"a": 1}, "\ud800"])
def test_a_kept_job_that_was_damaged_is_none(field, value):
    good = PublishJob("a", URL, "1", "n", "2026-01-01T00:00:00+00:00")
    damaged = json.dumps({**json.loads(good.to_json()), field: value})
    try:
        job = PublishJob.from_json(damaged)
    except ProtocolError:
        return
    assert (job.job_id, job.age_s >= 0) == ("ImageServer", True) or field == "job_url"
    Expected.from_json(job.expected)


@pytest.mark.parametrize("extent", [[0, 0, 1], ["a", 0, 1, 1], [0, 0, 1, 10**400], 7])
def test_a_kept_extent_that_was_damaged_is_no_expectation(extent):
    assert Expected.from_json({"width": 1, "height": 1, "band_count": 1, "pixel_type": "U8", "extent": extent}) is None


@pytest.mark.parametrize("most", [-1, 0, None, "many", 1e300])
def test_a_limit_of_originals_that_cannot_be_leaves_no_raster_out(most):
    session, asked = Session(), []
    session.json = lambda url, params=None, cancel=None: asked.extend(params["rasterIds"].split(",")) or {}
    catalog = [type("Raster", (), {"id": number, "name": str(number)}) for number in range(5)]
    list_originals(service(maxDownloadImageCount=most), session, catalog)
    assert asked == ["0", "1", "2", "3", "4"]


def test_a_broken_address_of_an_original_is_a_name_all_the_same():
    assert [file.path for file in placed([OriginalFile("http://[", 1, (1,), "")])] == ["file"]


@pytest.mark.parametrize("said", ["bytes 0-1/" + "9" * 5000, "bytes 0-" + "9" * 5000 + "/2", "bytes 0-1/2/3", "٣-٤/٥"])
def test_a_place_of_a_piece_that_cannot_be_is_an_error_of_ours(tmp_path, said):
    session = Session()
    session.fetch = lambda *_, spool, **__: spool.begin(206, {"Content-Range": said})
    with pytest.raises(ProtocolError, match="another part"):
        fetch_file(RemoteFile(URL), tmp_path / "x", session)


def test_a_tiff_of_sixty_thousand_empty_bands_takes_no_time_squared():
    body = (
        "SUkqAAgAAAALAAABAwABAAAACQAIAAEBAwABAAAADAAAAAIBAwABAAAAIAAAAAMBAwABAAAAAQAAAAYBAwABAAABAAAAABEBAAABAAAA"
        "kgT///////////////////////////////////////////////8AABUBAwABAAAA6v///xcBrLG0QnBrFkEBAAAAAAAAACAXN8I="
    )
    try:
        block = decode(base64.b64decode(body), ExpectedPixels(9, 12), "tiff")
    except DecodeError:
        return  # GDAL sees the damage where its exceptions are on, or in its newer versions
    assert block.data.shape == (65514, 12, 9)
    assert not block.valid.any()
