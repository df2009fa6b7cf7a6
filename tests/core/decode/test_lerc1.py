# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC 1 in numpy: the same bits as Esri's library gives, and no crash where that crashes."""

from __future__ import annotations

import struct

import lerc as esri
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from image_services.core.decode import Expected, decode
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES

VOID = -9999.0


def terrain(rows, columns, seed=0):
    y, x = np.mgrid[:rows, :columns]
    noise = np.random.default_rng(seed).normal(0, 0.7, (rows, columns))
    return (500 + 40 * np.sin(x / 9) + 30 * np.cos(y / 7) + noise).astype(np.float32)


def assert_as_esri(body, columns, rows):
    error, values, mask = esri.decode(body)
    assert error == 0
    block = decode(body, Expected(columns, rows), "lerc")
    valid = np.ones((rows, columns), bool) if mask is None else mask
    assert np.array_equal(np.ones_like(valid) if block.valid is None else block.valid, valid)
    values = values.reshape(block.data.shape)
    assert np.array_equal(block.data[:, valid].view(np.uint32), values[:, valid].view(np.uint32))
    return block


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 70), st.integers(4, 70), st.sampled_from([0.0, 0.001, 0.1, 3.0]), st.integers(0, 8))
def test_bit_for_bit_as_esri(make_lerc1, rows, columns, tolerance, holes):
    data = terrain(rows, columns, holes)
    data[np.random.default_rng(holes).random(data.shape) < holes / 9] = VOID
    data[0, 0] = 1  # MRF stores no blob where nothing is valid
    assert_as_esri(make_lerc1(data, no_data=VOID, tolerance=tolerance), columns, rows)


@pytest.mark.parametrize("value", [7.0, -200.0, 1234.5])
def test_constant_images(make_lerc1, value):
    block = assert_as_esri(make_lerc1(np.full((40, 50), value, np.float32), tolerance=0.01), 50, 40)
    assert (block.data == value).all()


def test_large_range_in_few_blocks(make_lerc1):
    data = terrain(65, 65)
    data[10:20] *= 1e6
    assert_as_esri(make_lerc1(data, tolerance=0.001), 65, 65)


class TestHandMade:
    """Bodies written field by field, for what GDAL's writer does not produce."""

    HEADER = struct.Struct("<10siiiid")

    def part(self, across, down, maximum, content):
        return struct.pack("<iiif", down, across, len(content), maximum) + content

    def body(self, columns, rows, tolerance, mask, *bands):
        header = self.HEADER.pack(b"CntZImage ", 11, 8, rows, columns, tolerance)
        return header + mask + bands[0] + b"".join(header + band for band in bands[1:])

    @property
    def all_valid(self):
        return self.part(0, 0, 1.0, b"")

    def test_every_way_a_block_is_stored(self):
        blocks = [
            b"\x02",  # zero
            b"\x03" + struct.pack("<f", 2.5),  # constant: single, short, byte
            b"\x43" + struct.pack("<h", -300),
            b"\x83" + struct.pack("<b", -5),
            b"\x00" + struct.pack("<4f", 1, 2, 3, 4),  # plain
            b"\x81\x0a" + b"\x84\x04" + b"\x21\x43",  # offset 10, 4 bits, number in a byte
            b"\x81\x0a" + b"\x44\x04\x00" + b"\x21\x43",  # in a short
            b"\x81\x0a" + b"\x04\x04\x00\x00\x00" + b"\x21\x43",  # in a long
            b"\x02",
        ]
        body = self.body(6, 6, 0.5, self.all_valid, self.part(3, 3, 100.0, b"".join(blocks)))
        block = assert_as_esri(body, 6, 6)
        assert block.data[0, 2:4, 4:6].tolist() == [[14, 13], [12, 11]]

    def test_no_bits_mean_the_offset(self):
        """Esri's library leaves the codes of the block before in place here; its encoder never writes such a block."""
        content = b"\x81\x0a" + b"\x80\x04"
        block = decode(self.body(2, 2, 0.5, self.all_valid, self.part(1, 1, 99.0, content)), Expected(2, 2), "lerc")
        assert (block.data == 10).all()

    def test_further_bands_use_the_mask_of_the_first(self):
        mask = self.part(0, 0, 1.0, struct.pack("<hBh", 1, 0b10100000, -32768))
        one = self.part(1, 1, 9.0, b"\x00" + struct.pack("<2f", 8, 9))
        two = self.part(1, 1, 5.0, b"\x83\x05")
        body = self.body(2, 2, 0.0, mask, one, two) + b"\0\0\0"
        block = assert_as_esri(body, 2, 2)
        assert block.valid.tolist() == [[True, False], [True, False]]
        assert block.data[:, :, 0].tolist() == [[8, 9], [5, 5]]

    def test_codes_do_not_exceed_the_maximum(self):
        content = b"\x81\x00" + b"\x84\x04" + b"\xff\xff"
        block = assert_as_esri(self.body(2, 2, 0.5, self.all_valid, self.part(1, 1, 14.5, content)), 2, 2)
        assert block.data.max() == 14.5

    def test_no_valid_pixel_at_all(self):
        nothing = self.part(0, 0, 0.0, b"")
        block = decode(self.body(5, 4, 0.1, nothing, self.part(1, 1, 0.0, b"\x02")), Expected(5, 4), "lerc")
        assert not block.valid.any()

    @pytest.mark.parametrize(
        ("across", "down", "content"),
        [
            (0, 0, b""),
            (9, 1, b"\x02" * 9),
            (-1, 1, b"\x02"),
            (1, 1, b""),
            (1, 1, b"\x02\x02"),
            (1, 1, b"\x05"),
            (1, 1, b"\xc3\x01"),
            (1, 1, b"\x00\0\0\0\0"),
            (1, 1, b"\x81\x0a\x84\x05\x21\x43"),
            (1, 1, b"\x81\x0a\xa0\x04" + bytes(16)),
            (1, 1, b"\x81\x0a\xc4\x04\x21\x43"),
            (1, 1, b"\x81\x0a\x84\x04\x21"),
        ],
    )
    def test_damaged_values_are_refused(self, across, down, content):
        body = self.body(2, 2, 0.5, self.all_valid, self.part(across, down, 1.0, content))
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")

    @pytest.mark.parametrize(
        "runs", [b"\x00\x80", b"\x02\x00\xff\xff\x00\x80", b"\x01\x00\xff", b"\xff", b"\x00\x00" * 9]
    )
    def test_damaged_masks_are_refused(self, runs):
        body = self.body(2, 2, 0.5, self.part(0, 0, 1.0, runs), self.part(1, 1, 1.0, b"\x02"))
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")

    def test_weights_instead_of_a_mask_are_refused(self):
        body = self.body(2, 2, 0.5, self.part(1, 1, 1.0, b"\x04"), self.part(1, 1, 1.0, b"\x02"))
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")

    @pytest.mark.parametrize("cut", [b"CntZ", b"CntZImage \x0b\0\0\0"])
    def test_a_body_cut_in_the_next_band_is_refused(self, cut):
        body = self.body(2, 2, 0.5, self.all_valid, self.part(1, 1, 1.0, b"\x02")) + cut
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")

    def test_bands_of_another_size_are_refused(self):
        band = self.part(1, 1, 1.0, b"\x02")
        body = self.body(2, 2, 0.5, self.all_valid, band) + self.HEADER.pack(b"CntZImage ", 11, 8, 3, 2, 0.5) + band
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")

    @pytest.mark.parametrize(
        "fields", [(12, 8, 2, 2, 0.5), (11, 7, 2, 2, 0.5), (11, 8, 2, 2, -1), (11, 8, 2, 2, np.nan)]
    )
    def test_an_unknown_header_is_refused(self, fields):
        body = self.HEADER.pack(b"CntZImage ", *fields) + self.all_valid + self.part(1, 1, 1.0, b"\x02")
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, Expected(2, 2), "lerc")


class TestTypes:
    def test_rounded_to_the_integers_it_came_from(self, make_lerc1):
        data = np.rint(terrain(30, 40))
        data[:5] = VOID
        block = decode(make_lerc1(data, no_data=VOID, tolerance=0.3), Expected(40, 30, 1, PIXEL_TYPES["U16"]), "lerc")
        assert block.data.dtype == np.uint16
        assert np.array_equal(block.data[0, 5:], data[5:])

    def test_values_beyond_the_type_are_refused(self, make_lerc1):
        with pytest.raises(DecodeError, match="type U8 cannot hold"):
            decode(make_lerc1(terrain(30, 40)), Expected(40, 30, 1, PIXEL_TYPES["U8"]), "lerc")

    def test_whole_numbers_beyond_a_single_are_refused(self, make_lerc1):
        data = np.full((8, 8), 3e8, np.float32)
        with pytest.raises(DecodeError, match="beyond 16,777,216 exactly"):
            decode(make_lerc1(data), Expected(8, 8, 1, PIXEL_TYPES["U32"]), "lerc")
        assert decode(make_lerc1(data / 100), Expected(8, 8, 1, PIXEL_TYPES["U32"]), "lerc").data.dtype == np.uint32

    def test_doubles_get_the_singles_that_came(self, make_lerc1):
        data = terrain(8, 8)
        block = decode(make_lerc1(data), Expected(8, 8, 1, PIXEL_TYPES["F64"]), "lerc")
        assert np.array_equal(block.data[0], data.astype(np.float64))


def test_sizes_are_compared_first(make_lerc1):
    with pytest.raises(DecodeError, match="40 x 30 pixels instead of 257 x 257"):
        decode(make_lerc1(terrain(30, 40)), Expected(257, 257), "lerc")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_is_an_error_or_pixels_never_a_crash(make_lerc1, data):
    body = bytearray(BODIES.setdefault("one", make_lerc1(terrain(40, 40), tolerance=0.01)))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(34, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        block = decode(bytes(body), Expected(40, 40), "lerc")
    except DecodeError:
        return
    assert block.data.shape == (1, 40, 40)


BODIES: dict[str, bytes] = {}
