# SPDX-License-Identifier: GPL-2.0-or-later
"""Put this plugin into the user's default QGIS profile: as a link to this folder, or with ``--copy`` as a copy."""

from __future__ import annotations

import argparse
import configparser
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from scan import EXPECTED, PACKAGE

ROOT = Path(__file__).resolve().parent.parent


def application_folders(platform: str, home: Path, environment: Mapping[str, str]) -> list[Path]:
    """Return where QGIS 4 and QGIS 3 keep their profiles on this kind of system, newest first."""
    if platform == "darwin":
        base = home / "Library" / "Application Support"
    elif platform == "win32":
        base = Path(environment.get("APPDATA", home / "AppData" / "Roaming"))
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [base / "QGIS" / "QGIS4", base / "QGIS" / "QGIS3"]


def plugin_folders(candidates: list[Path]) -> list[Path]:
    """Return the plugin folder of the default profile of every QGIS that was ever started, or else of QGIS 3."""
    used = [folder for folder in candidates if (folder / "profiles").is_dir()] or candidates[-1:]
    return [folder / "profiles" / default_profile(folder) / "python" / "plugins" for folder in used]


def default_profile(folder: Path) -> str:
    """Return the name of the profile that QGIS starts with."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(folder / "profiles" / "profiles.ini", encoding="utf-8")
    return parser.get("core", "defaultProfile", fallback="default")


def install(folder: Path, *, copy: bool) -> str:
    """Put the plugin into ``folder``, and return a sentence on what was done.

    Raises:
        FileExistsError: another plugin of this name is there; it is left alone.
    """
    target = folder / PACKAGE
    if target.is_symlink() and target.resolve() == ROOT:
        return f"The plugin is there already: {target}"
    if target.exists() or target.is_symlink():
        message = f"There is another one already, which is left as it is: {target}"
        raise FileExistsError(message)
    folder.mkdir(parents=True, exist_ok=True)
    if not copy:
        target.symlink_to(ROOT, target_is_directory=True)
        return f"Linked: {target} -> {ROOT}"
    # A copy that fails half-way must not look like a plugin.
    part = folder / f".{PACKAGE}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name in sorted(EXPECTED):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, part / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, part / name)
    part.rename(target)
    return f"Copied: {target}"


def main() -> int:
    """Install and say where; return 1 where something else was in the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copy", action="store_true", help="copy the files (where links are not allowed)")
    arguments = parser.parse_args()
    status = 0
    for folder in plugin_folders(application_folders(sys.platform, Path.home(), os.environ)):
        try:
            print(install(folder, copy=arguments.copy))
        except OSError as error:
            print(error, file=sys.stderr)
            status = 1
    if status == 0:
        print('Now enable "Image Services for ArcGIS" in QGIS: Plugins > Manage and Install Plugins > Installed.')
    return status


if __name__ == "__main__":
    raise SystemExit(main())
