#!/bin/sh
# Checks the files that a desktop reads and the scripts that are handed on, where the programs for that are installed
# (build/system-packages.sh).
set -eu
cd "$(dirname "$0")"

if command -v shellcheck >/dev/null; then
    shellcheck install.sh appimage/AppRun appimage/*.sh flatpak/*.sh
fi
if ! command -v desktop-file-validate >/dev/null || ! command -v appstreamcli >/dev/null; then
    echo "The files for desktops were not checked: desktop-file-validate or appstreamcli is missing."
    exit 0
fi
desktop-file-validate conversion-courier.desktop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed 's/@VERSION@/1.0.0/; s/@DATE@/2026-01-01/' metainfo.xml.in >"$work/org.conversion_courier.app.metainfo.xml"
appstreamcli validate --pedantic --no-net "$work/org.conversion_courier.app.metainfo.xml"
