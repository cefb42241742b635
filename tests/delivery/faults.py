"""Everything that can go wrong during a delivery: how tests cause it, and what must be said of the part then."""

import shutil
import socket
import threading
from dataclasses import replace
from hashlib import sha256
from typing import Any

from courier.credentials import Secret
from courier.delivery.receipt import PartFile, State
from courier.delivery.send import send
from courier.destinations import Destination
from tests.delivery.fault import Act, Fault, Try, assert_true, everywhere
from tests.delivery.mean_servers import MeanFtp, MeanSmtp, speaking
from tests.delivery.sending import NOW, agreed, no_file_beyond
from tests.delivery.servers import free_port
from tests.delivery.stages import Stage, attachments, existing, files


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


def _silent_after_login(it: Try) -> str:
    first = it.ground.folder / "first.csv"
    first.write_bytes(b"1\n")
    before = PartFile("2026-11-23_ItemConversions_acme_00of02_0a0b0c0d.csv", first, 2, sha256(b"1\n").hexdigest())
    destination = replace(it.stage.destination, timeout_seconds=6.0)
    receipts = send([before, it.part], destination, Secret(it.stage.password), lambda: NOW)
    assert next(receipts).state.delivered
    assert it.stage.proxies
    it.stage.proxies.mute()
    (receipt,) = receipts
    assert_true(replace(receipt, state=State.UNCONFIRMED), it.stage, it.part)
    return receipt.key


def _late(it: Try) -> str:
    assert it.stage.proxies
    # with 400 kB about nine seconds, of which a reply is waited for six
    it.stage.proxies.buffer(45_000)
    return it.send()


def _slow_line(it: Try) -> str:
    assert it.stage.proxies
    it.stage.proxies.crawl(2_000)
    small = it.ground.folder / it.part.name
    small.write_bytes(b"1234567\n" * 1_000)
    short = PartFile(small.name, small, 8_000, sha256(small.read_bytes()).hexdigest())
    said = Try(it.ground, it.stage, short, it.monkeypatch).send(timeout_seconds=45.0)
    for name in it.stage.received():
        for home in (it.ground.account.home, it.ground.home):
            (home / name).unlink(missing_ok=True)
    return said


def _other_content(it: Try) -> str:
    own_user = it.stage.destination.user == it.ground.account.name
    path = (it.ground.account.home if own_user else it.ground.home) / it.part.name
    path.write_bytes(b"x" * it.part.size)
    path.chmod(0o666)
    said = it.send()
    assert path.read_bytes() == b"x" * it.part.size
    path.unlink()
    return said


def _mean_ftp(**habits: Any) -> Act:
    """Sends to an FTP server with these habits instead."""

    def act(it: Try) -> str:
        home = existing(it.ground.folder / "mean")
        with speaking(MeanFtp(home, **habits).talk) as port:
            stage = Stage(agreed(Destination("Acme", "ftp", "127.0.0.1", port, "me")), "word", lambda: files(home))
            return Try(it.ground, stage, it.part, it.monkeypatch).send(timeout_seconds=3.0)

    return act


def _mean_mail(**habits: Any) -> Act:
    """Sends to a mail server with these habits instead."""

    def act(it: Try) -> str:
        mail = MeanSmtp(it.ground.certificate, it.ground.certificate.with_suffix(".key"), **habits)
        with speaking(mail.talk) as port:
            destination = replace(it.stage.destination, host="127.0.0.1", port=port)
            stage = Stage(destination, it.stage.password, lambda: attachments(mail.received))
            return Try(it.ground, stage, it.part, it.monkeypatch).send(timeout_seconds=3.0)

    return act


def _login_later(it: Try) -> str:
    act = _mean_ftp(login="431 later") if it.stage.destination.kind == "ftp" else _mean_mail(auth="454 later")
    return act(it)


def _hung_up(it: Try) -> str:
    with speaking(socket.socket.close) as port:
        return it.send(host="127.0.0.1", port=port)


def _on_arrival(title: str, what: str, said: str) -> Fault:
    """The server does something to each file that arrives."""
    return Fault(title, Try.send, everywhere(said, without=("SMTP", "Folder")), {"*": {"what": what}})


_BROKEN = ("receipt-broken-removed", "receipt-unconfirmed", "receipt-arrived-after-break")

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
    "silent-after-login": Fault(
        "The server lets in and then says nothing",
        _silent_after_login,
        everywhere("delivery-broken-before", "delivery-silent", "delivery-timeout", "receipt-unconfirmed"),
        {},
    ),
    "late": Fault(
        "More is buffered on the way than the time-out allows",
        _late,
        everywhere("receipt-arrived", "receipt-arrived-after-break", SMTP=("receipt-mailed",)),
        {},
    ),
    "slow-line": Fault(
        "2 kB per second all the way", _slow_line, everywhere("receipt-arrived", SMTP=("receipt-mailed",)), {}
    ),
    "other-content": Fault(
        "Other content of the same size under the same name",
        _other_content,
        everywhere("delivery-other-content", without=("SMTP",)),
        {},
    ),
    "ssh-methods": Fault(
        "No method of SSH in common",
        lambda it: it.send(),
        {"SFTP": ("delivery-ssh-methods",)},
        {"SFTP": {"settings": "KexAlgorithms diffie-hellman-group14-sha1\n"}},
    ),
    "ssh-closed": Fault("Hung up before the SSH banner", _hung_up, {"SFTP": ("delivery-ssh-closed",)}, {}),
    "noisy-login": Fault(
        "Text is printed before SFTP starts",
        lambda it: it.send(),
        {"SFTP": ("delivery-noisy-login",)},
        {"SFTP": {"settings": "ForceCommand /bin/echo Welcome\n"}},
    ),
    "sftp-silent": Fault(
        "SFTP is never started",
        lambda it: it.send(timeout_seconds=5.0),
        {"SFTP": ("delivery-silent",)},
        {"SFTP": {"settings": "ForceCommand /bin/sleep 600\n"}},
    ),
    **{
        f"stor-{stor}": Fault(f"STOR makes an empty file and then {words}", _mean_ftp(stor=stor), {"FTP": said}, {})
        for stor, words, said in (
            ("425 no", "answers 425", ("delivery-no-data-line",)),
            ("522 no", "answers 522", ("delivery-data-not-encrypted",)),
            ("close", "the connection ends", ("delivery-broken-before",)),
            ("reset", "the connection is reset", ("delivery-broken-before",)),
            ("silent", "nothing is said", ("delivery-broken-before",)),
        )
    },
    "stor-kept": Fault(
        "The same, and it may not be removed",
        _mean_ftp(stor="425 no", may_delete=False),
        {"FTP": ("receipt-half-left",)},
        {},
    ),
    "size-unreadable": Fault("The size is no number", _mean_ftp(size="213 many"), {"FTP": ("receipt-unseen",)}, {}),
    "too-many": Fault(
        "Too many connections",
        _mean_ftp(login="530 Maximum number of clients reached"),
        {"FTP": ("delivery-too-many",)},
        {},
    ),
    "login-later": Fault(
        "The login fails for now",
        _login_later,
        {"FTP": ("delivery-not-now",), "SMTP": ("delivery-not-now",)},
        {},
    ),
    "greylisted": Fault(
        "The recipient is refused for now", _mean_mail(recipient="450 later"), {"SMTP": ("delivery-not-now",)}, {}
    ),
    "no-tls-now": Fault(
        "Encryption is not available now", _mean_mail(starttls="454 no"), {"SMTP": ("delivery-not-now",)}, {}
    ),
    "other-yes": Fault("Another 2xx reply", _mean_mail(at_end=b"252 ok\r\n"), {"SMTP": ("receipt-mailed",)}, {}),
    "no-reply-at-all": Fault(
        "The last reply is junk or empty", _mean_mail(at_end=b"\r\n"), {"SMTP": ("receipt-mail-unconfirmed",)}, {}
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
