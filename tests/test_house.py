# SPDX-License-Identifier: GPL-2.0-or-later
"""What surrounds the code is right: metadata, versions, licence, commands, icons, and the packed plugin."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import install_plugin
import pytest
import scan

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def general():
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The plugin as `make package` would pack it if everything in this folder were committed.

    An index and an object store of our own leave the repository untouched.
    """
    folder = tmp_path_factory.mktemp("packed")
    store = subprocess.run(
        ["git", "rev-parse", "--path-format=absolute", "--git-path", "objects"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (folder / "objects").mkdir()
    environment = {
        **os.environ,
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(folder / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": store.stdout.decode().strip(),
        "TZ": "UTC",
    }

    def git(*arguments):
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("add", "--all", ".")
    path = folder / "plugin.zip"
    git("archive", "--format=zip", f"--prefix={scan.PACKAGE}/", f"--output={path}", git("write-tree"))
    return path


def test_the_three_versions_are_one(general):
    from image_services.core.version import VERSION

    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert general["version"] == VERSION == newest.group(1)


def test_the_metadata_tells_of_the_newest_version(general):
    assert general["version"] in general["changelog"].split()


def test_the_metadata_says_what_conventions_ask_for(general):
    assert general["name"] == "Image Services for ArcGIS"
    assert (general["qgisMinimumVersion"], general["qgisMaximumVersion"]) == ("3.40", "4.99")
    assert "trademark of Esri" in general["about"]
    assert "lerc" in general["about"]
    assert "account" in general["about"]


def test_the_licence_is_the_gpl_version_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert re.search(r"GNU GENERAL PUBLIC LICENSE\s+Version 2, June 1991", text)
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_packed_plugin_has_no_findings(packed):
    assert scan.scan(packed) == []


def test_the_packed_plugin_is_the_repository_without_its_scaffolding(packed):
    with zipfile.ZipFile(packed) as archive:
        names = {name.removeprefix(f"{scan.PACKAGE}/") for name in archive.namelist() if not name.endswith("/")}
    top = {name.split("/")[0] for name in names}
    assert top == scan.EXPECTED
    assert {"core/errors.py", "core/version.py", "resources/icons/image_services.svg"} <= names
    assert names == {name for name in names if (ROOT / name).is_file()}


def commands_of(text):
    """The targets of the Makefile that a text tells people to run, in code of any kind."""
    return set(re.findall(r"(?:^\s*(?:\$ )?|`)make ([a-z][a-z-]*)", text, re.MULTILINE))


def makefile_targets():
    return set(re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_commands_in_the_readme_exist():
    named = commands_of((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"demo", "test"} <= named
    assert named - makefile_targets() == set()


def test_commands_are_recognised_in_code_only():
    assert commands_of("Run `make demo`, then\n\n    make test-core X=1\n    $ make scan\nor make do.") == {
        *("demo", "test-core", "scan"),
    }


def test_make_alone_lists_every_command():
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True)
    shown = done.stdout.splitlines()
    assert {line.split()[1] for line in shown} == makefile_targets()
    assert all(len(line.split()) > 3 for line in shown)


def test_ci_runs_the_same_commands_as_people():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    named = set(re.search(r"^make (.+)$", script, re.MULTILINE).group(1).split())
    assert named == {"check", "test", "scan"}
    assert named <= makefile_targets()


@pytest.mark.parametrize("script", ["tools/install-system", "tools/qgis-profile"])
def test_scripts_are_executable_and_sound(script):
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["sh", "-n", ROOT / script], check=True)


def test_an_unknown_wish_installs_nothing():
    done = subprocess.run(
        [ROOT / "tools" / "install-system", "everything"], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "build|core|qgis" in done.stderr


def test_nothing_is_installed_where_all_is_there():
    """The tests run where at least the Python packages are there; no apt on the PATH can then do harm."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "tools" / "install-system", "core"],
        env={"PATH": "/nowhere", "PYTHON": sys.executable},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["image_services", "download", "publish", "gis", "image_service"])
def test_icons_are_plain_square_drawings(name):
    root = ET.parse(ROOT / "resources" / "icons" / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 16 16"
    # Qt draws SVG Tiny: no styles, masks, filters or text, which it would leave out without a word.
    drawn = {element.tag.split("}")[1] for element in root}
    assert drawn <= {"title", "path", "rect", "circle"}


def test_tests_run_with_the_packages_of_qgis():
    """A second numpy or requests in the virtual environment would hide how the plugin does with QGIS's own."""
    if sys.prefix == sys.base_prefix:
        pytest.skip("not in a virtual environment")
    import numpy as np
    import requests
    from osgeo import gdal

    assert [m.__file__ for m in (np, requests, gdal) if m.__file__.startswith(sys.prefix)] == []


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, ".local/share/QGIS/QGIS3"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/QGIS/QGIS3"),
        ("darwin", {}, "Library/Application Support/QGIS/QGIS3"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/QGIS/QGIS3"),
    ],
)
def test_profiles_are_looked_for_where_qgis_keeps_them(tmp_path, platform, environment, folder):
    assert install_plugin.application_folders(platform, tmp_path, environment)[-1] == tmp_path / folder


def test_installing_uses_the_default_profile_of_every_qgis_in_use(tmp_path):
    candidates = [tmp_path / "QGIS4", tmp_path / "QGIS3"]
    assert install_plugin.plugin_folders(candidates) == [tmp_path / "QGIS3/profiles/default/python/plugins"]
    (tmp_path / "QGIS4" / "profiles").mkdir(parents=True)
    (tmp_path / "QGIS4" / "profiles" / "profiles.ini").write_text("[core]\ndefaultProfile=50%\n")
    assert install_plugin.plugin_folders(candidates) == [tmp_path / "QGIS4/profiles/50%/python/plugins"]


def test_installing_links_once_and_leaves_others_alone(tmp_path):
    assert install_plugin.install(tmp_path / "new", copy=False).startswith("Linked")
    assert (tmp_path / "new" / scan.PACKAGE / "metadata.txt").samefile(ROOT / "metadata.txt")
    assert "already" in install_plugin.install(tmp_path / "new", copy=False)
    (tmp_path / "other" / scan.PACKAGE).mkdir(parents=True)
    with pytest.raises(FileExistsError, match="left as it is"):
        install_plugin.install(tmp_path / "other", copy=False)


def test_installing_a_copy_takes_what_is_packed(tmp_path):
    install_plugin.install(tmp_path, copy=True)
    assert {path.name for path in (tmp_path / scan.PACKAGE).iterdir()} == scan.EXPECTED
    assert list(tmp_path.rglob("__pycache__")) == []
