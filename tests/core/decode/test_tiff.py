# SPDX-License-Identifier: GPL-2.0-or-later
"""TIFF: every layout, and only the NoData that was asked for."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from image_services.core.decode import Expected, decode, gdal_memory
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES, of_dtype
from osgeo import gdal

DEM = np.random.default_rng(3).normal(500, 50, (1, 150, 200)).astype(np.float32)
RGB = np.random.default_rng(4).integers(0, 256, (3, 150, 200), dtype=np.uint8)
TILED = ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128"]


def expected_of(data, **changes):
    return Expected(data.shape[2], data.shape[1], **{"bands": len(data), "pixel_type": of_dtype(data.dtype), **changes})


@pytest.mark.parametrize(
    "name",
    ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "complex64", "complex128"],
)
@pytest.mark.parametrize("bands", [1, 3])
def test_every_type(make_tiff, name, bands):
    dtype = np.dtype(name)
    data = np.frombuffer(np.random.default_rng(5).bytes(bands * 20 * 30 * dtype.itemsize), dtype)
    data = np.nan_to_num(data).reshape(bands, 20, 30)
    block = decode(make_tiff(data), expected_of(data), "tiff")
    assert block.data.dtype == dtype
    assert np.array_equal(block.data, data)
    assert block.valid is None


@pytest.mark.parametrize(
    "options",
    [
        TILED,
        ["TILED=YES", "COMPRESS=LZW", "INTERLEAVE=BAND"],
        ["COMPRESS=DEFLATE", "PREDICTOR=2"],
        ["ENDIANNESS=BIG"],
        ["BIGTIFF=YES", "ENDIANNESS=BIG", *TILED],
        ["BIGTIFF=YES", "BLOCKYSIZE=1"],
    ],
    ids=" ".join,
)
def test_every_layout(make_tiff, options):
    data = RGB.astype(np.uint16) * 257
    assert np.array_equal(decode(make_tiff(data, options), expected_of(data), "tiff").data, data)


def test_jpeg_inside_is_near_the_source(make_tiff):
    smooth = np.broadcast_to(np.arange(200, dtype=np.uint8), (3, 150, 200))
    body = make_tiff(smooth, ["COMPRESS=JPEG", "PHOTOMETRIC=YCBCR", *TILED])
    block = decode(body, expected_of(smooth), "tiff")
    assert np.abs(block.data.astype(int) - smooth).max() <= 4


def test_the_colours_of_a_palette_stay_classes(make_tiff):
    classes = RGB[:1] % 3
    body = make_tiff(classes, palette=[(255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)])
    assert np.array_equal(decode(body, expected_of(classes), "tiff").data, classes)


class TestNoData:
    def test_a_tag_nobody_asked_for_is_not_believed(self, make_tiff):
        block = decode(make_tiff(RGB, no_data=0), expected_of(RGB), "tiff")
        assert (RGB == 0).any()
        assert block.valid is None

    def test_the_value_asked_for_marks_invalid_pixels_without_a_tag(self, make_tiff):
        data = DEM.copy()
        data[0, :10] = -9999
        block = decode(make_tiff(data), expected_of(data, no_data=(-9999.0,)), "tiff")
        assert np.array_equal(block.valid, data[0] != -9999)

    def test_where_a_value_was_asked_for_the_tag_counts_too(self, make_tiff):
        data = DEM.copy()
        data[0, :10] = -1
        block = decode(make_tiff(data, no_data=-1), expected_of(data, no_data=()), "tiff")
        assert np.array_equal(block.valid, data[0] != -1)

    @pytest.mark.parametrize(("match", "invalid"), [(None, [7]), ("any", [3, 7]), ("all", [7])])
    def test_lists_count_as_they_were_asked(self, make_tiff, match, invalid):
        data = np.full((3, 1, 10), 5, np.int16)
        data[0, 0, [3, 7]] = -1
        data[1:, 0, 7] = -1
        expected = expected_of(data, no_data=(-1.0, -1.0, -1.0), no_data_match=match)
        block = decode(make_tiff(data, no_data=-1), expected, "tiff")
        assert np.flatnonzero(~block.valid[0]).tolist() == invalid

    def test_an_internal_mask_is_honoured(self, make_tiff):
        mask = np.zeros((150, 200), bool)
        mask[40:90, 3:150] = True
        block = decode(make_tiff(DEM, TILED, mask=mask), expected_of(DEM), "tiff")
        assert np.array_equal(block.valid, mask)

    def test_an_alpha_band_beyond_the_expected_bands_is_validity(self, make_tiff):
        alpha = np.where(RGB[:1] > 100, 255, 0).astype(np.uint8)
        body = make_tiff(np.concatenate((RGB, alpha)), alpha=True)
        for bands in (3, None):
            block = decode(body, expected_of(RGB, bands=bands), "tiff")
            assert np.array_equal(block.data, RGB)
            assert np.array_equal(block.valid, alpha[0] > 0)

    def test_a_fourth_band_that_was_asked_for_is_data_even_if_it_says_alpha(self, make_tiff):
        data = np.concatenate((RGB, RGB[:1] // 200))
        block = decode(make_tiff(data, alpha=True), expected_of(data), "tiff")
        assert np.array_equal(block.data, data)
        assert block.valid is None

    @pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
    def test_tiles_that_are_not_in_the_file_are_invalid(self, make_tiff, interleave):
        data = np.zeros((2, 150, 200), np.int16)
        data[:, 10:20, 10:20] = 7  # the other three tiles are never written
        body = make_tiff(data, ["SPARSE_OK=TRUE", f"INTERLEAVE={interleave}", *TILED])
        block = decode(body, expected_of(data), "tiff")
        valid = np.zeros((150, 200), bool)
        valid[:128, :128] = True
        assert np.array_equal(block.valid, valid)
        assert np.array_equal(block.data[:, valid], data[:, valid])

    def test_tiles_may_be_missing_in_one_band_only(self, make_tiff):
        data = np.zeros((2, 150, 200), np.int16)
        data[0] = 7
        data[1, :5, :5] = 8
        block = decode(make_tiff(data, ["SPARSE_OK=TRUE", "INTERLEAVE=BAND", *TILED]), expected_of(data), "tiff")
        assert block.valid[0].all()
        assert block.valid[1].sum() == 128 * 128


class TestDistrust:
    def test_another_size_is_refused(self, make_tiff):
        with pytest.raises(DecodeError, match="TIFF of 200 x 150 pixels instead of 400 x 400"):
            decode(make_tiff(DEM), Expected(400, 400), "tiff")

    def test_another_number_of_bands_is_refused(self, make_tiff):
        with pytest.raises(DecodeError, match="3 bands instead of 4"):
            decode(make_tiff(RGB), expected_of(RGB, bands=4), "tiff")

    def test_values_the_expected_type_cannot_hold_are_refused(self, make_tiff):
        with pytest.raises(DecodeError, match="TIFF of type float32"):
            decode(make_tiff(DEM), expected_of(DEM, pixel_type=PIXEL_TYPES["U8"]), "tiff")

    def test_blocks_much_larger_than_the_image_are_refused(self, make_tiff, monkeypatch):
        """Tiles are padded, 128 x 128 for 7 x 7 pixels; but they are decoded whole, whatever size the header claims."""
        small = DEM[:, :7, :7]
        body = make_tiff(small, TILED, mask=np.ones((7, 7), bool))
        assert np.array_equal(decode(body, expected_of(small), "tiff").data, small)
        with gdal_memory.opened(body, ("GTiff",), expected_of(small), "TIFF") as raster:
            monkeypatch.setattr(gdal_memory, "_LARGEST_BLOCK", 128 * 128 - 1)
            with pytest.raises(DecodeError, match="cut or damaged"):
                raster.read_mask(1)
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body, expected_of(small), "tiff")

    @pytest.mark.parametrize("keep", [4, 8, 100, 400, 30_000, -1])
    @pytest.mark.parametrize("options", [TILED, ["COMPRESS=LZW", *TILED], []], ids=" ".join)
    def test_a_cut_file_is_refused(self, make_tiff, options, keep):
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(make_tiff(DEM, options)[:keep], expected_of(DEM), "tiff")

    def test_a_cut_jpeg_inside_is_refused(self, make_tiff):
        body = make_tiff(RGB, ["COMPRESS=JPEG", *TILED])
        end = len(body) - 3000
        with pytest.raises(DecodeError, match="cut or damaged"):
            decode(body[:end], expected_of(RGB), "tiff")

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_damage_is_an_error_or_pixels(self, make_tiff, data):
        body = bytearray(make_tiff(DEM[:, :40, :30], ["COMPRESS=LZW"]))
        for _ in range(data.draw(st.integers(1, 4))):
            body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
        try:
            block = decode(bytes(body), Expected(30, 40, 1, PIXEL_TYPES["F32"]), "tiff")
        except DecodeError:
            return
        assert block.data.shape == (1, 40, 30)


class TestHost:
    """GDAL's state belongs to QGIS: it is the same afterwards, and whatever it is, decoding works."""

    @pytest.fixture(params=[True, False], ids=["exceptions", "no exceptions"])
    def exceptions(self, request):
        before = gdal.GetUseExceptions()
        (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
        yield request.param
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()

    def test_with_and_without_exceptions(self, make_tiff, exceptions):
        assert np.array_equal(decode(make_tiff(DEM), expected_of(DEM), "tiff").data, DEM)
        for keep in (8, 300, 60_000):
            with pytest.raises(DecodeError):
                decode(make_tiff(DEM, TILED)[:keep], expected_of(DEM), "tiff")
        assert bool(gdal.GetUseExceptions()) == exceptions

    def test_nothing_stays_in_memory_and_nothing_is_printed(self, make_tiff, capfd):
        before = gdal.ReadDir("/vsimem/")
        decode(make_tiff(DEM), expected_of(DEM), "tiff")
        with pytest.raises(DecodeError):
            decode(make_tiff(DEM, TILED)[:30_000], expected_of(DEM), "tiff")
        assert gdal.ReadDir("/vsimem/") == before
        assert gdal.GetLastErrorMsg() == ""
        assert capfd.readouterr() == ("", "")

    def test_the_error_handler_of_the_host_is_back_in_place(self, make_tiff):
        heard = []
        gdal.PushErrorHandler(lambda *error: heard.append(error))
        try:
            with pytest.raises(DecodeError):
                decode(make_tiff(DEM, TILED)[:30_000], expected_of(DEM), "tiff")
            assert heard == []
            gdal.Error(gdal.CE_Warning, gdal.CPLE_AppDefined, "for the host")
        finally:
            gdal.PopErrorHandler()
        assert [text for _, _, text in heard] == ["for the host"]

    def test_many_threads_at_once(self, make_tiff):
        bodies = [make_tiff(DEM + number, ["COMPRESS=LZW"]) for number in range(6)]
        right = []

        def work(number):
            for _ in range(5):
                block = decode(bodies[number], expected_of(DEM), "tiff")
                right.append(np.array_equal(block.data, DEM + number))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert right == [True] * 30


@pytest.mark.parametrize(
    ("name", "columns", "rows", "minimum", "maximum"),
    [
        ("3dep-sanfran-400.tif", 400, 400, -5.170363, 388.82843),
        ("olavr-exportImage.tiff", 660, 600, -43.317, 6.931),
        ("terrainr-3DEP.tif", 7, 7, 649.7693, 651.12115),
        ("terrainr-raster_tile.tif", 14, 20, 647.3891, 652.9117),
        ("terrainr-projected-5071.tif", 5, 8, 649.95386, 650.9903),
    ],
)
def test_real_answer(shared_data, name, columns, rows, minimum, maximum):
    file = shared_data / "tiff" / name
    expected = Expected(columns, rows, 1, PIXEL_TYPES["F32"], no_data=(-9999.0,))
    block = decode(file.read_bytes(), expected, "tiff")
    assert block.valid is None
    assert (block.data.min(), block.data.max()) == pytest.approx((minimum, maximum), abs=1e-3)
    dataset = gdal.Open(str(file))
    assert block.data.tobytes() == bytes(dataset.ReadRaster())
