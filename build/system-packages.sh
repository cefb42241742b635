#!/bin/sh
# Installs the servers and libraries that the tests use, where it may (apt, root); names the missing ones elsewhere.
set -eu

servers="xvfb openbox openssh-server openssh-client openssh-sftp-server python3 vsftpd gnome-keyring dbus dbus-x11 xauth
    at-spi2-core python3-gi gir1.2-atspi-2.0 postgresql"
qt="libegl1 libgl1 libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libfontconfig1 libdbus-1-3"
# they read the completions; the others check what is packed
linux="zsh fish desktop-file-utils appstream shellcheck squashfs-tools gnupg rpm xz-utils"
fonts="fontconfig fonts-dejavu-core"

if ! command -v dpkg-query >/dev/null; then
    missing=
    for one in Xvfb openbox sshd sftp vsftpd gnome-keyring-daemon dbus-daemon; do
        command -v "$one" >/dev/null || [ -x "/usr/sbin/$one" ] || missing="$missing $one"
    done
    [ -z "$missing" ] || echo "Some tests will be skipped, because these programs are missing:$missing"
    exit 0
fi

missing=
for one in $servers $qt $fonts $linux; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$one" 2>/dev/null)" = installed ] || missing="$missing $one"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "Some tests will be skipped, because these packages are missing. To install them:"
    echo "  sudo apt-get install$missing"
    exit 0
fi

echo "Installing what the tests need:$missing"
# the tests start their own servers; installing these packages must not start the system's
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
    trap 'rm -f "$guard"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$guard"
    chmod +x "$guard"
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 (a list of names)
if ! { apt-get -qq -o Acquire::Retries=3 update &&
    apt-get -qq -o Acquire::Retries=3 install --yes --no-install-recommends $missing >/dev/null; }; then
    echo "These packages could not be installed:$missing" >&2
    [ -z "${CI:-}" ] || exit 1
    echo "Some tests will be skipped." >&2
fi
