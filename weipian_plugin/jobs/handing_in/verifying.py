"""Verifies a package or a set that was handed in, for window, algorithm and headless alike."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from ...delivery.package.verify import Verified, verify_package
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback


def verify(path: Path, feedback: Optional[Feedback] = None) -> Verified:
    """What `verify_package` says. Raises PACKAGE_NOT_READABLE (nothing there, no package), PACKAGE_WITHOUT_MANIFEST,
    JOB_CANCELLED.
    """
    if str(path) in ("", ".") or not path.exists():
        raise WeipianError("PACKAGE_NOT_READABLE", file=path.name or "-", detail="不存在 not there")
    return verify_package(path, feedback or NullFeedback())
