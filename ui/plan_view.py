# SPDX-License-Identifier: GPL-2.0-or-later
"""What would be downloaded, as it stands: a sentence, what to know about it, or what stands in the way."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from ..core.plan import DownloadPlan, Note
from ..plugin.summary import summary
from ..plugin.translation import in_own_words

INFO, SUCCESS, WARNING, ERROR = "info", "success", "warning", "error"


class PlanView(QFrame):
    """A few lines, each with the theme's icon for its kind; colours come from the theme alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Plan of the download"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lines: list[tuple[str, str]] = []
        self._content: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def show_info(self, text: str) -> None:
        """Show what to do, or what is going on."""
        self._show([(INFO, text)])

    def show_error(self, text: str) -> None:
        """Show why nothing can be downloaded as things stand."""
        self._show([(ERROR, text)])

    def show_plan(self, plan: DownloadPlan, *more: Note) -> None:
        """Show a plan that works, its notes, and more notes."""
        if plan.is_native and not plan.warnings:
            lines = [(SUCCESS, f"{summary(plan)}. {self.tr('Values are unchanged.')}")]
        else:
            lines = [(INFO, f"{summary(plan)}.")]
        lines += [(WARNING if note.is_warning else INFO, in_own_words(note.text)) for note in (*plan.notes, *more)]
        self._show(lines)
        self.setToolTip(self.tr("Transfer format: {reason}").format(reason=in_own_words(plan.format.reason)))

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Show lines of any kind: pairs of a kind and a text."""
        self._show(list(lines))

    def lines(self) -> list[tuple[str, str]]:
        """Return what is shown: pairs of a kind and a text."""
        return list(self._lines)

    def text(self) -> str:
        """Return the texts that are shown."""
        return "\n".join(text for _, text in self._lines)

    def _icon(self, kind: str) -> QIcon:
        """Return the icon of a kind of line. QGIS's own for warnings and errors are made for coloured bars."""
        if kind == SUCCESS:
            return QgsApplication.getThemeIcon("mIconSuccess.svg")
        return self.style().standardIcon(
            {
                INFO: QStyle.StandardPixmap.SP_MessageBoxInformation,
                WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning,
                ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical,
            }[kind]
        )

    def _show(self, lines: list[tuple[str, str]]) -> None:
        self.setToolTip("")
        if lines == self._lines:
            return
        self._lines = lines
        content = QWidget(self)
        grid = QGridLayout(content)
        grid.setColumnStretch(1, 1)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        for row, (kind, text) in enumerate(lines):
            picture = QLabel(content)
            picture.setPixmap(self._icon(kind).pixmap(side, side))
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(text, content), row, 1)
        if self._content is not None:
            self.layout().removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self.layout().addWidget(content)
        self.setAccessibleDescription(self.text())


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setIndent(0)  # themes with frames would push the text below its icon
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
