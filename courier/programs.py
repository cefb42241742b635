"""Saved facts of brand accounts, readable in one file, without secrets."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.rules import RULE_FACTS
from courier.json_store import NamedStore
from courier.messages import UserError
from courier.rules.dates import known_zone
from courier.rules.emails import EMAIL_HASHES
from courier.sheet.mapping import Constant
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.program_facts import ProgramFacts
from courier.whole_files import atomic_file

KINDS = ("item", "order", "lead", "install")
"""Kinds of event types. Other words are kept as somebody wrote them."""

_ID = re.compile(r"[0-9]{1,10}")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")


class ProgramError(UserError):
    """A program that cannot be found, read or saved."""


@dataclass(frozen=True)
class EventType:
    """One event type: its ID at impact.com, a name, what kind it is and which one precedes it in a chain."""

    id: str
    name: str = ""
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Program:
    """One brand account. Everything but the name may be missing."""

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

    def facts(self) -> ProgramFacts:
        """What rules may use of it. A parent in a chain may be named by its ID or its name."""
        by_name = {event.name: event.id for event in self.event_types}
        return ProgramFacts(
            campaign_id=self.campaign_id,
            event_types=frozenset(event.id for event in self.event_types),
            parents={event.id: by_name.get(event.parent, event.parent) for event in self.event_types if event.parent},
            reasons=frozenset(self.reasons),
            promo_codes=frozenset(self.promo_codes),
            rules_off=frozenset(self.rules_off),
            email_hash=self.email_hash,
        )

    def constants(self) -> Mapping[str, str]:
        """Values for columns that a sheet lacks: what is the same for all rows of this program."""
        values = {"CampaignId": self.campaign_id, "CurrencyCode": self.currency}
        if len(self.event_types) == 1:
            values["ActionTrackerId"] = self.event_types[0].id
        return {field: value for field, value in values.items() if value}


def program_from_json(record: dict[str, Any]) -> Program:
    """The program in a JSON object, all but the name optional. Raises ProgramError for what does not fit."""
    try:
        events = tuple(
            EventType(
                **{key: str(value or "") for key, value in one.items() if key in ("id", "name", "kind", "parent")}
            )
            for one in record.get("event_types") or ()
        )

        def plain(key: str) -> str:
            return str(record.get(key) or "")

        def several(key: str) -> tuple[str, ...]:
            found = record.get(key) or []
            if not isinstance(found, list):
                raise TypeError(key)
            return tuple(str(one) for one in found)

        name = record["name"]
        if not isinstance(name, str) or not name.strip():
            raise ProgramError("program-malformed")
        program = Program(
            name.strip(),
            plain("campaign_id"),
            events,
            plain("currency"),
            plain("zone"),
            several("reasons"),
            several("statuses"),
            several("promo_codes"),
            several("rules_off"),
            plain("destination"),
            plain("email_hash") or "sha1",
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


def program_to_json(program: Program) -> dict[str, Any]:
    """What `program_from_json` reads: plain values for a file, without any secret."""
    lists = {key: list(value) for key, value in asdict(program).items() if isinstance(value, tuple)}
    return {**asdict(program), **lists}


def read_program(path: Path) -> Program:
    """The program in a JSON file. Raises ProgramError when there is none in it."""
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as problem:
        raise ProgramError("program-malformed") from problem
    return program_from_json(record)


def write_program(program: Program, path: Path) -> None:
    """Write a program into a JSON file that `read_program` reads, on this computer or another."""
    try:
        content = json.dumps(program_to_json(program), indent=2, ensure_ascii=False) + "\n"
        with atomic_file(path) as beside:
            beside.write_text(content, encoding="utf-8")
    except OSError as problem:
        raise ProgramError("program-unwritable", path=str(path)) from problem


def faults(program: Program) -> Mapping[str, ProgramError]:
    """What a person has to correct before a program is of use, per attribute one sentence; nothing when it is right."""
    found: dict[str, ProgramError] = {}
    if not program.name.strip():
        found["name"] = ProgramError("program-fault-name")
    if program.campaign_id and not _ID.fullmatch(program.campaign_id):
        found["campaign_id"] = ProgramError("program-fault-campaign", value=program.campaign_id)
    if program.currency and program.currency not in MINOR_UNITS:
        found["currency"] = ProgramError("program-fault-currency", value=program.currency)
    if program.zone and not known_zone(program.zone):
        found["zone"] = ProgramError("program-fault-zone", value=program.zone)
    wrong = _event_fault(program.event_types)
    if wrong:
        found["event_types"] = wrong
    return found


def _event_fault(events: Sequence[EventType]) -> ProgramError | None:
    ids = [event.id for event in events]
    by_name = {event.name: event.id for event in events if event.name}
    parents = {event.id: by_name.get(event.parent, event.parent) for event in events if event.parent}
    for event in events:
        if not event.id:
            return ProgramError("program-fault-event-empty", name=event.name)
        if not _ID.fullmatch(event.id):
            return ProgramError("program-fault-event-id", value=event.id)
        if ids.count(event.id) > 1:
            return ProgramError("program-fault-event-twice", value=event.id)
        if event.id in parents and parents[event.id] not in ids:
            return ProgramError("program-fault-event-parent", value=event.id, parent=event.parent)
        before, seen = event.id, set[str]()
        while before in parents and before not in seen:
            seen.add(before)
            before = parents[before]
        if before in seen:
            return ProgramError("program-fault-event-circle", value=event.id)
    return None


def suggest(programs: Sequence[Program], campaign_ids: Collection[str], file_name: str) -> Program | None:
    """The saved program that a sheet seems to belong to; None where nothing speaks for one, or as much for another.

    It is the one whose campaign ID is the only one in the sheet, or else the one whose name stands in the file's name,
    or else, for a sheet without campaign IDs, the only one there is. Never one whose campaign ID the sheet lacks though
    it has others.
    """
    fitting = [one for one in programs if not campaign_ids or not one.campaign_id or one.campaign_id in campaign_ids]
    if len(campaign_ids) == 1:
        same = [one for one in fitting if one.campaign_id]
        if len(same) == 1:
            return same[0]
        fitting = same or fitting
    words = _words(file_name)
    named = [one for one in fitting if _words(one.name).strip() and _words(one.name) in words]
    longest = max((len(_words(one.name)) for one in named), default=0)
    best = [one for one in named if len(_words(one.name)) == longest]
    if len(best) == 1:
        return best[0]
    return programs[0] if len(programs) == 1 and not campaign_ids else None


def _words(name: str) -> str:
    """The words and numbers of a name, so that ``Acme US`` stands in ``acme_us2026.csv``."""
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', name).casefold()))} "


def with_constants_of(mapping: FieldMapping, before: Program | None, after: Program | None) -> FieldMapping:
    """A mapping in which the values for all rows that came from one program are those of another, or gone."""
    theirs = after.constants() if after else {}
    for name, value in before.constants().items() if before else ():
        if mapping.feed(name) == Constant(value):
            mapping = mapping.with_feed(name, Constant(theirs[name]) if name in theirs else None)
    return mapping


class Programs(NamedStore[Program]):
    """The saved programs, kept in ``programs.json`` of the configuration folder. Everything may raise ProgramError."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "programs.json", "programs", ProgramError, _from_record, program_to_json)


def _from_record(record: dict[str, Any]) -> Program:
    """A saved program without rules that can no longer be switched off, as a newer catalogue knows them: they are
    checked again, and the other facts stay readable."""
    off = [one for one in record.get("rules_off") or () if one in RULE_FACTS]
    return program_from_json({**record, "rules_off": [one for one in off if RULE_FACTS[one].confidence == "inferred"]})
