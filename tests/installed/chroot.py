"""A bare Debian in a folder, to install packages in; only root can make one."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.gui.test_real_window import screen
from tests.needs import need, need_root

PERSON = "tester"
HOME = f"/home/{PERSON}"
AS_PERSON = ("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
PICTURES = Path(__file__).resolve().parent.parent.parent / ".work" / "pictures" / "installed"
SHEET = "/tmp/sheet.csv"
_SHEET = (
    "CampaignId,ActionTrackerId,EventDate,OrderId,Amount,Currency,ClickId\n"
    "1000,18500,{day}T10:00:00+00:00,A-1,10.00,EUR,{click}\n"
    "1000,18500,{day}T11:00:00+00:00,A-2,20.00,EUR,{click}\n"
)


class Chroot:
    """``root``: where the system lies."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command as root. Nothing of the surroundings is known in there."""
        known = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root", **(env or {})}
        return subprocess.run(
            [need("chroot", "coreutils"), self.root, *command],
            env=known, capture_output=True, encoding="utf-8", timeout=600, check=False,
        )  # fmt: skip

    def does(self, *command: str, env: dict[str, str] | None = None) -> str:
        """The same for what must succeed; what it printed."""
        done = self.run(*command, env=env)
        assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def as_person(self, *command: str, env: dict[str, str] | None = None) -> str:
        """What a command prints that must succeed for a person without rights."""
        return self.does(*AS_PERSON, *command, env=self.at_home(env))

    def at_home(self, env: dict[str, str] | None = None) -> dict[str, str]:
        """What is known to a person who logged in."""
        path = f"{HOME}/.local/bin:/usr/local/bin:/usr/bin:/bin"
        return {"HOME": HOME, "USER": PERSON, "PATH": path, "LANG": "C.UTF-8", **(env or {})}

    def installs(self, *packages: str) -> None:
        """Let Debian install packages, by name or path, with what they ask for."""
        command = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages)
        self.does(*command, env={"DEBIAN_FRONTEND": "noninteractive"})

    def kept(self) -> dict[str, str]:
        """What the person's files hold, without the marks of a running program and what is installed at home."""
        home = self.root / HOME.removeprefix("/")
        files = [path for path in home.rglob("*") if path.is_file() and path.suffix not in {".lock", ".key", ".log"}]
        hashes = {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        return {path: digest for path, digest in hashes.items() if not path.startswith(".local/lib/")}

    def show_window(self, picture: str, *keys: str) -> None:
        """Start the installed app with the sheet on a screen, press keys, keep a picture, and close the window."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        with screen("1366x768") as display:
            app = subprocess.Popen(
                [need("chroot", "coreutils"), self.root, *AS_PERSON, "conversion-courier", SHEET],
                env=self.at_home({"DISPLAY": display}),
            )
            env = {"DISPLAY": display, "PATH": "/usr/bin:/bin"}
            try:
                xdotool = need("xdotool", "xdotool")
                search = [xdotool, "search", "--sync", "--onlyvisible", "--name", Path(SHEET).name]
                subprocess.run(search, env=env, timeout=120, check=True, stdout=subprocess.DEVNULL)
                time.sleep(4)
                for key in keys:
                    subprocess.run([xdotool, *key.split()], env=env, check=True)
                    time.sleep(0.5)
                take = [need("import", "imagemagick"), "-window", "root", str(PICTURES / picture)]
                subprocess.run(take, env=env, check=True)
                subprocess.run([xdotool, "key", "ctrl+q"], env=env, check=True)
                assert app.wait(60) == 0
            finally:
                app.kill()
                app.wait()

    def files(self, below: str = "/") -> set[str]:
        """All files and links of the system proper."""
        found = self.does("find", below, "-xdev", "(", "-type", "f", "-o", "-type", "l", ")").splitlines()
        passing = ("/proc/", "/sys/", "/tmp/", "/dev/", "/var/cache/", "/var/lib/apt/", "/var/lib/dpkg/", "/var/log/")
        return {path for path in found if not path.startswith(passing)}


@contextmanager
def bare_debian(root: Path, release: str, *, x11: Path = Path("/tmp/.X11-unix")) -> Iterator[Chroot]:
    """Make one with a person in it, and a sheet; screens of this machine can be reached from there."""
    need_root()
    made = subprocess.run(
        [need("mmdebstrap", "mmdebstrap"), "--variant=apt", "--include=passwd", "--dpkgopt=force-unsafe-io", "--quiet",
         release, root],
        capture_output=True, encoding="utf-8", check=False, timeout=900,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-2000:]
    chroot = Chroot(root)
    mounted = [
        (["--types", "proc", "proc"], "proc"),
        (["--bind", "/dev"], "dev"),
        (["--bind", str(x11)], "tmp/.X11-unix"),
    ]
    done: list[Path] = []
    try:
        for arguments, at in mounted:
            (root / at).mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", *arguments, root / at], check=True)
            done.append(root / at)
        (root / "etc" / "resolv.conf").write_text(
            Path("/etc/resolv.conf").read_text(encoding="utf-8"), encoding="utf-8"
        )
        # what it knew of packages was only for making it
        chroot.does("apt-get", "-qq", "update")
        chroot.does("useradd", "--create-home", "--uid", "1000", PERSON)
        day = datetime.now(UTC).date() - timedelta(days=2)
        sheet = _SHEET.format(click="5tXQ7V0PbxyIRgGUMPVJ4V1JUkBxTsxKGVLIyE0", day=day)
        (root / SHEET.removeprefix("/")).write_text(sheet, encoding="utf-8")
        yield chroot
    finally:
        for place in reversed(done):
            subprocess.run(["umount", "--lazy", place], check=True)
