#!/bin/bash
# The overlay beside its peers, in an environment of the benchmark's own; PostGIS and QGIS take part where installed.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
"$ROOT/.ci/setup.sh" bench
exec "$BENCH/bin/python" -m benchmarks "$@"
