# SPDX-License-Identifier: GPL-2.0-or-later
"""Dialogs and widgets. They hold no logic of their own: what they ask for is a value, and others do it."""
