"""Which program a destination belongs to, so that a program's file does not go to another program by accident."""

from __future__ import annotations

from collections.abc import Mapping

from courier.messages import text


def others_at(program: str, destination: str, homes: Mapping[str, str]) -> list[str]:
    """The names of the other programs whose files go to a destination; none if this program's files go there too. See
    `question_before`."""
    if homes.get(program) == destination:
        return []
    return sorted(name for name, home in homes.items() if home == destination)


def question_before(program: str, destination: str, homes: Mapping[str, str]) -> str | None:
    """The question to ask before a program's file goes to a destination, or None if no question is needed.

    ``program``: the name of the sheet's program, "" for none; ``homes``: the destination of each program that has one,
    by the program's name.
    """
    home = homes.get(program)
    if destination == home:
        return None
    if owners := others_at(program, destination, homes):
        return text("belongs-to-another", destination=destination, owner=", ".join(owners), program=program or "none")
    if home:
        return text("belongs-elsewhere", destination=destination, program=program, home=home)
    return None
