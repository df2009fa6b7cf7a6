# SPDX-License-Identifier: GPL-2.0-or-later
"""A local GIS on 127.0.0.1: a real image server over GDAL, for the demo, the tests and the benchmarks.

It imports nothing of the plugin: both sides are written from the same published facts, so that a mistake made on
one side cannot cancel out on the other.

The data folder decides what is served. ``folder/NAME.tif`` (or any other GDAL raster) is the image service
``folder/NAME``; so is the folder ``folder/NAME.mosaic/`` with all its rasters, which then has a catalogue. Beside
either, ``NAME.service.json`` may say more, all of it optional:

  generation           "10.01" ... "11": which resources, members and parameters the server knows ("10.91")
  root, rootRemove     members put over the root resource, and names of those left out
  extent               the reported extent, where it is no multiple of the cell size
  functions            the raster functions offered: names, or {"name", "description", "help", "rule"}
  defaultFunction      the one applied without a renderingRule
  keyProperties        members of the key properties
  truePixelType        a pixel type that GDAL does not have (U1, U2, U4, S8)
  realLimitMegapixels  exportImage above it fails, though the limit per axis allows it
  maxParallel          more exportImage requests at a time slow the server down
  slices               of one raster: its bands are so many slices one after another (see ``service``)
  variable, variables  the name of the only variable; descriptions and units by name
  mosaic               items, fields and times of a mosaic (see ``mosaic``)
  tiles                a tile cache (see ``tiling``)

A running server takes the same members over ``/_control/services/NAME`` (see ``control``).

The portal beside it takes its settings over ``/_control/portal`` (see ``portal.settings``): what members publish there
(``publishing``) is served as well, and lasts as long as the process.
"""
