#!/bin/bash
# Style, types, import rules, the plugin site's scans on what is packaged, translations. Says everything, then fails.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"
failed=''
check() {
    local name=$1
    shift
    say "$name"
    "$@" || failed="$failed$name; "
}

# The site's rules: all of Bandit's but those it has disabled; the ones it lets an uploader tick away count here too.
site_bandit() { "$TOOLS/bin/bandit" -q -r "$1" -s B404,B411; }
site_secrets() {
    (cd "$1" && "$TOOLS/bin/detect-secrets" scan --all-files --disable-plugin IPPublicDetector) >"$work/secrets.json"
    "$SYSTEM_PYTHON" - "$work/secrets.json" <<'END'
import json, sys
found = [hit for hits in json.load(open(sys.argv[1]))["results"].values() for hit in hits]
for hit in found:
    print("{filename}:{line_number}: {type}".format(**hit))
print(len(found), "secrets in the packaged files")
sys.exit(bool(found))
END
}

check "ruff" "$TOOLS/bin/ruff" check .
check "mypy" "$TOOLS/bin/mypy"
check "import rules" "$TOOLS/bin/lint-imports" --no-logo
check "translations" .ci/translate.sh --check
check "guide" "$TOOLS/bin/python" .ci/build_guide.py --check
check "field tables" "$SYSTEM_PYTHON" .ci/build_docs.py --check
check "profile tables" "$SYSTEM_PYTHON" .ci/build_profile_docs.py --check
check "package" "$SYSTEM_PYTHON" .ci/package.py

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$SYSTEM_PYTHON" -m zipfile -e "$(ls -t build/weipian-*.zip | head -n 1)" "$work"
check "the site's Bandit" site_bandit "$work/weipian"
check "the site's detect-secrets" site_secrets "$work/weipian"
[ -z "$failed" ] || die "failed: $failed"
say "all checks passed"
