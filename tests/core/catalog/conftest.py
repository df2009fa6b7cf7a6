# SPDX-License-Identifier: GPL-2.0-or-later
"""The sandbox's mosaics and the files they are made of, and services that are only described."""

from __future__ import annotations

import json

import numpy as np
import pytest
from image_services.core.connect import open_service
from image_services.core.service import ImageService
from osgeo import gdal

gdal.UseExceptions()
URL = "https://example.org/arcgis/rest/services/Some/ImageServer"


@pytest.fixture
def opened(sandbox):
    """Opens a service of the sandbox by its name."""
    return lambda name: open_service(sandbox.service_url(name))


@pytest.fixture
def described():
    """Describes a service without a server."""

    def describe(**root):
        plain = {
            "name": "Some",
            "extent": {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 100, "spatialReference": {"wkid": 3857}},
            "pixelSizeX": 1,
            "pixelSizeY": 1,
            "bandCount": 1,
            "pixelType": "F32",
            "currentVersion": 10.91,
        }
        return ImageService.from_json(URL, {**plain, **root})

    return describe


@pytest.fixture
def recorded(shared_data):
    """Reads a recorded answer by the name of its file."""
    return lambda name: json.loads((shared_data / "real-services" / name).read_text(encoding="utf-8"))


@pytest.fixture
def source(sandbox_data):
    """Reads a file of the sandbox: pixels, shape (bands, rows, columns)."""

    def read(*parts):
        array = gdal.Open(str(sandbox_data.joinpath(*parts))).ReadAsArray()
        return array if array.ndim == 3 else array[np.newaxis]

    return read


@pytest.fixture
def pixels():
    """Reads a file that was downloaded: pixels, shape (bands, rows, columns)."""

    def read(path):
        array = gdal.Open(str(path)).ReadAsArray()
        return array if array.ndim == 3 else array[np.newaxis]

    return read
