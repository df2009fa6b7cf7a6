# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:listservices, as a layer of footprints in QGIS."""

from __future__ import annotations

import pytest
from image_services.core.directory import Bounds
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

pytestmark = pytest.mark.qgis
FIELDS = ["name", "title", "type", "url", "item_id", "pixel_type", "bands", "pixel_size", "access", "description"]


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


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says, and may want it to stop."""

    def __init__(self):
        super().__init__(False)
        self.texts = []
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.texts.append(text)


@pytest.fixture
def listed(provider, tmp_path):
    """Run the algorithm; return its layer and its features by name."""

    def run(feedback=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("imageservices:listservices")
        context = QgsProcessingContext()
        parameters = {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}
        results, ok = algorithm.run(parameters, context, feedback or Listener(), catchExceptions=False)
        assert ok
        layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        run.kept = context, layer  # the layer lives in the context
        features = {feature["name"]: feature for feature in layer.getFeatures()}
        assert results["COUNT"] == layer.featureCount() == len(features)
        return layer, features

    run.kept = None
    yield run
    run.kept = None  # now, and not when Python ends: QGIS would be gone by then


@pytest.fixture
def registered(provider, sandbox, authentication):
    """Register the portal with an account of it."""

    def register(username, root=None):
        state = sandbox.control.portal()
        passwords = {user["username"]: user["password"] for user in (*state["users"], *state["server_users"])}
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("imageservices:registergis")
        authcfg = authentication("Basic", username=username, password=passwords[username])
        parameters = {"NAME": "house", "URL": root or sandbox.portal, "AUTHCFG": authcfg}
        assert algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))[1]
        return "house"

    return register


def test_one_footprint_a_service_with_what_it_says_of_itself(listed, sandbox):
    layer, features = listed(URL=sandbox.services)
    assert [field.name() for field in layer.fields()] == FIELDS
    assert layer.crs().authid() == "EPSG:4326"
    assert layer.wkbType() == QgsWkbTypes.Type.Polygon
    scene = features["imagery/scene"]
    assert scene["title"] == "scene"
    assert scene["type"] == "Image Service"
    assert scene["url"] == sandbox.service_url("imagery/scene")
    assert (scene["pixel_type"], scene["bands"], scene["access"]) == ("U16", 4, "public")
    assert scene["pixel_size"] > 0
    box = scene.geometry().boundingBox()
    assert -180 <= box.xMinimum() < box.xMaximum() <= 180
    assert -90 <= box.yMinimum() < box.yMaximum() <= 90
    assert features["landcover/nested/deep/binary"]["bands"] == 1


def test_a_listing_that_was_cut_says_so(listed, sandbox, monkeypatch):
    monkeypatch.setattr("image_services.core.listing.Bounds", lambda: Bounds(services=3))
    listener = Listener()
    _, features = listed(listener, URL=sandbox.services)
    assert len(features) == 3
    assert listener.warnings == ["The listing was cut after 3 services: the server has more."]


def test_a_service_without_a_known_place_has_no_geometry(listed, sandbox):
    _, features = listed(URL=sandbox.services, SEARCH="nosr")
    assert list(features) == ["quirks/nosr"]
    assert features["quirks/nosr"].geometry().isNull()
    assert features["quirks/nosr"]["pixel_type"] != NULL


def test_a_registered_portal_is_searched_with_its_account(listed, registered, sandbox):
    _, public = listed(URL=sandbox.portal)
    assert {feature["access"] for feature in public.values()} == {"public"}
    _, whole = listed(GIS=registered("admin"))
    assert {feature["access"] for feature in whole.values()} == {"public", "org", "private"}
    assert all(feature["item_id"] and feature["pixel_type"] for feature in whole.values())
    assert [entry["flow"] for entry in sandbox.control.portal()["sign_ins"]] == ["generateToken", "exchange"]


def test_a_registered_gis_opens_another_address(listed, registered, sandbox):
    _, features = listed(
        GIS=registered("viewer"), URL=f"{sandbox.server}/rest/services/secure/elevation/dem/ImageServer"
    )
    assert features["secure/elevation/dem"]["access"] == "signed in"


def test_what_wants_a_sign_in_is_listed_and_says_so(listed, registered, sandbox):
    secured = f"{sandbox.server}/rest/services/secure/quirks/limited/ImageServer"
    _, features = listed(URL=secured)
    (feature,) = features.values()
    assert (feature["access"], feature["pixel_type"], feature["bands"]) == ("sign-in required", NULL, NULL)
    _, features = listed(GIS=registered("viewer"), URL=secured)
    assert [feature["access"] for feature in features.values()] == ["no access"]


def test_a_locked_folder_is_listed_in_place_of_its_services(listed, registered, sandbox):
    _, features = listed(URL=sandbox.standalone)
    assert (features["restricted"]["type"], features["restricted"]["access"]) == ("Folder", "sign-in required")
    assert features["elevation/dem"]["access"] == "public"
    _, opened = listed(GIS=registered("surveyor", sandbox.standalone))
    assert "restricted" not in opened
    assert opened["restricted/elevation/dem"]["access"] == "signed in"


def test_texts_of_strangers_are_plain_and_no_html(listed, sandbox):
    sandbox.control.portal(items=1)
    _, features = listed(URL=sandbox.portal, SEARCH="bold")
    for feature in features.values():
        assert "<script" not in feature["description"]


def test_the_layer_can_be_a_file(listed, sandbox, tmp_path):
    path = str(tmp_path / "services.gpkg")
    listed(URL=sandbox.services, SEARCH="jacksboro", OUTPUT=path)
    assert QgsVectorLayer(path, "services", "ogr").featureCount() == 1


def test_words_that_are_nowhere_give_an_empty_layer(listed, sandbox):
    layer, features = listed(URL=sandbox.services, SEARCH="no-such-thing")
    assert features == {}
    assert layer.isValid()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "Choose a registered GIS, or give an address"),
        ({"GIS": "nobody"}, "No GIS named"),
        ({"URL": "two words"}, "This is not an address"),
        ({"URL": "https://[half"}, "This is not an address"),
    ],
)
def test_what_cannot_be_listed_is_one_sentence(listed, parameters, words):
    with pytest.raises(QgsProcessingException, match=words):
        listed(**parameters)


def test_what_is_no_gis_is_one_sentence(listed, web):
    with pytest.raises(QgsProcessingException, match="neither an ArcGIS portal nor an ArcGIS server"):
        listed(URL=web.url("/some/page"))


def test_a_long_listing_can_be_cancelled(listed, sandbox):
    class Impatient(Listener):
        def setProgressText(self, text):
            self.texts.append(text)

        def isCanceled(self):
            return bool(self.texts)

    sandbox.control.portal(items=20_000)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        listed(Impatient(), URL=sandbox.portal)
    assert len(sandbox.control.requests()) < 1000
