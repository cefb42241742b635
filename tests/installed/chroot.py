"""A bare Debian in a folder, to install packages in; only root can make one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.needs import need, need_root

PERSON = "tester"
HOME = f"/home/{PERSON}"


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
        return self.does("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", *command, env=self.at_home(env))

    def at_home(self, env: dict[str, str] | None = None) -> dict[str, str]:
        """What is known to a person who logged in."""
        return {"HOME": HOME, "USER": PERSON, "PATH": "/usr/local/bin:/usr/bin:/bin", **(env or {})}

    def files(self, below: str = "/") -> set[str]:
        """All files and links of the system proper."""
        found = self.does("find", below, "-xdev", "(", "-type", "f", "-o", "-type", "l", ")").splitlines()
        passing = ("/proc/", "/sys/", "/tmp/", "/dev/", "/var/cache/", "/var/lib/apt/", "/var/lib/dpkg/", "/var/log/")
        return {path for path in found if not path.startswith(passing)}


@contextmanager
def bare_debian(root: Path, release: str, *, x11: Path = Path("/tmp/.X11-unix")) -> Iterator[Chroot]:
    """Make one with a person in it; screens of this machine can be reached from there."""
    need_root()
    made = subprocess.run(
        [need("mmdebstrap", "mmdebstrap"), "--variant=apt", "--quiet", "--dpkgopt=force-unsafe-io", release, root],
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
        yield chroot
    finally:
        for place in reversed(done):
            subprocess.run(["umount", "--lazy", place], check=True)
