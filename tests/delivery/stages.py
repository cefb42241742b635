"""For each protocol a real server behind a proxy that can break the connection, and the files that arrived there."""

import hashlib
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Literal

from courier.destinations import Destination
from tests.delivery.proxy import ProxyGroup, free_ports, proxies_to
from tests.delivery.sending import agreed
from tests.delivery.servers import Account, Server, encrypting, mail_server, openssh, pyftpd, vsftpd
from tests.needs import need_file

PASSWORD = "s3cret-of-the-stage"
UPLOAD_ADDRESS = "4d0c6a3e@batch.impact.com"


@dataclass
class Stage:
    """``received``: the contents of all files at the server, by name, wherever it stored them."""

    destination: Destination
    password: str
    received: Callable[[], dict[str, bytes]]
    server: Server | None = None
    proxies: ProxyGroup | None = None

    @property
    def direct(self) -> Destination:
        """The same server without the proxy."""
        if self.server is None:
            return self.destination
        return replace(self.destination, host="127.0.0.1", port=self.server.port)

    def cut(self) -> None:
        assert self.proxies
        self.proxies.cut()

    def kill(self) -> None:
        assert self.server
        self.server.kill()


@dataclass(frozen=True)
class Ground:
    """What outlives a server: folders, a user of the system, a certificate. ``tls``: settings of vsftpd."""

    folder: Path
    account: Account
    certificate: Path
    tls: str

    @property
    def home(self) -> Path:
        """Where servers with a user of their own store files."""
        return existing(self.folder / "home")

    @property
    def taken(self) -> Path:
        """Where servers move what they take away."""
        taken = existing(self.folder / "taken")
        taken.chmod(0o777)
        return taken

    @property
    def pin(self) -> str:
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.certificate.read_text())).hexdigest()


def ground_in(folder: Path, account: Account) -> Ground:
    tls, certificate = encrypting(folder)
    return Ground(folder, account, certificate, tls)


def existing(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def files(*folders: Path) -> dict[str, bytes]:
    paths = [path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()]
    return {path.name: path.read_bytes() for path in paths if path.suffix in (".csv", ".part", ".done")}


def messages(folder: Path) -> dict[str, bytes]:
    """The attachments of all messages; two messages with the same attachment are two entries."""
    return attachments(path.read_bytes() for path in sorted(folder.glob("*.eml")))


def attachments(received: Iterable[bytes]) -> dict[str, bytes]:
    """The attachments of messages, by the message's number and their name."""
    contents = {}
    for number, message in enumerate(received):
        for attachment in message_from_bytes(message, policy=policy.default).iter_attachments():
            contents[f"{number}/{attachment.get_filename()}"] = attachment.get_content().encode()
    return contents


@contextmanager
def sftp(
    ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None, settings: str = ""
) -> Iterator[Stage]:
    """OpenSSH; ``refuses``: SFTP requests that it denies; ``settings``: more of its own."""
    account = ground.account
    extra = settings
    if what:
        wrapper = Path(__file__).with_name("sftp_wrapper.py")
        copy = ground.folder / "sftp_wrapper.py"
        copy.write_text(wrapper.read_text())
        program = need_file("/usr/lib/openssh/sftp-server", "openssh-sftp-server")
        # not the interpreter that runs the tests: the server's user may not enter its folder
        python = need_file("/usr/bin/python3", "python3")
        extra = f"ForceCommand {python} {copy} {program} {what} {ground.taken}\n"
    if refuses:
        extra = f"ForceCommand internal-sftp -P {refuses}\n"
    with openssh(ground.folder, extra=extra, most_bytes=most_bytes) as server, proxies_to(server.port) as proxies:
        host_key = (ground.folder / "host_key.pub").read_text().split()[1]
        destination = Destination(
            "Acme", "sftp", "127.0.0.2", proxies.main.port, account.name, host_keys=(fingerprint_of(host_key),)
        )
        yield Stage(destination, account.password, lambda: files(account.home, ground.taken), server, proxies)


def fingerprint_of(key: str) -> str:
    """The fingerprint of a public key as it stands in OpenSSH's files."""
    return "SHA256:" + b64encode(hashlib.sha256(b64decode(key)).digest()).decode().rstrip("=")


@contextmanager
def ftp(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """vsftpd, or pyftpdlib where something happens to the files that arrived."""
    if what:
        with _pyftpd(ground, "", what, refuses, most_bytes) as stage:
            yield stage
        return
    with _vsftpd(ground, "", refuses, most_bytes) as stage:
        yield stage


@contextmanager
def ftp_with_tls(
    ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None
) -> Iterator[Stage]:
    """vsftpd that offers encryption with the certificate of the ground."""
    assert not what
    with _vsftpd(ground, ground.tls, refuses, most_bytes) as stage:
        yield stage


@contextmanager
def _vsftpd(ground: Ground, settings: str, refuses: str, most_bytes: int | None) -> Iterator[Stage]:
    account, ports = ground.account, free_ports(6)
    extra = f"{settings}pasv_min_port={ports.start}\npasv_max_port={ports.stop - 1}\ndelay_failed_login=0\n"
    if refuses:
        extra += f"cmds_denied={refuses}\n"
    with vsftpd(ground.folder, extra=extra, most_bytes=most_bytes) as server, proxies_to(server.port, ports) as proxies:
        destination = agreed(Destination("Acme", "ftp", "127.0.0.2", proxies.main.port, account.name))
        yield Stage(
            destination, account.password, lambda: files(account.home, ground.home, ground.taken), server, proxies
        )


@contextmanager
def ftps(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """pyftpdlib, encrypted from the first byte."""
    with _pyftpd(ground, "implicit", what, refuses, most_bytes) as stage:
        yield stage


@contextmanager
def _pyftpd(
    ground: Ground, tls: Literal["", "implicit"], what: str, refuses: str, most_bytes: int | None
) -> Iterator[Stage]:
    home, ports = ground.home, free_ports(6)
    may = "elradfmwMT"
    if refuses == "STOR":
        may, refuses = "el", ""
    with ExitStack() as stack:
        server = stack.enter_context(
            pyftpd(home, PASSWORD, tls=tls, certificate=ground.certificate, may=may, received=what, taken=ground.taken,
                   without=[command for command in refuses.split(",") if command], passive=ports, most_bytes=most_bytes)
        )  # fmt: skip
        proxies = stack.enter_context(proxies_to(server.port, ports))
        destination = Destination("Acme", "ftp", "127.0.0.2", proxies.main.port, "courier", tls=tls or "when-offered")
        destination = agreed(replace(destination, tls_pin=ground.pin if tls else ""))
        yield Stage(destination, PASSWORD, lambda: files(home, ground.account.home, ground.taken), server, proxies)


@contextmanager
def smtp(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """aiosmtpd with STARTTLS."""
    box = existing(ground.folder / "mail")
    with ExitStack() as stack:
        server = stack.enter_context(
            mail_server(
                box, PASSWORD, certificate=ground.certificate, refuses=refuses, most_bytes=most_bytes or 30_000_000
            )
        )
        proxies = stack.enter_context(proxies_to(server.port))
        destination = Destination(
            "Acme", "email", "127.0.0.2", proxies.main.port, "me@acme.example", tls="required", tls_pin=ground.pin,
            to=UPLOAD_ADDRESS,
        )  # fmt: skip
        yield Stage(destination, PASSWORD, lambda: messages(box), server, proxies)


@contextmanager
def folder(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """A folder of this computer."""
    inbox = ground.home
    yield Stage(Destination("Acme", "folder", "", 0, folder=str(inbox)), "", lambda: files(inbox))


STAGES = {"SFTP": sftp, "FTP": ftp, "FTPS": ftps, "SMTP": smtp, "Folder": folder}
