# SPDX-License-Identifier: GPL-2.0-or-later
"""Registering a GIS, as people do it, against portals and servers that want a sign-in."""

from __future__ import annotations

import json
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from image_services.core.gis import registered_gis
from image_services.core.portal import Portal
from image_services.plugin import auth_store as store
from image_services.plugin import gis_check, library
from image_services.plugin.gis_store import Registration
from image_services.plugin.tasks import TaskRunner
from image_services.ui import gis_dialog
from qgis.core import QgsApplication, QgsAuthMethodConfig
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
SECRET = "publisher-Pa55"


@pytest.fixture
def dialog(show):
    """The dialog for a new GIS."""
    return show()


def config_of(authcfg):
    config = QgsAuthMethodConfig()
    assert QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)[0]
    return config


# What is at an address


def test_an_answer_to_a_dialog_that_is_gone_goes_nowhere(qtbot, sandbox, enter, monkeypatch):
    asked, answered = threading.Event(), threading.Event()

    def slow(*_):
        asked.set()
        answered.wait(LIMIT_MS / 1000)

    monkeypatch.setattr(gis_check, "find_gis", slow)
    runner = TaskRunner()
    dialog = gis_dialog.GisDialog(runner)
    enter(dialog, sandbox.portal)
    qtbot.waitUntil(asked.is_set, timeout=LIMIT_MS)
    sip.delete(dialog)
    answered.set()
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    assert raised == []


@pytest.mark.parametrize(
    ("pasted", "words", "kind"),
    [
        ("{portal}", "ArcGIS Enterprise portal at {portal}", "portal"),
        ("{portal}/home/index.html#overview", "ArcGIS Enterprise portal at {portal}", "portal"),
        ("{services}", "ArcGIS Server at {url}/arcgis", "server"),
        ("{services}/elevation/dem/ImageServer/exportImage?f=html", "ArcGIS Server at {url}/arcgis", "server"),
        ("{standalone}/rest/services/restricted", "ArcGIS Server at {standalone}", "server"),
        ("{server}", "ArcGIS Server at {server}, which belongs to the portal at {portal}", "server"),
    ],
)
def test_any_page_of_a_gis_tells_what_it_is(dialog, qtbot, sandbox, enter, pasted, words, kind):
    names = {name: getattr(sandbox, name) for name in ("portal", "server", "services", "standalone", "url")}
    enter(dialog, pasted.format(**names))
    qtbot.waitUntil(lambda: bool(dialog.place.text()), timeout=LIMIT_MS)
    assert dialog.place.text() == words.format(**names)
    assert dialog._place.kind == kind
    assert dialog.place.use_portal.isVisible() == ("belongs to" in words)


def test_a_new_dialog_offers_arcgis_online_without_asking_it(dialog):
    assert dialog.place.text() == "ArcGIS Online at https://www.arcgis.com"
    assert dialog.name.text() == "ArcGIS Online"


def test_the_suggested_name_follows_the_address_until_somebody_types_another(dialog, qtbot, sandbox, enter):
    enter(dialog, sandbox.portal)
    qtbot.waitUntil(lambda: dialog.name.text() == "127.0.0.1", timeout=LIMIT_MS)
    dialog.name.setText("Survey")
    enter(dialog, sandbox.services)
    qtbot.waitUntil(lambda: bool(dialog.place.text()), timeout=LIMIT_MS)
    assert dialog.name.text() == "Survey"


def test_the_portal_of_a_federated_server_is_one_click_away(dialog, qtbot, sandbox, enter):
    enter(dialog, sandbox.server)
    qtbot.waitUntil(dialog.place.use_portal.isVisible, timeout=LIMIT_MS)
    dialog.place.use_portal.click()
    qtbot.waitUntil(lambda: "Enterprise portal" in dialog.place.text(), timeout=LIMIT_MS)
    assert not dialog.place.use_portal.isVisible()


@pytest.fixture
def plain_web():
    """The address of a web server that knows nothing of any GIS."""

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_an_address_without_a_gis_says_so_and_registers_nothing(dialog, qtbot, plain_web, enter, registry, idle):
    enter(dialog, f"{plain_web}/nowhere")
    dialog.register_button.click()
    qtbot.waitUntil(lambda: bool(dialog.place.text()), timeout=LIMIT_MS)
    assert "neither an ArcGIS portal nor an ArcGIS server" in dialog.place.text()
    assert registry.names() == []
    assert dialog.isVisible()


def test_an_empty_address_registers_nothing(dialog):
    dialog.address.clear()
    assert not dialog.register_button.isEnabled()
    assert not dialog.test_button.isEnabled()


# Signing in


def test_a_user_name_and_a_password_are_tried_and_kept_in_qgis(dialog, qtbot, sandbox, enter, registry, idle):
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    kept = dialog.registration()
    assert kept == Registration("Survey", sandbox.portal, kept.authcfg, "portal", owns_config=True)
    assert registry.registrations() == [kept]
    config = config_of(kept.authcfg)
    assert (config.method(), config.config("username"), config.config("password")) == ("Basic", "publisher", SECRET)
    assert sandbox.control.portal()["sign_ins"][-1]["username"] == "publisher"
    library.connect()
    session = registered_gis("Survey").session_for(sandbox.portal)
    assert Portal(sandbox.portal, session).info().member.username == "publisher"


def test_the_test_says_as_whom_and_with_which_privileges(dialog, sandbox, enter, idle, registry):
    enter(dialog, sandbox.portal, username="publisher", password=SECRET)
    dialog.test_button.click()
    idle(dialog)
    text = dialog.outcome.text()
    assert text.startswith("Signed in as Pat Lisher (publisher) on Sandbox Survey, privileges: ")
    assert "publish dynamic image services" in text
    assert dialog.isVisible()
    assert registry.names() == []


def test_without_a_sign_in_the_test_says_what_can_be_seen(dialog, sandbox, enter, idle):
    enter(dialog, sandbox.portal)
    dialog.test_button.click()
    idle(dialog)
    assert "Only public services" in dialog.outcome.text()


def test_a_wrong_password_is_told_and_nothing_is_kept(dialog, qtbot, sandbox, enter, idle, registry, auth_store):
    enter(dialog, sandbox.portal, "Survey", "publisher", "wrong-Pa55")
    dialog.register_button.click()
    idle(dialog)
    assert "sign-in as “publisher” was refused" in dialog.outcome.text()
    assert dialog.outcome.kind() == "error"
    assert registry.names() == []
    assert auth_store.configIds() == []
    assert dialog.outcome.anyway_button.text() == "Register Anyway"
    dialog.outcome.anyway_button.click()
    assert registry.names() == ["Survey"]


def test_what_a_trial_says_is_never_cut_off(dialog, sandbox, enter, idle):
    dialog.resize(700, 10)
    enter(dialog, sandbox.portal, "Survey", "publisher", "wrong-Pa55")
    dialog.register_button.click()
    idle(dialog)
    QCoreApplication.processEvents()
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())
    assert dialog.outcome.geometry().bottom() < dialog.buttons.geometry().top()


def test_a_sign_in_that_hangs_can_be_stopped(dialog, sandbox, enter, idle, registry):
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    dialog.test_button.click()
    idle(dialog)
    sandbox.control.reset()
    sandbox.control.faults({"kind": "latency", "ms": 5000, "operation": "generateToken", "count": 1})
    dialog.register_button.click()
    assert dialog.outcome.text() == "Signing in…"
    assert dialog.test_button.text() == "Stop"
    assert not dialog.register_button.isEnabled()
    dialog.test_button.click()
    assert dialog._task is None
    assert (dialog.outcome.text(), dialog.test_button.text()) == ("", "Test")
    assert dialog.register_button.isEnabled()
    assert registry.names() == []


def test_another_account_stops_the_sign_in_of_the_first(dialog, sandbox, enter, registry):
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    dialog._find(lambda _place: None)
    sandbox.control.faults({"kind": "latency", "ms": 5000, "operation": "generateToken", "count": 1})
    dialog.register_button.click()
    dialog.account.username.setText("analyst")
    assert not dialog._is_trying()
    assert registry.names() == []


def test_giving_up_a_sign_in_in_the_browser_frees_qgis_from_waiting(dialog, sandbox, enter, idle, qtbot, monkeypatch):
    given_up = []
    monkeypatch.setattr(store, "give_up_waiting", lambda account, _cancel: given_up.append(account))
    monkeypatch.setattr(gis_check, "check_gis", lambda _place, _gis, cancel: cancel.wait(LIMIT_MS))
    enter(dialog, sandbox.portal, "Survey")
    dialog.account.kind.set_value("browser")
    dialog.account.client_id.setText("desktop")
    dialog.test_button.click()
    qtbot.waitUntil(dialog._is_trying, timeout=LIMIT_MS)
    assert dialog.outcome.text() == "Waiting for the sign-in in the browser…"
    dialog.account.kind.set_value("login")
    qtbot.waitUntil(lambda: given_up == [store.OAuth("desktop")], timeout=LIMIT_MS)


def test_a_stand_alone_server_has_accounts_of_its_own(dialog, qtbot, sandbox, enter, registry):
    enter(dialog, sandbox.standalone, "Old server", "surveyor", "theodolite+7")
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    assert registry.registration("Old server").kind == "server"


def test_a_server_without_accounts_takes_no_password(dialog, sandbox, enter, idle):
    enter(dialog, sandbox.services, username="anybody", password="any-Pa55")
    dialog.test_button.click()
    idle(dialog)
    assert dialog.outcome.kind() == "error"
    assert "without a sign-in" in dialog.outcome.text()


def portal_token(sandbox):
    fields = {"username": "analyst", "password": "a&b=c+d %41 päss", "client": "requestip", "f": "json"}
    form = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{sandbox.portal}/sharing/rest/generateToken", form) as answer:
        return json.load(answer)["token"]


def test_a_ready_token_is_kept_as_qgis_knows_it(dialog, qtbot, sandbox, enter):
    value = portal_token(sandbox)
    enter(dialog, sandbox.portal, "Survey", ready=value)
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    config = config_of(dialog.registration().authcfg)
    assert (config.method(), config.config("token")) == ("EsriToken", value)


def test_an_expired_token_is_told(dialog, sandbox, enter, idle):
    sandbox.control.portal(token_life_s=0)
    enter(dialog, sandbox.portal, ready=portal_token(sandbox))
    dialog.test_button.click()
    idle(dialog)
    assert "has expired or is not valid" in dialog.outcome.text()


@pytest.mark.parametrize("kind", ["login", "ready", "browser", "existing"])
def test_what_is_missing_is_asked_for(dialog, kind, registry):
    dialog.account.kind.set_value(kind)
    dialog.register_button.click()
    (item,) = dialog.bar.items()
    assert item.text().split()[0] in {"Enter", "Choose"}
    assert registry.names() == []


def test_no_sign_in_is_sent_without_encryption(dialog, enter):
    dialog._place, dialog._place_of = gis_place("http://gis.example.org/portal"), "http://gis.example.org/portal"
    dialog.account.kind.set_value("login")
    dialog.account.username.setText("a")
    dialog.account.password.setText("b")
    assert "not encrypted" in dialog._unfit(dialog._place)


def gis_place(root, kind="portal"):
    from image_services.core.directory import Place

    return Place(kind, root)


def test_the_browser_signs_in_at_portals_only(dialog):
    dialog.account.kind.set_value("browser")
    dialog.account.client_id.setText("desktop")
    assert "give its portal" in dialog._unfit(gis_place("https://gis.example.org/server", "server"))


def test_the_browser_is_asked_as_portals_want_it(dialog, sandbox, enter):
    """The browser itself is opened by QGIS's desktop only, so the sign-in ends here."""
    enter(dialog, sandbox.portal, "Survey")
    dialog.account.kind.set_value("browser")
    dialog.account.client_id.setText("desktop")
    dialog.account.port.setValue(7071)
    assert dialog.account.redirect.text() == "http://127.0.0.1:7071/"
    fields = json.loads(
        config_of(dialog._config_for_trial(dialog.account.value(), gis_place(sandbox.portal))).config("oauth2config")
    )
    assert fields["requestUrl"] == f"{sandbox.portal}/sharing/rest/oauth2/authorize"
    assert fields["tokenUrl"] == fields["refreshTokenUrl"] == f"{sandbox.portal}/sharing/rest/oauth2/token"
    assert (fields["clientId"], fields["redirectPort"], fields["grantFlow"]) == ("desktop", 7071, 3)
    assert fields["customHeader"] == "X-Esri-Authorization"
    assert fields["queryPairs"] == {"expiration": "20160"}


def test_a_configuration_that_qgis_still_uses_goes_once_it_has_ended(qtbot, auth_store, monkeypatch):
    """Deleted earlier, it would take QGIS down: its OAuth 2 waits for the browser with it."""
    from image_services.plugin.network import signing

    used = [True]
    monkeypatch.setattr(signing, "is_signing", lambda _: used[0])
    authcfg = store.store(store.Login("ann", SECRET), "Survey", "https://gis.example.org/portal")
    store.remove_once_unused(authcfg)
    qtbot.wait(3 * store.LOOK_MS)
    assert authcfg in auth_store.configIds()
    used[0] = False
    qtbot.waitUntil(lambda: authcfg not in auth_store.configIds(), timeout=LIMIT_MS)


def test_a_sign_in_that_was_only_tried_leaves_nothing(dialog, sandbox, enter, auth_store):
    enter(dialog, sandbox.portal)
    dialog.account.kind.set_value("browser")
    dialog.account.client_id.setText("desktop")
    dialog._config_for_trial(dialog.account.value(), gis_place(sandbox.portal))
    assert len(auth_store.configIds()) == 1
    dialog.reject()
    assert auth_store.configIds() == []


def test_a_database_that_stays_locked_is_told_when_a_sign_in_is_to_be_kept(
    dialog, sandbox, enter, idle, registry, monkeypatch
):
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    monkeypatch.setattr(type(QgsApplication.authManager()), "setMasterPassword", lambda *_: False)
    assert dialog.bar.items() == []  # nobody is asked for a master password before it is needed
    dialog.register_button.click()
    idle(dialog)
    (item,) = dialog.bar.items()
    assert "stays locked without its master password" in item.text()
    assert registry.names() == []
    assert (dialog.isVisible(), dialog.account.password.text()) == (True, SECRET)


def test_where_qgis_keeps_no_sign_ins_the_dialog_says_so_when_one_is_chosen(dialog, monkeypatch):
    class Disabled:
        @staticmethod
        def authManager():
            return Disabled

        @staticmethod
        def isDisabled():
            return True

        @staticmethod
        def disabledMessage():
            return "no encryption here"

    monkeypatch.setattr(gis_dialog, "QgsApplication", Disabled)
    monkeypatch.setattr(store, "QgsApplication", Disabled)
    assert dialog.bar.items() == []
    dialog.account.kind.set_value("login")
    (item,) = dialog.bar.items()
    assert "authentication database is disabled (no encryption here)" in item.text()
