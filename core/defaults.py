# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download begins with where nobody chose, and how far a choice may go.

Imports nothing: a program declares its settings by these numbers when it starts.
"""

# The sides of a request, in cells.
DEFAULT_TILE = 1024
# Parallel requests.
DEFAULT_CONCURRENCY = 8
MAX_CONCURRENCY = 64
