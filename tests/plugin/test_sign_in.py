# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing in through Processing with QGIS's authentication configurations, and through two runs of qgis_process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import requests
from image_services.core.auth import AUTHORIZATION_HEADER, REFERER
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]
gdal.UseExceptions()


@pytest.fixture
def provider(qgis_app):
    from image_services.plugin import library
    from image_services.plugin.gis_store import ProfileRegistry
    from image_services.plugin.provider import ImageServicesProvider

    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    for name in ProfileRegistry().names():
        ProfileRegistry().remove(name)
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


@pytest.fixture
def run(provider):
    def run_algorithm(name, feedback=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
        context = QgsProcessingContext()
        results, _ = algorithm.run(parameters, context, feedback or QgsProcessingFeedback(False), catchExceptions=False)
        return results

    return run_algorithm


class House:
    """The sandbox's portal and servers: secured services, passwords, tokens by hand, and what was seen."""

    def __init__(self, sandbox):
        self.sandbox, self.control = sandbox, sandbox.control
        state = self.control.portal()
        self.passwords = {user["username"]: user["password"] for user in (*state["users"], *state["server_users"])}
        self.portal, self.server, self.standalone = sandbox.portal, sandbox.server, sandbox.standalone
        self.federated = f"{sandbox.server}/rest/services/secure/elevation/dem/ImageServer"
        self.restricted = f"{sandbox.standalone}/rest/services/restricted/elevation/dem/ImageServer"

    def token(self, username, service):
        form = {"username": username, "password": self.passwords[username], "client": "referer", "referer": REFERER}
        return requests.post(service, {**form, "f": "json"}, timeout=20).json()["token"]

    def portal_token(self, username="viewer"):
        return self.token(username, f"{self.portal}/sharing/rest/generateToken")

    def server_token(self):
        return self.token("surveyor", f"{self.standalone}/tokens/")

    def sign_ins(self):
        return [(entry["flow"], entry["ok"]) for entry in self.control.portal()["sign_ins"]]

    def tokens(self, kind):
        return {token["token"] for token in self.control.portal()["tokens"] if token["kind"] == kind}

    def sent(self, context):
        """The tokens that requests to a portal or server carried in the header."""
        values = (
            entry["headers"].get(AUTHORIZATION_HEADER, "")
            for entry in self.control.requests()
            if entry["path"].startswith(f"{context}/") and not entry["path"].endswith("/info")
        )
        return {value.removeprefix("Bearer ").strip() for value in values} - {""}


@pytest.fixture
def house(sandbox):
    return House(sandbox)


@pytest.fixture
def identical(sandbox_data):
    source = gdal.Open(str(sandbox_data / "elevation" / "dem.tif")).ReadAsArray()
    return lambda path: np.array_equal(gdal.Open(str(path)).ReadAsArray(), source)


@pytest.mark.parametrize("place", ["federated", "restricted"])
def test_basic_holds_the_user_name_and_the_password_of_an_account(
    run, house, authentication, tmp_path, identical, place
):
    username, root = ("analyst", house.portal) if place == "federated" else ("surveyor", house.standalone)
    authcfg = authentication("Basic", username=username, password=house.passwords[username])
    run("registergis", NAME="house", URL=root, AUTHCFG=authcfg)
    run("download", SERVICE=getattr(house, place), GIS="house", OUTPUT=str(tmp_path / "out.tif"))
    assert identical(tmp_path / "out.tif")
    flows = [("generateToken", True), ("exchange", True)] if place == "federated" else [("tokens", True)]
    assert house.sign_ins() == flows
    assert not any("Authorization" in entry["headers"] for entry in house.control.requests())


def test_esri_token_is_a_ready_token_of_the_portal(run, house, authentication, tmp_path, identical):
    token = house.portal_token()
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authentication("EsriToken", token=f"{token}\n"))
    run("download", SERVICE=house.federated, GIS="house", OUTPUT=str(tmp_path / "out.tif"))
    assert identical(tmp_path / "out.tif")
    assert house.sent("/server") == house.tokens("server")


def test_esri_token_is_a_ready_token_for_a_download(run, house, authentication, tmp_path, identical):
    token = house.server_token()
    authcfg = authentication("EsriToken", token=token)
    run("download", SERVICE=house.restricted, AUTHCFG=authcfg, OUTPUT=str(tmp_path / "out.tif"))
    assert identical(tmp_path / "out.tif")
    assert house.sent("/standalone") == {token}


@pytest.mark.parametrize("header", ["X_Esri_Authorization", "Authorization"])
def test_headers_are_applied_to_a_download(run, house, authentication, tmp_path, identical, header):
    authcfg = authentication("APIHeader", **{header: f"Bearer {house.server_token()}"})
    run("download", SERVICE=house.restricted, AUTHCFG=authcfg, OUTPUT=str(tmp_path / "out.tif"))
    assert identical(tmp_path / "out.tif")


@pytest.mark.parametrize("header", ["X_Esri_Authorization", "Authorization"])
def test_a_portal_that_qgis_signs_in_to_has_federated_servers_too(
    run, house, authentication, tmp_path, identical, header
):
    """As with OAuth 2: QGIS puts the portal's token on requests, which a federated server does not take."""
    authcfg = authentication("APIHeader", **{header: f"Bearer {house.portal_token()}"})
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authcfg)
    run("download", SERVICE=house.federated, GIS="house", OUTPUT=str(tmp_path / "out.tif"))
    assert identical(tmp_path / "out.tif")
    assert house.sign_ins() == [("generateToken", True), ("exchange", True)]
    assert house.sent("/server") == house.tokens("server")


def test_a_configuration_of_qgis_goes_to_its_portal_and_not_to_strangers(run, house, authentication, web, tmp_path):
    """A server of somebody else's, on another host name, that claims to belong to the portal."""
    token = house.portal_token()
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authentication("APIHeader", X_Key=f"Bearer {token}"))
    claim = f'{{"currentVersion": 11, "owningSystemUrl": "{house.portal}"}}'.encode()
    web.says("/arcgis/rest/info", web.answer(claim))
    stranger = web.url("/arcgis/rest/services/A/ImageServer").replace("127.0.0.1", "localhost")
    with pytest.raises(QgsProcessingException):
        run("serviceinfo", SERVICE=stranger, GIS="house", OUTPUT_HTML=str(tmp_path / "a.html"))
    assert {seen.path for seen in web.seen} >= {"/arcgis/rest/services/A/ImageServer"}
    assert token not in repr(web.seen)
    assert not any("x-key" in seen.headers for seen in web.seen)


# Refusals


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("Basic", {"username": "viewer", "password": "wr0ng-secret"}, "sign-in as “viewer” was refused"),
        ("EsriToken", {"token": "wr0ng-secret"}, "expired or is not valid here"),
        ("APIHeader", {"X_Esri_Authorization": "Bearer wr0ng-secret"}, "expired or is not valid here"),
    ],
)
def test_a_wrong_secret_is_told_in_one_sentence(run, house, authentication, tmp_path, method, values, words):
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authentication(method, **values))
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run("download", SERVICE=house.federated, GIS="house", OUTPUT=str(tmp_path / "out.tif"))
    assert "wr0ng-secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert len(house.sign_ins()) == 1


def test_basic_at_a_download_is_for_web_servers_and_no_account(run, house, authentication, tmp_path):
    authcfg = authentication("Basic", username="surveyor", password=house.passwords["surveyor"])
    with pytest.raises(QgsProcessingException, match="asks for a sign-in"):
        run("download", SERVICE=house.restricted, AUTHCFG=authcfg, OUTPUT=str(tmp_path / "out.tif"))
    assert house.sign_ins() == []


def test_a_configuration_that_is_gone_is_said_to_be_so(run, house, authentication, auth_store, tmp_path):
    authcfg = authentication("Basic", username="viewer", password="p")
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authcfg)
    auth_store.removeAuthenticationConfig(authcfg)
    with pytest.raises(QgsProcessingException, match="authentication configuration"):
        run("download", SERVICE=house.federated, GIS="house", OUTPUT=str(tmp_path / "out.tif"))
    assert house.sent("/server") == set()


def test_a_sign_in_is_never_sent_without_encryption(run, house, authentication):
    authcfg = authentication("Basic", username="viewer", password="p")
    with pytest.raises(QgsProcessingException, match="over https only"):
        run("registergis", NAME="house", URL="http://gis.example.org/portal", AUTHCFG=authcfg)
    with pytest.raises(QgsProcessingException, match="over https only"):
        run("download", SERVICE="http://gis.example.org/arcgis/rest/services/A/ImageServer", AUTHCFG=authcfg)
    with pytest.raises(QgsProcessingException, match="No GIS named"):
        run("unregistergis", NAME="house")


# In the middle of a download


class Ending(QgsProcessingFeedback):
    """Ends all tokens once the download has begun."""

    def __init__(self, house):
        super().__init__(False)
        self.house, self.ended = house, False

    def setProgressText(self, text):
        fetched = any(entry["operation"] == "exportImage" for entry in self.house.control.requests())
        if not self.ended and fetched:
            self.ended = True
            self.house.control.portal(expire=True)


@pytest.mark.parametrize("method", ["Basic", "APIHeader"])
def test_tokens_that_end_in_the_middle_are_renewed_where_that_can_be_done(
    run, house, authentication, tmp_path, identical, method
):
    values = {"username": "viewer", "password": house.passwords["viewer"]}
    if method == "APIHeader":
        values = {"X_Esri_Authorization": f"Bearer {house.portal_token()}"}
    run("registergis", NAME="house", URL=house.portal, AUTHCFG=authentication(method, **values))
    house.control.faults({"kind": "latency", "ms": 150, "operation": "exportImage"})
    feedback = Ending(house)
    parameters = {"SERVICE": house.federated, "GIS": "house", "OUTPUT": str(tmp_path / "out.tif")}
    parameters |= {"TILE_COLUMNS": 200, "TILE_ROWS": 200, "MAX_CONCURRENCY": 2}
    if method == "Basic":
        assert run("download", feedback, **parameters)["TILES_FAILED"] == 0
        assert identical(tmp_path / "out.tif")
    else:
        with pytest.raises(QgsProcessingException, match="expired or is not valid here"):
            run("download", feedback, **parameters)
        assert not (tmp_path / "out.tif").exists()  # what has come already is kept for the next try
    assert feedback.ended


# The next program

# A new database takes its master password from the program that makes it; later ones read it from the file.
STORE = """
import os, sys
from qgis.core import QgsApplication, QgsAuthMethodConfig
app = QgsApplication([], False)
app.initQgis()
with open(os.environ["QGIS_AUTH_PASSWORD_FILE"]) as file:
    assert QgsApplication.authManager().setMasterPassword(file.read(), True)
config = QgsAuthMethodConfig("Basic")
config.setId("sandbox")
config.setName("sandbox")
config.setConfig("username", "analyst")
config.setConfig("password", sys.stdin.read())
assert QgsApplication.authManager().storeAuthenticationConfig(config)[0]
app.exitQgis()
"""


@pytest.mark.slow
def test_the_next_program_knows_the_gis(house, tmp_path, identical):
    profile = tmp_path / "profile"

    def in_profile(*command, text=None):
        environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(profile)}
        return subprocess.run(
            [str(ROOT / "tools" / "qgis-profile"), *command],
            input=text,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
            timeout=180,
        )

    def algorithm(name, **parameters):
        words = [f"{key}={value}" for key, value in parameters.items()]
        return in_profile("qgis_process", "run", f"imageservices:{name}", "--", *words)

    stored = in_profile(sys.executable, "-c", STORE, text=house.passwords["analyst"])
    assert stored.returncode == 0, stored.stderr[-2000:]
    known = {"NAME": "my GIS / 1", "URL": house.portal, "AUTHCFG": "sandbox"}
    first = algorithm("registergis", **known)
    assert first.returncode == 0, first.stderr[-2000:]
    again = algorithm("registergis", **known)
    assert again.returncode != 0
    assert "registered already" in again.stdout + again.stderr
    output = tmp_path / "out.tif"
    done = algorithm("download", SERVICE=house.federated, GIS="my GIS / 1", OUTPUT=output)
    assert done.returncode == 0, done.stderr[-2000:]
    assert identical(output)
    said = "".join(run.stdout + run.stderr for run in (stored, first, again, done))
    kept = [path.read_bytes() for path in profile.rglob("*") if path.is_file()]
    for word in (house.passwords["analyst"], *house.tokens("portal"), *house.tokens("server")):
        assert word not in said
        assert not any(word.encode() in content for content in kept)
    assert algorithm("unregistergis", NAME="my GIS / 1").returncode == 0
    gone = algorithm("download", SERVICE=house.federated, GIS="my GIS / 1", OUTPUT=tmp_path / "gone.tif")
    assert gone.returncode != 0
    assert "No GIS named" in gone.stdout + gone.stderr
