"""For each protocol a real server with a way to it that can be broken, and what arrived there."""

import hashlib
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Literal

from courier.destinations import Destination
from tests.delivery.proxy import Ways, free_ports, ways_to
from tests.delivery.servers import Account, Server, encrypting, mail_server, openssh, pyftpd, vsftpd
from tests.needs import need_file

PASSWORD = "s3cret-of-the-stage"
UPLOAD_ADDRESS = "4d0c6a3e@batch.impact.com"


@dataclass
class Stage:
    """``received``: the contents of all files at the server, by name, wherever it has put them."""

    destination: Destination
    password: str
    received: Callable[[], dict[str, bytes]]
    server: Server | None = None
    ways: Ways | None = None

    def cut(self) -> None:
        assert self.ways
        self.ways.cut()

    def kill(self) -> None:
        assert self.server
        self.server.kill()


@dataclass(frozen=True)
class Ground:
    """What outlives a server: folders, a user of the system, a certificate."""

    folder: Path
    account: Account
    certificate: Path

    @property
    def home(self) -> Path:
        """Where servers of our own user put files."""
        return made(self.folder / "home")

    @property
    def taken(self) -> Path:
        """Where servers put what they take away."""
        taken = made(self.folder / "taken")
        taken.chmod(0o777)
        return taken

    @property
    def pin(self) -> str:
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.certificate.read_text())).hexdigest()


def ground_in(folder: Path, account: Account) -> Ground:
    return Ground(folder, account, encrypting(folder)[1])


def made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def files(*folders: Path) -> dict[str, bytes]:
    folders = tuple(one for one in folders if one.is_dir())
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()
            and path.suffix in (".csv", ".part", ".done")}  # fmt: skip


def messages(folder: Path) -> dict[str, bytes]:
    """The attachments of all messages; two messages with the same attachment are two entries."""
    found = {}
    for path in folder.glob("*.eml"):
        for attachment in message_from_bytes(path.read_bytes(), policy=policy.default).iter_attachments():
            found[f"{path.stem}/{attachment.get_filename()}"] = attachment.get_content().encode()
    return found


@contextmanager
def sftp(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """OpenSSH; ``refuses``: requests of SFTP that it does not answer."""
    account = ground.account
    extra = ""
    if what:
        door = Path(__file__).with_name("sftp_door.py")
        here = ground.folder / "sftp_door.py"
        here.write_text(door.read_text())
        program = need_file("/usr/lib/openssh/sftp-server", "openssh-sftp-server")
        # not the one that runs the tests: the server's user may not enter its folder
        python = need_file("/usr/bin/python3", "python3")
        extra = f"ForceCommand {python} {here} {program} {what} {ground.taken}\n"
    if refuses:
        extra = f"ForceCommand internal-sftp -P {refuses}\n"
    with openssh(ground.folder, extra=extra, most_bytes=most_bytes) as server, ways_to(server.port) as ways:
        known = (ground.folder / "host_key.pub").read_text().split()[1]
        destination = Destination(
            "Acme", "sftp", "127.0.0.2", ways.main.port, account.name, host_keys=(print_of(known),)
        )
        yield Stage(destination, account.password, lambda: files(account.home, ground.taken), server, ways)


def print_of(key: str) -> str:
    """The fingerprint of a public key as it stands in OpenSSH's files."""
    return "SHA256:" + b64encode(hashlib.sha256(b64decode(key)).digest()).decode().rstrip("=")


@contextmanager
def ftp(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """vsftpd, or pyftpdlib where something happens to what arrived."""
    if what:
        with _pyftpd(ground, "", what, refuses, most_bytes) as stage:
            yield stage
        return
    account, ports = ground.account, free_ports(6)
    extra = f"pasv_min_port={ports.start}\npasv_max_port={ports.stop - 1}\ndelay_failed_login=0\n"
    if refuses:
        extra += f"cmds_denied={refuses}\n"
    with vsftpd(ground.folder, extra=extra, most_bytes=most_bytes) as server, ways_to(server.port, ports) as ways:
        destination = Destination("Acme", "ftp", "127.0.0.2", ways.main.port, account.name)
        yield Stage(destination, account.password, lambda: files(account.home, ground.home, ground.taken), server, ways)


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
                   without=[one for one in refuses.split(",") if one], passive=ports, most_bytes=most_bytes)
        )  # fmt: skip
        ways = stack.enter_context(ways_to(server.port, ports))
        destination = Destination("Acme", "ftp", "127.0.0.2", ways.main.port, "courier", tls=tls or "when-offered")
        destination = replace(destination, tls_pin=ground.pin if tls else "")
        yield Stage(destination, PASSWORD, lambda: files(home, ground.account.home, ground.taken), server, ways)


@contextmanager
def smtp(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """aiosmtpd with STARTTLS."""
    box = made(ground.folder / "mail")
    with ExitStack() as stack:
        server = stack.enter_context(
            mail_server(
                box, PASSWORD, certificate=ground.certificate, refuses=refuses, most_bytes=most_bytes or 30_000_000
            )
        )
        ways = stack.enter_context(ways_to(server.port))
        destination = Destination(
            "Acme", "email", "127.0.0.2", ways.main.port, "me@acme.example", tls="required", tls_pin=ground.pin,
            to=UPLOAD_ADDRESS,
        )  # fmt: skip
        yield Stage(destination, PASSWORD, lambda: messages(box), server, ways)


@contextmanager
def folder(ground: Ground, *, what: str = "", refuses: str = "", most_bytes: int | None = None) -> Iterator[Stage]:
    """A folder of this computer."""
    inbox = ground.home
    yield Stage(Destination("Acme", "folder", "", 0, folder=str(inbox)), "", lambda: files(inbox))


STAGES = {"SFTP": sftp, "FTP": ftp, "FTPS": ftps, "SMTP": smtp, "Folder": folder}
