# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster function makes of a service: its bands and pixel type, asked for as soon as one is chosen."""

from __future__ import annotations

from ..core.cancel import Cancel
from ..core.rules import rendering_rule
from ..core.service import ImageService
from .newest_answer import NewestAnswer, Work


class RenderedService(NewestAnswer):
    """The description of a service under a rendering rule; that of the rule chosen last is kept."""

    def of(self, service: ImageService, rule: str) -> ImageService | None:
        """Return the description under a rule, or None without one.

        Raises:
            Waiting: the service is being asked.
            PlanError: the rule cannot be sent.
            ImageServiceError: the service does not accept it.
        """
        if not rule.strip():
            self.forget()
            return None
        rendering_rule(rule, service)
        title = self.tr("Asking the service what the raster function gives…")
        described: ImageService | None = self.to((service, rule), title, lambda: _asking(service, rule))
        return described


def _asking(service: ImageService, rule: str) -> Work:
    def work(cancel: Cancel) -> ImageService | None:
        from ..core.download import rendered_by, session_of

        return rendered_by(service, rule, session_of(service), cancel)

    return work
