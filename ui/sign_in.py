# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing how to sign in: a registered GIS, or an authentication configuration of QGIS. Names and ids, no secrets."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.gui import QgsAuthConfigSelect, QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from .choice_box import ChoiceBox
from .form import Form, collapsible_content


@dataclass(frozen=True)
class SignIn:
    """The name of a registered GIS and the id of a configuration; either may be empty."""

    gis: str = ""
    authcfg: str = ""


class SignInBox(QgsCollapsibleGroupBox):
    """A group box that most people never open."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesSignIn")
        self.setTitle(self.tr("Authentication"))
        self.setSaveCollapsedState(False)
        self.setCollapsed(True)
        self.gis = ChoiceBox({"": self.tr("None")}, self)
        self.gis.setToolTip(self.tr("Portal or server registered with “Register GIS” in the Processing toolbox"))
        self.authcfg = QgsAuthConfigSelect(self)
        self.authcfg.setToolTip(self.tr("Authentication configuration of QGIS, applied to the server of the service"))
        self.form = Form(collapsible_content(self))
        self._gis_label = self.form.add(self.tr("Registered GIS"), self.gis)
        self.form.add(self.tr("Configuration"), self.authcfg)
        self._show_gis(False)
        self.collapsedStateChanged.connect(self._offer_gis)
        self.gis.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.authcfg.selectedConfigIdChanged.connect(lambda _id: self.changed.emit())

    def value(self) -> SignIn:
        """Return what is chosen."""
        return SignIn(self.gis.value() if self.gis.currentIndex() > 0 else "", str(self.authcfg.configId()))

    def choose_gis(self, name: str) -> None:
        """Choose a registered GIS; one that is not registered any more leaves the choice as it is."""
        self._offer_gis(False)
        blocked = self.blockSignals(True)
        self.gis.set_value(name)
        self.blockSignals(blocked)

    def choose_configuration(self, authcfg: str) -> None:
        """Choose an authentication configuration of QGIS by its id; an empty one is none."""
        blocked = self.blockSignals(True)
        self.authcfg.setConfigId(authcfg)
        self.blockSignals(blocked)

    def _offer_gis(self, collapsed: bool) -> None:
        """Offer the GIS that are registered now; nobody needs them before the box is opened."""
        if collapsed:
            return
        from ..plugin.gis_store import ProfileRegistry

        chosen = self.value().gis
        names = ProfileRegistry().names()
        blocked = self.gis.blockSignals(True)
        self.gis.set_choices({"": self.tr("None"), **{name: name for name in names}})
        self.gis.set_value(chosen)
        self.gis.blockSignals(blocked)
        self._show_gis(bool(names))

    def _show_gis(self, visible: bool) -> None:
        self.gis.setVisible(visible)
        self._gis_label.setVisible(visible)
