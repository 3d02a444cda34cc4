"""From an issued package to patches: encodings, coordinate systems, headings and units are settled at this door.

``read_package`` is imported when it is called: GDAL and openpyxl wait until somebody opens a package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Union

from ..domain.feedback import Feedback
from .received import Delivery, IntakeOptions

__all__ = ["Delivery", "IntakeOptions", "read_package"]


def read_package(path: Union[str, Path], options: Optional[IntakeOptions] = None,
                 feedback: Optional[Feedback] = None) -> Delivery:
    """Read what a county received (zip, folder, .shp, .gdb, .gpkg); see `package.read_package`."""
    from .package import read_package as read

    return read(path, options, feedback)
