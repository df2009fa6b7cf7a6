# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC 2: headers are not trusted, damage does not pass, and what cannot be decoded says what to install."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from image_services.core.decode import Expected, decode, decoder_name, lerc, lerc_available, lerc_library
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES, of_dtype

RNG = np.random.default_rng(7)
DEM = (800 + 50 * RNG.standard_normal((24, 37))).astype(np.float32)
LEFT = np.zeros((24, 37), bool)
LEFT[:, :20] = True


def expected_of(data, **changes):
    data = data.reshape(-1, *data.shape[-2:])
    fields = {"bands": data.shape[0], "pixel_type": of_dtype(data.dtype), **changes}
    return Expected(data.shape[2], data.shape[1], **fields)


class TestRoundTrip:
    dtypes = st.sampled_from(["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"])
    shapes = hnp.array_shapes(min_dims=3, max_dims=3, max_side=12).filter(lambda shape: shape[1] * shape[2] > 1)

    @given(st.data())
    def test_any_type_bands_and_mask(self, make_lerc2, data):
        dtype = np.dtype(data.draw(self.dtypes))
        numbers = {"allow_nan": False, "allow_infinity": False} if dtype.kind == "f" else {}
        elements = hnp.from_dtype(dtype, **numbers)
        pixels = data.draw(hnp.arrays(dtype, data.draw(self.shapes), elements=elements))
        mask = data.draw(st.none() | hnp.arrays(bool, pixels.shape[1:]))
        block = decode(make_lerc2(pixels, mask), expected_of(pixels), "lerc")
        valid = np.ones(pixels.shape[1:], bool) if mask is None else mask
        assert np.array_equal(np.ones_like(valid) if block.valid is None else block.valid, valid)
        assert np.array_equal(block.data[:, valid], pixels[:, valid])
        assert block.data.dtype == dtype

    def test_masks_that_differ_by_band(self, make_lerc2):
        pixels = np.stack([DEM, DEM + 1, DEM + 2])
        masks = np.stack([LEFT, np.ones_like(LEFT), ~LEFT])
        block = decode(make_lerc2(pixels, masks), expected_of(pixels), "lerc")
        assert np.array_equal(block.valid, masks)
        assert np.array_equal(block.data[masks], pixels[masks])

    def test_padding_after_the_last_band_is_ignored(self, make_lerc2):
        block = decode(make_lerc2(DEM) + b"\0\0\0", expected_of(DEM), "lerc")
        assert np.array_equal(block.data[0], DEM)

    def test_a_narrower_type_than_expected_is_widened(self, make_lerc2):
        pixels = (DEM - 700).astype(np.uint8)
        block = decode(make_lerc2(pixels), expected_of(pixels, pixel_type=PIXEL_TYPES["S16"]), "lerc")
        assert block.data.dtype == np.int16
        assert np.array_equal(block.data[0], pixels)


@pytest.fixture(params=["library", "GDAL"])
def decoder(request, monkeypatch):
    if request.param == "GDAL":
        monkeypatch.setattr(lerc, "find_library", lambda: None)
    return request.param


class TestDistrust:
    @pytest.fixture
    def body(self, make_lerc2):
        return make_lerc2(np.stack([DEM, DEM + 1]))

    def test_another_size_is_refused_before_decoding(self, body, decoder):
        with pytest.raises(DecodeError, match="37 x 24 pixels instead of 256 x 256"):
            decode(body, Expected(256, 256), "lerc")

    def test_another_number_of_bands_is_refused(self, body, decoder):
        with pytest.raises(DecodeError, match="2 bands instead of 3"):
            decode(body, Expected(37, 24, 3), "lerc")

    @pytest.mark.parametrize("cut", [1, 4, 30, 1000])
    def test_a_cut_body_is_refused(self, body, decoder, cut):
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body[:-cut], Expected(37, 24), "lerc")

    def test_a_body_cut_between_bands_is_refused_though_the_number_of_bands_is_open(self, body, decoder):
        first = struct.unpack_from("<i", body, 34)[0]
        for end in (first, first + 3, first + 60):
            with pytest.raises(DecodeError, match="cut or damaged"):
                decode(body[:end], Expected(37, 24), "lerc")

    def test_every_changed_byte_is_noticed(self, body, decoder):
        """From version 3 on blobs have a checksum; the decoders verify it, or what they read from it contradicts it."""
        for position in range(0, len(body), 7):
            damaged = bytearray(body)
            damaged[position] ^= 0x41
            with pytest.raises(DecodeError):
                decode(bytes(damaged), expected_of(np.stack([DEM, DEM])), "lerc")

    def test_bands_of_different_size_are_refused(self, make_lerc2):
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(make_lerc2(DEM) + make_lerc2(DEM[:, :30]), Expected(37, 24), "lerc")

    def test_an_unknown_version_is_named(self, body):
        with pytest.raises(DecodeError, match="unknown version 9"):
            decode(b"Lerc2 \x09\0\0\0" + body[10:], Expected(37, 24), "lerc")

    @pytest.mark.parametrize(
        ("offset", "value"), [(14, -1), (18, 0), (22, -3), (26, -1), (26, 10**9), (38, 8), (38, -1)]
    )
    def test_a_header_of_impossible_numbers_is_refused(self, body, offset, value):
        damaged = bytearray(body)
        struct.pack_into("<i", damaged, offset, value)
        with pytest.raises(DecodeError):
            decode(bytes(damaged), Expected(37, 24), "lerc")

    def test_bands_of_several_values_are_refused(self, make_lerc2):
        pixels = np.zeros((2, 8, 9, 3), np.uint8)
        pixels[..., 1] = 7
        with pytest.raises(DecodeError, match="2 bands with 3 values per pixel"):
            decode(make_lerc2(pixels, depth=3), Expected(9, 8), "lerc")


class TestDecoders:
    def test_the_package_is_found(self):
        assert lerc_available()
        assert decoder_name().startswith("lerc 4")

    def test_the_known_blob_tells_a_working_library(self, monkeypatch):
        library = lerc_library.find_library()
        assert lerc_library._works(library)
        monkeypatch.setattr(type(library), "decode", lambda *_: None)
        assert not lerc_library._works(library)

    def test_without_the_package_the_library_of_the_system_serves(self, monkeypatch):
        def no_package():
            raise ImportError("no package lerc")

        try:
            lerc_library._of_system()
        except OSError:
            pytest.skip("this system has no libLerc 4")
        monkeypatch.setattr(lerc_library, "_of_package", no_package)
        lerc_library.find_library.cache_clear()
        try:
            assert lerc_library.find_library().name == "libLerc"
        finally:
            lerc_library.find_library.cache_clear()

    def test_a_package_that_cannot_load_its_library_is_passed_over(self, monkeypatch):
        def fails():
            raise OSError("wrong architecture")

        monkeypatch.setattr(lerc_library, "_of_package", fails)
        monkeypatch.setattr(lerc_library, "_of_system", fails)
        lerc_library.find_library.cache_clear()
        try:
            assert lerc_library.find_library() is None
            assert not lerc_available()
            assert decoder_name() == "GDAL"
        finally:
            lerc_library.find_library.cache_clear()

    def test_without_any_decoder_the_error_says_what_to_install(self, monkeypatch, without_lerc_library, make_lerc2):
        monkeypatch.setattr(lerc.lerc_gdal, "gdal_reads_lerc", lambda: False)
        assert decoder_name() == "none"
        with pytest.raises(DecodeError, match=r"install it .*pip install lerc"):
            decode(make_lerc2(DEM), expected_of(DEM), "lerc")

    def test_gdal_decodes_floats_with_a_mask(self, without_lerc_library, make_lerc2):
        block = decode(make_lerc2(DEM, LEFT), expected_of(DEM), "lerc")
        assert np.array_equal(block.valid, LEFT)
        assert np.array_equal(block.data[0][LEFT], DEM[LEFT])

    def test_gdal_is_not_trusted_with_valid_pixels_that_are_no_number(
        self, without_lerc_library, monkeypatch, make_lerc2
    ):
        """GDAL marks invalid pixels by NaN: a mask that does not agree with the header must not pass."""
        body = bytearray(make_lerc2(DEM, LEFT))
        monkeypatch.setattr(lerc.lerc_gdal.np, "count_nonzero", lambda mask: 0)
        with pytest.raises(DecodeError, match="valid but no number"):
            decode(bytes(body), expected_of(DEM), "lerc")
