# SPDX-License-Identifier: GPL-2.0-or-later
"""A German QGIS says in German what the library says in English, with every value as it was."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time

import i18n
import pytest
from image_services.core.errors import DownloadError, NotFound, OutputError, PlanError
from image_services.core.options import DownloadOptions
from image_services.core.plan import Note, plan_download
from image_services.core.service import ImageService
from image_services.plugin import library, library_words, messages, translation
from image_services.plugin.algorithms.base import ImageServicesAlgorithm
from image_services.plugin.provider import ImageServicesProvider
from image_services.ui.plan_view import PlanView
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsSettings,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QPushButton

pytestmark = pytest.mark.qgis

TEMPLATES = json.loads(i18n.LIBRARY.read_text(encoding="utf-8"))
GERMAN = {
    key[1]: known.forms[0]
    for key, known in i18n.read_translations(i18n.file_of("de")).items()
    if key[0] == library_words.CONTEXT
}
NUMBERS = ["0", "7", "1,234", "12.5", "-3.25", "1e-05", "nan"]
# What comes in from outside: paths, names, addresses and words of servers, with quotation marks and line ends too.
VALUES = ["C:/Höhen 2020/a b.tif", "Relief", "https://gis.example.org/arcgis", "42", "x: y; z", "Kein „Name“", "a\nb"]


@pytest.fixture
def german(qgis_app):
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "de")
    remove = translation.install()
    yield translation.in_own_words
    remove()
    settings.remove("locale/overrideFlag")
    settings.remove("locale/userLocale")


def filled(text, values):
    return re.sub(r"\{(\d+)\}", lambda place: values[int(place[1]) - 1], text)


@pytest.mark.parametrize(
    ("english", "in_german"),
    [
        (
            "The folder “/data/Höhen. Neu: 1” does not exist: create it or choose another.",
            "Der Ordner „/data/Höhen. Neu: 1“ ist nicht vorhanden: Legen Sie ihn an oder wählen Sie einen anderen.",
        ),
        (
            "There is nothing at this address (Service Relief/ImageServer not found). Check folder and name.",
            "Unter dieser Adresse gibt es nichts (Service Relief/ImageServer not found). Prüfen Sie Ordner und Namen.",
        ),
        (
            "This server belongs to the portal at https://example.org/a: register the portal instead.",
            "Dieser Server gehört zum Portal unter https://example.org/a: Registrieren Sie stattdessen das Portal.",
        ),
        (
            "“/data/a.tif” cannot be written: its folder is gone.",
            "„/data/a.tif“ kann nicht geschrieben werden: Der Ordner ist nicht mehr da.",
        ),
        ("gis.example.org did not answer in time.", "gis.example.org hat nicht rechtzeitig geantwortet."),
        ("Fetched 3 of 1,024 tiles, 5.1 MB/s, 12 min left", "3 von 1,024 Kacheln geholt, 5.1 MB/s, noch 12 min"),
    ],
)
def test_typical_sentences_are_german_with_their_values(german, english, in_german):
    assert german(english) == in_german


def test_a_sentence_within_a_sentence_is_german_too(german):
    text = (
        "The slice 2020-06-01 could not be had; finished slices stay, and another run continues. The tile at column "
        "1,024, row 0 (512 × 512 cells) could not be had after 5 attempts. gis.example.org did not answer in time. "
        "Smaller tiles, fewer parallel requests, or filling failed tiles with NoData may help. Run it again with the "
        "same output to go on where it stopped."
    )
    assert german(text) == (
        "Die Schicht 2020-06-01 war nicht zu bekommen; fertige Schichten bleiben, und ein weiterer Lauf macht weiter. "
        "Die Kachel in Spalte 1,024, Zeile 0 (512 × 512 Zellen) war nach 5 Versuchen nicht zu bekommen. "
        "gis.example.org hat nicht rechtzeitig geantwortet. Kleinere Kacheln, weniger gleichzeitige Anfragen oder das "
        "Füllen fehlender Kacheln mit NoData helfen vielleicht. Noch einmal mit derselben Ausgabe ausgeführt, geht es "
        "dort weiter, wo es aufgehört hat."
    )


def test_parts_that_are_said_as_a_sentence_are_german(german):
    text = "Nothing of “Relief” matches. There are 5 dates from 2020-01-01 to 2020-05-01; the variables are a, b."
    assert german("Nothing of “Relief” matches.") == "In „Relief“ passt nichts."
    assert german(text) == (
        "In „Relief“ passt nichts. Es gibt 5 Zeitpunkte von 2020-01-01 bis 2020-05-01; die Variablen sind a, b."
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_template_comes_out_in_german_with_the_same_values(german, seed):
    chance = random.Random(seed)
    confused = {}
    for text, kinds in TEMPLATES:
        values = [chance.choice(NUMBERS if kind == "n" else VALUES) for kind in kinds]
        expected = filled(GERMAN[text], values)
        if german(filled(text, values)) != expected:
            confused[filled(text, values)] = (german(filled(text, values)), expected)
    assert confused == {}


def test_what_is_none_of_the_library_s_is_left_as_it_is(german):
    for text in ("", "Der Dienst antwortet.", "Service 'Relief' not started", "a: b. c. d", "x" * 10_000):
        assert german(text) == text


def test_hostile_text_takes_no_time(german):
    """A server's answer may be made of the words between the places of a template, again and again."""
    pieces = ["“", "” cannot be written: ", " of ", ", ", ": ", ". ", " (", "\n", "The server answers "]
    pieces += [f"{filled(text, [''] * len(kinds))} " for text, kinds in TEMPLATES if "w" in kinds]
    slow = {}
    for piece in pieces:
        start = time.perf_counter()
        german((piece * library_words.LONGEST)[: library_words.LONGEST - 1])
        slow[piece] = time.perf_counter() - start
    assert {piece: seconds for piece, seconds in slow.items() if seconds > 2} == {}


def test_errors_in_windows_are_german_and_those_in_the_log_are_english(german):
    error = OutputError("“a.tif” is a folder: give the name of a file.", url="https://gis.example.org/?token=secret")
    assert messages.sentence(error) == "„a.tif“ ist ein Ordner: Geben Sie den Namen einer Datei an."
    assert messages.plain_sentence(error) == error.message
    assert messages.details(error).startswith("“a.tif” is a folder: give the name of a file.\n\n")
    assert "secret" not in messages.details(error)


def test_a_failure_is_shown_in_german_and_logged_in_english(german, qtbot, monkeypatch):
    logged, opened = [], []
    monkeypatch.setattr(messages, "log", lambda text, *_: logged.append(text))
    monkeypatch.setattr(messages.Messages, "_open_details", lambda self, title, text: opened.append(text))
    bar = QgsMessageBar()
    qtbot.addWidget(bar)
    messages.Messages(bar).failure("Download", NotFound("There is no host gis.example.org."), "more")
    assert logged == ["Download: There is no host gis.example.org.\n\nmore"]
    item = bar.currentItem()
    assert item.text() == "Es gibt keinen Rechner gis.example.org."
    item.findChild(QPushButton).click()
    assert opened == ["Es gibt keinen Rechner gis.example.org.\n\nThere is no host gis.example.org.\n\nmore"]


def test_processing_says_errors_in_german(german):
    class Failing(ImageServicesAlgorithm):
        def work(self, parameters, context, feedback):
            raise DownloadError("The server answers nothing at all.", url="https://gis.example.org/a")

    with pytest.raises(QgsProcessingException) as caught:
        Failing().processAlgorithm({}, QgsProcessingContext(), None)
    assert str(caught.value) == "Der Server antwortet überhaupt nichts.\nhttps://gis.example.org/a"


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.texts = []

    def pushInfo(self, text):
        self.texts.append(text)

    def setProgressText(self, text):
        self.texts.append(text)

    def pushWarning(self, text):
        self.texts.append(text)


@pytest.fixture
def download(german, sandbox):
    """Download from the sandbox in a German QGIS; returns what was said on the way."""
    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)

    def run(service="elevation/dem", **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("imageservices:download")
        feedback = Listener()
        given = {"SERVICE": sandbox.service_url(service), **parameters}
        algorithm.run(given, QgsProcessingContext(), feedback, catchExceptions=False)
        return feedback.texts

    yield run
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


def test_a_download_that_fails_says_why_in_german_with_the_server_s_own_words(download, sandbox, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"^Es gibt keinen Kanal 9: „elevation/dem“ hat nur Kanal 1\.\n"):
        download(BANDS="9", OUTPUT=str(tmp_path / "a.tif"))
    with pytest.raises(QgsProcessingException, match=f"^Der Ordner „{tmp_path}/no“ ist nicht vorhanden: Legen Sie"):
        download(OUTPUT=str(tmp_path / "no" / "a.tif"))
    sandbox.control.faults({"kind": "error", "code": 403, "message": "Not today, not here.", "operation": "*"})
    with pytest.raises(
        QgsProcessingException, match=r"^Sie dürfen das hier nicht \(Not today, not here\)\. Bitten Sie"
    ):
        download(OUTPUT=str(tmp_path / "a.tif"))


def test_a_download_that_succeeds_says_all_in_german(download, tmp_path):
    texts = download(CELL_SIZE="100", OUTPUT=str(tmp_path / "a.tif"))
    said = "\n".join(texts)
    assert re.search(
        r"^Zellen von 100 × 100 statt \S+ × \S+: Der Server tastet neu ab \(nearest\)\.$", said, re.MULTILINE
    )
    assert re.search(r"^Übertragungsformat: (LERC|Rohpixel)", said, re.MULTILINE)
    assert re.search(r"^[\d,]+ von [\d,]+ Kacheln geholt", said, re.MULTILINE)
    assert re.findall(r"\b(?:the|cells|tiles|of|and|server)\b", said) == []


def test_a_plan_is_shown_with_german_notes(german, qtbot):
    root = {
        "name": "Terrain",
        "bandCount": 1,
        "pixelType": "U8",
        "pixelSizeX": 10,
        "pixelSizeY": 10,
        "currentVersion": 11.1,
        "capabilities": "Image",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 50, "spatialReference": {"wkid": 3857}},
    }
    service = ImageService.from_json("https://gis.example.org/arcgis/rest/services/Terrain/ImageServer", root)
    plan = plan_download(service, DownloadOptions.of(cell_size=5, time="2020"), has_lerc=False)
    view = PlanView()
    qtbot.addWidget(view)
    view.show_plan(plan, Note("Ein Satz der Erweiterung."))
    assert view.lines()[1:] == [
        ("warning", "Zellen von 5 × 5 statt 10 × 10: Der Server tastet neu ab (nearest)."),
        ("warning", "Der Dienst hat keine Zeit: Er beachtet die angegebene Zeit vielleicht nicht."),
        ("info", "Ein Satz der Erweiterung."),
    ]
    assert view.toolTip().endswith("Rohpixel mit ihrer Maske (BSQ): exakt, und hier ist kein LERC-Dekoder installiert")
    assert plan.warnings[0].startswith("Cells of 5 × 5 instead of")  # what is kept with a raster is English


def test_errors_are_kept_in_english(german):
    error = PlanError("The service needs a name.")
    messages.sentence(error)
    assert (error.message, str(error)) == ("The service needs a name.", "The service needs a name.")


def test_english_neither_reads_nor_imports_anything(qgis_app):
    code = (
        "import sys; sys.path[:0] = {path!r}; import image_services.plugin.translation as t; "
        "from qgis.core import QgsApplication; app = QgsApplication([], False); remove = t.install('en_US'); "
        "assert t.in_own_words('The service needs a name.') == 'The service needs a name.'; "
        "assert 'image_services.plugin.library_words' not in sys.modules; remove(); remove = t.install('de'); "
        "assert t.in_own_words('The service needs a name.') == 'Der Dienst braucht einen Namen.'; remove(); "
        "assert t.in_own_words('The service needs a name.') == 'The service needs a name.'"
    )
    folder = str(i18n.ROOT / "build" / "qgis-plugins")
    result = subprocess.run(
        [sys.executable, "-c", code.format(path=[folder])], capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr[-2000:]
