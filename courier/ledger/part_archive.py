"""The exact bytes of every part, kept compressed under their SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from courier.ledger.store import LedgerError
from courier.messages import UserError
from courier.whole_files import atomic_file, whole_file


class PartArchive:
    """A folder of kept bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, sha256: str) -> None:
        """Keep these bytes, unless they are kept already. Raises LedgerError."""
        path = self._path(sha256)
        if path.exists():
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(path, private=True) as temporary:
                # without a time the same bytes give the same file
                temporary.write_bytes(gzip.compress(content, 6, mtime=0))
        except OSError as problem:
            why = problem.strerror or ""
            raise LedgerError("ledger-copy-not-kept", path=str(path.parent), problem=why) from problem

    def bytes_of(self, sha256: str, name: str) -> bytes:
        """The bytes as they were sent. ``name``: of the part, for messages. Raises LedgerError when they are missing or
        damaged."""
        try:
            content = gzip.decompress(self._path(sha256).read_bytes())
        except (OSError, EOFError, zlib.error) as problem:
            raise LedgerError("ledger-copy-gone", name=name) from problem
        if hashlib.sha256(content).hexdigest() != sha256:
            raise LedgerError("ledger-copy-gone", name=name)
        return content

    def save(self, sha256: str, name: str, folder: Path) -> Path:
        """Write the bytes as they were sent into a folder, under the part's name, and return the path. An existing file
        with the same bytes stays. Raises LedgerError or UserError."""
        content = self.bytes_of(sha256, name)
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.read_bytes() == content:
                return path
        except OSError as problem:
            raise UserError("output-not-written", path=str(path), problem=problem.strerror or "") from problem
        if path.exists():
            raise UserError("history-save-taken", path=str(path))
        with whole_file(path) as temporary:
            temporary.write_bytes(content)
        return path

    def forget(self, sha256: str) -> None:
        """Delete kept bytes."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.csv.gz"
