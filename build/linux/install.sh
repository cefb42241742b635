#!/bin/sh
# Installs Conversion Courier for one person, without root: install.sh [FOLDER], else ~/.local
# What was there of it is replaced. FOLDER/lib/conversion-courier/uninstall.sh takes it away again; what the app keeps stays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-$HOME/.local}
mkdir -p "$to"
to=$(cd "$to" && pwd)
lib=$to/lib/conversion-courier

files=$(cd "$here" && find bin share ! -type d)
mkdir -p "$to/lib"
rm -rf "$lib.new"
cp -R "$here/lib/conversion-courier" "$lib.new"
rm -rf "$lib"
mv "$lib.new" "$lib"
for file in $files; do
    mkdir -p "$to/$(dirname "$file")"
    rm -f "$to/$file"
    cp -P "$here/$file" "$to/$file"
done
# a desktop need not know that folder
desktop=$to/share/applications/conversion-courier.desktop
sed -e "s|^Exec=conversion-courier|Exec=\"$to/bin/conversion-courier\"|" \
    -e "s|^TryExec=.*|TryExec=$to/bin/conversion-courier|" \
    "$here/share/applications/conversion-courier.desktop" >"$desktop"

{
    echo '#!/bin/sh'
    echo '# Takes away the program that stands here, and nothing that it kept.'
    echo 'set -eu'
    # for the script that is written
    # shellcheck disable=SC2016
    echo 'cd "$(dirname "$0")/../.."'
    for file in $files; do
        echo "rm -f '$file'"
    done
    # folders that are empty now, the deepest first
    echo 'rm -rf lib/conversion-courier'
    (cd "$here" && find bin lib share -path lib/conversion-courier -prune -o -type d -print | sort -r) |
        while read -r folder; do echo "rmdir '$folder' 2>/dev/null || true"; done
} >"$lib/uninstall.sh"
chmod +x "$lib/uninstall.sh"

if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$to/share/applications" || true
fi
echo "Installed in $to. To take it away: $lib/uninstall.sh"
case ":$PATH:" in
*":$to/bin:"*) ;;
*) echo "The commands are in $to/bin, which is not on your PATH." ;;
esac
