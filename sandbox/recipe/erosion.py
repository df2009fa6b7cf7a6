# SPDX-License-Identifier: GPL-2.0-or-later
"""A landscape carved by rivers: uplift, stream-power incision and hillslope creep on a coarse grid.

Every node drains to its steepest neighbour, so the drainage is a forest. Sums and recursions along it are done by
pointer doubling: after k rounds each node knows about 2**k nodes downstream, and a dozen numpy calls replace a loop
over millions of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Flags, Floats, Integers, power_noise, stretched

_NEIGHBOURS = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)]
_ERODIBILITY = 3e-5
_AREA_EXPONENT = 0.4
_DIFFUSIVITY = 0.015  # square metres a year
_ROUNDS = ((80, 60_000.0), (40, 60_000.0), (20, 60_000.0), (8, 30_000.0))  # (steps, years a step), coarse to fine


@dataclass(frozen=True)
class Landform:
    """An eroded surface: ``height`` in metres, drained ``area`` in square metres, ``downstream`` node indexes.

    ``downstream`` is flat; its value is the number of nodes where the water leaves the grid.
    """

    height: Floats
    area: Floats
    downstream: Integers


def carve(seed: int, shape: tuple[int, int], cell: float) -> Landform:
    """Return mountains and valleys on a grid of ``cell`` metres; water leaves over the left and the lower edge.

    Large valleys are carved on a coarse grid first and refined on finer ones: a fine grid alone would need a
    thousand steps before its rivers join.
    """
    random = np.random.default_rng(seed)
    levels = len(_ROUNDS)
    shapes = [(shape[0] >> level, shape[1] >> level) for level in reversed(range(levels))]
    ranges = power_noise(seed + 1, shapes[0], 3.4)
    height = 80 * power_noise(seed + 2, shapes[0], 2.2) + 200
    for level, (rows, columns) in enumerate(shapes):
        spacing = cell * 2 ** (levels - 1 - level)
        height = stretched(height, (rows, columns)) + 4 * random.standard_normal((rows, columns))
        tilt = np.linspace(-0.6, 0.6, columns)[None, :] + np.linspace(0.4, -0.4, rows)[:, None]
        uplift = np.clip(0.55 + 0.45 * tilt + 0.4 * stretched(ranges, (rows, columns)), 0.06, 1.1) * 1e-3
        outlet = np.zeros((rows, columns), np.bool_)
        outlet[-1, :] = outlet[:, 0] = True
        height[outlet] = uplift[outlet] = 0.0
        # Uneven ground: without it steepest descent prefers the grid's axes, and valleys come out like combs.
        roughness = random.uniform(0.6, 1.4, (len(_NEIGHBOURS), rows, columns))
        steps, years = _ROUNDS[level]
        for _ in range(steps):
            height += uplift * years
            downstream, distance = _drainage(height, outlet, spacing, roughness)
            area = _accumulated(downstream, spacing * spacing)
            incision = _ERODIBILITY * years * area**_AREA_EXPONENT / distance
            height = _incised(height, downstream, incision)
            height = _crept(height, outlet, min(0.2, _DIFFUSIVITY * years / spacing**2))
    return Landform(height, area.reshape(height.shape), downstream)


def _drainage(height: Floats, outlet: Flags, cell: float, roughness: Floats) -> tuple[Integers, Floats]:
    """Return each node's downstream node (the node count where there is none) and the distance to it."""
    rows, columns = height.shape
    padded = np.pad(height, 1, constant_values=np.inf)
    steepest = np.zeros_like(height)
    offset = np.zeros(height.shape, np.int32)
    distance = np.full(height.shape, cell)
    for (dy, dx), rough in zip(_NEIGHBOURS, roughness, strict=True):
        length = cell * float(np.hypot(dy, dx))
        slope = (height - padded[1 + dy : 1 + dy + rows, 1 + dx : 1 + dx + columns]) * (rough / length)
        better = slope > steepest
        steepest[better] = slope[better]
        offset[better] = dy * columns + dx
        distance[better] = length
    ends = (offset == 0) | outlet
    downstream = np.where(ends, height.size, np.arange(height.size).reshape(height.shape) + offset)
    return downstream.ravel().astype(np.int32), distance.ravel()


def _accumulated(downstream: Integers, own: float) -> Floats:
    """Return for each node the sum of ``own`` over itself and everything upstream of it."""
    count = len(downstream)
    total = np.full(count + 1, own)
    total[count] = 0.0
    jump = np.append(downstream, np.int32(count))
    while (jump != count).any():
        total[:count] += np.bincount(jump, weights=total, minlength=count + 1)[:count]
        jump = jump[jump]
    return total[:count]


def _incised(height: Floats, downstream: Integers, incision: Floats) -> Floats:
    """Return heights after one implicit step: each node is the mean of itself and, weighted, its downstream node.

    Along a river that is a chain of linear maps z -> a + b z, and chains of linear maps compose.
    """
    count = len(downstream)
    ends = downstream == count
    share = np.where(ends, 0.0, incision / (1 + incision))
    a = np.append(np.where(ends, height.ravel(), height.ravel() * (1 - share)), 0.0)
    b = np.append(share, 0.0)
    jump = np.append(downstream, np.int32(count))
    while (jump != count).any():
        a += b * a[jump]
        b *= b[jump]
        jump = jump[jump]
    return a[:count].reshape(height.shape)


def _crept(height: Floats, outlet: Flags, rate: float) -> Floats:
    """Return heights after soil has crept downhill (two explicit diffusion steps)."""
    for _ in range(2):
        padded = np.pad(height, 1, mode="edge")
        around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
        height = np.where(outlet, height, height + rate * (around - 4 * height))
    return height


def lake_depth(land: Landform, seed: int, lakes: int, rise: float) -> Floats:
    """Return water depth in metres, negative on land: ``lakes`` rivers dammed at random, ``rise`` metres high.

    Upstream of a dam everything below the dam's crest is flooded, which gives shores that follow the valleys.
    """
    random = np.random.default_rng(seed)
    count = land.height.size
    area = land.area.ravel()
    candidates = np.flatnonzero((area > np.quantile(area, 0.985)) & (area < np.quantile(area, 0.999)))
    crest = np.full(count + 1, np.nan)
    dams = random.choice(candidates, size=lakes, replace=False)
    crest[dams] = land.height.ravel()[dams] + rise * random.uniform(0.5, 1.5, lakes)
    jump = np.append(land.downstream, np.int32(count))
    while (jump != count).any():
        crest = np.where(np.isnan(crest), crest[jump], crest)
        jump = jump[jump]
    depth = crest[:count].reshape(land.height.shape) - land.height
    return np.clip(np.nan_to_num(depth, nan=-rise), -rise, None)
