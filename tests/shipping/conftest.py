"""Folders to send to."""

from dataclasses import replace
from pathlib import Path

import pytest

from courier.destinations import Destination
from tests.ledger.batches import folder_at


@pytest.fixture
def places(tmp_path: Path) -> list[Destination]:
    """A folder for each of two programs."""
    return [folder_at(tmp_path / "acme"), replace(folder_at(tmp_path / "bolt"), name="Bolt")]
