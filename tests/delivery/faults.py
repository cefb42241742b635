"""Everything that can go wrong during a delivery: how tests cause it, and what must be said of the part then."""

import shutil
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.send import send
from tests.delivery.sending import NOW, no_file_beyond, once
from tests.delivery.servers import free_port
from tests.delivery.stages import Ground, Stage

Said = tuple[str, ...]
"""The keys of the allowed sentences."""
Act = Callable[["Try"], str]
"""Sends while causing the fault; the key of the sentence that was said."""


@dataclass
class Try:
    """One delivery with a fault."""

    ground: Ground
    stage: Stage
    part: PartFile
    monkeypatch: pytest.MonkeyPatch

    def send(self, progress: Callable[[Progress], None] = lambda _: None, **changes: Any) -> str:
        """Send; the key of the sentence about the part, or about the connection if there was none."""
        password = changes.pop("password", self.stage.password)
        destination = replace(self.stage.destination, **{"timeout_seconds": 6.0} | changes)
        try:
            (receipt,) = send([self.part], destination, Secret(password), lambda: NOW, progress=progress)
        except DeliveryError as problem:
            return problem.key
        assert_true(receipt, self.stage, self.part)
        return receipt.key

    def at(self, share: float, action: Callable[[], None], **changes: Any) -> str:
        """Send, and call ``action`` when that share of the part was sent."""
        return self.send(once(int(share * self.part.size), action), **changes)


def assert_true(receipt: Receipt, stage: Stage, part: PartFile) -> None:
    """Check that the receipt matches the files at the server."""
    received, content = stage.received(), part.path.read_bytes()
    copies = sum(stored == content for stored in received.values())
    if receipt.state.delivered and receipt.key != "receipt-already-there":
        assert copies == 1, (receipt.key, {name: len(stored) for name, stored in received.items()})
    if receipt.state in (State.REFUSED, State.PREPARED):
        assert received == {}, (receipt.key, {name: len(stored) for name, stored in received.items()})


@dataclass(frozen=True)
class Fault:
    """``said``: per protocol; without an entry the fault cannot happen there. ``how``: settings of the stage."""

    title: str
    act: Act
    said: dict[str, Said]
    how: dict[str, dict[str, Any]]

    def stage_for(self, protocol: str) -> dict[str, Any]:
        return self.how.get(protocol, self.how.get("*", {}))


def everywhere(*said: str, without: tuple[str, ...] = ("Folder",), **others: Said) -> dict[str, Said]:
    plain = {name: said for name in ("SFTP", "FTP", "FTPS", "SMTP", "Folder") if name not in without}
    return {**plain, **others}


def _refused(it: Try) -> str:
    return it.send(port=free_port())


def _silent(it: Try) -> str:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        return it.send(host="127.0.0.1", port=silent.getsockname()[1], timeout_seconds=0.3)


def _wrong_key(it: Try) -> str:
    import paramiko

    path = it.ground.folder / "another_key"
    paramiko.RSAKey.generate(2048).write_private_key_file(str(path))
    return it.send(key_file=str(path), password="")


def _changed_key(it: Try) -> str:
    if it.stage.destination.kind == "sftp":
        return it.send(host_keys=("SHA256:" + "A" * 43,))
    return it.send(tls_pin="AB" * 32)


def _no_permission(it: Try) -> str:
    if it.stage.destination.kind == "folder":
        return it.send(folder="/proc")
    return it.send(folder="/etc" if it.stage.destination.user == it.ground.account.name else "")


def _full_disk(it: Try) -> str:
    if it.stage.destination.kind != "folder":
        return it.send()
    with no_file_beyond(it.part.size // 4):
        return it.send()


def _cut_before(it: Try) -> str:
    first = it.ground.folder / "first.csv"
    first.write_bytes(b"1\n")
    before = PartFile("2026-11-23_ItemConversions_acme_00of02_0a0b0c0d.csv", first, 2, "0a0b0c0d")
    receipts = send([before, it.part], it.stage.destination, Secret(it.stage.password), lambda: NOW)
    assert next(receipts).state.delivered
    it.stage.cut()
    (receipt,) = receipts
    return receipt.key


def _unanswered(it: Try) -> str:
    def mute() -> None:
        assert it.stage.proxies
        it.stage.proxies.mute()
        threading.Timer(0.5, it.stage.cut).start()

    return it.at(1, mute)


def _crawl(it: Try) -> str:
    assert it.stage.proxies
    it.stage.proxies.crawl(800_000)
    return it.send()


def _cut_in_the_middle(it: Try) -> str:
    if it.stage.destination.kind == "folder":
        # a drive that is unplugged
        return it.at(0.5, lambda: shutil.rmtree(it.stage.destination.folder))
    return it.at(0.5, it.stage.cut)


def _swallowed(it: Try) -> str:
    assert it.stage.proxies
    it.stage.proxies.swallow_after(it.part.size // 2)
    try:
        return it.send()
    finally:
        it.stage.proxies.swallow_after(None)


def _on_arrival(title: str, what: str, said: str) -> Fault:
    """The server does something to each file that arrives."""
    return Fault(title, Try.send, everywhere(said, without=("SMTP", "Folder")), {"*": {"what": what}})


_BROKEN = ("receipt-broken-removed", "receipt-unconfirmed", "receipt-arrived-after-break")
_FTP_ONLY = ("SFTP", "SMTP", "Folder")

FAULTS = {
    "refused": Fault("Nobody listens on the port", _refused, everywhere("delivery-no-connection"), {}),
    "wrong-password": Fault("Wrong password", lambda it: it.send(password="wrong"), everywhere("delivery-login"), {}),
    "wrong-key": Fault("A key that the server does not know", _wrong_key, {"SFTP": ("delivery-login",)}, {}),
    "changed-key": Fault(
        "Another host key or certificate than the pinned one",
        _changed_key,
        {
            "SFTP": ("delivery-host-key-changed",),
            "FTPS": ("delivery-certificate-changed",),
            "SMTP": ("delivery-certificate-changed",),
        },
        {},
    ),
    "no-such-name": Fault(
        "The name is not known",
        lambda it: it.send(host="no-such-host.invalid"),
        everywhere("delivery-unknown-host"),
        {},
    ),
    "time-out": Fault("The server says nothing", _silent, everywhere("delivery-timeout", "delivery-silent"), {}),
    "no-permission": Fault(
        "Nothing may be written there",
        _no_permission,
        {
            "SFTP": ("delivery-folder-refused",),
            "FTP": ("delivery-name-refused", "delivery-folder-refused"),
            "FTPS": ("delivery-folder-refused",),
            "SMTP": ("delivery-mail-refused",),
            "Folder": ("delivery-folder-failed",),
        },
        {"FTPS": {"refuses": "STOR"}, "SMTP": {"refuses": "sender"}},
    ),
    "disk-full": Fault(
        "The disk is full, or the message too large",
        _full_disk,
        {
            "SFTP": ("delivery-write-failed",),
            "FTP": ("delivery-write-failed",),
            "FTPS": ("delivery-write-failed", "receipt-broken-removed"),
            "SMTP": ("delivery-mail-too-large",),
            "Folder": ("delivery-folder-failed",),
        },
        {
            "SFTP": {"most_bytes": 200_192},
            "FTP": {"most_bytes": 200_192},
            "FTPS": {"most_bytes": 200_192},
            "SMTP": {"most_bytes": 200_192},
        },
    ),
    "cut-before": Fault(
        "The connection is cut before the part",
        _cut_before,
        {
            "SFTP": ("receipt-arrived",),
            "FTP": ("receipt-arrived",),
            "FTPS": ("receipt-arrived",),
            "SMTP": ("receipt-mailed",),
        },
        {},
    ),
    "cut-at-first": Fault(
        "Cut at the first bytes",
        lambda it: it.at(0, it.stage.cut),
        everywhere(*_BROKEN, SMTP=("delivery-mail-cut",)),
        {},
    ),
    "cut-in-the-middle": Fault(
        "Cut in the middle",
        _cut_in_the_middle,
        everywhere(*_BROKEN, SMTP=("delivery-mail-cut",), Folder=("delivery-folder-failed",)),
        {},
    ),
    "cut-at-last": Fault(
        "Cut at the last byte",
        lambda it: it.at(1, it.stage.cut),
        everywhere(*_BROKEN, SMTP=("delivery-mail-cut", "receipt-mail-unconfirmed")),
        {},
    ),
    "no-reply": Fault(
        "Cut after all the data, before the reply",
        _unanswered,
        everywhere("receipt-arrived-after-break", SMTP=("receipt-mail-unconfirmed",)),
        {},
    ),
    "lying": Fault(
        "Half of the data is lost and the server says “complete”",
        _swallowed,
        {"FTP": ("receipt-wrong-size",)},
        {},
    ),
    "killed": Fault(
        "The server is killed",
        lambda it: it.at(0.5, it.stage.kill),
        everywhere("receipt-unconfirmed", SMTP=("delivery-mail-cut", "receipt-mail-unconfirmed")),
        {},
    ),
    "crawl": Fault("Slow to a crawl", _crawl, everywhere("receipt-arrived", SMTP=("receipt-mailed",)), {}),
    "taken": _on_arrival("The file is taken at once", "take", "receipt-taken"),
    "renamed": _on_arrival("The file is renamed at once", "rename", "receipt-renamed"),
    "doubled": _on_arrival("The content is doubled", "double", "receipt-wrong-size"),
    "rename-refused": Fault(
        "Renaming the temporary name is refused",
        lambda it: it.send(rename=True),
        everywhere("delivery-rename-refused", without=("SMTP", "Folder")),
        {"SFTP": {"refuses": "rename,posix-rename"}, "FTP": {"refuses": "RNFR,RNTO"}, "FTPS": {"refuses": "RNFR,RNTO"}},
    ),
    "stat-refused": Fault(
        "Nobody may look",
        lambda it: it.send(),
        everywhere("receipt-unseen", without=("SMTP", "Folder"), SFTP=("receipt-arrived-unseen",)),
        {
            "SFTP": {"refuses": "stat,lstat,fstat,opendir,readdir"},
            "FTP": {"refuses": "SIZE,LIST,NLST"},
            "FTPS": {"refuses": "SIZE,MLST,MLSD,LIST,NLST"},
        },
    ),
}
