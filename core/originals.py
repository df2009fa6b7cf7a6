# SPDX-License-Identifier: GPL-2.0-or-later
"""The source rasters of a service as they are: which files they have, and all of them onto the disk.

Esri's Download Rasters and Raster File pages: ``download`` lists the files of some rasters, ``file`` streams one. One
raster may have several files (overviews, world files, ``.aux.xml``), which stay beside each other. Names come from the
server and are reduced to what is safe here: nothing is ever written outside the folder.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import lenient
from .address import shareable
from .cancel import Cancel
from .catalog import CatalogRaster, has_catalog
from .errors import BadRequest, OutputError, PlanError
from .geotiff import check_output
from .grid import Extent
from .original_files import (
    LIST_NAME,
    OriginalFile,
    files_of,
    is_address,
    named_after,
    once_each,
    placed,
    safe_part,
    without_signature,
)
from .partial import PART
from .plan import human_size
from .pool import run_all
from .remote_file import RemoteFile, fetch_file
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference
from .transfer import Progress, duration
from .vrt import Mosaic, build_vrt

# How many rasters one question may name where the service does not say (the factory default).
DEFAULT_MOST = 20
WIDTH = 3


@dataclass(frozen=True)
class ServerCut:
    """Cutting rasters on the server before they travel: they are then no originals any more, but smaller.

    Attributes:
        extent: the box, in ``sr`` or else in the service's reference.
        format: what the server writes, such as "TIFF".
    """

    extent: Extent
    sr: SpatialReference | None = None
    format: str = "TIFF"


@dataclass(frozen=True)
class OriginalsReport:
    """What was downloaded. ``files`` are paths; ``mosaic`` is the VRT over all rasters, or None."""

    folder: str
    files: tuple[str, ...]
    rasters: int
    reused: int
    bytes_received: int
    seconds: float
    mosaic: Mosaic | None


def can_download(service: ImageService) -> bool:
    """Tell whether the owner of a service lets people download its source rasters."""
    return "download" in service.capabilities and has_catalog(service)


def list_originals(
    service: ImageService,
    session: Session,
    rasters: Iterable[CatalogRaster],
    *,
    cut: ServerCut | None = None,
    cancel: Cancel | None = None,
) -> tuple[OriginalFile, ...]:
    """Ask which files some rasters have, and how large they are.

    Raises:
        PlanError: the owner does not allow it.
        ImageServiceError: the server refuses.
    """
    if not can_download(service):
        raise PlanError(
            f"The owner of “{service.name}” does not let anyone download its source rasters (“Download”): "
            "download pixels of the service instead.",
            url=service.url,
        )
    most = max(0, lenient.integer(service.raw.get("maxDownloadImageCount")) or 0) or DEFAULT_MOST
    names = {raster.id: raster.name for raster in rasters}
    ids = list(names)
    found: list[OriginalFile] = []
    for start in range(0, len(ids), most):
        found += _listed(service, session, ids[start : start + most], cut, cancel)
    if cut is not None:  # the server makes names of its own, other ones every time
        found = [named_after(names, file) for file in found]
    return placed(once_each(found))


def _listed(
    service: ImageService, session: Session, ids: Sequence[int], cut: ServerCut | None, cancel: Cancel | None
) -> list[OriginalFile]:
    params = {"rasterIds": ",".join(map(str, ids))}
    if cut is not None:
        box: dict[str, Any] = dict(zip(("xmin", "ymin", "xmax", "ymax"), cut.extent.bounds))
        if cut.sr is not None:
            box["spatialReference"] = cut.sr.to_json()
        params["geometry"] = json.dumps(box, separators=(",", ":"))
        params.update({"geometryType": "esriGeometryEnvelope", "format": cut.format})
    try:
        answer = session.json(f"{service.url}/download", params, cancel=cancel)
    except BadRequest:
        if len(ids) == 1:
            raise
        # Together they may be more than the server hands out at once.
        return [file for number in ids for file in _listed(service, session, [number], cut, cancel)]
    return files_of(answer)


def download_originals(
    service: ImageService,
    session: Session,
    rasters: Sequence[CatalogRaster],
    folder: str | Path,
    *,
    cut: ServerCut | None = None,
    with_vrt: bool = True,
    overwrite: bool = False,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> OriginalsReport:
    """Download the files of some rasters into a folder, which is made where its parent exists.

    A second run fetches only what is missing, and continues a file that was begun.

    Args:
        service: the service.
        session: how to reach it.
        rasters: which; from ``Catalog.rasters``.
        folder: where to.
        cut: cut them on the server first; None takes them as they are.
        with_vrt: also write a VRT over all of them.
        overwrite: replace files of the same name that are not from here, and all of them where they are whole.
        cancel: stops it; whole files stay, and a begun one is continued by the next run.
        progress: called with (bytes done, bytes in all, words), a few times a second, in the calling thread; with 0
            bytes in all where the server does not tell how large the files are.

    Raises:
        PlanError: the owner does not allow it, or there is nothing to download.
        OutputError: a file is in the way, or there is no room.
        ImageServiceError: one of its kinds; another run continues.
    """
    started = time.monotonic()
    files = list_originals(service, session, rasters, cut=cut, cancel=cancel)
    if not files:
        raise PlanError(f"“{service.name}” gives no files for these rasters.", url=service.url)
    job = _Job(service, session, Path(folder), files, cut, overwrite=overwrite)
    job.prepare()
    received = job.run(cancel or Cancel(), progress)
    paths = [job.target(file) for file in files]
    mosaic = build_vrt(paths, job.mosaic_path(), cancel) if with_vrt else None
    return OriginalsReport(
        folder=str(folder),
        files=tuple(map(str, paths)),
        rasters=len({number for file in files for number in file.raster_ids}),
        reused=len(job.ready),
        bytes_received=received,
        seconds=time.monotonic() - started,
        mosaic=mosaic,
    )


class _Job:
    """One run over the files."""

    def __init__(
        self,
        service: ImageService,
        session: Session,
        folder: Path,
        files: Sequence[OriginalFile],
        cut: ServerCut | None,
        *,
        overwrite: bool,
    ) -> None:
        self._service = service
        self._session = session
        self._files = files
        self._cut = cut
        self._overwrite = overwrite
        self.folder = folder
        self._stem = safe_part(service.name.rpartition("/")[2]) or "originals"
        self._known = _read_list(folder)
        self._done: dict[str, int] = {}
        self.ready = {file.path for file in files if self._is_ready(file)}
        if overwrite and len(self.ready) == len(files):
            self.ready = set()  # all are replaced; what is not whole yet goes on

    def target(self, file: OriginalFile) -> Path:
        """Return the place of a file."""
        return self.folder.joinpath(*file.path.split("/"))

    def mosaic_path(self) -> Path:
        """Return where the virtual raster goes: to a name that no original has."""
        path = self.folder / f"{self._stem}.vrt"
        taken = any(file.path.lower() == path.name.lower() for file in self._files)
        return self.folder / f"{self._stem}_mosaic.vrt" if taken else path

    def _key(self, file: OriginalFile) -> str:
        """Return what a file is, also in another run, and without secrets.

        A server makes new names for what it cuts, and new signatures for addresses.
        """
        if self._cut is not None:
            return f"{file.path} {file.raster_ids} {self._cut}"
        return without_signature(file.id)

    def _is_ready(self, file: OriginalFile) -> bool:
        entry = self._known.get(file.path)
        path = self.target(file)
        if entry is None or entry[0] != self._key(file) or not path.is_file():
            return False
        return path.stat().st_size == entry[1] and file.size in {None, entry[1]}

    def prepare(self) -> None:
        """Make room, and refuse what would overwrite something else or leave the folder.

        Raises:
            OutputError: one of these.
        """
        missing = [file for file in self._files if file.path not in self.ready]
        try:
            for file in missing:
                path = self.target(file)
                if path.exists() and not self._overwrite and self._known.get(file.path, ("",))[0] != self._key(file):
                    raise OutputError(
                        f"“{path}” is there already, from elsewhere: choose another folder, or allow to overwrite."
                    )
            self.folder.mkdir(exist_ok=True)
            home = self.folder.resolve()
            for parent in {self.target(file).parent for file in missing}:
                if home != parent.resolve() and home not in parent.resolve().parents:
                    raise OutputError(f"“{parent}” leads out of the folder: choose another one.")
                parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"The folder “{self.folder}” cannot be made: {error.strerror}.") from None
        check_output(self.folder / LIST_NAME, sum(file.size or 0 for file in missing), overwrite=True)

    def run(self, cancel: Cancel, progress: Progress | None) -> int:
        """Fetch what is missing; return the bytes received."""
        missing = [file for file in self._files if file.path not in self.ready]
        received, self._started = 0, time.monotonic()

        def work(file: OriginalFile, stop: Cancel) -> int:
            def note(done: int) -> None:
                self._done[file.path] = done

            return fetch_file(self._remote(file), self.target(file), self._session, cancel=stop, note=note)

        def tick() -> None:
            if progress is not None:
                progress(*self._progress())

        try:
            for file, count in run_all(missing, work, width=WIDTH, cancel=cancel, tick=tick):
                received += count
                self._known[file.path] = (self._key(file), self.target(file).stat().st_size)
                self._write_list()
        finally:
            self._session.close()
        tick()
        return received

    def _remote(self, file: OriginalFile) -> RemoteFile:
        if is_address(file.id):
            return RemoteFile(file.id, {}, file.size)
        params = {"id": file.id}
        if file.raster_ids:
            params["rasterId"] = str(file.raster_ids[0])
        return RemoteFile(f"{self._service.url}/file", params, file.size)

    def _progress(self) -> tuple[int, int, str]:
        before = sum(file.size or 0 for file in self._files if file.path in self.ready)
        new = sum(list(self._done.values()))
        total = max(before + new, sum(file.size or 0 for file in self._files))
        if any(file.size is None for file in self._files):  # nobody knows how much it will be
            return before + new, 0, f"{human_size(before + new)} so far"
        words = f"{human_size(before + new)} of {human_size(total)}"
        if 0 < new < total - before:
            seconds = time.monotonic() - self._started
            words += f", {duration(seconds * (total - before - new) / new)} left"
        return before + new, total, words

    def _write_list(self) -> None:
        files = [{"path": path, "id": key, "size": size} for path, (key, size) in sorted(self._known.items())]
        value = {"service": shareable(self._service.url), "files": files}
        path = self.folder / LIST_NAME
        try:
            new = path.with_name(LIST_NAME + PART)
            new.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
            new.replace(path)
        except OSError as error:
            raise OutputError(f"“{path}” cannot be written: {error.strerror}.") from None


def _read_list(folder: Path) -> dict[str, tuple[str, int]]:
    try:
        value = json.loads((folder / LIST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    found = {}
    for entry in map(lenient.mapping, lenient.items(lenient.mapping(value).get("files"))):
        path, key, size = entry.get("path"), entry.get("id"), lenient.integer(entry.get("size"))
        if isinstance(path, str) and isinstance(key, str) and size is not None:
            found[path] = (key, size)
    return found
