# SPDX-License-Identifier: GPL-2.0-or-later
"""The scan finds what the plugin site would refuse: every check is shown something bad."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import scan

ROOT = Path(__file__).resolve().parent.parent
METADATA = (ROOT / "metadata.txt").read_text(encoding="utf-8")
ICON = "resources/icons/image_services.svg"
GOOD = {
    "__init__.py": '"""A plugin."""\n',
    "metadata.txt": METADATA,
    "LICENSE": "GPL\n",
    "README.md": "Read me\n",
    "CHANGELOG.md": "Changes\n",
    "core/__init__.py": "",
    "plugin/__init__.py": "",
    "ui/__init__.py": "",
    ICON: "<svg/>\n",
}


def pack(folder, files, modes=None):
    path = folder / "plugin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(f"{scan.PACKAGE}/{name}")
            info.external_attr = (modes or {}).get(name, 0o100644) << 16
            archive.writestr(info, content)
    return path


def without(*names):
    return {name: content for name, content in GOOD.items() if name not in names}


def test_a_good_plugin_has_no_findings(tmp_path):
    assert scan.scan(pack(tmp_path, GOOD)) == []


def inspect(path):
    with zipfile.ZipFile(path) as archive:
        return scan.inspect(archive)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (without("LICENSE"), "LICENSE is missing"),
        (without("metadata.txt"), "metadata.txt is missing"),
        (without("ui/__init__.py"), "ui is missing"),
        ({**GOOD, "tests/test_a.py": ""}, "tests does not belong"),
        ({**GOOD, "../other/a.py": ""}, "plain path"),
        ({**GOOD, "core/__pycache__/a.py": ""}, "hidden, generated or a test"),
        ({**GOOD, "core/.bandit": ""}, "hidden, generated or a test"),
        ({**GOOD, "core/decode.so": b"\x7fELF\0"}, "no use for"),
        ({**GOOD, "core/a.py": b"a = '\xff'\n"}, "not UTF-8"),
        ({**GOOD, "core/a.py": "a = 1\r\n"}, "carriage return"),
        ({**GOOD, "core/a.py": "a = 1  # " + "nosec\n"}, "silences a check"),
        ({**GOOD, "metadata.txt": METADATA.replace("version=0", "version=v0")}, "version is"),
        (without(ICON), "icon"),
    ],
)
def test_what_should_not_be_packed_is_found(tmp_path, files, words):
    findings = inspect(pack(tmp_path, files))
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize("mode", [0o100755, 0o120777])
def test_executables_and_links_are_found(tmp_path, mode):
    findings = inspect(pack(tmp_path, {**GOOD, "core/a.py": ""}, modes={"core/a.py": mode}))
    assert findings == [f"image_services/core/a.py: is executable or a link (mode {mode:o})"]


def test_a_second_folder_is_found(tmp_path):
    path = pack(tmp_path, GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other/a.py", "")
    assert inspect(path)[0] == "not everything lies in the one folder image_services"


def test_the_tools_find_what_the_site_would_block(tmp_path):
    bad = {
        "core/a.py": "assert a\n",
        "core/b.py": "import random\nrandom.random()\n",
        "core/c.py": "eval(a)  # " + "nosec\n",
        "core/d.py": "PASS" + "WORD = 'open sesame'\n",
        "core/e.py": "def f(:\n",
        "core/f.json": '{"key": "AKIA' + 'IOSFODNN7ABCDEFG"}\n',
        "core/g.py": "call(undefined)\n",
    }
    findings = scan.scan(pack(tmp_path, {**GOOD, **bad}))
    words = ["B101", "B311", "B307", "B105", "syntax error", "looks like a secret", "F821"]
    for name, word in zip(bad, words, strict=True):
        assert any(name in finding and word in finding for finding in findings), (name, word, findings)


def test_a_damaged_file_is_found(tmp_path):
    path = tmp_path / "plugin.zip"
    path.write_bytes(b"PK\3\4 not a zip file")
    assert scan.scan(path) == ["plugin.zip is no zip file"]
    pack(tmp_path, GOOD)
    path.write_bytes(path.read_bytes().replace(b"Read me", b"Read you"[:7]))
    assert scan.scan(path) == ["image_services/README.md is damaged"]


def test_a_large_file_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "LARGEST_BYTES", 1000)
    assert "more than 1000" in scan.scan(pack(tmp_path, GOOD))[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[general]", "[special]", "general"),
        ("about=", "about=50% of ", "percent"),
        ("email=", "email=nobody at ", "email"),
        ("author=", "author=a/", "author"),
        ("name=", "name=Plugin for ", "name"),
        ("tracker=", "tracked=", "tracker is missing"),
        ("qgisMinimumVersion=3.40", "qgisMinimumVersion=three", "qgisMinimumVersion"),
        ("hasProcessingProvider=yes", "hasProcessingProvider=no", "hasProcessingProvider"),
        ("icon=", "icon=icons/", "icon"),
        ("deprecated=False", "deprecated=False\nsupportsQt6=True", "supportsQt6"),
    ],
)
def test_bad_metadata_is_found(old, new, words):
    assert old in METADATA
    findings = list(scan.metadata(METADATA.replace(old, new, 1), {ICON}))
    assert len(findings) >= 1
    assert any(words in finding for finding in findings), findings


def test_a_tool_that_cannot_run_is_no_clean_bill(tmp_path):
    with pytest.raises(RuntimeError, match="did not run"):
        scan._output("no_such_tool", folder=tmp_path)
