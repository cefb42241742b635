"""Saved facts of brand accounts in one readable file, without secrets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.rules import RULE_FACTS
from courier.catalogue.zones import known_zone, zone_named
from courier.json_store import NamedStore
from courier.messages import UserError
from courier.plain_json import read_json, write_json
from courier.rules.emails import EMAIL_HASHES
from courier.sheet.mapping import Constant
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping_recipe import MappingRecipe, recipe_from_json, recipe_to_json
from courier.sheet.program_facts import ProgramFacts

KINDS = ("item", "order", "lead", "install")
"""Kinds of event types. Other words are kept as entered."""

_LONGEST_NAME = 200
_TEXTS = ("campaign_id", "currency", "zone", "destination", "account_sid", "api_url")
_LISTS = ("reasons", "statuses", "promo_codes", "rules_off")
_ID = re.compile(r"[0-9]{1,10}")
_LOCK_DAYS = re.compile(r"[0-9]{1,4}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


class ProgramError(UserError):
    """A program that cannot be found, read or saved."""


@dataclass(frozen=True)
class EventType:
    """One event type: its ID at impact.com, name, kind, and the ID or name of its parent in a chain. ``lock_days``: how
    many days after the event impact.com locks its actions, "" where nobody said."""

    id: str
    name: str = ""
    kind: str = ""
    parent: str = ""
    lock_days: str = ""


@dataclass(frozen=True)
class Program:
    """One brand account. All fields but the name may be empty. ``zone`` may be given by any name that a zone has.
    ``recipe``: what feeds the fields of all its sheets, locked; None where each sheet has its own.
    ``approval_above``: the amount above which a second person approves a batch; None for never. ``account_sid``: the
    account at impact.com whose answers are read, "" for none; its token is in the keychain. ``api_url``: where they are
    read instead of impact.com, "" for there; ``api_checks``: whether sheets are compared with what impact.com has
    before they are sent."""

    name: str
    campaign_id: str = ""
    event_types: tuple[EventType, ...] = ()
    currency: str = ""
    zone: str = ""
    reasons: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    promo_codes: tuple[str, ...] = ()
    rules_off: tuple[str, ...] = ()
    destination: str = ""
    email_hash: str = "sha1"
    approval_above: Decimal | None = None
    recipe: MappingRecipe | None = None
    account_sid: str = ""
    api_url: str = ""
    api_checks: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", zone_named(self.zone) or self.zone)

    def facts(self) -> ProgramFacts:
        """The facts that rules may use."""
        return ProgramFacts(
            campaign_id=self.campaign_id,
            event_types=frozenset(event.id for event in self.event_types),
            parents=_parents(self.event_types),
            reasons=frozenset(self.reasons),
            promo_codes=frozenset(self.promo_codes),
            rules_off=frozenset(self.rules_off),
            email_hash=self.email_hash,
            approval_above="" if self.approval_above is None else f"{self.approval_above:f}",
            lock_days={
                event.id: int(event.lock_days) for event in self.event_types if _LOCK_DAYS.fullmatch(event.lock_days)
            },
        )

    def constants(self) -> Mapping[str, str]:
        """Per field the value that is the same for all rows of this program, for columns that a sheet lacks."""
        values = {"CampaignId": self.campaign_id, "CurrencyCode": self.currency}
        if len(self.event_types) == 1:
            values["ActionTrackerId"] = self.event_types[0].id
        return {field: value for field, value in values.items() if value}


def program_from_json(record: dict[str, Any]) -> Program:
    """The program in a JSON object, all but the name optional. Raises ProgramError if it is not valid."""
    try:
        events = tuple(
            EventType(**{key: _text(event.get(key)) for key in ("id", "name", "kind", "parent", "lock_days")})
            for event in record.get("event_types") or ()
        )
        values: dict[str, Any] = {key: _text(record.get(key)) for key in _TEXTS}
        for key in _LISTS:
            entries = record.get(key) or []
            if not isinstance(entries, list):
                raise TypeError(key)
            values[key] = tuple(map(_text, entries))
        name = record["name"]
        if not isinstance(name, str) or not name.strip():
            raise ProgramError("program-malformed")
        email_hash = _text(record.get("email_hash")) or "sha1"
        above = _amount(record.get("approval_above"))
        recipe = recipe_from_json(record["recipe"]) if record.get("recipe") else None
        checks = record.get("api_checks", False)
        if not isinstance(checks, bool):
            raise TypeError("api_checks")
        program = Program(
            name.strip(),
            event_types=events,
            email_hash=email_hash,
            approval_above=above,
            recipe=recipe,
            api_checks=checks,
            **values,
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ProgramError("program-malformed") from problem
    unknown = [rule for rule in program.rules_off if rule not in RULE_FACTS]
    if unknown:
        raise ProgramError("program-rule-unknown", rule=unknown[0])
    documented = [rule for rule in program.rules_off if RULE_FACTS[rule].confidence == "documented"]
    if documented:
        raise ProgramError("program-rule-documented", rule=documented[0])
    if program.email_hash not in EMAIL_HASHES:
        raise ProgramError("program-malformed")
    if program.zone and not known_zone(program.zone):
        raise ProgramError("zone-unknown", zone=program.zone)
    return program


def _text(value: object) -> str:
    """A text of a file; IDs may be written as numbers. Raises TypeError."""
    if not isinstance(value, str | int | None) or isinstance(value, bool):
        raise TypeError
    return str(value or "")


def _amount(value: object) -> Decimal | None:
    """An amount of a file, not negative. Raises ProgramError or TypeError."""
    written = _text(value).strip()
    if not written:
        return None
    if not _AMOUNT.fullmatch(written):
        raise ProgramError("program-approval-amount", value=written)
    return Decimal(written)


def program_to_json(program: Program) -> dict[str, Any]:
    """A program as plain values, for `program_from_json`; it has no secrets."""
    lists = {key: list(value) for key, value in asdict(program).items() if isinstance(value, tuple)}
    above = "" if program.approval_above is None else f"{program.approval_above:f}"
    recipe = recipe_to_json(program.recipe) if program.recipe else None
    return {**asdict(program), **lists, "approval_above": above, "recipe": recipe}


def read_program(path: Path) -> Program:
    """The program in a JSON file. Raises ProgramError if the file has none."""
    try:
        record = read_json(path)
    except (OSError, ValueError) as problem:
        raise ProgramError("program-malformed") from problem
    program = program_from_json(record)
    if len(program.name) > _LONGEST_NAME:
        raise ProgramError("program-name-long", most=_LONGEST_NAME)
    return program


def write_program(program: Program, path: Path) -> None:
    """Write a program to a JSON file for `read_program`. Raises ProgramError."""
    try:
        write_json(path, program_to_json(program))
    except (OSError, UnicodeEncodeError) as problem:
        raise ProgramError("program-unwritable", path=str(path)) from problem


def faults(program: Program) -> Mapping[str, ProgramError]:
    """Per attribute what the user has to correct before a program can be used; empty if it is valid."""
    faults: dict[str, ProgramError] = {}
    if not program.name.strip():
        faults["name"] = ProgramError("program-fault-name")
    if program.campaign_id and not _ID.fullmatch(program.campaign_id):
        faults["campaign_id"] = ProgramError("program-fault-campaign", value=program.campaign_id)
    if program.currency and program.currency not in MINOR_UNITS:
        faults["currency"] = ProgramError("program-fault-currency", value=program.currency)
    if program.zone and not known_zone(program.zone):
        faults["zone"] = ProgramError("program-fault-zone", value=program.zone)
    if fault := _event_fault(program.event_types):
        faults["event_types"] = fault
    return faults


def _parents(events: Sequence[EventType]) -> dict[str, str]:
    """Per ID of an event type the ID of its parent, which may be given by ID or by name."""
    by_name = {event.name: event.id for event in events if event.name}
    return {event.id: by_name.get(event.parent, event.parent) for event in events if event.parent}


def _event_fault(events: Sequence[EventType]) -> ProgramError | None:
    ids = [event.id for event in events]
    parents = _parents(events)
    for event in events:
        if not event.id:
            return ProgramError("program-fault-event-empty", name=event.name)
        if not _ID.fullmatch(event.id):
            return ProgramError("program-fault-event-id", value=event.id)
        if event.lock_days and not _LOCK_DAYS.fullmatch(event.lock_days):
            return ProgramError("program-fault-event-lock", value=event.lock_days)
        if ids.count(event.id) > 1:
            return ProgramError("program-fault-event-twice", value=event.id)
        if event.id in parents and parents[event.id] not in ids:
            return ProgramError("program-fault-event-parent", value=event.id, parent=event.parent)
        ancestor, seen = event.id, set[str]()
        while ancestor in parents and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents[ancestor]
        if ancestor in seen:
            return ProgramError("program-fault-event-circle", value=event.id)
    return None


def suggest(programs: Sequence[Program], campaign_ids: Collection[str], file_name: str) -> Program | None:
    """The saved program to which a sheet probably belongs; None if there is no hint or the hints are ambiguous.

    It is the program whose campaign ID is the only one in the sheet, or else the one whose name is part of the file's
    name, or else, for a sheet without campaign IDs, the only saved one; never one with a campaign ID that a sheet with
    campaign IDs lacks.
    """
    fitting = [
        item for item in programs if not campaign_ids or not item.campaign_id or item.campaign_id in campaign_ids
    ]
    if len(campaign_ids) == 1:
        same = [program for program in fitting if program.campaign_id]
        if len(same) == 1:
            return same[0]
        fitting = same or fitting
    words = _words(file_name)
    named = [program for program in fitting if _words(program.name).strip() and _words(program.name) in words]
    longest = max((len(_words(program.name)) for program in named), default=0)
    best = [program for program in named if len(_words(program.name)) == longest]
    if len(best) == 1:
        return best[0]
    return programs[0] if len(programs) == 1 and not campaign_ids else None


def _words(name: str) -> str:
    """The words and numbers of a name between blanks, so that ``Acme US`` is part of ``acme_us2026.csv``."""
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', name).casefold()))} "


def with_constants_of(mapping: FieldMapping, before: Program | None, after: Program | None) -> FieldMapping:
    """A mapping in which the constants of one program are replaced by those of another, or removed."""
    constants = after.constants() if after else {}
    for name, value in before.constants().items() if before else ():
        if mapping.feed(name) == Constant(value):
            mapping = mapping.with_feed(name, Constant(constants[name]) if name in constants else None)
    return mapping


class Programs(NamedStore[Program]):
    """The saved programs in ``programs.json`` of the configuration folder. Every method may raise ProgramError."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "programs.json", "programs", ProgramError, _from_record, program_to_json)


def _from_record(record: dict[str, Any]) -> Program:
    """A saved program. Rules that the current catalogue does not know, or does not allow to be switched off, are on
    again instead of making the program unreadable."""
    off = [rule for rule in record.get("rules_off") or () if rule in RULE_FACTS]
    off = [rule for rule in off if RULE_FACTS[rule].confidence == "inferred"]
    return program_from_json({**record, "rules_off": off})
