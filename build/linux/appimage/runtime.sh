#!/bin/sh
# Fetches what an AppImage begins with, the program that mounts the rest of the file: runtime.sh FOLDER
set -eu
name=runtime-x86_64
address=https://github.com/AppImage/type2-runtime/releases/download/20251108/$name
digest=2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d

fits() {
    echo "$digest  $1/$name" | sha256sum --check --status 2>/dev/null
}

mkdir -p "$1"
if ! fits "$1"; then
    curl --fail --silent --show-error --location --retry 3 --output "$1/$name" "$address"
    fits "$1" || {
        rm -f "$1/$name"
        echo "What came from $address is not what it was. No AppImage is made." >&2
        exit 1
    }
fi
