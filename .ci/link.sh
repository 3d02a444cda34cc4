#!/bin/bash
# link.sh [PROFILE]: this checkout as the plugin "weipian" of a QGIS profile.
set -euo pipefail
. "$(dirname "$0")/env.sh"
plugins=${XDG_DATA_HOME:-$HOME/.local/share}/QGIS/QGIS3/profiles/${1:-default}/python/plugins
link=$plugins/weipian
if [ -e "$link" ] && [ ! -L "$link" ]; then
    die "$link is an installed copy of the plugin: uninstall it in QGIS first. 请先在 QGIS 中卸载已安装的插件。"
fi
mkdir -p "$plugins"
ln -sfn "$ROOT" "$link"
echo "$link -> $ROOT"
echo "Enable it in QGIS: Plugins > Manage and Install Plugins > Installed > 卫片判读 Weipian."
