# SPDX-License-Identifier: GPL-2.0-or-later
"""After a day of signing in, well and badly, no secret is anywhere but in QGIS's database and in its own requests."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import sqlite3
import traceback
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
import requests
from image_services.core import errors
from image_services.core.auth import AUTHORIZATION_HEADER, REFERER
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsAuthMethodConfig,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtXml import QDomDocument

pytestmark = pytest.mark.qgis
gdal.UseExceptions()

WRONG_PASSWORD = "Wr0ng-Zebra & 100% <Ü>"
WRONG_TOKEN = "wr0ng.Giraffe-t0ken.."


def spellings(word):
    """The ways in which a secret may be written: as it is, in an address, in JSON and HTML, in an old header, wide."""
    plain = {word, quote(word), quote(word, safe=""), quote_plus(word), json.dumps(word)[1:-1]}
    plain |= {word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), word.encode().hex()}
    wide = [word.encode("utf-16-le"), base64.b64encode(word.encode())[:-4]]
    return [text.encode() for text in plain] + wide


def found_in(content, secrets):
    content = content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")
    return [word for word in secrets if any(spelling in content for spelling in spellings(word))]


def forget_history():
    """Begin with an empty history: the profile of the tests outlives them, and sqlite keeps what was deleted."""
    QgsGui.historyProviderRegistry().clearHistory(Qgis.HistoryProviderBackend.LocalProfile)
    with closing(sqlite3.connect(Path(QgsApplication.qgisSettingsDirPath()) / "user-history.db")) as database:
        database.execute("VACUUM")


class Noting(QgsProcessingFeedback):
    """Keeps its log, and may end all tokens in the middle."""

    def __init__(self, at_progress=None):
        super().__init__(False)
        self.at_progress = at_progress

    def setProgressText(self, text):
        super().setProgressText(text)
        if self.at_progress is not None:
            self.at_progress()


class Day:
    """What somebody does in a day, and everything that is left of it."""

    def __init__(self, sandbox, folder):
        self.sandbox, self.control, self.folder = sandbox, sandbox.control, folder
        self.errors, self.texts, self.layers, self.reports = [], [], [], []
        self.authcfgs, self.asked = [], []
        state = self.control.portal()
        self.passwords = {user["username"]: user["password"] for user in (*state["users"], *state["server_users"])}
        self.federated = f"{sandbox.server}/rest/services/secure/elevation/dem/ImageServer"
        self.restricted = f"{sandbox.standalone}/rest/services/restricted/elevation/dem/ImageServer"

    def configured(self, method, **values):
        config = QgsAuthMethodConfig(method)
        config.setName(f"day {len(self.authcfgs)}")
        for name, value in values.items():
            config.setConfig(name.replace("_", "-"), value)
        assert QgsApplication.authManager().storeAuthenticationConfig(config)[0]
        self.authcfgs.append(config.id())
        return config.id()

    def run(self, name, feedback=None, *, is_checked=True, **parameters):
        """Run an algorithm as the toolbox does: check, write it into the history, run, load the layer.

        Unchecked, as a program may do it, there is no history.
        """
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
        context, feedback = QgsProcessingContext(), feedback or Noting()
        context.setProject(QgsProject.instance())
        output = parameters.get("OUTPUT")
        if name == "download":
            context.addLayerToLoadOnCompletion(
                output, QgsProcessingContext.LayerDetails("Downloaded", QgsProject.instance())
            )
        self.asked.append((algorithm, parameters))
        fine, problem = algorithm.checkParameterValues(parameters, context)
        if is_checked and not fine:
            self.texts.append(problem)
            return problem
        entry = {
            "python_command": algorithm.asPythonCommand(parameters, context),
            "algorithm_id": algorithm.id(),
            "process_command": algorithm.asQgisProcessCommand(parameters, context)[0],
            "parameters": algorithm.asMap(parameters, context),
        }
        history = QgsGui.historyProviderRegistry()
        number, _ = history.addEntry("processing", entry) if is_checked else (-1, False)
        try:
            results, _ = algorithm.run(parameters, context, feedback, catchExceptions=False)
        except QgsProcessingException as error:
            self.errors.append(error)
            results = str(error)
        else:
            if name == "download":
                layer = QgsRasterLayer(output, "Downloaded")
                context.layerToLoadOnCompletionDetails(output).postProcessor().postProcessLayer(
                    layer, context, feedback
                )
                QgsProject.instance().addMapLayer(layer)
                self.layers.append(layer)
        self.texts += [feedback.htmlLog(), feedback.textLog()]
        if is_checked:
            history.updateEntry(number, {**entry, "log": feedback.htmlLog()})
        return results

    def download(self, name, feedback=None, **parameters):
        return self.run("download", feedback, OUTPUT=str(self.folder / f"{name}.tif"), **parameters)

    def live(self):
        """Use the library from a script, and keep its errors."""
        from image_services import core

        core.register_gis("script", self.sandbox.portal, username="viewer", password=self.passwords["viewer"])
        core.register_gis("bad script", self.sandbox.portal, username="viewer", password=WRONG_PASSWORD)
        service = core.open_service(self.federated, gis="script")
        self.reports.append(service)
        self.reports.append(service.download(self.folder / "script.tif", tile_columns=600, tile_rows=600))
        for arguments in ({"gis": "bad script"}, {"token": WRONG_TOKEN}, {}):
            try:
                core.open_service(self.federated, **arguments)
            except errors.ImageServiceError as error:
                self.errors.append(error)
        self.reports += [core.registered_gis("script"), service.session, service.session._auth]

    def secrets(self):
        tokens = {token["token"] for token in self.control.portal()["tokens"]}
        used = {self.passwords[name] for name in ("analyst", "viewer", "surveyor")}
        return [*used, *tokens, WRONG_PASSWORD, WRONG_TOKEN]


def spend(day):
    """The day itself."""
    portal, standalone = day.sandbox.portal, day.sandbox.standalone
    analyst = day.configured("Basic", username="analyst", password=day.passwords["analyst"])
    surveyor = day.configured("Basic", username="surveyor", password=day.passwords["surveyor"])
    form = {"username": "viewer", "password": day.passwords["viewer"], "client": "referer", "referer": REFERER}
    token = requests.post(f"{portal}/sharing/rest/generateToken", {**form, "f": "json"}, timeout=20).json()["token"]
    day.control.clear()
    day.run("registergis", NAME="portal", URL=portal, AUTHCFG=analyst)
    day.run("registergis", NAME="server", URL=standalone, AUTHCFG=surveyor)
    day.run("registergis", NAME="token", URL=portal, AUTHCFG=day.configured("EsriToken", token=token))
    header = day.configured("APIHeader", X_Esri_Authorization=f"Bearer {token}")
    day.run("registergis", NAME="header", URL=portal, AUTHCFG=header)
    wrong = day.configured("Basic", username="analyst", password=WRONG_PASSWORD)
    day.run("registergis", NAME="wrong", URL=portal, AUTHCFG=wrong)
    day.run("registergis", NAME="stale", URL=portal, AUTHCFG=day.configured("EsriToken", token=WRONG_TOKEN))
    day.run("listservices", GIS="portal", OUTPUT=str(day.folder / "list.gpkg"))
    day.run("serviceinfo", SERVICE=day.federated, GIS="portal", OUTPUT_HTML=str(day.folder / "info.html"))
    for name, service in (("portal", day.federated), ("server", day.restricted), ("header", day.federated)):
        day.download(name, SERVICE=service, GIS=name, TILE_COLUMNS=600)
    day.download("token", SERVICE=day.federated, GIS="token", TILE_COLUMNS=600)
    for name in ("wrong", "stale"):
        day.download(name, SERVICE=day.federated, GIS=name)
    day.control.faults({"kind": "latency", "ms": 80, "operation": "exportImage"})
    ends = iter([True])
    expiring = Noting(lambda: day.control.portal(expire=True) if next(ends, False) else None)
    day.download("renewed", expiring, SERVICE=day.restricted, GIS="server", TILE_COLUMNS=200, MAX_CONCURRENCY=2)
    day.download("expired", SERVICE=day.federated, GIS="token")
    babble = {"kind": "error", "code": 400, "message": f"No: token={WRONG_TOKEN}", "operation": "exportImage"}
    day.control.faults({**babble, "service": "restricted/elevation/dem"})
    day.download("failed", SERVICE=day.restricted, GIS="server", TILE_COLUMNS=300)
    day.download("pasted", SERVICE=f"{day.restricted}?token={WRONG_TOKEN}")
    public = day.sandbox.service_url("science/temperature")
    day.download("unchecked", is_checked=False, SERVICE=f"{public}?token={WRONG_TOKEN}", GIS="portal")
    day.download("user", SERVICE=day.restricted.replace("//", f"//ann:{quote(WRONG_PASSWORD, safe='')}@"))
    day.control.portal(expire=True)
    day.live()
    project = QgsProject.instance()
    assert project.write(str(day.folder / "day.qgs"))
    assert project.write(str(day.folder / "day.qgz"))
    with zipfile.ZipFile(day.folder / "day.qgz") as archive:
        archive.extractall(day.folder / "unzipped")


@pytest.fixture(scope="module")
def day(qgis_app, sandbox_session, auth_store, tmp_path_factory):
    """A day that was spent, and the secrets it knew."""
    from image_services.plugin import library
    from image_services.plugin.gis_store import ProfileRegistry
    from image_services.plugin.provider import ImageServicesProvider

    sandbox_session.control.reset()
    for name in ProfileRegistry().names():  # of a run that was cut short
        ProfileRegistry().remove(name)
    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    QgsProject.instance().clear()
    forget_history()
    library.prepare()
    day = Day(sandbox_session, tmp_path_factory.mktemp("day"))

    def note(*told):
        day.texts.append(" ".join(map(str, told)))

    handler = logging.Handler()
    handler.emit = lambda record: day.texts.append(record.getMessage())
    received = QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]
    received.connect(note)
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        spend(day)
        yield day
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)
        received.disconnect(note)
        QgsProject.instance().clear()
        for name in ProfileRegistry().names():
            ProfileRegistry().remove(name)
        for authcfg in day.authcfgs:
            auth_store.removeAuthenticationConfig(authcfg)
        QgsApplication.processingRegistry().removeProvider(provider)
        library.release()
        sandbox_session.control.reset()


def test_the_day_went_as_it_should(day):
    """Else there would be nothing to look through."""
    assert [Path(layer.source()).stem for layer in day.layers] == [
        "portal",
        "server",
        "header",
        "token",
        "renewed",
        "unchecked",
    ]
    said = [str(error) for error in day.errors]
    words = ["was refused", "expired or is not valid", "expired or is not valid", "refuses the request"]
    words += ["was refused", "expired or is not valid", "asks for a sign-in"]
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))
    assert sum("would keep in its history" in text for text in day.texts) == 2
    assert any("Native grid" in text for text in day.texts)
    assert len({token["kind"] for token in day.control.portal()["tokens"]}) == 3
    assert {("tokens", True), ("exchange", True), ("generateToken", False)} <= {
        (entry["flow"], entry["ok"]) for entry in day.control.portal()["sign_ins"]
    }


@pytest.mark.parametrize("word", [WRONG_PASSWORD, WRONG_TOKEN, "a&b=c+d %41 päss"])
def test_secrets_would_be_found_however_they_are_written(word):
    for spelling in spellings(word):
        assert found_in(b"before " + spelling + b" after", ["another", word]) == [word]
    basic = base64.b64encode(word.encode()).decode()
    assert found_in(f"Authorization: Basic {basic}", [word]) == [word]
    assert found_in("nothing of this kind", [word]) == []


def test_no_file_of_the_profile_holds_one(day):
    QgsSettings().sync()
    folder = Path(QgsApplication.qgisSettingsDirPath())
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"qgis-auth.db", "user-history.db"} <= names
    assert any(name.endswith(".ini") for name in names)
    secrets = day.secrets()
    assert {path.name: found for path in files if (found := found_in(path.read_bytes(), secrets))} == {}


def test_no_project_holds_one(day):
    secrets = day.secrets()
    projects = [day.folder / "day.qgs", *(day.folder / "unzipped").iterdir()]
    assert len(projects) >= 2
    for path in projects:
        content = path.read_bytes()
        assert found_in(content, secrets) == [], path.name
    assert day.federated.encode() in projects[0].read_bytes()  # the layers do know where they come from


def test_no_layer_holds_one(day):
    secrets = day.secrets()
    for layer in day.layers:
        document = QDomDocument()
        layer.exportNamedMetadata(document, "")
        style = QDomDocument()
        layer.exportNamedStyle(style)
        properties = [(key, layer.customProperty(key)) for key in layer.customPropertyKeys()]
        shown = [layer.source(), layer.publicSource(), layer.htmlMetadata(), document.toString(), style.toString()]
        assert found_in(" ".join(map(str, [*shown, *properties])), secrets) == []
        assert json.loads(layer.customProperty("image_services/request"))["GIS"]


def test_no_output_holds_one(day):
    secrets = day.secrets()
    files = [path for path in day.folder.rglob("*") if path.is_file()]
    assert {"portal.tif", "list.gpkg", "info.html", "script.tif"} <= {path.name for path in files}
    assert {path.name: found for path in files if (found := found_in(path.read_bytes(), secrets))} == {}
    for path in day.folder.glob("*.tif"):
        dataset = gdal.Open(str(path))
        domains = {domain: dataset.GetMetadata(domain) for domain in dataset.GetMetadataDomainList() or []}
        assert found_in(json.dumps(domains, default=str), secrets) == []


def test_failed_downloads_leave_nothing(day):
    left = {path.name.partition(".")[0] for path in day.folder.iterdir()}
    assert not left & {"wrong", "stale", "expired", "failed", "pasted", "user"}


def test_no_error_shows_one(day):
    secrets = day.secrets()
    for error in day.errors:
        shown = [str(error), repr(error), *traceback.format_exception(error)]
        if isinstance(error, errors.ImageServiceError):
            shown += [vars(error), repr(pickle.loads(pickle.dumps(error))), pickle.dumps(error)]
        assert found_in(" ".join(map(str, shown)), secrets) == []
        assert "\n" not in str(error).partition("\nhttp")[0]


def test_no_log_shows_one(day):
    assert len(day.texts) > 20
    assert found_in("\n".join(day.texts), day.secrets()) == []


def test_no_value_shows_one(day):
    secrets = day.secrets()
    for value in day.reports:
        shown = f"{value!r} {value} {vars(value)}"
        assert found_in(shown, secrets) == []
    service, report = day.reports[:2]
    for value in (service, report):
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert found_in(pickle.dumps(value) + repr(again).encode(), secrets) == []


def test_requests_carry_them_only_where_they_belong(day):
    secrets = day.secrets()
    log = day.control.requests()
    assert len(log) > 50
    for entry in log:
        signs_in = entry["operation"] in ("generateToken", "tokens")
        assert found_in(entry["path"], secrets) == []
        if signs_in:
            assert entry["method"] == "POST"
        else:
            assert found_in(json.dumps(entry["params"]), secrets) == []
        others = {name: value for name, value in entry["headers"].items() if name != AUTHORIZATION_HEADER}
        assert found_in(json.dumps(others), secrets) == []
        assert others["Referer"] == REFERER
    tokens = {token["token"]: token["kind"] for token in day.control.portal()["tokens"]}
    kinds = {
        (entry["path"].split("/")[1], tokens.get(entry["headers"][AUTHORIZATION_HEADER].split()[1], "wrong"))
        for entry in log
        if AUTHORIZATION_HEADER in entry["headers"] and not entry["path"].endswith("/info")
    }
    assert kinds <= {("portal", "portal"), ("server", "server"), ("standalone", "standalone"), ("server", "wrong")}
