# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of services: a thumbnail and three lines for each, and a sentence in place of an empty list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPaintEvent, QPalette, QTextOption
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ..core.plain_text import one_line
from ..plugin.browser.places import Entry
from .browse_model import BrowseModel
from .thumbnails import SIZE, Thumbnails

MARGIN = 6


class ServiceList(QListView):
    """Shows a ``BrowseModel``; rows are equally high, so that tens of thousands cost no more than those in sight."""

    def __init__(self, thumbnails: Thumbnails, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = ""
        self.setObjectName("imageServicesList")
        self.setAccessibleName(self.tr("Image services"))
        self.setItemDelegate(ServiceDelegate(thumbnails, icon, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        thumbnails.arrived.connect(self.viewport().update)

    def show_sentence(self, text: str) -> None:
        """Say this where the list is empty."""
        self._sentence = text
        self.viewport().update()

    def sentence(self) -> str:
        """Return what an empty list says."""
        return self._sentence

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the sentence."""
        super().paintEvent(event)
        if self._sentence and self.model() is not None and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            space = self.viewport().rect().adjusted(4 * MARGIN, MARGIN, -4 * MARGIN, -MARGIN)
            layout = QTextOption(Qt.AlignmentFlag.AlignCenter)
            layout.setWrapMode(QTextOption.WrapMode.WordWrap)
            painter.drawText(QRectF(space), self._sentence, layout)
            painter.end()


class ServiceDelegate(QStyledItemDelegate):
    """Paints a row in the theme's colours; painting it is what fetches its thumbnail."""

    def __init__(self, thumbnails: Thumbnails, icon: QIcon, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._icon = icon

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the same size for every row."""
        lines = 3 * QFontMetrics(option.font).lineSpacing()
        return QSize(SIZE.width() * 3, max(SIZE.height(), lines) + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint a row."""
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        space = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        picture = QRect(space.topLeft(), SIZE)
        model: BrowseModel = index.model()
        entry = model.entry(index)
        if entry is None:
            return
        self._paint_picture(painter, option, picture, entry)
        text = space.adjusted(SIZE.width() + 2 * MARGIN, 0, 0, 0)
        self._paint_text(painter, option, text, entry, model.byline(entry))

    def _paint_picture(self, painter: QPainter, option: QStyleOptionViewItem, space: QRect, entry: Entry) -> None:
        ratio = option.widget.devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(entry, ratio)
        if pixmap is None:
            side = space.height() // 2
            self._icon.paint(painter, QRect(space.center().x() - side // 2, space.center().y() - side // 2, side, side))
            return
        size = pixmap.size() / pixmap.devicePixelRatio()
        left = space.left() + (space.width() - size.width()) // 2
        top = space.top() + (space.height() - size.height()) // 2
        painter.drawPixmap(left, top, pixmap)

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, space: QRect, entry: Entry, byline: str
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        strong = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        faint = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.PlaceholderText
        snippet = one_line(entry.item.snippet) if entry.item is not None else ""
        bold = QFont(option.font)
        bold.setBold(True)
        lines = ((entry.title, bold, strong), (byline, option.font, faint), (snippet, option.font, faint))
        painter.save()
        top = space.top()
        for words, font, role in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(option.palette.color(role))
            short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, space.width())
            painter.drawText(space.left(), top + metrics.ascent(), short)
            top += metrics.lineSpacing()
        painter.restore()
