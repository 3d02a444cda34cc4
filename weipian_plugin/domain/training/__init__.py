"""What a trainer works with: cases that are nobody's, facts that are changed to see what follows, tests with a key."""

from __future__ import annotations

STAMP = "培训用 – 不得上报"
STAMP_EN = "For training – not to be reported"
"""What every table, file and window that comes out of a training carries."""
