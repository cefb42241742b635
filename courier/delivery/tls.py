"""TLS connections: a certificate is trusted because an authority signed it, or because a person pinned it."""

from __future__ import annotations

import hmac
import re
import ssl
from functools import cache
from hashlib import sha256

from courier.delivery.errors import CertificateChanged


def client_context(pin: str) -> ssl.SSLContext:
    """A context that verifies certificates. With a pin it verifies nothing by itself: call ``check_pin`` after the
    handshake, before any secret is sent."""
    return unverified_context() if pin else ssl.create_default_context()


@cache
def web_context() -> ssl.SSLContext:
    """One that trusts whom the system trusts, and, as some systems keep no list where Python finds it, certifi's."""
    import certifi

    context = client_context("")
    context.load_verify_locations(certifi.where())
    return context


def unverified_context() -> ssl.SSLContext:
    """A context that accepts any certificate, to read its fingerprint. Send no secret unless ``check_pin`` passed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certificate_fingerprint(connection: ssl.SSLSocket) -> str:
    """SHA-256 of the certificate that the server presented, as ``openssl x509 -fingerprint`` writes it."""
    digest = sha256(connection.getpeercert(binary_form=True) or b"").hexdigest().upper()
    return ":".join(re.findall("..", digest))


def check_pin(connection: ssl.SSLSocket, pin: str, host: str) -> None:
    """Raises CertificateChanged if there is a pin and the server presented another certificate."""
    fingerprint = certificate_fingerprint(connection)
    if pin and not hmac.compare_digest(_digits(pin), _digits(fingerprint)):
        raise CertificateChanged(host, fingerprint)


def _digits(fingerprint: str) -> bytes:
    _, _, digits = fingerprint.casefold().replace("=", ":").rpartition("fingerprint:")
    return digits.removeprefix("sha256:").replace(":", "").strip().encode()
