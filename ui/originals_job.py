# SPDX-License-Identifier: GPL-2.0-or-later
"""The download of source rasters as they are, with a virtual raster over them as the layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.cancel import Cancel
from ..core.catalog import CatalogRaster
from ..core.service import ImageService
from ..plugin.layers import short_name
from ..plugin.messages import Messages
from ..plugin.summary import file_size
from ..plugin.translation import in_own_words
from .numbers import counted
from .running_job import RunningJob

if TYPE_CHECKING:
    from ..core.originals import OriginalsReport, ServerCut

translate = QCoreApplication.translate


@dataclass(frozen=True)
class OriginalsRequest:
    """Source rasters to download: which, where to, cut to what, and whether to add them to the project."""

    service: ImageService
    rasters: tuple[CatalogRaster, ...]
    folder: Path
    cut: ServerCut | None = None
    with_vrt: bool = True
    opens_output: bool = True

    @property
    def name(self) -> str:
        """Return what the service is called."""
        return short_name(self.service)


class OriginalsJob(RunningJob):
    """Runs a request; whole files stay when it is cancelled or fails, and another run continues."""

    def __init__(self, request: OriginalsRequest, messages: Messages, project: QgsProject | None = None) -> None:
        title = translate("OriginalsJob", "Downloading {count} source rasters of “{name}”")
        super().__init__(title.format(count=counted(len(request.rasters)), name=request.name), messages)
        self.request = request
        self._project = project or QgsProject.instance()

    def work(self, cancel: Cancel, progress: Any) -> OriginalsReport:
        """Download."""
        from ..core.download import session_of
        from ..core.originals import download_originals

        request = self.request
        return download_originals(
            request.service,
            session_of(request.service),
            request.rasters,
            request.folder,
            cut=request.cut,
            with_vrt=request.with_vrt,
            cancel=cancel,
            progress=progress,
        )

    def tell_done(self, report: OriginalsReport) -> None:
        """Add the layer, and say how it went."""
        text = self.tr("“{name}”, {rasters} source rasters in {files} files, {size}.").format(
            name=self.request.name,
            rasters=counted(report.rasters),
            files=counted(len(report.files)),
            size=file_size(report.bytes_received),
        )
        if report.reused:
            text += " " + self.tr("{count} files were there already.").format(count=counted(report.reused))
        unreadable = self._open(report) if self.request.opens_output else []
        left_out = report.mosaic.left_out if report.mosaic is not None else ()
        action = (self.tr("Open Folder"), self._open_folder)
        if left_out or unreadable:
            lines = [f"{path}: {in_own_words(reason)}" for path, reason in left_out]
            lines += [self.tr("{path}: QGIS cannot read it").format(path=path) for path in unreadable]
            text += " " + self.tr("{count} of them are not in the layer.").format(count=counted(len(lines)))
            self._messages.warning(self.tr("Download finished"), text, "\n".join(lines), actions=[action])
        else:
            self._messages.success(self.tr("Download finished"), text, action)

    def _open(self, report: OriginalsReport) -> list[str]:
        """Add the virtual raster, or each raster; return what QGIS cannot read."""
        paths = [report.mosaic.path] if report.mosaic is not None else [f for f in report.files if _is_raster(f)]
        layers = [QgsRasterLayer(path, Path(path).stem, "gdal") for path in paths]
        self._project.addMapLayers([layer for layer in layers if layer.isValid()])
        return [path for path, layer in zip(paths, layers) if not layer.isValid()]

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.request.folder)))

    def tell_failed(self, error: BaseException) -> None:
        """Say why it has failed."""
        self._messages.failure(self.tr("Download of “{name}” failed").format(name=self.request.name), error)

    def tell_cancelled(self) -> None:
        """Say what is left."""
        self._messages.info(self.tr("Download cancelled"), self.cancelled_words())

    def cancelled_words(self) -> str:
        """Return what is left of it: the files that are whole."""
        text = self.tr("“{name}” was cancelled. Whole files stay; the same download continues with the others.")
        return str(text.format(name=self.request.name))


def _is_raster(path: str) -> bool:
    """Tell whether a file is a raster, not one of those that lie beside it."""
    from ..core.vrt import SIDECARS, WORLD_FILES

    return not path.lower().endswith((*SIDECARS, *WORLD_FILES))
