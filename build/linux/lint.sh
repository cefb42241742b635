#!/bin/sh
# Checks the files that a desktop reads and the scripts that are handed on, where the programs for that are installed
# (build/system-packages.sh; flatpak-builder is large, and only looked at where it is).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v shellcheck >/dev/null; then
    shellcheck install.sh lint.sh appimage/AppRun appimage/*.sh flatpak/*.sh
fi
if command -v flatpak-builder >/dev/null; then
    # it says what it does not know, and goes on; it also leaves a folder behind
    described=$PWD/flatpak/org.conversion_courier.app.yml
    if ! faults=$(cd "$work" && flatpak-builder --show-manifest "$described" 2>&1 >/dev/null) || [ -n "$faults" ]; then
        echo "$faults" >&2
        exit 1
    fi
fi
if ! command -v desktop-file-validate >/dev/null || ! command -v appstreamcli >/dev/null; then
    echo "The files for desktops were not checked: desktop-file-validate or appstreamcli is missing."
    exit 0
fi
desktop-file-validate conversion-courier.desktop
sed 's/@VERSION@/1.0.0/; s/@DATE@/2026-01-01/' metainfo.xml.in >"$work/org.conversion_courier.app.metainfo.xml"
appstreamcli validate --pedantic --no-net "$work/org.conversion_courier.app.metainfo.xml"
