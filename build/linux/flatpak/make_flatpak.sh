#!/bin/sh
# Makes the Flatpak of the AppDir that make_appimage.py laid out: make_flatpak.sh DIST. Needs the network, for its runtime.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
out=$1/conversion-courier-$version-x86_64.flatpak
id=org.conversion_courier.app
of=https://dl.flathub.org/repo/flathub.flatpakrepo
work=.work/flatpak

mkdir -p $work
flatpak remote-add --user --if-not-exists flathub $of
flatpak-builder --user --install-deps-from=flathub --force-clean --disable-rofiles-fuse \
    --state-dir=$work/state --repo=$work/repository $work/build "$here/$id.yml"
flatpak build-bundle --runtime-repo=$of $work/repository "$out" $id
ls -l "$out"
