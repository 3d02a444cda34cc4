"""收发: packages between offices are made, looked into and merged; conflicts are decided."""

from __future__ import annotations

from .page import Page


class PackagesPage(Page):
    """What goes out, what comes in, and what stands against each other."""

    def title(self) -> str:
        return self.tr("Packages")
