# SPDX-License-Identifier: GPL-2.0-or-later
"""Every LERC blob on record gives its pixels and its mask, with the library and, where it is right, through GDAL."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from image_services.core.decode import Expected, decode
from image_services.core.decode.lerc2_header import read_blobs
from image_services.core.decode.lerc_gdal import supports
from image_services.core.errors import DecodeError
from image_services.core.pixels import of_dtype

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "lerc"
GENERATED = sorted((FOLDER / "generated").glob("*.lerc?"))
LERC2 = [file for file in GENERATED if file.suffix == ".lerc2"]


def size_of(body):
    """Return rows and columns, read independently of the decoder."""
    if body.startswith(b"CntZImage "):
        return struct.unpack_from("<ii", body, 18)
    return struct.unpack_from("<ii", body, 14 if body[6] >= 3 else 10)


def recorded(file):
    """Return the expected pixels and validity, both with the shape (bands, rows, columns)."""
    with np.load(file.with_suffix(".expected.npz")) as arrays:
        data, mask = arrays["data"], arrays["mask"]
    if data.ndim == 4:  # several values per pixel
        data = np.moveaxis(data[0], 2, 0)
    if "nodata_mixed" in file.stem:  # its mask holds the wholly invalid pixels only
        mask = mask & (data != -9999)
    if file.stem == "lerc1_S16_nomask":  # 97 x 130 pixels, written into a tile of 256 x 256 whose rest is invalid
        mask = np.zeros((256, 256), bool)
        mask[:97, :130] = True
    return data, np.broadcast_to(mask, data.shape)


def check(block, data, valid, tolerance=0.0):
    found = np.broadcast_to(True if block.valid is None else block.valid, data.shape)
    assert np.array_equal(found, valid)
    assert block.data.shape == data.shape
    assert block.data.dtype == data.dtype
    assert block.data.dtype.isnative
    errors = np.abs(block.data[valid].astype(np.float64) - data[valid].astype(np.float64))
    slack = tolerance and float(np.spacing(np.abs(data[valid]).max()))
    assert errors.max(initial=0) <= tolerance + slack


def tolerance_of(file):
    return 0.01 if "tol0.01" in file.stem or "2band" in file.stem else 0.0


def expected_of(file, data):
    return Expected(data.shape[2], data.shape[1], data.shape[0], of_dtype(data.dtype))


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.stem)
def test_generated_blob(file):
    data, valid = recorded(file)
    check(decode(file.read_bytes(), expected_of(file, data), "lerc"), data, valid, tolerance_of(file))


@pytest.mark.parametrize("file", LERC2, ids=lambda file: file.stem)
def test_generated_blob_through_gdal_alone(file, without_lerc_library):
    body = file.read_bytes()
    data, valid = recorded(file)
    expected = expected_of(file, data)
    if supports(read_blobs(body, expected)):
        check(decode(body, expected, "lerc"), data, valid, tolerance_of(file))
    else:
        with pytest.raises(DecodeError, match="needs the Python package 'lerc'"):
            decode(body, expected, "lerc")


@pytest.mark.skipif(not LERC2, reason="the folder of recorded material is not beside this checkout")
def test_gdal_alone_decodes_what_it_is_known_to_decode_rightly():
    known = {
        file.stem
        for file in LERC2
        if supports(read_blobs(file.read_bytes(), Expected(*reversed(size_of(file.read_bytes())))))
    }
    for version in range(2, 7):
        for code in ("S8", "U8", "S16", "U16", "S32", "U32", "F32", "F64"):
            assert f"v{version}_{code}_1band_nomask" in known
            assert (f"v{version}_{code}_1band_mask" in known) == (code in ("F32", "F64"))
        assert f"v{version}_U16_4band_nomask" in known
        assert f"v{version}_F32_4band_onemask" not in known
    assert {"v3_F32_4band_permask", "v6_F32_4band_permask"} <= known
    assert not {"v3_U8_4band_permask", "v6_F32_depth3_nodata_mixed", "v4_U8_allinvalid"} & known


@pytest.mark.parametrize(
    ("name", "valid_pixels", "minimum", "maximum", "mean"),
    [
        ("esri/world.lerc1", 65025, -27.458635330200195, 5474.1728515625, 535.82595673),
        ("esri/california_400_400_1_float.lerc2", 58515, -82.97209167480469, 4080.61376953125, 871.02970456),
        ("real-3dep/dep-katy-463x400.lerc1", 185200, 36.84880828857422, 45.65092849731445, 40.94006929),
        ("hosted-agol/livingatlas_canopy_empty_256_u8_v5.lerc2", 65536, 0, 0, 0),
        ("embedded/tile_256_u8_masked_const95_v4.lerc2", 31619, 95, 95, 95),
    ],
)
def test_real_blob(shared_data, name, valid_pixels, minimum, maximum, mean):
    body = (shared_data / "lerc" / name).read_bytes()
    rows, columns = size_of(body)
    block = decode(body, Expected(columns, rows), "lerc")
    valid = np.ones((rows, columns), bool) if block.valid is None else block.valid
    values = block.data[0][valid]
    assert values.size == valid_pixels
    assert (block.valid is None) == (valid_pixels == rows * columns)
    assert (values.min(), values.max()) == (minimum, maximum)
    assert values.astype(np.float64).mean() == pytest.approx(mean, abs=1e-8)


def test_real_lerc1_answer_begins_as_stated(shared_data):
    body = (shared_data / "lerc" / "real-3dep" / "dep-katy-463x400.lerc1").read_bytes()
    block = decode(body, Expected(463, 400, 1), "lerc")
    assert block.data[0, 0, :4].tolist() == pytest.approx([42.254025, 42.189827, 42.012375, 41.844078])


def test_several_values_per_pixel_are_bands(shared_data):
    body = (shared_data / "lerc" / "embedded" / "sanity_30x20_u8_depth3_v5.lerc2").read_bytes()
    block = decode(body, Expected(30, 20, 3), "lerc")
    assert block.data.min(axis=(1, 2)).tolist() == [0, 30, 60]
    assert block.data.max() == 89
    assert block.data[:, 0, :2].T.ravel().tolist() == [13, 57, 68, 14, 59, 80]
