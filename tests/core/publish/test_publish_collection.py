# SPDX-License-Identifier: GPL-2.0-or-later
"""Several rasters as one service; against a portal that answers as Esri's own client expects (recordings 46 and 64)."""

from __future__ import annotations

import json
import threading
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from image_services import core
from image_services.core import gis, job_status
from image_services.core.errors import PlanError, PublishError
from image_services.core.publishing import publish_collection
from osgeo import gdal

ITEM = "0123456789abcdef0123456789abcdef"
PARAMETERS = ("inputRasters", "imageCollection", "rasterType", "context")


class Portal(ThreadingHTTPServer):
    """A portal with raster analytics in one process, which keeps what it is sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/portal"
        self.tools = f"http://127.0.0.1:{self.server_port}/server/rest/services/System/RasterAnalysisTools/GPServer"
        self.service = f"http://127.0.0.1:{self.server_port}/server/rest/services/Hosted/c/ImageServer"
        self.forms = []
        self.files = {}
        self.state = "esriJobSucceeded"

    def answer(self, path, form):
        last = path.rpartition("/")[2]
        if last == "self":
            tools = {"rasterAnalytics": {"url": self.tools}}
            return {"isPortal": True, "name": "P", "helperServices": tools, "user": {"username": "u"}}
        if last == "CreateImageCollection":
            names = [{"name": name, "direction": "esriGPParameterDirectionInput"} for name in PARAMETERS]
            return {"executionType": "esriExecutionTypeAsynchronous", "parameters": names}
        if last == "createService":
            return {"success": True, "itemId": ITEM, "serviceurl": self.service}
        if last == "submitJob":
            return {"jobId": "j1", "jobStatus": "esriJobSubmitted"}
        if last == "j1":
            results = {"result": {"paramUrl": "results/result"}}
            return {"jobStatus": self.state, "results": results, "messages": []}
        if last == "result":
            return {"value": {"itemId": ITEM, "url": self.service}}
        if last == "ImageServer":
            extent = {"xmin": 0, "ymin": 0, "xmax": 9, "ymax": 9, "spatialReference": {"wkid": 4326}}
            return {"extent": extent, "pixelSizeX": 1, "pixelSizeY": 1, "bandCount": 1, "pixelType": "S32"}
        if last == "isServiceNameAvailable":
            return {"available": True}
        return {"success": True, "id": ITEM}

    def upload(self, body, content_type):
        raw = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
        parts = BytesParser().parsebytes(raw).get_payload()
        file = next(part for part in parts if part.get_filename())
        identity = f"i{len(self.files) + 1}"
        self.files[identity] = (file.get_filename(), file.get_payload(decode=True))
        return {"success": True, "item": {"itemID": identity, "committed": True}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Write no log."""

    def do_GET(self):
        self._send(self.server.answer(urlsplit(self.path).path, {}))

    def do_POST(self):
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"].startswith("multipart/"):
            self._send(self.server.upload(body, self.headers["Content-Type"]))
            return
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        self.server.forms.append((path, form))
        self._send(self.server.answer(path, form))

    def _send(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def portal(monkeypatch):
    monkeypatch.setattr(job_status, "FIRST_POLL_S", 0.01)
    one = Portal()
    thread = threading.Thread(target=one.serve_forever, args=(0.01,))
    thread.start()
    gis.use_registry(None)
    core.register_gis("p", one.url)
    yield one
    gis.use_registry(None)
    one.shutdown()
    thread.join()
    one.server_close()


@pytest.fixture
def rasters(tmp_path, write_raster, values_of):
    return [
        write_raster(tmp_path / "one.tif", values_of("U8", 1, 30, 40)),
        write_raster(tmp_path / "nowhere.tif", values_of("U8", 1, 30, 40), wkt=""),
        write_raster(tmp_path / "two.tif", values_of("S16", 1, 20, 10), wkt="EPSG:4326"),
    ]


def forms(portal, last):
    return [form for path, form in portal.forms if path.endswith(f"/{last}")]


def test_rasters_become_one_service(portal, rasters, tmp_path):
    seen = []
    result = publish_collection(rasters, gis="p", service_name="my c", progress=seen.append)
    assert (result.status, result.service_url, result.title) == ("succeeded", portal.service, "my c")
    assert result.notes == ("Left out, for they have no spatial reference: nowhere.",)
    assert result.promotion_text == "Int16 -> Int32, NoData 2147483647"
    (form,) = forms(portal, "submitJob")
    assert json.loads(form["inputRasters"]) == {"itemIds": ["i1", "i2"], "itemsOnServer": True}
    assert json.loads(form["imageCollection"])["itemProperties"] == {"itemId": ITEM}
    assert json.loads(form["rasterType"])["rasterTypeName"] == "Raster Dataset"
    assert [name for name, _ in portal.files.values()] == ["my_c_1.tif", "my_c_2.tif"]
    assert {now.text[:8] for now in seen if now.step == "upload"} == {"1 of 2: ", "2 of 2: "}
    for raster, (name, content) in zip((rasters[0], rasters[2]), portal.files.values(), strict=True):
        (tmp_path / name).write_bytes(content)
        sent = gdal.Open(str(tmp_path / name)).ReadAsArray()
        assert sent.dtype == np.int32  # of one kind, that holds the values of both
        assert np.array_equal(sent, gdal.Open(str(raster)).ReadAsArray())
    assert len(forms(portal, "delete")) == 2  # the uploads


def test_nothing_is_left_of_a_collection_that_failed(portal, rasters):
    portal.state = "esriJobFailed"
    with pytest.raises(PublishError, match="job failed"):
        publish_collection(rasters, gis="p", service_name="c")
    deleted = [path for path, _ in portal.forms if path.endswith("/delete")]
    assert [path.split("/")[-2] for path in deleted] == [ITEM, "i1", "i2"]


def test_rasters_that_lie_nowhere(portal, rasters):
    with pytest.raises(PlanError, match="None of the rasters has a spatial reference"):
        publish_collection(rasters[1:2], gis="p", service_name="c")
    assert portal.forms == []


def test_rasters_of_different_bands(portal, rasters, tmp_path, write_raster, values_of):
    rasters.append(write_raster(tmp_path / "three.tif", values_of("U8", 3, 5, 5)))
    with pytest.raises(PlanError, match="“three” has 3 bands and “one” 1"):
        publish_collection(rasters, gis="p", service_name="c")
    assert portal.forms == []
    assert publish_collection(rasters, gis="p", service_name="c", bands=[1]).status == "succeeded"
