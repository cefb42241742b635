#!/bin/sh
# Makes the environment, or brings it up to date: environment.sh FOLDER FOLDER/bin LOCK
# LOCK is run or develop. All that is installed, pip itself first, comes from locks/ with its hashes checked; what has to be
# built is built by the setuptools from there.
set -eu
folder=$1
bin=$2
lock=locks/$3.lock

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if new_enough "$PYTHON"; then
            echo "$PYTHON"
            return
        fi
        echo "PYTHON=$PYTHON is not Python 3.11 or newer ($("$PYTHON" --version 2>&1 || true))." >&2
        return 1
    fi
    for one in python3 python3.13 python3.12 python3.11 python; do
        if new_enough "$one"; then
            echo "$one"
            return
        fi
    done
    echo "Conversion Courier needs Python 3.11 or newer. Found: $(python3 --version 2>&1 || echo 'no python3')." >&2
    echo "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2
    return 1
}

# an environment whose Python is gone, too old or without pip is made anew
if ! new_enough "$bin/python" || ! "$bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "$("$python" --version) has no venv module. On Debian or Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    echo "Making the environment in $folder with $("$python" --version)"
    "$python" -m venv --clear "$folder"
fi

install() {
    "$bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation "$@"
}

echo "Installing what $lock names (a few minutes the first time)"
install --require-hashes --only-binary :all: -r locks/bootstrap.lock
# the FTP server of the tests comes as source only
install --require-hashes --only-binary :all: --no-binary pyftpdlib -r "$lock"
# setuptools remarks upon its own plans
export PYTHONWARNINGS=ignore
install --no-index --no-deps --editable .
