"""An empty ledger, and folders to send to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.settings import ledger_folder
from tests.ledger.batches import folder_at


@pytest.fixture
def ledger(courier_home: Path) -> Iterator[Ledger]:
    """The ledger of this test's home."""
    opened = Ledger(ledger_folder())
    yield opened
    opened.close()


@pytest.fixture
def places(tmp_path: Path) -> list[Destination]:
    """A folder for each of two programs."""
    return [folder_at(tmp_path / "acme"), replace(folder_at(tmp_path / "bolt"), name="Bolt")]
