# SPDX-License-Identifier: GPL-2.0-or-later
"""A QGIS that speaks German shows a German plugin, and nothing of it stays behind when the plugin is unloaded."""

from __future__ import annotations

import re
from collections import Counter

import i18n
import pytest
from image_services import classFactory
from image_services.core.service import ImageService
from image_services.plugin import translation
from image_services.plugin.algorithms.service_facts import facts_of
from image_services.plugin.tasks import TaskRunner
from image_services.ui.browse_filters import BrowseFilters
from image_services.ui.download_dialog import DownloadDialog
from image_services.ui.gis_dialog import GisDialog
from image_services.ui.options_page import OptionsPage
from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel

pytestmark = pytest.mark.qgis


def said():
    """What the plugin's menu is called as things stand."""
    return QCoreApplication.translate("ImageServices", "Image Services")


@pytest.fixture
def speak(qgis_app):
    """Let QGIS speak a language, as its options do."""
    settings = QgsSettings()

    def choose(language):
        settings.setValue("locale/overrideFlag", True)
        settings.setValue("locale/userLocale", language)
        assert language.startswith(QgsApplication.locale())  # it makes no difference between en and en_US

    yield choose
    settings.remove("locale/overrideFlag")
    settings.remove("locale/userLocale")


@pytest.fixture
def german(speak):
    """German texts, without the rest of the plugin."""
    speak("de")
    remove = translation.install()
    yield
    remove()


@pytest.mark.parametrize("language", i18n.languages())
def test_the_compiled_file_says_what_the_source_file_says(language):
    """`make i18n` compiles."""
    translator = QTranslator()
    assert translator.load(str(i18n.file_of(language, ".qm")))
    for (context, text, note), known in i18n.read_translations(i18n.file_of(language)).items():
        key = (context.encode(), text.encode(), note.encode())
        forms = [translator.translate(*key, n) for n in (1, 2)[: len(known.forms)]]
        assert tuple(forms) == (known.forms if known.is_finished else ("",) * len(forms)), text


@pytest.mark.parametrize(
    ("language", "menu", "bands"),
    [
        ("de", "Bilddienste", "3 Kanäle"),
        ("de_AT", "Bilddienste", "3 Kanäle"),
        ("en_US", "Image Services", "3 bands"),
        ("C", "Image Services", "3 bands"),
        ("eo", "Image Services", "3 bands"),
    ],
)
def test_the_language_is_that_of_qgis_and_else_english(speak, language, menu, bands):
    speak(language)
    remove = translation.install()
    counted = QCoreApplication.translate("Summary", "%Ln band(s)", None, 3)
    shown = said()
    remove()
    assert (shown, counted) == (menu, bands)


def test_the_language_that_qgis_was_started_with_stands_above_its_settings(speak):
    """As with `qgis --lang de`."""
    speak("en_US")
    QgsApplication.setTranslation("de")
    try:
        remove = translation.install()
        shown = said()
        remove()
    finally:
        QgsApplication.setTranslation("")
    assert shown == "Bilddienste"


def test_menu_algorithms_and_dialogs_are_german(speak, qgis_iface, monkeypatch):
    speak("de")
    entries = {}
    monkeypatch.setattr(
        qgis_iface, "addPluginToRasterMenu", lambda menu, action: entries.update({action: menu}), raising=False
    )
    plugin = classFactory(qgis_iface)
    plugin.initGui()
    try:
        menu = {action.text(): menu for action, menu in entries.items()}
        registry = QgsApplication.processingRegistry()
        algorithms = {item.name(): item.displayName() for item in registry.providerById("imageservices").algorithms()}
        download = registry.createAlgorithmById("imageservices:download")
        group = download.group()
        for action in entries:
            if action.objectName() in {"imageServicesDownload", "imageServicesBrowse"}:
                action.trigger()
        titles = {window.windowTitle() for window in QApplication.topLevelWidgets() if window.isVisible()}
    finally:
        plugin.unload()
    assert menu["Von Bilddienst herunterladen…"] == "Bilddienste"
    assert algorithms["download"] == "Von Bilddienst herunterladen"
    assert algorithms["listservices"] == "Bilddienste auflisten"
    assert group == "Bilddienste"
    assert download.parameterDefinition("CELL_SIZE").description() == "Zellengröße"
    assert download.outputDefinition("RETRIES").description() == "Wiederholungen"
    assert titles >= {"Von Bilddienst herunterladen", "Bilddienste durchsuchen"}


def test_names_that_scripts_rely_on_are_the_same_in_every_language(speak, qgis_iface):
    def names():
        plugin = classFactory(None)
        plugin.initProcessing()
        provider = QgsApplication.processingRegistry().providerById("imageservices")
        found = {
            (item.id(), item.groupId()): [
                *((part.name(), part.type(), part.defaultValue()) for part in item.parameterDefinitions()),
                *(part.name() for part in item.outputDefinitions()),
                *(tuple(part.options()) for part in item.parameterDefinitions() if part.type() == "enum"),
            ]
            for item in provider.algorithms()
        }
        plugin.unload()
        return found

    speak("en_US")
    english = names()
    speak("de")
    assert names() == english


def test_what_programs_read_of_a_service_has_the_same_keys_in_every_language(german):
    root = {
        "name": "Terrain",
        "bandCount": 1,
        "pixelType": "F32",
        "pixelSizeX": 10,
        "pixelSizeY": 10,
        "extent": {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 50, "spatialReference": {"wkid": 3857}},
        "timeInfo": {"timeExtent": [1483228800000, 1514764800000]},
    }
    facts = facts_of(ImageService.from_json("https://gis.example.org/arcgis/rest/services/Terrain/ImageServer", root))
    found = {fact.key: fact.label for fact in facts}
    assert found["cell_size"] == "Zellengröße"
    assert found["time"] == "Zeit"
    assert {fact.key: fact.value for fact in facts}["time"] == "2017-01-01 – 2018-01-01 UTC"
    assert all(re.fullmatch("[a-z_]+", key) for key in found)
    assert {fact.key: (fact.value, fact.otherwise) for fact in facts}["version"] == ("", "nicht angegeben")


def test_loading_and_unloading_three_times_leaves_no_translation_behind(speak, qgis_iface):
    speak("de")
    for _ in range(3):
        assert said() == "Image Services"
        plugin = classFactory(qgis_iface)
        plugin.initGui()
        assert said() == "Bilddienste"
        plugin.unload()
    assert said() == "Image Services"


def test_a_start_that_fails_half_way_leaves_no_translation_behind(speak, qgis_iface, monkeypatch):
    def fail(*_):
        raise RuntimeError("no toolbar today")

    speak("de")
    monkeypatch.setattr(qgis_iface, "addRasterToolBarIcon", fail, raising=False)
    plugin = classFactory(qgis_iface)
    with pytest.raises(RuntimeError, match="toolbar"):
        plugin.initGui()
    plugin.unload()
    assert said() == "Image Services"


WINDOWS = {
    "download": lambda: DownloadDialog(QgsMapCanvas(), TaskRunner(), QgsMessageBar()),
    "gis": lambda: GisDialog(TaskRunner()),
    "filters": lambda: BrowseFilters(None),
    "options": lambda: OptionsPage(None),
}


@pytest.mark.parametrize("make", WINDOWS.values(), ids=WINDOWS)
def test_no_two_fields_of_a_german_window_answer_to_the_same_key(german, qtbot, make):
    window = make()
    qtbot.addWidget(window)
    labels = [label.text() for label in window.findChildren(QLabel) if label.buddy() is not None]
    labels += [button.text() for button in window.findChildren(QAbstractButton)]
    letters = Counter(letter.upper() for text in labels for letter in re.findall(r"&([^&\s])", text))
    assert len(letters) >= 4
    assert [letter for letter, count in letters.items() if count > 1] == []
