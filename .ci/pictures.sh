#!/bin/bash
# pictures.sh [PART…]: the pictures of docs/images, taken of a real QGIS window on the demonstration's workspace, which is
# made anew with what picture_scene.py adds. Parts: window_and_keys dialogs forms windows training; all without any.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
mkdir -p docs/images
# No path of this machine in a picture: everything lies in a folder that could be anybody's.
folder=${TMPDIR:-/tmp}/示例
[ ! -e "$folder" ] || die "$folder is there already: move it away"
mkdir "$folder"
trap 'rm -rf "$folder" build/pictures.png' EXIT
QT_QPA_PLATFORM=offscreen "$VENV/bin/python" .ci/picture_scene.py "$folder"
mv "$folder/weipian.gpkg" "$folder/示例.gpkg"
cp resources/demo/delivery/*.zip "$folder/"

# The day on which the example's deadlines are near; the operator who is nobody.
# A high screen: a form is shown whole.
export WEIPIAN_SCREEN=1600x1400 WEIPIAN_PICTURES="$*" WEIPIAN_TODAY=2023-10-12 WEIPIAN_OPERATOR=demo WEIPIAN_IMAGES=${WEIPIAN_IMAGES:-$ROOT/docs/images} WEIPIAN_FOLDER=$folder
.ci/window.sh .ci/startup_pictures.py build/pictures.png zh-Hans

# The table's first page; neither program is needed for anything else.
if command -v soffice >/dev/null && command -v pdftoppm >/dev/null; then
    soffice --headless "-env:UserInstallation=file://$folder/office" --convert-to pdf --outdir "$folder" \
        "$folder"/附表2-1*.xlsx >/dev/null 2>&1
    pdftoppm -r 170 -f 1 -l 1 -singlefile -png "$folder"/附表2-1*.pdf "$folder/table"
    # Head, block A and the first rows: a whole page could not be read.
    convert "$folder/table.png" -trim +repage -gravity northwest -crop 77%x42%+0+0 +repage -bordercolor white -border 12 \
        "$WEIPIAN_IMAGES/table.png"
fi
for picture in "$WEIPIAN_IMAGES"/*.png; do
    convert "$picture" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$picture"
    echo "  ${picture#"$ROOT"/} $(($(stat -c %s "$picture") / 1024)) KiB"
done
