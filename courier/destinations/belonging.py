"""Whose destination it is: a program's file must not land with another program by accident."""

from __future__ import annotations

from collections.abc import Mapping

from courier.messages import text


def question_before(program: str, destination: str, homes: Mapping[str, str]) -> str | None:
    """The question to ask before a program's file goes to a destination, or None if nothing speaks against it.

    ``program``: the name of the sheet's program, "" for none; ``homes``: the destination of each program that has one,
    by the program's name.
    """
    home = homes.get(program)
    owners = sorted(name for name, its in homes.items() if its == destination and name != program)
    if destination == home:
        return None
    if owners:
        return text("belongs-to-another", destination=destination, owner=", ".join(owners), program=program or "none")
    if home:
        return text("belongs-elsewhere", destination=destination, program=program, home=home)
    return None
