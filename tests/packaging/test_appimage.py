"""One file for every Linux: what starts it, how it is put together, and that the Flatpak describes the same app."""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from build.linux.appimage.make_appimage import make_appimage
from build.linux.tree import COMPONENT, HERE, NAME
from tests.needs import need

pytestmark = pytest.mark.only_on("linux", why="it is a package of Linux")
APP_RUN = HERE / "appimage" / "AppRun"
MADE = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def app_dir(tmp_path: Path) -> Path:
    """An AppDir whose programs say which of them they are, and what they were given."""
    folder = tmp_path / "AppDir"
    (folder / "usr" / "bin").mkdir(parents=True)
    for name in ("conversion-courier", "courier"):
        program = folder / "usr" / "bin" / name
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" {name} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    (folder / "AppRun").write_bytes(APP_RUN.read_bytes())
    (folder / "AppRun").chmod(APP_RUN.stat().st_mode)
    return folder


@pytest.mark.parametrize(
    ("link", "called", "program"),
    [
        ("courier", None, "courier"),
        ("Conversion Courier", None, "conversion-courier"),
        # the runtime starts AppRun itself, and tells what was typed
        ("AppRun", "./courier", "courier"),
        ("AppRun", "./conversion-courier-0.1.0-x86_64.AppImage", "conversion-courier"),
    ],
)
def test_the_name_says_which_program_starts(
    app_dir: Path, tmp_path: Path, link: str, called: str | None, program: str
) -> None:
    start = tmp_path / "a folder" / link
    start.parent.mkdir()
    start.symlink_to(app_dir / "AppRun")
    env = {"PATH": os.defpath} | ({"ARGV0": called} if called else {})
    done = subprocess.run([start, "my file.csv"], env=env, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert done.stdout == f"{program}\nmy file.csv\n"


def test_the_folder_stands_behind_the_runtime_and_comes_out_again(app_dir: Path, tmp_path: Path) -> None:
    need("mksquashfs", "squashfs-tools")
    runtime = tmp_path / "runtime"
    runtime.write_bytes(b"\x7fELF" * 1000)
    images = [tmp_path / "one.AppImage", tmp_path / "other.AppImage"]
    for image in images:
        make_appimage(app_dir, runtime, image, MADE)
        for path in app_dir.rglob("*"):
            os.utime(path)
    # the same bytes each time, whenever the files were laid out
    assert images[0].read_bytes() == images[1].read_bytes()
    assert images[0].stat().st_mode & 0o111
    assert images[0].read_bytes().startswith(runtime.read_bytes())
    out = tmp_path / "out"
    unpack = [need("unsquashfs", "squashfs-tools"), "-quiet", "-no-progress"]
    unpack += ["-offset", str(runtime.stat().st_size), "-dest", str(out), str(images[0])]
    subprocess.run(unpack, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([out / "AppRun"], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert done.stdout == "conversion-courier\n"


def test_the_flatpak_is_the_app_that_the_packages_describe() -> None:
    (path,) = (HERE / "flatpak").glob("*.yml")
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert manifest["id"] == path.stem == COMPONENT
    assert manifest["command"] == NAME
    assert manifest["rename-desktop-file"] == f"{NAME}.desktop"
    described = (HERE / "metainfo.xml.in").read_text(encoding="utf-8")
    (module,) = manifest["modules"]
    *_, renaming = module["build-commands"]
    # the launcher and its icon get the name of the app, and nothing else does
    patterns = re.findall(r"s/(.+?)/(.+?)/", renaming)
    renamed = described
    for old, new in patterns:
        assert re.search(old, renamed), old
        renamed = re.sub(old, new, renamed)
    assert f">{COMPONENT}.desktop</launchable>" in renamed
    assert f"<binary>{NAME}</binary>" in renamed
    # of a person's files it sees these folders, whatever else comes in by the dialog of the desktop
    folders = [one for one in manifest["finish-args"] if one.startswith("--filesystem=")]
    assert folders == [f"--filesystem=xdg-{name}" for name in ("desktop", "documents", "download")]
