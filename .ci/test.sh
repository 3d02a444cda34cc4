#!/bin/bash
# All tests in three tiers, in one run: plain Python, pytest-qgis, then the real binaries. No display is needed.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
unset DISPLAY WAYLAND_DISPLAY
export QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
paths=(tests/unit tests/qgis tests/e2e)
for argument in "$@"; do case $argument in tests/*) paths=() ;; esac; done
# The engine is compiled here where it is not yet: some tests have less patience than that takes.
"$VENV/bin/python" -c 'from weipian_plugin.overlay.compiled import make_ready; make_ready()'
exec "$VENV/bin/python" -m pytest "${paths[@]}" "$@"
