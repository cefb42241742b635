"""Sends one part and finds out what is true of it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from courier.delivery.carrier import Carrier, Word
from courier.delivery.opening import Link
from courier.delivery.parcel import Broken, BrokenBefore, Cancelled, CutShort, DeliveryError, Outgoing, State
from courier.messages import Fact

NONE: Mapping[str, Fact | None] = {}
TEMPORARY = ".part"


class Fate(NamedTuple):
    """The state of a part, the key of the sentence that says why, and its facts."""

    state: State
    key: str
    facts: Mapping[str, Fact | None] = NONE


class Before:
    """What was in the destination's folder before the batch, asked once."""

    def __init__(self) -> None:
        self._names: list[str] | None = None
        self._lock = threading.Lock()

    def names(self, carrier: Carrier) -> list[str]:
        """Nothing where nobody may look. Raises Broken."""
        with self._lock:
            if self._names is None:
                self._names = _names(carrier)
            return self._names


def settle(link: Link, part: Outgoing, before: Before, told: Callable[[int], None], *, rename: bool) -> Fate:
    """Send a part unless it is there already. ``rename``: under a temporary name first."""
    try:
        try:
            return _look_and_send(link, part, before, told, rename=rename)
        except (Broken, BrokenBefore):
            # the connection was gone before anything of this part went out, as idle ones are
            if not _renewed(link):
                raise
            return _look_and_send(link, part, before, told, rename=rename)
    except (Broken, BrokenBefore):
        return Fate(State.REFUSED, "delivery-broken-before")
    except DeliveryError as problem:
        return Fate(State.REFUSED, problem.key, problem.facts)


def _renewed(link: Link) -> bool:
    try:
        link.renew()
    except DeliveryError:
        return False
    return True


def _look_and_send(link: Link, part: Outgoing, before: Before, told: Callable[[int], None], *, rename: bool) -> Fate:
    """Raises Broken and BrokenBefore if the connection was gone before anything went out, and DeliveryError."""
    if link.carrier.handed_over:
        return _hand_over(link, part, told)
    earlier = _earlier_copy(link.carrier, part, before)
    if earlier is not None:
        return earlier
    interim = replace(part, name=part.name + TEMPORARY) if rename else part
    try:
        word = link.carrier.put(interim, told)
    except BrokenBefore:
        raise
    except CutShort as cut:
        return remove_half(link.carrier, interim, cut.problem.key, cut.problem.facts)
    except Cancelled:
        return remove_half(link.carrier, interim, "receipt-cancelled")
    except Broken:
        return _look_again(link, part, interim)
    try:
        if rename:
            return _rename(link.carrier, part, interim, word)
        return _confirm(link.carrier, part, word)
    except Broken:
        return _look_again(link, part, interim)


def _hand_over(link: Link, part: Outgoing, told: Callable[[int], None]) -> Fate:
    handed_over = link.carrier.handed_over
    assert handed_over
    try:
        link.carrier.put(part, told)
    except Cancelled:
        return Fate(State.REFUSED, "receipt-cancelled")
    except Broken:
        # nobody can look into a mail server
        return Fate(State.UNCONFIRMED, "receipt-mail-unconfirmed")
    return Fate(*handed_over)


def _earlier_copy(carrier: Carrier, part: Outgoing, before: Before) -> Fate | None:
    """A part that is there already; its name carries the content's hash. Raises Broken."""
    if _size(carrier, part.name) == part.size:
        return Fate(State.ARRIVED, "receipt-already-there")
    found = under_another_name(carrier, part, before.names(carrier))
    return None if found is None else Fate(State.ARRIVED, "receipt-already-renamed", {"found": found})


def under_another_name(carrier: Carrier, part: Outgoing, names: list[str]) -> str | None:
    """What the server has renamed the part to, where it lets anybody look. Raises Broken."""
    stem = PurePath(part.name).stem
    ours = (part.name, part.name + TEMPORARY, f".{part.name}.tmp")
    alike = [name for name in names if stem in name and name not in ours]
    return next((name for name in alike if _size(carrier, name) == part.size), None)


def _rename(carrier: Carrier, part: Outgoing, interim: Outgoing, word: Word) -> Fate:
    there = _size(carrier, interim.name)
    if there is not None and there != part.size:
        return remove_half(carrier, interim, "receipt-wrong-size")
    if _size(carrier, part.name) is not None:
        # a piece of an earlier try: servers do not rename over it
        try:
            carrier.remove(part.name)
        except OSError:
            return remove_half(carrier, interim, "delivery-rename-refused", {"name": part.name})
    try:
        carrier.rename(interim.name, part.name)
    except DeliveryError as problem:
        return remove_half(carrier, interim, problem.key, problem.facts)
    return _confirm(carrier, part, word)


def _confirm(carrier: Carrier, part: Outgoing, word: Word) -> Fate:
    """What is true after everything was sent. Raises Broken.

    A server that has said that it holds every byte is believed when it forbids a look at the file. One that has only
    said that the transfer is over is not: it says so as well of a transfer that was cut off on the way.
    """
    try:
        there = carrier.size(part.name)
    except PermissionError:
        if word is Word.HOLDS_ALL:
            return Fate(State.ARRIVED, "receipt-arrived-unseen")
        return Fate(State.UNCONFIRMED, "receipt-unseen")
    if there == part.size:
        return Fate(State.ARRIVED, "receipt-arrived")
    if there is not None:
        return remove_half(carrier, part, "receipt-wrong-size")
    found = under_another_name(carrier, part, _names(carrier))
    if found is not None:
        return Fate(State.ARRIVED, "receipt-renamed", {"found": found})
    return Fate(State.TAKEN, "receipt-taken")


def remove_half(carrier: Carrier, part: Outgoing, key: str, facts: Mapping[str, Fact | None] = NONE) -> Fate:
    """Refused for the reason of ``key`` if nothing is left there, or else a piece of which somebody must know."""
    try:
        carrier.remove(part.name)
        if _size(carrier, part.name) is None:
            return Fate(State.REFUSED, key, facts)
    except (OSError, Broken):
        pass
    return Fate(State.UNCONFIRMED, "receipt-half-left", {"name": part.name})


def _look_again(link: Link, part: Outgoing, interim: Outgoing) -> Fate:
    """After a break: what a new connection sees decides, and if there is none nobody knows."""
    unknown = Fate(State.UNCONFIRMED, "receipt-unconfirmed")
    try:
        carrier = link.renew()
        there = carrier.size(part.name)
        if there == part.size:
            return Fate(State.ARRIVED, "receipt-arrived-after-break")
        if interim is not part and carrier.size(interim.name) is not None:
            return remove_half(carrier, interim, "receipt-broken-removed")
        if there is not None:
            return remove_half(carrier, part, "receipt-broken-removed")
        found = under_another_name(carrier, part, _names(carrier))
    except (DeliveryError, OSError, Broken):
        return unknown
    return unknown if found is None else Fate(State.ARRIVED, "receipt-renamed", {"found": found})


def _names(carrier: Carrier) -> list[str]:
    try:
        return carrier.names()
    except PermissionError:
        return []


def _size(carrier: Carrier, name: str) -> int | None:
    try:
        return carrier.size(name)
    except PermissionError:
        return None
