"""How large a file is, asked of an FTP server in whatever way it allows: SIZE, MLST or a listing."""

from __future__ import annotations

import ftplib
import re
from contextlib import suppress

from courier.delivery.ftp_session import GONE, Session
from courier.delivery.parcel import Broken, DeliveryError

_BLOCK = 1 << 16
_BLOCKED = (ConnectionRefusedError, TimeoutError)
_FACT = re.compile(r"(?:^|[ ;])size=(\d+);", re.IGNORECASE | re.MULTILINE)
_FOLDER_FACT = re.compile(r"(?:^|[ ;])type=(?:dir|cdir|pdir);", re.IGNORECASE | re.MULTILINE)
# -rw-r--r-- 1 user group 3000 Nov 24 18:00 name, and as Windows servers write it 11-24-26 06:00PM 3000 name
_UNIX = re.compile(rb"-\S{9}\S*\s+\d+\s+\S+\s+(?:\S+\s+)?(\d+)\s+\S+\s+\d+\s+[\d:]+ (.*)")
_WINDOWS = re.compile(rb"\d\d-\d\d-\d\d(?:\d\d)?\s+\d\d:\d\d(?:[AP]M)?\s+(\d+) (.*)")


def size_of(session: Session, name: str, host: str) -> int | None:
    """See `Carrier.size`."""
    try:
        with suppress(ftplib.Error):
            if (size := session.size(name)) is not None:
                return size
        with suppress(ftplib.Error):
            facts = session.sendcmd(f"MLST {name}")
            if (found := _FACT.search(facts)) and not _FOLDER_FACT.search(facts):
                return int(found[1])
    except GONE as problem:
        raise Broken from problem
    try:
        listing = _listing(session, "LIST", host).splitlines()
    except PermissionError as problem:
        if problem.__cause__ is not None:
            raise
        there = name in names(session, host)
    else:
        for line in listing:
            entry = _UNIX.fullmatch(line) or _WINDOWS.fullmatch(line)
            if entry and entry[2] == name.encode():
                return int(entry[1])
        there = any(line.endswith(b" " + name.encode()) for line in listing)
    if there:
        # but nobody says how large
        raise PermissionError
    return None


def names(session: Session, host: str) -> list[str]:
    """See `Carrier.names`."""
    lines = _listing(session, "NLST", host).decode(errors="surrogateescape").splitlines()
    return [line.rpartition("/")[2] for line in lines]


def _listing(session: Session, command: str, host: str) -> bytes:
    # not ftplib's own way, after which the server takes files for text and changes their line ends
    try:
        line = session.transfercmd(command)
        listing = b""
        with line:
            while block := line.recv(_BLOCK):
                listing += block
        session.voidresp()
    except ftplib.error_perm as problem:
        # some servers answer so in an empty folder
        if "no files" in str(problem).lower():
            return b""
        raise PermissionError from None
    except ftplib.Error:
        raise PermissionError from None
    except _BLOCKED:
        raise PermissionError from DeliveryError("delivery-no-data-line", host=host)
    except GONE as problem:
        raise Broken from problem
    return listing
