# SPDX-License-Identifier: GPL-2.0-or-later
"""Asking the service of a layer about a place: values, the rasters below, all slices as a plot, a histogram."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsGeometry, QgsMapLayer, QgsPointXY
from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QAction, QActionGroup, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import ImageServiceError
from ..core.service import ImageService
from ..core.spatialref import SpatialReference
from ..plugin.crs import to_reference
from ..plugin.gis_store import changes
from ..plugin.identify_work import Asker, Place, PointAnswer, Profile
from ..plugin.layer_service import LayerService, service_of
from ..plugin.messages import sentence
from ..plugin.tasks import TaskRunner
from . import help_pages
from .choice_box import ChoiceBox
from .identify_results import (
    band_name,
    histogram_bars,
    profile_groups,
    profile_lines,
    statistics_rows,
    value_text,
    values_text,
)
from .identify_tool import BOX, POINT, POLYGON, IdentifyTool
from .newest_answer import NewestAnswer, Waiting, Work
from .numbers import counted
from .plot import BARS, LINES, Plot
from .series_dialog import may_have_steps
from .status_line import ERROR, INFO, StatusLine

if TYPE_CHECKING:
    from ..core.histograms import Histogram, Histograms, Rings

THREADS = 3


class IdentifyPanel(QgsDockWidget):
    """A dock with a tool for the map; what is asked is the service of the active layer.

    Args:
        canvas: the map.
        active_layer: returns the layer that is asked about.
        parent: the main window.
    """

    def __init__(
        self, canvas: QgsMapCanvas, active_layer: Callable[[], QgsMapLayer | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesIdentifyPanel")
        self.setWindowTitle(self.tr("Identify Image Service"))
        self._canvas = canvas
        self._active_layer = active_layer
        self._asker = Asker()
        runner = TaskRunner(self, threads=THREADS)
        self._point, self._profile, self._counts = (NewestAnswer(runner, self) for _ in range(3))
        self._asked: tuple[LayerService, Place] | None = None
        self._area: tuple[LayerService, Rings, SpatialReference] | None = None
        self._found: PointAnswer | None = None
        self._slices: Profile | None = None
        self._counted: tuple[ImageService, Histograms] | None = None
        self.tool = IdentifyTool(canvas)
        self.bar = self._make_bar()
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.state = StatusLine(self)
        self.tree = self._make_tree()
        self.lines, self.bars = Plot(LINES, self), Plot(BARS, self)
        self.lines.setAccessibleName(self.tr("Values of all slices"))
        self.bars.setAccessibleName(self.tr("Histogram"))
        self.choice = ChoiceBox({"": ""}, self)
        self.choice.setAccessibleName(self.tr("What is plotted"))
        self._layout()
        self._connect()
        self._clear()
        self.state.show_text(INFO, self.tr("Click on the map, or draw an area, where a layer of an image service is."))

    def _make_bar(self) -> QToolBar:
        bar = QToolBar(self)
        group = QActionGroup(bar)
        for mode, name, text, picture in (
            (POINT, "Point", self.tr("Values at a Point"), "mActionIdentify.svg"),
            (BOX, "Box", self.tr("Histogram of a Rectangle"), "mActionSelectRectangle.svg"),
            (POLYGON, "Polygon", self.tr("Histogram of a Polygon"), "mActionSelectPolygon.svg"),
        ):
            action = QAction(QgsApplication.getThemeIcon(picture), text, bar)
            action.setObjectName(f"imageServicesIdentify{name}")
            action.setCheckable(True)
            action.setChecked(mode == POINT)
            action.triggered.connect(lambda _checked=False, mode=mode: self.start(mode))
            group.addAction(action)
            bar.addAction(action)
        bar.addSeparator()
        self.copy_action = QAction(QgsApplication.getThemeIcon("mActionEditCopy.svg"), self.tr("Copy Values"), bar)
        self.copy_action.setObjectName("imageServicesIdentifyCopy")
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_action.triggered.connect(lambda _checked=False: self.copy())
        bar.addAction(self.copy_action)
        help_action = QAction(QgsApplication.getThemeIcon("mActionHelpContents.svg"), self.tr("Help"), bar)
        help_action.setObjectName("imageServicesIdentifyHelp")
        help_action.triggered.connect(lambda _checked=False: self._help())
        bar.addAction(help_action)
        self.addAction(self.copy_action)
        return bar

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setHeaderLabels([self.tr("Name"), self.tr("Value")])
        tree.setAccessibleName(self.tr("Values"))
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setUniformRowHeights(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return tree

    def _layout(self) -> None:
        content = QWidget(self)
        line = QHBoxLayout()
        line.addWidget(self.bar)
        line.addStretch()
        layout = QVBoxLayout(content)
        layout.addLayout(line)
        layout.addWidget(self.title)
        layout.addWidget(self.state)
        layout.addWidget(self.tree, 2)
        layout.addWidget(self.choice)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.bars, 1)
        self.setWidget(content)

    def _connect(self) -> None:
        self.tool.picked.connect(self.ask_point)
        self.tool.drawn.connect(self.ask_area)
        self._point.come.connect(self._show_point)
        self._profile.come.connect(self._show_profile)
        self._counts.come.connect(self._show_counts)
        self.choice.currentIndexChanged.connect(lambda _index: self._plot())
        self.visibilityChanged.connect(self._on_visible)
        changes().happened.connect(self._on_sign_in)

    def start(self, mode: str = POINT) -> None:
        """Let the next click on the map pick something."""
        self.tool.set_mode(mode)
        self._canvas.setMapTool(self.tool)

    def _on_sign_in(self) -> None:
        """A GIS was registered, changed or removed: what was opened with it is of no use any more."""
        self._asker.forget()

    def is_waiting(self) -> bool:
        """Tell whether an answer is on its way."""
        return any(answer._task is not None for answer in (self._point, self._profile, self._counts))

    # A point

    def ask_point(self, point: QgsPointXY) -> None:
        """Ask for the values at a point of the map."""
        source = self._source()
        if source is None:
            return
        try:
            place = Place(point.x(), point.y(), to_reference(self._canvas.mapSettings().destinationCrs()))
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            return
        self._asked = (source, place)
        self._show_point()

    def _show_point(self) -> None:
        if self._asked is None:
            return
        source, place = self._asked
        title = self.tr("Asking the service for values…")
        answer = self._answered(self._point, self._asked, title, functools.partial(self._asker.point, source, place))
        if answer is None:
            return
        self._found = answer
        self._list_point(answer)
        if may_have_steps(answer.service):
            self._show_profile()

    def _list_point(self, answer: PointAnswer) -> None:
        found, service = answer.identified, answer.service
        self.tree.clear()
        for band, value in enumerate(found.values):
            QTreeWidgetItem(self.tree, [band_name(service, band, len(found.values)), value_text(value)])
        if not found.values:
            self.state.show_text(INFO, self.tr("There is no value here: NoData, or outside the service."))
        else:
            self.state.clear()
        if found.rasters:
            title = self.tr("Rasters here: {count}").format(count=counted(len(found.rasters)))
            parent = QTreeWidgetItem(self.tree, [title, ""])
            for each in found.rasters:
                name = each.raster.name
                if each.raster.period is not None:
                    name += f", {each.raster.period.words}"
                item = QTreeWidgetItem(parent, [name, values_text(each.values)])
                font = item.font(0)
                font.setBold(each.is_visible)
                item.setFont(0, font)
            parent.setExpanded(True)

    def _show_profile(self) -> None:
        if self._asked is None:
            return
        source, place = self._asked
        title = self.tr("Asking for the values of all slices…")
        ask = functools.partial(self._asker.profile, source, place)
        profile = self._answered(self._profile, self._asked, title, ask, failure=INFO)
        if profile is None:
            return
        if profile.left_out:
            text = self.tr("There are {count} slices, too many to ask for each of them.")
            self.state.show_text(INFO, text.format(count=counted(profile.left_out)))
            return
        self._slices = profile
        self.state.clear()
        self._offer(profile_groups(profile.values))
        self.lines.show()
        self._plot()

    # An area

    def ask_area(self, area: QgsGeometry) -> None:
        """Ask for the histogram of an area of the map."""
        source = self._source()
        if source is None:
            return
        try:
            reference = to_reference(self._canvas.mapSettings().destinationCrs())
        except ImageServiceError as error:
            self.state.show_text(ERROR, sentence(error))
            return
        rings = tuple(tuple((point.x(), point.y()) for point in ring) for ring in area.asPolygon())
        self._area = (source, rings, reference)
        self._show_counts()

    def _show_counts(self) -> None:
        if self._area is None:
            return
        source, rings, reference = self._area
        title = self.tr("The service is counting…")
        ask = functools.partial(self._asker.histograms, source, rings, reference)
        answer = self._answered(self._counts, self._area, title, ask)
        if answer is None:
            return
        service, found = answer
        if not any(band.cells for band in found.bands):
            self.state.show_text(INFO, self.tr("There are no values in this area."))
            return
        self._counted = (service, found)
        self.state.clear()
        self._offer([band_name(service, band, len(found.bands)) for band in range(len(found.bands))])
        self.bars.show()
        self._plot()

    # Both

    def _answered(
        self, answers: NewestAnswer, question: Hashable, title: str, ask: Callable[[], Work], failure: str = ERROR
    ) -> Any:
        """Return the answer to a question; where there is none yet, or none at all, say so and return None."""
        try:
            return answers.to(question, title, ask)
        except Waiting as waiting:
            self.state.show_text(INFO, str(waiting))
        except ImageServiceError as error:
            self.state.show_text(failure, sentence(error))
        return None

    def _source(self) -> LayerService | None:
        """Return the service of the active layer; where it has none, say so."""
        self._clear()
        layer = self._active_layer()
        source = service_of(layer)
        if source is None or layer is None:
            self.title.setText("")
            text = self.tr("Choose a layer in the Layers panel that comes from an image service, live or downloaded.")
            self.state.show_text(INFO, text)
            return None
        self.title.setText(self.tr("Layer: {name}").format(name=layer.name()))
        return source

    def _clear(self) -> None:
        for answer in (self._point, self._profile, self._counts):
            answer.forget()
        self._asked = self._area = None
        self._found = self._slices = self._counted = None
        self.tree.clear()
        for widget in (self.choice, self.lines, self.bars):
            widget.hide()
        self.lines.show_series([])
        self.bars.show_series([])

    def _offer(self, names: Sequence[str]) -> None:
        """Offer what can be plotted, where there is more than one."""
        blocked = self.choice.blockSignals(True)
        self.choice.set_choices({str(number): name for number, name in enumerate(names)})
        self.choice.setVisible(len(names) > 1)
        self.choice.blockSignals(blocked)

    def _plot(self) -> None:
        number = max(0, self.choice.currentIndex())
        if self._found is not None and self._slices is not None:
            groups = profile_groups(self._slices.values)
            group = groups[number] if number < len(groups) else ""
            self.lines.show_series(*profile_lines(self._found.service, self._slices.values, group))
        elif self._counted is not None:
            service, found = self._counted
            self.bars.show_series([histogram_bars(service, found.bands, number)])
            self._list_counts(found.bands[number])

    def _list_counts(self, band: Histogram) -> None:
        self.tree.clear()
        for title, text in statistics_rows(band):
            QTreeWidgetItem(self.tree, [title, text])

    def copy(self) -> None:
        """Copy what is listed, as lines of names and values."""
        lines: list[str] = []

        def add(item: QTreeWidgetItem, depth: int) -> None:
            lines.append("\t".join([*[""] * depth, item.text(0), item.text(1)]).rstrip())
            for row in range(item.childCount()):
                add(item.child(row), depth + 1)

        for row in range(self.tree.topLevelItemCount()):
            add(self.tree.topLevelItem(row), 0)
        QgsApplication.clipboard().setText("\n".join(lines))

    def _help(self) -> None:
        help_pages.show_or_tell("identify", lambda text: self.state.show_text(INFO, text))

    def _on_visible(self, visible: bool) -> None:
        if not visible and self.isHidden():
            self.stop()

    def stop(self) -> None:
        """Ask for nothing more, and give the map its tool back."""
        self._clear()
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
        self.tool.clear()
