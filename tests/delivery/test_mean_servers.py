"""What is said and done when a server breaks the rules: replies that mean something else, silence, late replies."""

import hashlib
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError, HostKeyUnknown
from courier.delivery.receipt import Receipt, State
from courier.delivery.send import send
from courier.delivery.transcript import Transcript
from courier.delivery.trial import run_trial
from courier.destinations import Destination
from tests.delivery.mean_servers import MeanFtp, MeanSmtp, reset, silence, speaking
from tests.delivery.sending import NOW, agreed, deliver, part
from tests.delivery.servers import encrypting, openssh
from tests.delivery.stages import Ground, fingerprint_of

PASSWORD = "word-of-mine"


def ftp_at(port: int, **changes: object) -> Destination:
    found = replace(Destination("Acme", "ftp", "127.0.0.1", port, "me", timeout_seconds=3.0), **changes)  # type: ignore[arg-type]
    return agreed(found)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def one_receipt(home: Path, tmp_path: Path, **habits: object) -> Receipt:
    with speaking(MeanFtp(home, **habits).talk) as port:  # type: ignore[arg-type]
        (receipt,) = deliver([part(tmp_path)], ftp_at(port), PASSWORD)
    return receipt


# Files that a refused upload leaves behind


@pytest.mark.parametrize(
    "stor",
    ["425 no data", "426 broke", "451 local", "452 full", "522 not encrypted", "552 quota", "close", "reset", "silent"],
)
def test_an_empty_file_of_a_refused_upload_is_removed(stor: str, home: Path, tmp_path: Path) -> None:
    receipt = one_receipt(home, tmp_path, stor=stor)
    assert receipt.state is State.REFUSED
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("stor", ["425 no data", "522 not encrypted", "close"])
def test_what_cannot_be_removed_is_said(stor: str, home: Path, tmp_path: Path) -> None:
    receipt = one_receipt(home, tmp_path, stor=stor, may_delete=False)
    assert receipt.state is State.UNCONFIRMED
    assert [path.name in receipt.message for path in home.iterdir()] == [True]


# Replies


@pytest.mark.parametrize("size", ["213 many", "213", "213 -", "299 12"])
def test_a_size_that_is_no_number_is_looked_up_otherwise(size: str, home: Path, tmp_path: Path) -> None:
    receipt = one_receipt(home, tmp_path, size=size)
    # the listing has the name but no size either
    assert (receipt.state, receipt.key) == (State.UNCONFIRMED, "receipt-unseen")


@pytest.mark.parametrize(
    ("habits", "key"),
    [
        ({"greeting": "421 too many users"}, "delivery-turned-away"),
        ({"login": "421 Too many connections from your address"}, "delivery-too-many"),
        ({"login": "530 Sorry, the maximum number of clients (3) are already connected"}, "delivery-too-many"),
        ({"login": "431 try later"}, "delivery-not-now"),
        ({"login": "530 Your password has expired. Renew it at https://x.example"}, "delivery-login"),
    ],
)
def test_the_reason_for_which_nobody_gets_in_is_told_in_the_words_of_the_server(
    habits: dict[str, str], key: str, home: Path, tmp_path: Path
) -> None:
    with speaking(MeanFtp(home, **habits).talk) as port, pytest.raises(DeliveryError) as caught:  # type: ignore[arg-type]
        deliver([part(tmp_path)], ftp_at(port), PASSWORD)
    assert caught.value.key == key
    assert next(iter(habits.values())) in str(caught.value)


def test_the_words_of_the_server_come_clean_short_and_without_the_password(home: Path, tmp_path: Path) -> None:
    rude = f"530 \x1b]0;title\x07 {PASSWORD} is wrong \u202e" + "x" * 1000
    with speaking(MeanFtp(home, login=rude).talk) as port:
        connector = Connector(ftp_at(port), Secret(PASSWORD), lambda: NOW)
        trial = run_trial(connector)
    said = trial.sentence
    assert "••• is wrong" in said
    assert all(letter.isprintable() for letter in said)
    assert len(said) < 600
    for text in (said, trial.transcript(NOW)):
        assert PASSWORD not in text
        assert "\x1b" not in text
    assert "PASS •••" in trial.transcript(NOW)


def test_a_sending_has_a_transcript(home: Path, tmp_path: Path) -> None:
    transcript, one = Transcript(), part(tmp_path)
    with speaking(MeanFtp(home).talk) as port:
        list(send([one], ftp_at(port), Secret(PASSWORD), lambda: NOW, transcript=transcript))
    assert f"> STOR {one.name}" in transcript.lines
    assert "< 226 done" in transcript.lines
    assert PASSWORD not in "\n".join(transcript.lines)


# Late replies


def test_a_part_that_is_still_on_its_way_is_waited_for_and_not_sent_twice(home: Path, tmp_path: Path) -> None:
    mean = MeanFtp(home, bytes_per_second=5000)
    one = part(tmp_path, size=30_000)
    with speaking(mean.talk) as port:
        # six seconds to store it, while a reply is waited for only two seconds
        (receipt,) = deliver([one], ftp_at(port), PASSWORD)
    assert receipt.state is State.ARRIVED
    assert mean.commands.count("STOR") == 1
    assert "DELE" not in mean.commands
    assert [path.read_bytes() for path in home.iterdir()] == [one.path.read_bytes()]


def test_after_a_look_the_next_part_has_all_its_time_again(home: Path, tmp_path: Path) -> None:
    mean = MeanFtp(home, bytes_per_second=8_000)
    # nearly four seconds to store the first, more than one for the second; a reply is waited for two, a look takes one
    parts = [part(tmp_path, 1, 30_000), part(tmp_path, 2, 11_000)]
    with speaking(mean.talk) as port:
        receipts = deliver(parts, ftp_at(port), PASSWORD)
    assert [receipt.key for receipt in receipts] == ["receipt-arrived-after-break", "receipt-arrived"]


# The same name and size


def test_other_content_under_the_same_name_is_not_taken_for_the_part(home: Path, tmp_path: Path) -> None:
    one = part(tmp_path)
    (home / one.name).write_bytes(b"x" * one.size)
    receipt = one_receipt(home, tmp_path)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-other-content")
    assert (home / one.name).read_bytes() == b"x" * one.size


def test_a_copy_with_the_same_content_is_not_sent_again(home: Path, tmp_path: Path) -> None:
    one = part(tmp_path)
    (home / one.name).write_bytes(one.path.read_bytes())
    assert one_receipt(home, tmp_path).key == "receipt-already-there"


# Mail servers


@pytest.fixture
def mail(server_folder: Path) -> MeanSmtp:
    _, certificate = encrypting(server_folder)
    return MeanSmtp(certificate, certificate.with_suffix(".key"))


def by_mail(mail: MeanSmtp, ground_pin: Callable[[Path], str], tmp_path: Path) -> Receipt:
    with speaking(mail.talk) as port:
        destination = Destination(
            "Acme", "email", "127.0.0.1", port, "me@acme.example", tls="required", tls_pin=ground_pin(mail.certificate),
            to="4d0c6a3e@batch.impact.com", timeout_seconds=3.0,
        )  # fmt: skip
        (receipt,) = deliver([part(tmp_path)], destination, PASSWORD)
    return receipt


@pytest.fixture
def pin() -> Callable[[Path], str]:
    return lambda certificate: hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()


@pytest.mark.parametrize("reply", [b"250 ok\r\n", b"251 forwarded\r\n", b"252 will try\r\n", b"200 fine\r\n"])
def test_every_positive_reply_says_that_the_mail_was_taken(
    reply: bytes, mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    mail.at_end = reply
    assert by_mail(mail, pin, tmp_path).state is State.TAKEN


@pytest.mark.parametrize("reply", [b"ok then\r\n", b"\r\n", b"99 huh\r\n", b"\xff\xfe\r\n"])
def test_after_a_last_reply_that_is_none_nobody_knows(
    reply: bytes, mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    mail.at_end = reply
    receipt = by_mail(mail, pin, tmp_path)
    assert (receipt.state, receipt.key) == (State.UNCONFIRMED, "receipt-mail-unconfirmed")
    assert len(mail.received) == 1


def test_the_last_reply_of_a_mail_server_may_take_longer_than_others(
    mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    mail.pause = 3.5
    assert by_mail(mail, pin, tmp_path).state is State.TAKEN
    assert len(mail.received) == 1


def test_a_mail_server_that_never_confirms_is_given_up_in_the_end(
    mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courier.delivery.smtp.LAST_REPLY_SECONDS", 1.0)
    mail.at_end = b""
    assert by_mail(mail, pin, tmp_path).key == "receipt-mail-unconfirmed"


def test_a_recipient_that_is_refused_for_now_is_tried_again(
    mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    mail.recipient = "450 greylisted, come back later"
    receipt = by_mail(mail, pin, tmp_path)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-not-now")
    assert "greylisted" in receipt.message
    assert mail.received == []


def test_a_mail_server_that_repeats_the_login_gives_nothing_away(
    mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    told = b64encode(f"\0me@acme.example\0{PASSWORD}".encode()).decode()
    with pytest.raises(DeliveryError) as caught:
        by_mail(replace(mail, auth=f"535 I do not take {told} nor {PASSWORD}"), pin, tmp_path)
    assert "I do not take ••• nor •••" in str(caught.value)


@pytest.mark.parametrize(
    "habit", [{"auth": "454 temporary failure"}, {"starttls": "454 TLS not available"}, {"auth": "421 busy"}]
)
def test_a_login_that_fails_for_now_is_no_wrong_password(
    habit: dict[str, str], mail: MeanSmtp, pin: Callable[[Path], str], tmp_path: Path
) -> None:
    with pytest.raises(DeliveryError) as caught:
        by_mail(replace(mail, **habit), pin, tmp_path)
    assert caught.value.key == "delivery-not-now"
    assert next(iter(habit.values())) in str(caught.value)


# SSH


def ssh_destination(ground: Ground, port: int) -> Destination:
    key = (ground.folder / "host_key.pub").read_text().split()[1]
    return Destination(
        "Acme", "sftp", "127.0.0.1", port, ground.account.name, host_keys=(fingerprint_of(key),), timeout_seconds=10.0
    )


@pytest.mark.parametrize(
    ("extra", "methods"),
    [
        ("KexAlgorithms diffie-hellman-group14-sha1", "key exchange"),
        ("Ciphers aes128-cbc", "encryption"),
        ("MACs hmac-md5", "integrity check"),
        ("MACs hmac-sha1-96", "integrity check"),
    ],
)
def test_a_server_with_other_methods_is_told_from_one_that_speaks_no_ssh(
    extra: str, methods: str, ground: Ground, tmp_path: Path
) -> None:
    ciphers = "" if extra.startswith("Ciphers") else "\nCiphers aes128-ctr"
    with openssh(ground.folder, extra=extra + ciphers + "\n") as server, pytest.raises(DeliveryError) as caught:
        deliver([part(tmp_path)], ssh_destination(ground, server.port), ground.account.password)
    assert caught.value.key == "delivery-ssh-methods"
    assert methods in str(caught.value)
    assert "FTP" not in str(caught.value).replace("SFTP", "")


@pytest.mark.parametrize(
    "command", ["/bin/sh -c 'echo Welcome to this host; exec /usr/lib/openssh/sftp-server'", "/bin/echo hello"]
)
def test_text_before_sftp_is_named(command: str, ground: Ground, tmp_path: Path) -> None:
    with openssh(ground.folder, extra=f"ForceCommand {command}\n") as server, pytest.raises(DeliveryError) as caught:
        deliver([part(tmp_path)], ssh_destination(ground, server.port), ground.account.password)
    assert caught.value.key == "delivery-noisy-login"


def test_sftp_that_never_answers_is_given_up(ground: Ground, tmp_path: Path) -> None:
    with openssh(ground.folder, extra="ForceCommand /bin/sleep 600\n") as server:
        destination = replace(ssh_destination(ground, server.port), timeout_seconds=5.0)
        with pytest.raises(DeliveryError) as caught:
            deliver([part(tmp_path)], destination, ground.account.password)
        trial = run_trial(Connector(destination, Secret(ground.account.password), lambda: NOW))
    assert caught.value.key == "delivery-silent"
    assert [str(step.outcome) for step in trial.steps] == ["ok", "ok", "ok", "failed", "not-reached", "not-reached"]
    assert "said nothing for" in trial.sentence


def turn_away(client: socket.socket) -> None:
    client.sendall(b"Exceeded MaxStartups\r\n")


@pytest.mark.parametrize("talk", [socket.socket.close, reset, turn_away])
def test_a_server_that_hangs_up_before_its_banner_is_tried_again(
    talk: Callable[..., None], tmp_path: Path, ground: Ground
) -> None:
    with openssh(ground.folder) as server:
        destination = ssh_destination(ground, server.port)
    tries: list[None] = []

    def hang_up(client: object) -> None:
        tries.append(None)
        talk(client)

    with speaking(hang_up) as port, pytest.raises(DeliveryError) as caught:
        deliver([part(tmp_path)], replace(destination, port=port), "word")
    # a reset may come before the connection is complete
    assert caught.value.key in ("delivery-ssh-closed", "delivery-turned-away")
    assert len(tries) == 3


def test_a_server_of_another_kind_is_named_with_its_words(tmp_path: Path) -> None:
    def web(client: object) -> None:
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")  # type: ignore[attr-defined]

    with speaking(web) as port, pytest.raises(DeliveryError) as caught:
        deliver([part(tmp_path)], Destination("Acme", "sftp", "127.0.0.1", port, "me", host_keys=("SHA256:x",)), "")
    assert caught.value.key == "delivery-not-ssh"
    assert "HTTP/1.1 400 Bad Request" in str(caught.value)
    assert "FTP" not in str(caught.value).replace("SFTP", "")


# Silence


@pytest.mark.parametrize("kind", ["sftp", "ftp", "email"])
@pytest.mark.parametrize("greeting", [b"", b"220 ready\r\n", b"SSH-2.0-OpenSSH_9.6\r\n"])
def test_whatever_a_server_leaves_unanswered_there_is_a_sentence_in_time(
    kind: str, greeting: bytes, tmp_path: Path
) -> None:
    def mute(client: object) -> None:
        client.sendall(greeting)  # type: ignore[attr-defined]
        silence(client)  # type: ignore[arg-type]

    with speaking(mute) as port:
        destination = Destination(
            "Acme", kind, "127.0.0.1", port, "me@acme.example", to="4d0c6a3e@batch.impact.com", timeout_seconds=1.0,  # type: ignore[arg-type]
        )  # fmt: skip
        with pytest.raises(DeliveryError) as caught:
            deliver([part(tmp_path)], destination, PASSWORD)
    assert caught.value.key in ("delivery-silent", "delivery-timeout", "delivery-not-ftp", "delivery-not-smtp")
    assert "time limit" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    "settings",
    ["KexAlgorithms diffie-hellman-group14-sha1", "Ciphers aes128-cbc", "HostKeyAlgorithms ssh-rsa"],
)
def test_weak_methods_can_be_allowed_on_purpose_and_are_remembered(
    settings: str, ground: Ground, tmp_path: Path
) -> None:
    if "ssh-rsa" in settings:
        paramiko.RSAKey.generate(2048).write_private_key_file(str(ground.folder / "rsa_key"))
        settings += f"\nHostKey {ground.folder / 'rsa_key'}"
    with openssh(ground.folder, extra=settings + "\n") as server:
        destination = replace(ssh_destination(ground, server.port), host_keys=())
        with pytest.raises(DeliveryError) as caught:
            deliver([part(tmp_path)], destination, ground.account.password)
        assert caught.value.key == "delivery-ssh-methods"
        allowed = replace(destination, old_methods=True)
        with pytest.raises(HostKeyUnknown) as unknown:
            deliver([part(tmp_path)], allowed, ground.account.password)
        pinned = replace(allowed, host_keys=(unknown.value.fingerprint,))
        (receipt,) = deliver([part(tmp_path)], pinned, ground.account.password)
    assert receipt.state is State.ARRIVED
    assert "Old methods of SSH" in receipt.message


@pytest.mark.parametrize(
    "settings", ["KexAlgorithms diffie-hellman-group1-sha1", "Ciphers 3des-cbc", "MACs hmac-md5\nCiphers aes128-ctr"]
)
def test_broken_methods_are_never_used(settings: str, ground: Ground, tmp_path: Path) -> None:
    with openssh(ground.folder, extra=settings + "\n") as server:
        destination = replace(ssh_destination(ground, server.port), old_methods=True)
        with pytest.raises(DeliveryError) as caught:
            deliver([part(tmp_path)], destination, ground.account.password)
    assert caught.value.key == "delivery-ssh-methods-even-old"
