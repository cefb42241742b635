"""Delivery over FTP, encrypted as the destination asks. It is said whether it was."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Callable

from courier.credentials import Secret
from courier.delivery import ftp_listing
from courier.delivery.carrier import Word, open_part
from courier.delivery.ftp_session import GONE, open_session
from courier.delivery.line import Line
from courier.delivery.parcel import Broken, BrokenBefore, CutShort, DeliveryError, Outgoing
from courier.destinations import Destination

_BLOCK = 1 << 16
_FULL = ("452", "552")
_LOCAL_ERROR = ("451",)
_NOT_WRITTEN = ("426", *_LOCAL_ERROR)
_NO_DATA_LINE = ("425",)
_BLOCKED = (ConnectionRefusedError, TimeoutError)


class FtpCarrier:
    """One control connection, and one more for each part's data."""

    handed_over = None

    def __init__(self, destination: Destination, secret: Secret | None, line: Line) -> None:
        """Connect, encrypt, log in, change to the folder. Raises DeliveryError in plain words."""
        self._destination = destination
        self._secret, self._line = secret, line
        self._ftp = open_session(destination, secret, line)

    @property
    def in_the_open(self) -> bool:
        """Whether the server offered no encryption, or none was wanted."""
        return not self._ftp.encrypted

    def remote_path(self, name: str) -> str:
        folder = self._destination.folder.rstrip("/")
        return f"{folder}/{name}" if folder else name

    def size(self, name: str) -> int | None:
        return ftp_listing.size_of(self._ftp, name, self._destination.host)

    def names(self) -> list[str]:
        return ftp_listing.names(self._ftp, self._destination.host)

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
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
            except GONE:
                self._read_refusal(part.name)
                raise Broken from None
        self._end_of_data(part.name)
        return Word.DONE

    def _open_data(self, name: str) -> socket.socket:
        host = self._destination.host
        try:
            return self._ftp.transfercmd(f"STOR {name}")
        except ftplib.Error as problem:
            raise self._refusal(str(problem), name) from None
        except _BLOCKED:
            raise DeliveryError("delivery-no-data-line", host=host) from None
        except GONE:
            raise BrokenBefore(host) from None

    def _end_of_data(self, name: str) -> None:
        try:
            self._ftp.voidresp()
        except ftplib.Error as problem:
            raise CutShort(self._refusal(str(problem), name)) from None
        except GONE as problem:
            raise Broken from problem

    def _read_refusal(self, name: str) -> None:
        """After a cut: a server that stopped taking data says so on the control connection."""
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
        if code in _NO_DATA_LINE:
            return DeliveryError("delivery-no-data-line", host=host)
        if code == "550":
            return DeliveryError("delivery-folder-refused", host=host, folder=self._destination.folder or "/")
        return DeliveryError("delivery-name-refused", host=host, name=name)

    def rename(self, name: str, final: str) -> None:
        try:
            self._ftp.rename(name, final)
        except ftplib.Error:
            raise DeliveryError("delivery-rename-refused", host=self._destination.host, name=final) from None
        except GONE as problem:
            raise Broken from problem

    def remove(self, name: str) -> None:
        # after a cut transfer the control connection is one reply behind: talk to the server anew
        self._ftp.close()
        try:
            self._ftp = open_session(self._destination, self._secret, self._line)
            self._ftp.delete(name)
        except ftplib.error_perm:
            # servers say the same for "not there" and "not allowed"
            if self.size(name) is not None:
                raise PermissionError from None
        except (DeliveryError, ftplib.Error, *GONE) as problem:
            raise Broken from problem

    def beside(self) -> None:
        """A control connection carries one part at a time."""

    def close(self) -> None:
        if self._ftp.sock is None:
            return
        try:
            self._ftp.quit()
        except (ftplib.Error, *GONE):
            self._ftp.close()
