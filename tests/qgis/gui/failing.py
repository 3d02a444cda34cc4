"""What a file does that cannot be read or written for a while."""

from __future__ import annotations

from typing import NoReturn

from weipian_plugin.domain.errors import WeipianError


def fails(*_args: object, **_named: object) -> NoReturn:
    """In place of anything that asks the workspace."""
    raise WeipianError("WORKSPACE_IO", file="x.gpkg", detail="disk I/O error")
