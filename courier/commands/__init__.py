"""The commands of ``courier``, one file for each group. Each declares its options and runs."""

from courier.commands.base import Command
from courier.commands.check import CHECK, FIX, READ
from courier.commands.destinations import DESTINATIONS
from courier.commands.history import HISTORY
from courier.commands.ledger import LEDGER
from courier.commands.new import NEW
from courier.commands.practice import PRACTICE
from courier.commands.privacy import PRIVACY
from courier.commands.programs import PROGRAMS
from courier.commands.results import RESULTS
from courier.commands.reverse import REVERSE
from courier.commands.send import EXPORT, SEND
from courier.commands.watch import WATCH

COMMANDS: tuple[Command, ...] = (
    NEW, READ, CHECK, FIX, EXPORT, SEND, RESULTS, REVERSE, WATCH, PRACTICE, DESTINATIONS, PROGRAMS, HISTORY,
    LEDGER, PRIVACY,
)  # fmt: skip
