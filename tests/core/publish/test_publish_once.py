# SPDX-License-Identifier: GPL-2.0-or-later
"""One raster makes one service, whatever happens to the answers; and what the item says of itself."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from image_services import core
from image_services.core import submission
from image_services.core.errors import BadRequest, PublishError
from image_services.core.portal import Portal
from image_services.core.publish_steps import STEPS
from image_services.core.publishing import target
from image_services.core.session import Session
from osgeo import gdal


def only_one(world, result):
    published = world.state()["published"]
    assert [one["itemId"] for one in published] == [result.item_id]
    return published[0]


@pytest.mark.parametrize("operation", ["createService", "submitJob"])
@pytest.mark.parametrize("kind", ["truncate", "reset", "status", "reset_mid"])
def test_an_answer_that_was_lost_makes_no_second_service(world, raster, name, operation, kind):
    extra = {"status": {"code": 503}, "truncate": {"fraction": 0.3}, "reset_mid": {"fraction": 0.3}}.get(kind, {})
    world.control.faults({"kind": kind, "operation": operation, "count": 1, **extra})
    result = core.publish(raster, gis=world.gis, service_name=name)
    assert only_one(world, result)["ready"]
    assert len(world.calls("createService")) == (
        1 if operation == "createService" and kind not in {"reset", "status"} else 2
    )
    service = core.open_service(result.service_url, gis=world.gis)
    assert np.array_equal(service.read().data[0], gdal.Open(str(raster)).ReadAsArray())


def test_a_request_that_was_sent_twice_makes_one_service(world, raster, name, monkeypatch):
    """As QGIS's network may: what arrives is the answer to the second one, that the name is taken."""
    from image_services.core.content import Content

    create = Content.create_service

    def twice(self, *arguments):
        create(self, *arguments)
        return create(self, *arguments)

    monkeypatch.setattr(Content, "create_service", twice)
    result = core.publish(raster, gis=world.gis, service_name=name)
    assert only_one(world, result)["ready"]


def test_a_job_that_was_submitted_twice_fills_one_service(world, raster, name, monkeypatch):
    act = Session.act

    def twice(self, url, form, **others):
        if url.endswith("/submitJob"):
            act(self, url, form, **others)
        return act(self, url, form, **others)

    monkeypatch.setattr(Session, "act", twice)
    result = core.publish(raster, gis=world.gis, service_name=name)
    assert only_one(world, result)["ready"]
    assert len(world.calls("submitJob")) == 2
    assert core.open_service(result.service_url, gis=world.gis).band_count == 1


def test_a_service_of_ones_own_is_never_taken_for_the_new_one(world, raster, name, monkeypatch):
    """Even where the portal wrongly says that its name is free."""
    first = core.publish(raster, gis=world.gis, service_name=name)
    monkeypatch.setattr("image_services.core.publication.name_is_available", lambda *_: True)
    with pytest.raises(PublishError, match="You have a service named"):
        core.publish(raster, gis=world.gis, service_name=name)
    only_one(world, first)
    assert core.open_service(first.service_url, gis=world.gis).band_count == 1


def test_the_item_says_what_was_wished(world, raster, name):
    seen = []
    result = core.publish(
        raster,
        gis=world.gis,
        service_name=f" {name} x ",
        title="Höhe über Null",
        folder="My folder",
        tags="dem, height",
        summary="A summary",
        description="A <b>text</b>",
        sharing="org",
        progress=seen.append,
    )
    place = target(world.gis)
    assert place.folders() == ("My folder",) or "My folder" in place.folders()
    item = Portal(place.gis.url, place.session_for(place.gis.url)).item(result.item_id)
    assert (item.title, item.tags, item.snippet) == ("Höhe über Null", ("dem", "height"), "A summary")
    assert (item.access, item.owner) == ("org", "publisher")
    assert item.url == result.service_url
    assert f"/{name}_x/" in result.service_url
    assert result.item_page == f"{place.gis.url}/home/item.html?id={result.item_id}"
    assert result.promotion_text == "Int16 -> Int32, NoData 2147483647"
    assert list(dict.fromkeys(now.step for now in seen)) == list(STEPS)
    assert {now.title for now in seen} == set(STEPS.values())
    assert pickle.loads(pickle.dumps(result)) == result


def test_cells_that_become_holes_are_told_before_anything_is_sent(world, tmp_path, name, write_raster):
    data = np.arange(600.0).reshape(1, 20, 30)
    data[0, 2, 3:6] = np.finfo(np.float64).max
    seen = []
    path = write_raster(tmp_path / "in.tif", data)
    result = core.publish(path, gis=world.gis, service_name=name, progress=seen.append)
    text = "3 cells hold 1.797e308 already, the value that means NoData: they become holes."
    assert text in result.notes
    steps = [now.step for now in seen]
    assert [now.text for now in seen].index(text) < steps.index("upload")
    read = core.open_service(result.service_url, gis=world.gis).read()
    assert np.ma.getmaskarray(read).sum() == 3


def test_a_folder_is_made_once(world, raster, name):
    core.publish(raster, gis=world.gis, service_name=f"{name}_a", folder="Twice")
    core.publish(raster, gis=world.gis, service_name=f"{name}_b", folder="twice ")
    assert len(world.calls("createFolder")) == 1


def test_sharing_that_is_not_allowed_is_a_note(world, raster, name):
    world.control.faults({"kind": "error", "code": 403, "message": "Not public.", "operation": "shareItem"})
    result = core.publish(raster, gis=world.gis, service_name=name, sharing="public")
    assert any("could not be shared" in note and "Not public" in note for note in result.notes)


def test_the_upload_is_gone_afterwards(world, raster, name):
    core.publish(raster, gis=world.gis, service_name=name)
    assert world.state()["uploads"] == []


def test_a_subset_of_bands_in_another_order(world, tmp_path, name, write_raster, values_of):
    data = values_of("U8", 4, 30, 40)
    path = write_raster(tmp_path / "in.tif", data)
    result = core.publish(path, gis=world.gis, service_name=name, bands=[3, 1], promote=False)
    read = core.open_service(result.service_url, gis=world.gis).read()
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read.data, data[[2, 0]])


def test_a_source_of_ones_own_stays_open(world, tmp_path, name, write_raster, values_of):
    data = values_of("F32", 1, 30, 40)
    source = core.raster_source.GdalSource(write_raster(tmp_path / "in.tif", data))
    core.publish(source, gis=world.gis, service_name=name)
    assert source.read((0,), core.grid.Window(0, 0, 40, 30))[0].size
    source.close()


def test_the_task_names_its_own_output(raster):
    output = submission.output_of("n", core.content.NewService("id", "url"), "folder")
    form = submission.COPY.form(
        ("inputRaster", "outputRaster", "resamplingMethod", "other"), {"itemIds": ["i"]}, output
    )
    assert json.loads(form["outputRaster"])["itemProperties"] == {"itemId": "id", "folderId": "folder"}
    assert (form["resamplingMethod"], form["other"]) == ("NEAREST", "")
    with pytest.raises(PublishError, match="takes no outputName"):
        submission.COPY.form(("inputRaster",), {}, output)


def test_credits_are_no_reason_to_fail(world, raster, name):
    world.set(online=True)
    world.control.faults({"kind": "error", "code": 400, "operation": "submitJob", "count": 1})
    result = core.publish(raster, gis=world.gis, service_name=name)
    assert not any("credits" in note for note in result.notes)


def test_a_portal_that_refuses_the_name_in_the_end(world, raster, name):
    world.control.faults({"kind": "error", "code": 400, "message": "Bad name.", "operation": "createService"})
    with pytest.raises(BadRequest, match="Bad name"):
        core.publish(raster, gis=world.gis, service_name=name)
    assert world.left() == []
