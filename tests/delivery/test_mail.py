"""Deliveries by e-mail, sent and written to be sent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.errors import CertificateChanged, CertificateUnknown, DeliveryError
from courier.delivery.receipt import State
from courier.delivery.send import send
from courier.delivery.trial import try_destination
from courier.destinations import Destination, from_url
from tests.delivery.sending import NOW, deliver, once, part
from tests.delivery.servers import encrypting, mail_server
from tests.delivery.stages import PASSWORD, UPLOAD_ADDRESS, existing

ME = "me@acme.example"


@pytest.fixture
def certificate(server_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One that this computer trusts."""
    path = encrypting(server_folder)[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return existing(tmp_path / "box")


@pytest.fixture
def destination(box: Path, certificate: Path) -> Iterator[Destination]:
    with mail_server(box, PASSWORD, certificate=certificate) as server:
        yield at(server.port)


def at(port: int, tls: str = "required") -> Destination:
    return Destination("Acme", "email", "127.0.0.1", port, ME, tls=tls, to=UPLOAD_ADDRESS)


def messages_in(box: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(box.glob("*.eml"))]


def envelopes_in(box: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text()) for path in sorted(box.glob("*.json"))]


def test_each_part_is_a_message_with_one_attachment_to_the_one_address(
    destination: Destination, box: Path, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2, 100_000)]
    receipts = deliver(parts, replace(destination, cc=("boss@acme.example",)), PASSWORD)
    assert [(receipt.state, receipt.key, receipt.remote_path) for receipt in receipts] == [
        (State.TAKEN, "receipt-mailed", UPLOAD_ADDRESS)
    ] * 2
    messages = messages_in(box)
    assert [(message["To"], message["Cc"], message["From"], message["Subject"]) for message in messages] == [
        (UPLOAD_ADDRESS, "boss@acme.example", ME, None)
    ] * 2
    assert envelopes_in(box) == [{"from": ME, "to": [UPLOAD_ADDRESS, "boss@acme.example"]}] * 2
    for message, sent in zip(messages, parts, strict=True):
        (attachment,) = message.iter_attachments()
        assert attachment.get_filename() == sent.name
        assert (attachment.get_content_type(), attachment["Content-Transfer-Encoding"]) == ("text/csv", "base64")
        assert attachment.get_payload(decode=True) == sent.path.read_bytes()
        assert message["Date"].datetime == NOW
    assert messages[0]["Message-ID"] != messages[1]["Message-ID"]


def test_encrypted_from_the_first_byte(box: Path, certificate: Path, tmp_path: Path) -> None:
    with mail_server(box, PASSWORD, certificate=certificate, implicit=True) as server:
        (receipt,) = deliver([part(tmp_path)], at(server.port, "implicit"), PASSWORD)
    assert receipt.state is State.TAKEN
    assert len(messages_in(box)) == 1


def test_a_password_may_hold_any_letter(box: Path, certificate: Path, tmp_path: Path) -> None:
    with mail_server(box, "pässwörd-ß-🎉", certificate=certificate) as server:
        (receipt,) = deliver([part(tmp_path)], at(server.port), "pässwörd-ß-🎉")
        assert receipt.state is State.TAKEN
        with pytest.raises(DeliveryError, match="did not accept user"):
            deliver([part(tmp_path)], at(server.port), "pässwörd")


def test_without_encryption_nothing_is_said(box: Path, tmp_path: Path) -> None:
    with mail_server(box, PASSWORD) as server:
        for tls in ("required", "when-offered", "off"):
            with pytest.raises(DeliveryError, match="offers no encryption"):
                deliver([part(tmp_path)], at(server.port, tls), PASSWORD)
    assert messages_in(box) == []


def test_a_certificate_that_is_not_trusted_is_shown_and_can_be_pinned(
    destination: Destination, box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CertificateUnknown) as problem:
        deliver([part(tmp_path)], destination, PASSWORD)
    pinned = replace(destination, tls_pin=problem.value.fingerprint)
    (receipt,) = deliver([part(tmp_path)], pinned, PASSWORD)
    assert receipt.state is State.TAKEN
    with pytest.raises(CertificateChanged):
        deliver([part(tmp_path)], replace(destination, tls_pin="AB:" * 31 + "AB"), PASSWORD)
    assert len(messages_in(box)) == 1


def test_a_recipient_that_is_not_taken_keeps_everything_back(box: Path, certificate: Path, tmp_path: Path) -> None:
    with mail_server(box, PASSWORD, certificate=certificate, unknown=["gone@acme.example"]) as server:
        refused, waiting = deliver(
            [part(tmp_path, 1), part(tmp_path, 2)], replace(at(server.port), cc=("gone@acme.example",)), PASSWORD
        )
    assert (refused.state, refused.key) == (State.REFUSED, "delivery-mail-recipient")
    assert "gone@acme.example" in refused.message
    assert waiting.state is State.PREPARED
    assert messages_in(box) == []


def test_a_message_refused_at_the_end_is_not_sent(box: Path, certificate: Path, tmp_path: Path) -> None:
    with mail_server(box, PASSWORD, certificate=certificate, refuses="message") as server:
        (receipt,) = deliver([part(tmp_path)], at(server.port), PASSWORD)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-mail-refused")


def test_cancel_in_the_middle_leaves_no_message(destination: Destination, box: Path, tmp_path: Path) -> None:
    wish: list[bool] = []
    cancelled, waiting = deliver(
        [part(tmp_path, 1, 500_000), part(tmp_path, 2)],
        destination,
        PASSWORD,
        once(100_000, lambda: wish.append(True)),
        lambda: bool(wish),
    )
    assert (cancelled.state, cancelled.key) == (State.REFUSED, "receipt-cancelled")
    assert waiting.state is State.PREPARED
    assert messages_in(box) == []


def test_names_that_a_connection_does_not_take_are_not_mailed(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="takes only names like"):
        deliver([part(tmp_path)], replace(destination, pattern="Conversions_202?_*.csv"), PASSWORD)
    (receipt,) = deliver([part(tmp_path)], replace(destination, pattern="202?-*_acme_*.csv"), PASSWORD)
    assert receipt.state is State.TAKEN


def test_nobody_to_send_from_is_said_before_anything(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="your own e-mail address"):
        deliver([part(tmp_path)], replace(destination, user="me"), PASSWORD)


def test_the_trial_says_that_it_works(destination: Destination, box: Path) -> None:
    assert try_destination(destination, Secret(PASSWORD)) == "127.0.0.1 answers and knows you."
    with pytest.raises(DeliveryError, match="did not accept user"):
        try_destination(destination, Secret("wrong"))
    with pytest.raises(DeliveryError, match="is no usable mail server"):
        _not_smtp(destination)
    assert messages_in(box) == []


def _not_smtp(destination: Destination) -> None:
    import socket
    import threading

    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            with other.accept()[0] as line:
                line.sendall(b"SSH-2.0-OpenSSH\r\n")

        threading.Thread(target=answer, daemon=True).start()
        try_destination(replace(destination, port=other.getsockname()[1]), Secret(""))


# To send oneself


def test_a_draft_is_written_and_it_is_said_that_it_is_not_sent(tmp_path: Path, box: Path) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2)]
    destination = from_url(f"eml:{box}?to={UPLOAD_ADDRESS}&from={ME}", "Draft")
    receipts = deliver(parts, destination)
    # one that is only written does not keep the next one back
    assert [(receipt.state, receipt.key) for receipt in receipts] == [(State.PREPARED, "receipt-drafted")] * 2
    assert [receipt.remote_path for receipt in receipts] == [
        str(box / part.name.replace(".csv", ".eml")) for part in parts
    ]
    assert receipts[0].message.startswith("Written, not sent")
    assert receipts[0].remote_path in receipts[0].message
    assert [path.name for path in sorted(box.iterdir())] == [part.name.replace(".csv", ".eml") for part in parts]
    for message, written in zip(messages_in(box), parts, strict=True):
        (attachment,) = message.iter_attachments()
        assert (message["To"], message["X-Unsent"]) == (UPLOAD_ADDRESS, "1")
        assert attachment.get_payload(decode=True) == written.path.read_bytes()


def test_a_draft_needs_its_folder_and_leaves_nothing_half(tmp_path: Path, box: Path) -> None:
    draft = from_url(f"eml:{box}?to={UPLOAD_ADDRESS}", "Draft")
    with pytest.raises(DeliveryError, match="There is no folder"):
        deliver([part(tmp_path)], replace(draft, folder=str(tmp_path / "gone")))
    receipts = send([part(tmp_path)], replace(draft, folder="/proc"), None, lambda: NOW)
    assert next(receipts).key == "delivery-folder-failed"
    assert "is there" in try_destination(draft, None)
    assert list(box.iterdir()) == []
