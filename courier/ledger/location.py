"""Where the ledger of this machine is kept: in a file here, or in a team's database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from courier.credentials import Secret
from courier.ledger.store import LedgerError
from courier.own_files import make_folder
from courier.plain_json import read_json, write_json

if TYPE_CHECKING:
    from courier.ledger.ledger import Ledger
    from courier.ledger.team_address import TeamAddress

_VERSION = 1
FILE = "ledger.sqlite"
"""The name of the file of this machine."""


class LedgerLocation:
    """What was chosen, in a small readable file beside programs and destinations."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ledger.json"

    @property
    def team(self) -> TeamAddress | None:
        """The address of the team's ledger, None for the file of this machine. Raises LedgerError where what was chosen
        cannot be read: sending past a team's ledger is no answer to that."""
        if not self._path.exists():
            return None
        from courier.ledger.team_address import team_address

        try:
            content = read_json(self._path)
            if content["version"] != _VERSION:
                raise ValueError(content["version"])
            address = content["address"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
            raise LedgerError("ledger-choice-unreadable", path=str(self._path)) from problem
        return team_address(str(address))

    def choose(self, team: TeamAddress | None) -> None:
        """Use a team's ledger from now on, or the file of this machine. Raises LedgerError."""
        try:
            if team is None:
                self._path.unlink(missing_ok=True)
            else:
                make_folder(self._path.parent)
                write_json(self._path, {"version": _VERSION, "address": str(team)})
        except OSError as problem:
            raise LedgerError("ledger-unusable", path=str(self._path), problem=problem.strerror or "") from problem


def open_ledger(folder: Path, location: LedgerLocation, secret: Callable[[str], Secret | None]) -> Ledger:
    """The ledger in a folder, or a team's. ``secret``: gives the password of an account, once it is needed. Where
    nobody knows which, it is one that says so whenever it is used."""
    from courier.ledger.ledger import Ledger

    try:
        team = location.team
    except LedgerError as problem:
        from courier.ledger.sqlite_store import UnknownStore

        return Ledger(folder, UnknownStore(problem))
    if team is None:
        return Ledger(folder)
    # loaded only where a team is chosen
    from courier.ledger.postgres_runs import PostgresRuns
    from courier.ledger.postgres_store import PostgresStore

    store = PostgresStore(team, lambda: secret(team.account))
    return Ledger(folder, store, PostgresRuns(store))
