# SPDX-License-Identifier: GPL-2.0-or-later
"""Publishing a raster layer as an image service: choose, see what it comes to, start, go on working."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsRasterLayer
from qgis.gui import QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ..core.errors import ImageServiceError, PlanError
from ..plugin.browser.menus import Windows
from ..plugin.desktop import Desktop
from ..plugin.layer_source import LayerSnapshot
from ..plugin.messages import sentence
from ..plugin.publish_jobs import Publishing
from ..plugin.settings import settings
from ..plugin.tasks import TaskRunner
from . import help_pages
from .fields_area import FieldsArea
from .form import align
from .newest_answer import Waiting
from .plan_view import ERROR, INFO, PlanView
from .publish_item_panel import PublishItemPanel
from .publish_lines import Line, plan_lines, promotion, steps_line, target_lines
from .publish_questions import PublishQuestions
from .publish_raster_panel import PublishRasterPanel
from .publish_run import PublishRequest, PublishRun
from .publish_target_panel import PublishTargetPanel

if TYPE_CHECKING:
    from ..core.publish_plan import PublishPlan
    from ..core.publish_target import PublishTarget
    from ..core.raster_source import SourceFacts

PLAN_DELAY_MS = 150
# For questions of the moment; uploads may keep QGIS's own threads busy for hours.
THREADS = 4
SIZE = (720, 580)
# Stands for the name where there is none yet, so that everything else can be told.
NO_NAME = "name"


class PublishDialog(QDialog):
    """Stays open; every publication that it starts goes on without it, and a failed one leaves it as it was."""

    def __init__(
        self,
        desktop: Desktop,
        windows: Windows,
        publishing: Publishing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesPublishDialog")
        self.setWindowTitle(self.tr("Publish as Image Service"))
        self._desktop = desktop
        self._windows = windows
        self._publishing = publishing
        self._runs: list[PublishRun] = []
        self._snapshot: LayerSnapshot | None = None
        self._problem = ""
        self._plan: PublishPlan | None = None
        self._shown_facts: object = None
        self.questions = PublishQuestions(TaskRunner(self, threads=THREADS), self)
        self.raster_panel = PublishRasterPanel(desktop.iface.mapCanvas(), self)
        self.target_panel = PublishTargetPanel(windows, self)
        self.item_panel = PublishItemPanel(self)
        self.plan_view = PlanView(self)
        self.plan_view.setAccessibleName(self.tr("Plan of the publication"))
        self.bar = QgsMessageBar(self)
        self._make_buttons()
        self._layout()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(PLAN_DELAY_MS)
        self._connect()
        self.target_panel.gis.choose(str(settings().published_to.value()))
        self._on_layer()
        self.target_panel.name.setFocus()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        self.publish_button = self.buttons.addButton(self.tr("Publish"), QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.help_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        self.jobs_button = self.buttons.addButton(self.tr("Publishing Jobs…"), QDialogButtonBox.ButtonRole.ResetRole)
        for button in (self.publish_button, self.close_button, self.help_button, self.jobs_button):
            button.setAutoDefault(False)  # Enter in a field must not start hours of work
            button.setDefault(False)

    def _layout(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        panels = (self.raster_panel, self.target_panel, self.item_panel)
        for panel in panels:
            inner.addWidget(panel)
        inner.addStretch()
        align([panel.form for panel in panels])
        self.fields = FieldsArea(content, self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self.plan_view)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.raster_panel.layer_changed.connect(self._on_layer)
        self.target_panel.gis_changed.connect(self._on_gis)
        for panel in (self.raster_panel, self.target_panel, self.item_panel):
            panel.changed.connect(self._delay.start)
        self.target_panel.name.textChanged.connect(lambda _text: self._on_name())
        self.questions.come.connect(self.replan)
        self._delay.timeout.connect(self.replan)
        self.publish_button.clicked.connect(self.publish)
        self.buttons.rejected.connect(self.reject)
        self.buttons.helpRequested.connect(
            lambda: help_pages.show_or_tell("publish", lambda text: self.bar.pushWarning("", text))
        )
        self.jobs_button.clicked.connect(lambda _checked=False: self._windows.show_jobs())

    def fill(self, layer: QgsRasterLayer | None = None, gis: str = "", folder: str = "") -> None:
        """Put a layer in, a GIS, and the title of a folder, as far as they are given."""
        if gis:
            self.target_panel.gis.choose(gis)
            self.target_panel.set_folder(folder)
        if layer is not None:
            self.raster_panel.set_layer(layer)
        self.fields.show_top()
        self.replan()

    def plan(self) -> PublishPlan | None:
        """Return the plan that a click on Publish would run, or None where there is none."""
        return self._plan

    def _on_layer(self) -> None:
        self._snapshot, self._problem = self._look()
        self._shown_facts = None
        self.questions.forget_source()
        self.item_panel.suggest_title(self._snapshot.name if self._snapshot is not None else "")
        self.replan()

    def _look(self) -> tuple[LayerSnapshot | None, str]:
        """Return the layer as it is now, or why it cannot be read."""
        try:
            return self.raster_panel.snapshot(), ""
        except PlanError as error:
            return None, sentence(error)

    def _look_again(self) -> None:
        """Notice what has become of the layer since it was chosen: its name, its reference, its style."""
        if self._look() != (self._snapshot, self._problem):
            self._on_layer()

    def _on_gis(self, _name: str) -> None:
        self.questions.forget_gis()
        self.replan()

    def _on_name(self) -> None:
        """Say at once whether a name is valid; whether it is free takes a moment."""
        self.publish_button.setEnabled(False)
        self._show_name_state(None)
        self._delay.start()

    def replan(self) -> None:
        """Work out what the choices come to, and show it."""
        self._delay.stop()
        plan, lines = self._planned()
        target = self._target(lines)
        if target is not None:
            lines += target_lines(target, str(self.target_panel.options()["kind"]))
        is_named = self._show_name_state(target)
        is_busy = self._is_being_published()
        if target is None or not is_named or is_busy or any(kind == ERROR for kind, _ in lines):
            plan = None
        if is_busy:
            lines.append((INFO, self.tr("It is being published; its progress is shown above the map.")))
        elif plan is not None:
            lines.append((INFO, steps_line()))
        self._plan = plan
        self.publish_button.setEnabled(plan is not None)
        self.plan_view.show_lines(sorted(lines, key=lambda line: line[0] != ERROR))

    def _planned(self) -> tuple[PublishPlan | None, list[Line]]:
        """Return the plan, or None, and what to say about the raster; the name is spoken of elsewhere."""
        from ..core.publish_options import PublishOptions
        from ..core.publish_plan import plan_publish

        self.raster_panel.show_promotion("")
        if self._problem:
            return None, [(ERROR, self._problem)]
        if self._snapshot is None:
            return None, [(INFO, self.tr("Choose a raster layer to publish."))]
        try:
            source = self.questions.source(self._snapshot)
            self._show_facts(source.facts)
            name = self.questions.sendable(self.target_panel.service_name()) or NO_NAME
            plan = plan_publish(source, PublishOptions.of(service_name=name, **self._chosen()))
        except Waiting as waiting:
            return None, [(INFO, str(waiting))]
        except ImageServiceError as error:
            return None, [(ERROR, sentence(error))]
        self.raster_panel.show_promotion(promotion(plan) if plan.options.promote else "")
        return plan, plan_lines(plan, self._snapshot.notes())

    def _chosen(self) -> dict[str, Any]:
        return {**self.raster_panel.options(), **self.target_panel.options(), **self.item_panel.options()}

    def _show_facts(self, facts: SourceFacts) -> None:
        if facts is not self._shown_facts:  # else a band that was unchecked would be checked again
            self._shown_facts = facts
            self.raster_panel.set_facts(facts)

    def _target(self, lines: list[Line]) -> PublishTarget | None:
        """Return what the GIS can do; where that is not known, say why."""
        gis = self.target_panel.gis.name()
        if not gis:
            lines.append((ERROR, self.tr("No GIS is registered: register a portal first.")))
            return None
        try:
            target, folders = self.questions.target(gis)
        except Waiting as waiting:
            lines.append((INFO, str(waiting)))
        except ImageServiceError as error:
            lines.append((ERROR, sentence(error)))
        else:
            self.target_panel.offer_folders(folders)
            self.target_panel.offer_kinds(target.kind == "online", target.imagery("auto"))
            return target
        return None

    def _show_name_state(self, target: PublishTarget | None) -> bool:
        """Say beside the name whether it can be had; tell whether it may be used."""
        name, state = self.target_panel.service_name(), self.target_panel.name_state
        kind, text = self.questions.name_state(target, name, self.target_panel.is_typing())
        if (kind, text) != (state.kind(), state.text()):
            state.show_text(kind, text)
        return bool(name) and kind != ERROR

    def _is_being_published(self) -> bool:
        """Tell whether a publication of the same name is under way."""
        chosen = (self.target_panel.gis.name(), self.questions.sendable(self.target_panel.service_name()))
        return any((run.request.gis, run.request.name) == chosen for run in self._runs)

    def publish(self) -> None:
        """Publish what is chosen now; the dialog stays as it is."""
        self.target_panel.settle()
        self._look_again()
        self.replan()  # the last keystroke may be younger than the last plan
        plan, snapshot = self._plan, self._snapshot
        if plan is None or snapshot is None:
            return
        gis = self.target_panel.gis.name()
        settings().published_to.setValue(gis)
        waits = self.target_panel.wait.isChecked()
        request = PublishRequest(snapshot.copy(), gis, plan.service_name, plan.title, waits, self._chosen())
        run = PublishRun(request, self._desktop.messages, self._publishing.jobs)
        self._runs.append(run)
        run.ended.connect(self._on_ended)
        run.start(self._publishing.runner)
        self.bar.pushInfo("", self.tr("Publishing has started; its progress is shown above the map."))
        self.replan()

    def _on_ended(self, run: PublishRun) -> None:
        self._runs.remove(run)
        panel = self.target_panel
        if run.is_published and self.questions.sendable(panel.service_name()) == run.request.name:
            panel.name.clear()  # else it would be told as an error that the name is taken
            panel.settle()
        self.questions.forget_name()
        self.replan()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what may have changed meanwhile."""
        super().showEvent(event)
        self.replan()

    def changeEvent(self, event: QEvent) -> None:
        """Look at the layer again when the user comes back from elsewhere."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look_again()

    def reject(self) -> None:
        """Close the window; what was started goes on."""
        self.questions.cancel()
        super().reject()
