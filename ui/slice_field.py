# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing a slice of a multidimensional service, from the list that the service gives, or by its number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..core.errors import ImageServiceError, PlanError
from ..core.service import ImageService
from ..core.slices import Slice, has_slices, slices
from ..plugin.tasks import TaskRunner
from .choice_box import ChoiceBox
from .newest_answer import NewestAnswer, Waiting

# Nobody reads on in a list that is longer; any number can be typed.
MOST_LISTED = 5000


class SliceField(QWidget):
    """A box to type a number in, with the slices in its list as soon as the service has told them."""

    changed = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service: ImageService | None = None
        self._slices = NewestAnswer(runner, self)
        self.box = ChoiceBox({"": self.tr("As the Service")}, self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(ChoiceBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(20)
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.completer().setCompletionMode(self.box.completer().CompletionMode.PopupCompletion)
        self.box.setToolTip(self.tr("Moment, depth or variable of a multidimensional service; or its slice number"))
        self.box.setAccessibleName(self.tr("Slice"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.currentTextChanged.connect(lambda _text: self.changed.emit())
        self._slices.come.connect(self._ask)

    def set_service(self, service: ImageService) -> None:
        """Begin with what a service gives when no slice is asked for, and ask it which there are."""
        self._service = service
        self._slices.forget()
        self._offer(())
        if has_slices(service):
            self._ask()

    def value(self) -> int | None:
        """Return the number of the slice, or None for the service's own choice.

        Raises:
            PlanError: what is typed is no slice.
        """
        text = self.box.value()
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()):
            raise PlanError(
                self.tr("“{text}” is no slice: choose one of the list, or type its number.").format(text=text)
            )
        return int(text)

    def _ask(self) -> None:
        """List the slices, or ask for them; where the service does not tell, numbers can still be typed."""
        service = self._service
        if service is None or service.session is None:
            return
        work = partial(slices, service, service.session)
        try:
            self._offer(self._slices.to(service, self.tr("Asking for the slices…"), lambda: work))
        except (Waiting, ImageServiceError):
            return

    def _offer(self, found: Sequence[Slice]) -> None:
        chosen = self.box.value()
        of_many = len({each.variable for each in found}) > 1
        titles = {str(each.number): _title(each, of_many=of_many) for each in found[:MOST_LISTED]}
        blocked = self.box.blockSignals(True)
        self.box.set_choices({"": self.tr("As the Service"), **titles})
        self.box.set_value(chosen if found else "")
        self.box.blockSignals(blocked)


def _title(each: Slice, *, of_many: bool) -> str:
    """Return what a slice is called: where it lies, and its number."""
    single = len(each.places) == 1
    places = [words if single else f"{name} {words}" for name, words in each.places if words]
    return ", ".join([*([each.variable] if of_many and each.variable else []), *places, f"#{each.number}"])
