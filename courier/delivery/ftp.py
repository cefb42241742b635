"""Delivery over FTP, encrypted when the server offers it. It is said whether it was."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Callable

from courier.credentials import Secret
from courier.delivery.carrier import TIMEOUT
from courier.delivery.parcel import Broken, DeliveryError, Outgoing
from courier.delivery.sftp import open_socket
from courier.destinations import Destination

_BLOCK = 1 << 16
_GONE = (OSError, EOFError)
_FULL = ("452", "552")


class _Ftp(ftplib.FTP_TLS):
    """FTP that may be encrypted, and then takes up the control connection's TLS session for data, as servers ask."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            assert isinstance(self.sock, ssl.SSLSocket)
            conn = self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session)
        return conn, size


class FtpCarrier:
    """One control connection. ``encrypted`` tells whether password and data are."""

    def __init__(self, destination: Destination, secret: Secret | None) -> None:
        """Connect, encrypt, log in, change to the folder. Raises DeliveryError in plain words."""
        self._destination = destination
        self._secret = secret
        self.encrypted = False
        self._ftp = self._connect()

    def _connect(self) -> _Ftp:
        host, port = self._destination.host, self._destination.port
        open_socket(host, port).close()
        ftp = _Ftp(timeout=TIMEOUT, encoding="utf-8", context=ssl.create_default_context())
        try:
            try:
                ftp.connect(host, port)
            except (*_GONE, ftplib.Error):
                raise DeliveryError("delivery-not-ftp", host=host, port=str(port)) from None
            self._encrypt(ftp)
            self._log_in(ftp)
            self._enter(ftp)
        except BaseException:
            ftp.close()
            raise
        return ftp

    def _encrypt(self, ftp: _Ftp) -> None:
        host = self._destination.host
        self.encrypted = False
        if self._destination.tls == "off":
            return
        try:
            ftp.auth()
        except ssl.SSLCertVerificationError:
            raise DeliveryError("delivery-certificate", host=host) from None
        except ssl.SSLError:
            raise DeliveryError("delivery-tls-failed", host=host) from None
        except (ftplib.error_perm, ftplib.error_temp):
            if self._destination.tls == "required":
                raise DeliveryError("delivery-no-tls", host=host) from None
            return
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=host) from None
        self.encrypted = True

    def _log_in(self, ftp: _Ftp) -> None:
        host, user = self._destination.host, self._destination.user
        try:
            # the password is read from the secret at the last moment and kept nowhere
            ftplib.FTP.login(ftp, user, self._secret.reveal() if self._secret else "")
            if self.encrypted:
                ftp.prot_p()
            ftp.voidcmd("TYPE I")
        except ftplib.error_perm as problem:
            if str(problem).startswith("530"):
                raise DeliveryError("delivery-login", host=host, user=user) from None
            raise DeliveryError("delivery-login-broken", host=host) from None
        except (*_GONE, ftplib.Error):
            raise DeliveryError("delivery-login-broken", host=host) from None

    def _enter(self, ftp: _Ftp) -> None:
        folder = self._destination.folder
        if not folder:
            return
        try:
            ftp.cwd(folder)
        except ftplib.Error:
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
            if name in self._names():
                raise PermissionError from None
            return None
        except ftplib.Error:
            raise PermissionError from None
        except _GONE as problem:
            raise Broken from problem

    def _names(self) -> list[str]:
        try:
            return [entry.rpartition("/")[2] for entry in self._ftp.nlst()]
        except ftplib.error_perm as problem:
            if str(problem).startswith("550"):
                return []
            raise PermissionError from None
        except ftplib.Error:
            raise PermissionError from None
        except _GONE as problem:
            raise Broken from problem

    def put(self, part: Outgoing, report: Callable[[int], None]) -> None:
        host = self._destination.host
        try:
            line = self._ftp.transfercmd(f"STOR {part.name}")
        except ftplib.Error as problem:
            raise self._refusal(str(problem), part.name) from None
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=host) from None
        try:
            with line, part.path.open("rb") as source:
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

    def _end_of_data(self, name: str) -> None:
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            self._take_back(name)
            raise self._refusal(str(problem), name) from None
        except _GONE as problem:
            raise Broken from problem

    def _read_refusal(self, name: str) -> None:
        """After a cut: a server that refused says so on the control connection."""
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            if str(problem)[:3] in _FULL:
                self._take_back(name)
                raise self._refusal(str(problem), name) from None
        except _GONE:
            return

    def _take_back(self, name: str) -> None:
        try:
            self.remove(name)
        except (OSError, Broken):
            return

    def _refusal(self, reply: str, name: str) -> DeliveryError:
        host = self._destination.host
        if reply[:3] in _FULL:
            return DeliveryError("delivery-disk-full", host=host)
        if reply.startswith("550"):
            return DeliveryError("delivery-folder-refused", host=host, folder=self._destination.folder or "/")
        return DeliveryError("delivery-name-refused", host=host, name=name)

    def remove(self, name: str) -> None:
        # after a cut transfer the control connection is one reply behind: talk to the server anew
        self._ftp.close()
        try:
            self._ftp = self._connect()
            if self.size(name) is not None:
                self._ftp.delete(name)
        except (DeliveryError, ftplib.Error, *_GONE) as problem:
            raise Broken from problem

    def close(self) -> None:
        try:
            self._ftp.quit()
        except (ftplib.Error, *_GONE):
            self._ftp.close()
