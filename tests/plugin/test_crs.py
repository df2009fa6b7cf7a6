# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references keep their meaning on the way to QGIS and back."""

from __future__ import annotations

import pytest
from image_services.core.spatialref import SpatialReference
from image_services.plugin.crs import to_qgis, to_reference
from qgis.core import QgsCoordinateReferenceSystem

pytestmark = pytest.mark.qgis

PLANT_GRID = "+proj=tmerc +lat_0=51 +lon_0=10 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m"


@pytest.mark.parametrize(
    ("reference", "authid"),
    [
        (SpatialReference(wkid=102100, latest_wkid=3857), "EPSG:3857"),
        (SpatialReference(wkid=25832), "EPSG:25832"),
        (SpatialReference(wkid=102605, latest_wkid=102605), "ESRI:102605"),
    ],
)
def test_codes_go_there_and_back(reference, authid):
    crs = to_qgis(reference)
    assert crs.authid() == authid
    assert to_reference(crs).same_as(reference)


def test_a_reference_of_ones_own_goes_as_text():
    crs = QgsCoordinateReferenceSystem.fromProj(PLANT_GRID)
    reference = to_reference(crs)
    assert reference.wkt
    assert to_qgis(reference) == crs


@pytest.mark.parametrize("reference", [None, SpatialReference(wkid=999999)])
def test_what_is_missing_or_unknown_is_invalid(reference):
    assert not to_qgis(reference).isValid()
