# SPDX-License-Identifier: GPL-2.0-or-later
"""Registered GIS in the user's profile: names and addresses in the settings, secrets in QGIS's database only."""

from __future__ import annotations

from pathlib import Path

import pytest
from image_services.core import errors
from image_services.core.auth import Credentials
from image_services.core.gis import Gis
from image_services.plugin import auth_store
from image_services.plugin.connections import Connections
from image_services.plugin.gis_store import ProfileRegistry, Registration, changes, with_configuration
from qgis.core import QgsApplication, QgsSettings

pytestmark = pytest.mark.qgis
URL = "https://gis.example.org/portal"
PASSWORD = "pa55-w0rd-secret"
TOKEN = "t0ken-t0ken-secret"


@pytest.fixture
def registry(qgis_app, auth_store):
    """The registry of an empty profile; what a test makes of sign-ins is taken away again."""
    before = set(auth_store.configIds())
    one = ProfileRegistry()
    yield one
    for name in one.names():
        one.remove(name)
    for authcfg in set(auth_store.configIds()) - before:
        auth_store.removeAuthenticationConfig(authcfg)


def login(name="house", password=PASSWORD):
    return Gis(name, URL, "ann", credentials=lambda: Credentials("ann", password))


def profile_texts():
    """What the files of the profile hold."""
    QgsSettings().sync()
    folder = Path(QgsApplication.qgisSettingsDirPath())
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Names


@pytest.mark.parametrize("name", ["house", "Größe / Nord \\ 1", "a=b;c", "[General]", "😀", "x" * 200, "%2F", "../x"])
def test_any_name_will_do(registry, name):
    registry.add(Gis(name, URL))
    assert ProfileRegistry().names() == [name]
    assert ProfileRegistry().get(name) == Gis(name, URL)
    registry.remove(name)
    assert registry.names() == []


def test_a_name_is_registered_once(registry):
    registry.add(Gis("house", URL))
    for again in (Gis("house", "https://other.example.org"), login()):
        with pytest.raises(errors.BadRequest, match="“house” is registered already"):
            registry.add(again)
    with pytest.raises(errors.BadRequest, match="registered already"):
        registry.save(Registration("house", "https://other.example.org"))
    assert registry.get("house").url == URL
    assert QgsApplication.authManager().configIds() == []


def test_an_unknown_name_is_told_with_those_that_are_known(registry):
    registry.add(Gis("b", URL))
    registry.add(Gis("a", URL))
    for use in (registry.get, registry.remove, registry.registration):
        with pytest.raises(errors.NotFound, match=r"“yours” is registered \(registered: a, b\)"):
            use("yours")


def test_names_are_sorted_and_told_apart_by_every_letter(registry):
    for name in ("b", "A", "a", "B"):
        registry.add(Gis(name, URL))
    assert registry.names() == ["A", "B", "a", "b"]


def test_settings_of_nobody_are_passed_over(registry):
    QgsSettings().setValue("plugins/image_services/gis/zz/url", URL)  # no name: half written, or of another program
    assert registry.names() == []
    QgsSettings().remove("plugins/image_services/gis/zz")


# Secrets


def test_a_password_goes_into_the_database_and_comes_from_there(registry):
    registry.add(login())
    known = registry.registration("house")
    assert known.owns_config
    assert known.authcfg in QgsApplication.authManager().configIds()
    assert registry.get("house").credentials() == Credentials("ann", PASSWORD)
    assert auth_store.read(known.authcfg) == auth_store.Login("ann", PASSWORD)


def test_a_token_goes_into_the_database_and_comes_from_there(registry):
    registry.add(Gis("house", URL, ready=lambda: TOKEN))
    assert registry.get("house").ready() == TOKEN
    assert registry.get("house").credentials is None


def test_no_file_of_the_profile_shows_a_secret(registry):
    registry.add(login())
    registry.add(Gis("token", URL, ready=lambda: TOKEN))
    files = profile_texts()
    assert any(b"686f757365" in text for text in files.values())  # "house" as a settings key
    assert [path.name for path, text in files.items() if PASSWORD.encode() in text or TOKEN.encode() in text] == []


def test_printing_shows_no_secret(registry):
    registry.add(login())
    registry.add(Gis("token", URL, ready=lambda: TOKEN))
    shown = [registry.registrations(), registry.get("house"), registry.get("token")]
    shown += [auth_store.read(known.authcfg) for known in registry.registrations()]
    assert PASSWORD not in repr(shown)
    assert TOKEN not in repr(shown)


def test_a_database_that_cannot_be_used_keeps_nothing(registry, monkeypatch):
    manager = QgsApplication.authManager()
    monkeypatch.setattr(type(manager), "setMasterPassword", lambda *_: False)
    with pytest.raises(errors.SignInRequired, match="stays locked") as caught:
        registry.add(login())
    assert PASSWORD not in str(caught.value)
    assert registry.names() == []


def test_a_public_gis_needs_no_database(registry, monkeypatch):
    monkeypatch.setattr(type(QgsApplication.authManager()), "isDisabled", lambda *_: True)
    registry.add(Gis("house", URL))
    assert registry.get("house") == Gis("house", URL)


# What a GIS is registered with


@pytest.mark.parametrize(
    ("method", "values", "sign_in"),
    [
        ("Basic", {"username": "ann", "password": PASSWORD}, "credentials"),
        ("EsriToken", {"token": TOKEN}, "ready"),
        ("APIHeader", {"X_Key": TOKEN}, "authcfg"),
        ("Identity-Cert", {"certid": "0"}, "authcfg"),
        ("OAuth2", {"oauth2config": "{}"}, "authcfg"),
    ],
)
def test_the_method_decides_who_signs_in(registry, authentication, method, values, sign_in):
    gis = with_configuration("house", URL, authentication(method, **values))
    ways = {"credentials": gis.credentials, "ready": gis.ready, "authcfg": gis.authcfg}
    assert [name for name, way in ways.items() if way] == [sign_in]


def test_a_secret_is_read_when_it_is_needed(registry, authentication, auth_store):
    authcfg = authentication("Basic", username="ann", password=PASSWORD)
    gis = with_configuration("house", URL, authcfg)
    config = auth_store.availableAuthMethodConfigs()[authcfg]
    config.setConfig("username", "bob")
    config.setConfig("password", "another")
    assert auth_store.updateAuthenticationConfig(config)
    assert gis.credentials() == Credentials("bob", "another")


def test_a_configuration_of_the_users_own_outlives_its_gis(registry, authentication, auth_store):
    authcfg = authentication("Basic", username="ann", password=PASSWORD)
    registry.add(Gis("house", URL, authcfg=authcfg))
    assert not registry.registration("house").owns_config
    registry.remove("house")
    assert authcfg in auth_store.configIds()


def test_a_configuration_made_for_a_gis_goes_with_it(registry, auth_store):
    registry.add(login())
    authcfg = registry.registration("house").authcfg
    registry.keep_live_config("house", f"{URL}/server", live := auth_store.uniqueConfigId())
    assert registry.live_configs() == {live: ("house", f"{URL}/server")}
    registry.save(Registration("shared", URL, authcfg))
    registry.remove("house")
    assert authcfg in auth_store.configIds()  # another one uses it
    assert registry.live_configs() == {}
    registry.save(Registration("shared", URL, authcfg, owns_config=True), previous="shared")
    registry.remove("shared")
    assert authcfg not in auth_store.configIds()


def test_a_gis_is_renamed_with_all_that_belongs_to_it(registry):
    registry.add(login("old"))
    kept = registry.registration("old")
    registry.keep_live_config("old", URL, "live123")
    registry.save(Registration("new", URL, kept.authcfg, "portal", kept.owns_config), previous="old")
    assert registry.names() == ["new"]
    assert registry.registration("new") == Registration("new", URL, kept.authcfg, "portal", owns_config=True)
    assert registry.live_configs() == {"live123": ("new", URL)}


def test_every_change_is_told(registry, qtbot):
    told = []

    def note():
        told.append(registry.names())

    changes().happened.connect(note)
    registry.add(Gis("a", URL))
    registry.save(Registration("b", URL), previous="a")
    registry.remove("b")
    assert told == [["a"], ["b"], []]
    changes().happened.disconnect(note)


# Sessions of the application


@pytest.fixture
def connections(registry):
    from image_services.plugin import library

    yield Connections()
    library.release()


def test_windows_share_one_sign_in(connections, registry):
    registry.add(login())
    session = connections.session("house", URL)
    assert connections.session("house", "https://other.example.org/server") is session
    assert connections.session("", URL) is not session


def test_a_gis_that_was_changed_is_signed_in_anew(connections, registry):
    registry.add(login())
    session = connections.session("house", URL)
    kept = registry.registration("house")
    registry.save(Registration("house", f"{URL}2", kept.authcfg, owns_config=True), previous="house")
    assert connections.session("house", URL) is not session
    again = connections.session("house", URL)
    connections.forget()
    assert connections.session("house", URL) is not again


def test_a_gis_that_is_gone_has_no_session(connections, registry):
    registry.add(Gis("house", URL))
    connections.session("house", URL)
    registry.remove("house")
    with pytest.raises(errors.NotFound, match="No GIS named"):
        connections.session("house", URL)


def test_a_gis_without_encryption_is_not_signed_in_to(connections, registry):
    registry.save(Registration("house", "http://gis.example.org/portal", "abc1234"))
    with pytest.raises(errors.BadRequest, match="over https only"):
        connections.session("house", URL)
