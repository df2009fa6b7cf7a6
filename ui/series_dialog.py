# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloading many dates, depths or variables at once; what is asked of each was chosen in the download dialog."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsProject
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QGroupBox, QLabel, QVBoxLayout, QWidget

from ..core.cancel import Cancel
from ..core.catalog import fields_of, has_catalog, time_fields
from ..core.download import session_of
from ..core.errors import ImageServiceError
from ..core.geotiff import storage_type
from ..core.lenient import items
from ..core.plan import DownloadPlan
from ..core.rules import mosaic_of
from ..core.service import ImageService
from ..core.steps import Step, StepChoice, find_steps
from ..plugin.command import Parameters
from ..plugin.layers import short_name
from ..plugin.messages import Messages, sentence
from ..plugin.summary import file_size
from ..plugin.tasks import TaskRunner
from . import help_pages
from .choice_box import ChoiceBox
from .form import Form
from .newest_answer import NewestAnswer, Waiting, Work
from .numbers import counted
from .series_job import SeriesJob, SeriesRequest
from .stack_output import BANDS, StackOutput
from .status_line import ERROR, INFO, WARNING, StatusLine
from .step_list import StepList

translate = QCoreApplication.translate

SIZE = (620, 560)
THREADS = 2


def may_have_steps(service: ImageService) -> bool:
    """Tell whether a service may have dates or slices to choose among."""
    if service.tiles_only:
        return False
    if service.has_multidimensions:
        return True
    return has_catalog(service) and bool(time_fields(service, fields_of(items(service.raw.get("fields")))))


class SeriesDialog(QDialog):
    """Lists what the service has at the place of a plan, and starts one job for what is checked."""

    def __init__(
        self,
        runner: TaskRunner,
        messages: Messages,
        project: QgsProject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesSeriesDialog")
        self.setWindowTitle(self.tr("Download Time Series"))
        self._runner = runner
        self._messages = messages
        self._project = project
        self._plan: DownloadPlan | None = None
        self._parameters: Parameters = {}
        self._shown: tuple[Step, ...] | None = None
        self._jobs: list[SeriesJob] = []
        self._answer = NewestAnswer(TaskRunner(self, threads=THREADS), self)
        every = {
            "date": self.tr("Each Date"),
            "day": self.tr("Each Day"),
            "month": self.tr("Each Month"),
            "year": self.tr("Each Year"),
        }
        self.facts = QLabel(self)
        self.facts.setWordWrap(True)
        self.every = ChoiceBox(every, self)
        self.every.setToolTip(self.tr("Which rasters of the catalogue make one slice together"))
        self.steps = StepList(self)
        self.output = StackOutput(self)
        self.state = StatusLine(self)
        self.buttons = QDialogButtonBox(self)
        self.download_button = self.buttons.addButton(self.tr("Download"), QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        for button in self.buttons.buttons():
            button.setAutoDefault(False)
        self._layout()
        self._connect()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _layout(self) -> None:
        box = QGroupBox(self.tr("Slices"), self)
        inner = QVBoxLayout(box)
        form = Form()
        self._every_label = form.add(self.tr("&One slice for"), self.every)
        inner.addLayout(form)
        inner.addWidget(self.steps, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.facts)
        layout.addWidget(box, 1)
        layout.addWidget(self.output)
        layout.addWidget(self.state)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self._answer.come.connect(self._ask)
        self.every.currentIndexChanged.connect(lambda _index: self._ask())
        self.steps.changed.connect(self._tell)
        self.output.changed.connect(self._tell)
        self.download_button.clicked.connect(lambda _checked=False: self.download())
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(self._help)

    def show_plan(self, plan: DownloadPlan, parameters: Parameters) -> None:
        """Ask for the slices at the place of a plan, whose other choices hold for each of them."""
        self._plan = plan
        self._parameters = parameters
        self._shown = None
        self._answer.forget()
        text = self.tr("Each slice of “{name}”: {columns} × {rows} cells, {bands} {kind}, in {reference}.")
        self.facts.setText(
            text.format(
                name=short_name(plan.service),
                columns=counted(plan.grid.columns),
                rows=counted(plan.grid.rows),
                bands=translate("SeriesDialog", "%Ln band(s)", n=len(plan.bands)),
                kind=plan.pixel_type.code,
                reference=plan.spatial_reference.label,
            )
        )
        for widget in (self.every, self._every_label):
            widget.setVisible(not plan.service.has_multidimensions)
        self._ask()

    def is_waiting(self) -> bool:
        """Tell whether the service has not answered yet."""
        return self._shown is None

    def _ask(self) -> None:
        """List the slices, or ask for them."""
        plan = self._plan
        if plan is None:
            return
        try:
            choice = StepChoice(
                extent=plan.grid.extent,
                extent_sr=plan.spatial_reference,
                where=mosaic_of(plan.options.mosaic_rule).where,
                every=self.every.value(),
            )
            title = self.tr("Asking the service which dates and slices it has…")
            found = self._answer.to((plan.service, choice), title, lambda: _asking(plan.service, choice))
        except Waiting as waiting:
            self._list((), INFO, str(waiting))
            self._shown = None
        except ImageServiceError as error:
            self._list((), ERROR, sentence(error))
        else:
            if found is not self._shown:
                self._list(found)

    def _list(self, found: tuple[Step, ...], kind: str = "", text: str = "") -> None:
        self._shown = found
        self.steps.set_steps(found)
        self.steps.setEnabled(bool(found))
        self.output.setEnabled(bool(found))
        if text:
            self.state.show_text(kind, text)

    def _tell(self) -> None:
        """Say what is checked comes to, or what stands in the way."""
        steps, plan = self.steps.steps(), self._plan
        self.download_button.setEnabled(bool(steps))
        if plan is None or not self._shown:
            return
        if not steps:
            self.state.show_text(WARNING, self.tr("Nothing is checked: check at least one slice."))
            return
        size = plan.cells * len(plan.bands) * storage_type(plan.pixel_type).bytes * len(steps)
        bands = len(plan.bands) * len(steps)
        text = self.tr("{slices}, about {size}.").format(
            slices=translate("SeriesDialog", "%Ln slice(s)", n=len(steps)), size=file_size(size)
        )
        if self.output.layout_word() == BANDS:
            text = self.tr("{slices} in {bands}, about {size}.").format(
                slices=translate("SeriesDialog", "%Ln slice(s)", n=len(steps)),
                bands=translate("SeriesDialog", "%Ln band(s)", n=bands),
                size=file_size(size),
            )
        path = self.output.path()
        if path is not None and path.is_file():
            exists = self.tr("“{name}” exists and will be replaced.").format(name=path.name)
            self.state.show_text(WARNING, f"{text} {exists}")
        else:
            self.state.show_text(INFO, text)

    def download(self) -> SeriesJob | None:
        """Start the job, and close: its progress is shown above the map."""
        plan, steps = self._plan, self.steps.steps()
        if plan is None or not steps:
            return None
        self.output.remember()
        path = self.output.path_or_temporary(short_name(plan.service))
        options = replace(plan.options, time="", slice_id=None, overwrite=path.is_file())
        request = SeriesRequest(
            plan.service,
            steps,
            options,
            path,
            self.output.layout_word(),
            self.output.open.isChecked(),
            {name: value for name, value in self._parameters.items() if name not in {"TIME", "SLICE", "OUTPUT"}},
        )
        job = SeriesJob(request, self._messages, self._project)
        self._jobs.append(job)
        job.ended.connect(self._jobs.remove)
        job.start(self._runner)
        self.accept()
        return job

    def _help(self) -> None:
        help_pages.show_or_tell("series", lambda text: self.state.show_text(WARNING, text))

    def done(self, result: int) -> None:
        """Close; a question that is under way is dropped, jobs go on."""
        if self._shown is None:
            self._answer.forget()
        super().done(result)


def _asking(service: ImageService, choice: StepChoice) -> Work:
    def work(cancel: Cancel) -> tuple[Step, ...]:
        return find_steps(service, session_of(service), choice, cancel)

    return work
