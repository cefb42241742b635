"""A fault of a delivery: how tests cause it, and what may be said of the part then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.send import send
from tests.delivery.sending import NOW, agreed, once
from tests.delivery.stages import Ground, Stage

Said = tuple[str, ...]
"""The keys of the allowed sentences."""
Act = Callable[["Try"], str]
"""Sends while causing the fault; the key of the sentence that was said."""


@dataclass
class Try:
    """One delivery with a fault."""

    ground: Ground
    stage: Stage
    part: PartFile
    monkeypatch: pytest.MonkeyPatch

    def send(self, progress: Callable[[Progress], None] = lambda _: None, **changes: Any) -> str:
        """Send; the key of the sentence about the part, or about the connection if there was none."""
        password = changes.pop("password", self.stage.password)
        destination = agreed(replace(self.stage.destination, **{"timeout_seconds": 9.0} | changes))
        try:
            (receipt,) = send([self.part], destination, Secret(password), lambda: NOW, progress=progress)
        except DeliveryError as problem:
            return problem.key
        assert_true(receipt, self.stage, self.part)
        return receipt.key

    def at(self, share: float, action: Callable[[], None], **changes: Any) -> str:
        """Send, and call ``action`` when that share of the part was sent."""
        return self.send(once(int(share * self.part.size), action), **changes)


def assert_true(receipt: Receipt, stage: Stage, part: PartFile) -> None:
    """Check that the receipt matches the files at the server."""
    received, content = stage.received(), part.path.read_bytes()
    copies = sum(stored == content for stored in received.values())
    if receipt.state.delivered and receipt.key != "receipt-already-there":
        assert copies == 1, (receipt.key, {name: len(stored) for name, stored in received.items()})
    if receipt.state in (State.REFUSED, State.PREPARED) and receipt.key != "delivery-other-content":
        assert received == {}, (receipt.key, {name: len(stored) for name, stored in received.items()})


@dataclass(frozen=True)
class Fault:
    """``said``: per protocol; without an entry the fault cannot happen there. ``how``: settings of the stage."""

    title: str
    act: Act
    said: dict[str, Said]
    how: dict[str, dict[str, Any]]

    def stage_for(self, protocol: str) -> dict[str, Any]:
        return self.how.get(protocol, self.how.get("*", {}))


def everywhere(*said: str, without: tuple[str, ...] = ("Folder",), **others: Said) -> dict[str, Said]:
    plain = {name: said for name in ("SFTP", "FTP", "FTPS", "SMTP", "Folder") if name not in without}
    return {**plain, **others}
