# SPDX-License-Identifier: GPL-2.0-or-later
"""Changing and removing a registered GIS, as people do it."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig
from qgis.PyQt.QtWidgets import QDialog

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
SECRET = "publisher-Pa55"


@pytest.fixture
def dialog(show):
    """The dialog for a new GIS."""
    return show()


def portal_token(sandbox):
    fields = {"username": "analyst", "password": "a&b=c+d %41 päss", "client": "requestip", "f": "json"}
    form = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{sandbox.portal}/sharing/rest/generateToken", form) as answer:
        return json.load(answer)["token"]


def config_of(authcfg):
    config = QgsAuthMethodConfig()
    assert QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)[0]
    return config


@pytest.fixture
def registered(show, qtbot, sandbox, enter):
    """A GIS that was registered with the dialog."""
    dialog = show()
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    return dialog.registration()


def test_a_name_can_be_registered_once(dialog, sandbox, enter, registered, registry):
    enter(dialog, sandbox.services, "Survey")
    dialog.register_button.click()
    (item,) = dialog.bar.items()
    assert "registered already" in item.text()
    assert registry.registrations() == [registered]


def test_an_untouched_password_stays_and_is_not_shown(show, qtbot, registered, registry):
    dialog = show(registered)
    assert dialog.windowTitle() == "Edit GIS"
    assert dialog.account.username.text() == "publisher"
    assert dialog.account.password.text() == ""
    dialog.name.setText("Survey Office")
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    assert registry.names() == ["Survey Office"]
    assert registry.registration("Survey Office").authcfg == registered.authcfg
    assert config_of(registered.authcfg).config("password") == SECRET


def test_another_password_is_written_into_the_same_configuration(show, qtbot, registered, auth_store):
    dialog = show(registered)
    dialog.account.username.setText("viewer")
    dialog.account.password.setText("viewer-Pa55")
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    assert auth_store.configIds() == [registered.authcfg]
    assert config_of(registered.authcfg).config("username") == "viewer"


def test_without_a_sign_in_its_configuration_goes(show, qtbot, registered, registry, auth_store):
    dialog = show(registered)
    dialog.account.kind.set_value("nothing")
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    assert registry.registration("Survey").authcfg == ""
    assert auth_store.configIds() == []


def test_removing_a_gis_takes_its_own_configuration_along(registered, registry, auth_store):
    registry.remove("Survey")
    assert auth_store.configIds() == []


def test_a_configuration_of_the_users_own_stays(dialog, qtbot, sandbox, enter, registry, auth_store):
    config = QgsAuthMethodConfig("EsriToken")
    config.setName("mine")
    config.setConfig("token", portal_token(sandbox))
    assert auth_store.storeAuthenticationConfig(config)[0]
    enter(dialog, sandbox.portal, "Survey")
    dialog.account.kind.set_value("existing")
    dialog.account.authcfg.setConfigId(config.id())
    with qtbot.waitSignal(dialog.accepted, timeout=LIMIT_MS):
        dialog.register_button.click()
    assert not registry.registration("Survey").owns_config
    registry.remove("Survey")
    assert auth_store.configIds() == [config.id()]


def test_closing_while_something_is_asked_changes_nothing(dialog, sandbox, enter, registry, idle):
    sandbox.control.faults({"kind": "latency", "ms": 3000})
    enter(dialog, sandbox.portal, "Survey", "publisher", SECRET)
    dialog.register_button.click()
    assert dialog._task is not None
    dialog.reject()
    assert dialog._task is None
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert registry.names() == []


def test_secrets_are_in_no_setting_log_or_message(show, sandbox, enter, idle, registered, logged):
    dialog = show(registered)
    enter(dialog, sandbox.portal, "Survey", "publisher", "wrong-Pa55-too")
    dialog.register_button.click()
    idle(dialog)
    said = [dialog.outcome.text(), *(item.text() for item in dialog.bar.items())]
    secrets = [SECRET, "wrong-Pa55-too"]
    assert dialog.outcome.text()
    assert logged
    for secret in secrets:
        assert not any(secret in text for text in (*said, *logged))
        for path in Path(QgsApplication.qgisSettingsDirPath()).rglob("*"):
            if path.is_file():
                assert secret.encode() not in path.read_bytes(), path
