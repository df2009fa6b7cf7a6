# SPDX-License-Identifier: GPL-2.0-or-later
"""What is fuzzed: every reader of a server's words, and every decoder of its pixels, each as a function of one answer.

A reader may return what it read, or raise an error of the library; anything else is a defect. Tests feed them with
mutations of good answers; ``tools/fuzz.py`` with whatever reaches new lines of code.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
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
from image_services.core.key_properties import KeyProperties
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

# A good answer for each reader, to begin with.
GOOD: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parent.parent / "tests" / "fuzz" / "answers.json").read_text(encoding="utf-8")
)
ROOT = GOOD["service"]
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

    def post(self, url: str, form: Mapping[str, str], *, heard: Any = None, cancel: Cancel | None = None) -> Any:
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
        _pages(answer, ImageService.from_json(URL, {**root, **page}))


def _pages(answer: Any, service: ImageService) -> None:
    session: Any = Answering(answer)
    catalog = Catalog(service, session)
    found = rasters_of(answer, catalog.id_field, catalog.time_fields)
    _each(
        catalog.rasters,
        catalog.count,
        catalog.ids,
        lambda: steps_of_each(found),
        lambda: steps_of_rasters(found, service),
        lambda: [(each.extent, each.period and each.period.words) for each in found],
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
    rasters = rasters_of(GOOD["catalog"], "OBJECTID", ())
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
    KeyProperties.of(answer)
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


# Of each reader: the function, and a good answer.
WORDS: dict[str, tuple[Callable[[Any], None], dict[str, Any]]] = {
    name: (reader, GOOD[name])
    for name, reader in {
        "service": _service,
        "slices": _slices,
        "dimensions": _dimensions,
        "catalog": _catalog,
        "functions": _functions,
        "portal": _portal,
        "content": _content,
        "publishing": _publishing,
        "job": _job,
        "verification": _job,
        "signing": _signing,
        "directory": _directory,
        "originals": _originals,
        "identify": _identify,
        "histograms": _histograms,
        "tables": _tables,
        "envelopes": _envelopes,
        "tilemap": _tile_map,
    }.items()
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
