"""The deb in a Debian that has nothing else: installed, tried, upgraded with what was kept, and purged."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.gui.test_real_window import screen
from tests.installed.chroot import HOME, Chroot, bare_debian
from tests.installed.test_packages import DEB, ROOT, VERSION
from tests.needs import need

FORMER = ROOT / ".work" / "linux" / "conversion-courier_0.0.1-1_amd64.deb"
PICTURES = ROOT / ".work" / "pictures" / "installed"
SHEET = (
    "CampaignId,ActionTrackerId,EventDate,OrderId,Amount,Currency,ClickId\n"
    "1000,18500,{day}T10:00:00+00:00,A-1,10.00,EUR,{click}\n"
    "1000,18500,{day}T11:00:00+00:00,A-2,20.00,EUR,{click}\n"
)


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    assert DEB.is_file(), "make packages comes first"
    with bare_debian(tmp_path_factory.mktemp("debian") / "root", "bookworm") as chroot:
        for package in (FORMER, DEB):
            shutil.copy(package, chroot.root / "tmp" / package.name)
        (chroot.root / "tmp" / "sheet.csv").write_text(
            SHEET.format(
                click="5tXQ7V0PbxyIRgGUMPVJ4V1JUkBxTsxKGVLIyE0", day=datetime.now(UTC).date() - timedelta(days=2)
            ),
            encoding="utf-8",
        )
        yield chroot


def install(debian: Chroot, package: Path) -> None:
    debian.does(
        "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", f"/tmp/{package.name}",
        env={"DEBIAN_FRONTEND": "noninteractive"},
    )  # fmt: skip


def kept(debian: Chroot) -> dict[str, str]:
    """What the person's files hold, without the marks of a running program."""
    home = debian.root / HOME.removeprefix("/")
    files = [path for path in home.rglob("*") if path.is_file() and path.suffix not in {".lock", ".key", ".log"}]
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def show_window(debian: Chroot, picture: str, *keys: str) -> None:
    """Start the installed app on a screen, press keys, keep a picture, and close the window."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with screen("1366x768") as display:
        command = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "conversion-courier", "/tmp/sheet.csv"]
        app = subprocess.Popen(
            [need("chroot", "coreutils"), debian.root, *command],
            env=debian.at_home({"DISPLAY": display, "LANG": "C.UTF-8"}),
        )
        env = {"DISPLAY": display, "PATH": "/usr/bin:/bin"}
        try:
            xdotool = need("xdotool", "xdotool")
            subprocess.run(
                [xdotool, "search", "--sync", "--onlyvisible", "--name", "sheet.csv"], env=env, timeout=60, check=True
            )
            time.sleep(4)
            for key in keys:
                subprocess.run([xdotool, *key.split()], env=env, check=True)
                time.sleep(0.5)
            subprocess.run([need("import", "imagemagick"), "-window", "root", PICTURES / picture], env=env, check=True)
            subprocess.run([xdotool, "key", "ctrl+q"], env=env, check=True)
            assert app.wait(30) == 0
        finally:
            app.kill()
            app.wait()


def test_from_the_former_version_to_nothing(debian: Chroot) -> None:
    before = debian.files()
    install(debian, FORMER)
    assert "self-test: ok" in debian.as_person("conversion-courier", "--self-test", env={"LANG": "C.UTF-8"})
    debian.as_person("mkdir", f"{HOME}/outbox")
    debian.as_person("courier", "send", "/tmp/sheet.csv", "--to", f"{HOME}/outbox")
    show_window(debian, "former.png", "key End", "type 25.00", "key Return")
    history, state = debian.as_person("courier", "history"), kept(debian)
    assert "A-1" in debian.as_person("courier", "history", "--order", "A-1")
    assert [path for path in state if "drafts" in path], sorted(state)

    install(debian, DEB)
    assert debian.does("dpkg-query", "--show", "--showformat=${Version}", "conversion-courier") == f"{VERSION}-1"
    assert kept(debian) == state
    assert debian.as_person("courier", "history") == history
    assert debian.as_person("courier", "--version").strip() == f"courier {VERSION}"
    debian.as_person("courier", "practice")
    show_window(debian, "upgraded.png")

    state = kept(debian)
    debian.does("apt-get", "purge", "--yes", "--quiet", "conversion-courier")
    assert {path for path in debian.files("/usr") if "courier" in path.replace("/courier-", "/")} == set()
    debian.does("apt-get", "autoremove", "--purge", "--yes", "--quiet")
    left = {path for path in debian.files() - before if not path.startswith((HOME, "/etc/ssl", "/var/lib"))}
    assert not [path for path in left if "conversion" in path or "/courier" in path], left
    assert kept(debian) == state
