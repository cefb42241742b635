#!/bin/sh
# Renews the files in locks/: names, versions and hashes for every system and Python we support, no addresses.
set -eu
bin=$1
tool=.work/lock

# what makes the locks is locked itself
if [ -z "$(find "$tool/ready" -newer locks/lock-tool.lock 2>/dev/null)" ]; then
    "$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target "$tool" \
        --require-hashes --only-binary :all: -r locks/lock-tool.lock
    touch "$tool/ready"
fi

lock() {
    file=locks/$1.lock
    shift
    "$tool/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --output-file "$file" "$@"
    if grep -nE "://|^-" "$file"; then
        echo "$file must hold names, versions and hashes only" >&2
        exit 1
    fi
}

# developing needs all of it, so it decides the versions; the others take the same ones
lock develop --extra dev pyproject.toml
lock run --constraint locks/develop.lock pyproject.toml
lock bootstrap --constraint locks/develop.lock --group bootstrap
lock lock-tool --group lock-tool
