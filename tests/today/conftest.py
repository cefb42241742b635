"""An empty ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.settings import ledger_folder


@pytest.fixture
def ledger(courier_home: Path) -> Iterator[Ledger]:
    """The ledger of this test's home."""
    opened = Ledger(ledger_folder())
    yield opened
    opened.close()
