"""A control connection to an FTP server, encrypted as the destination demands and logged in."""

from __future__ import annotations

import ftplib
import re
import socket
import ssl

from courier.credentials import Secret
from courier.delivery.dialer import CancellableDialer, unreachable
from courier.delivery.errors import (
    BrokenBeforeData,
    CertificateUnknown,
    DeliveryError,
    LoginRefused,
    NotConnected,
    OpenLogin,
    destination_error_stops,
)
from courier.delivery.tls import certificate_fingerprint, check_pin, client_context, unverified_context
from courier.delivery.transcript import MOST_REPLY_LINES
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory

GONE = (OSError, EOFError)
"""The control connection was lost."""
DATA_BLOCKED = (ConnectionRefusedError, TimeoutError)
"""A firewall blocks the data connection."""
_WANTS_TLS = re.compile(r"encrypt|\b(?:tls|ssl|auth)\b", re.IGNORECASE)
_TOO_MANY = re.compile(r"too many|maximum|max(?:imal)? number|limit|already (?:logged|connected)", re.IGNORECASE)


class DataStranger(ssl.SSLError):
    """Whoever answered the data connection is not the server of the control connection."""


class FtpSession(ftplib.FTP_TLS):
    """FTP with optional TLS. Data connections resume the TLS session of the control connection, as servers demand, and
    are given up where another server answers.

    Commands are sent as UTF-8. Replies may have any encoding, since only their numbers matter.
    """

    def __init__(self, context: ssl.SSLContext, dialer: CancellableDialer) -> None:
        super().__init__(timeout=dialer.timeout, encoding="latin-1", context=context)
        self.encrypted = False
        self.last_command = ""
        """The command that was sent last, without its arguments."""
        self.reply_outstanding = False
        """Whether the next command would be answered with the reply to an earlier one."""
        self._dialer = dialer

    def reach(self, host: str, port: int, *, encrypted: bool) -> None:
        """Connect and read the greeting; ``encrypted``: TLS from the first byte."""
        self.host, self.port = host, port
        self.sock = self._dialer.connect(host, port)
        self.af = self.sock.family
        if encrypted:
            self._dialer.enter_step("key")
            self.sock = self.context.wrap_socket(self.sock, server_hostname=host)
            self.encrypted = True
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()

    def encrypt(self) -> None:
        """Ask for TLS on a plain connection."""
        self.auth()
        self.encrypted = True

    def putline(self, line: str) -> None:
        command, _, arguments = line.partition(" ")
        self.last_command = command.upper()
        self._dialer.transcript.sent(f"{command} {'•••' if self.last_command == 'PASS' else arguments}".strip())
        super().putline(line.encode("utf-8").decode("latin-1"))

    def getmultiline(self) -> str:
        lines = [self.getline()]
        code = lines[0][:3]
        if not code.isdigit():
            self._dialer.transcript.received(lines[0], refusal=True)
            # the "-" in the greeting "SSH-2.0" would announce more lines, which never come
            raise ftplib.error_proto(lines[0])
        if lines[0][3:4] == "-":
            while not lines[-1].startswith(code) or lines[-1][3:4] == "-":
                if len(lines) == MOST_REPLY_LINES:
                    self.reply_outstanding = True
                    raise EOFError
                lines.append(self.getline())
        reply = "\n".join(lines)
        self._dialer.transcript.received(reply.encode("latin-1").decode("utf-8", "replace"), refusal=code[0] in "45")
        return reply

    def size(self, filename: str) -> int | None:
        try:
            size = super().size(filename)
        except ValueError as problem:
            # a reply that is no number tells nothing
            raise ftplib.error_reply from problem
        if size is not None and size < 0:
            raise ftplib.error_reply
        return size

    def makepasv(self) -> tuple[str, int]:
        try:
            return super().makepasv()
        except (ftplib.error_perm, ValueError) as problem:
            # refused, or a port that is no number
            raise ConnectionRefusedError from problem

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            try:
                conn = self._encrypt_data(conn)
            except OSError:
                self.reply_outstanding = True
                raise
        return conn, size

    def _encrypt_data(self, conn: socket.socket) -> ssl.SSLSocket:
        """TLS with the server of the control connection. Raises DataStranger if somebody else answers."""
        assert isinstance(self.sock, ssl.SSLSocket)
        try:
            data = self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session)
        except ssl.SSLCertVerificationError:
            raise DataStranger from None
        # with a pin the context verifies nothing; a session that was resumed has the certificate of its beginning
        if certificate_fingerprint(data) != certificate_fingerprint(self.sock):
            data.close()
            raise DataStranger
        return data


def open_session(destination: Destination, secret: Secret | None, dialer: CancellableDialer) -> FtpSession:
    """Connect, encrypt, log in, change to the folder. Raises DeliveryError in plain words."""
    session = FtpSession(client_context(destination.tls_pin), dialer)
    try:
        _reach(session, destination, dialer)
        dialer.enter_step("key")
        _encrypt(session, destination, dialer)
        _hold_to_encryption(session, destination)
        dialer.is_plaintext = not session.encrypted
        dialer.enter_step("login")
        _log_in(session, destination, secret)
        dialer.enter_step("folder")
        _enter(session, destination)
    except BaseException:
        session.close()
        raise
    return session


def _reach(session: FtpSession, destination: Destination, dialer: CancellableDialer) -> None:
    host, port = destination.host, destination.port
    implicit = destination.tls == "implicit"
    try:
        session.reach(host, port, encrypted=implicit)
        if implicit:
            _check_pin(session, destination)
    except (ftplib.error_temp, ftplib.error_perm):
        raise NotConnected("delivery-turned-away", host=host) from None
    except ssl.SSLCertVerificationError:
        raise CertificateUnknown(host, _read_fingerprint(destination, dialer)) from None
    except ssl.SSLError:
        raise DeliveryError("delivery-tls-failed", host=host) from None
    except (EOFError, ConnectionResetError, ftplib.Error):
        raise DeliveryError("delivery-not-ftp", host=host, port=str(port)) from None
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None


def _encrypt(session: FtpSession, destination: Destination, dialer: CancellableDialer) -> None:
    host = destination.host
    if session.encrypted or destination.tls == "off":
        return
    try:
        session.encrypt()
        _check_pin(session, destination)
    except ssl.SSLCertVerificationError:
        raise CertificateUnknown(host, _read_fingerprint(destination, dialer)) from None
    except ssl.SSLError:
        raise DeliveryError("delivery-tls-failed", host=host) from None
    except ftplib.error_perm:
        # a pinned certificate proves that this server had TLS, so one without TLS is another server
        if destination.tls == "required" or destination.tls_pin:
            raise DeliveryError("delivery-no-tls", host=host) from None
    except ftplib.Error:
        # the server offers TLS but cannot start it now: continuing in plaintext would be a silent downgrade
        raise NotConnected("delivery-not-now", host=host) from None
    except GONE:
        raise BrokenBeforeData(host) from None


def _hold_to_encryption(session: FtpSession, destination: Destination) -> None:
    """Before the password is said: a server that encrypted once has to, and elsewhere a person has to agree to an open
    login. Raises DeliveryError."""
    memory, host = encryption_memory(), destination.host
    with destination_error_stops():
        if session.encrypted:
            memory.saw_encryption(destination)
        elif destination.tls != "off" and memory.was_encrypted(destination):
            raise DeliveryError("delivery-tls-gone", host=host)
        elif not memory.may_be_open(destination):
            raise OpenLogin(host)


def _check_pin(session: FtpSession, destination: Destination) -> None:
    assert isinstance(session.sock, ssl.SSLSocket)
    check_pin(session.sock, destination.tls_pin, destination.host)


def _read_fingerprint(destination: Destination, dialer: CancellableDialer) -> str:
    """The fingerprint of the untrusted certificate, from another connection over which nothing else is sent."""
    session = FtpSession(unverified_context(), dialer)
    try:
        session.reach(destination.host, destination.port, encrypted=destination.tls == "implicit")
        if not session.encrypted:
            session.encrypt()
        assert isinstance(session.sock, ssl.SSLSocket)
        return certificate_fingerprint(session.sock)
    except (ftplib.Error, *GONE):
        return "?"
    finally:
        session.close()


def _log_in(session: FtpSession, destination: Destination, secret: Secret | None) -> None:
    host, user = destination.host, destination.user
    try:
        # the password is revealed at the last moment and kept nowhere
        ftplib.FTP.login(session, user, secret.reveal() if secret else "")
        if session.encrypted:
            session.prot_p()
        session.voidcmd("TYPE I")
    except ftplib.Error as problem:
        if not session.encrypted and _WANTS_TLS.search(str(problem)):
            raise DeliveryError("delivery-tls-wanted", host=host) from None
        if str(problem)[:1] in ("4", "5") and _TOO_MANY.search(str(problem)):
            raise NotConnected("delivery-too-many", host=host) from None
        if str(problem).startswith("4"):
            raise NotConnected("delivery-not-now", host=host) from None
        if str(problem).startswith("530"):
            raise LoginRefused("delivery-login", host=host, user=user) from None
        raise DeliveryError("delivery-login-broken", host=host) from None
    except GONE:
        raise DeliveryError("delivery-login-broken", host=host) from None
    except ValueError:
        # a line break or an unpaired surrogate, which cannot be sent
        raise LoginRefused("delivery-login", host=host, user=user) from None


def _enter(session: FtpSession, destination: Destination) -> None:
    if not destination.folder:
        return
    try:
        session.cwd(destination.folder)
    except (ftplib.Error, ValueError):
        raise DeliveryError("delivery-folder-missing", folder=destination.folder, host=destination.host) from None
    except GONE:
        raise BrokenBeforeData(destination.host) from None
