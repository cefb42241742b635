"""Asks an FTP server for the size of a file in whatever way it supports: SIZE, MLST or a listing."""

from __future__ import annotations

import ftplib
import re
from contextlib import suppress

from courier.delivery.errors import Broken, DeliveryError
from courier.delivery.ftp_session import DATA_BLOCKED, GONE, DataStranger, FtpSession

_BLOCK = 1 << 16
MOST_LISTED = 1 << 24
"""Bytes of a listing: about a hundred thousand files. A longer one tells nothing."""
_FACT = re.compile(r"(?:^|[ ;])size=(\d{1,20});", re.IGNORECASE | re.MULTILINE)
_FOLDER_FACT = re.compile(r"(?:^|[ ;])type=(?:dir|cdir|pdir);", re.IGNORECASE | re.MULTILINE)
# -rw-r--r-- 1 user group 3000 Nov 24 18:00 name, and as Windows servers write it 11-24-26 06:00PM 3000 name
_UNIX = re.compile(rb"-\S{9}\S*\s+\d+\s+\S+\s+(?:\S+\s+)?(\d{1,20})\s+\S+\s+\d+\s+[\d:]+ (.*)")
_WINDOWS = re.compile(rb"\d\d-\d\d-\d\d(?:\d\d)?\s+\d\d:\d\d(?:[AP]M)?\s+(\d{1,20}) (.*)")


def size_of(session: FtpSession, name: str, host: str) -> int | None:
    """See `FileTransport.size`."""
    try:
        with suppress(ftplib.Error):
            if (size := session.size(name)) is not None:
                return size
        with suppress(ftplib.Error):
            facts = session.sendcmd(f"MLST {name}")
            if (size_fact := _FACT.search(facts)) and not _FOLDER_FACT.search(facts):
                return int(size_fact[1])
    except GONE as problem:
        raise Broken from problem
    try:
        listing = _listing(session, "LIST", host).splitlines()
    except PermissionError as problem:
        if problem.__cause__ is not None or session.reply_outstanding:
            raise
        exists = name in names(session, host)
    else:
        for line in listing:
            entry = _UNIX.fullmatch(line) or _WINDOWS.fullmatch(line)
            if entry and entry[2] == name.encode():
                return int(entry[1])
        exists = any(line == name.encode() or line.endswith(b" " + name.encode()) for line in listing)
    if exists:
        # but its size is not told
        raise PermissionError
    return None


def names(session: FtpSession, host: str) -> list[str]:
    """See `FileTransport.names`."""
    lines = _listing(session, "NLST", host).decode(errors="surrogateescape").splitlines()
    return [line.rpartition("/")[2] for line in lines]


def _listing(session: FtpSession, command: str, host: str) -> bytes:
    # not ftplib's retrlines: it switches to ASCII mode, in which the server changes line ends of uploads
    try:
        connection = session.transfercmd(command)
        listing = bytearray()
        with connection:
            while block := connection.recv(_BLOCK):
                listing += block
                if len(listing) > MOST_LISTED:
                    session.reply_outstanding = True
                    raise PermissionError
        session.voidresp()
    except PermissionError:
        raise
    except ftplib.error_perm as problem:
        # some servers answer with an error in an empty folder
        if "no files" in str(problem).lower():
            return b""
        raise PermissionError from None
    except ftplib.Error:
        raise PermissionError from None
    except DATA_BLOCKED:
        raise PermissionError from DeliveryError("delivery-no-data-line", host=host)
    except DataStranger:
        raise PermissionError from DeliveryError("delivery-data-stranger", host=host)
    except GONE as problem:
        raise Broken from problem
    return bytes(listing)
