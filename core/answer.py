# SPDX-License-Identifier: GPL-2.0-or-later
"""From the body of an exportImage answer to pixels, whatever the server sent instead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import envelope
from .decode import decode
from .decode.block import Block, Expected
from .decode.no_data import fold_no_data
from .errors import DecodeError


def decode_answer(body: bytes, expected: Expected, form: str, no_data: Sequence[float | None] = ()) -> Block:
    """Decode the answer to a request for ``form``.

    Args:
        body: the answer.
        expected: what was asked for; its ``no_data`` are the user's values, matched over all bands.
        form: the format that was asked for.
        no_data: the service's own NoData value of each band; each counts for its band alone.

    Raises:
        DecodeError: it does not hold the pixels that were asked for.
        ProtocolError, ServerBusy: a web page came instead.
    """
    if not body:
        raise DecodeError("The server answers nothing at all.", url=expected.url)
    if envelope.looks_like_html(body):
        raise envelope.page_error(body, expected.url or "")
    block = decode(body, expected, form)
    if expected.no_data:
        block = fold_no_data(block, expected.no_data, expected.no_data_match)
    return _mask_each_band(block, no_data)


def _mask_each_band(block: Block, no_data: Sequence[float | None]) -> Block:
    """Mark the cells of each band that hold its NoData value invalid in that band."""
    if not any(value is not None for value in no_data):
        return block
    masks = []
    for band, value in zip(block.data, no_data):
        valid = None if value is None else fold_no_data(Block(band[np.newaxis]), (value,)).valid
        masks.append(valid)
    if all(mask is None for mask in masks):
        return block
    everywhere = np.ones(block.data.shape[1:], bool)
    each = np.stack([everywhere if mask is None else mask.reshape(everywhere.shape) for mask in masks])
    if block.valid is not None:
        each &= block.valid
    return Block(block.data, each[0] if block.bands == 1 else each)
