# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the tiles of a download will fit together: told beside the rule and in the plan, asked before it starts.

Where the name of a function does not tell, two small requests for the same cells are compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..core.cancel import Cancel
from ..core.download import session_of
from ..core.errors import ImageServiceError
from ..core.functions import SeamRemedy, can_be_seen, makes_seams, seam_remedy
from ..core.plan import DownloadPlan, Note
from ..core.stretch import Stretch, fixed_range, stretch_in, stretch_seen
from ..plugin.tasks import TaskRunner
from .newest_answer import NewestAnswer, Waiting, Work
from .rule_field import RuleField
from .seam_question import ANYWAY, SINGLE, SeamQuestion
from .transfer_panel import TransferPanel

Go = Callable[[], object]
Rule = tuple[str, str]  # with the address of its service


class Seams(QObject):
    """Looks at every plan; ``come`` says that the same should be planned again, ``held`` why a download has to wait.

    Args:
        runner: asks the service.
        rule: where the rule is chosen, and its seams are told.
        transfer: where the size of requests is chosen.
        window: the window over which to ask.
    """

    come = pyqtSignal()
    held = pyqtSignal(str)

    def __init__(self, runner: TaskRunner, rule: RuleField, transfer: TransferPanel, window: QWidget) -> None:
        super().__init__(window)
        self._rule = rule
        self._transfer = transfer
        self._compared = NewestAnswer(runner, self)
        self._stretch: Stretch | None = None
        self._remedy: SeamRemedy | None = None
        self._asked: Rule | None = None
        self._accepted: Rule | None = None
        self._go: Go | None = None
        self._held_rule: str | None = None
        self.question = SeamQuestion(window, self._on_answered)
        self._compared.come.connect(self.come)
        rule.single_request.connect(self._use_single)

    def look(self, plan: DownloadPlan) -> DownloadPlan:
        """Say beside the rule what is known about seams, and return the plan with notes that say the same."""
        rule, service = plan.options.rendering_rule, plan.service
        seams = self._seams(plan)
        self._remedy = seam_remedy(plan, seams)
        self._stretch = stretch_seen(rule, service, seams) if self._remedy is not None else None
        self._rule.show_seams(self._stretch, self._remedy)
        told = stretch_in(rule, service) if rule.strip() else None
        notes = [note for note in plan.notes if told is None or note.text != told.warning]
        if self._stretch is not None:
            notes.append(Note(self._stretch.warning, True))
        if self._compared.is_waiting():
            notes.append(Note(self.tr("Comparing two small requests, to see whether tiles will fit together…")))
        return replace(plan, notes=tuple(notes))

    def stand_in_the_way(self, plan: DownloadPlan, go: Go, *, slices: bool = False) -> bool:
        """Tell whether something has to be known or decided before a download; if so, ``go`` is called afterwards.

        Args:
            plan: the plan that was looked at last.
            go: starts the download, or whatever leads to it.
            slices: there will be many, each with requests of its own.
        """
        rule, service = plan.options.rendering_rule, plan.service
        self._go = go
        self._held_rule = None
        if self._compared.is_waiting():
            self._held_rule = rule
            self.held.emit(self.tr("This goes on as soon as it is known whether tiles will fit together."))
            return True
        stretch, remedy = self._stretch, self._remedy
        if slices and stretch is None and rule.strip():
            stretch, remedy = stretch_in(rule, service), SeamRemedy(None, fixed_range(rule, service))
        if stretch is None or remedy is None or self._accepted == (service.url, rule):
            return False
        self._asked = (service.url, rule)
        self.question.ask(stretch, remedy, slices=slices)
        return True

    def go_on(self, *, is_ready: bool) -> None:
        """Go on with what was held up, if all is known now; not under another rule, which was chosen meanwhile.

        ``is_ready``: nothing else is waited for.
        """
        if self._held_rule is None or not is_ready or self._compared.is_waiting():
            return
        is_same, self._held_rule = self._held_rule == self._rule.value(), None
        if is_same and self._go is not None:
            self._go()

    def stop(self) -> None:
        """Ask nobody anything more, and start nothing."""
        self._held_rule = None
        self._compared.forget()
        self.question.close()

    def _seams(self, plan: DownloadPlan) -> bool | None:
        """Return whether values change with the request; None where nobody knows, or not yet."""
        if not can_be_seen(plan):
            self._compared.forget()
            return None
        question = (plan.service.url, plan.options.rendering_rule, plan.options.mosaic_rule)
        try:
            found: bool | None = self._compared.to(question, "", lambda: _comparing(plan))
        except (Waiting, ImageServiceError):  # a download will tell what is wrong
            return None
        return found

    def _use_single(self) -> None:
        """Make the tiles as large as the whole raster."""
        single = self._remedy.single_request if self._remedy is not None else None
        if single is not None:
            self._transfer.tile_columns.setValue(single.tile_columns)
            self._transfer.tile_rows.setValue(single.tile_rows)
            self.come.emit()

    def _on_answered(self, word: str) -> None:
        """Do what was answered, and go on."""
        if word == ANYWAY:
            self._accepted = self._asked
            if self._go is not None:
                self._go()
            return
        if word == SINGLE:
            self._held_rule = self._rule.value()
            self._use_single()
        else:
            self._rule.use_fixed(self.question.fixed_rule)
            self._held_rule = self._rule.value()
            self.come.emit()


def _comparing(plan: DownloadPlan) -> Work:
    def work(cancel: Cancel) -> bool | None:
        return makes_seams(plan, session_of(plan.service), cancel)

    return work
