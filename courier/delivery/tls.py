"""Encrypted connections: a certificate is trusted because an authority signed it, or because a person pinned it."""

from __future__ import annotations

import hmac
import re
import ssl
from hashlib import sha256

from courier.delivery.parcel import CertificateChanged


def client_context(pin: str) -> ssl.SSLContext:
    """How to encrypt. With a pin no authority is asked; whoever connects must call ``check_pin`` before a secret is
    said."""
    context = ssl.create_default_context()
    if pin:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def looking_context() -> ssl.SSLContext:
    """Only for a look at a certificate; nothing may be said over such a connection."""
    return client_context("look")


def shown(line: ssl.SSLSocket) -> str:
    """The SHA-256 of the certificate that a server shows, as ``openssl x509 -fingerprint`` writes it."""
    digest = sha256(line.getpeercert(binary_form=True) or b"").hexdigest().upper()
    return ":".join(re.findall("..", digest))


def check_pin(line: ssl.SSLSocket, pin: str, host: str) -> None:
    """Raises CertificateChanged if there is a pin and the server shows another certificate."""
    if pin and not hmac.compare_digest(_plain(pin), _plain(shown(line))):
        raise CertificateChanged(host, shown(line))


def _plain(fingerprint: str) -> bytes:
    _, _, digits = fingerprint.casefold().replace("=", ":").rpartition("fingerprint:")
    return digits.removeprefix("sha256:").replace(":", "").strip().encode()
