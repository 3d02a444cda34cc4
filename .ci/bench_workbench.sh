#!/bin/bash
# The real docks in a real QGIS window, from the key to the next patch; figures into benchmarks/results.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
exec "$VENV/bin/python" -m benchmarks.workbench "$@"
