# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the plugin site's checks on a packed plugin: ``python tools/scan.py build/image_services-0.1.0.zip``.

The site (its sources: validator.py, security_scanner.py and the rule lists beside them, as of July 2026) refuses an
upload for its structure or metadata, and blocks a version for one finding of Bandit or detect-secrets. A site's
administrator can switch rules off; here all are on, and remarks in the code that silence a rule count as findings.
"""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

PACKAGE = "image_services"
LARGEST_BYTES = 25_000_000
REQUIRED = ("name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "tracker", "repository")
FORBIDDEN_KEYS = {"supportsQt6"}  # no longer read: qgisMaximumVersion says it
EXPECTED = {"__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "core", "plugin", "ui", "resources"}
SUFFIXES = {".py", ".svg", ".png", ".ui", ".qml", ".html", ".md", ".txt", ".json", ".typed", ".qm"}
BINARY = (".png", ".qm")
SILENCERS = re.compile(r"#\s*nosec|pragma:\s*(?:allowlist|whitelist)|flake8[:=]\s*noqa\s*$", re.IGNORECASE)
# What the site enables of flake8, and the rest of the same families.
FLAKE8 = ("--isolated", "--max-line-length=120", "--select=E101,E7,E9,F,W605", "--extend-ignore=E701,E704")


def structure(archive: ZipFile) -> Iterator[str]:
    """One folder with a module's name, the files a plugin needs, and nothing that is no source."""
    names = archive.namelist()
    if {name.split("/")[0] for name in names} != {PACKAGE}:
        yield f"not everything lies in the one folder {PACKAGE}"
    top = {PurePosixPath(name).parts[1] for name in names if len(PurePosixPath(name).parts) > 1}
    yield from (f"{name} is missing" for name in sorted(EXPECTED - top))
    yield from (f"{name} does not belong in the plugin" for name in sorted(top - EXPECTED))
    for name in names:
        path = PurePosixPath(name)
        if ".." in name or "\\" in name or not name.isascii():
            yield f"{name}: is not a plain path"
        if any(part.startswith(".") or part in {"__pycache__", "__MACOSX", "tests"} for part in path.parts):
            yield f"{name}: is hidden, generated or a test"
        if not name.endswith("/") and path.name != "LICENSE" and path.suffix not in SUFFIXES:
            yield f"{name}: is of a kind that the plugin has no use for"


def modes(archive: ZipFile) -> Iterator[str]:
    """Nothing is executable or a link."""
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if not info.is_dir() and (mode & 0o111 or mode & 0o170000 == 0o120000):
            yield f"{info.filename}: is executable or a link (mode {mode:o})"


def contents(archive: ZipFile) -> Iterator[str]:
    """Text is UTF-8, and no remark silences a check."""
    for info in archive.infolist():
        if info.is_dir() or info.filename.endswith(BINARY):
            continue
        try:
            text = archive.read(info).decode("utf-8")
        except UnicodeDecodeError:
            yield f"{info.filename}: is not UTF-8 text"
            continue
        if "\0" in text or "\r" in text:
            yield f"{info.filename}: holds NUL or carriage return characters"
        for number, line in enumerate(text.splitlines(), 1):
            if SILENCERS.search(line):
                yield f"{info.filename}:{number}: silences a check"


def metadata(text: str, names: set[str]) -> Iterator[str]:
    """Return what the site or QGIS would not take in metadata.txt; ``names`` are the files of the plugin."""
    if "%" in text:
        yield "metadata.txt: holds a percent sign, which its readers take for a reference"
        return
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their case
    try:
        parser.read_string(text)
        general = dict(parser.items("general"))
    except configparser.Error as error:
        yield f"metadata.txt: {error}"
        return
    for key in REQUIRED:
        if not general.get(key, "").strip():
            yield f"metadata.txt: {key} is missing"
    for key in sorted(FORBIDDEN_KEYS & set(general)):
        yield f"metadata.txt: {key} is out of use"
    patterns = {
        "name": r"(?!.*plugin).{3,}",
        "version": r"\d+\.\d+\.\d+",
        "qgisMinimumVersion": r"\d\.\d+",
        "qgisMaximumVersion": r"\d\.\d+",
        "author": r"[^/]+",
        "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        "tracker": r"https://\S+",
        "repository": r"https://\S+",
        "homepage": r"https://\S+",
        "hasProcessingProvider": r"yes",
        "experimental": r"True|False",
        "deprecated": r"False",
        "category": r"Raster|Vector|Database|Mesh|Web",
    }
    for key, pattern in patterns.items():
        if not re.fullmatch(pattern, general.get(key, ""), re.IGNORECASE):
            yield f"metadata.txt: {key} is {general.get(key, 'missing')!r}, not of the form {pattern}"
    if general.get("icon") not in names:
        yield f"metadata.txt: the icon {general.get('icon')!r} is not in the plugin"


def bandit(folder: Path) -> Iterator[str]:
    """Return every finding of Bandit, all rules and all severities."""
    report = _run("bandit", "--recursive", "--format=json", "--quiet", "--ignore-nosec", ".", folder=folder)
    for error in report["errors"]:
        yield f"{error['filename']}: {error['reason']}"
    for found in report["results"]:
        yield f"{found['filename']}:{found['line_number']}: {found['test_id']} {found['issue_text']}"


def secrets(folder: Path) -> Iterator[str]:
    """Return everything that detect-secrets takes for a secret; it asks no server about them."""
    report = _run("detect_secrets", "scan", "--all-files", "--no-verify", ".", folder=folder)
    for name, entries in report["results"].items():
        for found in entries:
            yield f"{name}:{found['line_number']}: looks like a secret ({found['type']})"


def flake8(folder: Path) -> Iterator[str]:
    """Return what flake8 finds of the rules that the site has switched on."""
    yield from _output("flake8", *FLAKE8, ".", folder=folder).splitlines()


def _run(module: str, *arguments: str, folder: Path) -> Any:
    return json.loads(_output(module, *arguments, folder=folder))


def _output(module: str, *arguments: str, folder: Path) -> str:
    """Return what a tool prints. Exit code 1 with a report means findings; a tool that cannot run has no report."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode > 1 or (done.returncode and not done.stdout):
        message = f"{module} did not run: {done.stderr.strip()}"
        raise RuntimeError(message)
    return done.stdout


def inspect(archive: ZipFile) -> list[str]:
    """Return what the archive itself shows, without any tool."""
    found = [*structure(archive), *modes(archive), *contents(archive)]
    names = {name.removeprefix(f"{PACKAGE}/") for name in archive.namelist()}
    if "metadata.txt" in names:
        text = archive.read(f"{PACKAGE}/metadata.txt").decode("utf-8", errors="replace")
        found += metadata(text, names)
    return found


def scan(path: Path) -> list[str]:
    """Return all findings for a packed plugin."""
    size = path.stat().st_size
    found = [f"{path.name} has {size} bytes, more than {LARGEST_BYTES}"] if size > LARGEST_BYTES else []
    try:
        archive = ZipFile(path)
    except BadZipFile:
        return [f"{path.name} is no zip file"]
    with archive, tempfile.TemporaryDirectory() as temporary:
        broken = archive.testzip()
        if broken:
            return [f"{broken} is damaged"]
        archive.extractall(temporary)
        folder = Path(temporary)
        return [*found, *inspect(archive), *bandit(folder), *secrets(folder), *flake8(folder)]


def main() -> int:
    """Scan the file named on the command line; return 1 where there are findings."""
    path = Path(sys.argv[1])
    found = scan(path)
    for finding in found:
        print(finding)
    print(f"{path}: {path.stat().st_size / 1024:.0f} KiB, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
