# SPDX-License-Identifier: GPL-2.0-or-later
"""A mosaic rule as a form: method, order, operation, condition; what it has no field for is kept as it is."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject
from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..core.catalog import CatalogField, fields_of
from ..core.errors import ImageServiceError, PlanError
from ..core.lenient import items
from ..core.mosaic import MosaicRule, method_of, operation_of
from ..core.rules import mosaic_of, time_parameter
from ..core.service import ImageService
from ..plugin.crs import to_qgis
from ..plugin.messages import sentence
from . import numbers
from .choice_box import ChoiceBox
from .form import Form
from .mosaic_names import method_names, operation_names

SORTABLE = {"oid", "integer", "smallinteger", "biginteger", "double", "single", "date", "string"}


class MosaicForm(QWidget):
    """Fields of a rule; those that a method does not need are hidden."""

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._service: ImageService | None = None
        self._base = MosaicRule()
        self._fields: dict[str, CatalogField] = {}
        self.method = ChoiceBox({"": ""}, self)
        self.method.setToolTip(self.tr("Which of overlapping rasters is on top"))
        self.field = ChoiceBox({"": ""}, self)
        self.value = QgsFilterLineEdit(self)
        self.value.setAccessibleName(self.tr("Value that comes first"))
        self.value.setPlaceholderText(self.tr("value that comes first, such as 2020-06-01"))
        self.locked = QgsFilterLineEdit(self)
        self.locked.setPlaceholderText(self.tr("IDs, such as 3, 7; or select rows below"))
        self.viewpoint = QgsFilterLineEdit(self)
        self.viewpoint.setPlaceholderText(self.tr("x; y in units of the service"))
        self.center_button = QPushButton(self.tr("Centre of the Map"), self)
        self.center_button.setAutoDefault(False)
        self.ascending = QCheckBox(self.tr("&Ascending order"), self)
        self.ascending.setChecked(True)
        self.operation = ChoiceBox({"": ""}, self)
        self.operation.setToolTip(self.tr("What becomes of cells that several rasters have"))
        self.where = QgsFilterLineEdit(self)
        self.where.setPlaceholderText(self.tr("SQL, such as CloudCover < 10; empty takes all rasters"))
        self._layout()
        self._connect()

    def _layout(self) -> None:
        order, point, operation = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        order.addWidget(self.field, 1)
        order.addWidget(self.value, 2)
        point.addWidget(self.viewpoint, 1)
        point.addWidget(self.center_button)
        operation.addWidget(self.operation, 1)
        operation.addWidget(self.ascending)
        self.form = Form()
        self.form.add(self.tr("&Method"), self.method)
        self._order_label = self.form.add(self.tr("Order &by"), order, self.field)
        self._locked_label = self.form.add(self.tr("&Rasters"), self.locked)
        self._point_label = self.form.add(self.tr("&Viewpoint"), point, self.viewpoint)
        self.form.add(self.tr("&Overlaps"), operation, self.operation)
        self.form.add(self.tr("&Condition"), self.where)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.form)

    def _connect(self) -> None:
        self.method.currentIndexChanged.connect(lambda _index: self._on_method())
        for box in (self.field, self.operation):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for line in (self.value, self.locked, self.viewpoint, self.where):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.ascending.toggled.connect(lambda _on: self.changed.emit())
        self.center_button.clicked.connect(lambda _checked=False: self._take_center())

    def set_service(self, service: ImageService) -> None:
        """Offer what a service allows, and begin with its own choice."""
        self._service = service
        names = method_names()
        allowed = [method for name in service.mosaic_methods if (method := method_of(name)) is not None]
        usual = method_of(service.default_mosaic_method)
        own = self.tr("As the Service ({name})").format(name=names[usual]) if usual else self.tr("As the Service")
        self.method.set_choices({"": own, **{method: names[method] for method in dict.fromkeys(allowed)}})
        operation = operation_of(str(service.raw.get("mosaicOperator") or ""))
        titles = operation_names()
        own = self.tr("As the Service ({name})").format(name=titles[operation]) if operation else ""
        self.operation.set_choices({"": own or self.tr("As the Service"), **titles})
        self._fields = {each.name: each for each in fields_of(items(service.raw.get("fields")))}
        sortable = {name: each.alias for name, each in self._fields.items() if each.kind in SORTABLE}
        self.field.set_choices({"": self.tr("(the Service's Own)"), **sortable})
        self.set_rule(MosaicRule())

    def set_text(self, text: str) -> str:
        """Show a rule that was written as text; return what is wrong with it, and show none then."""
        try:
            rule = mosaic_of(text)
        except ImageServiceError as error:
            self.set_rule(MosaicRule())
            return sentence(error)
        self.set_rule(rule)
        return ""

    def set_rule(self, rule: MosaicRule) -> None:
        """Show a rule."""
        blocked = self.blockSignals(True)
        self._base = rule
        if rule.method and self.method.findData(rule.method) < 0:
            self.method.addItem(method_names()[rule.method], rule.method)  # and the check will say what is wrong
        self.method.set_value(rule.method)
        self.field.set_value(rule.sort_field)
        self.value.setText("" if rule.sort_value is None else _shown(rule.sort_value))
        self.locked.setText(", ".join(map(str, rule.lock_rasters)))
        point = rule.viewpoint
        self.viewpoint.setText(f"{numbers.exact(point[0])}; {numbers.exact(point[1])}" if point is not None else "")
        self.ascending.setChecked(rule.ascending)
        self.operation.set_value(rule.operation)
        self.where.setText(rule.where)
        self.blockSignals(blocked)
        self._on_method()

    def lock(self, ids: tuple[int, ...]) -> None:
        """Take just these rasters."""
        blocked = self.blockSignals(True)
        self.method.set_value("lockraster")
        self.locked.setText(", ".join(map(str, ids)))
        self.blockSignals(blocked)
        self._on_method()

    def rule(self) -> MosaicRule:
        """Return the rule that the fields make.

        Raises:
            PlanError: it lacks something, or the service does not allow it.
        """
        method = self.method.value()
        is_sorted, is_locked, has_view = (method == name for name in ("attribute", "lockraster", "viewpoint"))
        rule = replace(
            self._base,
            method=method,
            operation=self.operation.value(),
            where=self.where.text().strip(),
            sort_field=self.field.value() if is_sorted else "",
            sort_value=self._sort_value() if is_sorted else None,
            ascending=self.ascending.isChecked(),
            lock_rasters=self._ids() if is_locked else (),
            viewpoint=self._point() if has_view else None,
            viewpoint_sr=self._base.viewpoint_sr if has_view else None,
        )
        if self._service is not None:
            rule.check(self._service)
        return rule

    def _sort_value(self) -> str | float | None:
        text = self.value.text().strip()
        field = self._fields.get(self.field.value())
        if not text:
            return None
        if field is not None and field.kind == "string":
            return text
        number = numbers.parsed(text)
        if field is not None and field.kind == "date" and number is None:
            return int(time_parameter(text).split(",")[0])
        if number is None:
            return text
        return int(number) if number.is_integer() else number

    def _ids(self) -> tuple[int, ...]:
        words = self.locked.text().replace(",", " ").replace(";", " ").split()
        if not all(word.isascii() and word.isdecimal() for word in words):
            raise PlanError(self.tr("Rasters are locked by their numbers, such as 3, 7."))
        return tuple(dict.fromkeys(int(word) for word in words))

    def _point(self) -> tuple[float, float] | None:
        text = self.viewpoint.text().strip()
        if not text:
            return None
        values = numbers.parsed_list(text)
        known = [value for value in values if value is not None]
        if len(values) != 2 or len(known) != 2:
            raise PlanError(self.tr("A viewpoint is two numbers, such as 500000; 5400000."))
        return known[0], known[1]

    def _take_center(self) -> None:
        if self._service is None:
            return
        source = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(source, to_qgis(self._service.spatial_reference), QgsProject.instance())
        try:
            point = transform.transform(self._canvas.center())
        except QgsCsException:
            return
        self._base = replace(self._base, method="", viewpoint_sr=None)
        self.viewpoint.setText(f"{numbers.exact(round(point.x(), 6))}; {numbers.exact(round(point.y(), 6))}")

    def _on_method(self) -> None:
        method = self.method.value()
        for name, widgets in (
            ("attribute", (self._order_label, self.field, self.value)),
            ("lockraster", (self._locked_label, self.locked)),
            ("viewpoint", (self._point_label, self.viewpoint, self.center_button)),
        ):
            for widget in widgets:
                widget.setVisible(method == name)
        self.changed.emit()


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else numbers.exact(value)
