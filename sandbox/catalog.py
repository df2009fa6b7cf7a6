# SPDX-License-Identifier: GPL-2.0-or-later
"""From a data folder to services: what lies on the disk, with the publisher's overrides."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .mosaic import Mosaic, open_mosaic
from .raster import Raster, open_raster
from .service import Service

RASTER_SUFFIXES = (".tif", ".tiff", ".vrt", ".img", ".asc", ".bil", ".flt", ".dem", ".hgt", ".nc")
MOSAIC_SUFFIX = ".mosaic"  # of a folder whose rasters are one service


@dataclass
class Catalog:
    """The services of a data folder. The folder is looked at again on every question, so it may change meanwhile."""

    folder: Path
    _overrides: dict[str, dict[str, Any]] = field(default_factory=dict)
    _services: dict[str, tuple[tuple[Any, ...], Service]] = field(default_factory=dict)
    _revision: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names (with their folder) of a folder, None if there is none."""
        place = self._place(folder)
        if place is None or not place.is_dir():
            return None
        prefix = f"{folder}/" if folder else ""
        folders, services = [], set()
        for entry in sorted(place.iterdir()):
            if entry.name.startswith((".", "_")):
                continue
            if entry.suffix == MOSAIC_SUFFIX:
                services.add(prefix + entry.stem)
            elif entry.is_dir():
                folders.append(entry.name)
            elif entry.suffix.lower() in RASTER_SUFFIXES:
                services.add(prefix + entry.stem)
        return folders, sorted(services)

    def service(self, name: str) -> Service | None:
        """Return a service by its name with folders, None where no raster of that name can be served."""
        path = self._raster_path(name)
        if path is None:
            return None
        sidecar = path.with_name(path.stem + ".service.json")
        with self._lock:
            extra = self._overrides.get(name, {})
            key = (path, _stamp(path), _stamp(sidecar), json.dumps(extra, sort_keys=True))
            known = self._services.get(name)
            if known is not None and known[0] == key:
                return known[1]
        try:
            written = json.loads(sidecar.read_text("utf-8")) if sidecar.is_file() else {}
            mosaic, raster = _opened(path, merge(written, extra))
        except (OSError, ValueError, RuntimeError) as error:
            print(f"{name}: {error}", file=sys.stderr, flush=True)
            return None
        with self._lock:
            self._revision += 1
            service = Service(name, raster, merge(written, extra), self._revision, mosaic)
            self._services[name] = (key, service)
            return service

    def override(self, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Merge fields into the overrides of a service, in memory. Returns what is overridden now."""
        with self._lock:
            self._overrides[name] = merge(self._overrides.get(name, {}), fields)
            return self._overrides[name]

    def reset(self, name: str | None = None) -> None:
        """Forget the overrides in memory, of one service or of all."""
        with self._lock:
            if name is None:
                self._overrides.clear()
            else:
                self._overrides.pop(name, None)

    def is_empty(self) -> bool:
        """Say whether there is nothing to serve."""
        suffixes = {path.suffix.lower() for path in self.folder.rglob("*") if path.is_file()}
        return suffixes.isdisjoint(RASTER_SUFFIXES)

    def _place(self, name: str) -> Path | None:
        parts = [part for part in name.split("/") if part]
        if any(part.startswith(".") or part.endswith(MOSAIC_SUFFIX) or "\\" in part or "\0" in part for part in parts):
            return None
        return self.folder.joinpath(*parts)

    def _raster_path(self, name: str) -> Path | None:
        place = self._place(name)
        if place is None or not name or place.name.startswith("_"):
            return None
        mosaic = place.with_name(place.name + MOSAIC_SUFFIX)
        if mosaic.is_dir():
            return mosaic
        for suffix in RASTER_SUFFIXES:
            path = place.with_name(place.name + suffix)
            if path.is_file():
                return path
        return None


def _opened(path: Path, overrides: Mapping[str, Any]) -> tuple[Mosaic | None, Raster]:
    if path.suffix == MOSAIC_SUFFIX:
        return open_mosaic(path, overrides.get("mosaic", {}))
    return None, open_raster(path, _stamp(path))


def merge(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, ``extra`` winning; the members of ``root`` and ``mosaic`` are merged one by one."""
    result = {**base, **extra}
    for name in ("root", "mosaic"):
        if name in base and name in extra:
            result[name] = {**base[name], **extra[name]}
    return result


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
