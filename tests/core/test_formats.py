# SPDX-License-Identifier: GPL-2.0-or-later
"""The choice behind "auto": exact values with their mask at the least cost, for every kind of server."""

from __future__ import annotations

import pytest
from image_services.core.errors import PlanError
from image_services.core.formats import choose_format, loses_values
from image_services.core.options import FORMATS, DownloadOptions
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.service import ImageService

INTEGERS = ("U1", "U2", "U4", "U8", "S8", "U16", "S16", "U32", "S32")
FLOATS = ("F32", "F64")
COMPLEX = ("C64", "C128")


def service(version=10.91, bands=1):
    root = {"extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1}, "pixelSizeX": 1, "pixelSizeY": 1}
    root |= {"currentVersion": version, "bandCount": bands}
    return ImageService.from_json("https://example.org/arcgis/rest/services/S/ImageServer", root)


def formats(kind, *, version=10.91, bands=1, has_lerc=True, **options):
    choice = choose_format(service(version, bands), DownloadOptions(**options), PIXEL_TYPES[kind], has_lerc=has_lerc)
    assert choice.reason
    return choice.formats


@pytest.mark.parametrize("kind", INTEGERS)
def test_integers_shrink_without_loss(kind):
    assert formats(kind) == ("lerc", "bsq", "tiff")
    assert formats(kind, has_lerc=False) == ("bsq", "tiff")


@pytest.mark.parametrize("kind", FLOATS)
def test_fractions_travel_raw_unless_each_band_needs_its_mask(kind):
    assert formats(kind) == ("bsq", "lerc", "tiff")
    assert formats(kind, bands=3) == ("lerc", "bsq", "tiff")
    assert formats(kind, lerc_tolerance=0.01) == ("lerc", "bsq", "tiff")
    assert formats(kind, has_lerc=False, lerc_tolerance=0.01) == ("bsq", "tiff")


@pytest.mark.parametrize("kind", COMPLEX)
def test_complex_numbers_never_travel_as_lerc(kind):
    assert formats(kind) == formats(kind, bands=2, lerc_tolerance=1) == ("bsq", "tiff")
    with pytest.raises(PlanError, match="choose bsq"):
        formats(kind, format="lerc")


@pytest.mark.parametrize("version", [9.31, 10.01, 10.22])
def test_servers_before_103_have_only_tiff(version):
    assert formats("F32", version=version) == formats("U8", version=version) == ("tiff",)


def test_servers_before_105_give_the_lerc_that_is_not_wanted():
    assert formats("U8", version=10.3) == formats("U8", version=10.41) == ("bsq", "tiff")
    assert formats("U8", version=10.5)[0] == "lerc"


def test_a_server_that_says_no_version_is_tried_with_everything():
    assert set(formats("U8", version=None)) == {"lerc", "bsq", "tiff"}


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "auto"])
def test_a_format_asked_for_is_the_only_one(form):
    assert formats("U8", format=form) == (form,)


def test_lerc_without_a_decoder_says_how_to_get_one():
    with pytest.raises(PlanError, match="install the Python package “lerc”"):
        formats("F32", has_lerc=False, format="lerc")


@pytest.mark.parametrize(
    ("kind", "tolerance", "loses"),
    [
        ("F32", 0, False),
        ("F32", 1e-6, True),
        ("U8", 0.5, False),
        ("U8", 0.99, False),
        ("U8", 1, True),
        ("S32", 7, True),
    ],
)
def test_what_a_tolerance_means_depends_on_the_values(kind, tolerance, loses):
    assert loses_values(tolerance, PIXEL_TYPES[kind]) == loses


def test_a_loss_that_was_asked_for_is_not_called_lossless():
    choice = choose_format(service(), DownloadOptions(lerc_tolerance=2), PIXEL_TYPES["U8"], has_lerc=True)
    assert "without loss" not in choice.reason
    assert "error of 2" in choice.reason
