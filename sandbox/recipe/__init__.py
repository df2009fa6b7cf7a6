# SPDX-License-Identifier: GPL-2.0-or-later
"""The sandbox's data: invented landscapes, and the odd rasters that a client of image services must survive."""
