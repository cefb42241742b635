"""Delivery over FTP, encrypted as the destination demands. Receipts say whether it was encrypted."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Callable
from hashlib import sha256

from courier.credentials import Secret
from courier.delivery import ftp_listing
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import Broken, BrokenBeforeData, CutShort, DeliveryError, NotNow, Silent
from courier.delivery.ftp_session import DATA_BLOCKED, GONE, DataStranger, FtpSession, open_session
from courier.delivery.receipt import PartFile
from courier.delivery.transport import Ack, open_part
from courier.destinations import Destination

# over 2 kB per second a larger block would take longer than the time-out
_BLOCK = 1 << 14
_READ_BLOCK = 1 << 16
_FULL = ("452", "552")
_LOCAL_ERROR = ("451",)
_NOT_WRITTEN = ("426", *_LOCAL_ERROR)
_NO_DATA_CONNECTION = ("425",)
_DATA_NOT_ENCRYPTED = ("522",)
_NOTHING_MADE = ("500", "501", "502", "503", "504", "530", "532", "550", "553")
"""Replies to STOR by which the server refuses the command itself, so that it has made no file."""


class FtpTransport:
    """One control connection, and a data connection for each part."""

    def __init__(self, destination: Destination, secret: Secret | None, dialer: CancellableDialer) -> None:
        """Connect, encrypt, log in, change to the folder. Raises DeliveryError in plain words."""
        self._destination, self._secret, self._dialer = destination, secret, dialer
        self._ftp = open_session(destination, secret, dialer)

    @property
    def is_plaintext(self) -> bool:
        """Whether the server offers no encryption, or the destination turns it off."""
        return not self._ftp.encrypted

    def remote_path(self, name: str) -> str:
        folder = self._destination.folder.rstrip("/")
        return f"{folder}/{name}" if folder else name

    def size(self, name: str) -> int | None:
        return ftp_listing.size_of(self._session(), name, self._destination.host)

    def names(self) -> list[str]:
        return ftp_listing.names(self._session(), self._destination.host)

    def _session(self) -> FtpSession:
        """The control connection, or a new one if an upload ended while a reply to it was outstanding: the next command
        would be answered with that. Raises Broken."""
        if self._ftp.reply_outstanding:
            self._ftp.close()
            try:
                with self._dialer.limited(self._destination.timeout_seconds):
                    self._ftp = open_session(self._destination, self._secret, self._dialer)
            except DeliveryError as problem:
                raise Broken from problem
        return self._ftp

    def put(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> Ack:
        with open_part(part) as source:
            try:
                self._session().reply_outstanding = True
            except Broken:
                raise BrokenBeforeData(self._destination.host) from None
            data = self._open_data(part.name)
            try:
                with data:
                    begin()
                    sent = 0
                    while block := source.read(_BLOCK):
                        data.sendall(block)
                        sent += len(block)
                        progress(sent)
                    if isinstance(data, ssl.SSLSocket):
                        data.unwrap()
            except TimeoutError:
                raise Silent from None
            except GONE:
                self._read_refusal(part.name)
                raise Broken from None
        self._end_of_data(part.name)
        self._ftp.reply_outstanding = False
        return Ack.TRANSFER_COMPLETE

    def _open_data(self, name: str) -> socket.socket:
        """Raises CutShort once the server may have made an empty file."""
        host = self._destination.host
        try:
            return self._ftp.transfercmd(f"STOR {name}")
        except ftplib.Error as problem:
            self._ftp.reply_outstanding = False
            refusal = self._refusal(str(problem), name)
            if self._ftp.last_command == "STOR" and not str(problem).startswith(_NOTHING_MADE):
                raise CutShort(refusal) from None
            raise refusal from None
        except DataStranger:
            raise CutShort(DeliveryError("delivery-data-stranger", host=host)) from None
        except ssl.SSLError:
            raise CutShort(DeliveryError("delivery-data-not-encrypted", host=host)) from None
        except DATA_BLOCKED:
            if self._ftp.last_command == "STOR":
                raise CutShort(BrokenBeforeData(host)) from None
            raise DeliveryError("delivery-no-data-line", host=host) from None
        except GONE:
            if self._ftp.last_command == "STOR":
                raise CutShort(BrokenBeforeData(host)) from None
            raise BrokenBeforeData(host) from None

    def _end_of_data(self, name: str) -> None:
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            self._ftp.reply_outstanding = False
            raise CutShort(self._refusal(str(problem), name)) from None
        except TimeoutError as problem:
            raise Silent from problem
        except GONE as problem:
            raise Broken from problem

    def _read_refusal(self, name: str) -> None:
        """After the data connection broke: a server that stopped accepting data says why on the control connection."""
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            if str(problem)[:3] in (*_FULL, *_LOCAL_ERROR):
                raise CutShort(self._refusal(str(problem), name)) from None
        except GONE:
            return

    def _refusal(self, reply: str, name: str) -> DeliveryError:
        host, code = self._destination.host, reply[:3]
        if code in _FULL:
            return DeliveryError("delivery-disk-full", host=host)
        if code in _NOT_WRITTEN:
            return DeliveryError("delivery-write-failed", host=host)
        if code in _NO_DATA_CONNECTION:
            return DeliveryError("delivery-no-data-line", host=host)
        if code in _DATA_NOT_ENCRYPTED:
            return DeliveryError("delivery-data-not-encrypted", host=host)
        if code.startswith("4"):
            return NotNow("delivery-not-now", host=host)
        if code == "550":
            return DeliveryError("delivery-folder-refused", host=host, folder=self._destination.folder or "/")
        return DeliveryError("delivery-name-refused", host=host, name=name)

    def digest(self, name: str) -> str | None:
        stored = sha256()
        try:
            session = self._session()
            with session.transfercmd(f"RETR {name}") as data:
                while block := data.recv(_READ_BLOCK):
                    stored.update(block)
            session.voidresp()
        except ftplib.Error:
            return None
        except GONE as problem:
            raise Broken from problem
        return stored.hexdigest()

    def rename(self, name: str, final: str) -> None:
        try:
            self._session().rename(name, final)
        except ftplib.Error:
            raise DeliveryError("delivery-rename-refused", host=self._destination.host, name=final) from None
        except GONE as problem:
            raise Broken from problem

    def remove(self, name: str) -> None:
        try:
            self._session().delete(name)
        except ftplib.error_perm:
            # servers answer the same for "no such file" and "not allowed"
            if self.size(name) is not None:
                raise PermissionError from None
        except (ftplib.Error, *GONE) as problem:
            raise Broken from problem

    def open_parallel(self) -> None:
        """A control connection serves one upload at a time."""

    def close(self) -> None:
        if self._ftp.sock is None:
            return
        try:
            self._ftp.quit()
        except (ftplib.Error, *GONE):
            self._ftp.close()
