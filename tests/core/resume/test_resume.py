# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads that fail keep what they have; the next one goes on, unless something else is asked for."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from image_services import core
from image_services.core import errors, resume, schedule
from image_services.core.partial import bytes_on_disk, is_interrupted, part_of
from image_services.core.retry import RetryPolicy
from osgeo import gdal

TILES = {"tile_columns": 200, "tile_rows": 200}
COUNT = 30  # of 1,200 x 1,000 cells
AGAIN = "Run it again with the same output to go on where it stopped."


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Give up soon: what is tested is what happens then."""
    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=2, base_s=0.01, cap_s=0.01))
    monkeypatch.setattr(schedule, "REFUSED_RETRY", RetryPolicy(attempts=2, base_s=0.01, cap_s=0.01))
    monkeypatch.setattr(schedule, "OUTAGE_PAUSE_S", 0.01)


@pytest.fixture
def service(sandbox):
    return core.open_service(sandbox.service_url("elevation/dem"))


def failing(sandbox, service, skip=15):
    """Let the server fail for good after so many tiles."""
    sandbox.control.faults({"kind": "status", "code": 503, "skip": skip + 1, "service": "elevation/dem"})


@pytest.fixture
def interrupted(sandbox, service, tmp_path):
    """An output whose download failed half-way."""
    path = tmp_path / "out.tif"
    failing(sandbox, service)
    with pytest.raises(errors.ImageServiceError):
        service.download(path, **TILES)
    sandbox.control.reset()
    return path


def files(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_failed_download_keeps_what_it_has_and_says_so(sandbox, service, tmp_path):
    failing(sandbox, service)
    with pytest.raises(errors.DownloadError) as caught:
        service.download(tmp_path / "out.tif", **TILES)
    assert caught.value.message.endswith(AGAIN)
    assert str(caught.value) == caught.value.message
    assert caught.value.details["resumable"]
    assert "Nothing was kept" not in caught.value.message
    assert files(tmp_path) == ["out.tif.part", "out.tif.part.journal"]
    assert is_interrupted(tmp_path / "out.tif")


def test_what_it_has_is_not_fetched_again(sandbox, service, interrupted, resume, tmp_path):
    service.download(tmp_path / "whole.tif", **TILES)
    finished = resume.claimed(interrupted)
    assert 0 < len(finished) < COUNT
    sandbox.control.clear()
    words = []
    report = service.download(interrupted, progress=lambda done, total, text: words.append((done, total)), **TILES)
    assert set(resume.asked(sandbox, service)).isdisjoint(finished)
    assert (report.tiles, report.tiles_resumed) == (COUNT, len(finished))
    assert f"{len(finished)} of 30 tiles were there from an interrupted download." in report.notes
    assert words[-1] == (1_200_000, 1_200_000)
    resume.assert_same(resume.content(interrupted), resume.content(tmp_path / "whole.tif"))
    assert files(tmp_path) == ["out.tif", "whole.tif"]


def test_one_that_has_everything_but_its_name_asks_for_nothing(sandbox, service, tmp_path, monkeypatch, resume):
    """It failed because the older file could not be replaced, or was killed just before."""
    path = tmp_path / "out.tif"
    path.mkdir()
    monkeypatch.setattr("image_services.core.download.check_output", lambda *args, **options: None)
    with pytest.raises(errors.OutputError, match="go on where it stopped"):
        service.download(path, **TILES)
    path.rmdir()
    sandbox.control.clear()
    report = service.download(path, **TILES)
    assert resume.asked(sandbox, service) == []
    assert report.tiles_resumed == COUNT
    service.download(tmp_path / "whole.tif", **TILES)
    resume.assert_same(resume.content(path), resume.content(tmp_path / "whole.tif"))


@pytest.mark.parametrize("size", [100, 170, 512, 2000])
def test_it_may_go_on_with_tiles_of_another_size(size, sandbox, service, interrupted, resume, tmp_path):
    finished = resume.claimed(interrupted)
    sandbox.control.clear()
    service.download(interrupted, tile_columns=size, tile_rows=size)
    cells = sum(window.cells for window in resume.asked(sandbox, service))
    assert cells == 1_200_000 - sum(window.cells for window in finished)
    service.download(tmp_path / "whole.tif")
    resume.assert_same(resume.content(interrupted), resume.content(tmp_path / "whole.tif"))


OTHERS = {
    "extent": ({"extent": (-9_400_000, 4_300_000, -9_390_000, 4_310_000)}, "extent"),
    "cells": ({"cell_size": 60}, "cell size"),
    "reference": ({"sr": 4326}, "spatial reference"),
    "type": ({"pixel_type": "F64"}, "pixel type"),
    "nodata": ({"no_data": 300}, "NoData value"),
    "interpolation": ({"interpolation": "bilinear"}, "request"),
    "rule": ({"rendering_rule": "hillshade"}, "rules"),
    "format": ({"format": "tiff"}, "transfer format"),
    "compression": ({"file_compression": "deflate"}, "compression on disk"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_request_is_not_mixed_with_it(other, sandbox, service, interrupted, resume, tmp_path):
    options, words = OTHERS[other]
    if "extent" in options:
        box = service.extent
        options = {"extent": (box.xmin, box.ymin, box.xmin + box.width / 2, box.ymax)}
    report = service.download(interrupted, **{**TILES, **options})
    (note,) = [note for note in report.notes if "started afresh" in note]
    assert words in note
    assert report.tiles_resumed == 0
    service.download(tmp_path / "whole.tif", **{**TILES, **options})
    resume.assert_same(resume.content(interrupted), resume.content(tmp_path / "whole.tif"))
    assert files(tmp_path) == ["out.tif", "whole.tif"]


@pytest.mark.parametrize(
    "change",
    [
        {"editingInfo": {"lastEditDate": 1_700_000_000_000}},
        {"minValues": [1.0], "maxValues": [2.0], "meanValues": [1.5], "stdvValues": [0.1]},
    ],
)
def test_a_service_that_has_changed_is_not_mixed_with_what_it_was(change, sandbox, service, interrupted, monkeypatch):
    before = service.raw
    changed = type(service).from_json(service.url, {**before, **change}, service.session)
    report = changed.download(interrupted, **TILES)
    assert report.tiles_resumed == 0
    assert any("service's description" in note for note in report.notes)


def test_a_new_version_of_the_server_changes_nothing(sandbox, service, interrupted):
    newer = type(service).from_json(service.url, {**service.raw, "currentVersion": 11.3}, service.session)
    assert newer.download(interrupted, **TILES).tiles_resumed > 0


def test_tiles_that_were_damaged_since_are_fetched_again(service, interrupted, resume, tmp_path):
    finished = resume.claimed(interrupted)
    window = finished[0]
    dataset = gdal.Open(str(part_of(interrupted)))
    place = f"BLOCK_OFFSET_{window.column // 256}_{window.row // 256}"
    block = int(dataset.GetRasterBand(1).GetMetadataItem(place, "TIFF"))
    del dataset
    with part_of(interrupted).open("r+b") as file:
        file.seek(block + (window.row % 256 * 256 + window.column % 256) * 4)
        file.write(b"\xfe" * 64)
    report = service.download(interrupted, **TILES)
    assert report.tiles_resumed == len(finished) - 1
    service.download(tmp_path / "whole.tif", **TILES)
    resume.assert_same(resume.content(interrupted), resume.content(tmp_path / "whole.tif"))


@pytest.mark.parametrize("compression", ["deflate", "lzw"])
def test_blocks_that_cannot_be_read_do_no_lasting_harm(compression, sandbox, service, resume, tmp_path):
    """Compressed, and cut short by the end of the first download: tiles that lie in them in part are written again."""
    path, options = tmp_path / "out.tif", {"file_compression": compression, **TILES}
    failing(sandbox, service)
    with pytest.raises(errors.ImageServiceError):
        service.download(path, **options)
    sandbox.control.reset()
    finished = resume.claimed(path)
    size = part_of(path).stat().st_size
    with part_of(path).open("r+b") as file:
        for place in range(size // 3, size, 20_000):
            file.seek(place)
            file.write(b"\0" * 5_000)
    report = service.download(path, **options)
    assert report.tiles_resumed < len(finished)
    service.download(tmp_path / "whole.tif", **options)
    resume.assert_same(resume.content(path), resume.content(tmp_path / "whole.tif"))


@pytest.mark.parametrize("rest", [b"", b"II*\0", b"no TIFF at all" * 1000])
def test_a_raster_that_cannot_be_read_any_more_is_begun_anew(rest, service, interrupted):
    part_of(interrupted).write_bytes(rest)
    report = service.download(interrupted, **TILES)
    assert report.tiles_resumed == 0
    assert any("cannot be read: it was started afresh" in note for note in report.notes)


def test_a_kill_while_the_directory_is_moved_costs_nothing(service, interrupted, resume):
    """For a moment, while a TIFF gets its statistics, its header leads nowhere."""
    finished = resume.claimed(interrupted)
    with part_of(interrupted).open("r+b") as file:
        file.seek(4)
        file.write(bytes(4))
    assert service.download(interrupted, **TILES).tiles_resumed == len(finished)


def test_holes_are_tried_again(sandbox, service, interrupted, monkeypatch):
    """A disk that fails late in a download that has holes already."""
    failing(sandbox, service, skip=5)
    monkeypatch.setattr(resume.ResumableSink, "finish", _refuse)
    with pytest.raises(errors.OutputError):
        service.download(interrupted, on_error="nodata", **TILES)
    monkeypatch.undo()
    sandbox.control.reset()
    report = service.download(interrupted, **TILES)
    assert report.tiles_failed == 0
    assert report.tiles_resumed < COUNT


def _refuse(*_):
    raise errors.OutputError("The disk is full.")


def test_a_failure_before_the_first_tile_leaves_nothing(sandbox, service, tmp_path):
    failing(sandbox, service, skip=0)
    with pytest.raises(errors.ImageServiceError) as caught:
        service.download(tmp_path / "out.tif", **TILES)
    assert AGAIN not in caught.value.message
    assert files(tmp_path) == []


def test_nothing_is_kept_where_that_is_not_wanted(sandbox, service, tmp_path):
    failing(sandbox, service)
    with pytest.raises(errors.ImageServiceError):
        service.download(tmp_path / "out.tif", resumable=False, **TILES)
    assert files(tmp_path) == []


def test_a_failure_before_anything_is_opened_leaves_it_as_it_is(sandbox, service, interrupted, resume):
    finished = resume.claimed(interrupted)
    sandbox.control.faults({"kind": "error", "code": 400, "message": "No."})
    with pytest.raises(errors.BadRequest):
        service.download(interrupted, **TILES)
    assert resume.claimed(interrupted) == finished


# Cancel


@pytest.mark.parametrize("moment", ["first tile", "checking", "pilot"])
def test_a_cancel_leaves_nothing_of_either(moment, sandbox, service, interrupted, tmp_path):
    cancel, threads = core.Cancel(), threading.active_count()
    sandbox.control.faults({"kind": "latency", "ms": 50})

    def progress(done, total, words):
        if moment == ("checking" if words.startswith("Checking") else "first tile"):
            cancel.set()

    if moment == "pilot":
        cancel.set()
    with pytest.raises(errors.Cancelled):
        service.download(interrupted, cancel=cancel, progress=progress, **TILES)
    assert files(tmp_path) == []
    assert threading.active_count() <= threads


def test_a_program_that_ends_keeps_what_is_there(service, tmp_path, monkeypatch):
    """Then the transport gives up by itself, and nobody has cancelled."""
    write, left = resume.ResumableSink.write, [10]

    def give_up(self, *pixels):
        write(self, *pixels)
        left[0] -= 1
        if not left[0]:
            raise errors.Cancelled

    monkeypatch.setattr(resume.ResumableSink, "write", give_up)
    with pytest.raises(errors.Cancelled):
        service.download(tmp_path / "out.tif", **TILES)
    assert is_interrupted(tmp_path / "out.tif")


# The disk


@pytest.mark.parametrize("compression", ["none", "deflate"])
def test_a_full_disk_is_a_clear_failure_that_can_go_on(compression, sandbox, service, worker, resume, tmp_path):
    path, options = tmp_path / "out.tif", {"file_compression": compression, "tile_columns": 256, "tile_rows": 256}
    worker.start(service.url, path, largest=1_500_000, **options)
    assert worker.end() == 2 << 8
    complaint = worker.complaint()
    assert complaint.startswith("OutputError")
    assert "out.tif” cannot be written" in complaint
    assert complaint.endswith(AGAIN)
    finished = resume.claimed(path)
    assert finished
    sandbox.control.clear()
    report = service.download(path, **options)
    assert report.tiles_resumed == len(finished)
    assert set(resume.asked(sandbox, service)).isdisjoint(finished)
    service.download(tmp_path / "whole.tif", **options)
    resume.assert_same(resume.content(path), resume.content(tmp_path / "whole.tif"))


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_is_taken_away_in_the_middle_is_noticed_soon(what, sandbox, service, tmp_path, monkeypatch):
    monkeypatch.setattr(resume, "LOOK_S", 0.05)
    sandbox.control.faults({"kind": "latency", "ms": 100})
    folder = tmp_path / "folder"
    folder.mkdir()

    def progress(done, total, words):
        if done and folder.is_dir():
            shutil.rmtree(folder) if what == "folder" else part_of(folder / "out.tif").unlink(missing_ok=True)

    words = {"folder": "its folder was removed", "file": "the unfinished file was removed"}[what]
    sandbox.control.clear()
    with pytest.raises(errors.OutputError, match=words):
        service.download(folder / "out.tif", progress=progress, max_concurrency=2, tile_columns=100, tile_rows=100)
    assert len(sandbox.control.requests()) < 100
    assert not folder.exists() or files(folder) == []


def test_the_room_that_an_interrupted_one_takes_counts_as_free(service, interrupted, monkeypatch):
    from image_services.core import geotiff

    taken = bytes_on_disk(interrupted)
    needed = 1_200_000 * 4 + geotiff.SPARE_BYTES
    free = shutil._ntuple_diskusage(10**12, 0, needed - taken)
    monkeypatch.setattr(geotiff.shutil, "disk_usage", lambda _: free)
    assert service.download(interrupted, **TILES).tiles_resumed > 0


def test_two_downloads_into_one_file_do_not_mix(sandbox, service, worker, tmp_path):
    path = tmp_path / "out.tif"
    sandbox.control.faults({"kind": "latency", "ms": 150})
    worker.start(service.url, path, max_concurrency=2, **TILES)
    deadline = time.monotonic() + 20
    while not part_of(path).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    with pytest.raises(errors.OutputError, match="being written by another download"):
        service.download(path, **TILES)
    assert worker.end() == 0
    report_free = service.read(tile_columns=2000, tile_rows=2000)
    values = gdal.Open(str(path)).ReadAsArray()
    np.testing.assert_array_equal(values[~report_free.mask[0]], report_free.data[0][~report_free.mask[0]])


def test_the_journal_holds_no_secret(sandbox, service, interrupted):
    text = Path(f"{interrupted}.part.journal").read_text(encoding="utf-8")
    assert "token" not in text.lower()
    assert service.url.partition("?")[0] in text


def test_an_address_with_a_token_is_written_without_it():
    from image_services.core.address import shareable

    url = "https://user:pass@proxy.example/p?https://inner.example/a/ImageServer?token=abc"
    assert shareable(url) == "https://proxy.example/p?https://inner.example/a/ImageServer"
    assert shareable("https://a.example/ImageServer?token=abc") == "https://a.example/ImageServer"


REFUSED = {"kind": "error", "code": 400, "message": "Unable to complete operation.", "service": "elevation/dem"}


def test_a_pilot_that_is_refused_for_once_costs_nothing_that_is_there(sandbox, service, interrupted):
    """Identical requests have been seen to fail twice and then succeed."""
    sandbox.control.faults({**REFUSED, "count": 2})
    report = service.download(interrupted, **TILES)
    assert report.tiles_resumed > 0
    assert not any("instead of" in note for note in report.notes)


def test_a_format_that_a_server_has_ceased_to_give_is_another_download(sandbox, service, interrupted):
    form = service.plan().format.formats[0]
    sandbox.control.faults({**REFUSED, "match": {"format": form}})
    report = service.download(interrupted, **TILES)
    assert (report.tiles_resumed, report.format != form) == (0, True)
    assert any("started afresh" in note and "transfer format" in note for note in report.notes)
