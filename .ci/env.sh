# Sourced by the scripts here: where the project is, and an environment nothing leaks into.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
SYSTEM_PYTHON=/usr/bin/python3   # never the one first on PATH: QGIS's bindings belong to the system's
VENV=$ROOT/.venv
TOOLS=$ROOT/.venv-tools
BENCH=$ROOT/.venv-bench
unset PYTHONPATH PYTHONHOME PYTHONEXECUTABLE PYTHONSTARTUP PYTHONUSERBASE PYTHONPLATLIBDIR VIRTUAL_ENV \
      LD_LIBRARY_PATH LD_PRELOAD PROJ_LIB PROJ_DATA GDAL_DATA GDAL_DRIVER_PATH QT_PLUGIN_PATH QGIS_PLUGINPATH \
      QGIS_PREFIX_PATH QGIS_CUSTOM_CONFIG_PATH GIT_DIR GIT_WORK_TREE
export PYTHONNOUSERSITE=1 PYTHONUTF8=1 LANG=C.UTF-8 LC_ALL=C.UTF-8 PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH"

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }
