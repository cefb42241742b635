"""The AppDir that is made of the finished bundle runs, moved to another folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from build.linux.appimage.make_appimage import APP_DIR

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.only_on("linux", why="it is a package of Linux")
def test_both_programs_of_the_app_dir_run(tmp_path: Path) -> None:
    make = [sys.executable, "-m", "build.linux.appimage.make_appimage", "dist"]
    subprocess.run(make, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    moved = APP_DIR.rename(tmp_path / "Größe & Ordner")
    for name in ("conversion-courier", "courier"):
        (tmp_path / name).symlink_to(moved / "AppRun")
    trying = [sys.executable, "build/release.py", "try", str(tmp_path)]
    done = subprocess.run(trying, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    # what a desktop looks for at the top of it
    for name in ("conversion-courier.desktop", "conversion-courier.png", ".DirIcon"):
        assert (moved / name).is_file(), name
