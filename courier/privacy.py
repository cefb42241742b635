"""What is kept on this machine, where and how long, and forgetting it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.activity_log import log_folder
from courier.crash_report import reports_folder
from courier.drafts.store import DraftError, DraftStore, KeptDraft
from courier.ledger.ledger import Ledger
from courier.messages import text
from courier.recent_files import RecentFiles
from courier.settings import config_folder, data_folder, ledger_folder
from courier.shipping.written_files import remove_before, written_files

_PRACTICE, _IMPACT = "practice-inbox", "impact"


@dataclass(frozen=True)
class KeptThings:
    """Things of one kind. ``name``: of the kind; ``place``: their folder; ``files`` and ``size``: how many, and their
    bytes; ``days``: how long they are kept, None until a person deletes them."""

    name: str
    place: Path
    files: int
    size: int
    days: int | None = None

    @property
    def words(self) -> str:
        """What it is, how much of it and for how long."""
        until = text("privacy-days", days=self.days) if self.days else text("privacy-until-deleted")
        # in thousands, as file managers count
        size = f"{self.size / 1000:.0f}"
        return text("privacy-line", what=text(f"privacy-kind-{self.name}"), files=self.files, size=size, until=until)


@dataclass(frozen=True)
class Forgotten:
    """How many submissions and drafts were deleted. ``in_use``: drafts that stay because they are open in a window."""

    submissions: int
    drafts: int
    in_use: int

    @property
    def sentences(self) -> list[str]:
        """What was deleted and what stays, in words."""
        said = [text("history-deleted", submissions=self.submissions)]
        if self.drafts:
            said.append(text("privacy-deleted", drafts=self.drafts))
        if self.in_use:
            said.append(text("privacy-in-use", drafts=self.in_use))
        return said


def kept_things(kept_days: int) -> list[KeptThings]:
    """Everything that the app keeps, each file in one kind. ``kept_days``: for drafts and files, 0 for ever."""
    data, ledger = data_folder(), ledger_folder()
    places: list[tuple[str, Path, int | None]] = [
        ("copies", ledger / "sent", None),
        ("history", ledger, None),
        ("drafts", data / "drafts", kept_days or None),
        ("files", data / "batches", kept_days or None),
        ("practice", data / _PRACTICE, None),
        ("impact", data / _IMPACT, None),
        ("crashes", reports_folder(), None),
        ("log", log_folder(), None),
        ("memory", data, None),
        ("settings", config_folder(), None),
    ]
    counted = set[Path]()
    things = []
    for name, place, days in places:
        # what is in a folder within it was counted before
        sizes = {path: size for path, size in _sizes(place) if path not in counted}
        counted |= sizes.keys()
        things.append(KeptThings(name, place, len(sizes), sum(sizes.values()), days))
    return things


def outlived(drafts: DraftStore, folder: Path, now: datetime, days: int) -> tuple[int, int]:
    """How many drafts and files would go if they were kept for ``days`` only (0: for ever). ``folder``: where files are
    written before they are sent. Raises DraftError."""
    if not days:
        return 0, 0
    edge = now - timedelta(days=days)
    files = 0
    for path in written_files(folder):
        with suppress(OSError):
            files += datetime.fromtimestamp(path.stat().st_mtime, UTC) < edge
    return sum(draft.edited < edge and not draft.in_use for draft in drafts.kept()), files


def forget_before(ledger: Ledger, drafts: DraftStore, folder: Path, moment: datetime) -> Forgotten:
    """Delete what was sent before a moment: its record, the copies of its bytes, the drafts and files it was made from,
    what is left of crashes and practice, and the list of files opened last. Batches that wait stay, and so do drafts
    that were edited since or belong to nothing that was sent. ``folder``: where files are written before they are sent.
    Raises LedgerError, after which nothing but the record may be gone, and DraftError."""
    sent = [batch for batch in ledger.submissions() if batch.made_at < moment]
    sources, marks = {batch.source for batch in sent}, {batch.draft for batch in sent if batch.draft}
    waiting = {batch.draft for batch in ledger.waiting()}
    submissions = ledger.delete_before(moment)

    def is_of_these(draft: KeptDraft) -> bool:
        belongs = draft.name in sources or draft.mark in marks or draft.delivery is not None or draft.damaged
        return belongs and draft.edited < moment and draft.mark not in waiting

    doomed = [draft for draft in drafts.kept() if is_of_these(draft)]
    removed = sum(_discarded(drafts, draft) for draft in doomed)
    remove_before(folder, ledger, moment)
    for left in (reports_folder(), log_folder(), data_folder() / _PRACTICE, data_folder() / _IMPACT):
        _remove(left, moment)
    # names of files may be those of customers, and the list has no days
    RecentFiles(data_folder()).clear()
    return Forgotten(submissions, removed, len(doomed) - removed)


def _discarded(drafts: DraftStore, draft: KeptDraft) -> bool:
    if draft.in_use:
        return False
    with suppress(DraftError):
        drafts.discard(draft.id)
        return True
    return False


def _remove(folder: Path, moment: datetime) -> None:
    for path, _ in _sizes(folder):
        with suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                path.unlink()


def _sizes(folder: Path) -> Iterator[tuple[Path, int]]:
    """The files in a folder and all below it."""
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            if path.is_file():
                yield path, path.stat().st_size
