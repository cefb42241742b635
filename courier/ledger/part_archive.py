"""The exact bytes of every part, kept compressed under their SHA-256, and beside them what is recorded of the part, so
that a lost ledger can be rebuilt."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from courier.ledger.records import DRAFTED
from courier.ledger.store import LedgerError
from courier.messages import UserError
from courier.own_files import make_folder
from courier.whole_files import atomic_file, whole_file

_BYTES = ".csv.gz"
_FACTS_VERSION = 1
_WITH_FACTS = 1
"""The time in the header of a copy whose facts are kept beside it. The first version kept none, and wrote 0."""
_TIME = slice(4, 8)
"""Where the header of a gzip file holds its time, in seconds and little-endian."""

Facts = Mapping[str, Mapping[str, Any]]
"""What is recorded of a part: its columns under ``part``, those of its submission under ``submission``."""


@dataclass(frozen=True)
class KeptCopy:
    """One kept content. ``facts``: of each part that had it; ``complete``: whether these are all of its parts, which
    nobody knows where the first version kept it; ``at``: when it was kept."""

    sha256: str
    facts: tuple[Facts, ...]
    complete: bool
    at: datetime

    @property
    def matters(self) -> bool:
        """Whether a part with this content waits to be sent, or may have been sent or written to be sent by hand."""
        return not self.complete or any(
            facts["part"]["state"] != "prepared"
            or facts["part"]["message"] == DRAFTED
            or facts["submission"]["not_before"]
            for facts in self.facts
        )


class PartArchive:
    """A folder of kept bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, sha256: str) -> None:
        """Keep these bytes, unless they are kept already. Raises LedgerError."""
        path = self._path(sha256)
        if not path.exists():
            # with the same time the same bytes give the same file
            self._write(path, gzip.compress(content, 6, mtime=_WITH_FACTS))

    def keep_facts(self, facts: Facts) -> None:
        """Keep what is recorded of a part beside its bytes, if these are kept. Raises LedgerError."""
        part = facts["part"]
        if self._path(part["sha256"]).exists():
            record = {"version": _FACTS_VERSION, **facts}
            self._write(self._facts_path(part["sha256"], part["uuid"]), json.dumps(record, ensure_ascii=False).encode())

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
            make_folder(folder)
            if path.exists() and path.read_bytes() == content:
                return path
        except OSError as problem:
            raise UserError("output-not-written", path=str(path), problem=problem.strerror or "") from problem
        if path.exists():
            raise UserError("history-save-taken", path=str(path))
        with whole_file(path) as temporary:
            temporary.write_bytes(content)
        return path

    def copies(self) -> Iterator[KeptCopy]:
        """All kept contents with their facts. Raises LedgerError."""
        with self._said("ledger-unusable"):
            for path in sorted(self._folder.glob(f"*/*{_BYTES}")):
                yield self._copy_at(path)

    def forget(self, sha256: str) -> None:
        """Delete kept bytes."""
        self._path(sha256).unlink(missing_ok=True)

    def forget_facts(self, sha256: str, part: str) -> None:
        """Delete what is kept of the part with this UUID."""
        self._facts_path(sha256, part).unlink(missing_ok=True)

    def _copy_at(self, path: Path) -> KeptCopy:
        sha256 = path.name.removesuffix(_BYTES)
        beside = [_facts_in(facts) for facts in sorted(path.parent.glob(f"{sha256}-*.json"))]
        facts = tuple(known for known in beside if known is not None)
        with path.open("rb") as copy:
            has_facts = copy.read(_TIME.stop)[_TIME] == _WITH_FACTS.to_bytes(4, "little")
        # a part without an address stands for all of which nothing was known when the ledger was rebuilt
        complete = any(not known["submission"]["url"] for known in facts) or (has_facts and len(facts) == len(beside))
        return KeptCopy(sha256, facts, complete, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _write(self, path: Path, content: bytes) -> None:
        with self._said("ledger-copy-not-kept"):
            make_folder(path.parent, private=True)
            with atomic_file(path, private=True) as temporary:
                temporary.write_bytes(content)

    @contextmanager
    def _said(self, key: str) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            raise LedgerError(key, path=str(self._folder), problem=problem.strerror or "") from problem

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}{_BYTES}"

    def _facts_path(self, sha256: str, part: str) -> Path:
        return self._path(sha256).with_name(f"{sha256}-{part}.json")


def _facts_in(path: Path) -> Facts | None:
    """The facts in a file, None if it is damaged or of a newer version."""
    with suppress(ValueError, KeyError, TypeError):
        record = json.loads(path.read_bytes())
        if record["version"] == _FACTS_VERSION:
            return {name: record[name] for name in ("part", "submission")}
    return None
