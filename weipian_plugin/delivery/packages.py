"""Packages that only some products need: told by their names where QGIS's Python lacks them."""

from __future__ import annotations

from importlib import import_module

from ..domain.errors import WeipianError

_INSTALLED_AS = {"docx": "python-docx", "jinja2": "Jinja2", "yaml": "PyYAML"}
"""How a module's package is called where one installs it, where that is another name."""


def require(*modules: str) -> None:
    """Before anything is written. Raises ``PACKAGE_MISSING`` with the package that is not there, one of theirs too."""
    for module in modules:
        try:
            import_module(module)
        except ImportError as error:
            missing = (error.name or module).partition(".")[0]
            raise WeipianError("PACKAGE_MISSING", package=_INSTALLED_AS.get(missing, missing)) from None
