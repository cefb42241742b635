"""The app's own records in human-readable JSON files: one file per store, shared by several processes.

A file contains the ``version`` of its format; older files without a version are read too. A damaged file is renamed
and reported once, by an error in the call that finds it; after that the store is empty. A file of a newer version of
the app is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from courier.disk import patiently
from courier.lock import Lock
from courier.messages import UserError
from courier.own_files import make_folder
from courier.plain_json import parse, write_json
from courier.whole_files import last_aside, put_aside

VERSION = 1
"""Rises when older versions of the app can no longer read the format."""
_TRIES = 250
"""Attempts to take the lock: about 5 s in all; a change takes a small fraction of a second."""
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, UserError)


class _Damaged(Exception):
    """The file is not in the format of a store."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Entry = TypeVar("_Entry")
_NamedEntry = TypeVar("_NamedEntry", bound=_Named)


class JsonStore(Generic[_Entry]):
    """A list of entries. Every method raises the store's error when the file cannot be read or written; the wording
    depends on the file's name."""

    def __init__(
        self,
        path: Path,
        key: str,
        error: type[UserError],
        read: Callable[[Any], _Entry],
        write: Callable[[_Entry], Any],
        unversioned: type = list,
    ) -> None:
        """``key``: the name of the list in the file. ``read`` makes an entry from its JSON value and raises ValueError,
        TypeError, KeyError, AttributeError, IndexError or UserError if it is damaged; ``write`` is its inverse.
        ``unversioned``: the type of a file without a version, the list itself or an object with it.
        """
        self._path, self._key, self._kind = path, key, error
        self._read_entry, self._write_entry, self._unversioned = read, write, unversioned

    def load(self) -> list[_Entry]:
        """All entries, in the order of the file."""
        try:
            return self._read()
        except _Damaged:
            # locked, because another process may be renaming or replacing it
            with self._locked("store-unreadable"):
                return self._read_or_put_aside()

    def refuse_while_lost(self) -> None:
        """Raise the store's error if the list was put aside as damaged and no new one was saved: what runs without
        a person must not go on as if there had never been one."""
        aside = last_aside(self._path)
        if aside != self._path and not self._path.exists():
            raise self._error("store-lost", aside=str(aside))

    @contextmanager
    def changing(self) -> Iterator[list[_Entry]]:
        """All entries, to be changed in place. They are written at the end unless the block raises. Other processes
        and threads are locked out meanwhile."""
        try:
            make_folder(self._path.parent, private=True)
        except OSError as problem:
            raise self._error("store-unwritable") from problem
        with self._locked("store-unwritable"):
            entries = self._read_or_put_aside()
            before = list(entries)
            yield entries
            if entries != before:
                self._write(entries)

    @contextmanager
    def _locked(self, refusal: str) -> Iterator[None]:
        try:
            lock = Lock.take(self._path.with_name(f"{self._path.name}.lock"), _TRIES)
        except OSError as problem:
            raise self._error(refusal) from problem
        if lock is None:
            raise self._error(refusal)
        try:
            yield
        finally:
            lock.release(remove=True)

    def _read_or_put_aside(self) -> list[_Entry]:
        try:
            return self._read()
        except _Damaged as damage:
            try:
                aside = patiently(lambda: put_aside(self._path))
            except OSError as problem:
                raise self._error("store-unreadable") from problem
            raise self._error("store-damaged", aside=str(aside)) from damage

    def _read(self) -> list[_Entry]:
        try:
            content = patiently(self._path.read_bytes)
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise self._error("store-unreadable") from problem
        try:
            version, values = self._unpacked(parse(content))
            if version <= VERSION:
                return [self._read_entry(value) for value in values]
        except _BROKEN as problem:
            raise _Damaged from problem
        raise self._error("store-newer")

    def _unpacked(self, content: Any) -> tuple[int, list[Any]]:
        """The version of a file, 0 if it has none, and its list of values."""
        version = content.get("version", 0) if isinstance(content, dict) else 0
        if not isinstance(version, int):
            raise TypeError
        if version > VERSION:
            return version, []
        if not version and not isinstance(content, self._unversioned):
            raise TypeError
        values = content[self._key] if isinstance(content, dict) else content
        if not isinstance(values, list):
            raise TypeError
        return version, values

    def _write(self, entries: list[_Entry]) -> None:
        content = {"version": VERSION, self._key: [self._write_entry(entry) for entry in entries]}
        try:
            write_json(self._path, content, private=True)
        except (OSError, UnicodeEncodeError) as problem:
            raise self._error("store-unwritable") from problem

    def _error(self, key: str, **facts: str) -> UserError:
        return self._kind(key, store=self._path.stem, path=str(self._path), **facts)


class NamedStore(JsonStore[_NamedEntry]):
    """A list of entries with unique names."""

    def __iter__(self) -> Iterator[_NamedEntry]:
        return iter(_by_name(self.load()).values())

    def find(self, name: str) -> _NamedEntry | None:
        """The entry of that name, or None."""
        return _by_name(self.load()).get(name)

    def get(self, name: str) -> _NamedEntry:
        """The entry of that name. Raises the store's error when there is none."""
        return self._existing(self.load(), name)

    def save(self, entry: _NamedEntry, instead_of: str = "") -> None:
        """Add an entry, or replace the one with its name. ``instead_of``: its former name, whose position it takes."""
        with self.changing() as entries:
            by_name = _by_name(entries)
            replaced = instead_of if instead_of in by_name else entry.name
            names = [name for name in by_name if name == replaced or name != entry.name]
            kept = {entry.name if name == replaced else name: by_name[name] for name in names}
            entries[:] = {**kept, entry.name: entry}.values()

    def change(self, name: str, change: Callable[[_NamedEntry], _NamedEntry]) -> _NamedEntry:
        """Replace the entry of that name by ``change`` of it, which keeps the name, and return the new one. Raises the
        store's error when there is none."""
        with self.changing() as entries:
            changed = change(self._existing(entries, name))
            entries[:] = {**_by_name(entries), name: changed}.values()
        return changed

    def remove(self, name: str) -> _NamedEntry:
        """Remove the entry of that name and return it. Raises the store's error when there is none."""
        with self.changing() as entries:
            removed = self._existing(entries, name)
            entries[:] = [entry for entry in entries if entry.name != name]
        return removed

    def _existing(self, entries: list[_NamedEntry], name: str) -> _NamedEntry:
        if (entry := _by_name(entries).get(name)) is None:
            raise self._error("store-no-such-name", name=name)
        return entry


def _by_name(entries: list[_NamedEntry]) -> dict[str, _NamedEntry]:
    return {entry.name: entry for entry in entries}
