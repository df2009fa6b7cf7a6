# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloading from an image service: choose, see what it comes to, start, go on choosing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.gui import QgsGui, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QAction, QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QMenu, QVBoxLayout, QWidget

from ..core.errors import ImageServiceError, PlanError
from ..core.options import DownloadOptions
from ..core.originals import can_download
from ..core.plan import DownloadPlan, Note, plan_download
from ..core.service import ImageService
from ..plugin.command import Parameters, as_python, as_qgis_process, download_parameters
from ..plugin.crs import to_qgis
from ..plugin.layers import short_name
from ..plugin.messages import Messages, sentence
from ..plugin.tasks import TaskRunner
from . import help_pages
from .companions import Companions
from .download_job import DownloadJob, DownloadRequest
from .fields_area import FieldsArea
from .footprint import Footprint, zoom_to
from .form import align
from .newest_answer import Waiting
from .output_panel import OutputPanel
from .plan_view import PlanView
from .raster_panel import RasterPanel
from .rendered_service import RenderedService
from .seams import Seams
from .series_dialog import may_have_steps
from .service_panel import ServicePanel
from .transfer_panel import TransferPanel
from .values_panel import ValuesPanel

# A plan is pure arithmetic, but drawing a box changes it many times a second.
PLAN_DELAY_MS = 150
# For questions of the moment; downloads may keep all of QGIS's threads busy for hours.
THREADS = 3
SIZE = (720, 580)


class DownloadDialog(QDialog):
    """Stays open beside the map; every download that it starts goes on without it."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        runner: TaskRunner,
        message_bar: QgsMessageBar,
        project: QgsProject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesDownloadDialog")
        self.setWindowTitle(self.tr("Download from Image Service"))
        self._canvas = canvas
        self._runner = runner
        self._messages = Messages(message_bar)
        self._project = project
        self._shown: ImageService | None = None
        self._plan: DownloadPlan | None = None
        self._jobs: list[DownloadJob] = []
        questions = TaskRunner(self, threads=THREADS)
        self._rendered = RenderedService(questions, self)
        self.service_panel = ServicePanel(self)
        self.raster_panel = RasterPanel(canvas, questions, self)
        self.output_panel = OutputPanel(self)
        self.values_panel = ValuesPanel(questions, self)
        self.transfer_panel = TransferPanel(self)
        self.seams = Seams(questions, self.values_panel.rule, self.transfer_panel, self)
        self.plan_view = PlanView(self)
        self.bar = QgsMessageBar(self)
        self._footprint = Footprint(canvas)
        self._make_buttons()
        self._layout()
        self.companions = Companions(self, canvas, runner, self._messages, project)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(PLAN_DELAY_MS)
        self._connect()
        self._on_cleared()
        self.service_panel.address.setFocus()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        self.download_button = self.buttons.addButton(self.tr("Download"), QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.help_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        self.copy_button = self.buttons.addButton(self.tr("Copy As"), QDialogButtonBox.ButtonRole.ResetRole)
        self.series_button = self.buttons.addButton(self.tr("Time Series…"), QDialogButtonBox.ButtonRole.ResetRole)
        self.originals_button = self.buttons.addButton(
            self.tr("Source Rasters…"), QDialogButtonBox.ButtonRole.ResetRole
        )
        for button in self.buttons.buttons():
            button.setAutoDefault(False)  # Enter in a field must not start hours of work
            button.setDefault(False)
        menu = QMenu(self.copy_button)
        self.copy_process = self._copy_action(menu, self.tr("qgis_process Command"), "imageServicesCopyProcess")
        self.copy_python = self._copy_action(menu, self.tr("Python Command"), "imageServicesCopyPython")
        self.copy_button.setMenu(menu)

    def _copy_action(self, menu: QMenu, text: str, name: str) -> QAction:
        action = QAction(text, menu)
        action.setObjectName(name)
        menu.addAction(action)
        return action

    def _layout(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        for panel in self._panels():
            inner.addWidget(panel)
        inner.addStretch()
        align([panel.form for panel in self._panels()])
        self.fields = FieldsArea(content, self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self.plan_view)
        layout.addWidget(self.buttons)

    def _panels(self) -> tuple[QWidget, ...]:
        return (self.service_panel, *self._choices())

    def _choices(self) -> tuple[QWidget, ...]:
        return (self.raster_panel, self.output_panel, self.values_panel, self.transfer_panel)

    def _connect(self) -> None:
        self.service_panel.loading.connect(self._on_loading)
        self.service_panel.loaded.connect(self._on_loaded)
        self.service_panel.failed.connect(self._on_failed)
        self.service_panel.cleared.connect(self._on_cleared)
        for panel in self._choices():
            panel.changed.connect(self._delay.start)
        self._delay.timeout.connect(self.replan)
        self.seams.held.connect(lambda text: self.bar.pushInfo("", text))
        for answer in (self._rendered, self.seams):
            answer.come.connect(self._on_answer)
        self.raster_panel.extent.toggleDialogVisibility.connect(self._make_room)
        self.raster_panel.zoom_button.clicked.connect(self._zoom)
        self.download_button.clicked.connect(self.download)
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(self._help)
        self.values_panel.mosaic_wanted.connect(self.companions.show_mosaic)
        self.series_button.clicked.connect(lambda _checked=False: self.companions.show_series())
        self.originals_button.clicked.connect(lambda _checked=False: self.companions.show_originals())
        self.copy_process.triggered.connect(lambda: self._copy(as_qgis_process))
        self.copy_python.triggered.connect(lambda: self._copy(as_python))

    def open(self, url: str, gis: str = "", authcfg: str = "") -> None:
        """Put the address of a service in, and the GIS or the configuration to sign in with, and open it.

        This hides Qt's ``open``, which would make a modal window of one that is never modal.
        """
        self.fields.show_top()
        self.service_panel.open(url, gis, authcfg)

    def plan(self) -> DownloadPlan | None:
        """Return the plan that a click on Download would run, or None where there is none."""
        return self._plan

    def _on_loading(self) -> None:
        self._rendered.forget()
        self.companions.close()
        self._enable_choices(False)
        self._stand_by()
        self.plan_view.show_info(self.tr("Asking the service what it offers…"))

    def _on_cleared(self) -> None:
        self._enable_choices(False)
        self._stand_by()
        self.plan_view.show_info(self.tr("Give the address of an image service to see what can be downloaded."))

    def _on_failed(self, text: str) -> None:
        self._enable_choices(False)
        self._stand_by()
        self.plan_view.show_error(text)

    def _on_loaded(self, service: ImageService) -> None:
        if service != self._shown:  # the same service opened again keeps what was chosen
            self._shown = service
            for panel in (self.raster_panel, self.values_panel, self.transfer_panel):
                panel.set_service(service)
        self._enable_choices(True)
        self.originals_button.setVisible(can_download(service))
        self.series_button.setVisible(may_have_steps(service))
        self.replan()

    def _enable_choices(self, enabled: bool) -> None:
        for panel in self._choices():
            panel.setEnabled(enabled)
        if not enabled:
            self.series_button.hide()
            self.originals_button.hide()

    def _stand_by(self) -> None:
        """Take back what depends on a plan."""
        self._delay.stop()
        self._take(None)

    def replan(self) -> None:
        """Work out what the choices come to, and show it."""
        service = self.service_panel.service()
        if service is None:
            return
        self._delay.stop()
        try:
            plan = self._make_plan(service)
            self.raster_panel.show_plan(plan)
            notes = [*self._check_clip(plan), *self._check_output(plan)]
        except Waiting as waiting:
            self._take(None)
            self.plan_view.show_info(str(waiting))
        except ImageServiceError as error:
            self._take(None)
            self.plan_view.show_error(sentence(error))
        else:
            self._take(plan)
            self.plan_view.show_plan(plan, *notes)
            self.download_button.setEnabled(not self._is_being_written())

    def _take(self, plan: DownloadPlan | None) -> None:
        """Keep a plan, or that there is none."""
        self._plan = plan
        buttons = (self.download_button, self.copy_button, self.series_button)
        for widget in (*buttons, self.raster_panel.zoom_button):
            widget.setEnabled(plan is not None)
        if plan is not None and self.isVisible():
            self._footprint.show(*self._outline(plan))
        else:
            self._footprint.clear()

    def _outline(self, plan: DownloadPlan) -> tuple[QgsRectangle, QgsCoordinateReferenceSystem]:
        return QgsRectangle(*plan.grid.extent.bounds), to_qgis(plan.spatial_reference)

    def _make_plan(self, service: ImageService) -> DownloadPlan:
        """Plan what is chosen.

        Raises:
            Waiting: something has to be known first.
            ImageServiceError: it cannot work.
        """
        values = self.values_panel.options()
        rendered = self._ask_rendered(service, values["rendering_rule"])
        for panel in (self.raster_panel, self.values_panel):
            panel.show_source(rendered or service)
        chosen = {**self.raster_panel.options(), **values, **self.transfer_panel.options()}
        path = self.output_panel.path()
        options = DownloadOptions(**chosen, overwrite=path is not None and path.is_file())
        plan = plan_download(service, options, rendered=rendered)
        return self.seams.look(plan)

    def _ask_rendered(self, service: ImageService, rule: str) -> ImageService | None:
        """Return what a rule makes of a service; what stands against it is said beside the rule, too.

        Raises:
            Waiting: the service is being asked.
            ImageServiceError: it does not accept the rule.
        """
        field = self.values_panel.rule
        try:
            rendered = self._rendered.of(service, rule)
        except ImageServiceError as error:
            field.show_error(sentence(error))
            field.show_seams(None, None)
            raise
        field.show_error("")
        return rendered

    def _on_answer(self) -> None:
        """Plan with what has come; a download that has waited for it goes on."""
        self.replan()
        self.seams.go_on(is_ready=not self._rendered.is_waiting())

    def _check_clip(self, plan: DownloadPlan) -> list[Note]:
        """Return what to know about the polygons to clip to, if there are some.

        Raises:
            PlanError: they leave nothing.
        """
        if plan.clip is None:
            return []
        if not plan.clip.touches(plan.grid.extent):
            raise PlanError(self.tr("The polygons lie outside the extent: nothing would be left of the raster."))
        notes = [Note(self.tr("Cells outside the polygons become NoData; tiles outside are not fetched."))]
        if "CLIP" not in self.parameters(plan, None):
            text = self.tr(
                "The polygons are in no file and too many for a command: Copy As and Refresh do without them."
            )
            notes.append(Note(text))
        return notes

    def _is_being_written(self) -> bool:
        path = self.output_panel.path()
        return path is not None and any(job.request.path == path for job in self._jobs)

    def _check_output(self, plan: DownloadPlan) -> list[Note]:
        """Return what to know about the output, if anything.

        Raises:
            OutputError: it cannot be written there.
        """
        from ..core.geotiff import check_output

        path = self.output_panel.path()
        check_output(path or self.output_panel.temporary_folder() / "raster.tif", plan.bytes, overwrite=True)
        if path is not None and self._is_being_written():
            text = self.tr("“{name}” is being written by a running download: choose another file for a second one.")
            return [Note(text.format(name=path.name))]
        if path is not None and path.is_file():
            return [Note(self.tr("“{name}” exists and will be replaced.").format(name=path.name), is_warning=True)]
        return []

    def parameters(self, plan: DownloadPlan, path: Path | None) -> Parameters:
        """Return a plan as the parameters of its algorithm."""
        sign_in = self.service_panel.sign_in.value()
        return download_parameters(
            plan.service,
            plan.options,
            output=str(path or ""),
            gis=sign_in.gis,
            authcfg=sign_in.authcfg,
            clip_source=self.raster_panel.clip.source(),
        )

    def download(self) -> None:
        """Start a download of what is chosen now; the dialog stays as it is."""
        self.replan()  # the last keystroke may be younger than the last plan
        plan = self._plan
        if plan is None or self._is_being_written() or self.seams.stand_in_the_way(plan, self.download):
            return
        path = self.output_panel.path()
        self.transfer_panel.remember()
        self.output_panel.remember()
        request = DownloadRequest(
            plan,
            path or self.output_panel.temporary_path(short_name(plan.service)),
            self.parameters(plan, path),
            self.output_panel.open.isChecked(),
        )
        job = DownloadJob(request, self._messages, self._project)
        self._jobs.append(job)
        job.ended.connect(self._on_ended)
        job.start(self._runner)
        self.bar.pushInfo("", self.tr("The download has started; its progress is shown above the map."))
        self.replan()

    def _on_ended(self, job: DownloadJob) -> None:
        self._jobs.remove(job)
        self.replan()

    def _copy(self, as_text: Callable[[Parameters], str]) -> None:
        self.replan()
        if self._plan is None:
            return
        text = as_text(self.parameters(self._plan, self.output_panel.path()))
        QgsApplication.clipboard().setText(text)
        self.bar.pushInfo("", self.tr("Copied to the clipboard."))

    def _help(self) -> None:
        help_pages.show_or_tell("download", lambda text: self.bar.pushWarning("", text))

    def _make_room(self, visible: bool) -> None:
        """Step aside while an extent is drawn, and come back to it."""
        self.setVisible(visible)
        if visible:
            self.raster_panel.extent.setFocus()

    def _zoom(self) -> None:
        if self._plan is not None:
            zoom_to(self._canvas, *self._outline(self._plan))

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what may have changed meanwhile: files, free space, the map."""
        super().showEvent(event)
        self.replan()

    def reject(self) -> None:
        """Close the window; running downloads go on."""
        self.service_panel.cancel()
        self.seams.stop()
        self.companions.close()
        self._footprint.clear()
        super().reject()
