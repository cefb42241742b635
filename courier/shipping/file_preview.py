"""The files that a sheet would leave as, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courier.batches.part_files import PartFile, PartNaming, RowRange, part_file, part_naming, row_ranges
from courier.draft import Draft
from courier.rules.file_rules import MOST_ROWS
from courier.shipping.routing import RoutedBatch


@dataclass(frozen=True)
class PreviewedFile:
    """A file that would be sent. ``batch``: the one it belongs to; ``rows``: its rows, and which file of the batch it
    is."""

    batch: RoutedBatch
    rows: RowRange
    naming: PartNaming

    def made(self, draft: Draft) -> PartFile:
        """Its name and exact content. ``draft``: the one it was listed for, unchanged. Raises BatchError."""
        return part_file(draft, self.naming, self.rows)


def preview_files(draft: Draft, batches: Sequence[RoutedBatch]) -> list[PreviewedFile]:
    """The files of some batches of a draft, in the order in which they would leave. Raises BatchNotWritten."""
    files = []
    for batch in batches:
        wording = batch.destination.part_names if batch.destination else ""
        naming, most = part_naming(draft, batch.group, batch.label, wording), batch.rows_per_part(MOST_ROWS)
        files += [PreviewedFile(batch, rows, naming) for rows in row_ranges(draft, batch.group.ready, most)]
    return files
