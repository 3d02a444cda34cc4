#!/bin/bash
# QGIS with the plugin on the demonstration's workspace, in a profile of its own (build/profile).
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/.ci/profile.sh"
cd "$ROOT"
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
    die "QGIS needs a display, and none is set (DISPLAY). Without one, 'make demo' shows the window as a picture: build/demo/window.png.
QGIS 需要图形界面，当前没有显示器；可运行 make demo，在 build/demo/window.png 查看窗口截图。"
[ -e build/demo/weipian.gpkg ] || .ci/demo.sh
make_profile "$ROOT/build/profile" "${LOCALE:-zh-Hans}"
# The day on which the example's deadlines are near.
export WEIPIAN_TODAY=${WEIPIAN_TODAY:-2023-10-12}
export WEIPIAN_WORKSPACE=$ROOT/build/demo/weipian.gpkg
unset QT_QPA_PLATFORM
exec qgis --nologo --noversioncheck --profiles-path "$ROOT/build/profile" --profile main \
    --code "$ROOT/.ci/startup_qgis.py" "$@"
