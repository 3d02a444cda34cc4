"""整改影像复核: the newest image of ground that was reported as rectified, patch by patch."""

from __future__ import annotations

from .page import Page


class ImageCheckPage(Page):
    """Image checks."""

    def title(self) -> str:
        return self.tr("Rectification images")
