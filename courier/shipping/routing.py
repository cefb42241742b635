"""Divides a sheet into batches and finds the destination of each. Rows of different programs are never in one batch,
and no program's rows go to another program's destination because they are in the same file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl

from courier.approvals import require_approval
from courier.batches.groups import RowGroup, by_campaign, by_event
from courier.delivery.errors import DeliveryError
from courier.destinations import Destination, saved_at
from courier.destinations.ownership import others_at
from courier.draft import Draft
from courier.ledger.ledger import Ledger
from courier.ledger.records import BatchOrigin
from courier.messages import text
from courier.programs import Program
from courier.rules.totals import totals
from courier.shipping.by_call import expected_words, order_pace, why_not_by_call


class OtherProgramsDestination(DeliveryError):
    """A program's file would go where only other programs' files go, and the request does not allow that."""


@dataclass(frozen=True)
class RoutedBatch:
    """One batch of a sheet. ``program``: the saved program's name, "" if unknown; ``label``: what its files are called
    after; ``destination``: None while it is unknown, for the reason in ``held``, in words; ``calls``: how many orders
    go each by a call of its own, or would if the batch were not held, 0 for files; ``pace``: what an order took of
    late, None where nobody knows."""

    group: RowGroup
    program: str
    label: str
    destination: Destination | None = None
    held: str = ""
    calls: int = 0
    pace: timedelta | None = None

    @property
    def pace_words(self) -> str:
        """How long its calls take, in words; "" for files and for what is held."""
        if not self.calls or self.held:
            return ""
        return expected_words(self.calls, self.pace)

    def rows_per_part(self, most: int) -> int:
        """How many rows one of its parts may hold. ``most``: of a file."""
        # an order is never divided
        return 1 if self.destination is not None and self.destination.by_call else most

    def origin(self, sheet_origin: BatchOrigin) -> BatchOrigin:
        """Its origin, with its own program and campaign. ``sheet_origin``: the origin of the whole sheet."""
        if self.program == sheet_origin.program:
            return sheet_origin
        return replace(sheet_origin, program=self.program, campaign=self.group.campaign)


def by_program(draft: Draft, label: str, programs: Iterable[Program]) -> list[RoutedBatch]:
    """The batches of a sheet, one per program or campaign, as yet without a destination. ``label``: the program's or
    source's name; ``programs``: the saved ones."""
    groups = by_campaign(draft)
    if len(groups) == 1:
        return [RoutedBatch(groups[0], draft.choices.program or "", label)]
    return [_of_campaign(draft, group, label, programs) for group in groups]


def route(
    draft: Draft, label: str, chosen: Destination, programs: Iterable[Program], destinations: Iterable[Destination]
) -> list[RoutedBatch]:
    """The batches of a sheet with their destinations. ``chosen``: the destination that the user chose. Rows of another
    saved program go to that program's destination; rows by e-mail go to the address of their event type, if one is
    saved. ``programs``, ``destinations``: the saved ones, iterated only if needed."""
    batches = by_program(draft, label, programs)
    if len(batches) == 1:
        routed = [replace(batches[0], destination=chosen)]
    else:
        routed = [_with_program_destination(draft, batch, chosen, programs, destinations) for batch in batches]
    return [_by_call(draft, part) for batch in routed for part in _by_address(draft, batch, destinations)]


def with_pace(batches: Iterable[RoutedBatch], ledger: Ledger) -> list[RoutedBatch]:
    """The same batches; of those that go by call it is known what an order took there of late."""
    return [
        replace(batch, pace=order_pace(ledger, batch.destination.url)) if batch.calls and batch.destination else batch
        for batch in batches
    ]


def recheck_and_route(
    draft: Draft,
    label: str,
    chosen: Destination,
    programs: Iterable[Program],
    destinations: Iterable[Destination],
    now: datetime,
) -> list[RoutedBatch]:
    """The same after the draft was checked again for ``now``, because orders may be too old meanwhile, and for the
    longest time that files usually wait at any of the destinations."""
    if draft.stale or draft.now != now or draft.wait != chosen.wait:
        draft.at(now, wait=chosen.wait)
    batches = route(draft, label, chosen, programs, destinations)
    longest = max((batch.destination.wait for batch in batches if batch.destination), default=chosen.wait)
    if longest <= chosen.wait:
        return batches
    draft.at(now, wait=longest)
    return route(draft, label, chosen, programs, destinations)


def refuse_other_programs(
    program: str, destination: Destination, programs: Iterable[Program], destinations: Iterable[Destination]
) -> None:
    """Raises OtherProgramsDestination for a destination that belongs to other programs only. ``program``: the sheet's
    saved program, "" for none; ``programs``, ``destinations``: the saved ones."""
    if not program:
        return
    homes = {saved.name: saved.destination for saved in programs if saved.destination}
    # the URL of a saved destination may have been typed
    saved = saved_at(destinations, destination.name, destination.url) or destination
    if owners := others_at(program, saved.name, homes):
        raise OtherProgramsDestination(
            "belongs-refused", destination=saved.name, owner=", ".join(owners), program=program
        )


def refuse_unapproved(draft: Draft, batches: Iterable[RoutedBatch], programs: Iterable[Program]) -> None:
    """Raises ApprovalMissing if what would be sent for a program needs the approval of a second person. ``programs``:
    the saved ones; the sheet's own counts as it was when it was chosen too, because it may be saved elsewhere only."""
    facts = draft.choices.facts
    limits = [(one.name, one.campaign_id, one.approval_above) for one in programs if one.approval_above is not None]
    if facts.approval_above:
        limits.append((draft.choices.program or "", facts.campaign_id, Decimal(facts.approval_above)))
    # that of the sheet is mostly saved here as well
    for name, campaign, limit in dict.fromkeys(limits):
        rows = [
            batch.group.ready
            for batch in batches
            if batch.destination
            and (batch.program == name or (not batch.program and campaign and batch.group.campaign == campaign))
        ]
        if rows:
            require_approval(draft, name, limit, totals(draft.fields(pl.concat(rows))))


def chain_waits(template: str, parents_delivered: Iterable[bool]) -> bool:
    """Whether a batch of a chain must wait: child events are sent only after all their parents were delivered."""
    return template == "chained" and not all(parents_delivered)


def _of_campaign(draft: Draft, group: RowGroup, label: str, programs: Iterable[Program]) -> RoutedBatch:
    if group.campaign == draft.choices.facts.campaign_id:
        return RoutedBatch(group, draft.choices.program or "", label)
    owners = [program for program in programs if program.campaign_id == group.campaign]
    if len(owners) != 1:
        return RoutedBatch(group, "", f"{label} {group.campaign}".strip())
    return RoutedBatch(group, owners[0].name, owners[0].name)


def _with_program_destination(
    draft: Draft,
    batch: RoutedBatch,
    chosen: Destination,
    programs: Iterable[Program],
    destinations: Iterable[Destination],
) -> RoutedBatch:
    """One of several batches with its program's destination, if its program is not the sheet's."""
    home = ""
    if batch.program and batch.program != draft.choices.program:
        home = next((program.destination for program in programs if program.name == batch.program), "")
    if not home:
        return replace(batch, destination=chosen)
    destination = next((saved for saved in destinations if saved.name == home), None)
    held = "" if destination else text("consign-no-home", program=batch.program, destination=home)
    return replace(batch, destination=destination, held=held)


def _by_address(draft: Draft, batch: RoutedBatch, destinations: Iterable[Destination]) -> Iterator[RoutedBatch]:
    """A batch as it is, or one per event type where it goes by e-mail."""
    if batch.destination is None or not batch.destination.by_mail:
        yield batch
        return
    groups = by_event(draft, batch.group)
    for group in groups:
        label = f"{batch.label} {group.event}" if len(groups) > 1 else batch.label
        to = _address_for(group.event, batch.destination, destinations)
        held = "" if to else text("consign-no-address", event=group.event or "-", destination=batch.destination.name,
                                  own=batch.destination.event_type)  # fmt: skip
        yield replace(batch, group=group, label=label.strip(), destination=to, held=held)


def _by_call(draft: Draft, batch: RoutedBatch) -> RoutedBatch:
    """A batch as it is, or held where the Conversions API is not known to take it."""
    if batch.destination is None or not batch.destination.by_call:
        return batch
    held = why_not_by_call(draft, batch.group)
    calls = draft.verdict.orders.gather(batch.group.ready).n_unique()
    return replace(batch, destination=None if held else batch.destination, held=held, calls=calls)


def _address_for(event: str, chosen: Destination, destinations: Iterable[Destination]) -> Destination | None:
    if event == chosen.event_type:
        return chosen
    own = [saved for saved in destinations if saved.by_mail and event and saved.event_type == event]
    if len(own) == 1:
        return own[0]
    return None if chosen.event_type else chosen
