"""Saved facts of brand accounts, readable in one file, without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from courier.messages import PlainError
from courier.rules.dates import known_zone


class ProgramError(PlainError):
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
            return tuple(str(one) for one in record.get(key) or ())

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
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ProgramError("program-malformed") from problem
    if program.zone and not known_zone(program.zone):
        raise ProgramError("zone-unknown", zone=program.zone)
    return program


class Programs:
    """The saved programs, kept in ``programs.json`` of the configuration folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "programs.json"

    def __iter__(self) -> Iterator[Program]:
        return iter(self._load().values())

    def get(self, name: str) -> Program:
        """The program of that name. Raises ProgramError when there is none."""
        found = self._load().get(name)
        if found is None:
            raise ProgramError("program-unknown", name=name)
        return found

    def save(self, program: Program) -> None:
        """Add a program, or replace the one of its name."""
        self._store({**self._load(), program.name: program})

    def remove(self, name: str) -> None:
        """Forget a program. Raises ProgramError when there is none of that name."""
        self.get(name)
        known = self._load()
        del known[name]
        self._store(known)

    def _load(self) -> dict[str, Program]:
        try:
            records = json.loads(self._path.read_text(encoding="utf-8"))
            return {one["name"]: program_from_json(one) for one in records}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as problem:
            raise ProgramError("programs-unreadable", path=str(self._path)) from problem

    def _store(self, known: dict[str, Program]) -> None:
        content = json.dumps([asdict(one) for one in known.values()], indent=2, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".tmp")
            beside.write_text(content, encoding="utf-8")
            beside.replace(self._path)
        except OSError as problem:
            raise ProgramError("programs-unwritable", path=str(self._path)) from problem
