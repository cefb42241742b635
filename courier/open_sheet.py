"""Opens a source as a draft: reads it, maps its columns, and decides template, program and column readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from courier.catalogue.fields import FIELDS, Template
from courier.catalogue.headers import Match
from courier.catalogue.zones import zone_named
from courier.disk import shown_name
from courier.draft import Draft
from courier.programs import Program
from courier.reading import Note, ReadingError, Table, read, read_bytes
from courier.reading.item_columns import unfold_items
from courier.reading.preview import BEGINNING, beginning_of
from courier.reading.read_options import DETECT, OnProgress, ReadOptions
from courier.reading.source import PACKED
from courier.reading.workbooks.first_rows import cut_to_first_rows
from courier.reading.workbooks.markup import markup_kind
from courier.rules.file_rules import missing_fields
from courier.rules.frames import FieldFrames
from courier.rules.history import History
from courier.rules.named_zones import with_named_zones
from courier.rules.readings import read_columns
from courier.rules.template_choice import TEMPLATES, detect_template
from courier.sheet.choices import Choices
from courier.sheet.column_match import match_columns
from courier.sheet.errors import MappingError
from courier.sheet.exclusion_text import parse_exclusion
from courier.sheet.exclusions import Exclusion, without_excluded
from courier.sheet.mapping import Column, Constant, parse_feed
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping_recipe import MappingRecipe
from courier.sheet.memory import Memories, MemoryProblem, Recall, apply
from courier.sheet.program_facts import ProgramFacts
from courier.sheet.sheet import Sheet

_LARGE_TEXT, _LARGE_WORKBOOK = 5_000_000, 1_000_000
"""Bytes from which opening a file takes noticeably long."""
_LARGEST_WORKBOOK = 60_000_000
"""Bytes of a workbook up to which its first rows can be read quickly."""
_TEXT_TYPES = ("datetime", "string", "hash", "url")


@dataclass(frozen=True)
class OpenOptions:
    """What the user decides before a sheet is opened; everything else is detected.

    ``constants``: one value for all rows per field; ``columns``: pairs of a column (or a calculation such as
    ``Quantity * Price``) and the field it feeds; ``left_out`` and, in words such as ``Status is refunded``,
    ``excluded``: rows that belong in no batch; ``default_zone``: of dates without one where nothing else says it,
    "" for none; ``day_first``: how to read ambiguous dates; ``reading``: how to read the
    text; ``tab``: which worksheet. ``memories``: earlier decisions about sheets with the same headers, used where
    these options are silent; ``programs``: finds a saved program by name; ``note``: for the history.
    """

    template: str | None = None
    program: Program | None = None
    zone: str | None = None
    default_zone: str = ""
    day_first: bool | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    excluded: tuple[str, ...] = ()
    tab: str | None = None
    reading: ReadOptions = DETECT
    history: History | None = None
    left_out: tuple[Exclusion, ...] = ()
    memories: Memories | None = None
    programs: Callable[[str], Program | None] = lambda _: None
    note: str = ""

    def zone_with(self, program: Program | None) -> str:
        """The zone of a program's dates where the file names none, "" if nobody says one."""
        return self.zone or (program.zone if program else "") or self.default_zone


@dataclass(frozen=True)
class OpenedSheet:
    """An opened source: its table (with a row for each item of a record), its draft, the match of each column's header,
    and the mapping that these suggest. ``options``: as they were asked for, with the program that was remembered where
    none was. ``memory_problem``: why earlier decisions could not be read, or None.
    ``brought``: notes of a sheet that was handed over, about who prepared it."""

    name: str
    path: Path | None
    table: Table
    draft: Draft
    matches: tuple[Match | None, ...]
    detected: FieldMapping
    options: OpenOptions = field(default_factory=OpenOptions)
    recalled: Recall | None = None
    memory_problem: MemoryProblem | None = None
    brought: tuple[Note, ...] = ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every assumption that was made while reading or taken from earlier decisions."""
        read = (*self.brought, *self.table.notes, *self.zone_notes)
        if self.memory_problem is not None:
            facts = {name: fact for name, fact in self.memory_problem.facts.items() if fact is not None}
            return (*read, Note(self.memory_problem.key, facts))
        if self.recalled is None or self.locked is not None or not self.recalled.columns_chosen:
            return read
        notes = [*read, Note("note-recalled")]
        for key, headers in (("note-recalled-new", self.recalled.new), ("note-recalled-gone", self.recalled.gone)):
            if headers:
                notes.append(Note(key, {"columns": ", ".join(headers)}))
        return tuple(notes)

    @property
    def zone_notes(self) -> tuple[Note, ...]:
        """A note for each zone that the file itself names for its dates."""
        named = {
            (reading.zone, reading.zone_source): None
            for reading in self.draft.choices.readings.values()
            if reading.zone and reading.other_source is None
        }
        return tuple(Note("note-zone", {"zone": zone, "source": source}) for zone, source in named)

    @property
    def locked(self) -> MappingRecipe | None:
        """The recipe to which the sheet's program locks what feeds the fields, or None."""
        return self.options.program.recipe if self.options.program else None

    @property
    def label(self) -> str:
        """The program's or the source's name, for file names."""
        return self.options.program.name if self.options.program else Path(self.name).stem

    @property
    def made_for(self) -> Template | None:
        """The template for which the app made the workbook, or None."""
        return _made_for(self.table)


def open_source(path: Path, options: OpenOptions, now: datetime, progress: OnProgress = lambda _: None) -> OpenedSheet:
    """Read a file and make an unchecked draft of it. ``progress`` is called with the fraction read; what it raises ends
    the reading. Raises ReadingError or MappingError."""
    return open_table(read(path, options.tab, options.reading, progress), shown_name(path), path, options, now)


def open_first_rows(path: Path, options: OpenOptions, now: datetime) -> OpenedSheet | None:
    """A checked draft of the first rows of a large text or workbook, for display while the whole file is read; None for
    other files and for those whose beginning cannot be read."""
    try:
        table = _first_rows(path, options)
        opened = open_table(table, shown_name(path), path, options, now) if table else None
    except (OSError, ReadingError, MappingError):
        # reading the whole file reports the error
        return None
    if opened is not None:
        opened.draft.check()
    return opened


def _first_rows(path: Path, options: OpenOptions) -> Table | None:
    size = path.stat().st_size
    if size < min(_LARGE_TEXT, _LARGE_WORKBOOK):
        return None
    with path.open("rb") as source:
        head = source.read(BEGINNING + 1)
        if not head.startswith(PACKED):
            # the beginning of a page may hold a part of its table only
            is_text = size >= _LARGE_TEXT and markup_kind(head) is None
            return beginning_of(head, options.reading) if is_text else None
        if not _LARGE_WORKBOOK <= size <= _LARGEST_WORKBOOK:
            return None
        cut = cut_to_first_rows(head + source.read())
    return read_bytes(cut, path.name, options.tab, options.reading) if cut else None


def open_table(table: Table, name: str, path: Path | None, options: OpenOptions, now: datetime) -> OpenedSheet:
    """Make a draft of a table. Raises MappingError for options that do not fit it."""
    table = unfold_items(table)
    sheet = sheet_of(table)
    detected, matches = match_columns(sheet)
    mapping = detected
    recalled, memory_problem = None, None
    try:
        recalled = options.memories.recall(table.named_headers) if options.memories else None
    except MemoryProblem as problem:
        # the sheet can be opened without earlier decisions
        memory_problem = problem
    decided = options
    if recalled is not None:
        mapping = apply(recalled, sheet, detected)
        decided = _with_memory(options, recalled)
    # what memory and lock decide is no wish of a person, for whom the sheet may be opened again
    options = replace(options, program=decided.program)
    if options.program is not None and options.program.recipe is not None:
        mapping = _locked_mapping(sheet, options, options.program)
        decided = _with_recipe(options, options.program.recipe, decided)
    mapping = _with_options(mapping, sheet, options)
    draft = _first_draft(table, sheet, mapping, decided, recalled, now)
    return OpenedSheet(name, path, table, draft, tuple(matches), detected, options, recalled, memory_problem)


def sheet_of(table: Table) -> Sheet:
    """The sheet that a table is before its first edit."""
    return Sheet(
        table.headers,
        table.cells,
        table.rows,
        table.damaged,
        header_width=table.header_width,
        delimiter=table.delimiter,
        above=table.above,
    )


def _first_draft(
    table: Table, sheet: Sheet, mapping: FieldMapping, options: OpenOptions, recalled: Recall | None, now: datetime
) -> Draft:
    """The unchecked draft, after deciding template, program and column readings."""
    program, facts = options.program, options.program.facts() if options.program else ProgramFacts()
    wanted = options.zone_with(program)
    zone = zone_named(wanted)
    if wanted and zone is None:
        raise MappingError("zone-unknown", zone=wanted)
    if options.template is not None and options.template not in TEMPLATES:
        raise MappingError("template-unknown", template=options.template)
    frames, cells = FieldFrames(mapping, zone, sheet.damaged), sheet.frame()
    texts = frames.raw(cells)
    # rows that are left out say nothing about the others
    checked = frames.raw(without_excluded(cells, mapping.left_out)) if mapping.left_out else texts
    detected = detect_template(checked, facts.parents)
    template = options.template or _made_for(table) or detected.template
    if program:
        mapping = filled_by(mapping, template, program)
        texts = FieldFrames(mapping, zone, sheet.damaged).raw(sheet.frame())
    answers = recalled.day_first if recalled else {}
    remembered = recalled is not None and recalled.zone == options.zone
    readings = with_named_zones(
        read_columns(texts, now), mapping, sheet, zone if options.zone else None, remembered=remembered
    )
    for name, reading in readings.items():
        decided = reading.day_first if options.day_first is None else options.day_first
        # an earlier answer counts if neither the options nor the column decide it
        readings[name] = replace(reading, day_first=answers.get(name) if decided is None else decided)
    chosen = frozenset(name for name in ("template", "zone") if getattr(options, name))
    choices = Choices(
        mapping, template, program.name if program else None, facts, zone, readings, chosen=chosen, note=options.note
    )
    return Draft(sheet, choices, now, detected=detected, sent_history=options.history)


def _with_memory(options: OpenOptions, recalled: Recall) -> OpenOptions:
    program = options.program or (options.programs(recalled.program) if recalled.program else None)
    template = options.template or (None if recalled.new or recalled.gone else recalled.template)
    # what an older or newer version, or a hand, wrote there must not keep the sheet closed
    known = template if options.template or template in TEMPLATES else None
    zone = options.zone or (recalled.zone if zone_named(recalled.zone or "") else None)
    return replace(options, program=program, template=known, zone=zone)


def _locked_mapping(sheet: Sheet, options: OpenOptions, program: Program) -> FieldMapping:
    """The mapping of a program's recipe. Raises MappingError where the options want another."""
    assert program.recipe is not None
    mapping = program.recipe.mapping_on(sheet.headers)
    if options.columns or any(mapping.feed(_field(name)) is not None for name in options.constants):
        raise MappingError("mapping-locked", program=program.name, recipe=program.recipe.name)
    return mapping


def _with_recipe(asked: OpenOptions, recipe: MappingRecipe, remembered: OpenOptions) -> OpenOptions:
    """The options with what a lock says about template and zone, which goes before what is ``remembered``."""
    template = asked.template or recipe.template or remembered.template
    return replace(asked, template=template, zone=asked.zone or recipe.zone or remembered.zone)


def _made_for(table: Table) -> Template | None:
    return table.made_for if table.made_for in TEMPLATES else None


def _with_options(mapping: FieldMapping, sheet: Sheet, options: OpenOptions) -> FieldMapping:
    for written, name in options.columns:
        target = _field(name)
        feed = parse_feed(written, sheet.headers, joins=FIELDS[target].type in _TEXT_TYPES)
        if isinstance(feed, Column):
            mapping = mapping.without_column(feed.column)
        mapping = mapping.with_feed(target, feed)
    left_out = (*options.left_out, *(parse_exclusion(written, sheet.headers) for written in options.excluded))
    if left_out:
        mapping = replace(mapping, left_out=left_out)
    for name, value in options.constants.items():
        mapping = mapping.with_feed(_field(name), Constant(value))
    return mapping


def filled_by(mapping: FieldMapping, template: Template, program: Program) -> FieldMapping:
    """A mapping with the program's constants for fields that the template requires and that nothing feeds."""
    missing = missing_fields(template, {name for name, _ in mapping.feeds})
    for name, value in program.constants().items():
        if name in missing:
            mapping = mapping.with_feed(name, Constant(value))
    return mapping


def _field(name: str) -> str:
    wanted = name.strip().casefold()
    field_name = next((candidate for candidate in FIELDS if candidate.casefold() == wanted), None)
    if field_name is None:
        raise MappingError("mapping-no-such-field", field=name)
    return field_name
