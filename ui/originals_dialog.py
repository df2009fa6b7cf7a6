# SPDX-License-Identifier: GPL-2.0-or-later
"""The source rasters of a service at a place: their names, dates and sizes, and all of their files as they are."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsProject
from qgis.gui import QgsGui, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ..core.cancel import Cancel
from ..core.catalog import CatalogRaster
from ..core.download import session_of
from ..core.errors import ImageServiceError
from ..core.original_files import OriginalFile
from ..core.originals import ServerCut, can_download, list_originals
from ..core.plan import DownloadPlan
from ..core.service import ImageService
from ..plugin.layers import short_name
from ..plugin.messages import Messages, sentence
from ..plugin.summary import file_size
from ..plugin.tasks import TaskRunner
from . import help_pages
from .catalog_table import CatalogTable
from .newest_answer import NewestAnswer, Waiting, Work
from .originals_job import OriginalsJob, OriginalsRequest
from .stack_output import StackOutput
from .status_line import ERROR, INFO, WARNING, StatusLine

translate = QCoreApplication.translate

SIZE = (760, 560)
THREADS = 1
# Sizes are asked for in small portions, by raster: for the rows that are seen first, and for those selected.
MOST_ASKED = 60
PAUSE_MS = 300


class OriginalsDialog(QDialog):
    """Stays open beside the map; every download that it starts goes on without it."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        runner: TaskRunner,
        messages: Messages,
        project: QgsProject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesOriginalsDialog")
        self._runner = runner
        self._messages = messages
        self._project = project
        self._service: ImageService | None = None
        self._plan: DownloadPlan | None = None
        self._known: dict[int, tuple[OriginalFile, ...]] = {}
        self._asked: tuple[int, ...] = ()
        self._jobs: list[OriginalsJob] = []
        self._files = NewestAnswer(TaskRunner(self, threads=THREADS), self)
        self.table = CatalogTable(canvas, project, self, with_sizes=True)
        self.output = StackOutput(self, folder_only=True)
        self.cut = QCheckBox(self.tr("&Cut to the extent on the server"), self)
        self.cut.setToolTip(self.tr("Smaller files, which are no originals any more"))
        self.vrt = QCheckBox(self.tr("&Build a virtual raster (VRT) over all of them"), self)
        self.vrt.setChecked(True)
        self.state = StatusLine(self)
        self.buttons = QDialogButtonBox(self)
        self.download_button = self.buttons.addButton(self.tr("Download"), QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        for button in self.buttons.buttons():
            button.setAutoDefault(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._layout()
        self._connect()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _layout(self) -> None:
        form = self.output.form
        for box in (self.cut, self.vrt):
            form.addWidget(box, form.rowCount(), 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.output)
        layout.addWidget(self.state)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.picking.connect(self._make_room)
        self.table.listed.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self._files.come.connect(self._take)
        self.download_button.clicked.connect(lambda _checked=False: self.download())
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(self._help)

    def show_service(self, service: ImageService, plan: DownloadPlan | None = None) -> None:
        """List the source rasters of a service, those at the place of a plan to begin with."""
        self.setWindowTitle(self.tr("Source Rasters of “{name}”").format(name=short_name(service)))
        self._service, self._plan = service, plan
        self._known.clear()
        self._files.forget()
        may = can_download(service)
        self.cut.setVisible(plan is not None)
        self.cut.setChecked(False)
        for widget in (self.table, self.output):
            widget.setEnabled(may)
        if not may:
            text = self.tr(
                "The owner of “{name}” does not let anyone download its source rasters: download its pixels instead."
            )
            self.table.set_service(None)
            self.state.show_text(WARNING, text.format(name=short_name(service)))
            self.download_button.setEnabled(False)
            return
        extent, reference = (plan.grid.extent, plan.spatial_reference) if plan is not None else (None, None)
        self.table.filters.set_extent(extent, reference)
        self.table.set_service(service)

    def _make_room(self, is_picking: bool) -> None:
        """Step aside while rasters are picked on the map, and come back to them."""
        self.setVisible(not is_picking)
        if not is_picking:
            self.activateWindow()

    def _on_selected(self) -> None:
        self._pause.start()
        self._tell()

    def _wanted(self) -> tuple[CatalogRaster, ...]:
        """Return the rasters whose files are not known yet: the selected ones first."""
        rows = [*self.table.rasters(), *self.table.model.rasters()[:MOST_ASKED]]
        left = {raster.id: raster for raster in rows if raster.id not in self._known}
        return tuple(left.values())[:MOST_ASKED]

    def _ask(self) -> None:
        service, wanted = self._service, self._wanted()
        if service is None or not wanted or not can_download(service):
            return
        self._asked = tuple(raster.id for raster in wanted)
        title = self.tr("Asking for the sizes of the files…")
        try:
            found = self._files.to((service, self._asked), title, lambda: _listing(service, wanted))
        except Waiting:
            self._tell()
            return
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            return
        self._keep(found)

    def _take(self) -> None:
        """Take what has come, and ask for what is still unknown."""
        service, asked = self._service, self._asked
        if service is None:
            return
        try:
            self._keep(self._files.to((service, asked), "", lambda: _listing(service, ())))
        except Waiting:
            return
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            return
        if any(raster.id not in self._known for raster in self.table.rasters()):
            self._pause.start()

    def _keep(self, found: Sequence[OriginalFile]) -> None:
        for number in self._asked:
            self._known[number] = tuple(file for file in found if number in file.raster_ids)
        self.table.model.set_sizes({n: sum(f.size or 0 for f in self._known[n]) for n in self._asked})
        self._tell()

    def _tell(self) -> None:
        """Say what the selected rasters come to."""
        chosen = self.table.rasters()
        self.download_button.setEnabled(bool(chosen))
        if not chosen:
            self.state.show_text(INFO, self.tr("Select the rasters to download; Ctrl+A selects all that are listed."))
            return
        text = translate("OriginalsDialog", "%Ln raster(s)", n=len(chosen))
        if all(raster.id in self._known for raster in chosen):
            files = {file.path: file.size or 0 for raster in chosen for file in self._known[raster.id]}
            text += self.tr(", {files}, {size}").format(
                files=translate("OriginalsDialog", "%Ln file(s)", n=len(files)), size=file_size(sum(files.values()))
            )
        self.state.show_text(INFO, f"{text}.")

    def download(self) -> OriginalsJob | None:
        """Start a job for the selected rasters; the dialog stays as it is."""
        service, chosen = self._service, tuple(self.table.rasters())
        if service is None or not chosen:
            return None
        self.output.remember()
        folder = self.output.path_or_temporary(short_name(service))
        cut = None
        if self.cut.isChecked() and self._plan is not None:
            cut = ServerCut(self._plan.grid.extent, self._plan.spatial_reference)
        request = OriginalsRequest(service, chosen, folder, cut, self.vrt.isChecked(), self.output.open.isChecked())
        job = OriginalsJob(request, self._messages, self._project)
        self._jobs.append(job)
        job.ended.connect(self._jobs.remove)
        job.start(self._runner)
        self.state.show_text(INFO, self.tr("The download has started; its progress is shown above the map."))
        return job

    def _help(self) -> None:
        help_pages.show_or_tell("originals", lambda text: self.state.show_text(WARNING, text))

    def done(self, result: int) -> None:
        """Close, and leave nothing on the map; jobs go on."""
        self._pause.stop()
        self._files.forget()
        self.table.stop()
        super().done(result)


def _listing(service: ImageService, rasters: Sequence[CatalogRaster]) -> Work:
    def work(cancel: Cancel) -> tuple[OriginalFile, ...]:
        return list_originals(service, session_of(service), rasters, cancel=cancel)

    return work
