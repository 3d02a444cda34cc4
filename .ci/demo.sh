#!/bin/bash
# The whole way on the bundled scene, without a screen, into build/demo; then a picture of the real window.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
mkdir -p build/demo
mkdir -p -m 700 build/run
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$ROOT/build/run}
QT_QPA_PLATFORM=offscreen "$VENV/bin/python" .ci/demo.py
began=$SECONDS
# The day on which the example’s deadlines are near.
WEIPIAN_TODAY=2023-10-12 WEIPIAN_WORKSPACE=$ROOT/build/demo/weipian.gpkg .ci/window.sh .ci/startup_demo.py build/demo/window.png zh-Hans
echo "  build/demo/window.png (QGIS, $((SECONDS - began)) s)"
