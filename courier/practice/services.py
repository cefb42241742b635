"""The services for practice: a server on loopback and a ledger, both deleted afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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
    inbox: Path, folder: Path, clock: Callable[[], datetime]
) -> Iterator[tuple[Services, PracticeServer]]:
    """A running server that stores received files in ``inbox``, and services without saved data. ``folder``: where
    batches are written before they are sent. Nothing is recorded in the real ledger."""
    make_folder(inbox)
    with (
        PracticeServer(inbox) as server,
        tempfile.TemporaryDirectory(prefix="courier-practice-ledger-") as scratch,
        closing(Ledger(Path(scratch))) as ledger,
    ):
        yield Services((), (), _FixedSecret(server.secret), ledger, clock, folder), server
