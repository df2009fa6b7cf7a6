# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing a raster function by its name, or writing a rendering rule as JSON, with what is wrong with it below."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from functools import partial

from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase, QIcon, QPixmap
from qgis.PyQt.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from ..core.errors import ImageServiceError
from ..core.functions import FunctionInfo, SeamRemedy, raster_functions, slip_in
from ..core.plain_text import plain_text
from ..core.service import ImageService
from ..core.stretch import Stretch
from ..plugin.tasks import TaskRunner
from ..plugin.translation import in_own_words
from .choice_box import ChoiceBox
from .newest_answer import NewestAnswer, Waiting
from .status_line import ERROR, WARNING, StatusLine

MOST_TIP = 400
ICON_SIDE = 32
# Pictures of publishers are small; whatever is larger is none that belongs into a list.
LARGEST_PICTURE = 1_000_000
EDITOR_LINES = 7

translate = QCoreApplication.translate


class RuleField(QWidget):
    """A list of functions with their pictures, an editor for JSON, and lines that say what is wrong.

    ``single_request`` asks for one request for the whole raster, which has no seams.
    """

    changed = pyqtSignal()
    single_request = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service: ImageService | None = None
        self._functions = NewestAnswer(runner, self)
        self._fixed_rule: str | None = None
        self.box = self._make_box()
        self.json_button = QToolButton(self)
        self.json_button.setText("{ }")
        self.json_button.setCheckable(True)
        self.json_button.setToolTip(self.tr("Write the rendering rule as JSON"))
        self.json_button.setAccessibleName(self.tr("Write as JSON"))
        self.editor = self._make_editor()
        self.state = StatusLine(self)
        self.seams = StatusLine(self)
        self.fixed_button = self._button(
            self.tr("Use Fixed Range"), self.tr("Stretch between the limits of the whole service, the same everywhere")
        )
        self.single_button = self._button(
            self.tr("Use a Single Request"), self.tr("Ask for the whole raster at once, which has no seams")
        )
        self._layout()
        self.box.currentTextChanged.connect(self._on_text)
        self.json_button.toggled.connect(self._on_toggled)
        self.editor.textChanged.connect(self._on_edited)
        self.fixed_button.clicked.connect(lambda _checked=False: self.use_fixed(self._fixed_rule or ""))
        self.single_button.clicked.connect(self.single_request)
        self._functions.come.connect(self._ask)

    def _make_box(self) -> ChoiceBox:
        box = ChoiceBox({"": ""}, self)
        box.setEditable(True)
        box.setInsertPolicy(ChoiceBox.InsertPolicy.NoInsert)
        box.setToolTip(self.tr("Raster function of the service, or a rendering rule as JSON; none gives raw values"))
        box.setAccessibleName(self.tr("Raster function"))
        box.setMinimumContentsLength(20)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _make_editor(self) -> QPlainTextEdit:
        editor = QPlainTextEdit(self)
        editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        editor.setTabChangesFocus(True)
        editor.setAccessibleName(self.tr("Rendering rule as JSON"))
        editor.setPlaceholderText('{"rasterFunction": "…", "rasterFunctionArguments": {}}')
        editor.setFixedHeight(editor.fontMetrics().lineSpacing() * EDITOR_LINES + 12)
        editor.hide()
        return editor

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.hide()
        return button

    def _layout(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.box, 1)
        top.addWidget(self.json_button)
        remedies = QHBoxLayout()
        remedies.addWidget(self.fixed_button)
        remedies.addWidget(self.single_button)
        remedies.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        for widget in (self.editor, self.state, self.seams):
            layout.addWidget(widget)
        layout.addLayout(remedies)
        self.setFocusProxy(self.box)

    def set_service(self, service: ImageService) -> None:
        """Offer the functions of a service, and begin with its raw values."""
        self._service = service
        self._functions.forget()
        self.json_button.setChecked(False)
        self._offer([FunctionInfo(each.name, each.description, each.help) for each in service.raster_functions])
        self.box.setCurrentIndex(0)
        self.setEnabled(service.allow_raster_function)
        self.show_error("")
        self.show_seams(None, None)
        if service.allow_raster_function and service.raster_functions:
            self._ask()

    def value(self) -> str:
        """Return the rule: nothing, the name of a function, or JSON."""
        return self.box.value()

    def show_error(self, text: str) -> None:
        """Say what is wrong with the rule, or nothing."""
        if text:
            self.state.show_text(ERROR, text)
        else:
            self.state.clear()

    def show_seams(self, stretch: Stretch | None, remedy: SeamRemedy | None) -> None:
        """Warn of a function that stretches each request by itself, and offer what helps."""
        if stretch is None or remedy is None:
            self.seams.clear()
        else:
            self.seams.show_text(WARNING, in_own_words(stretch.warning))
        self._fixed_rule = remedy.fixed_rule if remedy is not None else None
        self.fixed_button.setVisible(self._fixed_rule is not None)
        self.single_button.setVisible(remedy is not None and remedy.single_request is not None)

    def _ask(self) -> None:
        """Ask for the pictures of the functions; the list does without them where there are none."""
        service = self._service
        if service is None or service.session is None:
            return
        work = partial(raster_functions, service, service.session)
        try:
            found = self._functions.to(service, self.tr("Asking for the raster functions…"), lambda: work)
        except (Waiting, ImageServiceError):
            return
        self._offer(found)

    def _offer(self, found: Sequence[FunctionInfo]) -> None:
        """List functions; what is chosen or typed stays."""
        offered = [each for each in found if each.name.lower() != "none"]
        chosen = self.box.value()
        blocked = self.box.blockSignals(True)
        self.box.set_choices(
            {"": self.tr("None (Raw Values)"), **{each.name: each.name for each in offered}},
            {each.name: _tip(each) for each in offered},
        )
        has_pictures = False
        for row, each in enumerate(offered, 1):
            picture = _picture(each.thumbnail)
            has_pictures = has_pictures or picture is not None
            if picture is not None:
                self.box.setItemIcon(row, picture)
        if has_pictures:
            self.box.setIconSize(QSize(0, 0))  # in the list only: beside JSON, the last one chosen would stay
            self.box.view().setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.box.set_value(chosen)
        self.box.blockSignals(blocked)

    def _on_text(self, _text: str) -> None:
        value = self.value()
        self.show_error(_problem(value))
        if self.json_button.isChecked() and not self.editor.hasFocus():
            self._fill_editor()
        self.changed.emit()

    def _on_toggled(self, shown: bool) -> None:
        self.editor.setVisible(shown)
        if shown:
            self._fill_editor()
            self.editor.setFocus()

    def _fill_editor(self) -> None:
        blocked = self.editor.blockSignals(True)
        self.editor.setPlainText(_pretty(self.value()))
        self.editor.blockSignals(blocked)

    def _on_edited(self) -> None:
        text = self.editor.toPlainText().strip()
        try:
            text = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False) if text else ""
        except (ValueError, RecursionError):
            text = " ".join(text.split())  # one line, and its mistake is told
        blocked = self.box.blockSignals(True)
        self.box.set_value(text)
        self.box.blockSignals(blocked)
        self._on_text(text)

    def use_fixed(self, rule: str) -> None:
        """Take a rule with a fixed range instead of the one chosen."""
        if rule:
            self.box.setEditText(rule)


def _problem(value: str) -> str:
    """Return what is wrong with the form of a rule; nothing where nothing is."""
    if not value.startswith("{"):
        return ""
    try:
        rule = json.loads(value)
    except ValueError as error:
        return translate("RuleField", "The rendering rule is not valid JSON: {error}.").format(error=error)
    except RecursionError:
        return translate("RuleField", "The rendering rule is nested too deeply.")
    problem = slip_in(rule)
    text = translate("RuleField", "The rendering rule cannot work: {problem}.")
    return text.format(problem=in_own_words(problem)) if problem else ""


def _pretty(value: str) -> str:
    """Return a rule as JSON over several lines; what is none stays as it is."""
    if not value:
        return ""
    if not value.startswith("{"):
        return json.dumps({"rasterFunction": value}, indent=2, ensure_ascii=False)
    try:
        return json.dumps(json.loads(value), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return value


def _tip(function: FunctionInfo) -> str:
    """Return a tool tip that shows a publisher's words as plain text; Qt would read them as HTML."""
    words = (plain_text(text) for text in (function.description, function.help))
    parts = [text if len(text) <= MOST_TIP else text[:MOST_TIP] + "…" for text in dict.fromkeys(words) if text]
    return "".join(f"<p>{html.escape(part)}</p>" for part in parts)


def _picture(data: bytes) -> QIcon | None:
    pixmap = QPixmap()
    if not data or len(data) > LARGEST_PICTURE or not pixmap.loadFromData(data):
        return None
    side = Qt.AspectRatioMode.KeepAspectRatio
    return QIcon(pixmap.scaled(ICON_SIDE, ICON_SIDE, side, Qt.TransformationMode.SmoothTransformation))
