# SPDX-License-Identifier: GPL-2.0-or-later
"""The portal of the sandbox, and the two servers that want a token: sign-in, people, items, search.

Shapes follow Esri's pages and the recorded traffic of Esri's own client. Where neither tells how a real portal words
a refusal, the wording is ours; clients must go by the code.
"""
