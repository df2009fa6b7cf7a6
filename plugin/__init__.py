# SPDX-License-Identifier: GPL-2.0-or-later
"""The QGIS side: menus, settings, networking, tasks, Processing algorithms, layers."""
