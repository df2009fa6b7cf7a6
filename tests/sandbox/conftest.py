# SPDX-License-Identifier: GPL-2.0-or-later
"""A sandbox over rasters of our own making, whose every pixel the tests know; and one over the recipe's data."""

from __future__ import annotations

import gc
import json

import numpy as np
import pytest
import requests
from osgeo import gdal, osr

# Corners are at no multiple of the cell size, so that a lattice anchored at zero shows up as wrong pixels.
DEM = {"epsg": "EPSG:3857", "corner": (1_000_003.3, 6_000_007.7), "cell": (10.0, 10.0)}
SCENE = {"epsg": "EPSG:32616", "corner": (499_987.5, 4_000_011.25), "cell": (30.0, 30.0)}
CLASSES = {"epsg": "EPSG:5070", "corner": (-1_000_015.0, 1_500_015.0), "cell": (30.0, 30.0)}
GEOGRAPHIC = {"epsg": "EPSG:4326", "corner": (-84.4, 36.7), "cell": (1 / 1200, 1 / 1500)}
GDAL_TYPES = {
    "u1": gdal.GDT_Byte,
    "i1": gdal.GDT_Byte,
    "u2": gdal.GDT_UInt16,
    "i2": gdal.GDT_Int16,
    "u4": gdal.GDT_UInt32,
    "i4": gdal.GDT_Int32,
    "f4": gdal.GDT_Float32,
    "f8": gdal.GDT_Float64,
}


def write_raster(path, data, place, nodata=None, table=None, overrides=None):
    """Write a GeoTIFF of the array (bands, rows, columns) and the service description beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = data.dtype.kind + str(data.dtype.itemsize)
    options = ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]
    if code == "i1":
        options.append("PIXELTYPE=SIGNEDBYTE")
    bands, rows, columns = data.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, GDAL_TYPES[code], options)
    reference = osr.SpatialReference()
    reference.SetFromUserInput(place["epsg"])
    dataset.SetSpatialRef(reference)
    (x, y), (dx, dy) = place["corner"], place["cell"]
    dataset.SetGeoTransform((x, dx, 0, y, 0, -dy))
    for index, band in enumerate(data):
        target = dataset.GetRasterBand(index + 1)
        if nodata is not None:
            target.SetNoDataValue(nodata)
        target.WriteArray(band.view(np.uint8) if code == "i1" else band)
    if table is not None:
        dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    if overrides:
        path.with_name(path.stem + ".service.json").write_text(json.dumps(overrides))


def land_cover_table(classes):
    """Return a GDAL attribute table of (value, name, red, green, blue) rows."""
    table = gdal.RasterAttributeTable()
    for name, kind in (("Value", gdal.GFT_Integer), ("Count", gdal.GFT_Real), ("Class_Name", gdal.GFT_String)):
        table.CreateColumn(name, kind, gdal.GFU_Generic)
    for name in ("Red", "Green", "Blue"):
        table.CreateColumn(name, gdal.GFT_Integer, gdal.GFU_Generic)
    table.SetRowCount(len(classes))
    for row, (value, name, *colour) in enumerate(classes):
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsDouble(row, 1, 10.0 * value)
        table.SetValueAsString(row, 2, name)
        for column, level in enumerate(colour, start=3):
            table.SetValueAsInt(row, column, level)
    return table


class World:
    """A running sandbox and what it serves: ``pixels[name]`` (bands, rows, columns) and ``valid[name]``."""

    CLASSES = ((11, "Open Water", 71, 107, 160), (41, "Forest", 28, 99, 48), (82, "Crops", 170, 112, 40))

    def __init__(self, process, pixels, valid, places):
        self.process, self.pixels, self.valid, self.places = process, pixels, valid, places
        self.control = process.control
        self.client = requests.Session()

    def get(self, path, **params):
        """Get a resource below the services directory."""
        return self.client.get(f"{self.process.services}/{path}", params=params, timeout=60)

    def json(self, name, operation="", **params):
        """Get a resource or operation of an image service as JSON."""
        return self.get(f"{name}/ImageServer/{operation}".rstrip("/"), f="json", **params).json()

    def export(self, name, **params):
        """Get exportImage with f=image unless told otherwise."""
        return self.get(f"{name}/ImageServer/exportImage", **{"f": "image", **params})

    def box(self, name, column, row, columns, rows):
        """Return the bbox of some source cells as text."""
        (x, y), (dx, dy) = self.places[name]["corner"], self.places[name]["cell"]
        return f"{x + column * dx!r},{y - (row + rows) * dy!r},{x + (column + columns) * dx!r},{y - row * dy!r}"

    def raw(self, name, size, dtype, bands=1, **params):
        """Export as bsq with the raw values and decode it: pixels (bands, rows, columns) and mask (rows, columns)."""
        columns, rows = size
        query = {
            "format": "bsq",
            "size": f"{columns},{rows}",
            "renderingRule": '{"rasterFunction":"None"}',
            "interpolation": "RSP_NearestNeighbor",
            "adjustAspectRatio": "false",
            **params,
        }
        answer = self.export(name, **{key: value for key, value in query.items() if value is not None})
        kind = np.dtype(dtype)
        count = columns * rows
        assert len(answer.content) == count * bands * kind.itemsize + -(-count // 8), answer.content[:300]
        pixels = np.frombuffer(answer.content, kind.newbyteorder("<"), count * bands).reshape(bands, rows, columns)
        bits = np.frombuffer(answer.content, np.uint8, offset=count * bands * kind.itemsize)
        return pixels, np.unpackbits(bits, count=count).reshape(rows, columns).astype(bool)


@pytest.fixture(scope="session")
def world_session(tmp_path_factory):
    """The rasters and one server over them, for the whole run."""
    from sandbox.process import start

    folder = tmp_path_factory.mktemp("world")
    rng = np.random.default_rng(20)
    dem = (rng.random((1, 200, 300)) * 900 - 100).astype("f4")
    dem_valid = np.ones((200, 300), bool)
    dem_valid[50:70, 90:130] = False
    dem[:, ~dem_valid] = -9999
    scene = rng.integers(1, 4000, (4, 150, 170)).astype("u2")
    classes = rng.choice(np.array([11, 41, 82], "u1"), (1, 120, 140))
    signed = rng.integers(-128, 128, (1, 60, 50)).astype("i1")
    precise = rng.normal(0, 1e6, (1, 40, 45))
    geographic = rng.integers(-300, 3000, (1, 90, 100)).astype("i2")
    months = rng.integers(0, 1000, (3, 40, 45)).astype("i2")
    pixels = {
        "elevation/dem": dem,
        "imagery/deep/scene": scene,
        "classes": classes,
        "signed": signed,
        "precise": precise,
        "geographic": geographic,
        "months": months,
    }
    places = dict.fromkeys(pixels, DEM) | {"imagery/deep/scene": SCENE, "classes": CLASSES, "geographic": GEOGRAPHIC}
    for name, data in pixels.items():
        write_raster(
            folder / f"{name}.tif",
            data,
            places[name],
            nodata=-9999 if name == "elevation/dem" else None,
            table=land_cover_table(World.CLASSES) if name == "classes" else None,
            overrides={"slices": [1000, [2000, 2999], 3000], "generation": "11"} if name == "months" else None,
        )
    valid = {name: np.ones(data.shape[1:], bool) for name, data in pixels.items()} | {"elevation/dem": dem_valid}
    with start(folder) as process:
        world = World(process, pixels, valid, places)
        yield world
        world.client.close()


@pytest.fixture
def world(world_session):
    """The server over known rasters, without faults or overrides."""
    world_session.control.reset()
    yield world_session
    world_session.control.reset()


@pytest.fixture(scope="session")
def recipe_folder(tmp_path_factory):
    """The data folder with every raster of the recipe in its small size, made anew. Read only."""
    from sandbox.recipe.catalogue import make

    folder = tmp_path_factory.mktemp("recipe")
    make(folder, "small")
    return folder


@pytest.fixture(scope="module")
def gis(recipe_folder):
    """A running sandbox over the recipe's data."""
    from sandbox.process import start

    with start(recipe_folder) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def datasets_closed():
    """Close what hangs in reference cycles: a GDAL dataset that outlives QGIS takes the interpreter down with it."""
    yield
    gc.collect()


class Visitor:
    """Somebody at the portal of a sandbox, by plain HTTP; ``referer`` goes along with every request."""

    REFERER = "https://tests.example.org"

    def __init__(self, process):
        self.process, self.control = process, process.control
        self.rest = f"{process.portal}/sharing/rest"
        self.passwords = {user["username"]: user["password"] for user in self.control.portal()["users"]}
        self.client = requests.Session()
        self.client.headers["Referer"] = self.REFERER

    def get(self, resource, token=None, **params):
        """Get a resource of the portal as JSON."""
        return self.client.get(
            self._address(resource), params={"f": "json", **params}, headers=bearer(token), timeout=30
        ).json()

    def post(self, resource, **form):
        """Post a form to a resource of the portal, and return its JSON."""
        return self.client.post(self._address(resource), {"f": "json", **form}, timeout=30).json()

    def token(self, username="analyst", **form):
        """Sign in by generateToken."""
        form = {"client": "referer", "referer": self.REFERER, **form}
        return self.post("generateToken", username=username, password=self.passwords[username], **form)["token"]

    def server_token(self, username="analyst", **form):
        """Sign in and exchange the token for one of the federated server."""
        form = {"referer": self.REFERER, "serverUrl": self.process.server, **form}
        return self.post("generateToken", token=self.token(username), **form)["token"]

    def _address(self, resource):
        return resource if resource.startswith("http") else f"{self.rest}/{resource}"


def bearer(token):
    """Return the header that carries a token, none for None."""
    return {} if token is None else {"X-Esri-Authorization": f"Bearer {token}"}


@pytest.fixture
def visitor(sandbox):
    """Somebody at the portal of the sandbox over the recipe's small rasters."""
    visitor = Visitor(sandbox)
    yield visitor
    visitor.client.close()
