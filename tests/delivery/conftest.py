"""A user of the system, parts to send, and a folder that servers can read."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.servers import Account, system_account
from tests.delivery.stages import Ground, ground_in


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that do not answer are tried again at once."""
    monkeypatch.setattr("courier.delivery.connecting.PAUSES", (0.0, 0.0))


@pytest.fixture(scope="session")
def one_account() -> Iterator[Account]:
    with system_account() as account:
        yield account


@pytest.fixture
def account(one_account: Account) -> Account:
    """The user, its home empty."""
    for path in one_account.home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return one_account


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="courier-server-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def ground(server_folder: Path, account: Account) -> Ground:
    return ground_in(server_folder, account)
