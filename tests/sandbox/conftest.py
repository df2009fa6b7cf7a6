# SPDX-License-Identifier: GPL-2.0-or-later
"""A sandbox over rasters of our own making, whose every pixel the tests know; and one over the recipe's data."""

from __future__ import annotations

import gc
import json
import time

import numpy as np
import pytest
import requests
from osgeo import gdal, osr

# Corners are at no multiple of the cell size, so that a lattice anchored at zero shows up as wrong pixels.
DEM = {"epsg": "EPSG:3857", "corner": (1_000_003.3, 6_000_007.7), "cell": (10.0, 10.0)}
SCENE = {"epsg": "EPSG:32616", "corner": (499_987.5, 4_000_011.25), "cell": (30.0, 30.0)}
CLASSES = {"epsg": "EPSG:5070", "corner": (-1_000_015.0, 1_500_015.0), "cell": (30.0, 30.0)}
GEOGRAPHIC = {"epsg": "EPSG:4326", "corner": (-84.4, 36.7), "cell": (1 / 1200, 1 / 1500)}
SIGNED_BYTE = getattr(gdal, "GDT_Int8", None)  # GDAL 3.7; before it, a Byte with a flag, which GDAL 3.13 refuses
GDAL_TYPES = {
    "u1": gdal.GDT_Byte,
    "i1": SIGNED_BYTE or gdal.GDT_Byte,
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
    if code == "i1" and SIGNED_BYTE is None:
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
        target.WriteArray(band.view(np.uint8) if code == "i1" and SIGNED_BYTE is None else band)
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


class Asker:
    """Somebody who asks the image services of a sandbox over the recipe's rasters, by plain HTTP."""

    def __init__(self, process):
        self.process, self.control, self.data = process, process.control, process.data
        self.client = requests.Session()

    def get(self, name, operation="", headers=None, **params):
        """Get a resource or operation of an image service."""
        address = f"{self.process.services}/{name}/ImageServer/{operation}".rstrip("/")
        return self.client.get(address, params=params, headers=headers, timeout=60)

    def json(self, name, operation="", **params):
        """Get the same as JSON; what is no text becomes JSON on the way there."""
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}
        return self.get(name, operation, f="json", **texts).json()

    def raw(self, name, box, size, dtype, bands=1, operation="exportImage", **params):
        """Export a box (xmin, ymin, xmax, ymax) as bsq: pixels (bands, rows, columns) and mask (rows, columns)."""
        columns, rows = size
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}
        query = {"format": "bsq", "adjustAspectRatio": "false", "interpolation": "RSP_NearestNeighbor", **texts}
        box = ",".join(repr(float(value)) for value in box)
        content = self.get(name, operation, f="image", bbox=box, size=f"{columns},{rows}", **query).content
        kind, count = np.dtype(dtype), columns * rows
        assert len(content) == count * bands * kind.itemsize + -(-count // 8), content[:300]
        pixels = np.frombuffer(content, kind.newbyteorder("<"), count * bands).reshape(bands, rows, columns)
        bits = np.frombuffer(content, np.uint8, offset=count * bands * kind.itemsize)
        return pixels, np.unpackbits(bits, count=count).reshape(rows, columns).astype(bool)


@pytest.fixture
def asker(sandbox):
    """Somebody who asks the image services of the sandbox over the recipe's small rasters."""
    asker = Asker(sandbox)
    yield asker
    asker.client.close()


class Placed:
    """A raster file with its pixels, its mask (of all bands together) and its extent."""

    def __init__(self, path):
        dataset = gdal.Open(str(path))
        self.pixels = dataset.ReadAsArray().reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
        masks = [dataset.GetRasterBand(n + 1).GetMaskBand().ReadAsArray() != 0 for n in range(dataset.RasterCount)]
        self.valid = np.all(masks, axis=0)
        x, self.cell, _, y, _, step = dataset.GetGeoTransform()
        self.xmin, self.ymax, self.step = x, y, -step
        self.extent = (x, y + step * dataset.RasterYSize, x + self.cell * dataset.RasterXSize, y)
        self.size = dataset.RasterXSize, dataset.RasterYSize

    def on(self, box, size):
        """Return pixels (of the first band) and mask on another grid, nearest; 0 outside."""
        columns, rows = size
        x = box[0] + (np.arange(columns) + 0.5) * (box[2] - box[0]) / columns
        y = box[3] - (np.arange(rows) + 0.5) * (box[3] - box[1]) / rows
        column = np.floor((x - self.xmin) / self.cell + 1e-6).astype(int)
        row = np.floor((self.ymax - y) / self.step + 1e-6).astype(int)
        inside = ((row >= 0) & (row < self.size[1]))[:, None] & ((column >= 0) & (column < self.size[0]))[None, :]
        picked = np.ix_(np.clip(row, 0, self.size[1] - 1), np.clip(column, 0, self.size[0] - 1))
        valid = inside & self.valid[picked]
        return np.where(valid, self.pixels[0][picked], 0), valid


@pytest.fixture(scope="session")
def placed(sandbox_data):
    """Return the raster file of that path in the data folder."""
    return lambda path: Placed(sandbox_data / path)


class Publisher:
    """Somebody who publishes on the portal of a sandbox, step by step, by plain HTTP."""

    TOOLS = "System/RasterAnalysisTools"
    ENDS = ("esriJobSucceeded", "esriJobFailed", "esriJobCancelled")

    def __init__(self, visitor, username="publisher", *, online=False):
        self.visitor, self.username, self.online = visitor, username, online
        self.token = visitor.token(username)
        self.server_token = self.token if online else visitor.server_token(username)
        self.home = f"content/users/{username}"
        analysis = f"rasteranalysis/arcgis/rest/services/{self.TOOLS.partition('/')[2]}"
        place = analysis if online else f"server/rest/services/{self.TOOLS}"
        self.tools = f"{visitor.process.url}/{place}/GPServer"

    def portal(self, resource, **form):
        """Post to the portal."""
        return self.visitor.post(resource, token=self.token, **form)

    def get(self, address, **params):
        """Get a resource of a server as JSON."""
        return self.visitor.get(address, self.server_token, **params)

    def tool(self, path, files=None, **form):
        """Post to the raster analysis service."""
        address = f"{self.tools}/{path}".rstrip("/")
        form = {"f": "json", **form}
        headers = bearer(self.server_token)
        return self.visitor.client.post(address, form, files=files, headers=headers, timeout=30).json()

    def upload(self, path):
        """Upload a file in one piece, and return how a job names it."""
        with path.open("rb") as file:
            answer = self.tool("uploads/upload", {"file": (path.name, file, "image/tiff")})
        return {"itemIds": [answer["item"]["itemID"]], "itemsOnServer": True}

    def put(self, path):
        """Put a file into the blob container, and return how a job names it."""
        form = {"storeType": "rasterStore", "expiration": "60"}
        address, _, signature = self.portal(f"{self.home}/generateDirectAccessUrl", **form)["url"].partition("?")
        blob = f"{address}/_images/1/{path.name}"
        headers = {"x-ms-blob-type": "BlockBlob", "If-None-Match": "*"}
        answer = requests.put(f"{blob}?{signature}", path.read_bytes(), headers=headers, timeout=30)
        assert answer.status_code == 201, answer.text
        return {"uris": [blob]}

    def create(self, name, *, tiled=False, folder=None, **form):
        """Create an empty service."""
        capabilities = "Image, Metadata, TilesOnly" if tiled else "Image, Metadata"
        wanted = {"name": name, "description": "", "capabilities": capabilities, "properties": {"path": "@"}}
        form = {"outputType": "imageService", "isView": "false", "createParameters": json.dumps(wanted), **form}
        return self.portal("/".join(part for part in (self.home, folder, "createService") if part), **form)

    def submit(self, given, created, task="CopyRaster", **form):
        """Submit a job that fills the service, and return its address below the service of the tools."""
        service = {"name": created["name"], "serviceUrl": created["serviceurl"]}
        wanted = {"serviceProperties": service, "itemProperties": {"itemId": created["itemId"]}}
        form = {"inputRaster": json.dumps(given), "outputName": json.dumps(wanted), **form}
        return f"{task}/jobs/{self.tool(f'{task}/submitJob', **form)['jobId']}"

    def job(self, address):
        """Return the state of a job."""
        return self.get(f"{self.tools}/{address}")

    def wait(self, address):
        """Return the state in which a job ends."""
        for _ in range(500):
            state = self.job(address)
            if state["jobStatus"] in self.ENDS:
                return state
            time.sleep(0.02)
        message = f"the job does not end: {state}"
        raise AssertionError(message)

    def publish(self, path, name, *, tiled=False, **form):
        """Publish a raster, and return what createService said."""
        given = self.put(path) if self.online else self.upload(path)
        created = self.create(name, tiled=tiled)
        state = self.wait(self.submit(given, created, **form))
        assert state["jobStatus"] == "esriJobSucceeded", state
        return created

    def raw(self, address, dtype):
        """Return all pixels of a service as they are, and where they are valid."""
        facts = self.get(address)
        extent, bands = facts["extent"], facts["bandCount"]
        columns = round((extent["xmax"] - extent["xmin"]) / facts["pixelSizeX"])
        rows = round((extent["ymax"] - extent["ymin"]) / facts["pixelSizeY"])
        query = {
            "f": "image",
            "format": "bsq",
            "bbox": ",".join(repr(extent[name]) for name in ("xmin", "ymin", "xmax", "ymax")),
            "size": f"{columns},{rows}",
            "renderingRule": '{"rasterFunction":"None"}',
            "interpolation": "RSP_NearestNeighbor",
            "adjustAspectRatio": "false",
        }
        headers = bearer(self.server_token)
        body = self.visitor.client.get(f"{address}/exportImage", params=query, headers=headers, timeout=30).content
        kind, count = np.dtype(dtype), columns * rows
        assert len(body) == count * bands * kind.itemsize + -(-count // 8), body[:300]
        pixels = np.frombuffer(body, kind.newbyteorder("<"), count * bands).reshape(bands, rows, columns)
        bits = np.frombuffer(body, np.uint8, offset=count * bands * kind.itemsize)
        return pixels, np.unpackbits(bits, count=count).reshape(rows, columns).astype(bool)


@pytest.fixture
def publisher(visitor):
    """Somebody who may publish, on an Enterprise portal."""
    return Publisher(visitor)


@pytest.fixture
def online(visitor):
    """The same on ArcGIS Online."""
    visitor.control.portal(online=True)
    return Publisher(visitor, online=True)


@pytest.fixture
def raster_file(tmp_path):
    """Return what writes a GeoTIFF of an array (bands, rows, columns), and gives its path."""

    def write(data, name="pub.tif", **options):
        write_raster(tmp_path / name, data, options.pop("place", SCENE), **options)
        return tmp_path / name

    return write


@pytest.fixture
def tiny(raster_file):
    """A small raster of floats."""
    return raster_file(np.arange(600, dtype="f4").reshape(1, 20, 30))
