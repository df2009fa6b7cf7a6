# SPDX-License-Identifier: GPL-2.0-or-later
"""A local GIS on 127.0.0.1: a real image server over GDAL, for the demo, the tests and the benchmarks.

It imports nothing of the plugin: both sides are written from the same published facts, so that a mistake made on
one side cannot cancel out on the other.
"""
