# SPDX-License-Identifier: GPL-2.0-or-later
"""A sandbox to publish to, rasters of every kind to publish, and a look at what is left on the server."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from image_services import core
from image_services.core import gis, job_status, leftovers, session, upload, verification
from image_services.core.pixels import PIXEL_TYPES, of_dtype
from image_services.core.retry import RetryPolicy
from osgeo import gdal, osr

from sandbox.process import SandboxProcess, start

gdal.UseExceptions()
PASSWORD = "publisher-Pa55"
CORNER = (500_003.3, 5_400_007.7)
CELL = (12.5, 7.25)
SIGNED_BYTE = getattr(gdal, "GDT_Int8", None)  # GDAL 3.7; before it, a Byte with a flag, which GDAL 3.13 refuses
GDAL_TYPES = {
    "U8": gdal.GDT_Byte,
    "S8": SIGNED_BYTE or gdal.GDT_Byte,
    "U16": gdal.GDT_UInt16,
    "S16": gdal.GDT_Int16,
    "U32": gdal.GDT_UInt32,
    "S32": gdal.GDT_Int32,
    "F32": gdal.GDT_Float32,
    "F64": gdal.GDT_Float64,
}


@pytest.fixture(scope="session")
def publishing_sandbox(tmp_path_factory):
    """A sandbox of its own, with one small raster: it does not start without."""
    folder = tmp_path_factory.mktemp("served")
    write_raster(folder / "small.tif", np.ones((1, 4, 4), np.uint8))
    with start(folder) as process:
        yield process


@dataclass
class World:
    """The portal of the sandbox, and what can be seen of it from outside."""

    process: SandboxProcess
    gis: str

    @property
    def control(self):
        return self.process.control

    def state(self) -> dict:
        """Return what was sent and what is published."""
        return self.control.portal()["publishing"]

    def left(self) -> list:
        """Return the services and uploads that the server has."""
        return self.state()["published"] + self.state()["uploads"]

    def set(self, **settings) -> None:
        self.control.portal(**settings)

    def calls(self, *operations: str) -> list[dict]:
        """Return the requests for some operations, in their order."""
        return [entry for entry in self.control.requests() if entry["operation"] in operations]


@pytest.fixture
def world(publishing_sandbox, monkeypatch):
    """A fresh portal, signed in to as its publisher, and a client in a hurry."""
    publishing_sandbox.control.reset()
    gis.use_registry(None)
    core.register_gis("portal", publishing_sandbox.portal, username="publisher", password=PASSWORD)
    monkeypatch.setattr(upload, "PATIENCE", RetryPolicy(attempts=4, base_s=0.01))
    monkeypatch.setattr(session, "RetryPolicy", lambda attempts=4: RetryPolicy(attempts, base_s=0.01))
    monkeypatch.setattr(job_status, "FIRST_POLL_S", 0.02)
    monkeypatch.setattr(verification, "FIRST_POLL_S", 0.02)
    monkeypatch.setattr(verification, "READY_S", 5.0)
    monkeypatch.setattr(leftovers, "POLL_S", 0.02)
    yield World(publishing_sandbox, "portal")
    gis.use_registry(None)


@pytest.fixture
def raster(tmp_path):
    """A small raster of one band."""
    return write_raster(tmp_path / "in.tif", values_of("S16", 1, 60, 80))


@pytest.fixture
def large(tmp_path):
    """A raster whose file has many parts of 4096 bytes."""
    return write_raster(tmp_path / "large.tif", values_of("F32", 1, 120, 150))


_names = itertools.count(1)


@pytest.fixture
def name():
    """A name that no other test has."""
    return f"service_{next(_names)}"


def values_of(code: str, bands: int, rows: int, columns: int) -> np.ndarray:
    """Return values over the range of a pixel type, the extremes of whole numbers and F32 among them."""
    random = np.random.default_rng(bands)
    kind = PIXEL_TYPES[code]
    dtype = np.dtype(kind.numpy_name)
    if kind.is_float:
        data = random.normal(0, 1000, (bands, rows, columns)).astype(dtype)
        edge = kind.maximum if code == "F32" else 1e100
        data[:, 0, 0], data[:, 0, 1] = -edge, edge
        return data
    data = random.integers(int(kind.minimum), int(kind.maximum) + 1, (bands, rows, columns)).astype(dtype)
    data[:, 0, 0], data[:, 0, 1] = kind.minimum, kind.maximum
    return data


def write_raster(
    path: Path, data: np.ndarray, *, holes=None, wkt="EPSG:32632", transform=None, no_data=None, **options
):
    """Write a GeoTIFF: shape (bands, rows, columns); ``holes`` become its NoData, or a mask where it has none."""
    bands, rows, columns = data.shape
    code = of_dtype(data.dtype).code
    is_flagged = code == "S8" and SIGNED_BYTE is None
    creation = ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", *(["PIXELTYPE=SIGNEDBYTE"] if is_flagged else [])]
    creation += [f"{key.upper()}={value}" for key, value in options.items()]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, GDAL_TYPES[code], creation)
    if wkt:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(wkt)
        dataset.SetSpatialRef(reference)
    dataset.SetGeoTransform(transform or (CORNER[0], CELL[0], 0, CORNER[1], 0, -CELL[1]))
    for index, band in enumerate(data, start=1):
        target = dataset.GetRasterBand(index)
        target.SetDescription(f"band {index}")
        if holes is not None and no_data is not None:
            pixels = np.where(holes[index - 1], data.dtype.type(no_data), band)
            target.SetNoDataValue(no_data)
        else:
            pixels = band
        target.WriteArray(pixels.view(np.uint8) if is_flagged else pixels)
    if holes is not None and no_data is None:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(holes.any(axis=0), 0, 255).astype(np.uint8))
    dataset = None
    return path


@pytest.fixture(name="write_raster")
def _write_raster():
    return write_raster


@pytest.fixture(name="values_of")
def _values_of():
    return values_of
