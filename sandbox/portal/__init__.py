# SPDX-License-Identifier: GPL-2.0-or-later
"""The portal of the sandbox, and the two servers that want a token: sign-in, people, items, search.

    /portal/sharing/rest          the portal, with the people of ``people.py``
    /server/rest/services         its federated server: the data folder below ``secure/``, for server tokens only
    /standalone/rest/services     a server with users of its own: the data folder, and once more below ``restricted/``
    /standalone/tokens/           where those users get their tokens
    /_control/portal              settings, tokens and sign-ins (``settings.py``); no part of ArcGIS

Shapes follow Esri's pages and the recorded traffic of Esri's own client. Where neither tells how a real portal words
a refusal, the wording is ours; clients must go by the code.
"""
