# SPDX-License-Identifier: GPL-2.0-or-later
"""Tiles fill the blocks of a compressed file, so that none of them is written twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.blocks import LARGEST, UNIT, block_side, filled_side

SIDES = st.integers(min_value=UNIT, max_value=20_000)


@given(SIDES)
def test_a_tile_is_made_of_whole_blocks(tile):
    side = filled_side(tile)
    block = block_side(side)
    assert side <= tile
    assert side % block == 0
    assert block % UNIT == 0
    assert block <= LARGEST


@given(st.integers(min_value=256, max_value=20_000))
def test_little_of_a_tile_is_given_up(tile):
    assert filled_side(tile) > 0.94 * tile


@given(SIDES)
def test_a_tile_that_fills_blocks_stays_as_it_is(tile):
    assert filled_side(filled_side(tile)) == filled_side(tile)


@pytest.mark.parametrize(("tile", "block"), [(1024, 512), (4096, 512), (256, 256), (768, 384), (4000, 400), (96, 96)])
def test_the_usual_tiles_and_their_blocks(tile, block):
    assert filled_side(tile) == tile
    assert block_side(tile) == block


def test_a_tile_smaller_than_any_block_is_left_alone():
    assert filled_side(7) == 7
    assert block_side(7) == 256


@pytest.mark.parametrize("compression", ["deflate", "lzw"])
def test_a_compressed_raster_takes_no_more_room_than_one_that_is_written_at_once(compression, sandbox, tmp_path):
    from image_services import core

    service = core.open_service(sandbox.service_url("elevation/dem"))
    service.download(tmp_path / "pieces.tif", tile_columns=150, tile_rows=110, file_compression=compression)
    service.download(tmp_path / "whole.tif", tile_columns=144, tile_rows=96, file_compression=compression)
    assert (tmp_path / "pieces.tif").stat().st_size == (tmp_path / "whole.tif").stat().st_size
