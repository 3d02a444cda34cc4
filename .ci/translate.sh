#!/bin/bash
# translate.sh [--check]: i18n/weipian_zh_CN.ts and .qm from the sources; --check only says whether they are up to date.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
tracked=i18n/weipian_zh_CN
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t sources < <(find weipian_plugin forms -name '*.py' -o -name '*.ui' | LC_ALL=C sort)

if [ -e $tracked.ts ]; then cp $tracked.ts "$work/new.ts"; fi
PYTHONWARNINGS=ignore pylupdate5 -noobsolete "${sources[@]}" -ts "$work/new.ts"
# Line numbers would change the file with every edit of a source.
sed -i -e '/<location /d' -e 's|<TS version="2.1"[^>]*>|<TS version="2.1" language="zh_CN" sourcelanguage="en">|' "$work/new.ts"
lrelease -silent "$work/new.ts" -qm "$work/new.qm"

# A string without its class's context would never be found at run time.
if grep -q '<name>@default</name>' "$work/new.ts"; then
    sed -n '/@default/,/<\/context>/p' "$work/new.ts" | grep -A 1 '<source>' >&2
    die "these are in no context: use self.tr(text) or translate(context, text), each text a plain literal"
fi

unfinished=$(grep -c 'type="unfinished"' "$work/new.ts" || true)
if [ "${1:-}" = --check ]; then
    [ "$unfinished" = 0 ] || { grep -B 3 'type="unfinished"' "$work/new.ts" | grep '<source>' >&2
        die "$unfinished strings have no Chinese: make translate, then fill $tracked.ts"; }
    cmp -s "$work/new.ts" $tracked.ts || die "$tracked.ts is not up to date: make translate"
    cmp -s "$work/new.qm" $tracked.qm || die "$tracked.qm is not up to date: make translate"
    echo "translations: complete and up to date"
    exit 0
fi
mkdir -p i18n
for kind in ts qm; do
    cmp -s "$work/new.$kind" "$tracked.$kind" || cp "$work/new.$kind" "$tracked.$kind"
done
echo "$tracked.ts: $(grep -c '<source>' $tracked.ts || true) strings, $unfinished without Chinese"
