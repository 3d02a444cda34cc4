#!/bin/bash
# pictures.sh [PART…]: the pictures of docs/images, taken of a real QGIS window on the demonstration's workspace, which is
# made anew with what picture_scene.py adds (the review's: picture_review.py; what is handed in: picture_delivery.py).
# Parts: window_and_keys dialogs forms windows training delivery review; all without any.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
mkdir -p docs/images
# No path of this machine in a picture: everything lies in a folder that could be anybody's.
folder=${TMPDIR:-/tmp}/示例
[ ! -e "$folder" ] || die "$folder is there already: move it away"
mkdir "$folder"
touch "$folder/begun"
trap 'rm -rf "$folder" build/pictures.png' EXIT
QT_QPA_PLATFORM=offscreen "$VENV/bin/python" .ci/picture_scene.py "$folder"
mv "$folder/weipian.gpkg" "$folder/示例.gpkg"
if [ $# -eq 0 ] || [[ " $* " == *" review "* ]]; then
    QT_QPA_PLATFORM=offscreen "$VENV/bin/python" .ci/picture_review.py "$folder/复核"
fi
if [ $# -eq 0 ] || [[ " $* " == *" delivery "* ]]; then
    QT_QPA_PLATFORM=offscreen "$VENV/bin/python" .ci/picture_delivery.py "$folder/示例.gpkg" "$folder/成果"
fi
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
# page FILE NUMBER DPI NAME: a page of a PDF as docs/images/delivery-NAME.png
page() {
    pdftoppm -r "$3" -f "$2" -l "$2" -singlefile -png "$1" "$folder/page"
    convert "$folder/page.png" -bordercolor '#bbbbbb' -border 1 "$WEIPIAN_IMAGES/delivery-$4.png"
}
if [ -d "$folder/成果" ] && command -v pdftoppm >/dev/null; then
    # As Word shows it, where LibreOffice's Writer is there; else our own PDF.
    report=$(find "$folder/成果/report" -name '*.pdf')
    word=$(find "$folder/成果/report" -name '*.docx')
    if [ -n "$word" ] && command -v soffice >/dev/null; then
        soffice --headless "-env:UserInstallation=file://$folder/office" --convert-to pdf --outdir "$folder/word" "$word" \
            >/dev/null 2>&1 || true
        report=$(find "$folder/word" -name '*.pdf' 2>/dev/null | grep . || echo "$report")
    fi
    page "$report" 1 92 report
    page "$(find "$folder/成果/dossier" -name '*前后时相对比.pdf')" 1 92 compare
    page "$(find "$folder/成果/dossier" -name '*套合图.pdf')" 1 92 overlay
    page "$(find "$folder/成果/wall_map" -name '*示例镇*.pdf')" 1 62 wall-map
fi
for picture in "$WEIPIAN_IMAGES"/*.png; do
    # Each time it is reduced again a picture loses colours: only what was taken now.
    [ "$picture" -nt "$folder/begun" ] || continue
    convert "$picture" -strip -dither None -colors 255 -define png:compression-level=9 "PNG8:$picture"
    echo "  ${picture#"$ROOT"/} $(($(stat -c %s "$picture") / 1024)) KiB"
done
