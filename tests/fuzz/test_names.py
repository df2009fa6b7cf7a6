# SPDX-License-Identifier: GPL-2.0-or-later
"""File names from a server: whatever they are, files land in the folder, under names that every system takes."""

from __future__ import annotations

import json
import ntpath
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.catalog import CatalogRaster
from image_services.core.envelope import json_of
from image_services.core.errors import ImageServiceError
from image_services.core.original_files import OriginalFile, once_each, placed, safe_part
from image_services.core.originals import download_originals
from image_services.core.service import ImageService
from image_services.core.session import Session

RESERVED = ["CON", "nul.tif", "COM1.tif.aux.xml", "LPT0", "com¹.tif", "CONIN$", "conout$.x", "aux .tif", "PRN"]
HOSTILE = [
    *("../../../etc/passwd", "..\\..\\x.tif", "/etc/cron.d/x", "C:\\Windows\\x.tif", "c:x.tif", "\\\\host\\a\\x.tif"),
    *("//host/share/x.tif", "\\\\?\\C:\\x", "a/../../x.tif", "x.tif\0.exe", "x.tif:y", ".bashrc", "..", ".", "", " "),
    *("file:///etc/passwd", "https://h/%2e%2e/%2e%2e/x.tif", "https://h/..%5c..%5cx", "http://[", "https://h", "~/x"),
    *("x" * 5000, "é" * 200, "😀" * 100, "a/" * 3000 + "x.tif", "x." + "y" * 4000, "\u202efit.exe", "\ud800.x"),
    *("originals.json", "ORIGINALS.JSON", "x.tif.part", "x.tif.part.tag", "$(x)", "`x`", "-rf", "x\n.tif", "%00"),
    *RESERVED,
]  # fmt: skip
LETTERS = st.one_of(st.characters(), st.sampled_from("./\\:%\0 ~$"), st.sampled_from(HOSTILE))
NAMES = st.one_of(st.sampled_from(HOSTILE), st.lists(LETTERS, max_size=12).map("".join))


def is_reserved(name):
    """Tell whether Windows keeps a name for a device; Python moved the question in 3.13."""
    ask = getattr(ntpath, "isreserved", None)
    return ask(name) if ask is not None else PureWindowsPath(name).is_reserved()


def assert_harmless(path):
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    assert path
    assert not posix.is_absolute()
    assert not windows.drive
    assert not windows.root
    assert ".." not in posix.parts + windows.parts
    assert len(path.encode()) < 1500
    for part in path.split("/"):
        assert 0 < len(part.encode()) <= 200
        assert part == part.strip()
        assert not part.startswith(".")
        assert not part.endswith(".")
        assert not is_reserved(part)
        assert not set(part) & set('<>:"\\|?*')
        assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in part)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_in_the_folder(name):
    (file,) = placed([OriginalFile(name, 1, (1,), "")])
    assert_harmless(file.path)


@given(st.lists(st.tuples(NAMES, st.integers(1, 3)), max_size=6))
def test_any_names_stay_in_the_folder_and_apart(names):
    files = placed(once_each(OriginalFile(name, 1, (raster,), "") for name, raster in names))
    keys = [unicodedata.normalize("NFC", file.path).casefold() for file in files]
    assert len(set(keys)) == len(keys)
    assert "originals.json" not in keys
    for file in files:
        assert_harmless(file.path)


@pytest.mark.parametrize("name", RESERVED)
def test_names_of_devices_are_no_names_of_files(name):
    assert safe_part(name).startswith("_")


def test_two_spellings_of_a_letter_are_one_name():
    """Disks of Apple's keep é as one or as two characters, and take both for the same."""
    composed, apart = "caf\u00e9.tif", "cafe\u0301.tif"
    first, second = placed([OriginalFile(f"/{i}/{name}", 1, (i,), "") for i, name in enumerate((composed, apart))])
    assert unicodedata.normalize("NFC", first.path) != unicodedata.normalize("NFC", second.path)


def test_thousands_of_files_of_one_name_are_told_apart():
    """In time that grows with their number, not with its square: that took minutes."""
    files = [OriginalFile("./" * (number % 2) + f"{'./' * number}x.tif"[-4000:], 1, (1,), "") for number in range(3000)]
    many = [OriginalFile(f"{'/' * (number + 1)}x.tif", 1, (1,), "") for number in range(3000)]
    shared = [OriginalFile("/data/all.gdb/a", 1, (number,), "") for number in range(20_000)]
    assert len({file.path for file in placed(once_each(many))}) == 3000
    placed(once_each(files))
    assert len(once_each(shared)) == 1


ROOT = {
    "extent": {"xmin": 0, "ymin": 0, "xmax": 9, "ymax": 9, "spatialReference": {"wkid": 3857}},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
    "capabilities": "Image,Catalog,Download",
    "objectIdField": "OBJECTID",
}


def test_nothing_is_written_outside_and_the_list_holds_no_signature(tmp_path, monkeypatch):
    """All hostile names in one answer, with a real folder on a real disk."""
    signed = "https://gis.example/files/y.tif?sig=s3cret&token=t0ken"
    said = {"rasterFiles": [{"id": name, "rasterIds": [1]} for name in (*HOSTILE, signed)]}
    relative = "out/z.tif?sv=1&sig=s3cret"
    said["rasterFiles"].append({"id": relative, "rasterIds": [2]})
    answer = json_of(json.dumps(said).encode())
    monkeypatch.setattr(Session, "json", lambda self, url, params=None, cancel=None: answer)
    monkeypatch.setattr("image_services.core.originals.fetch_file", lambda remote, target, *_, **__: _write(target))
    session = Session()
    service = ImageService.from_json("https://gis.example/arcgis/rest/services/A/ImageServer", ROOT, session)
    home = tmp_path / "in" / "here"
    home.parent.mkdir()
    report = download_originals(service, session, [CatalogRaster(1, "a")], home, with_vrt=False)
    assert len(report.files) == len({name for name in HOSTILE if name.strip()}) + 2
    assert not [path for path in report.files if "s3cret" in path]
    assert str(home / "z.tif") in report.files
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and home not in path.parents]
    assert outside == []
    kept = (home / "originals.json").read_text(encoding="utf-8")
    assert "s3cret" not in kept
    assert "t0ken" not in kept
    assert any(entry["id"] == "https://gis.example/files/y.tif" for entry in json.loads(kept)["files"])


def _write(target):
    target.write_bytes(b"x")
    return 1


def test_a_folder_that_is_too_deep_is_an_error_of_ours(tmp_path, monkeypatch):
    answer = {"rasterFiles": [{"id": "x.tif", "rasterIds": [1]}]}
    monkeypatch.setattr(Session, "json", lambda self, url, params=None, cancel=None: answer)
    service = ImageService.from_json("https://gis.example/arcgis/rest/services/A/ImageServer", ROOT, Session())
    with pytest.raises(ImageServiceError):
        download_originals(service, Session(), [CatalogRaster(1, "a")], tmp_path / ("x" * 300))
