# SPDX-License-Identifier: GPL-2.0-or-later
"""Source rasters as they are: every byte, going on after a stop, and names that cannot do harm."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.cancel import Cancel
from image_services.core.catalog import CatalogQuery
from image_services.core.connect import open_service
from image_services.core.errors import Cancelled, DownloadError, OutputError, PlanError, ProtocolError
from image_services.core.grid import Extent
from image_services.core.original_files import OriginalFile, files_of, named_after, placed
from image_services.core.originals import ServerCut, can_download, download_originals, list_originals
from image_services.core.remote_file import RemoteFile, fetch_file
from image_services.core.session import Session
from osgeo import gdal


def test_a_recorded_answer_is_read(recorded):
    files = placed(files_of(recorded("download-rasterFiles-10.3.json")))
    assert [(file.path, file.size, file.raster_ids) for file in files] == [
        ("image.tif", 621175109, (1,)),
        ("image.tif.ovr", 55929330, (1,)),
        ("image.tif.aux.xml", 9634, (1,)),
    ]


@pytest.mark.parametrize(
    ("ids", "paths"),
    [
        (["C:\\data\\a.tif", "C:\\data\\a.tfw"], ["a.tif", "a.tfw"]),
        (["../../etc/passwd"], ["passwd"]),
        (["..\\..\\x\\..\\y.tif"], ["y.tif"]),
        (["https://h/out/%2e%2e/%2e%2e/z.tif?token=a"], ["z.tif"]),
        (
            ["/d/dem/hdr.adf", "/d/dem/w001001.adf", "/d/info/arc.dir"],
            ["dem/hdr.adf", "dem/w001001.adf", "info/arc.dir"],
        ),
        (["CON.tif", "a<b>:c.tif"], ["_CON.tif", "a_b__c.tif"]),
        (["originals.json"], ["7/originals.json"]),
        (["a.tif.part", ".bashrc"], ["_a.tif.part_", "_.bashrc"]),
        (["", " "], []),
        (["/", ".."], ["7/file", "7/2_file"]),
    ],
)
def test_names_are_reduced_to_what_is_safe(ids, paths):
    answer = {"rasterFiles": [{"id": name, "size": 1, "rasterIds": [7]} for name in ids]}
    assert [file.path for file in placed(files_of(answer))] == paths


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(1, 3)), max_size=6))
def test_no_name_leaves_the_folder_and_no_two_are_the_same(names):
    files = placed([OriginalFile(name, 1, (number,), "") for name, number in names])
    keys = [file.path.lower() for file in files]
    assert len(set(keys)) == len(keys)
    for file in files:
        parts = PurePosixPath(file.path).parts
        assert parts
        assert not PurePosixPath(file.path).is_absolute()
        assert not set(parts) & {"..", "."}
        assert not set(file.path) & set('\\:*?"<>|\0')


def test_the_same_name_in_two_rasters_goes_to_folders_of_their_own():
    files = [OriginalFile("/a/x.tif", 1, (1,), ""), OriginalFile("/b/x.tif", 1, (2,), "")]
    assert [file.path for file in placed(files)] == ["x.tif", "2/x.tif"]


def test_originals_are_the_files_byte_for_byte_and_a_vrt_shows_them(opened, sandbox_data, tmp_path):
    service = opened("mosaics/scenes")
    folder = sandbox_data / "mosaics" / "scenes.mosaic"
    rasters = list(service.catalog().rasters(CatalogQuery(where="CloudCover < 30")))
    assert 1 < len(rasters) < 24
    told = []
    report = download_originals(
        service, service.session, rasters, tmp_path / "out", progress=lambda *each: told.append(each)
    )
    got = {
        path.name: path.read_bytes() for path in (tmp_path / "out").glob("*") if path.suffix not in {".json", ".vrt"}
    }
    wanted = {name for raster in rasters for name in (f"{raster.name}.tif", f"{raster.name}.tif.aux.xml")}
    assert wanted <= set(got)
    assert all(body == (folder / name).read_bytes() for name, body in got.items())
    assert report.rasters == len(rasters)
    assert told[-1][0] == told[-1][1] == sum(map(len, got.values())) == report.bytes_received
    assert not report.mosaic.left_out
    mosaic = gdal.Open(report.mosaic.path)
    assert mosaic.RasterCount == 4
    assert len(report.mosaic.rasters) == len(rasters)
    again = download_originals(service, service.session, rasters, tmp_path / "out")
    assert (again.bytes_received, again.reused) == (0, len(again.files))


def test_more_rasters_than_one_question_takes(opened, sandbox):
    sandbox.control.override("mosaics/scenes", root={"maxDownloadImageCount": 5})
    service = opened("mosaics/scenes")
    files = list_originals(service, service.session, service.catalog().rasters())
    assert {number for file in files for number in file.raster_ids} == set(service.catalog().ids())


def test_a_service_that_does_not_allow_it_says_so(opened, tmp_path):
    service = opened("mosaics/overlap")
    assert not can_download(service)
    with pytest.raises(PlanError, match="does not let anyone download"):
        download_originals(service, service.session, list(service.catalog().rasters()), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_stranger_of_the_same_name_is_not_touched(opened, tmp_path):
    service = opened("mosaics/scenes")
    rasters = list(service.catalog().rasters())[:1]
    (tmp_path / "out").mkdir()
    precious = tmp_path / "out" / f"{rasters[0].name}.tif"
    precious.write_bytes(b"precious")
    with pytest.raises(OutputError, match="from elsewhere"):
        download_originals(service, service.session, rasters, tmp_path / "out")
    assert precious.read_bytes() == b"precious"
    download_originals(service, service.session, rasters, tmp_path / "out", overwrite=True)
    assert precious.read_bytes() != b"precious"


def test_a_link_out_of_the_folder_is_not_followed(opened, tmp_path, server, reply, reply_json):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").symlink_to(outside)
    service = small_service(server, reply, reply_json, {"a/sub/deep/x.tif": b"1", "a/y.tif": b"2"})
    with pytest.raises(OutputError, match="leads out of the folder"):
        download_originals(service, service.session, list(service.catalog().rasters()), tmp_path / "out")
    assert list(outside.iterdir()) == []


def small_service(server, reply, reply_json, files, *, ranges=True, announced=None):
    """A mosaic of one raster with these files."""
    root = {
        "name": "Small",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 100, "spatialReference": {"wkid": 3857}},
        "pixelSizeX": 1,
        "pixelSizeY": 1,
        "currentVersion": 10.91,
        "capabilities": "Image,Catalog,Download",
        "objectIdField": "OBJECTID",
        "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}],
    }

    def respond(seen):
        name = seen.query.get("id", "")
        if seen.path.endswith("/query"):
            return reply_json({"features": [{"attributes": {"OBJECTID": 1, "Name": "a"}}]})
        if seen.path.endswith("/download"):
            sizes = {key: len(body) if announced is None else announced for key, body in files.items()}
            entries = [{"id": key, "size": size, "rasterIds": [1]} for key, size in sizes.items()]
            return reply_json({"rasterFiles": entries})
        if seen.path.endswith("/file"):
            return serve(reply, files[name], seen, ranges=ranges)
        return reply_json(root)

    server.respond = respond
    return open_service(f"{server.url}/arcgis/rest/services/Small/ImageServer")


def serve(reply, body, seen, *, ranges=True, tag='"1"'):
    wanted = seen.headers.get("Range")
    if not ranges or not wanted or seen.headers.get("If-Range", tag) != tag:
        return reply(body, headers={"ETag": tag})
    start, end = (int(part) for part in wanted.removeprefix("bytes=").split("-"))
    part = body[start : end + 1]
    headers = {"ETag": tag, "Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(body)}"}
    return reply(part, status=206, headers=headers)


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr("image_services.core.remote_file.PIECE", 100)


BODY = bytes(range(256)) * 4


def test_a_file_whose_size_nobody_tells_ends_with_a_short_piece(server, reply, tmp_path, small_pieces):
    def respond(seen):
        answer = serve(reply, BODY, seen)
        answer.headers["Content-Range"] = answer.headers["Content-Range"].rpartition("/")[0] + "/*"
        return answer

    server.respond = respond
    fetch_file(RemoteFile(f"{server.url}/f"), tmp_path / "f", Session())
    assert (tmp_path / "f").read_bytes() == BODY


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("size", [len(BODY), None])
def test_pieces_and_whole_answers_give_the_same_file(server, reply, tmp_path, small_pieces, ranges, size):
    server.respond = lambda seen: serve(reply, BODY, seen, ranges=ranges)
    noted = []
    received = fetch_file(RemoteFile(f"{server.url}/f", {}, size), tmp_path / "f", Session(), note=noted.append)
    assert (tmp_path / "f").read_bytes() == BODY
    assert received == noted[-1] == len(BODY)
    assert len(server.seen) == (11 if ranges else 1)
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def stop_after(cancel, count):
    def note(done):
        if done >= count:
            cancel.set()

    return note


def begin(server, reply, tmp_path, tag='"1"'):
    """Fetch a part of the file, and stop."""
    server.respond = lambda seen: serve(reply, BODY, seen, tag=tag)
    cancel = Cancel()
    with pytest.raises(Cancelled):
        fetch_file(
            RemoteFile(f"{server.url}/f", {}, len(BODY)),
            tmp_path / "f",
            Session(),
            cancel=cancel,
            note=stop_after(cancel, 500),
        )
    assert not (tmp_path / "f").exists()
    server.seen.clear()


def test_a_second_run_goes_on_where_the_first_one_stopped(server, reply, tmp_path, small_pieces):
    begin(server, reply, tmp_path)
    received = fetch_file(RemoteFile(f"{server.url}/f", {}, len(BODY)), tmp_path / "f", Session())
    assert (tmp_path / "f").read_bytes() == BODY
    assert received == len(BODY) - 500
    assert server.seen[0].headers["Range"] == "bytes=500-599"
    assert server.seen[0].headers["If-Range"] == '"1"'


def test_a_file_that_changed_meanwhile_is_fetched_anew(server, reply, tmp_path, small_pieces):
    begin(server, reply, tmp_path)
    newer = BODY[::-1]
    server.respond = lambda seen: serve(reply, newer, seen, tag='"2"')
    fetch_file(RemoteFile(f"{server.url}/f", {}, len(newer)), tmp_path / "f", Session())
    assert (tmp_path / "f").read_bytes() == newer


def test_a_part_without_a_tag_is_not_trusted(server, reply, tmp_path, small_pieces):
    begin(server, reply, tmp_path, tag="")
    server.respond = lambda seen: serve(reply, BODY, seen)
    assert fetch_file(RemoteFile(f"{server.url}/f", {}, len(BODY)), tmp_path / "f", Session()) == len(BODY)


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("announced", [len(BODY) - 1, len(BODY) + 1])
def test_another_size_than_announced_is_an_error_and_leaves_nothing(
    server, reply, reply_json, tmp_path, small_pieces, ranges, announced
):
    service = small_service(server, reply, reply_json, {"a.tif": BODY}, ranges=ranges, announced=announced)
    with pytest.raises(DownloadError, match=f"instead of the {announced:,}"):
        download_originals(service, service.session, list(service.catalog().rasters()), tmp_path / "out")
    assert not list((tmp_path / "out").glob("a.tif*"))


def test_what_nobody_announced_is_counted_as_it_comes(server, reply, reply_json, tmp_path):
    service = small_service(server, reply, reply_json, {"a.tif": BODY}, ranges=False, announced="?")
    told = []
    rasters = list(service.catalog().rasters())
    download_originals(service, service.session, rasters, tmp_path / "out", progress=lambda *each: told.append(each))
    assert (tmp_path / "out" / "a.tif").read_bytes() == BODY
    assert told[-1] == (len(BODY), 0, "1 kB so far")


@pytest.mark.parametrize("body", [b"", BODY[:200], BODY])
def test_a_range_behind_the_end_is_the_end(server, reply, tmp_path, small_pieces, body):
    """Servers answer 416 there: to a file without bytes, and where the last piece was a whole one."""

    def respond(seen):
        start = int(seen.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if "Range" in seen.headers and start >= len(body):
            return reply(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
        answer = serve(reply, body, seen)
        if answer.status == 206:
            answer.headers["Content-Range"] = answer.headers["Content-Range"].rpartition("/")[0] + "/*"
        return answer

    server.respond = respond
    assert fetch_file(RemoteFile(f"{server.url}/f"), tmp_path / "f", Session()) == len(body)
    assert (tmp_path / "f").read_bytes() == body
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (100, "bytes 5-104/1024"),
        (100, "bytes 0-99"),
        (100, "bytes 0-89/1024"),
        (90, "bytes 0-99/1024"),
        (90, "bytes 0-99/*"),
        (300, "bytes 0-299/1024"),
    ],
)
def test_a_piece_that_is_not_what_was_asked_for_is_refused(server, reply, tmp_path, small_pieces, count, said):
    server.respond = lambda seen: reply(BODY[:count], status=206, headers={"ETag": '"1"', "Content-Range": said})
    with pytest.raises(ProtocolError, match="another part"):
        fetch_file(RemoteFile(f"{server.url}/f", {}, 1024), tmp_path / "f", Session())
    assert not (tmp_path / "f").exists()


def test_an_empty_file_is_a_file(server, reply, reply_json, tmp_path):
    service = small_service(server, reply, reply_json, {"a.prj": b""})
    report = download_originals(service, service.session, list(service.catalog().rasters()), tmp_path / "out")
    assert (tmp_path / "out" / "a.prj").read_bytes() == b""
    assert report.mosaic is None


def test_the_list_of_files_holds_no_secrets(opened, tmp_path):
    service = opened("mosaics/scenes")
    download_originals(service, service.session, list(service.catalog().rasters())[:1], tmp_path / "out")
    value = json.loads((tmp_path / "out" / "originals.json").read_text(encoding="utf-8"))
    assert value["service"] == service.url
    assert all(entry["size"] > 0 for entry in value["files"])


def test_the_server_cuts_what_travels(opened, sandbox_data, tmp_path):
    service = opened("mosaics/scenes")
    raster = next(service.catalog().rasters())
    box = Extent(raster.extent.xmin + 200, raster.extent.ymin + 300, raster.extent.xmin + 600, raster.extent.ymax)
    report = download_originals(service, service.session, [raster], tmp_path / "out", cut=ServerCut(box))
    (path,) = [path for path in report.files if path.endswith(".tif")]
    assert path == str(tmp_path / "out" / f"{raster.name}.tif")
    cut, original = gdal.Open(path), gdal.Open(str(sandbox_data / "mosaics" / "scenes.mosaic" / f"{raster.name}.tif"))
    west, width, _, north, _, _ = cut.GetGeoTransform()
    first = original.GetGeoTransform()
    column, row = round((west - first[0]) / width), round((first[3] - north) / width)
    truth = original.ReadAsArray(column, row, cut.RasterXSize, cut.RasterYSize)
    assert np.array_equal(cut.ReadAsArray(), truth)
    assert cut.RasterXSize < original.RasterXSize
    again = download_originals(service, service.session, [raster], tmp_path / "out", cut=ServerCut(box))
    assert again.bytes_received == 0


def test_a_cut_raster_keeps_the_endings_of_its_files():
    file = OriginalFile("C:\\out\\_ags_1.tif.aux.xml", 1, (3,), "")
    (found,) = placed([named_after({3: "a/b"}, file)])
    assert found.path == "a_b.tif.aux.xml"
