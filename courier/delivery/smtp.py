"""Delivery by e-mail through the person's own mail server, always encrypted."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime

from courier.credentials import Secret
from courier.delivery import carrier
from courier.delivery.carrier import Word
from courier.delivery.line import Line, unreachable
from courier.delivery.mail import message_with, recipients, sender_of
from courier.delivery.parcel import (
    Broken,
    BrokenBefore,
    CertificateUnknown,
    DeliveryError,
    Outgoing,
    State,
    Unreached,
)
from courier.delivery.tls import check_pin, client_context, looking_context, shown
from courier.destinations import Destination

_BLOCK = 1 << 15
_GONE = (smtplib.SMTPServerDisconnected, OSError)
# the computer's own name is nobody's business
_CALLED = "[127.0.0.1]"
_DOT = re.compile(rb"^\.", re.MULTILINE)
_TOO_LARGE = 552


class SmtpCarrier:
    """One session with a mail server; one message for each part."""

    in_the_open = False
    handed_over = (State.TAKEN, "receipt-mailed")

    def __init__(
        self, destination: Destination, secret: Secret | None, line: Line, clock: Callable[[], datetime]
    ) -> None:
        """Connect, encrypt, log in. Raises DeliveryError in plain words."""
        self._destination, self._clock = destination, clock
        if not sender_of(destination):
            raise DeliveryError("delivery-mail-no-sender")
        self._smtp = _reach(destination, client_context(destination.tls_pin), line)
        try:
            line.begins("login")
            self._log_in(secret)
            line.begins("folder")
        except BaseException:
            self._smtp.close()
            raise

    def _log_in(self, secret: Secret | None) -> None:
        host, user = self._destination.host, self._destination.user
        if not user:
            return
        try:
            word = secret.reveal() if secret else ""
            if (user + word).isascii():
                self._smtp.login(user, word)
            else:
                self._log_in_beyond_ascii(user, word)
        except smtplib.SMTPAuthenticationError:
            raise DeliveryError("delivery-login", host=host, user=user) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryError("delivery-mail-no-login", host=host) from None
        except (smtplib.SMTPException, OSError):
            raise DeliveryError("delivery-login-broken", host=host) from None
        except ValueError:
            raise DeliveryError("delivery-login", host=host, user=user) from None

    def _log_in_beyond_ascii(self, user: str, word: str) -> None:
        # smtplib knows ASCII only, and repeats a password with other letters in its error
        if "PLAIN" not in self._smtp.esmtp_features.get("auth", "").upper():
            raise smtplib.SMTPNotSupportedError
        code, reply = self._smtp.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{word}".encode()).decode())
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, reply)

    def remote_path(self, name: str) -> str:
        return self._destination.to

    def size(self, name: str) -> int | None:
        raise PermissionError

    def names(self) -> list[str]:
        raise PermissionError

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
        content = _DOT.sub(b"..", message_with(part, self._destination, self._clock()).as_bytes())
        self._announce(len(content))
        try:
            for sent in range(0, len(content), _BLOCK):
                self._smtp.send(content[sent : sent + _BLOCK])
                report(min(part.size, part.size * (sent + _BLOCK) // len(content)))
        except _GONE:
            # a message without its end is none: no mail server may pass it on
            raise DeliveryError("delivery-mail-cut", host=self._destination.host) from None
        except BaseException:
            self._smtp.close()
            raise
        return self._end()

    def _announce(self, size: int) -> None:
        """Sender and recipients. Raises DeliveryError; nothing of the message is out then."""
        host = self._destination.host
        try:
            options = [f"size={size}"] if self._smtp.has_extn("size") else []
            self._agreed(self._smtp.mail(sender_of(self._destination), options), "delivery-mail-refused", host=host)
            for address in recipients(self._destination):
                self._agreed(self._smtp.rcpt(address), "delivery-mail-recipient", host=host, address=address)
            self._agreed(self._smtp.docmd("DATA"), "delivery-mail-refused", host=host)
        except _GONE:
            raise BrokenBefore(host) from None

    def _agreed(self, reply: tuple[int, bytes], key: str, **facts: str) -> None:
        code = reply[0]
        if code in (250, 251, 354):
            return
        if code == -1:
            raise smtplib.SMTPServerDisconnected
        # the session is no use with half an announcement in it
        self._smtp.close()
        if code == _TOO_LARGE:
            raise DeliveryError("delivery-mail-too-large", host=self._destination.host)
        raise DeliveryError(key, code=str(code), **facts)

    def _end(self) -> Word:
        try:
            self._smtp.send(b".\r\n")
            reply = self._smtp.getreply()
        except _GONE as problem:
            raise Broken from problem
        self._agreed(reply, "delivery-mail-refused", host=self._destination.host)
        return Word.HOLDS_ALL

    def rename(self, name: str, final: str) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise PermissionError

    def beside(self) -> None:
        """A mail server takes one message at a time."""

    def close(self) -> None:
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()


def _reach(destination: Destination, context: ssl.SSLContext, line: Line) -> smtplib.SMTP:
    """A session that is encrypted but says nothing of the person yet."""
    host, port = destination.host, destination.port
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connect(destination, context, line)
        assert isinstance(smtp.sock, ssl.SSLSocket)
        check_pin(smtp.sock, destination.tls_pin, host)
    except ssl.SSLCertVerificationError:
        raise CertificateUnknown(host, _look(destination, line)) from None
    except ssl.SSLError:
        raise DeliveryError("delivery-tls-failed", host=host) from None
    except smtplib.SMTPNotSupportedError:
        raise DeliveryError("delivery-no-tls", host=host) from None
    except (smtplib.SMTPException, ConnectionResetError) as problem:
        if isinstance(problem, smtplib.SMTPConnectError) and problem.smtp_code >= 400:
            raise Unreached("delivery-turned-away", host=host) from None
        if isinstance(problem.__context__, TimeoutError):
            raise unreachable(problem.__context__, host, port) from None
        raise DeliveryError("delivery-not-smtp", host=host, port=str(port)) from None
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None
    except BaseException:
        if smtp is not None:
            smtp.close()
        raise
    return smtp


class _Session(smtplib.SMTP):
    """Comes over a line of ours, encrypted from the first byte if it is to be."""

    def __init__(self, destination: Destination, context: ssl.SSLContext, line: Line) -> None:
        self._line = line
        self._encrypts_at_once = context if destination.tls == "implicit" else None
        super().__init__(destination.host, destination.port, _CALLED, timeout=carrier.TIMEOUT)

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        made = self._line.connect(host, port)
        if self._encrypts_at_once is None:
            return made
        self._line.begins("key")
        return self._encrypts_at_once.wrap_socket(made, server_hostname=host)


def _connect(destination: Destination, context: ssl.SSLContext, line: Line) -> smtplib.SMTP:
    smtp = _Session(destination, context, line)
    line.begins("key")
    if destination.tls == "implicit":
        return smtp
    try:
        code, _ = smtp.starttls(context=context)
        if code != 220:
            # it offers encryption but cannot do it now
            raise ssl.SSLError
        smtp.ehlo()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _look(destination: Destination, line: Line) -> str:
    """The certificate that was not trusted, from another connection over which nothing else is said."""
    try:
        smtp = _connect(destination, looking_context(), line)
    except (smtplib.SMTPException, OSError):
        return "?"
    try:
        assert isinstance(smtp.sock, ssl.SSLSocket)
        return shown(smtp.sock)
    finally:
        smtp.close()
