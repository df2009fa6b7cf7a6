# SPDX-License-Identifier: GPL-2.0-or-later
"""The version of this library and of the plugin; ``metadata.txt`` says the same, and a test compares them."""

VERSION = "0.1.0"
AGENT = f"image-services/{VERSION}"
