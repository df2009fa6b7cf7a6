# SPDX-License-Identifier: GPL-2.0-or-later
"""Errors: one tree, sentences, no secrets, and they survive the way from a worker to its master."""

from __future__ import annotations

import pickle
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.errors import ImageServiceError, without_secrets
from image_services.core.grid import Window

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ImageServiceError)]
DETAILS = {
    errors.ServerBusy: {"retry_after": 2.5, "status": 503},
    errors.BadRequest: {"code": 400, "messages": ("Invalid or missing input parameters.", "size limit")},
    errors.DownloadError: {"tiles": (Window(0, 0, 2, 2),)},
    errors.TransportFailure: {"under_way": True},
}
URL = "https://user:pw@example.org:6443/arcgis/rest/services/S/ImageServer?token=abc&f=json#part"
SHOWN = "https://example.org:6443/arcgis/rest/services/S/ImageServer"


def test_the_tree_is_as_it_is_drawn():
    assert len(KINDS) == 14
    for kind in KINDS:
        assert kind.__name__ in errors.__doc__
        assert kind.__doc__


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_survives_pickling_whole(kind):
    error = kind("The sentence.", url=URL, **DETAILS.get(kind, {"extra": 1}))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.message, str(copy), copy.url) == ("The sentence.", "The sentence.", SHOWN)
    assert copy.details == error.details
    assert vars(copy) == vars(error)


def test_an_error_that_was_raised_from_another_still_pickles():
    try:
        try:
            raise OSError("x")
        except OSError as cause:
            raise errors.ServerBusy("Busy.", retry_after=1) from cause
    except errors.ServerBusy as error:
        copy = pickle.loads(pickle.dumps(error))
    assert copy.retry_after == 1
    assert pickle.loads(pickle.dumps(errors.Cancelled())).message == "Cancelled."


def test_the_particulars_have_names():
    assert errors.ServerBusy("Busy.").retry_after is None
    refused = errors.BadRequest("No.", code=400, messages=("a",))
    assert (refused.code, refused.messages, refused.url) == (400, ("a",), None)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, SHOWN),
        ("http://[::1]:8080/x?token=a", "http://[::1]:8080/x"),
        ("https://example.org", "https://example.org"),
        ("https://EXAMPLE.org/Päth", "https://example.org/Päth"),
        ("https://gis.org/proxy.ashx?https://user:pw@inner.org/x?token=a", "https://gis.org/proxy.ashx"),
        ("https://example.org:port/x?token=abc", "an address that cannot be read"),
        ("https://[half/x?token=abc", "an address that cannot be read"),
        ("user:pw@example.org/x?token=abc", "an address that cannot be read"),
        ("x?token=abc", "an address that cannot be read"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url, shown):
    assert without_secrets(url) == shown


NAMES = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=3, max_size=12)


@given(NAMES, st.text("0123456789%äß &=?#/@:", min_size=1, max_size=12), st.sampled_from(["https", "http"]), NAMES)
def test_no_password_is_ever_shown(user, word, scheme, host):
    hidden = "0" + quote(word, safe="") + "0"
    for url in (
        f"{scheme}://{user}:{hidden}@{host}.org/arcgis?token={hidden}#{hidden}",
        f"{scheme}://{host}.org/arcgis?a=1&password={hidden}",
        f"{user}:{hidden}@{host}.org/arcgis",
    ):
        assert hidden not in without_secrets(url)
        assert hidden not in ImageServiceError("No.", url=url).url
