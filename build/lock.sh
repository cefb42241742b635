#!/bin/sh
# Renews requirements.lock: names, versions and hashes for every system and Python we support, no addresses.
set -eu
bin=$1
tool=.work/lock

[ -x "$tool/bin/uv" ] || { "$bin/python" -m venv "$tool" && "$tool/bin/pip" install --quiet uv; }
"$tool/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url \
    --extra dev pyproject.toml --output-file requirements.lock
if grep -nE "://|^-" requirements.lock; then
    echo "requirements.lock must hold names, versions and hashes only" >&2
    exit 1
fi
