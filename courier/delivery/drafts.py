"""Messages written to a folder, for the person to send with the mail program of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from courier.delivery.carrier import Word
from courier.delivery.mail import message_with
from courier.delivery.parcel import DeliveryError, Outgoing, State
from courier.destinations import Destination
from courier.messages import PlainError
from courier.whole_files import whole_file


class DraftCarrier:
    """One ``.eml`` file for each part. Written is not sent, and the receipts say so."""

    in_the_open = False
    handed_over = (State.PREPARED, "receipt-drafted")

    def __init__(self, destination: Destination, clock: Callable[[], datetime]) -> None:
        """Raises DeliveryError when the folder is not there."""
        self._destination, self._clock = destination, clock
        self._folder = Path(destination.folder)
        if not self._folder.is_dir():
            raise DeliveryError("delivery-no-folder", folder=str(self._folder))

    def remote_path(self, name: str) -> str:
        return str(self._folder / f"{Path(name).stem}.eml")

    def size(self, name: str) -> int | None:
        raise PermissionError

    def names(self) -> list[str]:
        raise PermissionError

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
        message = message_with(part, self._destination, self._clock())
        # mail programs open a message with this line as one that is still to be sent
        message["X-Unsent"] = "1"
        report(0)
        try:
            with whole_file(Path(self.remote_path(part.name)), private=True) as beside:
                beside.write_bytes(message.as_bytes())
        except PlainError as problem:
            cause = problem.__cause__
            words = cause.strerror or "" if isinstance(cause, OSError) else ""
            raise DeliveryError("delivery-folder-failed", folder=str(self._folder), problem=words) from None
        report(part.size)
        return Word.HOLDS_ALL

    def rename(self, name: str, final: str) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise PermissionError

    def beside(self) -> None:
        """One disk is not faster with two messages at a time."""

    def close(self) -> None:
        """Nothing is open."""
