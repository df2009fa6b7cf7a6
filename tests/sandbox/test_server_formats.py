# SPDX-License-Identifier: GPL-2.0-or-later
"""The bytes of every format, read with GDAL, Esri's LERC library or numpy: never with our own decoders."""

from __future__ import annotations

import struct

import lerc
import numpy as np
import pytest
from osgeo import gdal

NONE = '{"rasterFunction":"None"}'


@pytest.fixture
def opened():
    """Open image bytes with GDAL."""
    names = []

    def open_bytes(body, *options):
        name = f"/vsimem/answer_{len(names)}"
        names.append(name)
        gdal.FileFromMemBuffer(name, body)
        return gdal.OpenEx(name, open_options=list(options))

    yield open_bytes
    for name in names:
        gdal.Unlink(name)


def _tags(body):
    """Return the tags of a classic little-endian TIFF as {number: (type, count, raw value)}."""
    assert body[:4] == b"II*\0"
    (offset,) = struct.unpack_from("<I", body, 4)
    (count,) = struct.unpack_from("<H", body, offset)
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 12: 8}
    tags = {}
    for index in range(count):
        tag, kind, number, value = struct.unpack_from("<HHII", body, offset + 2 + 12 * index)
        length = sizes[kind] * number
        raw = body[value : value + length] if length > 4 else struct.pack("<I", value)[:length]
        tags[tag] = (kind, number, raw)
    (following,) = struct.unpack_from("<I", body, offset + 2 + 12 * count)
    assert following == 0  # one directory: no overviews, no mask
    return tags


def _short(tags, number):
    return struct.unpack_from("<H", tags[number][2])[0]


def _get(world, name, cells, **params):
    query = {"bbox": world.box(name, *cells), "size": f"{cells[2]},{cells[3]}", "renderingRule": NONE}
    return world.export(name, **{**query, "adjustAspectRatio": "false", **params})


def test_tiff_has_the_tags_of_recorded_exports(world):
    answer = _get(world, "elevation/dem", (0, 0, 7, 7), format="tiff")
    assert answer.headers["Content-Type"] == "image/tiff"
    tags = _tags(answer.content)
    assert (_short(tags, 256), _short(tags, 257), _short(tags, 258), _short(tags, 277)) == (7, 7, 32, 1)
    assert (_short(tags, 322), _short(tags, 323)) == (128, 128)
    assert _short(tags, 259) == 1  # not compressed
    assert _short(tags, 339) == 3  # floats
    assert 338 not in tags  # no extra samples
    assert 42113 not in tags  # no NoData unless named
    metadata = tags[42112][2].decode()
    assert '<Item name="DataType">Generic</Item>' in metadata
    assert '<Item name="SourceBandIndex" sample="0">0</Item>' in metadata
    assert len(answer.content) > 128 * 128 * 4  # tiles are padded: a 7 x 7 export is 66 kilobytes
    geo_keys = np.frombuffer(tags[34735][2], "<u2").reshape(-1, 4)
    assert [1025, 0, 1, 1] in geo_keys.tolist()  # pixel is area
    assert [3072, 0, 1, 3857] in geo_keys.tolist()


@pytest.mark.parametrize("name", ["elevation/dem", "imagery/deep/scene", "classes", "signed", "precise", "geographic"])
@pytest.mark.parametrize("compression", ["None", "LZ77"])
def test_tiff_holds_the_source_pixels_at_the_right_place(world, opened, name, compression):
    bands, rows, columns = world.pixels[name].shape
    body = _get(world, name, (0, 0, columns, rows), format="tiff", compression=compression).content
    assert _short(_tags(body), 259) == (5 if compression == "LZ77" else 1)
    dataset = opened(body)
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    assert dataset.GetGeoTransform() == pytest.approx((x, dx, 0, y, 0, -dy))
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == world.places[name]["epsg"].partition(":")[2]
    assert dataset.RasterCount == bands
    pixels = dataset.ReadAsArray().reshape(bands, rows, columns).view(world.pixels[name].dtype)
    valid = world.valid[name]
    assert (pixels[:, valid] == world.pixels[name][:, valid]).all()
    assert dataset.GetRasterBand(1).GetMaskFlags() == gdal.GMF_ALL_VALID
    if name == "signed":
        band = dataset.GetRasterBand(1)
        assert band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE" or band.DataType == 14


def test_tiff_masks_only_by_a_nodata_value_that_was_named(world, opened):
    plain = opened(_get(world, "elevation/dem", (80, 40, 60, 40), format="tiff").content)
    named = opened(_get(world, "elevation/dem", (80, 40, 60, 40), format="tiff", noData="-32000").content)
    valid = world.valid["elevation/dem"][40:80, 80:140]
    assert plain.GetRasterBand(1).GetNoDataValue() is None
    assert (plain.ReadAsArray()[~valid] == -9999).all()  # what the raster itself declares
    assert named.GetRasterBand(1).GetNoDataValue() == -32000
    assert (named.ReadAsArray()[~valid] == -32000).all()
    assert ((named.GetRasterBand(1).GetMaskBand().ReadAsArray() != 0) == valid).all()


def test_floats_outside_are_the_lowest_number_where_the_raster_declares_no_nodata(world, opened):
    outside = opened(_get(world, "precise", (-10, 0, 20, 10), format="tiff", pixelType="F32").content).ReadAsArray()
    assert (outside[:, :10] == np.finfo("f4").min).all()
    whole = opened(_get(world, "signed", (-10, 0, 20, 10), format="tiff").content).ReadAsArray()
    assert (whole[:, :10] == 0).all()


def test_rendered_tiff_says_that_black_is_nodata(world, opened):
    body = _get(world, "classes", (0, 0, 40, 30), format="tiff", renderingRule=None).content
    tags = _tags(body)
    assert tags[42113][2].rstrip(b"\0 ") == b"0"
    assert (_short(tags, 262), _short(tags, 277), _short(tags, 284)) == (2, 3, 1)  # RGB, interleaved by pixel


def test_an_empty_tile_may_be_missing(world):
    body = _get(world, "signed", (-256, 0, 256, 128), format="tiff").content
    counts = np.frombuffer(_tags(body)[325][2], "<u2" if _tags(body)[325][0] == 3 else "<u4")
    assert (counts == 0).any()


def test_tiff_may_be_jpeg_inside(world, opened):
    body = _get(world, "classes", (0, 0, 140, 120), format="tiff", compression="JPEG", renderingRule=None).content
    assert _short(_tags(body), 259) == 7
    assert opened(body).ReadAsArray().shape == (3, 120, 140)


def test_bip_is_bsq_with_the_bands_of_a_pixel_together(world):
    name = "imagery/deep/scene"
    bip = _get(world, name, (5, 5, 31, 17), format="bip")
    bsq = _get(world, name, (5, 5, 31, 17), format="bsq")
    assert bip.headers["Content-Type"] == bsq.headers["Content-Type"] == "application/octet-stream"
    count = 31 * 17
    expected = world.pixels[name][:, 5:22, 5:36]
    assert (np.frombuffer(bip.content, "<u2", count * 4).reshape(17, 31, 4).transpose(2, 0, 1) == expected).all()
    assert (np.frombuffer(bsq.content, "<u2", count * 4).reshape(4, 17, 31) == expected).all()
    assert bip.content[count * 8 :] == bsq.content[count * 8 :]


def test_the_mask_is_one_bit_per_pixel_highest_first_without_row_padding(world):
    body = _get(world, "signed", (-3, 0, 5, 2), format="bsq").content
    # Rows of five, the first three outside: 00011 00011, then padding.
    assert body[10:] == bytes([0b00011000, 0b11000000])
    body = _get(world, "signed", (0, 0, 5, 2), format="bsq").content
    assert body[10:] == bytes([0b11111111, 0b11000000])


@pytest.mark.parametrize("version", [None, "1", "2"])
@pytest.mark.parametrize("name", ["elevation/dem", "imagery/deep/scene", "classes", "signed", "precise", "geographic"])
def test_lerc_in_both_versions(world, name, version):
    bands, rows, columns = world.pixels[name].shape
    answer = _get(world, name, (-2, 0, columns, rows), format="lerc", lercVersion=version, compressionTolerance="0")
    assert answer.content.startswith(b"Lerc2 " if version == "2" else b"CntZImage ")
    result, pixels, mask = lerc.decode(answer.content)
    assert result == 0
    pixels = pixels.reshape(bands, rows, columns)
    expected = world.pixels[name][:, :, : columns - 2]
    dtype = np.dtype("f4") if version != "2" else expected.dtype  # LERC1 knows floats only
    assert pixels.dtype == dtype
    valid = np.pad(world.valid[name][:, : columns - 2], ((0, 0), (2, 0)))
    assert (mask == valid).all()
    shown = valid[:, 2:]
    assert (pixels[:, :, 2:][:, shown] == expected.astype(dtype)[:, shown]).all()


def test_lerc_without_a_hole_has_no_mask(world):
    for version in ("1", "2"):
        body = _get(world, "signed", (0, 0, 50, 60), format="lerc", lercVersion=version).content
        assert lerc.decode(body)[2] is None


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("tolerance", [0.01, 0.5, 5.0])
def test_lerc_errs_by_no_more_than_was_allowed(world, version, tolerance):
    query = {"format": "lerc", "lercVersion": version}
    body = _get(world, "elevation/dem", (0, 0, 300, 200), compressionTolerance=tolerance, **query).content
    _, pixels, mask = lerc.decode(body)
    error = np.abs(pixels - world.pixels["elevation/dem"][0])[mask]
    assert 0 < error.max() <= tolerance * 1.01
    lossless = _get(world, "elevation/dem", (0, 0, 300, 200), compressionTolerance=0, **query).content
    assert len(body) < len(lossless)


def test_a_server_before_10_5_knows_lerc_1_only(world):
    world.control.override("signed", generation="10.3")
    body = _get(world, "signed", (0, 0, 50, 60), format="lerc", lercVersion="2").content
    assert body.startswith(b"CntZImage ")


@pytest.mark.parametrize("name", ["bsq", "bip", "lerc"])
def test_a_server_before_10_3_answers_raw_formats_with_a_picture(world, name):
    world.control.override("signed", generation="10.01")
    answer = _get(world, "signed", (0, 0, 50, 60), format=name)
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_an_unknown_format_is_a_jpeg_of_unknown_type(world):
    answer = _get(world, "signed", (0, 0, 50, 60), format="not-a-format")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/octet-stream")
    assert answer.content[:3] == b"\xff\xd8\xff"


def test_jpgpng_is_jpeg_unless_something_is_transparent(world, opened):
    assert _get(world, "classes", (0, 0, 40, 30), renderingRule=None).headers["Content-Type"] == "image/jpeg"
    answer = _get(world, "classes", (-5, 0, 40, 30), renderingRule=None)
    assert answer.headers["Content-Type"] == "image/png"
    pixels = opened(answer.content).ReadAsArray()
    assert pixels.shape == (4, 30, 40)
    assert (pixels[3, :, :5] == 0).all()
    assert (pixels[3, :, 5:] == 255).all()


@pytest.mark.parametrize(
    ("name", "driver", "bands"),
    [
        ("png", "PNG", 3),
        ("png8", "PNG", 1),
        ("png24", "PNG", 3),
        ("png32", "PNG", 4),
        ("jpg", "JPEG", 3),
        ("gif", "GIF", 1),
        ("bmp", "BMP", 3),
    ],
)
def test_pictures_of_colours(world, opened, name, driver, bands):
    answer = _get(world, "classes", (-5, 0, 40, 30), format=name, renderingRule=None)
    dataset = opened(answer.content)
    assert (dataset.GetDriver().ShortName, dataset.RasterCount) == (driver, bands)
    assert (dataset.RasterXSize, dataset.RasterYSize) == (40, 30)
    pixels = dataset.ReadAsArray()
    if bands == 1:
        table = dataset.GetRasterBand(1).GetRasterColorTable()
        assert table.GetColorEntry(int(pixels[0, 0]))[3] == 0  # transparent
        colours = np.array([table.GetColorEntry(i)[:3] for i in range(table.GetCount())])
        pixels = colours[pixels].transpose(2, 0, 1)
    colours = {value: colour for value, _, *colour in world.CLASSES}
    classes = world.pixels["classes"][0, :30, :35]
    expected = np.array([[colours[int(value)] for value in row] for row in classes]).transpose(2, 0, 1)
    error = np.abs(pixels[:3, :, 5:].astype(int) - expected)
    if name == "jpg":
        assert error.mean() < 40  # classes in no order are the worst that can happen to a JPEG
    else:
        assert error.max() <= (26 if bands == 1 else 0)  # a colour cube has six levels


def test_pictures_of_anything_else_are_stretched_from_smallest_to_largest(world, opened):
    picture = opened(_get(world, "elevation/dem", (0, 0, 300, 200), format="png32").content).ReadAsArray()
    source, valid = world.pixels["elevation/dem"][0], world.valid["elevation/dem"]
    low, high = source[valid].min(), source[valid].max()
    expected = np.rint((source.astype(float) - low) / (high - low) * 255)
    assert np.abs(picture[0][valid] - expected[valid]).max() <= 1
    assert ((picture[3] == 255) == valid).all()


def test_quality_makes_a_jpeg_larger(world):
    sizes = [
        len(_get(world, "imagery/deep/scene", (0, 0, 170, 150), format="jpg", compressionQuality=quality).content)
        for quality in (10, 50, 95)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]
