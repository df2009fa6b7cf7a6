# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages that a person sees while signing in."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from ..answer import HTML_TYPE, Answer

STYLE = (
    "body{font:16px sans-serif;margin:10vh auto;max-width:22em}label,input,button{display:block;width:100%;"
    "box-sizing:border-box;margin:.3em 0}input,button{padding:.5em;font:inherit}.error{color:#a00}"
)


def sign_in(state: str, client_id: str, title: str, cancel: str, action: str, messages: Sequence[str] = ()) -> Answer:
    """Return the sign-in form.

    Esri's own client reads ``oAuthInfo`` out of the page, and after a wrong password looks for OAUTH_0015 (recorded).
    """
    info: dict[str, object] = {"oauth_state": state, "client_id": client_id, "appTitle": title, "locale": "en"}
    if messages:
        info = {"oauth_state": state, "messages": list(messages), "code": "OAUTH_0015"}
    # A script element ends at the first </script, whatever stands around it.
    script = json.dumps(info, separators=(",", ":")).replace("<", "\\u003c")
    errors = "".join(f'<p class="error">{html.escape(message)}</p>' for message in messages)
    content = (
        f"<h1>Sandbox Survey</h1>\n<p>{html.escape(title)} asks you to "
        f'sign in.</p>{errors}\n<form method="post" action="{html.escape(action)}">\n'
        f'<input type="hidden" name="oauth_state" value="{html.escape(state)}">\n'
        '<label>User name <input name="username" autocomplete="username" autofocus></label>\n'
        '<label>Password <input name="password" type="password" autocomplete="current-password"></label>\n'
        '<button type="submit">Sign In</button>\n</form>\n'
        f'<p><a id="cancel" href="{html.escape(cancel)}">Cancel</a></p>'
    )
    return page("Sign In", content, f"<script>var oAuthInfo = {script};</script>")


def approval(code: str) -> Answer:
    """Return the page from whose title an application without a redirect address copies the code."""
    content = f"<p>Copy this code into the application:</p><p><code>{html.escape(code)}</code></p>"
    return page(f"SUCCESS code={code}", content)


def denied(error: str, description: str) -> Answer:
    """Return what is shown where nobody can be sent back anywhere."""
    return page(f"Denied error={error}", f'<p class="error">Error: {html.escape(description)}</p>')


def redirect(address: str) -> Answer:
    """Return the answer that sends the browser to an address."""
    return Answer(b"", HTML_TYPE, 302, {"Location": address, "Cache-Control": "no-store"})


def page(title: str, content: str, script: str = "") -> Answer:
    """Return a whole page; ``content`` and ``script`` are HTML.

    The script stands first, on a line of its own: Esri's client takes the first line with braces for it.
    """
    text = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
        f"{script}\n<style>{STYLE}</style></head>\n<body>\n{content}\n</body></html>\n"
    )
    return Answer(text.encode(), HTML_TYPE, headers={"Cache-Control": "no-store"})
