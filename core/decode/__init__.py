# SPDX-License-Identifier: GPL-2.0-or-later
"""Bytes of an answer -> pixels and validity."""
