# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing a time: the service's own, an instant, or a range."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDateTime, Qt, QTime, pyqtSignal
from qgis.PyQt.QtWidgets import QDateTimeEdit, QHBoxLayout, QLabel, QWidget

from ..core.moment import milliseconds_of
from ..core.service import ImageService
from .choice_box import ChoiceBox

ALL, INSTANT, RANGE = "", "instant", "range"


class TimeField(QWidget):
    """A choice, and one or two moments in UTC, in which services keep them."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, all_text: str = "") -> None:
        super().__init__(parent)
        choices = {ALL: all_text or self.tr("As the Service"), INSTANT: self.tr("Instant"), RANGE: self.tr("Range")}
        self.kind = ChoiceBox(choices, self)
        self.kind.setAccessibleName(self.tr("Kind of time"))
        self.start = self._moment(self.tr("Start, in UTC"))
        self.end = self._moment(self.tr("End, in UTC"))
        self._to = QLabel(self.tr("to"), self)
        self._zone = QLabel(self.tr("UTC"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.kind, self.start, self._to, self.end, self._zone):
            layout.addWidget(widget)
        layout.addStretch()
        self.setFocusProxy(self.kind)
        self.kind.currentIndexChanged.connect(lambda _index: self._on_kind())
        self._show_moments()

    def _moment(self, name: str) -> QDateTimeEdit:
        edit = QDateTimeEdit(self)
        edit.setTimeSpec(Qt.TimeSpec.UTC)
        edit.setDisplayFormat("yyyy-MM-dd HH:mm")
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        edit.setToolTip(name)
        edit.dateTimeChanged.connect(lambda _moment: self.changed.emit())
        return edit

    def set_service(self, service: ImageService) -> None:
        """Begin with the whole time of a service."""
        blocked = self.blockSignals(True)
        self.kind.setCurrentIndex(0)
        span = service.time_extent
        if span is not None:
            self.start.setDateTime(QDateTime.fromMSecsSinceEpoch(milliseconds_of(span.start), Qt.TimeSpec.UTC))
            self.end.setDateTime(QDateTime.fromMSecsSinceEpoch(milliseconds_of(span.end), Qt.TimeSpec.UTC))
        else:
            midnight = QDateTime.currentDateTimeUtc()
            midnight.setTime(QTime(0, 0))
            self.start.setDateTime(midnight)
            self.end.setDateTime(midnight)
        self.blockSignals(blocked)
        self._show_moments()

    def set_span(self, start: QDateTime, end: QDateTime) -> None:
        """Begin with any time; whoever chooses a range starts from this one."""
        blocked = self.blockSignals(True)
        self.kind.setCurrentIndex(0)
        self.start.setDateTime(start)
        self.end.setDateTime(end)
        self.blockSignals(blocked)
        self._show_moments()

    def value(self) -> str:
        """Return "", an instant "2020-06-01T12:00:00Z", or "start/end"."""
        kind = self.kind.value()
        if kind == ALL:
            return ""
        start, end = (edit.dateTime().toUTC().toString(Qt.DateFormat.ISODate) for edit in (self.start, self.end))
        return start if kind == INSTANT else f"{start}/{end}"

    def _on_kind(self) -> None:
        self._show_moments()
        self.changed.emit()

    def _show_moments(self) -> None:
        kind = self.kind.value()
        self.start.setVisible(kind != ALL)
        self._zone.setVisible(kind != ALL)
        self._to.setVisible(kind == RANGE)
        self.end.setVisible(kind == RANGE)
