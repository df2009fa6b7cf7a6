# SPDX-License-Identifier: GPL-2.0-or-later
"""Live layers: what QGIS's own providers are told, how they sign in, and how that stays fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin import library, live_layer
from image_services.plugin.auth_store import Login, ReadyToken
from image_services.plugin.connections import Connections
from image_services.plugin.gis_store import ProfileRegistry, Registration
from image_services.plugin.live_layer import Access, LiveAccess, LiveSource
from image_services.plugin.live_layers import DropHandler, LiveLayers
from image_services.plugin.messages import Messages
from image_services.plugin.tasks import TaskRunner
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsNetworkAccessManager,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
PASSWORD, SURVEYOR = "publisher-Pa55", "theodolite+7"


def forget_answers():
    """Empty QGIS's cache, which gives answers to whoever asks, signed in or not."""
    QgsNetworkAccessManager.instance().cache().clear()


@pytest.fixture
def registry(auth_store):
    registry = ProfileRegistry()

    def clear():
        for name in registry.names():
            registry.remove(name)

    clear()
    yield registry
    clear()


@pytest.fixture
def connections(registry):
    library.prepare()
    yield Connections()
    library.release()


@pytest.fixture
def access(connections):
    return LiveAccess(connections)


@pytest.fixture
def survey(registry, sandbox):
    """The sandbox's portal, registered with a password."""
    authcfg = store.store(Login("publisher", PASSWORD), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    return "Survey"


@pytest.fixture
def secured(sandbox):
    """The address of a service that only the federated server hands out."""
    return f"{sandbox.server}/rest/services/secure/imagery/scene/ImageServer"


@pytest.fixture
def live(connections, qtbot, qgis_new_project):
    """Adds layers to the open project."""
    bar = QgsMessageBar()
    qtbot.addWidget(bar)
    runner = TaskRunner(threads=2)
    live = LiveLayers(connections, runner, Messages(bar))
    live.bar = bar
    yield live
    live.stop()
    runner.cancel_all()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)


def token_in(authcfg):
    config = QgsAuthMethodConfig()
    assert QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)[0]
    assert config.method() == "EsriToken"
    return config.config("token")


def layers():
    return list(QgsProject.instance().mapLayers().values())


# Sources


def test_a_source_names_the_service_as_qgis_reads_it(sandbox):
    url = sandbox.service_url("elevation/dem")
    source = LiveSource(f"{url}?f=json", "dem")
    parts = QgsDataSourceUri(live_layer.uri(source))
    assert (parts.param("url"), parts.param("format"), parts.param("layer")) == (url, "PNG32", "")
    layer = live_layer.make_layer(source)
    assert layer.isValid()
    assert layer.providerType() == "arcgismapserver"
    assert layer.customProperty("image_services/service") == url


def test_where_qgis_has_a_provider_for_image_services_that_one_is_used(monkeypatch):
    class Newer:
        @staticmethod
        def instance():
            return Newer

        @staticmethod
        def providerList():
            return ["arcgisimageserver", "arcgismapserver"]

    monkeypatch.setattr(live_layer, "QgsProviderRegistry", Newer)
    assert live_layer.provider_key() == "arcgisimageserver"
    parts = QgsDataSourceUri(live_layer.uri(LiveSource("https://gis.example.org/a/ImageServer", "a")))
    assert parts.param("format") == ""  # its automatic choice
    assert "bilinear" in live_layer.explanation()


def test_a_source_holds_the_id_of_a_configuration_and_nothing_of_it():
    source = LiveSource("https://gis.example.org/a/ImageServer", "a", "Survey", Access("abc1234", is_bound=True))
    parts = QgsDataSourceUri(live_layer.uri(source))
    assert parts.authConfigId() == "abc1234"
    assert parts.httpHeaders()["referer"] == "https://image-services.qgis.invalid"


# Signing in


def test_a_password_becomes_a_token_that_qgis_sends(access, survey, secured):
    allowed = access.prepare(survey, secured)
    assert allowed.is_bound
    assert token_in(allowed.authcfg)
    layer = live_layer.make_layer(LiveSource(secured, "scene", survey, allowed))
    assert layer.isValid(), layer.error().summary()


def test_without_the_sign_in_the_service_is_closed(secured):
    forget_answers()
    assert live_layer.make_layer(LiveSource(secured, "scene")).extent().isEmpty()


def test_one_configuration_serves_all_services_of_a_server(access, survey, sandbox, auth_store):
    before = set(auth_store.configIds())
    services = ("imagery/scene", "imagery/aerial", "science/deep")
    ids = {access.prepare(survey, f"{sandbox.server}/rest/services/secure/{name}/ImageServer") for name in services}
    assert len(ids) == 1
    assert len(set(auth_store.configIds()) - before) == 1


def test_the_next_start_of_qgis_uses_the_same_configuration(survey, secured, connections):
    first = LiveAccess(connections).prepare(survey, secured)
    assert LiveAccess(Connections()).prepare(survey, secured) == first


def test_foreign_servers_get_nothing(access, survey, sandbox):
    assert access.prepare(survey, sandbox.service_url("elevation/dem")) == Access()
    assert access.prepare("", sandbox.service_url("elevation/dem")) == Access()


def test_a_configuration_that_qgis_applies_is_used_as_it_is(access, registry, auth_store):
    config = QgsAuthMethodConfig("APIHeader")
    config.setName("mine")
    config.setConfig("X-Esri-Authorization", "Bearer abc")
    assert auth_store.storeAuthenticationConfig(config)[0]
    try:
        registry.save(Registration("Own", "https://gis.example.org/portal", config.id(), "portal"))
        allowed = access.prepare("Own", "https://gis.example.org/portal/rest/services/a/ImageServer")
        assert allowed == Access(config.id())
    finally:
        auth_store.removeAuthenticationConfig(config.id())


def test_a_ready_token_is_not_stored_twice(access, registry, sandbox, connections, auth_store):
    registry.save(Registration("Old", sandbox.standalone, "", "server"))
    login = store.trial(Login("surveyor", "theodolite+7"), sandbox.standalone)
    url = f"{sandbox.standalone}/rest/services/restricted/elevation/dem/ImageServer"
    value = login.session_for(url).token_for(url)
    authcfg = store.store(ReadyToken(value), "Old", sandbox.standalone)
    registry.save(Registration("Old", sandbox.standalone, authcfg, "server", owns_config=True), "Old")
    assert access.prepare("Old", url) == Access(authcfg, is_bound=True)


def test_a_removed_gis_takes_the_sign_in_of_its_layers_along(access, survey, secured, registry, auth_store):
    allowed = access.prepare(survey, secured)
    registry.remove(survey)
    assert allowed.authcfg not in auth_store.configIds()


# Adding


def test_adding_says_once_what_a_live_layer_is(live, sandbox, qtbot):
    for count in (1, 2):
        live.add(LiveSource(sandbox.service_url("elevation/dem"), "dem"))
        qtbot.waitUntil(lambda count=count: len(layers()) == count, timeout=LIMIT_MS)
    (item,) = live.bar.items()
    assert "pictures without values" in item.text()


def test_a_drop_signs_in_and_adds(live, survey, secured, qtbot):
    dragged = live_layer.drag_uri(LiveSource(secured, "scene", survey))
    handler = DropHandler(live)
    assert handler.customUriProviderKey() == dragged.providerKey
    assert handler.canHandleCustomUriCanvasDrop(dragged, None)
    assert handler.handleCustomUriCanvasDrop(dragged, None)
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    (layer,) = layers()
    assert layer.isValid()
    assert layer.customProperty("image_services/gis") == "Survey"


@pytest.mark.parametrize(
    ("name", "words"),
    [("quirks/noimage", "hands out no images"), ("no/such", "no image service at this address")],
)
def test_what_cannot_be_shown_says_why(live, sandbox, qtbot, name, words):
    live.add(LiveSource(sandbox.service_url(name), "odd"))
    qtbot.waitUntil(lambda: bool(live.bar.items()), timeout=LIMIT_MS)
    (item,) = live.bar.items()
    assert item.level() == Qgis.MessageLevel.Critical
    assert words in item.text()
    assert layers() == []


def test_a_saved_project_holds_no_secret(live, survey, secured, qtbot, tmp_path):
    live.add(LiveSource(secured, "scene", survey))
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    (layer,) = layers()
    value = token_in(QgsDataSourceUri(layer.source()).authConfigId())
    path = tmp_path / "project.qgs"
    assert QgsProject.instance().write(str(path))
    texts = [path.read_bytes()]
    texts += [file.read_bytes() for file in Path(QgsApplication.qgisSettingsDirPath()).rglob("*") if file.is_file()]
    for text in texts:
        assert value.encode() not in text
        assert PASSWORD.encode() not in text
    assert re.search(rb"authcfg=\w{7}", texts[0])


# Staying signed in


def painted(layer):
    """Tell whether anything of a layer is painted."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(40, 40))
    settings.setBackgroundColor(QColor(255, 0, 255))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return any(image.pixelColor(x, y) != QColor(255, 0, 255) for x in range(40) for y in range(40))


def test_a_token_is_renewed_before_its_end(live, survey, secured, qtbot, sandbox):
    sandbox.control.portal(token_life_s=4)
    live.add(LiveSource(secured, "scene", survey))
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    (layer,) = layers()
    authcfg = QgsDataSourceUri(layer.source()).authConfigId()
    before = token_in(authcfg)
    assert live._timer.isActive()
    qtbot.wait(2500)  # past the half of its life
    live.renew()
    qtbot.waitUntil(lambda: token_in(authcfg) != before, timeout=LIMIT_MS)
    qtbot.wait(2000)  # the first token has ended
    forget_answers()
    assert painted(layer)


def test_a_project_opened_with_a_stale_token_recovers(live, survey, secured, qtbot, sandbox, tmp_path):
    live.add(LiveSource(secured, "scene", survey))
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    path = str(tmp_path / "project.qgs")
    assert QgsProject.instance().write(path)
    QgsProject.instance().clear()
    forget_answers()
    sandbox.control.reset()  # and so does the portal forget all tokens
    live._access = LiveAccess(Connections())  # as after a new start of QGIS
    QgsProject.instance().read(path)
    (layer,) = layers()
    assert layer.extent().isEmpty()  # QGIS takes the refusal for a description
    qtbot.waitUntil(lambda: not layer.extent().isEmpty(), timeout=LIMIT_MS)
    assert painted(layer)


def test_without_such_layers_nothing_is_renewed(live, sandbox, qtbot):
    live.add(LiveSource(sandbox.service_url("elevation/dem"), "dem"))
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    assert not live._timer.isActive()
    live._timer.start()
    live.renew()
    assert not live._timer.isActive()
    assert isinstance(layers()[0], QgsRasterLayer)


def renewed(live, qtbot):
    """Let a minute pass."""
    live._timer.timeout.emit()
    qtbot.waitUntil(lambda: live._runner.running == 0, timeout=LIMIT_MS)


def change_password(registry, password):
    known = registry.registration("Survey")
    store.store(Login("publisher", password), "Survey", known.url, known.authcfg)


def refusals(sandbox):
    return [each["ok"] for each in sandbox.control.portal()["sign_ins"]].count(False)


def test_a_password_that_was_changed_meanwhile_is_not_tried_every_minute(
    live, survey, secured, qtbot, sandbox, registry, monkeypatch
):
    """Five refusals within some minutes lock an account, and a project may stay open for days."""
    monkeypatch.setattr("image_services.core.auth.REFUSED_S", 0.0)  # as if minutes had passed
    live.add(LiveSource(secured, "scene", survey))
    qtbot.waitUntil(lambda: len(layers()) == 1, timeout=LIMIT_MS)
    change_password(registry, "changed meanwhile")
    live._connections.forget()
    for _ in range(4):
        renewed(live, qtbot)
    assert refusals(sandbox) == 1

    change_password(registry, PASSWORD)
    before = token_in(QgsDataSourceUri(layers()[0].source()).authConfigId())
    registry.save(registry.registration("Survey"), previous="Survey")  # as the dialog does
    qtbot.waitUntil(lambda: live._runner.running == 0, timeout=LIMIT_MS)
    assert token_in(QgsDataSourceUri(layers()[0].source()).authConfigId()) != before
    assert live._timer.isActive()


def test_a_gis_that_refuses_keeps_no_other_from_being_renewed(live, survey, secured, qtbot, sandbox, registry):
    root = sandbox.standalone
    authcfg = store.store(Login("surveyor", SURVEYOR), "Another", root)
    registry.save(Registration("Another", root, authcfg, "server", owns_config=True))
    restricted = f"{root}/rest/services/restricted/imagery/scene/ImageServer"
    for source in (LiveSource(secured, "a", survey), LiveSource(restricted, "b", "Another")):
        before = len(layers())
        live.add(source)
        qtbot.waitUntil(lambda before=before: len(layers()) == before + 1, timeout=LIMIT_MS)
    ids = {layer.name(): QgsDataSourceUri(layer.source()).authConfigId() for layer in layers()}
    old = {name: token_in(authcfg) for name, authcfg in ids.items()}
    change_password(registry, "changed meanwhile")
    live._connections.forget()
    renewed(live, qtbot)
    assert token_in(ids["a"]) == old["a"]
    assert token_in(ids["b"]) != old["b"]
