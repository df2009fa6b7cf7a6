# SPDX-License-Identifier: GPL-2.0-or-later
"""Battered bodies of every format are pixels of the expected shape or an error of the library."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import fuzz_changes
import fuzz_targets
import pytest

ROOT = Path(__file__).resolve().parents[2]
BATTERED = 60
LIES = {  # headers of some hundred bytes at most, for images of terabytes
    "lerc 2": b"Lerc2 \4\0\0\0" + bytes(4) + (b"\x40\x42\x0f\0" * 2) + b"\1\0\0\0" + b"\x40\x42\x0f\0" + bytes(60),
    "tiff": b"II*\0\x08\0\0\0\6\0" + b"".join(
        bytes([tag & 255, tag >> 8, 4, 0, 1, 0, 0, 0]) + value.to_bytes(4, "little")
        for tag, value in ((256, 1 << 20), (257, 1 << 20), (258, 16), (277, 1), (273, 8), (279, 50))
    ) + bytes(4),
    "bmp": b"BM" + (100).to_bytes(4, "little") + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + b"\0\0\x10\0" * 2 + bytes(36),
}  # fmt: skip
READ = """
import resource, sys
sys.path[:0] = [{tests!r}, {tools!r}]
import conftest, fuzz_targets
fuzz_targets.read_pixels(b"II*\\0")
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (200 << 20),) * 2)
body = sys.stdin.buffer.read()
fuzz_targets.read_pixels(body)
print("refused", len(body))
"""


def bodies(name):
    """Return good bodies of a format."""
    spec = importlib.util.spec_from_file_location("fuzz_runner", ROOT / "tools" / "fuzz.py")
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    return runner.good_bodies(name)


@pytest.mark.parametrize("name", ["lerc1", "lerc2", "tiff", "picture", "raw"])
def test_a_battered_body_is_pixels_or_an_error_of_ours(name):
    for number, body in enumerate(bodies(name)):
        for seed in range(BATTERED):
            fuzz_targets.read_pixels(fuzz_changes.battered(body, random.Random(f"{number} {seed}")))


@pytest.mark.parametrize("name", ["lerc1", "lerc2", "tiff", "picture", "raw"])
def test_a_body_that_ends_anywhere_is_pixels_or_an_error_of_ours(name):
    for body in bodies(name):
        for end in range(0, len(body), max(1, len(body) // 40)):
            fuzz_targets.read_pixels(body[:end])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
@pytest.mark.parametrize("name", LIES)
def test_a_hundred_bytes_that_claim_terabytes_are_refused_with_little_memory(name):
    script = READ.format(tests=str(ROOT / "tests"), tools=str(ROOT / "tools"))
    done = subprocess.run([sys.executable, "-c", script], input=LIES[name], capture_output=True, timeout=60, check=True)
    assert done.stdout.split() == [b"refused", str(len(LIES[name])).encode()]
