# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever comes is told by its bytes; whatever cannot be used is a sentence, never a crash or a great allocation."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from image_services.core.decode import Expected, decode
from image_services.core.errors import DecodeError
from image_services.core.pixels import PIXEL_TYPES

ROOT = Path(__file__).resolve().parents[3]
F32 = PIXEL_TYPES["F32"]
DEM = np.arange(30 * 20, dtype=np.float32).reshape(1, 30, 20) / 7


class TestWhatCame:
    @pytest.mark.parametrize("requested", ["bsq", "bip", "tiff", "lerc", "png"])
    def test_a_format_that_holds_values_is_read_whatever_was_asked_for(
        self, make_tiff, make_lerc1, make_lerc2, requested
    ):
        for body in (make_tiff(DEM), make_lerc1(DEM[0]), make_lerc2(DEM)):
            assert np.array_equal(decode(body, Expected(20, 30, 1, F32), requested).data, DEM)

    @pytest.mark.parametrize("requested", ["bsq", "tiff", "lerc", "png"])
    @pytest.mark.parametrize(
        ("body", "came"),
        [
            (b'{"error":{"code":499,"message":"Token Required","details":[]}}', "json"),
            (b"<!DOCTYPE html><html><body>Sign in</body></html>", "html"),
            (b"", "empty"),
        ],
    )
    def test_a_message_is_named(self, body, came, requested):
        with pytest.raises(DecodeError, match="instead of pixels") as e:
            decode(body, Expected(20, 30, 1, F32, url="https://gis.example/a/ImageServer?token=x"), requested)
        assert e.value.details["came"] == came
        assert e.value.url == "https://gis.example/a/ImageServer"

    def test_a_message_is_never_quoted(self):
        """It may hold what must not be shown."""
        body = json.dumps({"error": {"message": "invalid: sesame"}}).encode()
        with pytest.raises(DecodeError) as e:
            decode(body, Expected(20, 30, 1, F32), "bsq")
        assert "sesame" not in f"{e.value}{e.value.details}"

    @pytest.mark.parametrize("requested", ["tiff", "lerc", "png", ""])
    def test_unknown_bytes_are_named(self, requested):
        with pytest.raises(DecodeError, match="100 bytes that are no"):
            decode(b"\x01" * 100, Expected(20, 30, 1, F32), requested)

    def test_the_case_of_the_request_does_not_matter(self):
        assert np.array_equal(decode(DEM.tobytes(), Expected(20, 30, 1, F32), " BSQ").data, DEM)


MAGICS = [
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"CntZImage ",
    b"Lerc2 ",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"BM",
    b"",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(MAGICS),
    st.binary(max_size=300),
    st.sampled_from(["bsq", "bip", "tiff", "lerc", "png", "jpgpng"]),
    st.sampled_from([None, 1, 3]),
    st.sampled_from([None, *PIXEL_TYPES.values()]),
)
def test_random_bytes_are_an_error_or_pixels_of_the_expected_shape(magic, rest, requested, bands, pixel_type):
    try:
        block = decode(magic + rest, Expected(4, 3, bands, pixel_type), requested)
    except DecodeError:
        return
    assert block.data.shape[1:] == (3, 4)
    assert bands in (None, block.bands)


def lerc2_header(version, rows, columns, depth, valid, size, kind):
    out = b"Lerc2 " + struct.pack("<i", version) + (b"\0\0\0\0" if version >= 3 else b"")
    out += struct.pack("<ii", rows, columns) + (struct.pack("<i", depth) if version >= 4 else b"")
    out += struct.pack("<iiii", valid, 8, size, kind) + (bytes(8) if version >= 6 else b"")
    return out + struct.pack("<ddd", 0, 0, 0) + (bytes(16) if version >= 6 else b"") + bytes(4)


def tiff_header(columns, rows, bands=1, bits=8, tile=None, compression=1):
    tags = [(256, columns), (257, rows), (258, bits), (259, compression), (262, 1), (277, bands), (284, 1)]
    if tile:
        tags += [(322, tile), (323, tile), (324, 8), (325, 50)]
    else:
        tags += [(273, 8), (278, rows), (279, 50)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags))
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


def png_header(columns, rows):
    import zlib

    content = b"IHDR" + struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    end = zlib.compress(b"\0" * 10)
    data = struct.pack(">I", len(end)) + b"IDAT" + end + struct.pack(">I", zlib.crc32(b"IDAT" + end))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + content + struct.pack(">I", zlib.crc32(content)) + data


HUGE = 1_000_000
LIES = {
    "lerc1 size": b"CntZImage " + struct.pack("<iiiid", 11, 8, HUGE, HUGE, 0.1) + bytes(40),
    "lerc1 mask": b"CntZImage " + struct.pack("<iiiid", 11, 8, 64, 64, 0.1) + struct.pack("<iiif", 0, 0, 2**31 - 1, 1),
    "lerc1 run": b"CntZImage " + struct.pack("<iiiid", 11, 8, 64, 64, 0.1) + struct.pack("<iiif", 0, 0, 60, 1)
    + struct.pack("<hB", -32767, 1) * 20 + struct.pack("<iiif", 1, 1, 1, 1) + b"\x02",
    "lerc1 blocks": b"CntZImage " + struct.pack("<iiiid", 11, 8, 64, 64, 0.1) + struct.pack("<iiif", 0, 0, 0, 1)
    + struct.pack("<iiif", 2**31 - 1, 2**31 - 1, 1, 1) + b"\x02",
    "lerc2 size": lerc2_header(4, HUGE, HUGE, 1, 5, 66, 1),
    "lerc2 depth": lerc2_header(4, 64, 64, 2**30, 64 * 64, 66, 7),
    "lerc2 bands": lerc2_header(2, 64, 64, 1, 64 * 64, 58, 7) * 100_000,
    "tiff size": tiff_header(HUGE, HUGE),
    "tiff bands": tiff_header(64, 64, bands=65_000, bits=64),
    "tiff tile": tiff_header(64, 64, tile=40_000, compression=5),
    "tiff tile raw": tiff_header(64, 64, tile=32_000),
    "png size": png_header(HUGE, HUGE),
    "jpeg size": b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 17, 8, 65_000, 65_000, 3) + bytes(80),
    "gif size": b"GIF89a" + struct.pack("<HHBBB", 65_000, 65_000, 0x80, 0, 0) + bytes(80),
    "bmp size": b"BM" + struct.pack("<IIIIiiHHIIiiII", 100, 0, 54, 40, HUGE, HUGE, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(9),
}  # fmt: skip

_IN_LITTLE_MEMORY = """
    import resource, sys
    sys.path.insert(0, {tests!r})
    import conftest, lerc
    from osgeo import gdal
    from image_services.core.decode import Expected, decode
    from image_services.core.errors import DecodeError
    for driver in ("GTiff", "PNG", "JPEG", "GIF", "BMP"):
        gdal.GetDriverByName(driver)
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (300 << 20),) * 2)
    try:
        decode(sys.stdin.buffer.read(), Expected(64, 64), "tiff")
    except DecodeError as error:
        print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
@pytest.mark.parametrize("name", LIES)
def test_a_lying_header_is_refused_with_little_memory(name):
    """The process may take 300 MB: one that believed these few bytes would need gigabytes to terabytes."""
    script = textwrap.dedent(_IN_LITTLE_MEMORY.format(tests=str(ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", script], input=LIES[name], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()


def test_importing_the_package_loads_no_codec():
    script = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
import conftest
import image_services.core.decode
print([name for name in ("osgeo", "lerc", "osgeo.gdal_array", "ctypes.util") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_decoding_does_not_load_gdal_array(make_tiff):
    script = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
import conftest
from image_services.core.decode import Expected, decode
decode(sys.stdin.buffer.read(), Expected(20, 30), "tiff")
print("osgeo.gdal_array" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], input=make_tiff(DEM), capture_output=True, timeout=60, check=True
    )
    assert done.stdout.strip() == b"False"
