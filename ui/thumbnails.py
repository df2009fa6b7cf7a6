# SPDX-License-Identifier: GPL-2.0-or-later
"""Thumbnails of services: fetched when a row is painted, the newest wish first, and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QImageReader, QPixmap

from ..core.cancel import Cancel
from ..plugin.browser.places import Entry
from ..plugin.connections import Connections
from ..plugin.messages import log
from ..plugin.tasks import CoreTask, TaskRunner

# Portals make them 200 x 133 or 600 x 400 pixels.
SIZE = QSize(72, 48)
# Whoever scrolls past a hundred rows wants those where he stops.
MOST_WAITING = 24
MOST_AT_ONCE = 2
MOST_KEPT = 500
LARGEST_BYTES = 4_000_000
LARGEST_SIDE = 4000


class Thumbnails(QObject):
    """Gives pixmaps by address, from memory or, later, from the portal; ``arrived`` tells that some came."""

    arrived = pyqtSignal()

    def __init__(self, connections: Connections, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connections = connections
        self._runner = runner
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._waiting: OrderedDict[str, Entry] = OrderedDict()
        self._running: dict[str, CoreTask] = {}

    def pixmap(self, entry: Entry, ratio: float = 1.0) -> QPixmap | None:
        """Return the thumbnail of a service, or None while there is none; asking for it is a wish to have it."""
        url = entry.item.thumbnail if entry.item is not None else None
        if not url:
            return None
        if url in self._kept:
            self._kept.move_to_end(url)
            pixmap = self._kept[url]
            return None if pixmap.isNull() else pixmap
        if url not in self._running:
            self._waiting[url] = entry
            self._waiting.move_to_end(url)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._go_on(ratio)
        return None

    def stop(self) -> None:
        """Fetch no more."""
        self._waiting.clear()
        running, self._running = self._running, {}
        for task in running.values():
            task.cancel()

    def _go_on(self, ratio: float) -> None:
        while self._waiting and len(self._running) < MOST_AT_ONCE:
            url, entry = self._waiting.popitem()
            self._fetch(url, entry, ratio)

    def _fetch(self, url: str, entry: Entry, ratio: float) -> None:
        def work(cancel: Cancel, _progress: Any) -> QImage:
            body = self._connections.session(entry.gis, url).fetch(url, {}, cancel=cancel).body
            return _read(body, SIZE * ratio)

        def ended(image: QImage) -> None:
            if self._running.get(url) is task:  # else nobody wants it any more
                del self._running[url]
                self._keep(url, image, ratio)
                self._go_on(ratio)

        def failed(error: BaseException) -> None:
            log(f"Thumbnail: {error}")
            ended(QImage())  # not asked for again

        task = CoreTask(self.tr("Thumbnail"), work, on_done=ended, on_failed=failed)
        self._running[url] = task
        self._runner.run(task)

    def _keep(self, url: str, image: QImage, ratio: float) -> None:
        pixmap = QPixmap.fromImage(image) if not image.isNull() else QPixmap()
        pixmap.setDevicePixelRatio(ratio)
        self._kept[url] = pixmap
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()


def _read(body: bytes, size: QSize) -> QImage:
    """Return a picture that fits into a size; an empty one for what is no picture, or a suspiciously large one."""
    if len(body) > LARGEST_BYTES:
        return QImage()
    data = QByteArray(body)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = reader.size()
    if not whole.isValid() or max(whole.width(), whole.height()) > LARGEST_SIDE:
        return QImage()
    reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
