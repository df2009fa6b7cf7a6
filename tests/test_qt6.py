# SPDX-License-Identifier: GPL-2.0-or-later
"""Every name of Qt's that the plugin uses exists in Qt 6, and the check finds those that do not."""

from __future__ import annotations

import sys

import pytest
import qt6
from house_project import Project, read_project

NEW = {
    "QtCore": {
        "Qt": {"Orientation": {"Horizontal": {}}, "WindowType": {"Dialog": {}}},
        "QEvent": {"Type": {"Show": {}}, "type": {}},
    },
    "QtGui": {"QAction": {"trigger": {}}},
    "QtWidgets": {"QDialog": {"exec": {}, "DialogCode": {"Accepted": {}}, "resizeEvent": {}}},
}
OLD = {
    "QtCore": {
        "Qt": {"Orientation": {}, "Horizontal": {}, "Dialog": {}},
        "QRegExp": {},
        "QEvent": {"Show": {}, "type": {}},
    },
    "QtWidgets": {"QAction": {}, "QDialog": {"exec": {}, "exec_": {}, "Accepted": {}, "enterEvents": {}}},
}


def found(text):
    return list(qt6.qt6_findings(Project({"ui/a.py": text}), NEW, OLD))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from qgis.PyQt.QtCore import QRegExp", "QRegExp"),
        ("from qgis.PyQt.QtWidgets import QAction", "QAction"),
        ("from PyQt5.QtCore import Qt", "PyQt5"),
        ("import PyQt5.QtCore", "PyQt5"),
        ("from qgis.PyQt.QtCore import Qt\nx = Qt.Horizontal", "Qt.Horizontal"),
        ("from qgis.PyQt.QtCore import Qt\nO = Qt.Orientation\nx = O.Upright", "O.Upright"),
        ("def f():\n    from qgis.PyQt.QtWidgets import QDialog\n    return QDialog.Accepted", "QDialog.Accepted"),
        ("def f(d):\n    return d.exec_()", "exec_"),
        ("def f(event):\n    return event.type() == event.Show", "Show"),
        (
            "from qgis.PyQt.QtWidgets import QDialog\nclass D(QDialog):\n    def f(self):\n        self.Accepted",
            "Accepted",
        ),
    ],
)
def test_what_is_gone_is_found(text, name):
    (sentence,) = found(text)
    assert name in sentence
    assert sentence.startswith("ui/a.py:")


@pytest.mark.parametrize(
    "text",
    [
        "from qgis.PyQt.QtCore import Qt\nx = Qt.Orientation.Horizontal.value",
        "from qgis.PyQt.QtGui import QAction\nQAction().trigger()",
        "from qgis.PyQt.QtWidgets import QDialog\nclass D(QDialog):\n    x = QDialog.DialogCode.Accepted",
        "from qgis.PyQt.QtCore import Qt\ndef f(flags: Qt.WindowFlags) -> None: ...",
        "from qgis.PyQt.QtWidgets import QDialog as D\nD().exec()",
        "class Kind:\n    Accepted = 1\nKind.Accepted",
    ],
)
def test_what_is_there_is_not(text):
    assert found(text) == []


@pytest.mark.skipif(not qt6.PYTHON_WITH_QT6.exists(), reason="PyQt6 is not there: make qt6 installs it")
def test_the_plugin_uses_nothing_that_qt6_lacks():
    pytest.importorskip("PyQt5", reason="QGIS runs on Qt 6 here")
    new, old = qt6.names_in(qt6.PYTHON_WITH_QT6, "PyQt6"), qt6.names_in(sys.executable, "PyQt5")
    others = frozenset(qt6.names_of_objects(qt6.names_in(sys.executable, "qgis")))
    project = read_project()
    assert list(qt6.qt6_findings(project, new, old, others)) == []
    assert "exec_" in qt6.names_of_objects(old) - qt6.names_of_objects(new)
