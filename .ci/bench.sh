#!/bin/bash
# The overlay's benchmark, in the worker's environment.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
[ -f benchmarks/overlay.py ] || die "benchmarks/overlay.py is not there yet."
exec "$VENV/bin/python" benchmarks/overlay.py "$@"
