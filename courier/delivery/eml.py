"""Messages written to a folder, for the person to send with a mail program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from courier.delivery.errors import DeliveryError
from courier.delivery.mail import message_with
from courier.delivery.receipt import PartFile, State
from courier.destinations import Destination
from courier.messages import UserError
from courier.whole_files import whole_file


class EmlWriter:
    """Writes one ``.eml`` file for each part. A written message is not sent yet, and its receipt says so."""

    is_plaintext = False
    blind_outcome = (State.PREPARED, "receipt-drafted")
    lost_key = "receipt-mail-unconfirmed"

    def __init__(self, destination: Destination, clock: Callable[[], datetime]) -> None:
        """Raises DeliveryError when the folder does not exist."""
        self._destination, self._clock = destination, clock
        self._folder = Path(destination.folder)
        if not self._folder.is_dir():
            raise DeliveryError("delivery-no-folder", folder=str(self._folder))

    def remote_path(self, name: str) -> str:
        return str(self._folder / f"{Path(name).stem}.eml")

    def hand_over(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> None:
        message = message_with(part, self._destination, self._clock())
        # mail programs open a message with this header as one that is still to be sent
        message["X-Unsent"] = "1"
        progress(0)
        begin()
        try:
            with whole_file(Path(self.remote_path(part.name)), private=True) as temporary:
                temporary.write_bytes(message.as_bytes())
        except UserError as problem:
            cause = problem.__cause__
            reason = cause.strerror or "" if isinstance(cause, OSError) else ""
            raise DeliveryError("delivery-folder-failed", folder=str(self._folder), problem=reason) from None
        progress(part.size)

    def close(self) -> None:
        """Nothing is open."""
