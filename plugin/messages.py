# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin tells its user: the one bridge to QGIS's message bar and message log."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.gui import QgsMessageBar, QgsMessageBarItem, QgsMessageViewer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ..core.errors import ImageServiceError
from .translation import in_own_words

if TYPE_CHECKING:
    from ..core.download import DownloadReport
    from ..core.series import SeriesReport

TAG = "Image Services"
# Seconds; failures stay until they are dismissed.
SUCCESS_S = 15
INFO_S = 6
# Letters of a line in the bar, beside a title and a button.
LONGEST_LINE = 100

translate = QCoreApplication.translate

# A button of a message: its text, and what it does.
Action = tuple[str, Callable[[], object]]


def log(text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
    """Write a line to the log, under the plugin's own tab; safe from any thread."""
    QgsMessageLog.logMessage(text, TAG, level, notifyUser=False)


def sentence(error: BaseException) -> str:
    """Return what a user should read about an error: a library's own sentence, or that this is a defect."""
    return in_own_words(plain_sentence(error))


def plain_sentence(error: BaseException) -> str:
    """Return the same as the library says it, in English: to be kept, and for the log."""
    if isinstance(error, ImageServiceError):
        return error.message
    kind = type(error).__name__
    return translate("Messages", "Something unexpected happened ({kind}). Please report it with the details.").format(
        kind=kind
    )


def first_sentence(text: str) -> str:
    """Return the first sentence of a text that is too long for a line."""
    return text if len(text) <= LONGEST_LINE or ". " not in text else f"{text.partition('. ')[0]}."


def details(error: BaseException, *more: str) -> str:
    """Return everything that helps to understand an error, as plain text for the user and for bug reports."""
    parts = [plain_sentence(error)]
    if isinstance(error, ImageServiceError):
        parts += [translate("Messages", "Address: {url}").format(url=error.url)] if error.url else []
        messages = getattr(error, "messages", ())
        parts += (
            [translate("Messages", "The server said: {messages}").format(messages=" ".join(messages))]
            if messages
            else []
        )
    else:
        parts.append("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    parts += [part for part in more if part]
    return "\n\n".join(parts)


def failed_tiles(report: DownloadReport | SeriesReport) -> str:
    """Return the list of the tiles that were filled with NoData, as plain text."""
    lines = [
        translate("Messages", "Column {column}, row {row}, {columns} × {rows} cells: {reason}").format(
            column=window.column, row=window.row, columns=window.columns, rows=window.rows, reason=in_own_words(reason)
        )
        for window, reason in report.failed
    ]
    return "\n".join(lines)


class Messages:
    """Puts messages into one message bar, and a line of each into the log. Main thread only."""

    def __init__(self, bar: QgsMessageBar) -> None:
        self._bar = bar

    def info(self, title: str, text: str) -> None:
        """Say something that passes."""
        self._push(title, text, Qgis.MessageLevel.Info, INFO_S)

    def success(self, title: str, text: str, *actions: Action, more: str = "") -> None:
        """Say that something has ended well, with what else there is to know behind a button."""
        self._push(title, text, Qgis.MessageLevel.Success, SUCCESS_S, *actions, *self._details(title, more))

    def warning(self, title: str, text: str, more: str = "", *, actions: Sequence[Action] = ()) -> None:
        """Say that something has ended, but not as one would wish; it stays until dismissed."""
        self._push(title, text, Qgis.MessageLevel.Warning, 0, *actions, *self._details(title, more))

    def failure(self, title: str, error: BaseException, *more: str) -> None:
        """Say in one sentence why something has failed, with the details behind a button.

        Details begin in the language of QGIS, and say the same in English: that is what others search for.
        """
        text, words = details(error, *more), sentence(error)
        log(f"{title}: {text}", Qgis.MessageLevel.Critical)
        shown = text if words == plain_sentence(error) else f"{words}\n\n{text}"
        self._show(title, first_sentence(words), Qgis.MessageLevel.Critical, 0, *self._details(title, shown))

    def add(self, widget: QWidget) -> QgsMessageBarItem:
        """Show a widget of its own kind, such as a progress bar, until it is taken away by ``remove``."""
        return self._bar.pushWidget(widget, Qgis.MessageLevel.Info, 0)

    def remove(self, item: QgsMessageBarItem) -> None:
        """Take a widget away again."""
        self._bar.popWidget(item)

    def _push(self, title: str, text: str, level: Qgis.MessageLevel, seconds: int, *actions: Action) -> None:
        log(f"{title}: {text}", level)
        self._show(title, text, level, seconds, *actions)

    def _show(self, title: str, text: str, level: Qgis.MessageLevel, seconds: int, *actions: Action) -> None:
        import html  # brings a large table, and most starts of QGIS have nothing to say

        # The bar reads both as HTML, and names of services are not ours.
        item = QgsMessageBarItem(html.escape(title), html.escape(text), level, seconds)
        for label, act in actions:
            button = QPushButton(label, item)
            button.clicked.connect(lambda _checked=False, act=act: act())
            item.layout().addWidget(button)
        self._bar.pushItem(item)

    def _details(self, title: str, text: str) -> list[Action]:
        if not text:
            return []
        return [(translate("Messages", "Details…"), lambda: self._open_details(title, text))]

    def _open_details(self, title: str, text: str) -> None:
        viewer = QgsMessageViewer(self._bar.window())
        viewer.setObjectName("imageServicesDetails")
        viewer.setWindowIcon(QgsApplication.windowIcon())
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.setTitle(title)
        viewer.setMessageAsPlainText(text)
        viewer.show()
