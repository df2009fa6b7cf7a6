# SPDX-License-Identifier: GPL-2.0-or-later
"""The first request goes ahead and finds out how a server wants to be asked, whatever its description promises."""

from __future__ import annotations

import json

import numpy as np
import pytest
from image_services.core import errors
from image_services.core import pilot as module
from image_services.core.cancel import Cancel
from image_services.core.options import DownloadOptions
from image_services.core.pilot import PILOT_CELLS, explore
from image_services.core.plan import plan_download
from image_services.core.retry import RetryPolicy
from image_services.core.service import ImageService
from image_services.core.session import Answer

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
REFUSED = errors.BadRequest("The server refuses.", code=400, messages=("Unable to complete operation.",))
BROKEN = errors.ServerBusy("The server broke.", status=500)
BUSY = errors.ServerBusy("The server is busy.", status=503)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(module, "RetryPolicy", lambda: RetryPolicy(attempts=4, base_s=0.001, cap_s=0.001))
    monkeypatch.setattr(module, "wait", lambda seconds, cancel: cancel.raise_if_set())


class Server:
    """Knows some formats; what it answers to others, and to the rule for raw values, is up to the test."""

    def __init__(self, knows=("bsq",), otherwise=JPEG, rule=None, hiccups=()):
        self.knows, self.otherwise, self.rule, self.hiccups = knows, otherwise, rule, list(hiccups)
        self.asked = []

    def fetch(self, url, params, *, cancel=None):
        cancel.raise_if_set()
        assert url == f"{URL}/exportImage"
        self.asked.append((params["format"], "renderingRule" in params))
        answer = self.hiccups.pop(0) if self.hiccups else None
        if answer is None and self.rule is not None and "renderingRule" in params:
            answer = self.rule
        if answer is None:
            answer = self._pixels(params) if params["format"] in self.knows else self.otherwise
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer, "image/tiff", 0.001, url)

    def _pixels(self, params):
        columns, rows = (int(part) for part in params["size"].split(","))
        assert max(columns, rows) <= PILOT_CELLS
        return np.zeros((rows, columns), "<f4").tobytes()


def plan_of(columns=1000, rows=500, **options):
    root = {
        "currentVersion": 10.91,
        "extent": {"xmin": 0, "ymin": 0, "xmax": columns, "ymax": rows, "spatialReference": {"wkid": 3857}},
        "pixelSizeX": 1,
        "pixelSizeY": 1,
        "pixelType": "F32",
        "rasterFunctionInfos": [{"name": "None"}, {"name": "Shade"}],
    }
    return plan_download(ImageService.from_json(URL, root), DownloadOptions.of(**options), has_lerc=True)


def formats(server):
    return [form for form, _ in dict.fromkeys(server.asked)]


@pytest.mark.parametrize("size", [(1000, 500), (1, 1), (30, 100)])
def test_one_small_request_is_enough_where_the_description_is_true(size):
    server = Server()
    found = explore(plan_of(*size), server, Cancel())
    assert (found.recipe.format, found.recipe.sends_rule, found.notes, found.requests) == ("bsq", True, (), 1)
    assert found.bytes_received > 0
    assert server.asked == [("bsq", True)]


@pytest.mark.parametrize("otherwise", [JPEG, b"", b"<html>no</html>", json.dumps({"a": 1}).encode(), REFUSED, BROKEN])
def test_the_next_format_is_tried_where_the_first_is_not_known(otherwise, monkeypatch):
    monkeypatch.setattr(module.Recipe, "decode", decode_as_bsq)
    server = Server(knows=("tiff",), otherwise=otherwise)
    found = explore(plan_of(), server, Cancel())
    assert found.recipe.format == "tiff"
    assert formats(server) == ["bsq", "lerc", "tiff"]
    assert found.notes[0].startswith("TIFF instead of BSQ: ")
    assert found.requests == len(server.asked)


def decode_as_bsq(recipe, plan, window, body):
    """Stand in for the decoders of the other formats."""
    if len(body) != window.cells * 4:
        raise errors.DecodeError("No pixels.")


@pytest.mark.parametrize("refusal", [REFUSED, BROKEN, errors.ProtocolError("A page.")])
def test_a_server_that_does_not_take_the_rule_is_asked_without_it_and_that_is_said(refusal):
    found = explore(plan_of(), Server(rule=refusal), Cancel())
    assert (found.recipe.format, found.recipe.sends_rule) == ("bsq", False)
    assert any("does not accept the rule for raw values" in note for note in found.notes)
    assert found.recipe.request(plan_of(), plan_of().tiles[0]).rendering_rule == ""


def test_a_rule_of_the_users_own_is_never_left_out():
    with pytest.raises(errors.BadRequest, match="refuses"):
        explore(plan_of(rendering_rule="Shade"), Server(rule=REFUSED), Cancel())


def test_where_nothing_helps_the_error_is_that_of_the_first_choice():
    server = Server(knows=(), otherwise=REFUSED)
    with pytest.raises(errors.BadRequest, match="refuses"):
        explore(plan_of(), server, Cancel())
    assert {rule for _, rule in server.asked} == {True, False}
    with pytest.raises(errors.DecodeError):
        explore(plan_of(format="bsq"), Server(knows=()), Cancel())


@pytest.mark.parametrize("hiccups", [[BUSY], [BUSY, BUSY, BUSY], [REFUSED], [BROKEN, BROKEN], [BUSY, BROKEN]])
def test_what_passes_does_not_change_the_format(hiccups):
    found = explore(plan_of(), Server(hiccups=hiccups), Cancel())
    assert found.recipe.format == "bsq"
    assert found.requests == len(hiccups) + 1
    assert found.notes == ()


@pytest.mark.parametrize(
    "error",
    [errors.SignInRequired("x"), errors.AccessDenied("x"), errors.NotFound("x"), BUSY, errors.TransportFailure("x")],
)
def test_what_has_nothing_to_do_with_the_request_ends_it(error):
    server = Server(knows=(), otherwise=error)
    with pytest.raises(type(error)):
        explore(plan_of(), server, Cancel())
    assert formats(server) == ["bsq"]


def test_it_can_be_cancelled():
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        explore(plan_of(), Server(), cancel)


def test_what_tiff_cannot_say_is_said():
    one = ImageService.from_json(URL, {**plan_of().service.raw, "pixelType": "U8"})
    plan = plan_download(one, DownloadOptions.of(format="tiff"), has_lerc=True)
    assert plan.no_data is None
    recipe = module.Recipe("tiff")
    assert any("cannot mark NoData" in note for note in module._notes(plan, recipe, None))
