# SPDX-License-Identifier: GPL-2.0-or-later
"""Tiles that a server denies while it is not well: 404 means "there is no tile" only of a server that is."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core import errors
from image_services.core.tilecache import Doubts
from osgeo import gdal

gdal.UseExceptions()
REFUSAL = {"error": {"code": 403, "message": "You do not have permissions to access this resource."}}


class Ailing:
    """Answers some tiles, then denies some, then says ``after`` of all others; None is well again."""

    def __init__(self, served, good, denied, after=None):
        self.served, self.good, self.denied, self.after = served, good, denied, after
        self.count = 0
        served.before = self

    def __call__(self, seen):
        if "/tile/" not in seen.path and self.count <= self.good:
            return None
        self.count += "/tile/" in seen.path
        if self.count <= self.good:
            return None
        if self.count <= self.good + self.denied:
            return self.served.reply(b"default backend - 404", status=404)
        return self.after() if self.after else None


def values_in(path):
    return gdal.Open(str(path)).ReadAsArray()


@pytest.mark.parametrize("sr", [None, 4326])
def test_tiles_denied_before_a_failure_are_asked_for_by_the_next_download(serve, make_cache, relief, tmp_path, sr):
    cache = make_cache(relief(96, 96))
    served = serve(cache)
    service = served.open()
    options = {"sr": sr, "tile_columns": 16, "tile_rows": 16, "max_concurrency": 2}
    whole = tmp_path / "whole.tif"
    service.download(whole, **options)
    Ailing(served, good=8, denied=10, after=lambda: served.reply_json(REFUSAL))
    with pytest.raises(errors.AccessDenied, match="Run it again"):
        service.download(tmp_path / "out.tif", **options)
    served.before = lambda seen: None
    report = service.download(tmp_path / "out.tif", **options)
    assert report.tiles_resumed > 0
    assert values_in(tmp_path / "out.tif").tobytes() == values_in(whole).tobytes()
    assert not any("missing or empty" in note for note in report.notes)


def test_a_server_that_denies_tiles_for_a_while_brings_no_holes(serve, make_cache, relief, tmp_path):
    """Far more tiles are missing for good than were denied for a while."""
    holes = frozenset((row, column) for row in range(6, 12) for column in range(12))
    cache = make_cache(relief(192, 192), missing=holes)
    served = serve(cache)
    service = served.open()
    Ailing(served, good=20, denied=20)
    with pytest.raises(errors.DownloadError, match=r"are there now.*Run it again"):
        service.download(tmp_path / "out.tif")
    assert not (tmp_path / "out.tif").exists()
    served.before = lambda seen: None
    report = service.download(tmp_path / "out.tif")
    assert report.tiles_resumed > 0
    assert report.notes[-2:-1] == ("72 tiles are missing or empty in the cache: NoData.",)
    valid = np.ones((192, 192), bool)
    for row, column in holes:
        valid[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16] = False
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert np.array_equal(dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0, valid)
    assert np.array_equal(dataset.ReadAsArray()[valid], cache.values[0][valid])


def test_what_is_missing_for_good_costs_few_requests_more(serve, make_cache, relief, tmp_path):
    holes = frozenset((row, column) for row in range(12) for column in range(12) if (row + column) % 2)
    served = serve(make_cache(relief(192, 192), missing=holes))
    report = served.open().download(tmp_path / "out.tif")
    assert report.notes == ("72 tiles are missing or empty in the cache: NoData.",)
    assert 0 < len(served.tiles()) - report.tiles <= 33  # and the pilot's


def test_a_read_is_as_careful(serve, make_cache, relief):
    served = serve(make_cache(relief(96, 96)))
    service = served.open()
    Ailing(served, good=8, denied=10)
    with pytest.raises(errors.DownloadError, match="are there now"):
        service.read()
    Ailing(served, good=8, denied=10)
    assert np.ma.getmaskarray(service.read(on_error="nodata")).any()


@pytest.mark.parametrize("count", [0, 1, 16, 17, 100, 5000])
def test_doubts_are_few_and_spread_evenly(count):
    doubts = Doubts(16)
    for number in range(count):
        doubts.add((number, 0, None))
    kept = [row for row, _, _ in doubts.some]
    assert len(kept) <= 16
    assert kept == sorted(kept)
    assert set(kept) <= set(range(count))
    gaps = [b - a for a, b in zip([0, *kept], [*kept, count])]
    assert max(gaps) <= max(1, -(-count // 4))
