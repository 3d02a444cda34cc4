# Sourced: make_profile FOLDER LOCALE writes a QGIS profile that holds this checkout as its one plugin.
# FOLDER is what `qgis --profiles-path` takes; the profile is called main. An existing profile keeps its settings.
make_profile() {
    local profile=$1/profiles/main locale=$2
    mkdir -p "$profile/python/plugins" "$profile/QGIS"
    ln -sfn "$ROOT" "$profile/python/plugins/weipian"
    [ -e "$profile/QGIS/QGIS3.ini" ] || cat >"$profile/QGIS/QGIS3.ini" <<INI
[General]
askToSaveOnExit=false
[PythonPlugins]
weipian=true
[locale]
overrideFlag=true
userLocale=$locale
[app]
news-feed-enabled=false
askToSaveMemoryLayers=false
[qgis]
checkVersion=false
showTips=false
askToSaveProjectChanges=false
projOpenAtLaunch=2
INI
}
