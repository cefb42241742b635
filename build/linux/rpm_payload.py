"""Packs the files within an rpm anew: nfpm does not tell xz that it packs machine code, and the rpm grows by a third.

An rpm is a lead, a header of digests, a header of facts, and the packed files. A header is a list of entries (tag,
type, place, count) and a store that their places lie in; its first entry stands for the header itself and ends the
store.
"""

from __future__ import annotations

import gzip
import hashlib
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

_LEAD = 96
_START = b"\x8e\xad\xe8\x01\x00\x00\x00\x00"
_REGION_SIZE = 16
_NUMBERS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
"""Bytes of one number by type; all other types are texts that end with a zero."""
_SHA1, _SHA256, _SIZE, _MD5 = 269, 273, 1000, 1004
_COMPRESSOR, _FLAGS, _PAYLOAD_DIGEST = 1125, 1126, 5092

Entry = tuple[int, int, int, bytes]
"""Tag, type, count and content."""


def repack(rpm: Path, xz: Sequence[str]) -> None:
    """Let this command pack what gzip packed. ``xz``: its program first; reads its input and writes its output."""
    content = rpm.read_bytes()
    signature, end = _header(content, _LEAD)
    facts, start = _header(content, end + -end % 8)
    with TemporaryFile() as plain:
        plain.write(gzip.decompress(content[start:]))
        plain.seek(0)
        payload = subprocess.run(xz, stdin=plain, stdout=subprocess.PIPE, check=True).stdout
    packed = _written(
        facts,
        {
            _COMPRESSOR: _text("xz"),
            _FLAGS: _text("6"),
            _PAYLOAD_DIGEST: _text(hashlib.sha256(payload).hexdigest()),
        },
    )
    digests = _written(
        signature,
        {
            _SHA1: _text(hashlib.sha1(packed).hexdigest()),
            _SHA256: _text(hashlib.sha256(packed).hexdigest()),
            _SIZE: struct.pack(">I", len(packed) + len(payload)),
            _MD5: hashlib.md5(packed + payload).digest(),
        },
    )
    rpm.write_bytes(b"".join((content[:_LEAD], digests, bytes(-len(digests) % 8), packed, payload)))


def _header(content: bytes, at: int) -> tuple[list[Entry], int]:
    """The entries of the header that begins there, and where it ends."""
    if content[at : at + 8] != _START:
        raise ValueError(f"no header of an rpm at {at}")
    count, size = struct.unpack_from(">II", content, at + 8)
    store = at + 16 + 16 * count
    entries = []
    for number in range(count):
        tag, kind, place, length = struct.unpack_from(">IIII", content, at + 16 + 16 * number)
        entries.append((tag, kind, length, _content(content, kind, store + place, length)))
    return entries, store + size


def _content(content: bytes, kind: int, place: int, length: int) -> bytes:
    if kind in _NUMBERS:
        return content[place : place + _NUMBERS[kind] * length]
    end = place
    for _ in range(length):
        end = content.index(b"\0", end) + 1
    return content[place:end]


def _written(entries: Sequence[Entry], changed: dict[int, bytes]) -> bytes:
    """A header with other contents in some of its entries."""
    (region, region_kind, _, _), *others = entries
    index, store = bytearray(), bytearray()
    for tag, kind, length, content in others:
        store += bytes(-len(store) % _NUMBERS.get(kind, 1))
        index += struct.pack(">IIII", tag, kind, len(store), length)
        store += changed.get(tag, content)
    first = struct.pack(">IIII", region, region_kind, len(store), _REGION_SIZE)
    store += struct.pack(">IIiI", region, region_kind, -16 * len(entries), _REGION_SIZE)
    return b"".join((_START, struct.pack(">II", len(entries), len(store)), first, index, store))


def _text(text: str) -> bytes:
    return text.encode() + b"\0"
