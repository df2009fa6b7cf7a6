# SPDX-License-Identifier: GPL-2.0-or-later
"""libLerc, Esri's own decoder of LERC 2, called through its C interface.

It comes with the Python package ``lerc``, or lies where the system (Linux) or QGIS (its GDAL uses it) keeps libraries.
The C interface is called instead of the package's functions because those print to the console on errors, want a copy
of the answer as bytes, and fill a fresh buffer with zeros for every answer (measured: 14 to 26 % slower).
"""

from __future__ import annotations

import ctypes
import logging
import sys
from functools import lru_cache

import numpy as np

from ..pixels import PIXEL_TYPES
from .block import Block, Expected
from .lerc2_header import TYPES, Blob, read_blobs

_LOG = logging.getLogger(__name__)
_TYPE_CODES = {code: number for number, code in TYPES.items()}
# Names of version 4, the first with `lerc_decode_4D`; the loader knows the folders.
_SYSTEM_NAMES = {"win32": "Lerc.dll", "darwin": "libLerc.4.dylib"}
# 2 x 3 bytes (1 2 3 / 4 5 6), the last pixel invalid, codec version 6.
_KNOWN_BLOB = (
    "4c657263322006000000c9f2af3f02000000030000000100000005000000080000006b000000010000000000000000000000000000000000"
    "e03f000000000000f03f000000000000144000000000000000000000000000000000050000000100fb00800105010102030405"
)
_KNOWN_PIXELS = [1, 2, 3, 4, 5]


class LercLibrary:
    """A loaded libLerc; calls are safe from several threads and do not hold the interpreter's lock."""

    def __init__(self, path: str, name: str) -> None:
        """Load the library at ``path``; OSError or AttributeError if it is none, or older than version 4."""
        self.name = name
        # A handle of our own: argument types set on that of the package would change it for others.
        self._decode = ctypes.CDLL(path).lerc_decode_4D
        number, pointer = ctypes.c_int, ctypes.c_void_p
        self._decode.argtypes = (
            *(pointer, ctypes.c_uint, number, pointer),
            *(number, number, number, number, number),
            *(pointer, pointer, pointer),
        )
        self._decode.restype = ctypes.c_uint

    def decode(self, body: bytes, blobs: tuple[Blob, ...]) -> Block | None:
        """Return the pixels of the blobs that `read_blobs` found in ``body``, or None if they are damaged.

        Several blobs are bands; the several values per pixel (depth) of one blob are bands too. Not both at once.
        """
        first, last = blobs[0], blobs[-1]
        shape = (len(blobs), first.rows, first.columns, first.depth)
        data = np.empty(shape, first.pixel_type.dtype.newbyteorder("="))
        masks = np.empty((_mask_count(blobs), first.rows, first.columns), np.uint8)
        has_no_data = np.zeros(len(blobs), np.uint8)
        no_data = np.zeros(len(blobs), np.float64)
        error = self._decode(
            np.frombuffer(body, np.uint8).ctypes.data,
            last.start + last.size,
            len(masks),
            masks.ctypes.data if len(masks) else None,
            first.depth,
            first.columns,
            first.rows,
            len(blobs),
            _TYPE_CODES[first.pixel_type.code],
            data.ctypes.data,
            has_no_data.ctypes.data,
            no_data.ctypes.data,
        )
        if error:
            return None
        pixels = np.moveaxis(data[0], 2, 0) if len(blobs) == 1 else data[..., 0]
        valid = None if not len(masks) else masks[0] != 0 if len(masks) == 1 else masks != 0
        if has_no_data.any():
            # Pixels with some valid and some invalid values: the NoData of the header marks these one by one.
            stated = pixels != no_data.astype(data.dtype)[:, None, None]
            stated |= (has_no_data == 0)[:, None, None]
            valid = stated if valid is None else stated & valid
        return Block(pixels, valid)


def _mask_count(blobs: tuple[Blob, ...]) -> int:
    """Return how many masks the library wants to write: none, one for all bands, or one per band."""
    if all(blob.all_valid for blob in blobs):
        return 0
    first, *others = blobs
    shared = all(blob.mask_bytes == 0 and blob.valid_pixels == first.valid_pixels for blob in others)
    return 1 if shared else len(blobs)


@lru_cache(maxsize=1)
def find_library() -> LercLibrary | None:
    """Return the first libLerc that decodes a known blob rightly: the package's, then the system's; None without."""
    for load in (_of_package, _of_system):
        try:
            library = load()
        except (ImportError, OSError, AttributeError) as error:
            _LOG.debug("No LERC library %s: %s", load.__name__, error)
            continue
        if _works(library):
            return library
    return None


def _of_package() -> LercLibrary:
    import lerc

    return LercLibrary(lerc.lercDll._name, f"lerc {_package_version()}".strip())


def _package_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    for distribution in ("pylerc", "lerc"):  # renamed at 4.1; both import as `lerc`
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return ""


def _of_system() -> LercLibrary:
    return LercLibrary(_SYSTEM_NAMES.get(sys.platform, "libLerc.so.4"), "libLerc")


def _works(library: LercLibrary) -> bool:
    """Tell whether ``library`` decodes the newest version of the format, with a mask."""
    body = bytes.fromhex(_KNOWN_BLOB)
    expected = Expected(columns=3, rows=2, bands=1, pixel_type=PIXEL_TYPES["U8"])
    block = library.decode(body, read_blobs(body, expected))
    return block is not None and block.valid is not None and block.data[0][block.valid].tolist() == _KNOWN_PIXELS
