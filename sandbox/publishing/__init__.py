# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosted publishing: uploads, a raster store, geoprocessing jobs, and the image services that come out of them.

It behaves as ArcGIS Enterprise with raster analytics, or with the setting ``online`` as ArcGIS Online. The shapes are
those of Esri's REST pages and of recorded sessions of Esri's own Python client.
"""
