#!/bin/bash
# setup.sh system|venv|bench|tools …: installs what is missing on Debian 12 or newer; a second run installs nothing.
set -euo pipefail
. "$(dirname "$0")/env.sh"

PACKAGES="git qgis python3-qgis qgis-providers python3-gdal python3-venv python3-yaml python3-openpyxl
          python3-docx python3-docxtpl python3-pypdf proj-bin
          xvfb xauth xdotool imagemagick fonts-noto-cjk fonts-open-sans qttranslations5-l10n
          pyqt5-dev-tools qttools5-dev-tools"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
    else die "Missing: $MISSING
Installing these needs root, and there is no sudo here. As root, run:
    apt-get update && apt-get install --no-install-recommends $MISSING
安装以上系统软件包需要 root 权限，而本机没有 sudo；请以 root 执行上面的命令后再试。"
    fi
}

missing_packages() {
    local package
    for package in $PACKAGES; do
        case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" in
            installed) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

setup_system() {
    command -v apt-get >/dev/null || die "This sets up Debian 12 or newer (apt-get not found). Elsewhere install QGIS >= 3.22 and:
    $PACKAGES"
    MISSING=$(missing_packages)
    [ -n "$MISSING" ] || return 0
    say "system packages: $MISSING"
    as_root apt-get -q -o Acquire::Retries=3 update
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends $MISSING </dev/null
}

# environment FOLDER VENV_OPTIONS REQUIREMENTS…: the stamp holds what the folder was made from.
environment() {
    local folder=$1 options=$2 wanted stamp
    shift 2
    stamp=$folder/weipian-stamp
    wanted=$("$SYSTEM_PYTHON" --version; cat "$@" | sha256sum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$folder/bin/python" -c "" 2>/dev/null; then return 0; fi
    say "Python environment: ${folder#"$ROOT"/}"
    if ! "$folder/bin/python" -c "" 2>/dev/null; then
        # shellcheck disable=SC2086
        "$SYSTEM_PYTHON" -m venv --clear $options "$folder"
    fi
    "$folder/bin/python" -m pip install --disable-pip-version-check --no-input --retries 5 -q \
        $(printf -- '-r %s ' "${@#"$PWD"/}")
    printf '%s\n' "$wanted" >"$stamp"
}

cd "$ROOT"
for what in "$@"; do
    case $what in
        system) setup_system ;;
        venv) environment "$VENV" --system-site-packages requirements.txt requirements-full.txt tests/requirements.txt ;;
        bench) environment "$BENCH" "" requirements.txt requirements-full.txt benchmarks/requirements.txt ;;
        tools) environment "$TOOLS" "" .ci/requirements.txt ;;
        *) die "usage: setup.sh system|venv|bench|tools …" ;;
    esac
done
