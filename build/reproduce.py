"""Makes the bundle once more, in another folder, and compares it with the one in ``dist/``: ``reproduce.py``.

Exit code 1, and the list of what differs, if they are not the same byte for byte.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = "conversion-courier"
FIRST = ROOT / "dist" / BUNDLE
AGAIN = ROOT / ".work" / "reproduce"


def contents(bundle: Path) -> dict[str, str]:
    """What stands for each file: its digest and whether it is a program, or where a link leads."""
    found = {}
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink().as_posix()}"
        elif path.is_file():
            program = "x" if path.stat().st_mode & stat.S_IXUSR else "-"
            found[name] = f"{program} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return found


def differences(first: Path, second: Path) -> list[str]:
    """The names of all files that are not the same in two bundles."""
    one, other = contents(first), contents(second)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def copy_sources(sources: Path) -> None:
    """Copy what a commit would hold into the new folder ``sources``, where nothing changes while it is built from."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout
    # what a release says of where its updates are announced is in no commit
    for name in (*listed.splitlines(), "resources/updates.json"):
        if (ROOT / name).is_file():
            (sources / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, sources / name)


def build_again() -> Path:
    """Make a second bundle from a copy of the sources. Returns its folder."""
    shutil.rmtree(AGAIN, ignore_errors=True)
    sources = AGAIN / "sources"
    copy_sources(sources)
    programs = str(Path(sys.executable).parent)
    command = ["sh", "build/bundle.sh", programs, str(AGAIN / "dist"), str(AGAIN / "work")]
    subprocess.run(command, cwd=sources, check=True)
    return AGAIN / "dist" / BUNDLE


def main() -> int:
    """Exit code 1 if the bundles differ."""
    if not FIRST.is_dir():
        sys.exit("There is no bundle here. Run `make bundle` first.")
    found = differences(FIRST, build_again())
    for name in found:
        print(f"differs: {name}")
    if found:
        print(f"{len(found)} of {len(contents(FIRST))} files differ.")
        return 1
    print("Both bundles are the same, byte for byte.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
