# SPDX-License-Identifier: GPL-2.0-or-later
"""A small plot in the colours of the theme: a line through time or depth, or bars of a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QToolTip, QWidget

from . import numbers

MARGIN, TICKS = 6, 3
LINES, BARS = "lines", "bars"
# Of bars, from 0 to 1; several bands lie over each other.
SEVERAL_OPACITY = 0.5
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True)
class Series:
    """Values along the x axis, None where there is none; and what they are called."""

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]


class Plot(QWidget):
    """Draws series; the pointer tells the value below it."""

    def __init__(self, kind: str = LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._series: tuple[Series, ...] = ()
        self._labels: tuple[str, ...] = ()
        self.setMouseTracking(True)
        self.setMinimumHeight(120)

    def sizeHint(self) -> QSize:
        """Return a size at which axes and their numbers can be read."""
        return QSize(280, 170)

    def show_series(self, series: Sequence[Series], labels: Sequence[str] = ()) -> None:
        """Draw series; labels are for the places along the x axis of the first one."""
        self._series = tuple(each for each in series if any(y is not None for y in each.y))
        self._labels = tuple(labels)
        self.setAccessibleDescription("; ".join(_words(each, self._labels) for each in self._series))
        self.update()

    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not self._series

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, numbers and series."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if not self._series:
            return
        area, (left, right, low, high) = self._area(), self._ends()
        self._draw_axes(painter, area, (left, right, low, high))
        painter.setClipRect(area.adjusted(-4, -4, 4, 4))
        for number, series in enumerate(self._series):
            points = [
                None if y is None else QPointF(*self._place(x, y, area, (left, right, low, high)))
                for x, y in zip(series.x, series.y)
            ]
            if self._kind == BARS:
                self._draw_bars(painter, area, points)
            else:
                self._draw_line(painter, points, number)

    def _draw_axes(self, painter: QPainter, area: QRectF, ends: tuple[float, float, float, float]) -> None:
        left, right, low, high = ends
        color = self.palette().color(QPalette.ColorRole.Text)
        painter.setPen(color)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.topLeft())
        height = self.fontMetrics().height()
        for tick in range(TICKS):
            value = low + (high - low) * tick / (TICKS - 1)
            y = area.bottom() - area.height() * tick / (TICKS - 1)
            box = QRectF(0, y - height / 2, area.left() - 4, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _tick(value))
        first, last = (
            (self._label(0), self._label(-1)) if self._labels else (numbers.shown(left, 6), numbers.shown(right, 6))
        )
        box = QRectF(area.left(), area.bottom() + 2, area.width(), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, first)
        if first != last:
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, last)

    def _draw_line(self, painter: QPainter, points: list[QPointF | None], number: int) -> None:
        """Draw a line with gaps where there is no value; a lone value is a dot."""
        color = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(color, 1.6, STYLES[number % len(STYLES)]))
        part: list[QPointF] = []
        for point in [*points, None]:
            if point is not None:
                part.append(point)
                continue
            if len(part) > 1:
                painter.drawPolyline(QPolygonF(part))
            part = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        if len(points) <= 100:
            for point in points:
                if point is not None:
                    painter.drawEllipse(point, 2.2, 2.2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_bars(self, painter: QPainter, area: QRectF, points: list[QPointF | None]) -> None:
        color = self.palette().color(QPalette.ColorRole.Highlight)
        color.setAlphaF(SEVERAL_OPACITY if len(self._series) > 1 else 1.0)
        width = max(1.0, area.width() / max(1, len(points)))
        for point in points:
            if point is not None and point.y() < area.bottom():
                painter.fillRect(QRectF(point.x() - width / 2, point.y(), width, area.bottom() - point.y()), color)

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        _, _, low, high = self._ends()
        texts = [_tick(low + (high - low) * tick / (TICKS - 1)) for tick in range(TICKS)]
        left = MARGIN + 6 + max(metrics.horizontalAdvance(text) for text in texts)
        return QRectF(
            left,
            MARGIN + metrics.height() / 2,
            self.width() - left - 2 * MARGIN,
            self.height() - 2 * metrics.height() - 8,
        )

    def _ends(self) -> tuple[float, float, float, float]:
        """Return the ends of both axes."""
        xs = [x for series in self._series for x in series.x] or [0.0]
        ys = [y for series in self._series for y in series.y if y is not None] or [0.0]
        low = 0.0 if self._kind == BARS else min(ys)
        left, right = min(xs), max(xs)
        half = (right - left) / max(1, len(self._series[0].x) - 1) / 2 if self._kind == BARS and self._series else 0.0
        return left - half, right + half or 1.0, low, max(ys) if max(ys) > low else low + 1.0

    def _place(self, x: float, y: float, area: QRectF, ends: tuple[float, float, float, float]) -> tuple[float, float]:
        left, right, low, high = ends
        share = (x - left) / (right - left) if right > left else 0.5
        return area.left() + share * area.width(), area.bottom() - (y - low) / (high - low) * area.height()

    def _label(self, index: int) -> str:
        return self._labels[index] if self._labels else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the value below the pointer."""
        index = self.nearest(event.pos().x())
        if index is None:
            return
        series = self._series[0]
        place = self._labels[index] if index < len(self._labels) else numbers.shown(series.x[index], 6)
        lines = [f"{each.name}: {_value(each.y[index])}" for each in self._series if index < len(each.y)]
        QToolTip.showText(self.mapToGlobal(event.pos()), "\n".join([place, *lines]), self)

    def nearest(self, x: float) -> int | None:
        """Return the number of the value whose place is nearest to a column of pixels; None where nothing is drawn."""
        if not self._series or not self._series[0].x:
            return None
        area, ends = self._area(), self._ends()
        places = [self._place(each, 0.0, area, ends)[0] for each in self._series[0].x]
        return min(range(len(places)), key=lambda index: abs(places[index] - x))


def _tick(value: float) -> str:
    """Return a number beside an axis: four digits tell enough."""
    return numbers.shown(float(f"{value:.4g}"))


def _value(value: float | None) -> str:
    return "–" if value is None else numbers.shown(value, 7)


def _words(series: Series, labels: Sequence[str]) -> str:
    """Return a series for people who cannot see it."""
    known = [y for y in series.y if y is not None]
    span = f"{labels[0]} – {labels[-1]}, " if labels else ""
    return f"{series.name}: {span}{numbers.shown(min(known), 7)} … {numbers.shown(max(known), 7)}"
