"""The frames of a journal: what one record is, and how far a file's records can be trusted."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"courier journal 1\n"
"""How a journal begins. The number rises when older versions of the app could no longer read it."""

_FRAME = struct.Struct("<II")
_ABOUT = struct.Struct("<Bi")


class Kind(IntEnum):
    """What a record says. `OPENED` comes first and only once."""

    OPENED = 0
    DID = 1
    UNDID = 2
    REDID = 3


@dataclass(frozen=True)
class Record:
    """``payload``: the packed edit of `DID`, what was there of `OPENED`, else empty. ``start``: where it begins;
    ``grown``: the rows that its edit adds to the sheet."""

    kind: Kind
    payload: bytes
    start: int
    grown: int


@dataclass(frozen=True)
class JournalScan:
    """The sound records of a journal, oldest first. ``sound``: bytes up to the first damage; ``damaged``: whether there
    are further ones. ``in_force``: the records of edits in force; ``undone``: how many could be done again. ``grown``:
    rows that the edits in force add to the sheet, negative if they take some away."""

    records: tuple[Record, ...]
    sound: int
    damaged: bool
    in_force: tuple[Record, ...]
    undone: int
    grown: int

    @property
    def edits(self) -> int:
        """How many edits are in force."""
        return len(self.in_force)


def framed(kind: Kind, payload: bytes = b"", grown: int = 0) -> bytes:
    """A record's bytes. ``grown``: the rows that an edit adds to the sheet."""
    body = _ABOUT.pack(kind, grown) + payload
    # the length is part of the sum: a tail of zeros, as a power cut leaves it, is no record
    return _FRAME.pack(len(body), zlib.crc32(body, len(body))) + body


def scan(data: bytes) -> JournalScan:
    """The records of a journal's bytes up to the first that is cut off, altered, or could not follow."""
    records: list[Record] = []
    done: list[Record] = []
    undone: list[Record] = []
    at = len(MAGIC) if data.startswith(MAGIC) else len(data) + 1
    view = memoryview(data)
    while at + _FRAME.size <= len(data):
        length, total = _FRAME.unpack_from(data, at)
        start, end = at + _FRAME.size, at + _FRAME.size + length
        if length < _ABOUT.size or end > len(data) or zlib.crc32(view[start:end], length) != total:
            break
        kind, grown = _ABOUT.unpack_from(data, start)
        if kind not in list(Kind) or (kind == Kind.OPENED) == bool(records):
            break
        record = Record(Kind(kind), bytes(view[start + _ABOUT.size : end]), at, grown)
        if not _follows(record, done, undone):
            break
        records.append(record)
        at = end
    sound = min(at, len(data)) if records else 0
    return JournalScan(
        tuple(records), sound, sound < len(data), tuple(done), len(undone), sum(one.grown for one in done)
    )


def _follows(record: Record, done: list[Record], undone: list[Record]) -> bool:
    """Move between the stacks as a record says; False if it asks for what is not there."""
    if record.kind == Kind.DID:
        done.append(record)
        undone.clear()
    elif record.kind == Kind.UNDID and done:
        undone.append(done.pop())
    elif record.kind == Kind.REDID and undone:
        done.append(undone.pop())
    else:
        return record.kind == Kind.OPENED
    return True
