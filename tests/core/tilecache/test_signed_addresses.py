# SPDX-License-Identifier: GPL-2.0-or-later
"""A service behind a proxy whose address is signed: it can be read, and the signature stays nowhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from image_services import core
from image_services.core import errors
from osgeo import gdal

SIGNATURE = "Abc%2Bsecret"


@pytest.fixture
def signed(serve, make_cache, relief):
    """A cache whose address is ``proxy?sv=..&sig=..&<service>``, and what serves it."""
    served = serve(make_cache(relief(40, 40)))
    inner = served.url

    def through_proxy(seen):
        if seen.path != "/proxy":
            return served.reply(status=404)
        assert seen.query["sig"] == "Abc+secret"
        seen.path = next(urlsplit(name).path for name in seen.query if name.startswith("http://"))
        return served.respond(seen)

    served.server.respond = through_proxy
    served.url = f"{served.server.url}/proxy?sv=2021&sig={SIGNATURE}&{inner}"
    return served


def test_a_downloaded_file_does_not_hold_it(signed, tmp_path):
    core.open_service(signed.url).download(tmp_path / "out.tif")
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert dataset.GetMetadataItem("IMAGE_SERVICE") == f"{signed.server.url}/proxy"
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"sig=" not in kept
    assert b"secret" not in kept


def test_an_error_does_not_show_it(signed, tmp_path, caplog):
    caplog.set_level("DEBUG")
    service = core.open_service(signed.url)
    signed.before = lambda seen: signed.reply(b"<html>", status=403)
    with pytest.raises(errors.ImageServiceError) as caught:
        service.download(tmp_path / "out.tif")
    said = f"{caught.value} {caught.value.url} {caught.value.details} {caplog.text}"
    assert "secret" not in said
    assert not [path for path in tmp_path.iterdir() if b"secret" in path.read_bytes()]
