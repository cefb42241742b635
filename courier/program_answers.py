"""What a sheet says about its program: its campaign, event types, currency and zone."""

from __future__ import annotations

from dataclasses import replace

from courier.draft import Draft
from courier.programs import EventType, Program

_MOST_EVENTS = 20
"""Beyond this many different values a column holds no event types."""


def distinct_values(draft: Draft, field: str, most: int) -> list[str]:
    """The different values of a field, sorted; only some where there are more than ``most``."""
    frames = draft.checker.frames
    if field not in frames.names:
        return []
    values = frames.raw(draft.sheet.frame())[field].str.strip_chars().drop_nulls()
    return sorted(values.filter(values != "").unique().head(most + 1))


def program_of(draft: Draft, name: str, before: Program | None = None, destination: str = "") -> Program:
    """A program with all that the draft answers, over what ``before`` says; values that differ between rows answer
    nothing. ``destination``: where its files go, "" for that of ``before``."""
    program = before or Program(name)
    events = {event.id: event for event in program.event_types}
    found = distinct_values(draft, "ActionTrackerId", _MOST_EVENTS)
    if len(found) <= _MOST_EVENTS:
        events |= {event: EventType(event) for event in found if event not in events}
    return replace(
        program,
        name=name,
        campaign_id=_only(draft, "CampaignId") or program.campaign_id,
        event_types=tuple(events.values()),
        currency=_only(draft, "CurrencyCode").upper() or program.currency,
        zone=draft.choices.zone or program.zone,
        destination=destination or program.destination,
    )


def _only(draft: Draft, field: str) -> str:
    """The value that all rows with one have, or ""."""
    values = distinct_values(draft, field, 1)
    return values[0] if len(values) == 1 else ""
