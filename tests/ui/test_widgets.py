# SPDX-License-Identifier: GPL-2.0-or-later
"""Small widgets on their own."""

from __future__ import annotations

import pytest
from image_services.core.service import ImageService
from image_services.ui.choice_box import ChoiceBox
from image_services.ui.elided_label import ElidedLabel
from image_services.ui.hint_line import HintLine
from image_services.ui.names import (
    compression_names,
    file_compression_names,
    format_names,
    no_data_rule_names,
    on_error_names,
    pixel_type_names,
    resampling_names,
)
from image_services.ui.progress_message import ProgressMessage
from image_services.ui.time_field import RANGE, TimeField
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QApplication, QComboBox

pytestmark = pytest.mark.qgis


def test_choices_give_the_words_behind_their_names(qtbot):
    box = ChoiceBox({"": "As the Service", "center": "Center"})
    qtbot.addWidget(box)
    assert box.value() == ""
    box.set_value("center")
    assert box.value() == "center"
    box.set_value("unknown")
    assert box.value() == "center"


def test_a_typed_choice_is_given_as_it_is(qtbot):
    box = ChoiceBox({"": "None", "Slope": "Slope"})
    qtbot.addWidget(box)
    box.setEditable(True)
    box.setEditText('  {"rasterFunction": "Aspect"} ')
    assert box.value() == '{"rasterFunction": "Aspect"}'
    box.setEditText("Slope")
    assert box.value() == "Slope"


def test_the_words_offered_are_those_of_the_library():
    from image_services.core import options, pixels
    from image_services.plugin.algorithms import download_options as algorithm

    assert set(format_names()) == set(algorithm.FORMATS) <= set(options.FORMATS)
    assert set(resampling_names()) == set(options.INTERPOLATIONS)
    assert set(no_data_rule_names()) == set(options.NO_DATA_INTERPRETATIONS)
    assert set(on_error_names()) == set(options.ON_ERROR)
    assert set(compression_names()) == set(options.COMPRESSIONS) == set(algorithm.COMPRESSIONS)
    assert set(file_compression_names()) == set(options.FILE_COMPRESSIONS)
    assert set(pixel_type_names()) == set(pixels.PIXEL_TYPES)


def test_a_long_text_is_cut_and_whole_in_its_tool_tip_but_never_html(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.set_whole_text("<b>© Everybody</b> who has\never measured anything, and some more")
    assert label.text().endswith("…")
    assert label.toolTip().startswith("<p>&lt;b&gt;© Everybody&lt;/b&gt; who has ever")
    label.resize(1000, 20)
    assert label.text() == label.whole_text() == "<b>© Everybody</b> who has ever measured anything, and some more"
    assert label.toolTip() == ""


def test_progress_is_words_and_a_bar_until_cancelled(qtbot):
    message = ProgressMessage("Downloading “a”")
    qtbot.addWidget(message)
    assert message.label.text() == "Downloading “a”…"
    assert message.bar.maximum() == 0
    message.show_progress(250, 1000, "5 of 20 tiles")
    assert message.bar.value() / message.bar.maximum() == 0.25
    assert message.label.text() == "Downloading “a”: 5 of 20 tiles"
    with qtbot.waitSignal(message.cancelled):
        message.button.click()
    message.show_progress(500, 1000, "10 of 20 tiles")
    assert "cancelling" in message.label.text()


def test_a_hint_keeps_its_color_in_a_combo_box_that_a_theme_colors(qtbot):
    box = QComboBox()
    qtbot.addWidget(box)
    box.setEditable(True)
    box.setLineEdit(HintLine(box))
    role = QPalette.ColorRole.PlaceholderText
    usual = QApplication.palette(box.lineEdit()).color(role)
    box.setStyleSheet("QComboBox { color: rgb(1, 2, 3); }")
    box.show()
    assert box.palette().color(QPalette.ColorRole.Text).getRgb()[:3] == (1, 2, 3)
    assert box.lineEdit().palette().color(role) == usual
    assert usual.getRgb()[:3] != (1, 2, 3)


@pytest.mark.parametrize("ends", [[0, 86_400_000], [86_400_000, 0]])
def test_a_range_begins_as_the_time_of_the_service_whichever_end_that_says_first(qtbot, ends):
    field = TimeField()
    qtbot.addWidget(field)
    box = {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 50, "spatialReference": {"wkid": 3857}}
    root = {"extent": box, "pixelSizeX": 10, "pixelSizeY": 10, "timeInfo": {"timeExtent": ends}}
    field.set_service(ImageService.from_json("https://example.org/arcgis/rest/services/S/ImageServer", root))
    assert field.value() == ""
    field.kind.set_value(RANGE)
    assert field.value() == "1970-01-01T00:00:00Z/1970-01-02T00:00:00Z"
