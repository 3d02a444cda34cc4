"""Many widgets shown or hidden at a time, laid out once: Qt lays a visible window out anew for each that is shown."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLayout

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
        if layout.parentWidget() is not None:
            layout.parentWidget().updateGeometry()
        layout.update()


def lay_out_now() -> None:
    """Every layout that waits for its turn is laid out. The window may be drawn before that turn comes: once as
    nothing is any more, and all of it again for each layout that moves others.
    """
    for _ in range(DEEPEST):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
