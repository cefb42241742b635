"""Makes an AppDir of the bundle and, with the runtime of AppImages, the one file: ``make_appimage.py DIST [RUNTIME]``.

The AppDir holds what the packages install. It is in ``.work/linux/AppDir``, the AppImage in DIST.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from build.linux.tree import NAME, ROOT, lay_out
from build.release import own_version

HERE = Path(__file__).resolve().parent
APP_DIR = ROOT / ".work" / "linux" / "AppDir"


def make_app_dir(bundle: Path, app_dir: Path, version: str, made: datetime) -> None:
    """Lay out a new AppDir: what the packages install, and what starts and shows it. ``made``: the version's day."""
    shutil.rmtree(app_dir, ignore_errors=True)
    (app_dir / "usr").mkdir(parents=True)
    lay_out(bundle, app_dir / "usr", version, made)
    shutil.copy(HERE / "AppRun", app_dir)
    share = Path("usr") / "share"
    (app_dir / f"{NAME}.desktop").symlink_to(share / "applications" / f"{NAME}.desktop")
    (app_dir / f"{NAME}.png").symlink_to(share / "icons" / "hicolor" / "256x256" / "apps" / f"{NAME}.png")
    (app_dir / ".DirIcon").symlink_to(f"{NAME}.png")


def make_appimage(app_dir: Path, runtime: Path, image: Path, made: datetime) -> None:
    """Write the program that mounts and starts what stands behind it in the same file. Raises CalledProcessError."""
    packed = app_dir.with_suffix(".squashfs")
    options = ["-root-owned", "-noappend", "-comp", "zstd", "-no-progress", "-quiet"]
    # with that the same folder becomes the same bytes
    env = os.environ | {"SOURCE_DATE_EPOCH": str(int(made.timestamp()))}
    subprocess.run(["mksquashfs", str(app_dir), str(packed), *options], env=env, check=True)
    with image.open("wb") as whole:
        for part in (runtime, packed):
            with part.open("rb") as file:
                shutil.copyfileobj(file, whole)
    image.chmod(0o755)
    packed.unlink()


def main(arguments: Sequence[str]) -> None:
    dist = Path(arguments[0])
    bundle = dist / NAME
    if not bundle.is_dir():
        sys.exit("There is no bundle here. Run `make bundle` first.")
    listed = json.loads((bundle / "sbom.cdx.json").read_text(encoding="utf-8"))
    made = datetime.fromisoformat(listed["metadata"]["timestamp"])
    version = own_version()
    make_app_dir(bundle, APP_DIR, version, made)
    if len(arguments) == 1:
        print(f"{APP_DIR}\nWithout the runtime of AppImages no AppImage is made of it.")
        return
    image = dist / f"{NAME}-{version}-x86_64.AppImage"
    make_appimage(APP_DIR, Path(arguments[1]), image, made)
    print(image)


if __name__ == "__main__":
    main(sys.argv[1:])
