"""What the ledger knows, in words: moments, states, facts of a part."""

from __future__ import annotations

from datetime import UTC, datetime

from courier.drafts.folder import KeptDraft
from courier.formats import day_text, file_size, minute_text
from courier.ledger.records import RecordedPart, Submission
from courier.messages import text
from courier.today.locks import NextLock
from gui.delivery.part_card import TAGS


def moment_words(moment: datetime) -> str:
    """A moment as the clock of this computer shows it."""
    return minute_text(moment.astimezone())


def state_words(batch: Submission, waits: bool) -> tuple[str, str]:
    """A batch's state and the kind of `tag` that it gets. ``waits``: whether it is queued."""
    if waits and batch.not_before is not None and not batch.partly:
        return text("history-waits", at=moment_words(batch.not_before)), "note"
    return batch.state_words, "warning" if batch.partly else TAGS.get(batch.state, "note")


def lock_words(lock: NextLock) -> str:
    """How many orders impact.com locks soon, and how many days are left, counted as a person counts days."""
    at = lock.at.astimezone()
    days = (at.date() - datetime.now(UTC).astimezone().date()).days
    return text("locks-soon", orders=lock.orders, days=days, day=day_text(at))


def part_words(part: RecordedPart) -> str:
    """The size of a part and where it is stored."""
    words = [text("sending-part", rows=part.rows, size=file_size(part.size)),
             text("history-part-hash", hash=part.sha256[:12])]  # fmt: skip
    if part.remote_path:
        # paths have no blanks: allow line breaks after slashes
        words.append(text("history-part-path", path=part.remote_path.replace("/", "/\u200b")))
    return " · ".join(words)


def rest_words(kept: KeptDraft) -> str:
    """How many rows of a draft stayed behind when its others were delivered; "" if none did."""
    delivery = kept.delivery
    if delivery is None or not delivery.left:
        return ""
    day = day_text(delivery.at.astimezone())
    return text("draft-rest", left=delivery.left, rows=kept.rows, destination=delivery.destination, day=day)
