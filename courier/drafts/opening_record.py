"""The state of a draft when its source was opened, before the first edit: the first record of a journal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from courier.drafts.edits import choices_of, choices_values, packed, unpacked
from courier.open_sheet import OpenedSheet, OpenOptions
from courier.programs import Program, ProgramError, program_from_json, program_to_json
from courier.reading.read_options import ReadOptions
from courier.sheet import exclusions
from courier.sheet.choices import Choices
from courier.sheet.edit import Choice
from courier.sheet.memory import Recall


@dataclass(frozen=True)
class OpeningRecord:
    """``now``: the moment of opening. ``rows``: of the sheet at opening. ``choices``: those before the first edit.
    ``options``: without history, memories and programs. ``copies``: the description of the copied files from
    `courier.drafts.source_copies`; empty until they are made."""

    name: str
    path: Path | None
    now: datetime
    rows: int
    choices: Choices
    options: OpenOptions
    recalled: Recall | None
    copies: dict[str, Any]


def opening_record_of(opened: OpenedSheet) -> OpeningRecord:
    """The state at the opening of a source, whatever has been edited since."""
    draft = opened.draft
    choices = draft.choices
    for edit in reversed(draft.undo_stack.done):
        for change in edit.inverse().changes:
            if isinstance(change, Choice):
                choices = replace(choices, **{change.name: change.after})
    path = opened.path.absolute() if opened.path else None
    rows = opened.table.cells.height
    return OpeningRecord(opened.name, path, draft.now, rows, choices, opened.options, opened.recalled, {})


def pack_opening_record(record: OpeningRecord) -> bytes:
    """An opening record as bytes."""
    options = record.options
    return packed(
        {
            "name": record.name,
            "path": None if record.path is None else str(record.path),
            "now": record.now.isoformat(),
            "rows": record.rows,
            "choices": choices_values(record.choices),
            "wishes": {
                "template": options.template,
                "zone": options.zone,
                "default_zone": options.default_zone,
                "day_first": options.day_first,
                "constants": dict(options.constants),
                "columns": options.columns,
                "tab": options.tab,
                "reading": asdict(options.reading),
                "left_out": exclusions.to_json(options.left_out),
                "note": options.note,
            },
            "program": program_to_json(options.program) if options.program else None,
            "recalled": asdict(record.recalled) if record.recalled else None,
            "copies": record.copies,
        }
    )


def unpack_opening_record(data: bytes) -> OpeningRecord:
    """The opening record in packed data."""
    values, _ = unpacked(data)
    wishes = dict(values["wishes"])
    wishes["columns"] = tuple((written, name) for written, name in wishes["columns"])
    wishes["left_out"] = exclusions.from_json(wishes["left_out"])
    # drafts of earlier versions have no reading options
    wishes["reading"] = ReadOptions(**wishes.get("reading", {}))
    recalled = values["recalled"]
    if recalled is not None:
        recalled = Recall(
            **{**recalled, **{key: tuple(recalled.get(key, ())) for key in ("new", "gone", "left_repairs")}}
        )
    return OpeningRecord(
        values["name"],
        None if values["path"] is None else Path(values["path"]),
        datetime.fromisoformat(values["now"]),
        values["rows"],
        choices_of(values["choices"]),
        OpenOptions(**wishes, program=_program(values["program"])),
        recalled,
        values["copies"],
    )


def _program(record: dict[str, Any] | None) -> Program | None:
    try:
        return program_from_json(record) if record else None
    except ProgramError:
        # rules of the catalogue may have changed since, so that the program is not valid any more
        return None
