"""A real PostgreSQL on loopback, for the tests of a team's ledger."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from courier.credentials import Secret
from courier.ledger.postgres_migrations import SETUP
from courier.ledger.sqlite_store import SqliteStore
from courier.ledger.store import Store
from courier.ledger.team_address import TeamAddress, team_address

if TYPE_CHECKING:
    from courier.ledger.postgres_store import PostgresStore

PASSWORD = "a password & more"
RUNNING: list["PostgresServer"] = []


@dataclass
class PostgresServer:
    """``port``: on loopback. ``data``: its folder. ``fsync``: as the server's own setting."""

    programs: Path
    data: Path
    port: int
    fsync: str = "off"
    _numbers: Iterator[int] = field(default_factory=count)

    def run(self, *command: str, text: str = "", patience: float = 120) -> str:
        """Run one of its programs as the account that it belongs to."""
        own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*own, self.programs / command[0], *command[1:]], input=text, capture_output=True, text=True, check=False,
            cwd="/", timeout=patience,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        # what an administrator would set is left as it is; the disk of a test need not outlive a power cut
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync={self.fsync} -c unix_socket_directories={self.data}"
        )
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def busy(self) -> float:
        """Seconds of processor time that its processes with a connection have spent. Linux only."""
        main = (self.data / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        spent = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13] for child in children]
        return sum(int(ticks) for pair in spent for ticks in pair) / os.sysconf("SC_CLK_TCK")

    def sql(self, text: str, database: str = "postgres", patience: float = 120) -> str:
        """Run SQL as the administrator."""
        at = ("-h", str(self.data), "-p", str(self.port), "-d", database)
        return self.run("psql", *at, "-v", "ON_ERROR_STOP=1", "-qAt", text=text, patience=patience)

    def fresh(self, *, set_up: bool = True) -> str:
        """The name of a new database, a copy of one that was set up."""
        name = f"team_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {'team' if set_up else 'template0'}")
        return name

    def address(self, database: str, user: str = "ann") -> TeamAddress:
        return team_address(f"postgresql://{user}@127.0.0.1:{self.port}/{database}")

    def store(self, database: str, user: str = "ann") -> "PostgresStore":
        # where there is no server nobody needs its driver
        from courier.ledger.postgres_store import PostgresStore

        return PostgresStore(self.address(database, user), lambda: Secret(PASSWORD))

    @contextmanager
    def unguarded(self, database: str) -> Iterator[None]:
        """Let the recorded state of a part be changed in any way."""
        self.sql("ALTER TABLE courier.parts DISABLE TRIGGER keep_parts", database)
        yield
        self.sql("ALTER TABLE courier.parts ENABLE TRIGGER keep_parts", database)


@contextmanager
def unguarded(store: Store) -> Iterator[None]:
    """Let the recorded state of a part be changed in any way, if a team's database guards it."""
    if isinstance(store, SqliteStore):
        yield
        return
    (server,) = RUNNING
    with server.unguarded(store.place.rpartition("/")[2]):
        yield


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_server(fsync: str = "off") -> Iterator[PostgresServer]:
    """A server with the accounts ann and bob (senders), lea (lead) and rob (reader), all with the same password.
    ``fsync``: "on" where it has to wait for the disk as a team's server does."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("needs initdb: apt-get install postgresql")
    # outside of the folders of tests, which only their owner may enter
    folder = Path(tempfile.mkdtemp(prefix="courier-postgres-"))
    folder.chmod(0o755)
    server = PostgresServer(found[-1].parent, folder / "data", _free_port(), fsync)
    server.data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(server.data, "postgres", "postgres")
    server.run("initdb", "-D", str(server.data), "-A", "scram-sha-256", "--auth-local=trust", "-E", "UTF8",
               "--locale=C.UTF-8", "--no-sync", "-U", "postgres")  # fmt: skip
    try:
        server.start()
        server.sql("CREATE DATABASE team")
        server.sql(SETUP, "team")
        for user, role in (("ann", "sender"), ("bob", "sender"), ("lea", "lead"), ("rob", "reader")):
            server.sql(f"CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}' IN ROLE courier_{role}")
        server.sql(f"CREATE ROLE eve LOGIN PASSWORD '{PASSWORD}'")
        RUNNING.append(server)
        yield server
    finally:
        RUNNING.clear()
        if (server.data / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(folder)
