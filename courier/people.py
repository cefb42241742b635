"""Who sent what: the people of a team, each by their account and machine."""

from __future__ import annotations

import platform
from collections.abc import Iterable

from courier.formats import listing
from courier.ledger.records import Submission
from courier.messages import text
from courier.shipping.outgoing_parts import os_user


def person_words(user: str, machine: str) -> str:
    """A person on a machine, as far as these are known."""
    if not machine:
        return user or "–"
    return text("person-on-machine", user=user or "–", machine=machine)


def sender(batch: Submission) -> str:
    """Who sent a batch, and where."""
    return person_words(batch.os_user, batch.machine)


def senders(batches: Iterable[Submission]) -> str:
    """Who sent any of these, each once."""
    return listing(dict.fromkeys(map(sender, batches)))


def is_mine(batch: Submission) -> bool:
    """Whether the person at this machine sent it, here or elsewhere."""
    return batch.os_user == os_user()


def is_from_here(batch: Submission) -> bool:
    """Whether this machine recorded it, so that it has its bytes; also where nobody noted which one did."""
    return batch.machine in ("", platform.node())


def names_person(batch: Submission, typed: str) -> bool:
    """Whether a search for ``typed`` means whoever sent a batch."""
    wanted = typed.casefold()
    return any(wanted in name.casefold() for name in (batch.os_user, batch.machine))
