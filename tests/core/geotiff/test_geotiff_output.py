# SPDX-License-Identifier: GPL-2.0-or-later
"""The output of a download is whole or not there: nothing half is left, and nothing older is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from image_services.core import geotiff
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink, check_output
from image_services.core.grid import Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass, RasterLayout

ROOT = Path(__file__).resolve().parents[3]


# Whole or nothing


def test_the_file_appears_when_it_is_whole(tmp_path, tiff):
    one = tiff.layout()
    sink = tiff.write(tmp_path / "a.tif", one, tiff.values(one), finish=False)
    assert tiff.files(tmp_path) == ["a.tif.part"]
    sink.finish((), {})
    assert tiff.files(tmp_path) == ["a.tif"]


def old_file(folder, tiff):
    """Make an older output with everything that can lie beside it."""
    one = tiff.layout(16, 16)
    tiff.write(folder / "a.tif", one, np.full((1, 16, 16), 3, np.uint8))
    for suffix in (".aux.xml", ".ovr", ".msk"):
        (folder / f"a.tif{suffix}").write_bytes(b"<PAMDataset></PAMDataset>")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_older_file_stays_untouched_until_the_new_one_is_whole(tmp_path, tiff):
    before = old_file(tmp_path, tiff)
    one = tiff.layout()
    sink = tiff.write(tmp_path / "a.tif", one, tiff.values(one), finish=False)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    sink.finish((), {})
    np.testing.assert_array_equal(tiff.read(tmp_path / "a.tif")[2], tiff.values(one))
    assert tiff.files(tmp_path) == ["a.tif"]  # what lay beside the older one belonged to it


def test_a_new_attribute_table_replaces_the_old_one(tmp_path, tiff):
    old_file(tmp_path, tiff)
    one = tiff.layout(classes=tiff.classes)
    tiff.write(tmp_path / "a.tif", one, tiff.values(one))
    assert tiff.files(tmp_path) == ["a.tif", "a.tif.aux.xml"]
    assert tiff.read(tmp_path / "a.tif")[1][0].GetDefaultRAT().GetRowCount() == 3


@pytest.mark.parametrize("with_classes", [False, True])
def test_giving_up_leaves_nothing_and_touches_nothing(with_classes, tmp_path, gdal_exceptions, tiff):
    before = old_file(tmp_path, tiff)
    one = tiff.layout(classes=tiff.classes if with_classes else ())
    sink = tiff.write(tmp_path / "a.tif", one, tiff.values(one), np.zeros((70, 100), bool), finish=False)
    sink.abort()
    sink.abort()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_giving_up_before_the_first_tile(tmp_path, tiff):
    GeoTiffSink(tmp_path / "a.tif", tiff.layout(), tile=(32, 32)).abort()
    assert tiff.files(tmp_path) == []


def test_what_a_killed_download_left_does_no_harm(tmp_path, tiff):
    for suffix in ("", ".aux.xml", ".ovr", ".msk"):
        (tmp_path / f"a.tif.part{suffix}").write_bytes(b"<PAMDataset><Metadata>old</Metadata></PAMDataset>")
    one = tiff.layout()
    tiff.write(tmp_path / "a.tif", one, tiff.values(one))
    assert tiff.files(tmp_path) == ["a.tif"]


def test_no_file_stays_open(tmp_path, tiff):
    def open_files():
        folder = Path("/proc/self/fd")
        return sum(1 for link in folder.iterdir() if str(tmp_path) in os.path.realpath(link))

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not list open files")
    one = tiff.layout(classes=tiff.classes)
    sink = tiff.write(tmp_path / "a.tif", one, tiff.values(one), finish=False)
    assert open_files() == 1
    sink.finish((), {})
    assert open_files() == 0
    tiff.write(tmp_path / "b.tif", one, tiff.values(one), finish=False).abort()
    assert open_files() == 0


def test_a_layout_that_cannot_be_described_leaves_nothing(tmp_path, gdal_exceptions, tiff):
    one = RasterLayout(tiff.layout().grid, ("A",), PIXEL_TYPES["U8"], "no WKT at all")
    with pytest.raises(OutputError, match="does not understand its spatial reference"):
        GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    broken = tiff.layout(classes=(RasterClass(1, "A", ("red", "green", "blue")),))
    with pytest.raises(TypeError):
        GeoTiffSink(tmp_path / "a.tif", broken, tile=(32, 32))
    assert tiff.files(tmp_path) == []


def test_a_folder_that_goes_away(tmp_path, gdal_exceptions, tiff):
    folder = tmp_path / "gone"
    folder.mkdir()
    one = tiff.layout()
    sink = tiff.write(folder / "a.tif", one, tiff.values(one), finish=False)
    shutil.rmtree(folder)
    with pytest.raises(OutputError, match=r"a\.tif” cannot be written: No such file"):
        sink.finish((), {})
    with pytest.raises(OutputError, match=r"a\.tif” cannot be .*: its folder is gone"):
        GeoTiffSink(folder / "a.tif", one, tile=(32, 32))


def test_a_target_that_has_become_a_folder(tmp_path, tiff):
    one = tiff.layout()
    sink = tiff.write(tmp_path / "a.tif", one, tiff.values(one), finish=False)
    (tmp_path / "a.tif").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        sink.finish((), {})
    assert tiff.files(tmp_path) == ["a.tif"]


FULL_DISK = """
import resource, sys
sys.path.insert(0, {tests!r})
import conftest
from pathlib import Path
import numpy as np
from osgeo import gdal
gdal.UseExceptions() if {exceptions} else gdal.DontUseExceptions()
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Grid, Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterLayout
layout = RasterLayout(Grid(0, 0, 1, 1, 2048, 2048), ("A",), PIXEL_TYPES["F32"], "", -1.0)
sink = GeoTiffSink(Path({path!r}), layout, tile=(512, 512), compression={compression!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
dice = np.random.default_rng(0)
written = 0
try:
    for row in range(0, 2048, 512):
        for column in range(0, 2048, 512):
            sink.write(Window(column, row, 512, 512), dice.random((1, 512, 512), np.float32), None)
            written += 1
    sink.finish((), {{}})
except OutputError as error:
    sink.abort()
    print(written, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("exceptions", [False, True])
@pytest.mark.parametrize("compression", ["none", "deflate"])
def test_a_full_disk_is_found_out_at_once_and_nothing_is_left(exceptions, compression, tmp_path, tiff):
    program = FULL_DISK.format(
        tests=str(ROOT / "tests"), path=str(tmp_path / "a.tif"), exceptions=exceptions, compression=compression
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    written, _, sentence = done.stdout.partition(" ")
    assert 1 <= int(written) <= 4
    assert "a.tif” cannot be written" in sentence
    assert ".part" not in sentence
    assert tiff.files(tmp_path) == []


FULL_FOR_A_MOMENT = """
import resource, sys
sys.path.insert(0, {tests!r})
import conftest
from pathlib import Path
import numpy as np
from osgeo import gdal
gdal.UseExceptions()
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Grid, Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterLayout
path, (_, most) = Path({path!r}), resource.getrlimit(resource.RLIMIT_FSIZE)
layout = RasterLayout(Grid(0, 0, 1, 1, 512, 512), ("A",), PIXEL_TYPES["F32"], "", -1.0)
whole = np.random.default_rng(0).random((1, 512, 512), np.float32)
for size in range(270_000, 540_000, 9_000):
    sink = GeoTiffSink(path, layout, tile=(256, 256), compression={compression!r})
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        for row in (0, 256):
            for column in (0, 256):
                sink.write(Window(column, row, 256, 256), whole[:, row : row + 256, column : column + 256], None)
                if row == 0 and column == 256:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        sink.finish((), {{}})
        print("same" if np.array_equal(gdal.Open(str(path)).ReadAsArray(), whole[0]) else "OTHER")
    except OutputError as error:
        sink.abort()
        print("refused")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("compression", ["none", "deflate"])
def test_a_disk_that_was_full_for_a_moment_leaves_no_other_raster(compression, tmp_path):
    """Whichever byte of the second tile was the first without room: GDAL 3.13 does not always say so."""
    program = FULL_FOR_A_MOMENT.format(tests=str(ROOT / "tests"), path=str(tmp_path / "a.tif"), compression=compression)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    ends = done.stdout.split()
    assert len(ends) == 30
    assert set(ends) == {"refused", "same"}


def test_a_full_disk_is_called_one(tmp_path, monkeypatch, tiff):
    one = tiff.layout()
    sink = GeoTiffSink(tmp_path / "a.tif", one, tile=(32, 32))
    monkeypatch.setattr(geotiff.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(OutputError, match="the disk is full; make room"):
        sink.write(Window(90, 60, 32, 32), np.zeros((1, 32, 32), np.uint8), None)  # beyond the raster: GDAL refuses
    sink.abort()


# Before anything is fetched


def test_a_good_output_is_accepted(tmp_path, tiff):
    check_output(tmp_path / "a.tif", 1000, overwrite=False)
    (tmp_path / "a.tif").touch()
    check_output(tmp_path / "a.tif", 1000, overwrite=True)


@pytest.mark.parametrize(
    ("name", "size", "match"),
    [
        ("nowhere/a.tif", 0, "nowhere” does not exist: create it"),
        ("folder", 0, "folder” is a folder: give the name of a file"),
        ("there.tif", 0, "exists already: choose another name, or allow"),
        ("there.tif/a.tif", 0, "does not exist"),
        ("a.tif", 10**18, r"needs 1000000\.0 TB, but only .* are free.*make room"),
    ],
)
def test_an_output_that_cannot_end_well_is_refused(name, size, match, tmp_path, tiff):
    (tmp_path / "folder").mkdir()
    (tmp_path / "there.tif").touch()
    with pytest.raises(OutputError, match=match):
        check_output(tmp_path / name, size, overwrite=False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path, tiff):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written to"):
        check_output(tmp_path / "a.tif", 0, overwrite=False)
    tmp_path.chmod(0o700)
