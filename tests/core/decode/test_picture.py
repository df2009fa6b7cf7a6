# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures: colours as they are seen, validity from transparency, and never taken for values."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core.decode import Expected, decode
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES

RGB = np.random.default_rng(1).integers(0, 256, (3, 40, 60), dtype=np.uint8)
GREY = RGB[:1]
SMOOTH = np.broadcast_to(np.arange(60, dtype=np.uint8) * 4, (3, 40, 60))
ALPHA = np.where(RGB[:1] < 80, 0, RGB[:1])
PALETTE = [(255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (9, 9, 9, 0)]
U8 = PIXEL_TYPES["U8"]


def expected(bands=None, pixel_type=U8):
    return Expected(60, 40, bands, pixel_type)


class TestColours:
    @pytest.mark.parametrize("driver", ["PNG", "BMP"])
    def test_lossless_colours_come_back(self, make_picture, driver):
        block = decode(make_picture(driver, RGB), expected(3), driver)
        assert np.array_equal(block.data, RGB)
        assert block.valid is None

    def test_jpeg_is_near(self, make_picture):
        block = decode(make_picture("JPEG", SMOOTH, ["QUALITY=95"]), expected(3), "jpgpng")
        assert np.abs(block.data.astype(int) - SMOOTH).max() <= 4
        assert block.valid is None

    def test_alpha_zero_is_invalid_and_half_transparent_is_not(self, make_picture):
        body = make_picture("PNG", np.concatenate((RGB, ALPHA)), alpha=True)
        block = decode(body, expected(3), "png32")
        assert np.array_equal(block.data, RGB)
        assert np.array_equal(block.valid, ALPHA[0] > 0)
        assert ((ALPHA > 0) & (ALPHA < 255)).any()

    @pytest.mark.parametrize("driver", ["PNG", "GIF"])
    def test_a_palette_is_expanded_to_its_colours(self, make_picture, driver):
        classes = GREY % 4
        palette = PALETTE if driver == "PNG" else [(*entry[:3], 255) for entry in PALETTE]
        block = decode(make_picture(driver, classes, palette=palette), expected(3), "png8")
        colours = np.array(PALETTE, np.uint8)[:, :3].T[:, classes[0]]
        assert np.array_equal(block.data, colours)
        if driver == "PNG":
            assert np.array_equal(block.valid, classes[0] != 3)
        else:
            assert block.valid is None

    @pytest.mark.parametrize("driver", ["PNG", "GIF"])
    def test_the_transparent_colour_of_a_palette_is_invalid(self, make_picture, driver):
        classes = GREY % 4
        palette = [(*entry[:3], 255) for entry in PALETTE]
        block = decode(make_picture(driver, classes, palette=palette, no_data=2), expected(3), "png8")
        assert np.array_equal(block.valid, classes[0] != 2)

    def test_the_transparent_grey_is_invalid(self, make_picture):
        block = decode(make_picture("PNG", GREY, no_data=17), expected(1), "png")
        assert np.array_equal(block.valid, GREY[0] != 17)
        assert np.array_equal(block.data, GREY)

    def test_the_transparent_colour_is_invalid(self, make_picture):
        data = RGB // 128 * 17
        block = decode(make_picture("PNG", data, no_data=17), expected(3), "png24")
        assert np.array_equal(block.valid, (data != 17).any(axis=0))
        assert np.array_equal(block.data, data)

    def test_sixteen_bits_stay(self, make_picture):
        data = GREY.astype(np.uint16) * 257
        block = decode(make_picture("PNG", data), expected(1, PIXEL_TYPES["U16"]), "png")
        assert np.array_equal(block.data, data)


class TestBands:
    def test_grey_is_repeated_for_three(self, make_picture):
        block = decode(make_picture("PNG", GREY), expected(3), "png")
        assert np.array_equal(block.data, np.repeat(GREY, 3, axis=0))

    def test_equal_colours_are_one_band(self, make_picture):
        block = decode(make_picture("PNG", np.repeat(GREY, 3, axis=0)), expected(1), "png")
        assert np.array_equal(block.data, GREY)

    def test_different_colours_are_not_one_band(self, make_picture):
        with pytest.raises(DecodeError, match="PNG with 3 bands instead of 1"):
            decode(make_picture("PNG", RGB), expected(1), "png")

    def test_the_alpha_channel_is_the_fourth(self, make_picture):
        body = make_picture("PNG", np.concatenate((RGB, ALPHA)), alpha=True)
        assert np.array_equal(decode(body, expected(4), "png32").data[3:], ALPHA)

    def test_an_opaque_picture_has_a_full_fourth_band(self, make_picture):
        """jpgpng answers a JPEG where nothing is transparent, and a PNG with alpha elsewhere."""
        block = decode(make_picture("JPEG", SMOOTH), expected(4), "jpgpng")
        assert block.bands == 4
        assert (block.data[3] == 255).all()

    def test_left_open_it_is_what_came(self, make_picture):
        assert decode(make_picture("PNG", GREY), expected(), "png").bands == 1
        assert decode(make_picture("PNG", RGB), expected(), "png").bands == 3


class TestDamage:
    @pytest.mark.parametrize("driver", ["PNG", "JPEG", "BMP", "GIF"])
    @pytest.mark.parametrize("keep", [0.02, 0.5, 0.9])
    def test_a_cut_picture_is_refused(self, make_picture, driver, keep):
        body = make_picture(driver, GREY if driver == "GIF" else RGB)
        with pytest.raises(DecodeError):
            decode(body[: max(12, int(len(body) * keep))], expected(3), driver)

    def test_another_size_is_refused(self, make_picture):
        with pytest.raises(DecodeError, match="60 x 40 pixels instead of 256 x 256"):
            decode(make_picture("PNG", RGB), Expected(256, 256, 3), "png")


class TestInsteadOfValues:
    @pytest.mark.parametrize("requested", ["bsq", "bip", "tiff", "lerc", "LERC"])
    def test_a_jpeg_holds_no_values(self, make_picture, requested):
        body = make_picture("JPEG", SMOOTH)
        with pytest.raises(DecodeError, match=f"sent JPEG although {requested.lower()} was asked for") as e:
            decode(body, expected(3), requested)
        assert e.value.details["came"] == "jpeg"

    @pytest.mark.parametrize("pixel_type", [PIXEL_TYPES["U16"], PIXEL_TYPES["F32"], None])
    def test_a_png_is_stretched_if_values_are_not_bytes(self, make_picture, pixel_type):
        with pytest.raises(DecodeError, match="sent PNG"):
            decode(make_picture("PNG", RGB), expected(3, pixel_type), "tiff")

    def test_a_palette_holds_no_values(self, make_picture):
        with pytest.raises(DecodeError, match="sent PNG"):
            decode(make_picture("PNG", GREY % 4, palette=PALETTE), expected(1), "tiff")

    def test_colours_of_another_number_hold_no_values(self, make_picture):
        with pytest.raises(DecodeError, match="sent PNG"):
            decode(make_picture("PNG", np.repeat(GREY, 3, axis=0)), expected(1), "bsq")

    def test_a_png_of_bytes_band_for_band_does(self, make_picture):
        block = decode(make_picture("PNG", np.concatenate((RGB, ALPHA)), alpha=True), expected(3), "bsq")
        assert np.array_equal(block.data, RGB)
        assert np.array_equal(block.valid, ALPHA[0] > 0)
