"""The exact bytes of every part, kept compressed under their SHA-256, and beside them what is recorded of the part, so
that a lost ledger can be rebuilt."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from courier.ledger.records import DRAFTED, PART_COLUMNS, SUBMISSION_COLUMNS
from courier.ledger.store import LedgerError
from courier.ledger.values import PART, SUBMISSION, is_sha256, is_uuid
from courier.messages import UserError
from courier.own_files import make_folder
from courier.whole_files import atomic_file, is_plain_name, whole_file

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
        if not is_plain_name(name):
            raise LedgerError("history-save-name", name=name)
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
        # nothing can be kept under what is no SHA-256
        if is_sha256(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def forget_facts(self, sha256: str, part: str) -> None:
        """Delete what is kept of the part with this UUID."""
        if is_sha256(sha256) and is_uuid(part):
            self._facts_path(sha256, part).unlink(missing_ok=True)

    def forget_others(self, recorded: Collection[str], moment: datetime) -> None:
        """Delete all contents kept before a moment but those with these SHA-256. Raises LedgerError."""
        with self._said("ledger-unusable"):
            for path in self._folder.glob("*/*"):
                is_old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
                if path.name[:64] not in recorded and is_old and path.is_file():
                    path.unlink(missing_ok=True)

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
        # it may come from a ledger that was merged
        if not is_sha256(sha256):
            raise LedgerError("ledger-copy-gone", name=sha256)
        return self._folder / sha256[:2] / f"{sha256}{_BYTES}"

    def _facts_path(self, sha256: str, part: str) -> Path:
        if not is_uuid(part):
            raise LedgerError("ledger-copy-gone", name=part)
        return self._path(sha256).with_name(f"{sha256}-{part}.json")


def _facts_in(path: Path) -> Facts | None:
    """The facts in a file, None if it is damaged or of a newer version."""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        record = json.loads(path.read_bytes())
        # earlier versions of the app knew neither versions of rules nor machines
        record["submission"] = {"rules": "", "machine": ""} | record["submission"]
        if record["version"] == _FACTS_VERSION and _is_whole(record):
            return {name: record[name] for name in ("part", "submission")}
    return None


def _is_whole(record: Facts) -> bool:
    """Whether all is there that the ledger records, and nothing that it could not record."""
    wanted = ("part", PART_COLUMNS, PART), ("submission", f"id, {SUBMISSION_COLUMNS}", SUBMISSION)
    return all(columns[name].takes(record[kind][name]) for kind, names, columns in wanted for name in names.split(", "))
