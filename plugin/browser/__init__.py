# SPDX-License-Identifier: GPL-2.0-or-later
"""Image services in QGIS's Browser panel."""
