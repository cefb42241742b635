#!/bin/sh
# Opens the app; where there is no display, runs the practice job instead: run.sh .venv/bin
set -eu
bin=$1

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display here, so this is the practice run of the command."
    exec "$bin/python" -m courier practice
fi
exec "$bin/python" -m gui
