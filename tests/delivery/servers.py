"""Real servers on loopback: OpenSSH and vsftpd, with a user of the system made for the tests."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
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
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [found for child in children for found in (int(child), *_descendants(int(child)))]


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
    jail.mkdir(exist_ok=True)
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


def encrypting(folder: Path) -> tuple[str, Path]:
    """Settings with which vsftpd offers encryption, and its certificate, which nobody else has signed."""
    key, certificate = folder / "tls.key", folder / "tls.pem"
    asked = [need("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    asked += ["-nodes", "-days", "2", "-subj", "/CN=Acme", "-addext", "subjectAltName=IP:127.0.0.1,IP:127.0.0.2"]
    asked += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run([*asked, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    settings = (
        f"ssl_enable=YES\nrsa_cert_file={certificate}\nrsa_private_key_file={key}\nssl_ciphers=HIGH\n"
        "force_local_logins_ssl=NO\nforce_local_data_ssl=NO\n"
    )
    return settings, certificate


@contextmanager
def pyftpd(
    home: Path,
    password: str,
    *,
    tls: str = "",
    certificate: Path | None = None,
    may: str = "elradfmwMT",
    without: Sequence[str] = (),
    received: str = "",
    taken: Path | None = None,
    passive: range | None = None,
    most_bytes: int | None = None,
) -> Iterator[Server]:
    """pyftpdlib for one user, ``courier``. ``tls``: "", explicit or implicit, with the key beside the certificate;
    ``without``: commands it does not know; ``received``: take (into ``taken``), rename or double what arrives."""
    port = free_port()
    settings = {
        "port": port,
        "user": "courier",
        "password": password,
        "home": str(home),
        "tls": tls,
        "certificate": str(certificate),
        "key": str(certificate.with_suffix(".key")) if certificate else "",
        "may": may,
        "without": list(without),
        "received": received,
        "taken": str(taken),
        "passive": [passive.start, passive.stop] if passive else None,
    }
    program = Path(__file__).with_name("ftp_server.py")
    with running([sys.executable, program, json.dumps(settings)], port, most_bytes=most_bytes) as server:
        yield server


@contextmanager
def mail_server(
    folder: Path,
    password: str,
    *,
    certificate: Path | None = None,
    implicit: bool = False,
    most_bytes: int = 30_000_000,
    refuses: str = "",
    unknown: Sequence[str] = (),
) -> Iterator[Server]:
    """aiosmtpd for one user, ``me@acme.example``; accepted messages are in ``folder``. Without a certificate it offers
    no encryption. ``refuses``: sender or message; ``unknown``: recipients it does not take."""
    port = free_port()
    settings = {
        "port": port,
        "user": "me@acme.example",
        "password": password,
        "folder": str(folder),
        "certificate": str(certificate) if certificate else "",
        "key": str(certificate.with_suffix(".key")) if certificate else "",
        "implicit": implicit,
        "most_bytes": most_bytes,
        "refuses": refuses,
        "unknown": list(unknown),
    }
    program = Path(__file__).with_name("mail_server.py")
    with running([sys.executable, program, json.dumps(settings)], port) as server:
        yield server


@dataclass(frozen=True)
class Silent:
    """A server that says one thing at most and then nothing more: whether somebody came, and is gone again."""

    port: int
    visited: threading.Event
    gone: threading.Event


@contextmanager
def silent(greeting: bytes = b"") -> Iterator[Silent]:
    """Such a server, for one visitor."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = Silent(door.getsockname()[1], threading.Event(), threading.Event())

        def serve() -> None:
            visitor, _ = door.accept()
            with visitor:
                visitor.sendall(greeting)
                server.visited.set()
                while visitor.recv(4096):
                    pass
                server.gone.set()

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield server
        finally:
            if not server.visited.is_set():
                socket.create_connection(("127.0.0.1", server.port)).close()
            serving.join()


@contextmanager
def doorway(server: Server) -> Iterator[int]:
    """Another address, 127.0.0.2, that leads to one port of a server and to nothing else, like a strict firewall."""
    with socket.create_server(("127.0.0.2", 0)) as door:
        threading.Thread(target=_let_in, args=(door, server.port), daemon=True).start()
        try:
            yield int(door.getsockname()[1])
        finally:
            # wakes the thread that waits for the next visitor
            door.shutdown(socket.SHUT_RDWR)


def _let_in(door: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            visitor, inside = door.accept()[0], socket.create_connection(("127.0.0.1", port))
            for one, other in ((visitor, inside), (inside, visitor)):
                threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError), one:
        while block := one.recv(1 << 16):
            other.sendall(block)
        other.shutdown(socket.SHUT_WR)
