"""The record format of a journal, and finding out which records of a file are intact."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"courier journal 1\n"
"""The first bytes of a journal. The number rises when older versions of the app can no longer read the format."""

_FRAME = struct.Struct("<II")
_ABOUT = struct.Struct("<Bi")


class Kind(IntEnum):
    """The kinds of records. `OPENED` comes first and only once. `DELIVERED`: rows of the sheet were delivered as they
    were then."""

    OPENED = 0
    DID = 1
    UNDID = 2
    REDID = 3
    DELIVERED = 4


@dataclass(frozen=True)
class Record:
    """``payload``: the packed edit of `DID`, opening record of `OPENED` or rows of `DELIVERED`, else empty. ``start``:
    its first byte in the file; ``grown``: the rows that its edit adds to the sheet."""

    kind: Kind
    payload: bytes
    start: int
    grown: int


@dataclass(frozen=True)
class JournalScan:
    """The intact records of a journal, oldest first. ``sound``: bytes up to the first damage; ``damaged``: whether
    bytes follow. ``in_force``: the records of edits in effect; ``undone``: how many can be redone. ``grown``: rows
    that the edits in effect add to the sheet, negative if they remove some."""

    records: tuple[Record, ...]
    sound: int
    damaged: bool
    in_force: tuple[Record, ...]
    undone: int
    grown: int

    @property
    def edits(self) -> int:
        """The number of edits in effect."""
        return len(self.in_force)


def framed(kind: Kind, payload: bytes = b"", grown: int = 0) -> bytes:
    """A record's bytes. ``grown``: the rows that an edit adds to the sheet."""
    body = _ABOUT.pack(kind, grown) + payload
    # the checksum includes the length: the zeros that a power cut leaves at the end are no valid record
    return _FRAME.pack(len(body), zlib.crc32(body, len(body))) + body


def scan(data: bytes) -> JournalScan:
    """The records of a journal's bytes up to the first that is cut off, altered or out of order."""
    records: list[Record] = []
    done: list[Record] = []
    undone: list[Record] = []
    start = len(MAGIC) if data.startswith(MAGIC) else len(data) + 1
    view = memoryview(data)
    while (body := start + _FRAME.size) <= len(data):
        length, checksum = _FRAME.unpack_from(data, start)
        end = body + length
        if length < _ABOUT.size or end > len(data) or zlib.crc32(view[body:end], length) != checksum:
            break
        kind, grown = _ABOUT.unpack_from(data, body)
        if kind not in list(Kind) or (kind == Kind.OPENED) == bool(records):
            break
        record = Record(Kind(kind), bytes(view[body + _ABOUT.size : end]), start, grown)
        if not _follows(record, done, undone):
            break
        records.append(record)
        start = end
    sound = start if records else 0
    grown = sum(record.grown for record in done)
    return JournalScan(tuple(records), sound, sound < len(data), tuple(done), len(undone), grown)


def _follows(record: Record, done: list[Record], undone: list[Record]) -> bool:
    """Apply a record to the stacks of done and undone edits; False if it needs an edit that is not there."""
    if record.kind == Kind.DID:
        done.append(record)
        undone.clear()
    elif record.kind == Kind.UNDID and done:
        undone.append(done.pop())
    elif record.kind == Kind.REDID and undone:
        done.append(undone.pop())
    else:
        return record.kind in (Kind.OPENED, Kind.DELIVERED)
    return True
