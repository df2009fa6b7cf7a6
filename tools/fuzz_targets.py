# SPDX-License-Identifier: GPL-2.0-or-later
"""What is fuzzed: every reader of a server's words, and every decoder of its pixels, each as a function of one answer.

A reader may return what it read, or raise an error of the library; anything else is a defect. Tests feed them with
mutations of good answers; ``tools/fuzz.py`` with whatever reaches new lines of code.
"""

from __future__ import annotations

import copy
import itertools
import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from image_services.core import envelope, lenient, tilemap
from image_services.core.auth import Credentials, GisAuth
from image_services.core.cancel import Cancel
from image_services.core.catalog import Catalog, rasters_of
from image_services.core.content import Content
from image_services.core.decode import Expected, decode
from image_services.core.dimensions import variables_of
from image_services.core.directory import discover, walk_folders
from image_services.core.errors import BadRequest, ImageServiceError
from image_services.core.functions import functions_of, slip_in
from image_services.core.gis import Gis
from image_services.core.histograms import histograms_of
from image_services.core.identify import identified_of
from image_services.core.job_status import JobStatus, result_of, status_from
from image_services.core.jobs import PublishJob
from image_services.core.original_files import files_of, once_each, placed
from image_services.core.originals import list_originals
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.portal import Portal, Query
from image_services.core.publish_target import PublishTarget, target, task_parameters, upload_limit
from image_services.core.resources import classes_of_table, colors_of_map
from image_services.core.samples import samples_of
from image_services.core.service import ImageService
from image_services.core.slices import slices_of
from image_services.core.steps import steps_of_each, steps_of_rasters, steps_of_slices, steps_of_variables
from image_services.core.stretch import stretch_in
from image_services.core.tiling import TileScheme
from image_services.core.upload import ServerUpload
from image_services.core.verification import Expected as ExpectedService

URL = "https://gis.example/arcgis/rest/services/A/ImageServer"
# More requests than any reader needs for answers as short as these: it asks for ever.
MOST_REQUESTS = 300


class Answering:
    """A session that answers every request alike, as `Session` would hand it on."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self._asked = 0

    def json(self, url: str, params: Mapping[str, str] | None = None, *, cancel: Cancel | None = None) -> Any:
        """Return the answer, or raise what it reports."""
        self._asked += 1
        if self._asked > MOST_REQUESTS:
            message = f"asks for ever, at last for {url}"
            raise AssertionError(message)
        error = envelope.error_in(self._answer, url)
        if error is not None:
            raise error
        if not isinstance(self._answer, dict):
            raise BadRequest("This is no object.")
        return self._answer

    def act(self, url: str, form: Mapping[str, str], *, repeat: bool = False, cancel: Cancel | None = None) -> Any:
        """Return the answer, or raise what it reports."""
        return self.json(url, form)

    def post(self, url: str, form: Mapping[str, str], *, cancel: Cancel | None = None) -> Any:
        """Return the answer, or raise what it reports."""
        return self.json(url, form)

    def close(self) -> None:
        """Do nothing."""


class AnsweringGis(Gis):
    """A GIS whose sessions answer every request alike."""

    def session_for(self, url: str) -> Any:
        """Return such a session."""
        return self.credentials() if self.credentials else None


def _each(*reads: Callable[[], Any]) -> None:
    """Do one thing after the other; an error of the library ends only the one that raised it."""
    for read in reads:
        try:
            found = read()
            if isinstance(found, Iterator):
                list(itertools.islice(found, 10_000))
        except ImageServiceError as error:
            f"{error}{error.url}"


def _service(answer: Any) -> None:
    service = ImageService.from_json(URL, answer)
    _each(
        lambda: service.grid,
        lambda: service.crs,
        lambda: TileScheme.of(service),
        service.plan,
        lambda: service.plan(source="tiles"),
        lambda: service.plan(cell_size=service.cell_width * 2),
    )


def _catalog(answer: Any) -> None:
    root = {**ROOT, **{key: answer[key] for key in ("fields", "objectIdField", "timeInfo") if key in answer}}
    for version in (10.1, 10.91):
        page = {"maxRecordCount": answer.get("maxRecordCount", 2), "currentVersion": version}
        service = ImageService.from_json(URL, {**root, **page})
        session: Any = Answering(answer)
        catalog = Catalog(service, session)
        found = rasters_of(answer, catalog.id_field, catalog.time_fields)
        _each(
            lambda c=catalog: c.rasters(),
            lambda c=catalog: c.count(),
            lambda c=catalog: c.ids(),
            lambda f=found: steps_of_each(f),
            lambda f=found, s=service: steps_of_rasters(f, s),
            lambda f=found: [(each.extent, each.period and each.period.words) for each in f],
        )


def _portal(answer: Any) -> None:
    session: Any = Answering(answer)
    portal = Portal("https://gis.example/portal", session)
    _each(
        portal.info,
        lambda: portal.search(Query("word")),
        lambda: portal.content("ann"),
        lambda: portal.folders("ann"),
        lambda: portal.groups("ann"),
        lambda: portal.item("0" * 32),
    )


def _content(answer: Any) -> None:
    session: Any = Answering(answer)
    content = Content("https://gis.example/portal", "ann", session)
    _each(
        lambda: content.is_available("a"),
        lambda: content.folder_id("a"),
        lambda: content.create_service("a", "A", "Image"),
        lambda: content.service_named("a"),
        lambda: content.url_of("1"),
        lambda: content.update("1", {}),
        lambda: content.share("1", "org"),
        lambda: content.delete("1"),
        content.direct_access_url,
    )


def _publishing(answer: Any) -> None:
    session: Any = Answering(answer)
    gis: Any = AnsweringGis("a", "https://gis.example/portal", credentials=lambda: session)
    place = PublishTarget(gis, "enterprise", raster_analytics="https://gis.example/ra/rest/services/T/GPServer")
    upload = ServerUpload(session, "https://gis.example/ra", 4096, Cancel(), lambda url: None, lambda done: None)
    _each(
        lambda: target(gis),
        lambda: task_parameters(place),
        lambda: upload_limit(place),
        lambda: upload._item_of_answer(answer, URL),
        lambda: upload._parts("1"),
        lambda: upload._is_committed("1"),
    )


def _job(answer: Any) -> None:
    session: Any = Answering(answer)
    now = status_from(answer)
    ended = JobStatus("succeeded", results={"out": "results/out"})
    _each(
        lambda: PublishJob.from_json(json.dumps(answer)).age_s,
        lambda: PublishJob.from_json(json.dumps(answer)).job_id,
        lambda: result_of(session, URL, ended),
        lambda: now.is_final,
    )
    expected = ExpectedService.from_json(answer)
    if expected is not None:
        expected.differences(ImageService.from_json(URL, ROOT))


def _signing(answer: Any) -> None:
    session: Any = Answering(answer)
    auth = GisAuth("https://gis.example/portal", session, credentials=lambda: Credentials("ann", "word"))
    _each(
        lambda: auth.value_for("https://gis.example/portal/sharing/rest"),
        lambda: auth.value_for("https://gis.example/server/rest/services"),
        lambda: auth.value_for("https://other.example/server/rest/services"),
    )


def _directory(answer: Any) -> None:
    session: Any = Answering(answer)
    _each(
        lambda: itertools.islice(walk_folders(session, "https://gis.example/arcgis"), 50),
        lambda: discover("https://gis.example/arcgis", session),
    )


def _originals(answer: Any) -> None:
    root = {**ROOT, "maxDownloadImageCount": answer.get("maxDownloadImageCount", 20)}
    service, session = ImageService.from_json(URL, root), Answering(answer)
    rasters = rasters_of(WORDS["catalog"][1], "OBJECTID", ())
    any_session: Any = session
    _each(lambda: placed(once_each(files_of(answer))), lambda: list_originals(service, any_session, rasters))


def _dimensions(answer: Any) -> None:
    found = variables_of(answer)
    _each(lambda: steps_of_variables(found))


def _slices(answer: Any) -> None:
    found = slices_of(answer)
    _each(lambda: steps_of_slices(found))


def _identify(answer: Any) -> None:
    service = ImageService.from_json(URL, ROOT)
    identified_of(answer, 0.0, 0.0, service)
    samples_of(answer)


def _histograms(answer: Any) -> None:
    for histogram in histograms_of(answer):
        _ = histogram.values, histogram.cells


def _tables(answer: Any) -> None:
    classes_of_table(answer)
    colors_of_map(answer)


def _functions(answer: Any) -> None:
    functions_of(answer)
    slip_in(answer)
    stretch_in(json.dumps(answer), ImageService.from_json(URL, ROOT))


def _envelopes(answer: Any) -> None:
    body = json.dumps(answer).encode()
    envelope.error_in(answer, URL)
    for status in (400, 404, 429, 500):
        envelope.error_for_status(status, {"Retry-After": str(answer.get("after"))}, body, URL)
    envelope.page_error(body, URL)


def _tile_map(answer: Any) -> None:
    tilemap.missing_tiles(json.dumps(answer).encode())


BOX = {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 80, "spatialReference": {"wkid": 102100, "latestWkid": 3857}}
FIELDS = [
    {"name": "OBJECTID", "type": "esriFieldTypeOID", "alias": "Id"},
    {"name": "AcquisitionDate", "type": "esriFieldTypeDate"},
    {"name": "Kind", "type": "esriFieldTypeInteger", "domain": {"codedValues": [{"code": 1, "name": "One"}]}},
]
ROOT: dict[str, Any] = {
    "currentVersion": 10.91,
    "name": "A",
    "description": "words",
    "copyrightText": "us",
    "serviceDescription": "s",
    "extent": BOX,
    "fullExtent": BOX,
    "initialExtent": BOX,
    "spatialReference": {"wkid": 3857},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
    "bandCount": 2,
    "pixelType": "F32",
    "bandNames": ["a", "b"],
    "capabilities": "Image,Catalog,Download,Tilemap",
    "serviceDataType": "esriImageServiceDataTypeGeneric",
    "noDataValue": -1,
    "noDataValues": [-1, None],
    "minValues": [0, 1],
    "maxValues": [2, 3],
    "meanValues": [1, 2],
    "stdvValues": [1, 1],
    "maxImageWidth": 4100,
    "maxImageHeight": 4100,
    "allowRasterFunction": True,
    "defaultResamplingMethod": "Bilinear",
    "hasMultidimensions": True,
    "rasterFunctionInfos": [{"name": "None", "description": "", "help": ""}, {"name": "Hillshade"}],
    "allowedMosaicMethods": "NorthWest,Center",
    "defaultMosaicMethod": "Center",
    "cacheType": "Raster",
    "timeInfo": {"startTimeField": "AcquisitionDate", "timeExtent": [0, 1e12]},
    "bsq": True,
    "minLOD": 0,
    "maxLOD": 1,
    "minScale": 0,
    "maxScale": 0,
    "maxRecordCount": 100,
    "objectIdField": "OBJECTID",
    "fields": FIELDS,
    "tileInfo": {
        "rows": 256,
        "cols": 256,
        "dpi": 96,
        "format": "LERC2D",
        "origin": {"x": 0, "y": 100},
        "spatialReference": {"wkid": 3857},
        "lercError": 0,
        "compressionQuality": 0,
        "lods": [
            {"level": 0, "resolution": 2, "scale": 8000},
            {"level": 1, "resolution": 1, "scale": 4000},
        ],
    },
}
_ITEM = {
    "id": "0" * 32,
    "type": "Image Service",
    "title": "T",
    "url": URL,
    "owner": "ann",
    "access": "public",
    "snippet": "s",
    "tags": ["a"],
    "typeKeywords": ["k"],
    "modified": 1e12,
    "thumbnail": "thumbnail/a.png",
    "extent": [[0, 0], [10, 10]],
}
_ATTRIBUTES = {"OBJECTID": 1, "Name": "a", "AcquisitionDate": 1e12, "LowPS": 1, "HighPS": 8, "Category": 1}
_RASTER = {"attributes": _ATTRIBUTES, "geometry": {"rings": [[[0, 0], [0, 9], [9, 9], [0, 0]]]}}
_OTHER = {**_RASTER, "attributes": {**_ATTRIBUTES, "OBJECTID": 2, "Name": "b"}}

# Of each reader: the function, and a good answer.
WORDS: dict[str, tuple[Callable[[Any], None], dict[str, Any]]] = {
    "service": (_service, ROOT),
    "slices": (
        _slices,
        {
            "slices": [
                {
                    "sliceId": 0,
                    "multidimensionalDefinition": [
                        {"variableName": "t", "dimensionName": "StdTime", "values": [1e12]},
                        {"variableName": "t", "dimensionName": "StdZ", "values": [[-5, 0]]},
                    ],
                }
            ]
        },
    ),
    "dimensions": (
        _dimensions,
        {
            "multidimensionalInfo": {
                "variables": [
                    {
                        "name": "t",
                        "unit": "K",
                        "description": "d",
                        "dimensions": [
                            {"name": "StdTime", "unit": "ISO8601", "values": [0, 1e12], "extent": [0, 1e12]},
                            {"name": "StdZ", "values": [[-10, -5], [-5, 0]], "extent": [-10, 0]},
                        ],
                    }
                ]
            }
        },
    ),
    "catalog": (
        _catalog,
        {
            "objectIdFieldName": "OBJECTID",
            "fields": FIELDS,
            "spatialReference": {"wkid": 3857},
            "features": [_RASTER, _OTHER],
            "exceededTransferLimit": True,
            "count": 2,
            "objectIds": [1, 2, 3],
            "timeInfo": {"startTimeField": "AcquisitionDate"},
            "objectIdField": "OBJECTID",
            "maxRecordCount": 2,
        },
    ),
    "functions": (
        _functions,
        {
            "rasterFunctionInfos": [
                {"name": "NDVI", "description": "d", "help": "h", "functionType": 0, "thumbnail": "data:,aGVsbG8="}
            ],
            "rasterFunction": "Stretch",
            "rasterFunctionArguments": {
                "StretchType": 5,
                "DRA": True,
                "Raster": {"rasterFunction": "NDVI", "rasterFunctionArguments": {}},
            },
        },
    ),
    "portal": (
        _portal,
        {
            "name": "P",
            "isPortal": True,
            "id": "org",
            **_ITEM,
            "user": {"username": "ann", "fullName": "Ann", "role": "r", "privileges": ["p"]},
            "results": [_ITEM],
            "items": [_ITEM],
            "total": 1,
            "nextStart": -1,
            "folders": [{"id": "1", "title": "F"}],
            "groups": [{"id": "1", "title": "G"}],
        },
    ),
    "content": (
        _content,
        {
            "available": True,
            "success": True,
            "itemId": "1",
            "serviceurl": URL,
            "url": f"{URL}?sig=1",
            "folders": [{"id": "1", "title": "F"}],
            "folder": {"id": "2"},
            "notSharedWith": [],
            "items": [{"id": "1", "type": "Image Service", "url": URL}],
        },
    ),
    "publishing": (
        _publishing,
        {
            "name": "P",
            "isPortal": False,
            "user": {"username": "ann", "privileges": ["p"]},
            "helperServices": {"rasterAnalytics": {"url": "https://gis.example/ra/GPServer"}},
            "executionType": "esriExecutionTypeAsynchronous",
            "maxUploadFileSize": 2048,
            "parameters": [{"name": "inputRaster", "direction": "esriGPParameterDirectionInput"}],
            "item": {"itemID": "i1", "committed": True},
            "parts": [1, "2"],
            "owningSystemUrl": "",
        },
    ),
    "job": (
        _job,
        {
            "jobId": "j1",
            "jobStatus": "esriJobSucceeded",
            "progress": {"percent": 50},
            "messages": [{"type": "esriJobMessageTypeError", "description": "words"}],
            "results": {"out": {"paramUrl": "results/out"}},
            "value": '{"itemId": "1", "url": "https://gis.example"}',
            "gis": "a",
            "job_url": URL,
            "item_id": "1",
            "service_name": "n",
            "started": "2026-01-01T00:00:00+00:00",
            "upload_urls": [URL],
            "expected": {},
        },
    ),
    "verification": (
        _job,
        {"width": 3, "height": 2, "band_count": 1, "pixel_type": "U8", "extent": [0, 0, 3, 2], "imagery": "dynamic"},
    ),
    "signing": (
        _signing,
        {
            "currentVersion": 11,
            "owningSystemUrl": "https://gis.example/portal",
            "token": "t",
            "expires": 2e12,
            "authInfo": {
                "isTokenBasedSecurity": True,
                "tokenServicesUrl": "https://gis.example/portal/sharing/rest/generateToken",
            },
        },
    ),
    "directory": (
        _directory,
        {
            "currentVersion": 11,
            "authInfo": {},
            "owningSystemUrl": "https://gis.example/portal",
            "folders": ["F"],
            "services": [{"name": "F/A", "type": "ImageServer"}, {"name": "B", "type": "MapServer"}],
        },
    ),
    "originals": (
        _originals,
        {
            "maxDownloadImageCount": 20,
            "rasterFiles": [
                {"id": "\\\\host\\share\\a\\x.tif", "size": 10, "rasterIds": [1]},
                {"id": "/data/a/x.tif.aux.xml", "size": "2", "rasterIds": [1, 2]},
                {"id": "https://gis.example/x/y.tif?sig=1", "rasterIds": [2]},
            ],
        },
    ),
    "identify": (
        _identify,
        {
            "value": "1.5, NoData",
            "catalogItemVisibilities": [1, 0],
            "properties": {"Values": ["1 2", "3 4"]},
            "catalogItems": {"objectIdFieldName": "OBJECTID", "features": [_RASTER, _OTHER]},
            "samples": [{"locationId": 0, "value": "1 2", "rasterId": 1, "resolution": 1, "attributes": {}}],
        },
    ),
    "histograms": (
        _histograms,
        {
            "histograms": [{"size": 2, "min": -0.5, "max": 1.5, "counts": [1, 2]}],
            "statistics": [{"min": 0, "max": 1, "mean": 0.5, "standardDeviation": 0.5}],
        },
    ),
    "tables": (
        _tables,
        {
            "features": [
                {"attributes": {"Value": 1, "ClassName": "w", "Red": 1, "Green": 2, "Blue": 3, "Count": 4}},
                {"attributes": {"VALUE": 2, "label": "x"}},
            ],
            "colormap": [[1, 2, 3, 4], [2, 3, 4, 5]],
        },
    ),
    "envelopes": (
        _envelopes,
        {
            "error": {"code": 498, "httpCode": 400, "message": "Invalid token=a", "details": ["a", "<b>b</b>"]},
            "status": "error",
            "messages": ["m"],
            "code": 403,
            "subcode": 4,
            "after": "120",
        },
    ),
    "tilemap": (
        _tile_map,
        {"valid": True, "location": {"left": 0, "top": 0, "width": 2, "height": 2}, "data": [0, 1, 1, 0]},
    ),
}


def read(name: str, value: Any) -> None:
    """Let a reader read an answer; raise where that is no error of the library."""
    read_body(name, json.dumps(value).encode())


def read_body(name: str, body: bytes) -> None:
    """Let a reader read an answer as it comes out of a body."""
    answer = envelope.json_of(body)
    try:
        WORDS[name][0](lenient.mapping(answer))
    except ImageServiceError as error:
        f"{error}{error.url}"


# What servers have been seen to write, and what they might.
NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, -(10**400), 0.5, 1e308, -1e308, 5e-324, 1e15, -0.0),
    *(float("nan"), float("inf"), "", " ", "a", "NaN", "1e999", "1,5", "-1", "true", "None", "\0", "\ud800", "é", "٣"),
    *("../../x", "C:\\x", "//host/x", "http://[", "https://other.example/", "[", "9" * 5000, "x" * 5000, "%", "²"),
    *([], {}, [[]], [{}], [None], [0, 1], [1, 0], [1e308, -1e308], {"": None}, {"wkid": 4326}, {"wkt": "GEOGCS["}),
    *([[[[[[[[]]]]]]]], ["a"] * 300, list(range(300)), [[1e308] * 3] * 3),
)  # fmt: skip


def mutated(value: Any, rng: random.Random) -> Any:
    """Return an answer with a few of its parts replaced, removed, doubled or moved."""
    value = copy.deepcopy(value)
    for _ in range(rng.randint(0, 4)):
        places = list(_places(value))
        if not places:
            break
        holder, key = places[rng.randrange(len(places))]
        way = rng.randrange(5)
        if way == 0:
            del holder[key]
        elif way == 1:
            other, name = places[rng.randrange(len(places))]
            holder[key] = copy.deepcopy(other[name])
        elif way == 2 and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(NASTY[rng.randrange(len(NASTY))])
    return value


def each_place_strange(value: Any) -> Iterator[Any]:
    """Yield an answer with one of its parts after the other replaced by one strange value after the other."""
    for number in range(len(list(_places(value)))):
        for strange in NASTY:
            changed = copy.deepcopy(value)
            holder, key = next(itertools.islice(_places(changed), number, None))
            holder[key] = strange
            yield changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place within an answer, as what holds it and its key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)


ROWS, COLUMNS = 12, 9
_SHAPES = tuple(
    Expected(COLUMNS, ROWS, bands, kind and PIXEL_TYPES[kind], URL, no_data)
    for bands, kind, no_data in (
        *((1, "F32", None), (None, None, None), (3, "U8", (0.0,)), (1, "S16", (1e300,)), (2, "F64", (0.0, 1.0))),
        *((1, "C64", None), (1, "U1", None)),
    )
)
_FORMS = ("tiff", "lerc", "png", "jpgpng", "bsq", "bip")


def read_pixels(body: bytes) -> None:
    """Let the decoders read a body, for several requests that it might answer; raise what is no error of theirs."""
    for form, expected in itertools.product(_FORMS, _SHAPES):
        try:
            block = decode(body, expected, form)
        except ImageServiceError:
            continue
        if block.data.shape[1:] != (ROWS, COLUMNS) or expected.bands not in (None, block.bands):
            message = f"a block of the shape {block.data.shape}"
            raise AssertionError(message)
        if block.valid is not None and block.valid.shape not in {(ROWS, COLUMNS), block.data.shape}:
            message = f"a mask of the shape {block.valid.shape}"
            raise AssertionError(message)


def battered(body: bytes, rng: random.Random) -> bytes:
    """Return a body with some bytes turned, cut out, put in or overwritten by numbers that tempt."""
    out = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(out) + 1)
        if rng.random() < 0.5:
            place = min(place, rng.randrange(128))  # headers are where it hurts
        way = rng.randrange(5)
        if way == 0 and place < len(out):
            out[place] ^= 1 << rng.randrange(8)
        elif way == 1:
            del out[place : place + rng.randrange(1, 20)]
        elif way == 2:
            out[place:place] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 20)))
        elif way == 3:
            number = rng.choice((0, 1, -1, 2**31 - 1, -(2**31), 2**15, -(2**15), 255, 256, 65535, 1 << 20))
            size, code = rng.choice(((4, "<i"), (4, ">i"), (2, "<h"), (1, "b")))
            whole = struct.pack(code.replace("i", "q").replace("h", "q").replace("b", "<q"), number)
            out[place : place + size] = whole[:size] if code[0] != ">" else whole[-size:]
        else:
            del out[place + rng.randrange(1, 60) :]
    return bytes(out)
