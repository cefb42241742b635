"""Where each of a sheet's batches goes: nothing is mixed, and nothing goes to another program's destination because
it stood in the same file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from courier.batches.lots import Lot, by_campaign, by_event
from courier.destinations import Destination
from courier.draft import Draft
from courier.messages import text
from courier.programs import Program
from courier.shipping.freight import About


@dataclass(frozen=True)
class Consignment:
    """One batch of a sheet on its way to be sent. ``program``: whose orders it holds, by the saved program's name, ""
    if nobody knows; ``label``: what its files are called after; ``destination``: where it goes; None while that is
    not known, for the reason that stands in ``held``, in words."""

    lot: Lot
    program: str
    label: str
    destination: Destination | None = None
    held: str = ""

    def about(self, whole: About) -> About:
        """What is recorded of it. ``whole``: of the sheet that it comes from."""
        if self.program == whole.program:
            return whole
        return replace(whole, program=self.program, campaign=self.lot.campaign)


def by_program(draft: Draft, label: str, programs: Iterable[Program]) -> list[Consignment]:
    """The batches of a sheet, one per program or campaign, as yet without a destination. ``label``: the program's or
    source's name; ``programs``: the saved ones."""
    lots = by_campaign(draft)
    if len(lots) == 1:
        return [Consignment(lots[0], draft.choices.program or "", label)]
    return [_of_campaign(draft, lot, label, programs) for lot in lots]


def consign(
    draft: Draft, label: str, chosen: Destination, programs: Iterable[Program], places: Iterable[Destination]
) -> list[Consignment]:
    """The batches of a sheet and where they go. ``chosen``: where the person wants the sheet to go. Rows of another
    saved program go where that program's files go; rows by e-mail go to the address of their event type, if one is
    saved. ``places``: the saved destinations; they and ``programs`` are looked at only if they matter."""
    made = by_program(draft, label, programs)
    if len(made) == 1:
        going = [replace(made[0], destination=chosen)]
    else:
        going = [_with_home(draft, one, chosen, programs, places) for one in made]
    return [part for one in going for part in _by_address(draft, one, places)]


def consign_now(
    draft: Draft,
    label: str,
    chosen: Destination,
    programs: Iterable[Program],
    places: Iterable[Destination],
    now: datetime,
) -> list[Consignment]:
    """The same for a sheet whose orders may have grown too old meanwhile: it is checked again for now, and for the
    longest time that files usually lie where any of its batches goes."""
    if draft.stale or draft.now != now or draft.wait != chosen.wait:
        draft.at(now, wait=chosen.wait)
    found = consign(draft, label, chosen, programs, places)
    longest = max(one.destination.wait for one in found if one.destination) if any_sent(found) else chosen.wait
    if longest > chosen.wait:
        draft.at(now, wait=longest)
        found = consign(draft, label, chosen, programs, places)
    return found


def any_sent(found: Sequence[Consignment]) -> bool:
    """Whether any of these batches can go somewhere."""
    return any(one.destination for one in found)


def _of_campaign(draft: Draft, lot: Lot, label: str, programs: Iterable[Program]) -> Consignment:
    if lot.campaign == draft.choices.facts.campaign_id:
        return Consignment(lot, draft.choices.program or "", label)
    theirs = [one for one in programs if one.campaign_id == lot.campaign]
    if len(theirs) != 1:
        return Consignment(lot, "", f"{label} {lot.campaign}".strip())
    return Consignment(lot, theirs[0].name, theirs[0].name)


def _with_home(
    draft: Draft, one: Consignment, chosen: Destination, programs: Iterable[Program], places: Iterable[Destination]
) -> Consignment:
    """One of several batches with its program's destination, if that is another program than the sheet's."""
    other = one.program and one.program != draft.choices.program
    home = next((each.destination for each in programs if each.name == one.program), "") if other else ""
    if not home:
        return replace(one, destination=chosen)
    place = next((each for each in places if each.name == home), None)
    held = "" if place else text("consign-no-home", program=one.program, destination=home)
    return replace(one, destination=place, held=held)


def _by_address(draft: Draft, one: Consignment, places: Iterable[Destination]) -> Iterator[Consignment]:
    """A batch as it is, or one per event type where it goes by e-mail."""
    if one.destination is None or not one.destination.by_mail:
        yield one
        return
    lots = by_event(draft, one.lot)
    for lot in lots:
        label = f"{one.label} {lot.event}" if len(lots) > 1 else one.label
        to = _address_for(lot.event, one.destination, places)
        held = "" if to else text("consign-no-address", event=lot.event or "-", destination=one.destination.name,
                                  own=one.destination.event_type)  # fmt: skip
        yield replace(one, lot=lot, label=label.strip(), destination=to, held=held)


def _address_for(event: str, chosen: Destination, places: Iterable[Destination]) -> Destination | None:
    if event == chosen.event_type:
        return chosen
    theirs = [one for one in places if one.by_mail and event and one.event_type == event]
    if len(theirs) == 1:
        return theirs[0]
    return None if chosen.event_type else chosen
