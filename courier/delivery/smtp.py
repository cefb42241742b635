"""Delivery by e-mail through the person's own mail server, always encrypted."""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from courier.credentials import Secret
from courier.delivery.dialer import CancellableDialer, unreachable
from courier.delivery.errors import (
    Broken,
    BrokenBeforeData,
    Cancelled,
    CertificateUnknown,
    DeliveryError,
    LoginRefused,
    NotConnected,
    NotNow,
)
from courier.delivery.mail import message_with, recipients, sender_of
from courier.delivery.receipt import PartFile, State
from courier.delivery.tls import certificate_fingerprint, check_pin, client_context, unverified_context
from courier.delivery.transcript import MOST_REPLY_LINES
from courier.destinations import Destination

_BLOCK = 1 << 14
LAST_REPLY_SECONDS = 600.0
"""How long a mail server may take to confirm a whole message (RFC 5321, 4.5.3.2.6): given up earlier, the message would
be sent twice."""
_POLL_SECONDS = 0.25
_GONE = (smtplib.SMTPServerDisconnected, OSError)
# sent instead of this computer's own name, to keep that private
_EHLO_NAME = "[127.0.0.1]"
_DOT = re.compile(rb"^\.", re.MULTILINE)
_TOO_LARGE = 552
_CHALLENGE = 334


class SmtpTransport:
    """One session with a mail server; one message for each part."""

    is_plaintext = False
    blind_outcome = (State.TAKEN, "receipt-mailed")
    lost_key = "receipt-mail-unconfirmed"

    def __init__(
        self, destination: Destination, secret: Secret | None, dialer: CancellableDialer, clock: Callable[[], datetime]
    ) -> None:
        """Connect, encrypt, log in. Raises DeliveryError in plain words."""
        self._destination, self._clock = destination, clock
        if not sender_of(destination):
            raise DeliveryError("delivery-mail-no-sender")
        self._dialer = dialer
        self._smtp = _reach(destination, client_context(destination.tls_pin), dialer)
        try:
            dialer.enter_step("login")
            self._log_in(secret)
            dialer.enter_step("folder")
        except BaseException:
            self._smtp.close()
            raise

    def _log_in(self, secret: Secret | None) -> None:
        host, user = self._destination.host, self._destination.user
        if not user:
            return
        try:
            password = secret.reveal() if secret else ""
            if (user + password).isascii():
                self._smtp.login(user, password)
            else:
                self._log_in_with_utf8(user, password)
        except smtplib.SMTPAuthenticationError as problem:
            if _is_temporary(problem.smtp_code):
                raise NotConnected("delivery-not-now", host=host) from None
            raise LoginRefused("delivery-login", host=host, user=user) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryError("delivery-mail-no-login", host=host) from None
        except (smtplib.SMTPException, OSError):
            raise DeliveryError("delivery-login-broken", host=host) from None
        except ValueError:
            raise LoginRefused("delivery-login", host=host, user=user) from None

    def _log_in_with_utf8(self, user: str, password: str) -> None:
        # smtplib supports ASCII only, and repeats a password with other letters in its error
        if "PLAIN" not in self._smtp.esmtp_features.get("auth", "").upper():
            raise smtplib.SMTPNotSupportedError
        code, reply = self._smtp.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode())
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, reply)

    def remote_path(self, _name: str) -> str:
        return self._destination.to

    def hand_over(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> None:
        content = _DOT.sub(b"..", message_with(part, self._destination, self._clock()).as_bytes())
        self._announce(len(content))
        self._dialer.transcript.sent(f"({len(content)} bytes)")
        try:
            for sent in range(0, len(content), _BLOCK):
                self._smtp.send(content[sent : sent + _BLOCK])
                progress(min(part.size, part.size * (sent + _BLOCK) // len(content)))
        except _GONE:
            # mail servers must discard a message without its end marker
            raise DeliveryError("delivery-mail-cut", host=self._destination.host) from None
        except BaseException:
            self._smtp.close()
            raise
        begin()
        self._end(lambda: progress(part.size))

    def _announce(self, size: int) -> None:
        """Send the envelope: sender and recipients. Raises DeliveryError; nothing of the message was sent then."""
        host = self._destination.host
        try:
            options = [f"size={size}"] if self._smtp.has_extn("size") else []
            self._expect(self._smtp.mail(sender_of(self._destination), options), "delivery-mail-refused", host=host)
            for address in recipients(self._destination):
                self._expect(self._smtp.rcpt(address), "delivery-mail-recipient", host=host, address=address)
            self._expect(self._smtp.docmd("DATA"), "delivery-mail-refused", host=host)
        except _GONE:
            raise BrokenBeforeData(host) from None

    def _expect(self, reply: tuple[int, bytes], key: str, **facts: str) -> None:
        """Raises DeliveryError unless the reply says yes, NotNow where it says "later", and SMTPServerDisconnected
        where it is no reply of a mail server. The first digit decides (RFC 5321, 4.2.1)."""
        code = reply[0]
        if code // 100 in (2, 3):
            return
        if code < 200 or code >= 600:
            raise smtplib.SMTPServerDisconnected
        # the session cannot be used again after half an envelope
        self._smtp.close()
        if code == _TOO_LARGE:
            raise DeliveryError("delivery-mail-too-large", host=self._destination.host)
        if _is_temporary(code):
            raise NotNow("delivery-not-now", host=self._destination.host)
        raise DeliveryError(key, code=str(code), **facts)

    def _end(self, waiting: Callable[[], None]) -> None:
        """Send the end marker and wait for the reply. ``waiting`` is called meanwhile. Raises Broken when there is
        none, or when the user does not want to wait."""
        try:
            self._smtp.send(b".\r\n")
            self._wait_for_reply(waiting)
            self._expect(self._smtp.getreply(), "delivery-mail-refused", host=self._destination.host)
        except (*_GONE, Cancelled) as problem:
            self._smtp.close()
            raise Broken from problem

    def _wait_for_reply(self, waiting: Callable[[], None]) -> None:
        connection = self._smtp.sock
        assert isinstance(connection, ssl.SSLSocket)
        until = time.monotonic() + LAST_REPLY_SECONDS
        while not connection.pending() and not select.select([connection], [], [], _POLL_SECONDS)[0]:
            if time.monotonic() > until:
                raise TimeoutError
            waiting()

    def close(self) -> None:
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()


def _reach(destination: Destination, context: ssl.SSLContext, dialer: CancellableDialer) -> smtplib.SMTP:
    """An encrypted session before the login."""
    host, port = destination.host, destination.port
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connect(destination, context, dialer)
        assert isinstance(smtp.sock, ssl.SSLSocket)
        check_pin(smtp.sock, destination.tls_pin, host)
    except ssl.SSLCertVerificationError:
        raise CertificateUnknown(host, _read_fingerprint(destination, dialer)) from None
    except ssl.SSLError:
        raise DeliveryError("delivery-tls-failed", host=host) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryError("delivery-no-tls", host=host) from None
    except (smtplib.SMTPException, ConnectionResetError) as problem:
        raise _no_session(problem, host, port) from None
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None
    except BaseException:
        if smtp is not None:
            smtp.close()
        raise
    return smtp


def _no_session(problem: smtplib.SMTPException | ConnectionResetError, host: str, port: int) -> DeliveryError:
    """Why there is no encrypted session."""
    if isinstance(problem, smtplib.SMTPConnectError) and problem.smtp_code >= 400:
        return NotConnected("delivery-turned-away", host=host)
    if isinstance(problem, smtplib.SMTPResponseException) and _is_temporary(problem.smtp_code):
        # the server offers TLS but cannot start it now
        return NotConnected("delivery-not-now", host=host)
    if isinstance(problem.__context__, TimeoutError):
        return unreachable(problem.__context__, host, port)
    return DeliveryError("delivery-not-smtp", host=host, port=str(port))


def _is_temporary(code: int) -> bool:
    return code // 100 == 4


class _Session(smtplib.SMTP):
    """Connects through a dialer, with TLS from the first byte if the destination demands it."""

    def __init__(self, destination: Destination, context: ssl.SSLContext, dialer: CancellableDialer) -> None:
        self._dialer = dialer
        self._answers_challenge = False
        self._implicit_tls = context if destination.tls == "implicit" else None
        super().__init__(destination.host, destination.port, _EHLO_NAME, timeout=dialer.timeout)

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        connection = self._dialer.connect(host, port)
        if self._implicit_tls is None:
            return connection
        self._dialer.enter_step("key")
        return self._implicit_tls.wrap_socket(connection, server_hostname=host)

    def putcmd(self, cmd: str, args: str = "") -> None:
        line = f"{cmd} {args}".strip()
        # the word after the mechanism, and each answer to a challenge, is a password or made from one
        method = line.split()[:2] if cmd.upper() == "AUTH" else []
        if method or self._answers_challenge:
            for secret in line.split()[len(method) :]:
                # a server that repeats what it was told would give the password away, encoded
                self._dialer.transcript.hide(Secret(secret))
            line = " ".join((*method, "•••"))
        self._dialer.transcript.sent(line)
        super().putcmd(cmd, args)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = _ShortReplies(self.sock.makefile("rb"))  # type: ignore[union-attr]
        self.file.begin()
        code, words = super().getreply()
        self._answers_challenge = code == _CHALLENGE
        shown = "" if self._answers_challenge else words.decode("utf-8", "replace")
        self._dialer.transcript.received(f"{code} {shown}" if code > 0 else shown, refusal=code < 200 or code >= 400)
        return code, words


class _ShortReplies:
    """Reads replies line by line, but none without an end."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines, self._left = lines, 0

    def begin(self) -> None:
        """A reply begins."""
        self._left = MOST_REPLY_LINES

    def readline(self, size: int) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise ConnectionAbortedError
        return self._lines.readline(size)

    def close(self) -> None:
        self._lines.close()


def _connect(destination: Destination, context: ssl.SSLContext, dialer: CancellableDialer) -> smtplib.SMTP:
    smtp = _Session(destination, context, dialer)
    dialer.enter_step("key")
    if destination.tls == "implicit":
        return smtp
    try:
        smtp.starttls(context=context)
        smtp.ehlo()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _read_fingerprint(destination: Destination, dialer: CancellableDialer) -> str:
    """The fingerprint of the untrusted certificate, from another connection over which nothing else is sent."""
    try:
        smtp = _connect(destination, unverified_context(), dialer)
    except (smtplib.SMTPException, OSError):
        return "?"
    try:
        assert isinstance(smtp.sock, ssl.SSLSocket)
        return certificate_fingerprint(smtp.sock)
    finally:
        smtp.close()
