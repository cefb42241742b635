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
            _end_processes_of(home.stat().st_uid)
            subprocess.run(["userdel", name], check=True, capture_output=True)


def _end_processes_of(uid: int) -> None:
    """End what servers still run for a user that was made for the tests: a session may outlive its server."""
    until = time.monotonic() + 10
    while (running := [pid for pid in _all_processes() if _owner(pid) == uid]) and time.monotonic() < until:
        for pid in running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _all_processes() -> list[int]:
    return [int(process.name) for process in Path("/proc").glob("[0-9]*")]


def _owner(pid: int) -> int | None:
    try:
        return Path(f"/proc/{pid}").stat().st_uid
    except FileNotFoundError:
        return None


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self._process = process

    def kill_sessions(self) -> None:
        """Kill the processes of all sessions; the server itself keeps running."""
        for pid in _descendants(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """Kill the server and all its sessions."""
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
    return [child for pid in map(int, children) for child in (pid, *_descendants(pid))]


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
    """Settings with which vsftpd offers TLS, and its self-signed certificate."""
    key, certificate = folder / "tls.key", folder / "tls.pem"
    command = [need("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=Acme", "-addext", "subjectAltName=IP:127.0.0.1,IP:127.0.0.2"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
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
    settings: dict[str, object] = {
        "user": "courier",
        "password": password,
        "home": str(home),
        "tls": tls,
        "may": may,
        "without": list(without),
        "received": received,
        "taken": str(taken),
        "passive": [passive.start, passive.stop] if passive else None,
    }
    with _python_server("ftp_server.py", settings, certificate, most_bytes=most_bytes) as server:
        yield server


@contextmanager
def _python_server(
    program: str, settings: dict[str, object], certificate: Path | None, *, most_bytes: int | None = None
) -> Iterator[Server]:
    """A program of this folder that takes its settings as JSON; the key lies beside the certificate."""
    port = free_port()
    files = {"certificate": str(certificate), "key": str(certificate.with_suffix(".key"))} if certificate else {}
    arguments = json.dumps({"port": port, "certificate": "", "key": "", **files, **settings})
    path = Path(__file__).with_name(program)
    with running([sys.executable, path, arguments], port, most_bytes=most_bytes) as server:
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
    settings = {
        "user": "me@acme.example",
        "password": password,
        "folder": str(folder),
        "implicit": implicit,
        "most_bytes": most_bytes,
        "refuses": refuses,
        "unknown": list(unknown),
    }
    with _python_server("mail_server.py", settings, certificate) as server:
        yield server


@dataclass(frozen=True)
class Silent:
    """A server that sends at most a greeting. ``visited``, ``gone``: set when a client connected, and disconnected."""

    port: int
    visited: threading.Event
    gone: threading.Event


@contextmanager
def silent(greeting: bytes = b"") -> Iterator[Silent]:
    """A server that sends at most a greeting, for one client."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Silent(listener.getsockname()[1], threading.Event(), threading.Event())

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.sendall(greeting)
                server.visited.set()
                while client.recv(4096):
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
def single_port_proxy(server: Server) -> Iterator[int]:
    """Forwards a port of 127.0.0.2 to one port of a server and to no other, like a strict firewall."""
    with socket.create_server(("127.0.0.2", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, server.port), daemon=True).start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            # wakes the thread that waits for the next client
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            client, server = listener.accept()[0], socket.create_connection(("127.0.0.1", port))
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=_forward, args=(source, target), daemon=True).start()


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError), source:
        while block := source.recv(1 << 16):
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
