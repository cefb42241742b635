"""Delivery over FTP, encrypted when the server offers it. It is said whether it was."""

from __future__ import annotations

import ftplib
import re
import socket
import ssl
from collections.abc import Callable

from courier.credentials import Secret
from courier.delivery.carrier import TIMEOUT, open_part
from courier.delivery.line import unreachable
from courier.delivery.parcel import Broken, CutShort, DeliveryError, Outgoing
from courier.destinations import Destination

_BLOCK = 1 << 16
_GONE = (OSError, EOFError)
_FULL = ("452", "552")
_LOCAL_ERROR = ("451",)
_NOT_WRITTEN = ("426", *_LOCAL_ERROR)
_NO_DATA_LINE = ("425",)
_BLOCKED = (ConnectionRefusedError, TimeoutError)
_WANTS_TLS = re.compile(r"encrypt|\b(?:tls|ssl|auth)\b", re.IGNORECASE)


class _Ftp(ftplib.FTP_TLS):
    """FTP that may be encrypted, and then takes up the control connection's TLS session for data, as servers ask.

    What it says is UTF-8; what it hears may be in any alphabet, since only the numbers matter.
    """

    def __init__(self) -> None:
        super().__init__(timeout=TIMEOUT, encoding="latin-1", context=ssl.create_default_context())

    def putline(self, line: str) -> None:
        super().putline(line.encode("utf-8").decode("latin-1"))

    def getmultiline(self) -> str:
        lines = [self.getline()]
        code = lines[0][:3]
        if not code.isdigit():
            # "SSH-" looks as if more lines followed; they would be waited for
            raise ftplib.error_proto(lines[0])
        if lines[0][3:4] == "-":
            while not lines[-1].startswith(code) or lines[-1][3:4] == "-":
                lines.append(self.getline())
        return "\n".join(lines)

    def makepasv(self) -> tuple[str, int]:
        try:
            return super().makepasv()
        except ftplib.error_perm as problem:
            raise ConnectionRefusedError from problem

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            assert isinstance(self.sock, ssl.SSLSocket)
            conn = self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session)
        return conn, size


class FtpCarrier:
    """One control connection, and one more for each part's data."""

    def __init__(self, destination: Destination, secret: Secret | None) -> None:
        """Connect, encrypt, log in, change to the folder. Raises DeliveryError in plain words."""
        self._destination = destination
        self._secret = secret
        self.in_the_open = True
        self._ftp = self._connect()

    def _connect(self) -> _Ftp:
        host, port = self._destination.host, self._destination.port
        ftp = _Ftp()
        try:
            try:
                ftp.connect(host, port)
            except (ftplib.error_temp, ftplib.error_perm):
                raise DeliveryError("delivery-turned-away", host=host) from None
            except (EOFError, ConnectionResetError, ftplib.Error):
                raise DeliveryError("delivery-not-ftp", host=host, port=str(port)) from None
            except (OSError, UnicodeError) as problem:
                raise unreachable(problem, host, port) from None
            self._encrypt(ftp)
            self._log_in(ftp)
            self._enter(ftp)
        except BaseException:
            ftp.close()
            raise
        return ftp

    def _encrypt(self, ftp: _Ftp) -> None:
        host = self._destination.host
        self.in_the_open = True
        if self._destination.tls == "off":
            return
        try:
            ftp.auth()
        except ssl.SSLCertVerificationError:
            raise DeliveryError("delivery-certificate", host=host) from None
        except ssl.SSLError:
            raise DeliveryError("delivery-tls-failed", host=host) from None
        except ftplib.error_perm:
            if self._destination.tls == "required":
                raise DeliveryError("delivery-no-tls", host=host) from None
            return
        except ftplib.Error:
            # it offers encryption but cannot do it now: going on in the open would be a silent downgrade
            raise DeliveryError("delivery-tls-failed", host=host) from None
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=host) from None
        self.in_the_open = False

    def _log_in(self, ftp: _Ftp) -> None:
        host, user = self._destination.host, self._destination.user
        try:
            # the password is read from the secret at the last moment and kept nowhere
            ftplib.FTP.login(ftp, user, self._secret.reveal() if self._secret else "")
            if not self.in_the_open:
                ftp.prot_p()
            ftp.voidcmd("TYPE I")
        except ftplib.Error as problem:
            if self.in_the_open and _WANTS_TLS.search(str(problem)):
                raise DeliveryError("delivery-tls-wanted", host=host) from None
            if str(problem).startswith("530"):
                raise DeliveryError("delivery-login", host=host, user=user) from None
            raise DeliveryError("delivery-login-broken", host=host) from None
        except _GONE:
            raise DeliveryError("delivery-login-broken", host=host) from None
        except ValueError:
            # a line break or half a character, which cannot be said
            raise DeliveryError("delivery-login", host=host, user=user) from None

    def _enter(self, ftp: _Ftp) -> None:
        folder = self._destination.folder
        if not folder:
            return
        try:
            ftp.cwd(folder)
        except (ftplib.Error, ValueError):
            raise DeliveryError("delivery-folder-missing", folder=folder, host=self._destination.host) from None
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=self._destination.host) from None

    def remote_path(self, name: str) -> str:
        folder = self._destination.folder.rstrip("/")
        return f"{folder}/{name}" if folder else name

    def size(self, name: str) -> int | None:
        try:
            return self._ftp.size(name)
        except ftplib.error_perm as problem:
            if not str(problem).startswith("550"):
                raise PermissionError from None
            if name.encode() in self._names():
                raise PermissionError from None
            return None
        except ftplib.Error:
            raise PermissionError from None
        except _GONE as problem:
            raise Broken from problem

    def _names(self) -> list[bytes]:
        try:
            return [entry.rpartition(b"/")[2] for entry in self._listing().splitlines()]
        except ftplib.error_perm as problem:
            # some servers answer so in an empty folder
            if "no files" in str(problem).lower():
                return []
            raise PermissionError from None
        except ftplib.Error:
            raise PermissionError from None

    def _listing(self) -> bytes:
        # not ftplib's own way, after which the server takes files for text and changes their line ends
        try:
            line = self._ftp.transfercmd("NLST")
        except _BLOCKED:
            raise PermissionError from DeliveryError("delivery-no-data-line", host=self._destination.host)
        except _GONE as problem:
            raise Broken from problem
        listing = b""
        try:
            with line:
                while block := line.recv(_BLOCK):
                    listing += block
            self._ftp.voidresp()
        except _GONE as problem:
            raise Broken from problem
        return listing

    def put(self, part: Outgoing, report: Callable[[int], None]) -> bool:
        with open_part(part) as source:
            line = self._open_data(part.name)
            try:
                with line:
                    sent = 0
                    while block := source.read(_BLOCK):
                        line.sendall(block)
                        sent += len(block)
                        report(sent)
                    if isinstance(line, ssl.SSLSocket):
                        line.unwrap()
            except _GONE:
                self._read_refusal(part.name)
                raise Broken from None
        self._end_of_data(part.name)
        return True

    def _open_data(self, name: str) -> socket.socket:
        host = self._destination.host
        try:
            return self._ftp.transfercmd(f"STOR {name}")
        except ftplib.Error as problem:
            raise self._refusal(str(problem), name) from None
        except _BLOCKED:
            raise DeliveryError("delivery-no-data-line", host=host) from None
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=host) from None

    def _end_of_data(self, name: str) -> None:
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            raise CutShort(self._refusal(str(problem), name)) from None
        except _GONE as problem:
            raise Broken from problem

    def _read_refusal(self, name: str) -> None:
        """After a cut: a server that stopped taking data says so on the control connection."""
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            if str(problem)[:3] in (*_FULL, *_LOCAL_ERROR):
                raise CutShort(self._refusal(str(problem), name)) from None
        except _GONE:
            return

    def _refusal(self, reply: str, name: str) -> DeliveryError:
        host, code = self._destination.host, reply[:3]
        if code in _FULL:
            return DeliveryError("delivery-disk-full", host=host)
        if code in _NOT_WRITTEN:
            return DeliveryError("delivery-write-failed", host=host)
        if code in _NO_DATA_LINE:
            return DeliveryError("delivery-no-data-line", host=host)
        if code == "550":
            return DeliveryError("delivery-folder-refused", host=host, folder=self._destination.folder or "/")
        return DeliveryError("delivery-name-refused", host=host, name=name)

    def remove(self, name: str) -> None:
        # after a cut transfer the control connection is one reply behind: talk to the server anew
        self._ftp.close()
        try:
            self._ftp = self._connect()
            self._ftp.delete(name)
        except ftplib.error_perm:
            # servers say the same for "not there" and "not allowed"
            if self.size(name) is not None:
                raise PermissionError from None
        except (DeliveryError, ftplib.Error, *_GONE) as problem:
            raise Broken from problem

    def close(self) -> None:
        if self._ftp.sock is None:
            return
        try:
            self._ftp.quit()
        except (ftplib.Error, *_GONE):
            self._ftp.close()
