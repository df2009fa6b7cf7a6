# SPDX-License-Identifier: GPL-2.0-or-later
"""Descriptions recorded from real servers open in the dialogs, with the choices that they say they have."""

from __future__ import annotations

import json

import pytest
from image_services.core.catalog import has_catalog
from image_services.core.errors import ImageServiceError
from image_services.core.mosaic import method_of
from image_services.core.service import ImageService
from image_services.plugin.tasks import TaskRunner
from image_services.ui.catalog_filters import CatalogFilters
from image_services.ui.catalog_model import CatalogModel
from image_services.ui.mosaic_form import MosaicForm
from image_services.ui.series_dialog import may_have_steps
from image_services.ui.values_panel import ValuesPanel

pytestmark = pytest.mark.qgis
URL = "https://example.org/arcgis/rest/services/recorded/ImageServer"


@pytest.fixture
def services(shared_data):
    """Every recorded description that the library can read; others are covered by its own tests."""
    found = {}
    for path in sorted((shared_data / "real-services").glob("*root*.json")):
        try:
            found[path.stem] = ImageService.from_json(URL, json.loads(path.read_text(encoding="utf-8")))
        except (ImageServiceError, ValueError):
            continue
    assert len(found) > 8
    return found


def test_the_values_offered_are_those_of_the_description(services, qtbot):
    panel = ValuesPanel(TaskRunner())
    qtbot.addWidget(panel)
    for name, service in services.items():
        panel.set_service(service)
        offered = {panel.rendering_rule.itemText(row) for row in range(panel.rendering_rule.count())}
        own = {each.name for each in service.raster_functions if each.name.lower() != "none"}
        assert own <= offered, name
        assert panel.options()["rendering_rule"] == "", name
        assert panel.mosaic_button.isHidden() == (not service.mosaic_methods), name
        assert panel.rule.isEnabled() == service.allow_raster_function, name


def test_the_mosaic_form_offers_the_methods_of_the_description(services, desk, qtbot):
    form = MosaicForm(desk.canvas)
    qtbot.addWidget(form)
    for name, service in services.items():
        form.set_service(service)
        offered = {form.method.itemData(row) for row in range(form.method.count())}
        assert offered == {"", *(method_of(each) for each in service.mosaic_methods)} - {None}, name
        assert form.rule().to_json() == {}, name


def test_catalogues_have_their_fields_as_columns(services, desk, qtbot):
    model, filters = CatalogModel(), CatalogFilters(desk.canvas)
    qtbot.addWidget(filters)
    with_catalog = {name: service for name, service in services.items() if has_catalog(service)}
    assert with_catalog
    for name, service in with_catalog.items():
        catalog = _catalog(service)
        model.set_catalog(catalog, with_sizes=True)
        titles = [model.headerData(column, 1) for column in range(model.columnCount())]
        assert titles[0] == "Name", name
        assert "ID" in titles, name
        assert bool(catalog.time_fields) == ("Date" in titles), name
        assert may_have_steps(service) == bool(catalog.time_fields or service.has_multidimensions), name


def _catalog(service):
    from image_services.core.catalog import Catalog

    return Catalog(service, session=None)


def test_multidimensional_services_have_slices_to_choose(services):
    for name, service in services.items():
        if service.has_multidimensions and not service.tiles_only:
            assert may_have_steps(service), name
