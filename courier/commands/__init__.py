"""The commands of ``courier``, one file for each group. Each declares its options and runs."""

from courier.commands.accounts import PROGRAMS
from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    EXIT_UNUSABLE,
    Command,
)
from courier.commands.making import NEW
from courier.commands.places import DESTINATIONS
from courier.commands.practice import PRACTICE
from courier.commands.remembering import HISTORY
from courier.commands.send import EXPORT, SEND
from courier.commands.watch import WATCH
from courier.commands.working import CHECK, FIX, READ

COMMANDS: tuple[Command, ...] = (
    NEW, READ, CHECK, FIX, EXPORT, SEND, WATCH, PRACTICE, DESTINATIONS, PROGRAMS, HISTORY,
)  # fmt: skip

__all__ = ["COMMANDS", "EXIT_ASIDE", "EXIT_DELIVERY", "EXIT_ERRORS", "EXIT_OK", "EXIT_UNUSABLE", "Command"]
