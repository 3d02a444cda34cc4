"""The plugin's entry in QGIS: everything is imported when QGIS asks for it, nothing before."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    """The plugin for the QGIS window ``iface``."""
    from .weipian_plugin.plugin import WeipianPlugin

    return WeipianPlugin(iface)
