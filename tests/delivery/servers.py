"""Real servers on loopback: OpenSSH and vsftpd, with a user of the system made for the tests."""

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.needs import need, need_root


@dataclass(frozen=True)
class Account:
    """A user of the system; ``home`` is where it lands after login."""

    name: str
    password: str
    home: Path
    uid: int


@contextmanager
def system_account() -> Iterator[Account]:
    """A user that exists for the time of the tests."""
    need_root()
    name, password = f"courier{secrets.token_hex(4)}", secrets.token_urlsafe(12)
    # not under pytest's own folder, which only its owner may enter
    with tempfile.TemporaryDirectory(prefix="courier-account-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        subprocess.run(["useradd", "--home-dir", home, "--create-home", "--shell", "/bin/sh", name], check=True)
        try:
            subprocess.run(["chpasswd"], input=f"{name}:{password}\n", text=True, check=True)
            yield Account(name, password, home, home.stat().st_uid)
        finally:
            subprocess.run(["userdel", name], check=True, capture_output=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


class Server:
    """A server under way. ``kill_sessions`` ends who is logged in, ``kill`` everything."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self._process = process

    def kill_sessions(self) -> None:
        """Cut everybody off; the server itself goes on."""
        for pid in _descendants(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """End it without a word."""
        sessions = _descendants(self._process.pid)
        self._process.kill()
        self._process.wait()
        for pid in sessions:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if Path(f"/proc/{pid}").exists() else ():
        found += [int(child), *_descendants(int(child))]
    return found


@contextmanager
def running(command: Sequence[object], port: int, *, most_bytes: int | None = None) -> Iterator[Server]:
    """Start a server and wait until it listens. ``most_bytes``: no file may grow beyond, as on a full disk."""
    # Python leaves SIGXFSZ ignored for itself; inherited, a write beyond the limit fails instead of killing the server
    limit = f"ulimit -f {most_bytes // 512}; " if most_bytes else ""
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'{limit}exec "$@"', "sh", *map(str, command)],
        restore_signals=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = Server(port, process)
    try:
        _wait_for(port, process)
        yield server
    finally:
        server.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def openssh(folder: Path, *, extra: str = "", most_bytes: int | None = None) -> Iterator[Server]:
    """OpenSSH's server, its keys and settings in ``folder``; a key there is kept for the next start."""
    program, keygen = need("sshd", "openssh-server"), need("ssh-keygen", "openssh-client")
    Path("/run/sshd").mkdir(exist_ok=True)
    key = folder / "host_key"
    if not key.exists():
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    port = free_port()
    settings = folder / "sshd_config"
    settings.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {key}\nPidFile none\nUsePAM no\nStrictModes no\nUseDNS no\n"
        f"PasswordAuthentication yes\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"Subsystem sftp internal-sftp\n{extra}"
    )
    with running([program, "-D", "-e", "-f", settings], port, most_bytes=most_bytes) as server:
        yield server


@contextmanager
def vsftpd(folder: Path, *, extra: str = "", most_bytes: int | None = None) -> Iterator[Server]:
    """vsftpd with plain FTP, or whatever ``extra`` settings say."""
    program = need("vsftpd", "vsftpd")
    jail = folder / "empty"
    jail.mkdir()
    jail.chmod(0o555)
    port = free_port()
    settings = folder / "vsftpd.conf"
    settings.write_text(
        f"listen=YES\nlisten_ipv6=NO\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\n"
        f"anonymous_enable=NO\nlocal_enable=YES\nwrite_enable=YES\nlocal_umask=022\nseccomp_sandbox=NO\n"
        f"pam_service_name=vsftpd\nsecure_chroot_dir={jail}\nxferlog_enable=NO\n{extra}"
    )
    with running([program, settings], port, most_bytes=most_bytes) as server:
        yield server
