#!/bin/sh
# Makes the bundle: bundle.sh .venv/bin DIST WORK. The same commit and the same environment make the same bytes.
set -eu
bin=$1
dist=$2
work=$3

# the one moment that the bundle names is that of its commit; sets of names come in one order
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

"$bin/pyinstaller" installer.spec --noconfirm --clean --workpath "$work" --distpath "$dist" --log-level WARN
"$bin/python" build/bundle_sizes.py "$dist/conversion-courier"
