# SPDX-License-Identifier: GPL-2.0-or-later
"""Image services: exact pixel values from ArcGIS image services, without Qt or QGIS."""
