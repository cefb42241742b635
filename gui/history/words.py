"""What the ledger knows, in words: moments, states, facts of a part."""

from __future__ import annotations

from datetime import datetime

from courier.ledger.records import RecordedPart, Submission
from courier.messages import text
from gui.delivery.part_card import TAGS, file_size


def moment_words(moment: datetime) -> str:
    """A moment as the clock of this computer shows it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def state_words(batch: Submission, waits: bool) -> tuple[str, str]:
    """A batch's state and the kind of `tag` that it gets. ``waits``: whether it is queued."""
    if waits and batch.not_before is not None:
        return text("history-waits", at=moment_words(batch.not_before)), "note"
    return text(f"state-{batch.state}"), TAGS.get(batch.state, "note")


def part_words(part: RecordedPart) -> str:
    """The size of a part and where it is stored."""
    words = [text("sending-part", rows=part.rows, size=file_size(part.size)),
             text("history-part-hash", hash=part.sha256[:12])]  # fmt: skip
    if part.remote_path:
        # paths have no blanks: allow line breaks after slashes
        words.append(text("history-part-path", path=part.remote_path.replace("/", "/\u200b")))
    return " · ".join(words)
