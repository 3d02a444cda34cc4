#!/bin/bash
# window.sh STARTUP.py OUT.png [LOCALE]: a real QGIS window with the plugin, under Xvfb, in a throw-away profile.
# STARTUP.py runs inside QGIS and is driven by .ci/window.py (which see); the picture is taken when it asks for it.
# WEIPIAN_SCREEN: width and height, 1600x1000 (the window takes as much, unless the script places it otherwise).
# Ends with QGIS's exit code, 70 if the startup script failed, 124 after WEIPIAN_WINDOW_SECONDS (180).
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/.ci/profile.sh"
[ $# -ge 2 ] || die "usage: window.sh STARTUP.py OUT.png [LOCALE]"
startup=$(realpath "$1")
mkdir -p "$(dirname "$2")"
export WEIPIAN_SHOT WEIPIAN_CI=$ROOT/.ci
WEIPIAN_SHOT=$(realpath "$2")
limit=${WEIPIAN_WINDOW_SECONDS:-180}

work=$(mktemp -d "${TMPDIR:-/tmp}/weipian-window.XXXXXX")
xvfb='' qgis=''
finish() {
    exec 2>/dev/null  # the shell tells of every job that is killed
    if [ -n "$qgis" ]; then kill -9 -- "-$qgis" || true; fi
    if [ -n "$xvfb" ]; then kill "$xvfb" || true; fi
    wait || true
    rm -rf "$work" "$WEIPIAN_SHOT.ready" "$WEIPIAN_SHOT.taken"
}
trap finish EXIT
trap 'exit 130' INT TERM

make_profile "$work" "${3:-zh-Hans}"
mkdir -m 700 "$work/run" "$work/tmp"
rm -f "$WEIPIAN_SHOT" "$WEIPIAN_SHOT.ready" "$WEIPIAN_SHOT.taken" "$WEIPIAN_SHOT.failed"
export XDG_RUNTIME_DIR=$work/run HOME=$work TMPDIR=$work/tmp QT_LOGGING_RULES="*.debug=false"
unset QT_QPA_PLATFORM WAYLAND_DISPLAY

Xvfb -displayfd 3 -screen 0 "${WEIPIAN_SCREEN:-1600x1000}x24" -dpi 96 -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 &
xvfb=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { cat "$work/xvfb.log" >&2; die "Xvfb did not start"; }
DISPLAY=:$(cat "$work/display")
export DISPLAY

# In a session of its own: whatever QGIS leaves behind is ended with it.
setsid qgis --nologo --noversioncheck --profiles-path "$work" --profile main --code "$startup" \
    </dev/null >"$work/qgis.log" 2>&1 &
qgis=$!

code=''
until=$((SECONDS + limit))
while kill -0 "$qgis" 2>/dev/null; do
    if [ -e "$WEIPIAN_SHOT.ready" ]; then
        import -window root "$WEIPIAN_SHOT"
        rm -f "$WEIPIAN_SHOT.ready"
        touch "$WEIPIAN_SHOT.taken"
    fi
    if [ $SECONDS -ge $until ]; then
        import -window root "${WEIPIAN_SHOT%.png}-hung.png" || true
        code=124
        break
    fi
    sleep 0.1
done
if [ -z "$code" ]; then
    code=0
    wait "$qgis" || code=$?
fi
grep -v -E '^$|XDG_RUNTIME_DIR|DeprecationWarning' "$work/qgis.log" | head -n 60 >&2 || true
if [ -e "$WEIPIAN_SHOT.failed" ]; then
    cat "$WEIPIAN_SHOT.failed" >&2
    rm -f "$WEIPIAN_SHOT.failed"
    [ "$code" = 124 ] || code=70
fi
[ "$code" = 0 ] || echo "qgis ended with $code" >&2
exit "$code"
