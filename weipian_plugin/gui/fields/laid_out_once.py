"""Many widgets shown or hidden at a time, laid out once: Qt lays a visible window out anew for each that is shown."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator, Optional

from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLayout, QWidget

DEEPEST = 6
"""Layouts within layouts: each round reaches those around the ones that were laid out in the round before."""


@contextmanager
def laid_out_once(layout: QLayout) -> Iterator[None]:
    """Within, ``layout`` rests; afterwards it is laid out when the event loop next turns, or by `lay_out_now`."""
    was_enabled = layout.isEnabled()
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(was_enabled)
        layout.invalidate()
        parent = layout.parentWidget()
        if parent is not None:
            parent.updateGeometry()
            # Asked for while it rested it was passed over, and asks no more by itself.
            QCoreApplication.postEvent(parent, QEvent(QEvent.Type.LayoutRequest))


def lay_out_now(around: Optional[QWidget] = None) -> None:
    """Every layout that waits for its turn is laid out. The window may be drawn before that turn comes: once as
    nothing is any more, and all of it again for each layout that moves others. ``around``: what is laid out later,
    when all that is within has found its size.
    """
    if around is not None:
        QCoreApplication.removePostedEvents(around, QEvent.Type.LayoutRequest)
    for _ in range(DEEPEST):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
