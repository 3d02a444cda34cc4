"""Many widgets shown or hidden at a time, laid out once: Qt lays a visible window out anew for each that is shown."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from qgis.PyQt.QtWidgets import QLayout


@contextmanager
def laid_out_once(layout: QLayout) -> Iterator[None]:
    """Within, ``layout`` rests; afterwards it is laid out when the event loop next turns, before anything is drawn."""
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
