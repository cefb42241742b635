#!/bin/sh
# Makes the installer of the programs in a folder, with NSIS: installer.sh FOLDER LICENCES OUT
# LICENCES is the text that `courier --licences` prints; OUT is the folder for conversion-courier-VERSION-setup.exe.
set -eu
here=build/windows
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
out=$3/conversion-courier-$version-setup.exe

# where the makers of NSIS put it on Windows, which is not on every PATH
PATH="$PATH:/c/Program Files (x86)/NSIS"

# NSIS finds the files that a script names where the script is
whole() {
    if command -v cygpath >/dev/null; then
        cygpath -wa "$1"
    else
        realpath -m "$1"
    fi
}

# Debian brings installers of 64 bits as well, and Wine without its half of 32 bits runs only those
target=
if [ -d /usr/share/nsis/Stubs ] && ls /usr/share/nsis/Stubs/*-amd64-unicode >/dev/null 2>&1; then
    target=-DTARGET=amd64-unicode
fi
# shellcheck disable=SC2086 # none or one
makensis -V2 -INPUTCHARSET UTF8 $target "-DVERSION=$version" "-DCOMPRESSOR=${COURIER_COMPRESSOR:-lzma}" \
    "-DFOLDER=$(whole "$1")" "-DLICENCES=$(whole "$2")" "-DLICENCE=$(whole LICENSE)" \
    "-DICON=$(whole resources/icons/conversion-courier.ico)" "-DOUT=$(whole "$out")" $here/installer.nsi
ls -l "$out"
