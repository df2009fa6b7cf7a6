# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing where in a GIS to search: everywhere, one's own content, a group, a folder."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..core.cancel import Cancel
from ..plugin import library
from ..plugin.browser.places import Branch, Kind, Places
from ..plugin.messages import log
from ..plugin.tasks import CoreTask, TaskRunner


class ScopeBox(QComboBox):
    """Offers the whole GIS at once, and its parts as soon as they are known."""

    def __init__(self, places: Places, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._runner = runner
        self._name = ""
        self._task: CoreTask | None = None
        self.setToolTip(self.tr("Where to search"))
        self.setAccessibleName(self.tr("Where to search"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)

    def branch(self) -> Branch | None:
        """Return what is chosen, or None without a GIS."""
        return self.currentData()

    def set_gis(self, name: str) -> None:
        """Offer the parts of a GIS, and choose the whole."""
        self.stop()
        self._name = name
        self._offer([])
        self.resume()

    def stop(self) -> None:
        """Wait for nothing more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def resume(self) -> None:
        """Ask for the parts, if they are not known."""
        if self._name and self._task is None and self.count() == 1:
            self._read()

    def _offer(self, parts: list[Branch]) -> None:
        blocked = self.blockSignals(True)
        self.clear()
        if self._name:
            whole = Branch(self._name, title=self.tr("All Image Services"))
            for branch in (whole, *parts):
                self.addItem(branch.title, branch)
        self.blockSignals(blocked)
        self.setEnabled(bool(parts))

    def _read(self) -> None:
        name, places = self._name, self._places

        def work(cancel: Cancel, _progress: Any) -> list[Branch]:
            parts = list(places.contents(Branch(name), cancel=cancel).branches)
            if any(branch.kind is Kind.GROUPS for branch in parts):
                parts += places.contents(Branch(name, Kind.GROUPS), cancel=cancel).branches
            return [branch for branch in parts if branch.kind not in (Kind.ALL, Kind.GROUPS)]

        def show(parts: list[Branch]) -> None:
            if self._task is task:
                self._task = None
                self._offer(parts)

        def fail(error: BaseException) -> None:
            if self._task is task:
                self._task = None
            log(str(error))  # the search itself tells why the GIS cannot be read

        task = CoreTask(self.tr("Parts of a GIS"), work, on_done=show, on_failed=fail)
        self._task = task
        library.connect()
        self._runner.run(task)
