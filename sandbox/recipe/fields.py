# SPDX-License-Identifier: GPL-2.0-or-later
"""Farmland seen from above: square sections, each cut into a few fields, with lanes along the edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Floats, Integers, scatter


@dataclass(frozen=True)
class Fields:
    """Arrays of one shape: which field a point is in, where in its section, and how far the nearest edges are."""

    section: tuple[Integers, Integers]  # column and row of the section
    field: Integers  # number of the field within its section
    random: Floats  # 0..1, one number a field
    along: Floats  # metres across the section, across its furrows
    beside: Floats  # metres across the section, the other way
    to_lane: Floats  # metres to the edge of the section
    to_edge: Floats  # metres to the edge of the field


def fields(seed: int, east: Floats, south: Floats, size: float, bearing: float = 0.0) -> Fields:
    """Lay out fields over points; ``east`` and ``south`` are metres, arrays that broadcast.

    Sections are ``size`` metres wide and turned by ``bearing`` radians.
    """
    turn_east, turn_south = np.float32(np.cos(bearing)), np.float32(np.sin(bearing))
    u = (east * turn_east + south * turn_south) / np.float32(size)
    v = (south * turn_east - east * turn_south) / np.float32(size)
    column, row = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    u, v = u - column, v - row
    turned = scatter(seed, column, row) < 0.5
    u, v = np.where(turned, v, u), np.where(turned, u, v)
    strips = 1 + np.floor(scatter(seed + 1, column, row) * 4)  # 1 to 4 strips a section
    halves = np.where(scatter(seed + 2, column, row) < 0.4, 2, 1)
    across, down = u * strips, v * halves
    number = (np.floor(across) * 2 + np.floor(down)).astype(np.int32)
    return Fields(
        section=(column, row),
        field=number,
        random=scatter(seed + 3, column * 16 + number, row),
        along=u * np.float32(size),
        beside=v * np.float32(size),
        to_lane=np.minimum(_to_edge(u), _to_edge(v)) * np.float32(size),
        to_edge=np.minimum(_to_edge(across) / strips, _to_edge(down) / halves) * np.float32(size),
    )


def _to_edge(position: Floats) -> Floats:
    """Return the distance to the nearest whole number."""
    distance: Floats = np.abs(position - np.round(position)).astype(np.float32)
    return distance
