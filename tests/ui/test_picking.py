# SPDX-License-Identifier: GPL-2.0-or-later
"""Picking rasters of a catalogue on the map, with a real mouse and real keys on a real canvas."""

from __future__ import annotations

import pytest
from image_services.core.grid import Extent
from image_services.plugin import auth_store as store
from image_services.plugin import catalog_search, library
from image_services.plugin.auth_store import Login
from image_services.plugin.gis_store import Registration
from image_services.ui.mosaic_dialog import MosaicDialog
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
UTM = QgsCoordinateReferenceSystem("EPSG:25832")
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Patch:
    """Where a raster lies, and where it holds values."""

    def __init__(self, path):
        file = gdal.Open(str(path))
        self.left, self.size, _, self.top, _, _ = file.GetGeoTransform()
        self.mask = file.GetRasterBand(1).GetMaskBand().ReadAsArray()
        rows, columns = self.mask.shape
        self.box = QgsRectangle(self.left, self.top - self.size * rows, self.left + self.size * columns, self.top)

    def holds(self, place):
        row, column = int((self.top - place.y()) / self.size), int((place.x() - self.left) / self.size)
        rows, columns = self.mask.shape
        return 0 <= row < rows and 0 <= column < columns and bool(self.mask[row, column])


@pytest.fixture
def shown(desk, qtbot):
    """Show the dialog on a service, and wait for what fits into its table."""
    dialogs = []

    def show(service, wait=True):
        dialog = MosaicDialog(desk.canvas, desk.project)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        dialog.show_rule(service, "")
        if wait:
            qtbot.waitUntil(lambda: not dialog.table.is_busy(), timeout=LIMIT_MS)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def overlap(shown, sandbox, patches, desk):
    """The dialog on six patches that overlap, and the map on all of them, in another reference than theirs."""
    dialog = shown(library.open_service(sandbox.service_url("mosaics/overlap")))
    whole = QgsRectangle()
    for patch in patches.values():
        whole.combineExtentWith(patch.box)
    whole.scale(1.5)
    desk.canvas.resize(400, 400)
    desk.canvas.show()
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    desk.canvas.setExtent(to_map(desk.canvas).transformBoundingBox(whole))
    return dialog


@pytest.fixture
def patches(sandbox):
    """The patches by their numbers, as GDAL reads them in their files."""
    folder = sandbox.data / "mosaics" / "overlap.mosaic"
    return {number: Patch(folder / f"patch_{number}.tif") for number in range(1, 7)}


@pytest.fixture
def said(request):
    """What stands in QGIS's message bar for a tool: texts with their levels, in their order."""

    def listen(dialog):
        lines = []
        dialog.table.pick.tool.messageEmitted.connect(lambda text, level: lines.append((text, level)))
        return lines

    return listen


def to_map(canvas, source=UTM):
    return QgsCoordinateTransform(source, canvas.mapSettings().destinationCrs(), QgsProject.instance())


@pytest.fixture
def click(desk, qtbot):
    """Click on the map at a place in the reference of the footprints."""

    def click(place, modifiers=Qt.KeyboardModifier.NoModifier, source=UTM, button=Qt.MouseButton.LeftButton):
        point = to_map(desk.canvas, source).transform(place)
        pixel = desk.canvas.getCoordinateTransform().transform(point)
        spot = QPoint(round(pixel.x()), round(pixel.y()))
        qtbot.mouseClick(desk.canvas.viewport(), button, modifiers, spot)

    return click


def ids(dialog):
    return {raster.id for raster in dialog.table.rasters()}


def there(patches, place):
    """Return the patches that hold a value at a place: footprints go around what is NoData."""
    return {number for number, patch in patches.items() if patch.holds(place)}


def middle(patches, number):
    """Return a place near the middle of a patch, well inside of cells and of other patches."""
    center, size = patches[number].box.center(), patches[number].size
    return QgsPointXY(center.x() + 4.5 * size, center.y() + 4.5 * size)


def lone_places(patches):
    """Return places that lie in just one patch each, by its number."""
    found = {}
    for number, patch in patches.items():
        box = patch.box
        for east in (0.1, 0.3, 0.5, 0.7, 0.9):
            for north in (0.1, 0.3, 0.5, 0.7, 0.9):
                place = QgsPointXY(box.xMinimum() + east * box.width(), box.yMinimum() + north * box.height())
                if there(patches, place) == {number}:
                    found[number] = place
    return found


def test_a_click_selects_the_rasters_that_lie_there_whatever_the_reference_of_the_map(overlap, patches, click, said):
    lines = said(overlap)
    overlap.table.pick_button.click()
    assert not overlap.isVisible()  # it would hide the map
    assert lines[0][0].startswith("Click on the map")
    for number in patches:
        place = middle(patches, number)
        click(place)
        assert ids(overlap) == there(patches, place)
        assert number in ids(overlap)
    assert lines[-1][0].startswith("Rasters here: ")
    assert "patch_6" in lines[-1][0]


def test_what_is_selected_is_filled_on_the_map_while_the_window_is_away(overlap, patches, click, desk):
    overlap.table.show_box.setChecked(False)
    overlap.table.pick_button.click()
    click(middle(patches, 3))
    bands = [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand) and item.size()]
    assert len(bands) == 2
    overlap.table.pick.end()
    assert overlap.table._footprints.is_empty()


@pytest.mark.parametrize("modifier", [SHIFT, CTRL])
def test_shift_and_ctrl_add_and_a_plain_click_begins_anew(overlap, patches, click, modifier):
    lone = lone_places(patches)
    (first, one), (second, two) = sorted(lone.items())[:2]
    overlap.table.pick_button.click()
    click(one)
    assert ids(overlap) == {first}
    click(two, modifier)
    assert ids(overlap) == {first, second}
    click(two)
    assert ids(overlap) == {second}


def test_escape_brings_the_window_and_the_map_tool_back(overlap, patches, click, desk, qtbot):
    pan = QgsMapToolPan(desk.canvas)
    desk.canvas.setMapTool(pan)
    overlap.table.pick_button.click()
    assert desk.canvas.mapTool() is overlap.table.pick.tool
    click(middle(patches, 3))
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert overlap.isVisible()
    assert desk.canvas.mapTool() is pan
    assert overlap.table.status.text() == f"Selected: {len(ids(overlap))}."
    assert 3 in ids(overlap)
    assert overlap.lock_button.isEnabled()
    overlap.lock_button.click()
    assert set(overlap.form.rule().lock_rasters) == ids(overlap)


def test_another_tool_or_the_right_button_ends_it_too(overlap, desk, click, patches):
    overlap.table.pick_button.click()
    pan = QgsMapToolPan(desk.canvas)
    desk.canvas.setMapTool(pan)
    assert overlap.isVisible()
    assert desk.canvas.mapTool() is pan  # it is not taken back
    overlap.table.pick_button.click()
    click(middle(patches, 3), button=Qt.MouseButton.RightButton)
    assert overlap.isVisible()
    assert ids(overlap) == set()


def test_without_a_mouse_enter_picks_the_middle_of_the_map(overlap, patches, desk, qtbot):
    overlap.table.pick_button.setFocus()
    qtbot.keyClick(overlap.table.pick_button, Qt.Key.Key_Space)
    assert not overlap.isVisible()
    for number, place in sorted(lone_places(patches).items())[:2]:
        desk.canvas.setCenter(to_map(desk.canvas).transform(place))
        qtbot.keyClick(desk.canvas, Qt.Key.Key_Return)
        assert ids(overlap) == {number}
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert overlap.isVisible()


def test_names_are_told_as_they_are_though_qgis_reads_messages_as_html(overlap, said):
    lines = said(overlap)
    overlap.table.pick.tool.say("<a href='x'>raster</a> & more")
    assert lines == [("&lt;a href='x'&gt;raster&lt;/a&gt; &amp; more", Qgis.MessageLevel.Info)]


def test_a_place_without_rasters_is_told_and_selects_nothing(overlap, patches, click, said, desk, qtbot):
    lines = said(overlap)
    overlap.table.pick_button.click()
    click(middle(patches, 3))
    empty = QgsPointXY(min(patch.box.xMinimum() for patch in patches.values()) - 100, middle(patches, 1).y())
    click(empty)
    assert ids(overlap) == set()
    assert lines[-1] == ("None of the listed rasters lies here.", Qgis.MessageLevel.Warning)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert overlap.table.status.text() == "None of the listed rasters lies here."


def test_what_the_filters_hide_is_not_picked(overlap, patches, click, qtbot):
    place = middle(patches, 3)
    overlap.table.filters.where.setText("OBJECTID <> 3")
    overlap.table.search()
    qtbot.waitUntil(lambda: not overlap.table.is_busy(), timeout=LIMIT_MS)
    overlap.table.pick_button.click()
    click(place)
    assert ids(overlap) == there(patches, place) - {3}


# Lists that go on below


def few_at_once(monkeypatch):
    monkeypatch.setattr(catalog_search, "PAGE", 2)


def picked(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog.table.pick.is_busy(), timeout=LIMIT_MS)
    return ids(dialog)


def on_map(desk, service, raster):
    """Show a raster on the map; return its middle and the reference of its footprint."""
    crs = QgsCoordinateReferenceSystem(service.spatial_reference.to_authority())
    box = QgsRectangle(*raster.extent.bounds)
    desk.canvas.resize(400, 400)
    desk.canvas.show()
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    desk.canvas.setExtent(to_map(desk.canvas, crs).transformBoundingBox(box))
    return box.center(), crs


def holds(raster, place):
    box = raster.extent
    return box.xmin <= place.x() <= box.xmax and box.ymin <= place.y() <= box.ymax


def idle(table, qtbot):
    qtbot.waitUntil(lambda: not table.is_busy(), timeout=LIMIT_MS)


def test_rasters_that_are_not_listed_yet_are_asked_for_and_get_their_rows(
    shown, sandbox, click, desk, qtbot, monkeypatch
):
    few_at_once(monkeypatch)
    service = library.open_service(sandbox.service_url("mosaics/scenes"))
    everything = list(service.catalog().rasters())
    dialog = shown(service)
    table = dialog.table
    listed = {raster.id for raster in table.model.rasters()}
    wanted = next(raster for raster in reversed(everything) if raster.id not in listed)
    place, crs = on_map(desk, service, wanted)
    table.pick_button.click()
    click(place, source=crs)
    found = picked(dialog, qtbot)
    assert wanted.id in found
    assert found == {raster.id for raster in everything if holds(raster, place)}
    table.pick.end()
    idle(table, qtbot)  # the view may have asked for a page of its own accord, and there is none to ask for meanwhile
    while table.model.canFetchMore(table.view.rootIndex()):
        table.model.fetchMore(table.view.rootIndex())
        idle(table, qtbot)
    rows = [raster.id for raster in table.model.rasters()]
    assert sorted(rows) == sorted(raster.id for raster in everything)
    assert ids(dialog) == found


def test_the_extent_that_restricts_the_list_restricts_what_is_asked_for(
    shown, sandbox, click, desk, qtbot, monkeypatch
):
    few_at_once(monkeypatch)
    service = library.open_service(sandbox.service_url("mosaics/scenes"))
    everything = list(service.catalog().rasters())
    box = service.extent
    west = Extent(box.xmin, box.ymin, box.xmin + (box.xmax - box.xmin) * 0.45, box.ymax)
    dialog = shown(service)
    dialog.table.filters.set_extent(west, service.spatial_reference)
    dialog.table.search()
    qtbot.waitUntil(lambda: not dialog.table.is_busy(), timeout=LIMIT_MS)
    assert not dialog.table.listing().is_complete
    listed = {raster.id for raster in dialog.table.model.rasters()}
    dialog.table.pick_button.click()
    seen = set()
    for raster in everything:
        place, crs = on_map(desk, service, raster)
        click(place, source=crs)
        wanted = {each.id for each in everything if holds(each, place) and each.extent.xmin <= west.xmax}
        assert picked(dialog, qtbot) == wanted
        seen |= wanted
    assert listed < seen < {raster.id for raster in everything}


def test_a_server_that_fails_says_why_and_the_next_click_asks_again(
    shown, sandbox, click, desk, qtbot, monkeypatch, said
):
    few_at_once(monkeypatch)
    service = library.open_service(sandbox.service_url("mosaics/scenes"))
    wanted = list(service.catalog().rasters())[-1]
    dialog = shown(service)
    lines = said(dialog)
    place, crs = on_map(desk, service, wanted)
    dialog.table.pick_button.click()
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Out of order.", "operation": "query"})
    click(place, source=crs)
    picked(dialog, qtbot)
    assert lines[-1][1] == Qgis.MessageLevel.Critical
    assert "Out of order" in lines[-1][0]
    sandbox.control.reset()
    click(place, source=crs)
    assert wanted.id in picked(dialog, qtbot)


def test_a_signed_in_catalogue_is_asked_with_its_sign_in(
    shown, sandbox, registry, click, desk, qtbot, monkeypatch, said
):
    few_at_once(monkeypatch)
    authcfg = store.store(Login("publisher", "publisher-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    url = f"{sandbox.server}/rest/services/secure/mosaics/scenes/ImageServer"
    service = library.open_service(url, gis="Survey")
    dialog = shown(service)
    lines = said(dialog)
    wanted = list(service.catalog().rasters())[-1]
    place, crs = on_map(desk, service, wanted)
    dialog.table.pick_button.click()
    click(place, source=crs)
    assert wanted.id in picked(dialog, qtbot)
    assert all(level == Qgis.MessageLevel.Info for _, level in lines)


# Beside other windows


@pytest.mark.parametrize("kind", ["mosaic", "originals"])
def test_the_download_dialog_steps_aside_and_comes_back_too(opened, kind, desk, qtbot):
    dialog = opened("mosaics/scenes")
    getattr(dialog.companions, f"show_{kind}")()
    window = getattr(dialog.companions, kind)
    qtbot.waitUntil(lambda: not window.table.is_busy(), timeout=LIMIT_MS)
    desk.canvas.show()
    window.table.pick_button.click()
    assert not window.isVisible()
    assert not dialog.isVisible()
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert dialog.isVisible()


def test_what_is_closed_meanwhile_gives_the_map_back_and_stays_away(opened, desk, qtbot):
    dialog = opened("mosaics/scenes")
    dialog.companions.show_mosaic()
    window = dialog.companions.mosaic
    qtbot.waitUntil(lambda: not window.table.is_busy(), timeout=LIMIT_MS)
    window.table.pick_button.click()
    tool = window.table.pick.tool
    assert desk.canvas.mapTool() is tool
    dialog.reject()
    assert desk.canvas.mapTool() is not tool
    assert not window.isVisible()
    assert not dialog.isVisible()
    assert window.table._footprints.is_empty()


def test_without_rows_there_is_nothing_to_pick(shown, sandbox, qtbot):
    sandbox.control.override("mosaics/overlap", root={"capabilities": "Image"})
    dialog = shown(library.open_service(sandbox.service_url("mosaics/overlap")))
    dialog.table.start_picking()
    assert dialog.isVisible()
    assert not dialog.table.pick.is_active()
