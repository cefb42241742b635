"""The services for practice: a server on loopback and a ledger, both deleted afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from courier.credentials import Secret
from courier.ledger.ledger import Ledger
from courier.own_files import make_folder
from courier.practice.server import PracticeServer
from courier.shipping.dispatch import Services


@dataclass(frozen=True)
class _FixedSecret:
    secret: Secret

    def get(self, _destination: str, /) -> Secret | None:
        return self.secret


@contextmanager
def practice_services(
    inbox: Path, clock: Callable[[], datetime], folder: Path | None = None, kept: Ledger | None = None
) -> Iterator[tuple[Services, PracticeServer]]:
    """A running server that stores received files in ``inbox``, and services without saved data. ``folder``: where
    batches are written before they are sent, None for one that is deleted afterwards. Nothing is recorded in the real
    ledger, so the folder of real batches must not be used: there the ledger says which files are settled. ``kept``: a
    ledger for practice that the caller goes on with, None for one that is deleted afterwards."""
    make_folder(inbox)
    with (
        PracticeServer(inbox) as server,
        tempfile.TemporaryDirectory(prefix="courier-practice-") as scratch,
        nullcontext(kept) if kept else closing(Ledger(Path(scratch) / "ledger")) as ledger,
    ):
        yield Services((), (), _FixedSecret(server.secret), ledger, clock, folder or Path(scratch) / "batches"), server
